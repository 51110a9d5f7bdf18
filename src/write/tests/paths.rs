//! Paths.

use super::*;

#[test]
fn that_leave_the_folder_or_that_some_system_cannot_hold_are_refused() {
    let bad = [
        "",
        "/etc/passwd",
        "..",
        "../a",
        "a/../b",
        "./a",
        "a/.",
        "a//b",
        "a/",
        "a\\b",
        "..\\a",
        "C:\\a",
        "C:a",
        "a\0b",
        "a\nb",
        "con",
        "a/NUL.html",
        "com1.txt",
        "Lpt9",
        "aux .txt",
        "a.",
        "a /b",
        "a?",
        "a*b",
        "a:b",
        ".talktrack-files",
        "a/.talktrack-x.tmp",
        ".TalkTrack-lock",
    ];
    for path in bad {
        let home = temp();
        let out = home.path().join("site");
        let error = build(&out, &[("fine", "1"), (path, "x")]).unwrap_err();
        assert!(matches!(&error, WriteError::Path { path: told, .. } if told == path), "{path:?}: {error}");
        assert!(!out.exists(), "{path:?}");
    }
}

#[test]
fn that_are_unusual_but_sound_are_written() {
    let home = temp();
    let fine =
        [("コンソール.html", "1"), (".nojekyll", ""), ("a b/c..d", "2"), ("console", "3"), ("com10", "4"), ("~", "5")];
    build(home.path(), &fine).unwrap();
    expect(home.path(), &fine);
}

#[test]
fn that_are_both_a_file_and_a_folder_are_refused() {
    let home = temp();
    let error = build(home.path(), &[("a", "1"), ("a-b", "2"), ("a/b", "3")]).unwrap_err();
    assert!(error.to_string().contains("`a`") && error.to_string().contains("both"), "{error}");
}

#[test]
fn that_a_false_list_names_outside_the_folder_are_never_touched() {
    let home = temp();
    let out = home.path().join("x/site");
    build(&out, &[("a", "1")]).unwrap();
    put(home.path().join("passwd"), "root");
    put(home.path().join("x/.talktrack-y.tmp"), "theirs");
    let hash = blake3::hash(b"root").to_hex();
    let absolute = home.path().join("passwd");
    let list = format!(
        "# unfinished\n{hash}  ../../passwd\n{hash}  {}\n{hash}  a/../../../passwd\n{hash}  ../\n{hash}  .\n{hash}  \n",
        absolute.display()
    );
    fs::write(out.join(LIST), list).unwrap();
    build(&out, &[("a", "1")]).unwrap();
    assert_eq!(text(absolute), "root");
    assert_eq!(text(home.path().join("x/.talktrack-y.tmp")), "theirs");
}
