//! `talktrack pull`: what a person changed on a page, and where the words stand in the kit.

use super::place::at;
use super::{Outcome, colored, print};
use crate::cli::{Cli, Pull};
use crate::error::Error;
use crate::publish::ledger::hash;
use crate::publish::pull::{Change, Origins, Word, changes};
use crate::write;

/// Runs it.
pub fn run(cli: &Cli, args: &Pull) -> Result<Outcome, Error> {
    let Some(mut at) = at(cli, &args.at)? else { return Ok(Outcome::Failed) };
    let Some(entry) = at.open.ledger.pages.get(&args.key).cloned() else {
        let help = format!(
            "only pages that were published or adopted can be pulled; `talktrack plan {}` lists them",
            args.at.place
        );
        return Err(Error::UnknownChoice { what: "page", given: args.key.clone(), help });
    };
    let gone = || Error::Wiki {
        words: format!("`{}` is not there any more", entry.name),
        help: format!("`talktrack publish {} --recreate {}` makes it again", args.at.place, args.key),
    };
    let stored = at.open.wiki.read(&entry.id)?.ok_or_else(gone)?;
    let leaf = at.shelf.leaves.iter().find(|leaf| leaf.key == args.key);
    let as_written = leaf.filter(|leaf| hash(&leaf.text) == entry.ours).map(|leaf| leaf.text.clone());
    let earlier = if entry.stamp.is_empty() { None } else { at.open.wiki.earlier(&entry.id, &entry.stamp)? };
    let Some(before) = earlier.or(as_written).or_else(|| leaf.map(|leaf| leaf.text.clone())) else {
        return Err(Error::Wiki {
            words: "neither the wiki nor the kit knows any more what we published".into(),
            help: "look at the history of the page in the wiki".into(),
        });
    };
    if let Some(path) = &args.out {
        let written = write::whole(path, stored.text.as_bytes());
        written.map_err(|cause| Error::Unwritable { path: path.clone(), cause })?;
    }
    let own = leaf.map(|leaf| leaf.file.to_string()).unwrap_or_default();
    let origins = Origins::of_kit(&at.ready.checked, &at.ready.sources, &own);
    let changes = changes(&before, &stored.text, at.shelf.sort.target, &origins);
    if args.at.json {
        let changes: Vec<_> = changes.iter().map(json).collect();
        let page = serde_json::json!({
            "place": args.at.place, "key": args.key, "name": stored.seen.name, "by": stored.seen.by,
            "at": stored.seen.at, "stamp": stored.seen.stamp, "text": stored.text, "changes": changes,
        });
        print(&format!("{}\n", serde_json::to_string_pretty(&page).unwrap_or_default()));
    } else if changes.is_empty() {
        print(&format!("`{}` says what we published\n", stored.seen.name));
    } else {
        let (seen, color) = (&stored.seen, colored(cli, &std::io::stdout()));
        let who = [&seen.by, &seen.at].map(String::as_str).into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>();
        print(&format!("`{}`, changed by {}\n\n", seen.name, who.join(", ")));
        changes.iter().for_each(|change| print(&told(change, color)));
        print(&format!(
            "take over what is right, then overwrite: `talktrack publish {} --take-ours {}@{}`\n",
            args.at.place, args.key, seen.stamp
        ));
    }
    Ok(if changes.is_empty() { Outcome::Fine } else { Outcome::Undecided })
}

/// A changed paragraph, with its place in the kit.
fn told(change: &Change, color: bool) -> String {
    let place = match (&change.written, change.before.is_empty()) {
        (Some(w), false) => format!("{}:{}:{} {} ({})", w.file, w.line, w.column, w.field, w.item),
        (Some(w), true) => format!("new, below {}:{}:{} {} ({})", w.file, w.line, w.column, w.field, w.item),
        (None, false) => "words of a template, or of none of the kit's texts".to_owned(),
        (None, true) => "new".to_owned(),
    };
    let word = |word: &Word| match (word, color) {
        (Word::Kept(words), _) => words.clone(),
        (Word::Out(words), false) => format!("[-{words}-]"),
        (Word::In(words), false) => format!("{{+{words}+}}"),
        (Word::Out(words), true) => format!("\u{1b}[9;31m{words}\u{1b}[0m"),
        (Word::In(words), true) => format!("\u{1b}[32m{words}\u{1b}[0m"),
    };
    let words: String = change.words().iter().map(word).collect();
    format!("{place}\n  {words}\n\n")
}

fn json(change: &Change) -> serde_json::Value {
    let place = change.written.as_ref().map(
        |w| serde_json::json!({"file": w.file, "line": w.line, "column": w.column, "field": w.field, "item": w.item}),
    );
    serde_json::json!({"before": change.before, "after": change.after, "written": place})
}
