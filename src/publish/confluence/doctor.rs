//! Whether everything is in place to publish to a Confluence, asked step by step. Nothing is written.

use super::api::Answer;
use super::desk::Desk;
use crate::publish::steps::Steps;
use crate::publish::wiki::{Answered, Fault};

/// A step that could not be taken, and why.
type Broken = (String, Fault);

/// Asks, and stops where the other questions make no sense any more.
pub fn examine(desk: &mut Desk) -> Vec<Answered> {
    let mut steps = Steps::default();
    match walk(desk, &mut steps) {
        Ok(()) => steps.0,
        Err((what, fault)) => steps.broken(&what, fault),
    }
}

fn walk(desk: &mut Desk, steps: &mut Steps) -> Result<(), Broken> {
    let at = |what: &str| {
        let what = what.to_owned();
        move |fault| (what, fault)
    };
    let (answer, stranger) = desk.edition.api().knock().map_err(at("the address answers"))?;
    steps.fine("the address answers");
    let who = name(&answer, stranger).map_err(at("the token is accepted"))?;
    steps.fine(format!("the token is accepted: it speaks for {who}"));
    steps.clock(answer.date.as_deref().and_then(seconds));
    let what = format!("the space `{}` is there, and we may read it", desk.key);
    let space = desk.space().map_err(at(&what))?;
    steps.fine(what);
    let what = match desk.parent.as_str() {
        "" => "the space has a first page to publish under".to_owned(),
        parent => format!("the page `{parent}` to publish under is there"),
    };
    let root = desk.root().map_err(at(&what))?;
    steps.fine(what);
    let rights = desk.edition.rights(&space, &root).map_err(at("our rights can be read"))?;
    let help = format!("ask the owner of the space `{}` for it (space settings, permissions)", desk.key);
    for (what, is_allowed) in rights {
        steps.check(what, is_allowed, "the account of the token lacks this right", &help);
    }
    Ok(())
}

/// Whose token it is.
fn name(answer: &Answer, stranger: Option<Fault>) -> Result<String, Fault> {
    if let Some(fault) = stranger {
        return Err(fault);
    }
    if answer.is_good() {
        return Ok(answer.json["displayName"].as_str().unwrap_or("somebody without a name").to_owned());
    }
    let help = match answer.status {
        403 => "let an administrator give this account access to Confluence",
        _ => "check `url`: it is the address of Confluence itself, such as https://example.atlassian.net/wiki",
    };
    let words = format!("the server answered {} when asked who we are: {}", answer.status, answer.words());
    Err(Fault::Down(words, help.into()))
}

fn seconds(date: &str) -> Option<i64> {
    jiff::fmt::rfc2822::parse(date).ok().map(|date| date.timestamp().as_second())
}
