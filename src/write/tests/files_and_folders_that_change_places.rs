//! Files and folders that change places.

use super::*;

#[test]
fn our_file_becomes_a_folder_and_our_folder_a_file() {
    let home = temp();
    build(home.path(), &[("a", "1"), ("b/c/d", "2"), ("b/e", "3")]).unwrap();
    let done = build(home.path(), &[("a/x/y", "4"), ("b", "5")]).unwrap();
    assert_eq!(done, Written { written: 2, removed: 3, ..Written::default() });
    expect(home.path(), &[("a/x/y", "4"), ("b", "5")]);
    build(home.path(), &[("a", "1"), ("b/c/d", "2")]).unwrap();
    expect(home.path(), &[("a", "1"), ("b/c/d", "2")]);
}

#[test]
fn an_empty_folder_gives_way_to_a_file() {
    let home = temp();
    build(home.path(), &[("z", "0")]).unwrap();
    fs::create_dir_all(home.path().join("a/b/c")).unwrap();
    build(home.path(), &[("a", "1")]).unwrap();
    expect(home.path(), &[("a", "1")]);
}

#[test]
fn a_folder_that_holds_something_of_theirs_never_gives_way() {
    let home = temp();
    build(home.path(), &[("a/ours", "1")]).unwrap();
    put(home.path().join("a/theirs"), "t");
    for try_it in [build, force] {
        let error = try_it(home.path(), &[("a", "file"), ("n", "new")]).unwrap_err();
        assert!(matches!(&error, WriteError::FolderInTheWay { paths, .. } if paths == &["a"]), "{error}");
        expect(home.path(), &[("a/ours", "1"), ("a/theirs", "t")]);
    }
}

#[test]
fn their_file_where_a_folder_must_go_gives_way_only_to_force() {
    let home = temp();
    build(home.path(), &[("z", "0"), ("e", "1")]).unwrap();
    put(home.path().join("a"), "theirs");
    put(home.path().join("e"), "edited");
    let next = [("a/b", "1"), ("e/f", "2")];
    let error = build(home.path(), &next).unwrap_err();
    assert!(matches!(&error, WriteError::Foreign { paths, .. } if paths == &["a", "e"]), "{error}");
    expect(home.path(), &[("a", "theirs"), ("e", "edited"), ("z", "0")]);
    let done = force(home.path(), &next).unwrap();
    assert_eq!(done, Written { written: 2, removed: 1, ..Written::default() });
    expect(home.path(), &next);
}

#[test]
fn a_change_of_case_alone_leaves_the_new_file() {
    let home = temp();
    build(home.path(), &[("Index.html", "same"), ("Faq/a", "1")]).unwrap();
    build(home.path(), &[("index.html", "same"), ("faq/a", "1")]).unwrap();
    assert_eq!(text(home.path().join("index.html")), "same");
    assert_eq!(text(home.path().join("faq/a")), "1");
    assert!(tree(home.path()).keys().filter(|path| path.to_lowercase() == "index.html").count() == 1);
}
