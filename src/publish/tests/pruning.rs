//! Pages that the kit no longer has: each guard keeps a page that must not go.

use super::memory::{Memory, Mishap};
use super::*;
use crate::publish::prune::{Orphan, orphans, too_many};

const WHOLE: [(&str, &str); 3] = [("index", "all"), ("a", "one"), ("b", "two")];
const LESS: [(&str, &str); 2] = [("index", "all"), ("a", "one")];

fn published() -> (Desk, Memory) {
    let (mut desk, mut wiki) = (Desk::new(), Memory::default());
    desk.publish(&shelf(&WHOLE), &mut wiki);
    (desk, wiki)
}

/// What would go, and why the rest stays.
fn looked(desk: &Desk, wiki: &mut Memory) -> Vec<Orphan> {
    let (shelf, ledger) = (shelf(&LESS), desk.ledger());
    let (plan, seen) = plan(&shelf, &ledger, wiki).unwrap();
    orphans(&plan, &seen, &ledger, wiki).unwrap()
}

fn stays(desk: &Desk, wiki: &mut Memory) -> String {
    looked(desk, wiki).into_iter().next().and_then(|orphan| orphan.stays).unwrap_or_default()
}

/// Deletes what may go; the ledger is kept as the command keeps it.
fn prune(desk: &mut Desk, wiki: &mut Memory) -> Outcome {
    let mut ledger = desk.ledger();
    resume::resume(journal::left(desk.root(), "wiki").unwrap(), &mut ledger, wiki).unwrap();
    let (plan, seen) = plan(&shelf(&LESS), &ledger, wiki).unwrap();
    let found = orphans(&plan, &seen, &ledger, wiki).unwrap();
    let go: Vec<&Orphan> = found.iter().filter(|orphan| orphan.stays.is_none()).collect();
    let mut journal = Journal::open(desk.root(), "wiki").unwrap();
    let mut outcome = Outcome::default();
    Run::new(wiki, &mut ledger, &mut journal, "prune".into(), seen).delete(&go, &mut outcome).unwrap();
    if !wiki.is_killed() {
        ledger.save(desk.root(), "wiki").unwrap();
        journal.close().unwrap();
    }
    outcome
}

#[test]
fn a_page_of_ours_that_nobody_changed_goes_into_the_trash() {
    let (mut desk, mut wiki) = published();
    assert_eq!(prune(&mut desk, &mut wiki).done, [Done::Deleted]);
    assert!(wiki.pages["3"].is_gone);
    assert!(!desk.ledger().pages.contains_key("b"));
    assert!(looked(&desk, &mut wiki).is_empty());
}

#[test]
fn publishing_alone_never_deletes() {
    let (mut desk, mut wiki) = published();
    let ran = desk.publish(&shelf(&LESS), &mut wiki);
    assert_eq!((ran.action("b"), ran.done("b")), (Action::Orphan, &Done::Left));
    assert!(!wiki.pages["3"].is_gone);
}

#[test]
fn a_page_that_a_person_changed_stays() {
    let (desk, mut wiki) = published();
    wiki.edit("Page b", "two and a half");
    assert_eq!(stays(&desk, &mut wiki), "a person changed it");
}

#[test]
fn a_page_that_was_there_before_us_stays() {
    let (desk, mut wiki) = published();
    let mut ledger = desk.ledger();
    ledger.pages.get_mut("b").unwrap().created = false;
    ledger.save(desk.root(), "wiki").unwrap();
    assert_eq!(stays(&desk, &mut wiki), "it was there before us");
}

#[test]
fn a_page_without_our_mark_stays() {
    let (desk, mut wiki) = published();
    wiki.pages.get_mut("3").unwrap().mark = None;
    assert_eq!(stays(&desk, &mut wiki), "it does not carry our mark");
}

#[test]
fn a_page_with_pages_of_others_below_it_stays() {
    let (desk, mut wiki) = published();
    wiki.add("Minutes", "theirs");
    wiki.pages.get_mut("4").unwrap().parent = "3".into();
    assert_eq!(stays(&desk, &mut wiki), "another page stands below it");
}

#[test]
fn a_page_that_is_changed_while_it_is_deleted_stays() {
    let (desk, mut wiki) = published();
    let ledger = desk.ledger();
    let (plan, seen) = plan(&shelf(&LESS), &ledger, &mut wiki).unwrap();
    let found = orphans(&plan, &seen, &ledger, &mut wiki).unwrap();
    wiki.edit("Page b", "wait");
    let mut journal = Journal::open(desk.root(), "wiki").unwrap();
    let (mut outcome, mut kept) = (Outcome::default(), ledger);
    let go: Vec<&Orphan> = found.iter().collect();
    Run::new(&mut wiki, &mut kept, &mut journal, "p".into(), seen).delete(&go, &mut outcome).unwrap();
    assert!(matches!(&outcome.done[0], Done::Skipped(why) if why.contains("changed")));
    assert!(!wiki.pages["3"].is_gone);
}

#[test]
fn many_pages_go_only_when_their_number_is_named() {
    let shelf = shelf(&LESS);
    let mut ledger = Ledger::new("kit");
    for page in 0..40 {
        ledger.pages.insert(page.to_string(), Default::default());
    }
    assert_eq!(too_many(5, &shelf, &ledger, None), None);
    assert!(too_many(6, &shelf, &ledger, None).is_some(), "more than five");
    assert_eq!(too_many(6, &shelf, &ledger, Some(6)), None);
    assert!(too_many(7, &shelf, &ledger, Some(6)).is_some());
    ledger.pages.retain(|key, _| key.len() == 1);
    assert!(too_many(3, &shelf, &ledger, None).is_some(), "more than a fifth");
    assert!(too_many(1, &super::shelf(&[]), &ledger, Some(99)).is_some(), "an empty kit deletes nothing");
}

#[test]
fn a_deletion_that_was_interrupted_is_understood_by_the_next_run() {
    for mishap in [Mishap::KilledAfter, Mishap::KilledBefore] {
        let (mut desk, mut wiki) = published();
        // Bulk look, text, mark, pages below: then the deletion.
        wiki.mishap = Some((wiki.requests + 5, mishap));
        prune(&mut desk, &mut wiki);
        assert!(wiki.killed, "{mishap:?}");
        (wiki.mishap, wiki.killed) = (None, false);
        prune(&mut desk, &mut wiki);
        assert!(wiki.pages["3"].is_gone && !desk.ledger().pages.contains_key("b"), "{mishap:?}");
    }
}
