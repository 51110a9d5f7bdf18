//! What happens to pages in quiet times.

use super::memory::Memory;
use super::*;

#[test]
fn a_second_run_asks_once_and_changes_nothing() {
    let (mut desk, mut wiki) = (Desk::new(), Memory::default());
    let shelf = with_pictures(shelf(&[("index", "all"), ("a", "one"), ("b", "two")]), b"png");
    let first = desk.publish(&shelf, &mut wiki);
    assert_eq!(first.outcome.done, [Done::Created, Done::Created, Done::Created]);
    assert_eq!(wiki.text("Page a"), "one");
    assert_eq!(wiki.files.len(), 1, "a shared picture is sent once");
    assert_eq!(wiki.page("Page a").parent, "1", "the index is the page above");
    let (ledger, writes, requests) = (desk.ledger(), wiki.writes, wiki.requests);
    let second = desk.publish(&shelf, &mut wiki);
    assert!(second.outcome.done.iter().all(|d| *d == Done::Left));
    assert_eq!((wiki.writes, wiki.requests), (writes, requests + 1), "one bulk look");
    assert_eq!(desk.ledger(), ledger);
}

#[test]
fn one_changed_page_is_one_new_revision() {
    let (mut desk, mut wiki) = (Desk::new(), Memory { rewrites: true, ..Memory::default() });
    desk.publish(&shelf(&[("index", "all"), ("a", "one"), ("b", "two")]), &mut wiki);
    let ran = desk.publish(&shelf(&[("index", "all"), ("a", "uno"), ("b", "two")]), &mut wiki);
    assert_eq!(*ran.done("a"), Done::Updated(String::new()));
    assert_eq!(wiki.page("Page a").revisions.len(), 2);
    assert_eq!(wiki.page("Page b").revisions.len(), 1);
}

#[test]
fn a_page_of_somebody_else_is_never_touched() {
    let (mut desk, mut wiki) = (Desk::new(), Memory::default());
    wiki.add("page A", "theirs");
    let ran = desk.publish(&shelf(&[("index", "all"), ("a", "one")]), &mut wiki);
    assert_eq!((ran.action("a"), ran.done("a")), (Action::Blocked, &Done::Left));
    assert_eq!(wiki.text("page A"), "theirs");
}

#[test]
fn a_new_picture_is_sent_and_the_text_left_alone() {
    let (mut desk, mut wiki) = (Desk::new(), Memory::default());
    desk.publish(&with_pictures(shelf(&[("index", "all")]), b"old"), &mut wiki);
    let ran = desk.publish(&with_pictures(shelf(&[("index", "all")]), b"new"), &mut wiki);
    assert_eq!(*ran.done("index"), Done::Updated(String::new()));
    assert_eq!(wiki.files["logo.png"].1, b"new");
    assert_eq!(wiki.page("Page index").revisions.len(), 1);
}

#[test]
fn a_picture_that_somebody_replaced_is_left_alone() {
    let (mut desk, mut wiki) = (Desk::new(), Memory::default());
    desk.publish(&with_pictures(shelf(&[("index", "all")]), b"old"), &mut wiki);
    wiki.files.insert("logo.png".into(), (7, b"theirs".to_vec()));
    let ran = desk.publish(&with_pictures(shelf(&[("index", "all")]), b"new"), &mut wiki);
    assert!(matches!(ran.done("index"), Done::Skipped(why) if why.contains("another file")), "{:?}", ran.done("index"));
    assert_eq!(wiki.files["logo.png"].1, b"theirs");
}

#[test]
fn a_lost_ledger_makes_everything_adoptable_and_overwrites_nothing() {
    let (mut desk, mut wiki) = (Desk::new(), Memory::default());
    let old = shelf(&[("index", "all"), ("a", "one")]);
    desk.publish(&old, &mut wiki);
    wiki.edit("Page a", "one, said a person");
    let mut desk = Desk::new();
    let ran = desk.publish(&shelf(&[("index", "everything"), ("a", "uno")]), &mut wiki);
    assert_eq!((ran.action("index"), ran.action("a")), (Action::Adoptable, Action::Adoptable));
    let mut ledger = desk.ledger();
    for leaf in &old.leaves {
        crate::publish::adopt::adopt(leaf, &leaf.name, &mut ledger, &mut wiki).unwrap();
    }
    ledger.save(desk.root(), "wiki").unwrap();
    let ran = desk.publish(&shelf(&[("index", "everything"), ("a", "uno")]), &mut wiki);
    assert_eq!((ran.action("index"), ran.action("a")), (Action::Update, Action::Conflict));
    assert_eq!(wiki.text("Page a"), "one, said a person");
}

#[test]
fn pages_that_are_gone_from_both_sides_are_forgotten() {
    let (mut desk, mut wiki) = (Desk::new(), Memory::default());
    desk.publish(&shelf(&[("index", "all"), ("a", "one")]), &mut wiki);
    wiki.pages.get_mut("2").unwrap().is_gone = true;
    let ran = desk.publish(&shelf(&[("index", "all")]), &mut wiki);
    assert_eq!((ran.action("a"), ran.done("a")), (Action::Forget, &Done::Recorded));
    assert!(!desk.ledger().pages.contains_key("a"));
}

#[test]
fn a_new_name_moves_the_page_and_where_a_wiki_cannot_do_that_a_person_is_told() {
    for keeps_names in [false, true] {
        let (mut desk, mut wiki) = (Desk::new(), Memory { keeps_names, ..Memory::default() });
        desk.publish(&shelf(&[("index", "all"), ("a", "one")]), &mut wiki);
        let mut renamed = shelf(&[("index", "all"), ("a", "uno")]);
        renamed.leaves[1].name = "Sheet a".into();
        let ran = desk.publish(&renamed, &mut wiki);
        let wanted = if keeps_names { (Action::Blocked, "Page a", "one") } else { (Action::Update, "Sheet a", "uno") };
        assert_eq!((ran.action("a"), &*wiki.pages["2"].name, wiki.text(wanted.1)), wanted);
        assert_eq!(wiki.pages.len(), 2, "no second page is made");
    }
}
