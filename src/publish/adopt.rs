//! Takes a page into the ledger that stands at the wiki already: because the ledger was lost, or because a person wants
//! the kit to keep a page of theirs from now on. Nothing at the wiki is changed.

use super::ledger::{Entry, Ledger, hash};
use super::mark::Mark;
use super::plan::above;
use super::wiki::{Fault, Stored, Wiki};
use super::{Leaf, apply};

/// Takes a page over for a leaf. What stands there counts as written by us only if we made its last change; otherwise
/// the next plan tells of a person's words, and nothing overwrites them without being told to.
///
/// # Errors
/// When there is no such page, or it belongs to another page or kit.
pub fn adopt(leaf: &Leaf, remote: &str, ledger: &mut Ledger, wiki: &mut dyn Wiki) -> Result<Stored, Fault> {
    let found = wiki.look(&[remote], &[remote])?;
    let seen = found.iter().find(|s| s.id == remote).or(found.first()).cloned();
    let Some(seen) = seen else {
        return Err(refused(format!("there is no page `{remote}`"), "name it as the wiki does, or by its id"));
    };
    if let Some(other) = ledger.key_of(&seen.id).filter(|key| *key != leaf.key) {
        return Err(refused(format!("`{}` is the page of `{other}`", seen.name), "a page can have one key only"));
    }
    let mark = wiki.mark(&seen.id)?;
    let own = Mark { kit: ledger.kit.clone(), key: leaf.key.clone(), run: String::new() };
    if let Some(other) = mark.as_ref().filter(|mark| !mark.is_same_page(&own)) {
        let words = format!("`{}` carries the mark of `{}` in the kit `{}`", seen.name, other.key, other.kit);
        return Err(refused(words, "two kits must not fight over a page; choose another page"));
    }
    let stored = wiki.read(&seen.id)?.ok_or(Fault::Gone)?;
    let before = ledger.pages.get(&leaf.key).cloned().unwrap_or_default();
    let last = own.same_in(&stored.note);
    let above = above(leaf, ledger, wiki);
    let is_as_wanted = hash(&stored.text) == hash(&leaf.text);
    let entry = Entry {
        asked: leaf.name.clone(),
        parent: above,
        ours: if is_as_wanted { hash(&leaf.text) } else { before.ours.clone() },
        created: mark.is_some(),
        ..before.clone()
    };
    let entry = match last {
        Some(last) => apply::settled(Entry { run: last.run, ..entry }, &stored),
        None => Entry { stamp: String::new(), stored: before.stored, ..apply::settled(entry, &stored) },
    };
    ledger.pages.insert(leaf.key.clone(), entry);
    Ok(stored)
}

fn refused(words: String, help: &str) -> Fault {
    Fault::Down(words, help.into())
}
