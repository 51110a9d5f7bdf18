//! Understands what a stopped run left: its results are taken over, and each intent without a result is looked up at the
//! wiki. Nothing is written there.

use std::collections::BTreeMap;

use super::apply::{is_by, is_ours_alone, settled};
use super::journal::{Intent, Line};
use super::ledger::{Entry, Ledger};
use super::mark::Mark;
use super::wiki::{Fault, Wiki};

/// Brings a ledger up to what a stopped run did.
///
/// # Errors
/// When the wiki cannot be asked.
pub fn resume(lines: Vec<Line>, ledger: &mut Ledger, wiki: &mut dyn Wiki) -> Result<(), Fault> {
    let mut open: BTreeMap<String, Intent> = BTreeMap::new();
    for line in lines {
        match line {
            Line::Intent(intent) => drop(open.insert(intent.key.clone(), intent)),
            Line::Dropped { key } => drop(open.remove(&key)),
            Line::Known { key, entry } => {
                open.remove(&key);
                match entry {
                    Some(entry) => drop(ledger.pages.insert(key, *entry)),
                    None => drop(ledger.pages.remove(&key)),
                }
            }
        }
    }
    for intent in open.into_values() {
        settle(intent, ledger, wiki)?;
    }
    Ok(())
}

/// Looks up what came of one intent.
fn settle(intent: Intent, ledger: &mut Ledger, wiki: &mut dyn Wiki) -> Result<(), Fault> {
    let (ids, names) =
        if intent.id.is_empty() { (vec![], vec![intent.asked.as_str()]) } else { (vec![intent.id.as_str()], vec![]) };
    let found = wiki.look(&ids, &names)?.into_iter().next();
    if intent.deletes {
        if found.is_none() {
            ledger.pages.remove(&intent.key);
        }
        return Ok(());
    }
    let Some(seen) = found else { return Ok(()) };
    let Some(stored) = wiki.read(&seen.id)? else { return Ok(()) };
    let mark = Mark { kit: ledger.kit.clone(), key: intent.key.clone(), run: intent.run.clone() };
    let before = ledger.pages.get(&intent.key).cloned().unwrap_or_default();
    let is_new = intent.id.is_empty();
    let entry = Entry {
        asked: intent.asked,
        parent: intent.parent,
        ours: intent.ours,
        run: intent.run,
        created: is_new || before.created,
        ..before
    };
    if is_by(&stored, &mark) && is_ours_alone(&stored, &entry.ours, wiki) {
        ledger.pages.insert(intent.key, settled(entry, &stored));
    } else if is_by(&stored, &mark) {
        // Our change was joined with a person's: what we know is only our own text.
        let stored_hash = entry.ours.clone();
        let entry = Entry { stamp: String::new(), stored: stored_hash, ..settled(entry, &stored) };
        ledger.pages.insert(intent.key, entry);
    } else if is_new && wiki.mark(&seen.id)?.is_some_and(|made| made.to_string() == mark.to_string()) {
        // We made it, and a person has changed it since: what we know is only our own text.
        let stored = entry.ours.clone();
        let (id, name, under) = (seen.id, seen.name, seen.parent);
        ledger.pages.insert(intent.key, Entry { id, name, under, stamp: String::new(), stored, ..entry });
    }
    Ok(())
}
