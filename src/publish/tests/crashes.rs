//! The program is killed, or answers are lost, at every single request: the next run ends in the same state, with one
//! creation a page and no revision twice.

use super::memory::{Memory, Mishap};
use super::*;

fn kit(version: &str) -> Shelf {
    let texts: Vec<(String, String)> =
        ["index", "a", "b", "c"].iter().map(|key| ((*key).to_owned(), format!("{key} {version}"))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(k, t)| (k.as_str(), t.as_str())).collect();
    with_pictures(shelf(&texts), version.as_bytes())
}

/// Runs twice, with a mishap in the first run, and compares with a run that nothing happened to.
fn survives(mishap: Mishap, rewrites: bool) {
    let calm = || Memory { rewrites, ..Memory::default() };
    let (mut desk, mut wiki) = (Desk::new(), calm());
    desk.publish(&kit("one"), &mut wiki);
    let before = wiki.requests;
    desk.publish(&kit("two"), &mut wiki);
    let (first, second) = (before, wiki.requests - before);
    for at in 1..=first {
        let (mut desk, mut wiki) = (Desk::new(), calm());
        wiki.mishap = Some((at, mishap));
        desk.publish_killed(&kit("one"), &mut wiki);
        check(&mut desk, wiki, "one", 1, &format!("{mishap:?} at {at} of a first run"));
    }
    for at in 1..=second {
        let (mut desk, mut wiki) = (Desk::new(), calm());
        desk.publish(&kit("one"), &mut wiki);
        wiki.mishap = Some((wiki.requests + at, mishap));
        desk.publish_killed(&kit("two"), &mut wiki);
        check(&mut desk, wiki, "two", 2, &format!("{mishap:?} at {at} of a second run"));
    }
}

/// Publishes again after a mishap, and looks at everything.
fn check(desk: &mut Desk, mut wiki: Memory, version: &str, revisions: usize, when: &str) {
    (wiki.mishap, wiki.killed) = (None, false);
    desk.publish(&kit(version), &mut wiki);
    assert_eq!(wiki.pages.len(), 4, "{when}: one creation a page");
    for key in ["index", "a", "b", "c"] {
        let page = wiki.page(&format!("Page {key}"));
        assert_eq!(page.revisions.len(), revisions, "{when}: {key}");
        assert!(wiki.text(&format!("Page {key}")).ends_with(&format!("{key} {version}")), "{when}: {key}");
    }
    assert_eq!(wiki.files["logo.png"], (revisions, version.as_bytes().to_vec()), "{when}");
    let writes = wiki.writes;
    let last = desk.publish(&kit(version), &mut wiki);
    assert!(last.outcome.done.iter().all(|d| *d == Done::Left), "{when}: {:?}", last.plan.pages);
    assert_eq!(wiki.writes, writes, "{when}");
    assert!(desk.ledger().pages.values().all(|entry| entry.created), "{when}");
}

impl Desk {
    /// Publishes; the run may be killed before there is a plan.
    fn publish_killed(&mut self, shelf: &Shelf, wiki: &mut Memory) {
        self.runs += 1;
        let mut ledger = self.ledger();
        let Ok((plan, seen)) = plan(shelf, &ledger, wiki) else { return };
        let mut journal = Journal::open(self.root(), "wiki").unwrap();
        let run = format!("run{}", self.runs);
        let outcome = Run::new(wiki, &mut ledger, &mut journal, run, seen).apply(&plan, &shelf.leaves, &mut |_, _| {});
        if !wiki.is_killed() {
            ledger.save(self.root(), "wiki").unwrap();
            if outcome.unwrap().stopped.is_none() {
                journal.close().unwrap();
            }
        }
    }
}

#[test]
fn killed_before_any_request() {
    survives(Mishap::KilledBefore, false);
    survives(Mishap::KilledBefore, true);
}

#[test]
fn killed_after_any_request() {
    survives(Mishap::KilledAfter, false);
    survives(Mishap::KilledAfter, true);
}

#[test]
fn an_answer_lost_at_any_request() {
    survives(Mishap::AnswerLost, false);
    survives(Mishap::AnswerLost, true);
}

#[test]
fn a_request_that_never_arrived() {
    survives(Mishap::NeverArrived, false);
    survives(Mishap::NeverArrived, true);
}
