//! A build when nothing changed: it says so at once, and is wrong never.

use std::fs::{self, File, FileTimes};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use crate::sandbox::{Run, Sandbox, TODAY};

/// Only a build that goes through everything makes this again.
pub const LOCK: &str = ".talktrack-lock";

/// Builds, and tells whether the program knew that there was nothing to do.
fn builds_known(sandbox: &Sandbox, args: &[&str]) -> (Run, bool) {
    let lock = sandbox.path("public").join(LOCK);
    let _ = fs::remove_file(&lock);
    let run = sandbox.run(&[&["build", "--today", TODAY], args].concat());
    let known = run.code == 0 && !lock.exists();
    (run, known)
}

fn known(sandbox: &Sandbox, args: &[&str]) -> bool {
    builds_known(sandbox, args).1
}

fn records(sandbox: &Sandbox) -> Vec<PathBuf> {
    let entries = fs::read_dir(sandbox.path(".talktrack/builds")).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_none_or(|e| e != "notes" && e != "since")).collect();
    paths.sort();
    paths
}

/// So long that stamps from before are believed, once another one is younger.
fn a_while() {
    std::thread::sleep(Duration::from_millis(80));
}

/// A kit whose stamps, all but one, are believed.
fn settled() -> Sandbox {
    let sandbox = Sandbox::sample();
    a_while();
    sandbox.file("content/pages/young.yaml", "title: Young\n")
}

/// Sets when a file was last changed, as anybody can.
fn date(sandbox: &Sandbox, path: &str, time: SystemTime) {
    let file = File::options().write(true).open(sandbox.path(path)).expect("a file");
    file.set_times(FileTimes::new().set_modified(time)).expect("another time");
}

fn modified(sandbox: &Sandbox, path: &str) -> SystemTime {
    fs::metadata(sandbox.path(path)).and_then(|found| found.modified()).expect("a time")
}

/// Everything below a folder: paths, bytes, times.
fn all(sandbox: &Sandbox) -> Vec<(PathBuf, Option<Vec<u8>>, SystemTime)> {
    let entries = walkdir::WalkDir::new(sandbox.path("")).sort_by_file_name().into_iter().flatten();
    entries
        .map(|entry| {
            let bytes = entry.file_type().is_file().then(|| fs::read(entry.path()).expect("a file"));
            let time = entry.metadata().ok().and_then(|found| found.modified().ok()).expect("a time");
            (entry.into_path(), bytes, time)
        })
        .collect()
}

#[test]
fn nothing_at_all_is_written_and_the_same_is_told() {
    let sandbox = settled();
    let first = sandbox.build(&["-v"]);
    fs::remove_file(sandbox.path("public").join(LOCK)).expect("a lock");
    let before = all(&sandbox);
    let second = sandbox.build(&["-v"]);
    assert_eq!(before, all(&sandbox));
    assert!(!sandbox.path("public").join(LOCK).exists(), "all was gone through again");
    let told = |run: &Run| {
        let lines = run.stdout.lines().map(|line| line.split(" readers").next().unwrap_or_default().to_owned());
        lines.collect::<Vec<_>>()
    };
    assert_eq!(told(&first), told(&second));
    assert!(second.stdout.contains("nothing changed in "), "{}", second.stdout);
}

