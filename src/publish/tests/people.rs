//! People edit, move and delete pages, at the worst of moments: no word of theirs is lost.

use super::memory::{Deed, Memory, Mishap, Page};
use super::*;

const BEFORE: [(&str, &str); 2] = [("index", "all"), ("a", "one")];
const AFTER: [(&str, &str); 2] = [("index", "all"), ("a", "uno")];

fn published() -> (Desk, Memory) {
    let (mut desk, mut wiki) = (Desk::new(), Memory::default());
    desk.publish(&shelf(&BEFORE), &mut wiki);
    (desk, wiki)
}

/// A person writes on the page `a`.
fn writes(words: &'static str) -> Option<Deed> {
    Some(Box::new(move |pages| {
        let page = pages.values_mut().find(|p| p.name == "Page a").expect("a page");
        page.revisions.push((words.into(), "mine".into(), "Human".into()));
    }))
}

#[test]
fn an_edit_is_drift_and_with_a_change_of_the_kit_a_conflict() {
    let (mut desk, mut wiki) = published();
    wiki.edit("Page a", "one, but better");
    assert_eq!(desk.publish(&shelf(&BEFORE), &mut wiki).action("a"), Action::Drift);
    assert_eq!(desk.publish(&shelf(&AFTER), &mut wiki).action("a"), Action::Conflict);
    assert_eq!(wiki.text("Page a"), "one, but better");
}

#[test]
fn only_the_named_revision_is_overwritten() {
    let (mut desk, mut wiki) = published();
    wiki.edit("Page a", "one, but better");
    let ran = desk.publish_with(&shelf(&AFTER), &mut wiki, &[("a", "1")], &[]);
    assert!(matches!(ran.done("a"), Done::Skipped(_)));
    assert_eq!(wiki.text("Page a"), "one, but better");
    let ran = desk.publish_with(&shelf(&AFTER), &mut wiki, &[("a", "2")], &[]);
    assert_eq!(*ran.done("a"), Done::Updated(String::new()));
    assert_eq!(wiki.text("Page a"), "uno");
}

#[test]
fn an_edit_between_plan_and_write_stays() {
    let (mut desk, mut wiki) = published();
    wiki.before_write = writes("quick");
    let ran = desk.publish(&shelf(&AFTER), &mut wiki);
    assert!(matches!(ran.done("a"), Done::Skipped(_)), "{:?}", ran.done("a"));
    assert_eq!(wiki.text("Page a"), "quick");
    assert_eq!(desk.publish(&shelf(&AFTER), &mut wiki).action("a"), Action::Conflict);
}

#[test]
fn an_edit_that_was_undone_before_the_write_is_no_reason_to_stop() {
    let (mut desk, mut wiki) = published();
    wiki.before_write = writes("one");
    let ran = desk.publish(&shelf(&AFTER), &mut wiki);
    assert_eq!(*ran.done("a"), Done::Updated(String::new()));
    assert_eq!(wiki.text("Page a"), "uno");
}

#[test]
fn an_edit_right_after_the_write_is_told_as_drift() {
    let (mut desk, mut wiki) = published();
    wiki.after_write = writes("uno, said a person");
    let ran = desk.publish(&shelf(&AFTER), &mut wiki);
    assert!(matches!(ran.done("a"), Done::Updated(why) if !why.is_empty()));
    assert_eq!(desk.publish(&shelf(&AFTER), &mut wiki).action("a"), Action::Drift);
    assert_eq!(wiki.text("Page a"), "uno, said a person");
}

#[test]
fn an_edit_that_the_wiki_joined_with_ours_is_told_as_drift() {
    let (mut desk, mut wiki) = published();
    wiki.merges = true;
    wiki.before_write = writes("a line of theirs");
    desk.publish(&shelf(&AFTER), &mut wiki);
    assert_eq!(wiki.text("Page a"), "uno\na line of theirs");
    assert_eq!(desk.publish(&shelf(&AFTER), &mut wiki).action("a"), Action::Drift);
    let third = shelf(&[("index", "all"), ("a", "tre")]);
    assert_eq!(desk.publish(&third, &mut wiki).action("a"), Action::Conflict);
}

