//! The first minutes of a new user.

use crate::sandbox::{Sandbox, TODAY};

#[test]
fn new_makes_a_kit_that_builds_without_findings() {
    let sandbox = Sandbox::bare();
    let run = sandbox.run(&["new", "kit"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("talktrack build --root kit"));
    let run = sandbox.run(&["build", "--root", "kit", "--today", TODAY, "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(sandbox.exists("kit/public/index.html") && sandbox.exists("kit/schema/competitors.json"));
    assert!(
        sandbox
            .read("kit/content/competitors/ticketron.yaml")
            .starts_with("# yaml-language-server: $schema=../../schema/competitors.json")
    );
}

#[test]
fn new_minimal_is_one_competitor() {
    let sandbox = Sandbox::bare();
    assert_eq!(sandbox.run(&["new", "kit", "--minimal"]).code, 0);
    assert_eq!(sandbox.files("kit/content").len(), 1);
    assert_eq!(sandbox.run(&["build", "--root", "kit", "--deny-warnings"]).code, 0);
}

#[test]
fn new_refuses_a_folder_with_files_and_copies_templates_into_a_kit() {
    let sandbox = Sandbox::sample();
    let run = sandbox.run(&["new", "."]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("not empty"));
    assert_eq!(sandbox.run(&["new", ".", "--templates"]).code, 0);
    assert!(sandbox.exists("templates/html/battlecard.html") && sandbox.exists("templates/labels/ja.yaml"));
    sandbox.build(&["--deny-warnings"]);
}

#[test]
fn explain_knows_every_rule() {
    let sandbox = Sandbox::bare();
    let list = sandbox.run(&["explain"]).stdout;
    for rule in talktrack::check::RULES {
        assert!(list.contains(rule.name));
        let run = sandbox.run(&["explain", rule.name]);
        assert!(run.stdout.contains(rule.summary) && run.stdout.contains("Like this"), "{}", rule.name);
    }
    assert_eq!(sandbox.run(&["explain", "stale-claim"]).code, 0);
    assert_eq!(sandbox.run(&["explain", "no-such-rule"]).code, 2);
}

#[test]
fn help_completions_and_manual_are_there() {
    let sandbox = Sandbox::bare();
    assert!(sandbox.run(&["--help"]).stdout.contains("talktrack new my-kit"));
    for shell in ["bash", "zsh", "fish"] {
        assert!(sandbox.run(&["completions", shell]).stdout.contains("talktrack"));
    }
    assert!(sandbox.run(&["man"]).stdout.contains(".TH talktrack"));
}

#[test]
fn colour_is_for_terminals_only() {
    let sandbox = Sandbox::new().file("content/faqs/a.yaml", "titel: x\n");
    assert!(!sandbox.run(&["check"]).stderr.contains('\u{1b}'));
    assert!(sandbox.run(&["check", "--color", "always"]).stderr.contains('\u{1b}'));
}

#[test]
fn quiet_says_nothing_when_all_is_well() {
    let run = Sandbox::sample().build(&["--quiet"]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
}
