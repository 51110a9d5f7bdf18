//! A build after a few words were changed makes only what they have a part in, and that is what a whole build makes.

use std::fs;

use crate::dice::Dice;
use crate::sandbox::{Run, Sandbox, TODAY};

/// Edits of each kit, and kits.
const EDITS: usize = 30;
const KITS: u64 = 5;

/// Builds, and tells whether only a part was made.
fn builds_a_part(sandbox: &Sandbox, args: &[&str]) -> (Run, bool) {
    let run = sandbox.run(&[&["build", "--today", TODAY, "--timings"], args].concat());
    let is_whole = run.stderr.lines().any(|line| line.starts_with("cut "));
    let is_part = run.stderr.lines().any(|line| line.starts_with("notes "));
    let is_part = is_part && !is_whole && run.code == 0;
    (run, is_part)
}

/// Builds with what is remembered and without, and holds both against each other. Whether only a part was made.
fn compare(sandbox: &Sandbox, args: &[&str], done: &[String]) -> bool {
    let (remembered, is_part) = builds_a_part(sandbox, args);
    let _ = fs::remove_dir_all(sandbox.path("clean"));
    let fresh = builds_a_part(sandbox, &[args, &["--fresh", "--out", "clean"]].concat()).0;
    assert_eq!(remembered.code, fresh.code, "after {done:#?}\n{}\n{}", remembered.stderr, fresh.stderr);
    if fresh.code == 0 {
        let (files, clean) = (sandbox.files("public"), sandbox.files("clean"));
        let differ: Vec<&String> = (files.iter().chain(&clean).map(|(path, _)| path))
            .filter(|path| files.iter().find(|f| f.0 == **path) != clean.iter().find(|f| f.0 == **path))
            .collect();
        assert!(differ.is_empty(), "{differ:?} (a part: {is_part}) after {done:#?}");
    }
    is_part
}

/// Puts other words into some content file of a kit, mostly into its prose, and says where.
fn edit(sandbox: &Sandbox, dice: &mut Dice) -> String {
    let files = sandbox.files("content");
    let (path, bytes) = &files[dice.below(files.len())];
    let text = String::from_utf8(bytes.clone()).expect("a text");
    let breaks: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let at = breaks[dice.below(breaks.len().max(1)) % breaks.len().max(1)];
    let end = text[at + 1..].find([' ', '\n']).map_or(text.len(), |end| at + 1 + end);
    let word = &text[at + 1..end];
    let is_word = word.len() > 2 && word.chars().all(char::is_alphabetic);
    let new = match dice.below(8) {
        _ if !is_word => format!("{word} "),
        0 => String::new(),
        1 => format!("**{word}**"),
        2 => format!("{word}, and more"),
        3 => dice.of(&["never", "[[product:acme]]", "[x](y)", "2026-11-01"]).to_owned(),
        _ => word.chars().rev().collect(),
    };
    sandbox.write(&format!("content/{path}"), format!("{} {new}{}", &text[..at], &text[end..]));
    format!("{new} for {word} in {path} at {at}")
}

/// Settings by which a small kit counts as one with too much for one page.
const CROWDED: &str = "\nbudgets: {gathered: 0, beside: 1, listed: 1}\n";

fn story(seed: u64) -> usize {
    let sandbox = Sandbox::sample();
    let mut dice = Dice(seed);
    // Without what was heard, the front page rests on few files.
    fs::remove_dir_all(sandbox.path("content/field-log")).expect("removed");
    let stories: &[(&[&str], bool)] = &[
        (&["--only", "battlecard,faq"], false),
        (&["--only", "battlecard,faq,persona,comparison,positioning"], true),
        (&["--to", "html,markdown", "--only", "battlecard,persona,faq"], false),
        (&[], false),
        (&[], true),
    ];
    let (args, is_crowded) = stories[seed as usize % stories.len()];
    if is_crowded {
        sandbox.write("talktrack.yaml", sandbox.read("talktrack.yaml") + CROWDED);
    }
    let mut done = vec![format!("seed {seed}")];
    compare(&sandbox, args, &done);
    let mut parts = 0;
    for _ in 0..EDITS {
        let before = sandbox.files("content");
        for _ in 0..1 + dice.below(2) {
            done.push(edit(&sandbox, &mut dice));
        }
        parts += usize::from(compare(&sandbox, args, &done));
        if sandbox.run(&["build", "--today", TODAY, "--out", "clean"]).code != 0 {
            before.iter().for_each(|(path, bytes)| sandbox.write(&format!("content/{path}"), bytes));
            done.push("undo".to_owned());
        }
    }
    parts
}

/// A kit with two cards, whose stamps are believed.
fn cards() -> Sandbox {
    let card = |name: &str| format!("name: {name}\none_liner: Sends mail\nquick_dismiss: Good for small teams.\n");
    let objection = "says: Too dear\ncompetitors: [otter]\nrespond: It pays for itself.\nclaims: [fast]\n";
    let sandbox = Sandbox::new()
        .file("talktrack.yaml", "title: Guide\ncompany: Us\n")
        .file("content/competitors/otter.yaml", card("Otter"))
        .file("content/competitors/puffin.yaml", card("Puffin"))
        .file("content/objections/price.yaml", objection)
        .file("content/claims/fast.yaml", "text: It is fast.\nevidence:\n  - {kind: call, title: A call}\n");
    std::thread::sleep(std::time::Duration::from_millis(80));
    sandbox.file("content/personas/buyer.yaml", "role: Buyer\n")
}

