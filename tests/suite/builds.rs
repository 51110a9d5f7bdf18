//! What a build leaves on the disk.

use crate::sandbox::{Sandbox, TODAY};

#[test]
fn the_same_kit_makes_the_same_bytes_wherever_it_stands() {
    let (one, two) = (Sandbox::sample(), Sandbox::sample());
    one.build(&["--to", "html,markdown"]);
    two.build(&["--to", "html,markdown", "--out", "elsewhere"]);
    assert_eq!(one.files("public"), two.files("elsewhere"));
}

#[test]
fn a_second_build_writes_nothing_and_a_change_writes_what_it_touches() {
    let sandbox = Sandbox::sample();
    sandbox.build(&[]);
    assert!(sandbox.build(&[]).stdout.contains("nothing changed"));
    let faq = sandbox.read("content/faqs/security.yaml");
    sandbox.write("content/faqs/security.yaml", faq + "  - {ask: Is this one new?, short: It is.}\n");
    let run = sandbox.build(&[]);
    // The page, its answers, where words lead, all words, and where a search begins.
    assert!(run.stdout.contains("5 written"), "{}", run.stdout);
}

#[test]
fn pages_that_are_no_longer_made_are_removed_and_foreign_files_stay() {
    let sandbox = Sandbox::new().file("content/pages/p.yaml", "title: P\n").file("content/pages/q.yaml", "title: Q\n");
    sandbox.build(&[]);
    sandbox.write("public/mine.txt", "mine");
    std::fs::remove_file(sandbox.path("content/pages/q.yaml")).expect("removed");
    sandbox.build(&[]);
    assert!(
        sandbox.exists("public/page/p.html")
            && !sandbox.exists("public/page/q.html")
            && sandbox.exists("public/mine.txt")
    );
}

#[test]
fn a_folder_with_other_files_is_refused_without_force() {
    let sandbox = Sandbox::sample().file("public/mine.txt", "mine");
    let run = sandbox.run(&["build", "--today", TODAY]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--force") && !sandbox.exists("public/index.html"), "{}", run.stderr);
    sandbox.build(&["--force"]);
    assert_eq!(sandbox.read("public/mine.txt"), "mine");
}

#[test]
fn the_kit_itself_is_never_written_over() {
    let sandbox = Sandbox::sample();
    for out in [".", "content", "static/x", ".."] {
        let run = sandbox.run(&["build", "--out", out, "--force"]);
        assert_eq!(run.code, 2, "{out}: {}", run.stderr);
    }
}

#[test]
fn a_kit_with_errors_leaves_the_last_good_pages() {
    let sandbox = Sandbox::sample();
    sandbox.build(&[]);
    let before = sandbox.files("public");
    sandbox.write("content/faqs/bad.yaml", "titel: x\n");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("nothing was written"));
    assert_eq!(before, sandbox.files("public"));
}

#[test]
fn the_kit_is_found_from_any_folder_inside_it() {
    let sandbox = Sandbox::sample();
    let run = sandbox.run_in("content/competitors", &["build", "--today", TODAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(sandbox.exists("public/index.html"));
}

#[test]
fn only_and_to_choose_what_is_built() {
    let sandbox = Sandbox::sample();
    sandbox.build(&["--only", "battlecard,faq", "--to", "markdown"]);
    let files = sandbox.files("public");
    let pages: Vec<&str> = files.iter().map(|(p, _)| p.as_str()).filter(|p| !p.starts_with("static/")).collect();
    assert!(pages.iter().all(|p| p.ends_with(".md")), "{pages:?}");
    assert!(
        pages.iter().all(|p| p.starts_with("battlecard/") || p.starts_with("faq/") || *p == "index.md"),
        "{pages:?}"
    );
    let run = sandbox.run(&["build", "--only", "batlecard"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `battlecard`?"), "{}", run.stderr);
}

#[test]
fn ages_are_counted_from_the_day_that_is_given() {
    let sandbox = Sandbox::new().file("content/competitors/a.yaml", "name: A\nverified: 2026-10-01\n");
    sandbox.run(&["build", "--today", "2026-10-02"]);
    assert!(sandbox.read("public/battlecard/a.html").contains("Fresh"));
    sandbox.run(&["build", "--today", "2027-10-02"]);
    assert!(sandbox.read("public/battlecard/a.html").contains("Out of date"));
}
