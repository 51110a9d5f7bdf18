//! What can be wrong between us and a MediaWiki, asked step by step.

use serde_json::Value;

use super::session::Session;
use super::{names, text};
use crate::model::settings::Place;
use crate::publish::steps::Steps;
use crate::publish::wiki::Answered;

/// The oldest version that has all we need.
const OLDEST: (u64, u64) = (1, 35);

/// Asks whether everything is in place; nothing is written.
pub fn examine(session: &mut Session, place: &Place) -> Vec<Answered> {
    let mut steps = Steps::default();
    let what = format!("`{}` is the API of a MediaWiki", &*place.url);
    let site = match session.greet(&[("action", "query"), ("meta", "siteinfo"), ("siprop", "general")]) {
        Ok(answer) => answer,
        Err(fault) => return steps.broken(&what, fault),
    };
    steps.fine(what);
    steps.clock(session.date);
    let what = "the name and the token are accepted";
    let fields =
        [("action", "query"), ("meta", "userinfo|siteinfo"), ("uiprop", "rights|blockinfo"), ("siprop", "general")];
    let answer = match session.read(&fields) {
        Ok(answer) => answer,
        Err(fault) => return steps.broken(what, fault),
    };
    let (user, general) = (&answer["query"]["userinfo"], &answer["query"]["general"]);
    steps.fine(format!("{what}: we are `{}`", text(&user["name"])));
    version(&mut steps, if general.is_null() { &site["query"]["general"] } else { general });
    rights(&mut steps, user, general["uploadsenabled"] != false);
    below_parent(&mut steps, session, place);
    steps.0
}

fn version(steps: &mut Steps, general: &Value) {
    let generator = text(&general["generator"]);
    let mut numbers = generator.trim_start_matches("MediaWiki ").split(['.', '-']).map_while(|n| n.parse().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    let what = format!("its version has what we need ({generator})");
    let (major, minor) = OLDEST;
    let needed = format!("we need MediaWiki {major}.{minor} or newer");
    steps.check(&what, found >= OLDEST, &needed, "ask who runs the wiki to bring it up to date");
}

fn rights(steps: &mut Steps, user: &Value, takes_files: bool) {
    let has = |right: &str| user["rights"].as_array().is_some_and(|all| all.iter().any(|r| r == right));
    if user.get("blockid").is_some() {
        steps.amiss("the account is not blocked", text(&user["blockreason"]), "ask an administrator of the wiki");
    }
    let wanted = [
        ("read", "we may read pages", "basic rights"),
        ("edit", "we may edit pages", "edit existing pages"),
        ("createpage", "we may create pages", "create, edit, and move pages"),
        ("move", "we may rename pages", "create, edit, and move pages"),
        ("upload", "we may send pictures", "upload new files"),
        ("reupload", "we may send pictures again when they change", "upload, replace, and move files"),
        ("delete", "we may delete pages (for `talktrack prune` alone)", "delete pages, revisions, and log entries"),
    ];
    for (right, what, grant) in wanted {
        let found = format!("the account has no right `{right}`");
        let help = format!("give the bot password the grant \"{grant}\"; if it has it, its user lacks the right");
        steps.check(what, has(right), &found, &help);
    }
    let help = "set $wgEnableUploads in LocalSettings.php, or publish without pictures";
    steps.check("the wiki takes files", takes_files, "uploads are switched off", help);
}

/// Whether pages can be made where they shall stand.
fn below_parent(steps: &mut Steps, session: &mut Session, place: &Place) {
    let title = names::below(place, "Talktrack");
    let what = format!("a page can be made there, such as `{title}`");
    let fields = [
        ("action", "query"),
        ("prop", "info"),
        ("titles", &*title),
        ("intestactions", "edit"),
        ("intestactionsdetail", "full"),
    ];
    match session.read(&fields) {
        Ok(answer) => {
            let page = &answer["query"]["pages"][0];
            let words = text(&page["actions"]["edit"][0]["text"]);
            let is_valid = page["invalid"] != true;
            let found = if is_valid { words.clone() } else { text(&page["invalidreason"]) };
            steps.check(
                &what,
                is_valid && words.is_empty(),
                &found,
                "choose another `parent`, or ask an administrator",
            );
        }
        Err(fault) => *steps = Steps(std::mem::take(steps).broken(&what, fault)),
    }
}
