//! Files of others.

use super::*;

#[test]
fn a_folder_that_is_not_ours_is_refused_and_left_as_it_was() {
    let home = temp();
    put(home.path().join("notes.txt"), "mine");
    let error = build(home.path(), &[("index.html", "hi")]).unwrap_err();
    assert!(matches!(&error, WriteError::NotOurs { found, .. } if found == "notes.txt"), "{error}");
    assert!(error.help().contains("--force"));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "no lock, no list");
    force(home.path(), &[("index.html", "hi")]).unwrap();
    expect(home.path(), &[("index.html", "hi"), ("notes.txt", "mine")]);
    build(home.path(), &[("index.html", "now ours")]).unwrap();
}

#[test]
fn litter_and_our_own_leftovers_do_not_make_a_folder_foreign() {
    let home = temp();
    put(home.path().join(".DS_Store"), "finder");
    put(home.path().join(LOCK), "");
    put(home.path().join(".talktrack-abc.tmp"), "half a li");
    build(home.path(), &[("a", "1")]).unwrap();
    expect(home.path(), &[(".DS_Store", "finder"), ("a", "1")]);
}

#[test]
fn a_file_at_the_output_path_is_an_error() {
    let home = temp();
    put(home.path().join("site"), "");
    let error = build(&home.path().join("site"), &[("a", "1")]).unwrap_err();
    assert!(matches!(error, WriteError::NotAFolder { .. }), "{error}");
}

#[test]
fn their_file_at_a_path_of_the_site_stops_the_build_before_anything_is_written() {
    let home = temp();
    build(home.path(), &[("a", "1"), ("old", "o")]).unwrap();
    put(home.path().join("b/c"), "theirs");
    put(home.path().join("d"), "theirs too");
    let before = tree(home.path());
    let next = [("a", "2"), ("b/c", "ours"), ("d", "ours"), ("e", "new")];
    let error = build(home.path(), &next).unwrap_err();
    assert!(error.to_string().ends_with("did not write: `b/c`, `d`"), "{error}");
    assert_eq!(tree(home.path()), before);
    force(home.path(), &next).unwrap();
    expect(home.path(), &next);
}

#[test]
fn their_identical_file_is_adopted_without_writing_it() {
    let home = temp();
    build(home.path(), &[("a", "1")]).unwrap();
    put(home.path().join("b"), "2");
    let done = build(home.path(), &[("a", "1"), ("b", "2")]).unwrap();
    assert_eq!(done, Written { unchanged: 2, ..Written::default() });
    assert_eq!(build(home.path(), &[("a", "1"), ("b", "changed")]).unwrap().written, 1);
}

#[test]
fn our_file_edited_by_hand_is_overwritten_while_the_site_makes_it() {
    let home = temp();
    build(home.path(), &[("a", "1")]).unwrap();
    put(home.path().join("a"), "edited");
    assert_eq!(build(home.path(), &[("a", "1")]).unwrap().written, 1);
    expect(home.path(), &[("a", "1")]);
}

#[test]
fn our_file_edited_by_hand_is_kept_told_and_forgotten_once_the_site_no_longer_makes_it() {
    let home = temp();
    build(home.path(), &[("a", "1"), ("x/edited", "2")]).unwrap();
    put(home.path().join("x/edited"), "by hand");
    let done = build(home.path(), &[("a", "1")]).unwrap();
    assert_eq!(done, Written { unchanged: 1, kept: vec!["x/edited".to_owned()], ..Written::default() });
    expect(home.path(), &[("a", "1"), ("x/edited", "by hand")]);
    assert!(build(home.path(), &[("a", "1")]).unwrap().kept.is_empty());
    let error = build(home.path(), &[("a", "1"), ("x/edited", "2")]).unwrap_err();
    assert!(matches!(error, WriteError::Foreign { .. }), "{error}");
}

#[test]
fn a_damaged_list_never_costs_a_file() {
    let home = temp();
    build(home.path(), &[("a", "1"), ("b", "2")]).unwrap();
    fs::write(home.path().join(LIST), b"\xff\xfe garbage\n  b\nzz  a\n\n").unwrap();
    assert_eq!(build(home.path(), &[("a", "1")]).unwrap().removed, 0);
    expect(home.path(), &[("a", "1"), ("b", "2")]);
}
