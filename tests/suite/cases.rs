//! Every rule on kits that break it and on kits that do not: `tests/cases/<rule>/{bad,good}`, found on disk.
//!
//! `bad/expected.txt` is what `check --report short` tells; `UPDATE_GOLDEN=1` writes it anew, to be read.

use std::path::{Path, PathBuf};

use talktrack::check::{RULES, Rule};

use super::sandbox::{Run, Sandbox, TODAY};

/// A file too large to keep in a repository.
const MADE_UP: &str = "unreadable-file";

fn folder(rule: &str, sort: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(rule).join(sort)
}

fn checked(rule: &Rule, sort: &str) -> Run {
    let kit = Sandbox::new();
    kit.copy_in(&folder(rule.name, sort));
    let mut args = vec!["check", "--today", TODAY, "--report", "short"];
    if rule.adjustable {
        args.extend(["--only", rule.name]);
    }
    if rule.name == "leak" {
        args.extend(["--audience", "public"]);
    }
    if rule.name == "unused-allow" {
        args.truncate(5);
    }
    kit.run(&args)
}

/// The findings of one rule, a line each.
fn of(rule: &Rule, run: &Run) -> String {
    let mark = format!("[{}]:", rule.name);
    run.stderr.lines().filter(|l| l.contains(&mark)).map(|l| format!("{l}\n")).collect()
}

#[test]
fn every_rule_finds_what_is_bad_and_says_it_as_expected() {
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|r| r.name != MADE_UP) {
        if !folder(rule.name, "bad").is_dir() || !folder(rule.name, "good").is_dir() {
            wrong.push(format!("write tests/cases/{}/bad and good", rule.name));
            continue;
        }
        let run = checked(rule, "bad");
        let found = of(rule, &run);
        let expected = folder(rule.name, "bad/expected.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&expected, &found).expect("the expected findings");
        }
        let known = std::fs::read_to_string(&expected).unwrap_or_default();
        if found.is_empty() || found != known {
            wrong.push(format!("{}\n--- expected\n{known}--- found\n{found}--- all\n{}", rule.name, run.stderr));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rule_finds_anything_in_what_is_good() {
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|r| r.name != MADE_UP) {
        let run = checked(rule, "good");
        let stopped = run.code == 2 || (rule.adjustable && rule.name != "unused-allow" && !run.stderr.is_empty());
        if stopped || !of(rule, &run).is_empty() {
            wrong.push(format!("{}\n{}", rule.name, run.stderr));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_case_is_left_over() {
    let names = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")).expect("the cases");
    for name in names.flatten().map(|e| e.file_name().to_string_lossy().into_owned()) {
        assert!(RULES.iter().any(|r| r.name == name), "no rule is called {name}");
    }
}

#[test]
fn every_rule_explains_itself() {
    for rule in RULES {
        let run = Sandbox::bare().run(&["explain", rule.name]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains(rule.summary) && run.stdout.contains(rule.explanation), "{}", run.stdout);
        assert!(rule.explanation.len() > 40 && !rule.bad.is_empty() && !rule.good.is_empty(), "{}", rule.name);
        assert!(!rule.summary.ends_with('.') && rule.explanation.ends_with(['.', ')', '`']), "{}", rule.name);
    }
}