const CARDS: &[&str] = &["--only", "battlecard"];

/// Changes a file of that kit after it was built, and tells which files of the site differ then, and whether a part was
/// made.
fn change(path: &str, old: &str, new: &str) -> (Vec<String>, bool) {
    change_in(&cards(), CARDS, path, old, new)
}

/// The same of any kit.
fn change_in(sandbox: &Sandbox, args: &[&str], path: &str, old: &str, new: &str) -> (Vec<String>, bool) {
    compare(sandbox, args, &[]);
    let before = sandbox.files("public");
    let text = sandbox.read(path);
    assert!(text.contains(old), "{text}");
    sandbox.write(path, text.replace(old, new));
    let is_part = compare(sandbox, args, &[format!("{new} for {old}")]);
    let after = sandbox.files("public");
    let paths: std::collections::BTreeSet<&String> = before.iter().chain(&after).map(|(path, _)| path).collect();
    let differs = |path: &String| before.iter().find(|f| f.0 == *path) != after.iter().find(|f| f.0 == *path);
    let own = |path: &&String| !path.starts_with('.');
    (paths.into_iter().filter(own).filter(|path| differs(path)).cloned().collect(), is_part)
}

#[test]
fn words_of_a_card_change_that_card_and_its_answer() {
    let (changed, is_part) = change("content/competitors/otter.yaml", "small teams", "large teams");
    assert_eq!((changed, is_part), (vec!["assets/find/0.js".into(), "battlecard/otter.html".into()], true));
}

#[test]
fn words_of_an_objection_change_the_cards_that_show_it() {
    let (changed, is_part) = change("content/objections/price.yaml", "pays for itself", "is worth it");
    assert_eq!((changed, is_part), (vec!["assets/find/0.js".into(), "battlecard/otter.html".into()], true));
}

#[test]
fn words_of_a_claim_change_all_that_rests_on_it() {
    let (changed, is_part) = change("content/claims/fast.yaml", "A call", "A long call");
    assert_eq!((changed, is_part), (vec!["assets/find/0.js".into(), "battlecard/otter.html".into()], true));
}

#[test]
fn with_all_collateral_words_of_a_card_change_that_card_alone_where_cards_are_many() {
    for (path, old, new) in [
        ("content/competitors/otter.yaml", "small teams", "large teams"),
        ("content/objections/price.yaml", "pays for itself", "is worth it"),
    ] {
        let sandbox = cards();
        sandbox.write("talktrack.yaml", sandbox.read("talktrack.yaml") + CROWDED);
        let (changed, is_part) = change_in(&sandbox, &[], path, old, new);
        assert_eq!((changed, is_part), (vec!["assets/find/0.js".into(), "battlecard/otter.html".into()], true));
    }
}

#[test]
fn the_register_of_claims_knows_what_rests_on_them() {
    for (path, old, new) in [
        ("content/competitors/otter.yaml", "small teams", "[[claim:fast]] teams"),
        ("content/objections/price.yaml", "Too dear", "Too much"),
    ] {
        let (changed, is_part) = change_in(&cards(), &[], path, old, new);
        assert!(changed.iter().any(|path| path == "claims.html") && !is_part, "{new}: {changed:?}, {is_part}");
    }
}

#[test]
fn what_others_see_of_a_file_makes_the_build_a_whole_one() {
    let card = "content/competitors/otter.yaml";
    for (path, old, new, differs) in [
        (card, "Otter", "Beaver", "index.html"),
        (card, "Sends mail", "Reads mail", "index.html"),
        (card, "name:", "draft: true\nname:", "battlecard/otter.html"),
        ("content/competitors/puffin.yaml", "name:", "id: beaver\nname:", "battlecard/beaver.html"),
        ("content/objections/price.yaml", "competitors: [otter]", "competitors: [puffin]", "battlecard/puffin.html"),
        ("content/objections/price.yaml", "claims: [fast]", "claims: []", "battlecard/otter.html"),
        ("content/objections/price.yaml", "Too dear", "Too much", "assets/find.js"),
    ] {
        let (changed, is_part) = change(path, old, new);
        assert!(changed.iter().any(|path| path == differs) && !is_part, "{new}: {changed:?}, {is_part}");
    }
}

#[test]
fn a_slip_is_told_as_by_a_whole_build_and_nothing_is_written() {
    let (changed, is_part) = change("content/objections/price.yaml", "claims: [fast]", "claims: [fats]");
    assert_eq!((changed, is_part), (vec![], false));
}

#[test]
fn whatever_words_are_changed_a_part_is_made_as_the_whole_would_be() {
    let first = std::env::var("TALKTRACK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let parts: usize = std::thread::scope(|scope| {
        let stories: Vec<_> = (first..first + KITS).map(|seed| scope.spawn(move || story(seed))).collect();
        stories.into_iter().map(|story| story.join().unwrap_or_else(|e| std::panic::resume_unwind(e))).sum()
    });
    assert!(parts > EDITS, "only {parts} times a part was made");
}
