//! A plain build.

use super::*;

#[test]
fn creates_an_absent_folder_with_all_above_it() {
    let home = temp();
    let out = home.path().join("a/b/site");
    let done = build(&out, &[("index.html", "hi"), ("faq/pricing/a.html", "A")]).unwrap();
    assert_eq!(done, Written { written: 2, ..Written::default() });
    expect(&out, &[("index.html", "hi"), ("faq/pricing/a.html", "A")]);
}

#[test]
fn touches_nothing_when_nothing_changed() {
    let home = temp();
    let pages = [("index.html", "hi"), ("faq/a.html", "A"), ("empty.txt", "")];
    build(home.path(), &pages).unwrap();
    let before = times(home.path());
    std::thread::sleep(Duration::from_millis(20));
    let done = build(home.path(), &pages).unwrap();
    assert_eq!(done, Written { unchanged: 3, ..Written::default() });
    assert_eq!(times(home.path()), before);
}

#[test]
fn writes_only_what_differs_and_removes_what_is_stale_with_its_empty_folders() {
    let home = temp();
    build(home.path(), &[("same", "1"), ("other", "old"), ("deep/er/gone", "x"), ("deep/stays", "y")]).unwrap();
    let kept_time = fs::metadata(home.path().join("same")).unwrap().modified().unwrap();
    let done = build(home.path(), &[("same", "1"), ("other", "new"), ("deep/stays", "y")]).unwrap();
    assert_eq!(done, Written { written: 1, unchanged: 2, removed: 1, kept: vec![] });
    expect(home.path(), &[("same", "1"), ("other", "new"), ("deep/stays", "y")]);
    assert_eq!(fs::metadata(home.path().join("same")).unwrap().modified().unwrap(), kept_time);
}

#[test]
fn lists_its_files_sorted_with_their_hashes() {
    let home = temp();
    build(home.path(), &[("b", "2"), ("a/x", "1")]).unwrap();
    let line = |path: &str, text: &str| format!("{}  {path}\n", blake3::hash(text.as_bytes()).to_hex());
    assert_eq!(text(home.path().join(LIST)), line("a/x", "1") + &line("b", "2"));
}

#[test]
fn an_empty_site_removes_everything_of_ours_and_nothing_else() {
    let home = temp();
    build(home.path(), &[("a/b", "1"), ("c", "2")]).unwrap();
    put(home.path().join("theirs"), "t");
    assert_eq!(build(home.path(), &[]).unwrap().removed, 2);
    expect(home.path(), &[("theirs", "t")]);
}

#[test]
fn finds_a_change_of_one_byte_past_the_first_buffer() {
    let home = temp();
    let mut long = "x".repeat(200_000);
    build(home.path(), &[("long", &long)]).unwrap();
    long.replace_range(150_000..150_001, "y");
    assert_eq!(build(home.path(), &[("long", &long)]).unwrap().written, 1);
    assert_eq!(text(home.path().join("long")), long);
}

#[cfg(unix)]
#[test]
fn gives_files_the_usual_mode_less_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    let home = temp();
    build(&home.path().join("site"), &[("a", "1")]).unwrap();
    fs::File::create(home.path().join("plain")).unwrap();
    let mode = |path: &str| fs::metadata(home.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("site/a"), mode("plain") & 0o644);
    assert_eq!(mode("site/.talktrack-files"), mode("plain") & 0o644);
}

#[cfg(unix)]
#[test]
fn goes_into_the_folder_that_out_links_to() {
    let home = temp();
    fs::create_dir(home.path().join("real")).unwrap();
    let out = home.path().join("link");
    std::os::unix::fs::symlink("real", &out).unwrap();
    build(&out, &[("a/b", "1")]).unwrap();
    assert!(out.is_symlink());
    expect(&home.path().join("real"), &[("a/b", "1")]);
}