#[test]
fn an_edit_that_was_joined_with_ours_while_the_answer_was_lost_is_told_too() {
    for mishap in [Mishap::AnswerLost, Mishap::KilledAfter] {
        let (mut desk, mut wiki) = published();
        wiki.merges = true;
        wiki.before_write = writes("a line of theirs");
        // Bulk look, then the write.
        wiki.mishap = Some((wiki.requests + 2, mishap));
        desk.publish(&shelf(&AFTER), &mut wiki);
        (wiki.mishap, wiki.killed) = (None, false);
        assert_eq!(wiki.text("Page a"), "uno\na line of theirs", "{mishap:?}");
        let ran = desk.publish(&shelf(&[("index", "all"), ("a", "tre")]), &mut wiki);
        assert_eq!(ran.action("a"), Action::Conflict, "{mishap:?}");
        assert_eq!(wiki.text("Page a"), "uno\na line of theirs", "{mishap:?}");
    }
}

#[test]
fn a_page_that_somebody_made_meanwhile_stays() {
    let (mut desk, mut wiki) = published();
    wiki.before_write = Some(Box::new(|pages| {
        let revisions = vec![("theirs".into(), String::new(), "Human".into())];
        pages.insert("9".into(), Page { name: "Page b".into(), revisions, ..Page::default() });
    }));
    let ran = desk.publish(&shelf(&[("index", "all"), ("a", "one"), ("b", "two")]), &mut wiki);
    assert!(matches!(ran.done("b"), Done::Skipped(_)));
    assert_eq!(wiki.text("Page b"), "theirs");
}

#[test]
fn a_moved_page_is_followed_and_stays_where_it_was_put() {
    let (mut desk, mut wiki) = published();
    wiki.pages.get_mut("2").unwrap().name = "Archive a".into();
    assert_eq!(desk.publish(&shelf(&BEFORE), &mut wiki).action("a"), Action::Drift);
    let ran = desk.publish(&shelf(&AFTER), &mut wiki);
    assert_eq!(*ran.done("a"), Done::Updated(String::new()));
    assert_eq!(wiki.text("Archive a"), "uno");
    assert!(desk.publish(&shelf(&AFTER), &mut wiki).outcome.done.iter().all(|d| *d == Done::Left));
    assert_eq!(wiki.pages.len(), 2);
}

#[test]
fn a_deleted_page_comes_back_only_when_asked_for() {
    let (mut desk, mut wiki) = published();
    wiki.pages.get_mut("2").unwrap().is_gone = true;
    assert_eq!(desk.publish(&shelf(&AFTER), &mut wiki).action("a"), Action::Deleted);
    assert!(wiki.pages["2"].is_gone);
    let ran = desk.publish_with(&shelf(&AFTER), &mut wiki, &[], &["a"]);
    assert_eq!(*ran.done("a"), Done::Created);
    assert_eq!(wiki.text("Page a"), "uno");
}

#[test]
fn an_edit_that_was_undone_costs_one_look_and_is_then_known() {
    let (mut desk, mut wiki) = published();
    wiki.edit("Page a", "uno");
    wiki.edit("Page a", "one");
    assert_eq!(desk.publish(&shelf(&BEFORE), &mut wiki).action("a"), Action::Nothing);
    let requests = wiki.requests;
    desk.publish(&shelf(&BEFORE), &mut wiki);
    assert_eq!(wiki.requests, requests + 1, "the text is not read again");
}

#[test]
fn a_person_who_wrote_what_the_kit_says_now_is_only_recorded() {
    let (mut desk, mut wiki) = published();
    wiki.edit("Page a", "uno");
    let ran = desk.publish(&shelf(&AFTER), &mut wiki);
    assert_eq!((ran.action("a"), ran.done("a")), (Action::Converged, &Done::Recorded));
    assert_eq!(wiki.page("Page a").revisions.len(), 2);
}
