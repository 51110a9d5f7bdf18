//! Which pages may be deleted: those the kit no longer has, that we created, that carry our mark, that nobody changed,
//! and below which nobody put a page of theirs; and never many at once without being told how many.

use super::Shelf;
use super::decide::Action;
use super::ledger::Ledger;
use super::mark::Mark;
use super::plan::{Plan, Step};
use super::wiki::{Fault, Sighting, Wiki};

/// Most pages that go at once without `--max-delete`.
const MOST: usize = 5;
/// Most of all pages that go at once without `--max-delete`, in percent.
const MOST_PERCENT: usize = 20;

/// A page that the kit no longer has.
pub struct Orphan {
    /// What the plan says of it.
    pub step: Step,
    /// What stands at the wiki.
    pub seen: Sighting,
    /// Why it stays; `None`: it may go.
    pub stays: Option<String>,
}

/// Looks at every page that the kit no longer has.
///
/// # Errors
/// When the wiki cannot be asked.
pub fn orphans(
    plan: &Plan,
    seen: &std::collections::HashMap<String, Sighting>,
    ledger: &Ledger,
    wiki: &mut dyn Wiki,
) -> Result<Vec<Orphan>, Fault> {
    let mut orphans = Vec::new();
    for step in plan.pages.iter().filter(|step| step.action == Action::Orphan) {
        let Some(seen) = seen.get(&step.id) else { continue };
        orphans.push(Orphan { step: step.clone(), seen: seen.clone(), stays: stays(step, seen, plan, ledger, wiki)? });
    }
    Ok(orphans)
}

fn stays(
    step: &Step,
    seen: &Sighting,
    plan: &Plan,
    ledger: &Ledger,
    wiki: &mut dyn Wiki,
) -> Result<Option<String>, Fault> {
    let Some(entry) = ledger.pages.get(&step.key) else { return Ok(None) };
    if !entry.created {
        return Ok(Some("it was there before us".into()));
    }
    let is_edited = match wiki.read(&seen.id)? {
        Some(stored) => super::ledger::hash(&stored.text) != entry.stored,
        None => false,
    };
    if is_edited {
        return Ok(Some("a person changed it".into()));
    }
    let own = Mark { kit: ledger.kit.clone(), key: step.key.clone(), run: String::new() };
    if !wiki.mark(&seen.id)?.is_some_and(|mark| mark.is_same_page(&own)) {
        return Ok(Some("it does not carry our mark".into()));
    }
    let goes = |id: &String| plan.pages.iter().any(|s| s.action == Action::Orphan && s.id == *id);
    let below = wiki.below(seen)?.into_iter().filter(|id| !goes(id)).count();
    Ok(match below {
        0 => None,
        1 => Some("another page stands below it".to_owned()),
        many => Some(format!("{many} other pages stand below it")),
    })
}

/// Why so many must not go; `None`: they may.
pub fn too_many(going: usize, shelf: &Shelf, ledger: &Ledger, allowed: Option<usize>) -> Option<String> {
    if shelf.leaves.is_empty() {
        return Some("the kit has no pages for this place, so everything would go".into());
    }
    let all = ledger.pages.len();
    match allowed {
        Some(allowed) if going <= allowed => None,
        None if going <= MOST && going * 100 <= all * MOST_PERCENT => None,
        Some(allowed) => Some(format!("{going} of {all} pages would go, and --max-delete allows {allowed}")),
        None => Some(format!("{going} of {all} pages would go; if that is right, say --max-delete {going}")),
    }
}