#[test]
fn warnings_are_told_again_with_their_lines_and_still_weigh() {
    let sandbox = Sandbox::sample()
        .file("content/stray.yaml", "name: X\n")
        .file("talktrack.yaml", "title: T\ncompany: Us\n")
        .file(
            "content/faqs/more.yaml",
            "title: More\nquestions:\n  - {ask: Which one?, short: \"[This](../nowhere.yaml).\"}\n",
        );
    for format in ["human", "short", "json", "sarif", "gitlab", "junit", "github"] {
        let fresh = builds_known(&sandbox, &["--fresh", "--report", format]);
        let again = builds_known(&sandbox, &["--report", format]);
        assert!(fresh.0.stderr.len() + fresh.0.stdout.len() > 20, "{format} tells nothing");
        let plain =
            |text: &str| text.lines().filter(|l| !l.contains(" readers, ")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(plain(&fresh.0.stderr), plain(&again.0.stderr), "{format}");
        assert_eq!(plain(&fresh.0.stdout), plain(&again.0.stdout), "{format}");
        assert_eq!(fresh.0.code, again.0.code, "{format}");
    }
    sandbox.write("content/faqs/more.yaml", "title: More\nquestions:\n  - {ask: Which one?, short: This.}\n");
    sandbox.build(&[]);
    assert!(known(&sandbox, &[]));
    let run = sandbox.run(&["build", "--today", TODAY, "--deny-warnings"]);
    assert!(run.code == 1 && run.stderr.contains("nothing was written"), "{}", run.stderr);
    let run = sandbox.run(&["build", "--today", TODAY, "--quiet"]);
    assert!(run.stdout.is_empty() && run.stderr.contains("ignored-file"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn what_decides_what_is_made_is_part_of_it() {
    let sandbox = settled();
    for args in [
        &["--audience", "public"][..],
        &["--drafts"],
        &["--only", "faq"],
        &["--to", "html,markdown"],
        &["--hashed-assets"],
        &["--fresh"],
        &["--force"],
    ] {
        sandbox.build(&[]);
        assert!(known(&sandbox, &[]));
        assert!(!known(&sandbox, args), "{args:?}");
        let again = known(&sandbox, args);
        assert_eq!(again, args != ["--fresh"], "{args:?}");
    }
    sandbox.build(&[]);
    fs::remove_file(sandbox.path("public").join(LOCK)).expect("a lock");
    sandbox.run(&["build", "--today", "2026-11-24"]);
    assert!(sandbox.path("public").join(LOCK).exists(), "it is another day");
}

#[test]
fn each_output_folder_has_a_record_of_its_own_and_few_are_kept() {
    let sandbox = settled();
    sandbox.build(&[]);
    sandbox.build(&["--out", "other", "--audience", "public"]);
    sandbox.build(&["--single-file"]);
    assert_eq!(records(&sandbox).len(), 3);
    assert!(known(&sandbox, &[]));
    let run = sandbox.build(&["--out", "other", "--audience", "public"]);
    assert!(run.stdout.contains("nothing changed"), "{}", run.stdout);
    for number in 0..12 {
        sandbox.build(&["--only", "faq", "--out", &format!("out/{number}")]);
    }
    assert_eq!(records(&sandbox).len(), 8);
    assert_eq!(sandbox.read(".talktrack/.gitignore"), "*\n");
}

#[test]
fn files_that_were_touched_are_read_and_known_again() {
    let sandbox = settled();
    sandbox.build(&[]);
    a_while();
    for (path, _) in sandbox.files("content") {
        date(&sandbox, &format!("content/{path}"), SystemTime::now());
    }
    let before = records(&sandbox).iter().map(|path| fs::read(path).expect("a record")).collect::<Vec<_>>();
    assert!(known(&sandbox, &[]));
    let after = records(&sandbox).iter().map(|path| fs::read(path).expect("a record")).collect::<Vec<_>>();
    assert_ne!(before, after, "the record has the new stamps");
    assert!(known(&sandbox, &[]));
    assert_eq!(after, records(&sandbox).iter().map(|path| fs::read(path).expect("a record")).collect::<Vec<_>>());
}

#[test]
fn a_change_is_seen_though_size_and_time_are_as_they_were() {
    let sandbox = settled();
    sandbox.write("content/pages/p.yaml", "title: One\n");
    sandbox.build(&[]);
    let time = modified(&sandbox, "content/pages/p.yaml");
    for (title, wait) in [("Two", false), ("Six", true), ("Ten", false)] {
        if wait {
            a_while();
        }
        sandbox.write("content/pages/p.yaml", format!("title: {title}\n"));
        date(&sandbox, "content/pages/p.yaml", time);
        assert!(!known(&sandbox, &[]));
        assert!(sandbox.read("public/page/p.html").contains(title));
    }
}

#[test]
fn files_that_change_places_are_seen() {
    let sandbox = settled();
    sandbox.write("content/pages/p.yaml", "title: One\n");
    sandbox.write("content/pages/q.yaml", "title: Two\n");
    let time = modified(&sandbox, "content/pages/p.yaml");
    date(&sandbox, "content/pages/q.yaml", time);
    a_while();
    sandbox.write("content/pages/young.yaml", "title: Younger\n");
    sandbox.build(&[]);
    for (from, to) in [("p", "x"), ("q", "p"), ("x", "q")] {
        let path = |name: &str| sandbox.path(&format!("content/pages/{name}.yaml"));
        fs::rename(path(from), path(to)).expect("moved");
    }
    assert!(!known(&sandbox, &[]));
    assert!(sandbox.read("public/page/p.html").contains("Two") && sandbox.read("public/page/q.html").contains("One"));
}

#[test]
fn names_that_come_go_or_change_are_seen_even_where_they_are_only_told() {
    let sandbox = settled();
    sandbox.build(&[]);
    let stderr = |sandbox: &Sandbox| {
        let (run, known) = builds_known(sandbox, &[]);
        assert!(!known, "{}", run.stderr);
        run.stderr
    };
    sandbox.write("content/faqs/notes.txt", "x");
    assert!(stderr(&sandbox).contains("`notes.txt` is not read"));
    fs::rename(sandbox.path("content/faqs/notes.txt"), sandbox.path("content/faqs/words.txt")).expect("renamed");
    assert!(stderr(&sandbox).contains("`words.txt` is not read"));
    fs::remove_file(sandbox.path("content/faqs/words.txt")).expect("removed");
    assert!(!stderr(&sandbox).contains("not read"));
    fs::create_dir(sandbox.path("content/fags")).expect("a folder");
    assert!(stderr(&sandbox).contains("did you mean `content/faqs`?"));
    fs::remove_dir(sandbox.path("content/fags")).expect("removed");
    assert!(known(&sandbox, &[]), "it is as it was");
    sandbox.write("templates/labels/en.yaml", "faq: Asked and answered\n");
    stderr(&sandbox);
    assert!(sandbox.read("public/index.html").contains("Asked and answered"));
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_what_they_lead_to() {
    use std::os::unix::fs::symlink;
    let sandbox = settled();
    sandbox.write("static/one.txt", "title: One\n");
    sandbox.write("static/two.txt", "title: Two\n");
    let link = sandbox.path("content/pages/p.yaml");
    symlink(sandbox.path("static/one.txt"), &link).expect("a link");
    sandbox.build(&[]);
    assert!(known(&sandbox, &[]) && sandbox.read("public/page/p.html").contains("One"));
    fs::remove_file(&link).expect("removed");
    symlink(sandbox.path("static/two.txt"), &link).expect("a link");
    assert!(!known(&sandbox, &[]) && sandbox.read("public/page/p.html").contains("Two"));
    assert!(known(&sandbox, &[]));
    sandbox.write("static/two.txt", "title: Six\n");
    assert!(!known(&sandbox, &[]) && sandbox.read("public/page/p.html").contains("Six"));
    fs::remove_file(sandbox.path("static/two.txt")).expect("removed");
    let (run, known) = builds_known(&sandbox, &[]);
    assert!(run.code == 1 && !known, "{}", run.stderr);
}

#[test]
fn the_output_folder_is_put_right() {
    let sandbox = settled();
    sandbox.build(&[]);
    let right = sandbox.files("public");
    let index = sandbox.read("public/index.html");
    let time = modified(&sandbox, "public/index.html");
    let mends = |what: &str| {
        assert!(!known(&sandbox, &[]), "{what}");
        assert_eq!(right, sandbox.files("public"), "{what}");
        assert!(known(&sandbox, &[]), "{what}, once it is mended");
    };
    sandbox.write("public/index.html", index.replace("Fernway", "Fernwax"));
    date(&sandbox, "public/index.html", time);
    mends("an edit of the same length and time");
    fs::remove_file(sandbox.path("public/index.html")).expect("removed");
    mends("a removal");
    date(&sandbox, "public/index.html", SystemTime::now());
    mends("a touch");
    fs::create_dir(sandbox.path("public/.talktrack-new")).expect("a folder");
    mends("a build that was stopped");
    assert!(!sandbox.exists("public/.talktrack-new"));
    let list = sandbox.read("public/.talktrack-files");
    sandbox.write("public/.talktrack-files", list.replacen("index", "indux", 1));
    assert!(!known(&sandbox, &[]), "another list");
    assert_eq!(list, sandbox.read("public/.talktrack-files"));
    #[cfg(unix)]
    {
        fs::rename(sandbox.path("public/faq"), sandbox.path("moved")).expect("moved");
        std::os::unix::fs::symlink(sandbox.path("moved"), sandbox.path("public/faq")).expect("a link");
        let (run, known) = builds_known(&sandbox, &[]);
        assert!(run.code == 2 && !known, "a folder that became a link: {}", run.stderr);
    }
}

#[test]
fn files_of_others_beside_the_site_stay_and_change_nothing() {
    let sandbox = settled();
    sandbox.build(&[]);
    sandbox.write("public/mine.txt", "mine");
    assert!(known(&sandbox, &[]));
    assert_eq!(sandbox.read("public/mine.txt"), "mine");
}

#[test]
fn a_record_that_is_damaged_counts_as_none() {
    let sandbox =
        Sandbox::new().file("content/faqs/f.yaml", "title: F\nquestions:\n  - {ask: Is it?, short: It is.}\n");
    sandbox.build(&[]);
    assert!(known(&sandbox, &[]));
    let path = records(&sandbox).remove(0);
    let bytes = fs::read(&path).expect("a record");
    let steps = (0..bytes.len()).step_by(bytes.len() / 24);
    for at in steps {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        for wrong in [&bytes[..at], &flipped] {
            fs::write(&path, wrong).expect("damaged");
            assert!(!known(&sandbox, &[]), "byte {at}");
            assert!(known(&sandbox, &[]), "byte {at}, mended");
        }
    }
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("a folder in its place");
    assert!(!known(&sandbox, &[]) && !known(&sandbox, &[]));
    fs::remove_dir_all(sandbox.path(".talktrack")).expect("removed");
    assert!(!known(&sandbox, &[]) && known(&sandbox, &[]));
}

#[test]
fn what_a_killed_run_left_of_a_record_is_swept() {
    let sandbox = settled();
    sandbox.build(&[]);
    sandbox.write(".talktrack/builds/.tmpXYZ.begun", "half a rec");
    assert!(known(&sandbox, &[]));
    sandbox.write("content/pages/p.yaml", "title: P\n");
    assert!(!known(&sandbox, &[]));
    assert_eq!(records(&sandbox).len(), 1);
}

#[cfg(unix)]
#[test]
fn nothing_is_kept_through_a_link_or_where_one_may_not_write() {
    let sandbox = settled();
    let elsewhere = tempfile::tempdir().expect("a folder");
    fs::write(elsewhere.path().join("x.record"), "mine").expect("a file");
    std::os::unix::fs::symlink(elsewhere.path(), sandbox.path(".talktrack")).expect("a link");
    sandbox.build(&[]);
    assert!(!known(&sandbox, &[]));
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 1);
    fs::remove_file(sandbox.path(".talktrack")).expect("removed");
    sandbox.write(".talktrack", "a file in its place");
    sandbox.build(&[]);
    assert!(!known(&sandbox, &[]));
    assert_eq!(sandbox.read(".talktrack"), "a file in its place");
}

#[test]
fn a_kit_that_was_copied_is_another_one() {
    let sandbox = settled();
    sandbox.build(&[]);
    let copy = Sandbox::bare();
    copy.copy_in(&sandbox.path(""));
    assert!(!known(&copy, &[]));
    assert!(known(&copy, &[]) && known(&sandbox, &[]));
}

#[test]
fn a_build_that_failed_is_no_reason_to_forget_the_last_one() {
    let sandbox = settled();
    sandbox.build(&[]);
    let good = sandbox.read("content/faqs/security.yaml");
    sandbox.write("content/faqs/security.yaml", "titel: x\n");
    let (run, _) = builds_known(&sandbox, &[]);
    assert_eq!(run.code, 1);
    let (run, _) = builds_known(&sandbox, &[]);
    assert_eq!(run.code, 1, "and again");
    sandbox.write("content/faqs/security.yaml", good);
    assert!(known(&sandbox, &[]));
}

#[test]
fn a_part_of_a_site_keeps_no_record() {
    let sandbox = settled();
    sandbox.build(&[]);
    sandbox.build(&["--shard", "1/2", "--out", "public", "--force"]);
    assert!(!known(&sandbox, &["--shard", "1/2", "--out", "public"]));
    sandbox.build(&["--out", "part", "--shard", "1/2"]);
    assert_eq!(records(&sandbox).len(), 1);
    assert!(!known(&sandbox, &[]), "the folder holds a part");
    assert!(known(&sandbox, &[]));
}

#[test]
fn a_build_since_a_revision_keeps_no_record() {
    let sandbox = settled();
    sandbox.commit("v1");
    sandbox.build(&["--since", "v1"]);
    assert!(!known(&sandbox, &["--since", "v1"]));
    assert!(!known(&sandbox, &[]));
    assert!(known(&sandbox, &[]));
    sandbox.build(&["--since", "v1"]);
    assert!(!known(&sandbox, &[]), "the folder holds other pages");
}
