//! Symbolic links.

use super::*;
use std::os::unix::fs::symlink;

#[test]
fn a_link_in_place_of_a_folder_is_never_followed() {
    let home = temp();
    let (out, outside) = (home.path().join("site"), home.path().join("outside"));
    build(&out, &[("index", "1"), ("a/b", "1")]).unwrap();
    put(outside.join("b"), "1");
    put(outside.join("precious/empty"), "p");
    fs::remove_file(out.join("a/b")).unwrap();
    fs::remove_dir(out.join("a")).unwrap();
    symlink(&outside, out.join("a")).unwrap();
    let error = build(&out, &[("index", "1"), ("a/b", "new")]).unwrap_err();
    assert!(matches!(&error, WriteError::Foreign { paths, .. } if paths == &["a"]), "{error}");
    assert_eq!(build(&out, &[("index", "1")]).unwrap().removed, 0, "what lies behind a link is not ours");
    assert_eq!(text(outside.join("b")), "1");
    force(&out, &[("index", "1"), ("a/b", "new")]).unwrap();
    assert_eq!(text(outside.join("b")), "1");
    expect(&out, &[("index", "1"), ("a/b", "new")]);
}

#[test]
fn an_empty_folder_behind_a_link_is_not_pruned() {
    let home = temp();
    let (out, outside) = (home.path().join("site"), home.path().join("outside"));
    build(&out, &[("index", "1"), ("a/b/c", "1")]).unwrap();
    fs::remove_dir_all(out.join("a")).unwrap();
    fs::create_dir_all(outside.join("b")).unwrap();
    symlink(&outside, out.join("a")).unwrap();
    build(&out, &[("index", "1")]).unwrap();
    assert!(outside.join("b").is_dir() && out.join("a").is_symlink());
}

#[test]
fn our_file_turned_into_a_link_is_replaced_and_its_target_left() {
    let home = temp();
    let (out, secret) = (home.path().join("site"), home.path().join("secret"));
    build(&out, &[("a", "1")]).unwrap();
    put(secret.clone(), "1");
    fs::remove_file(out.join("a")).unwrap();
    symlink(&secret, out.join("a")).unwrap();
    assert_eq!(build(&out, &[("a", "1")]).unwrap().written, 1);
    assert!(!out.join("a").is_symlink());
    assert_eq!(text(secret), "1");
}

#[test]
fn a_link_where_we_never_wrote_is_refused_even_if_it_leads_to_the_same_bytes() {
    let home = temp();
    let out = home.path().join("site");
    build(&out, &[("z", "0")]).unwrap();
    put(home.path().join("same"), "1");
    symlink("../same", out.join("a")).unwrap();
    symlink("nowhere", out.join("b")).unwrap();
    let error = build(&out, &[("a", "1"), ("b", "2")]).unwrap_err();
    assert!(matches!(&error, WriteError::Foreign { paths, .. } if paths == &["a", "b"]), "{error}");
    force(&out, &[("a", "1"), ("b", "2")]).unwrap();
    expect(&out, &[("a", "1"), ("b", "2")]);
    assert!(!home.path().join("site/nowhere").exists());
}

#[test]
fn a_stale_file_turned_into_a_link_is_kept() {
    let home = temp();
    let out = home.path().join("site");
    build(&out, &[("a", "1"), ("b", "2")]).unwrap();
    fs::remove_file(out.join("b")).unwrap();
    symlink("a", out.join("b")).unwrap();
    assert_eq!(build(&out, &[("a", "1")]).unwrap().kept, ["b"]);
    expect(&out, &[("a", "1"), ("b", "-> a")]);
}

#[test]
fn links_in_place_of_the_list_or_the_lock_are_not_followed() {
    let home = temp();
    let (out, outside) = (home.path().join("site"), home.path().join("outside"));
    fs::create_dir(&out).unwrap();
    symlink(&outside, out.join(LOCK)).unwrap();
    assert!(build(&out, &[("a", "1")]).unwrap_err().to_string().starts_with("cannot lock"));
    assert!(!outside.exists());
    fs::remove_file(out.join(LOCK)).unwrap();
    put(outside.clone(), &format!("{}  b\n", blake3::hash(b"2").to_hex()));
    put(out.join("b"), "2");
    symlink(&outside, out.join(LIST)).unwrap();
    assert!(matches!(build(&out, &[("a", "1")]).unwrap_err(), WriteError::NotOurs { .. }));
    let before = text(outside.clone());
    force(&out, &[("a", "1")]).unwrap();
    assert_eq!(text(outside), before);
    expect(&out, &[("a", "1"), ("b", "2")]);
}
