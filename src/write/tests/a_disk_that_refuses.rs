//! A disk that refuses.

use super::*;
use std::os::unix::fs::PermissionsExt;

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A small disk in memory; only root can have one.
struct Disk(TempDir);

impl Disk {
    fn new(size: &str) -> Option<Self> {
        let home = temp();
        let options = format!("size={size}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "none"]).arg(home.path()).stderr(Stdio::null());
        mount.status().is_ok_and(|s| s.success()).then(|| Disk(home))
    }

    fn set(&self, option: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{option}")]).arg(self.0.path()).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn by_being_full_leaves_the_site_as_it_was_and_the_next_build_mends_it() {
    let Some(disk) = Disk::new("600k") else {
        return eprintln!("skipped: cannot mount");
    };
    let out = disk.0.path().join("site");
    let pages =
        |letter: &str| -> Files { (0..20).map(|n| (format!("{n:02}"), letter.repeat(12_000).into_bytes())).collect() };
    write(&out, &pages("a"), &Options::default()).unwrap();
    let mut more = pages("b");
    more.extend((20..60).map(|n| (format!("{n:02}"), vec![b'b'; 12_000])));
    let error = write(&out, &more, &Options::default()).unwrap_err();
    let WriteError::Io { others, source, .. } = &error else { panic!("{error}") };
    assert_eq!(source.kind(), io::ErrorKind::StorageFull);
    assert!(*others > 0 && error.to_string().contains(" other file"), "{error}");
    assert!(error.help().contains("space"));
    let found = tree(&out);
    assert!(found.len() == 20 && found.values().all(|text| *text == "a".repeat(12_000)), "nothing was touched");
    write(&out, &pages("c"), &Options::default()).unwrap();
    assert_eq!(tree(&out).len(), 20);
    assert!(tree(&out).values().all(|text| *text == "c".repeat(12_000)));
}

#[test]
fn by_being_read_only_is_named_and_still_serves_an_unchanged_build() {
    let Some(disk) = Disk::new("1m") else {
        return eprintln!("skipped: cannot mount");
    };
    let out = disk.0.path().join("site");
    build(&out, &[("a/b", "1")]).unwrap();
    disk.set("ro");
    assert_eq!(build(&out, &[("a/b", "1")]).unwrap().unchanged, 1);
    let error = build(&out, &[("a/b", "2")]).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot write in the folder `{}`", out.display()));
    assert!(error.help().contains("writable"));
    disk.set("rw");
    expect(&out, &[("a/b", "1")]);
}

#[test]
fn in_one_folder_names_that_folder_and_is_mended_later() {
    let home = temp();
    build(home.path(), &[("a/b", "1"), ("c/d", "1"), ("old", "1")]).unwrap();
    let shut = home.path().join("a");
    mode(&shut, 0o555);
    if fs::write(shut.join("probe"), "").is_ok() {
        fs::remove_file(shut.join("probe")).unwrap();
        return eprintln!("skipped: permissions do not bind this user");
    }
    let error = build(home.path(), &[("a/b", "2"), ("c/d", "2")]).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot write in the folder `{}`", shut.display()));
    assert_eq!(text(home.path().join("old")), "1", "removals wait until all is written");
    mode(&shut, 0o755);
    build(home.path(), &[("a/b", "2"), ("c/d", "2")]).unwrap();
    expect(home.path(), &[("a/b", "2"), ("c/d", "2")]);
}

#[test]
fn to_change_a_read_only_file_is_no_hindrance() {
    let home = temp();
    build(home.path(), &[("a", "1")]).unwrap();
    mode(&home.path().join("a"), 0o000);
    build(home.path(), &[("a", "2")]).unwrap();
    expect(home.path(), &[("a", "2")]);
}
