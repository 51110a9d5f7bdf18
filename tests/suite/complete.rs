//! Registries, templates and the README agree.

use std::path::Path;

use talktrack::load::overlay::Overlay;
use talktrack::render::{TARGETS, labels};
use talktrack::view::collateral::{Part, pieces};

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README")
}

#[test]
fn every_piece_has_a_template_for_every_target() {
    let overlay = Overlay::builtin();
    let (pieces, faults) = pieces(&overlay);
    assert!(faults.is_empty(), "{faults:?}");
    for target in TARGETS {
        for piece in &pieces {
            let path = format!("{}/{}.{}", target.folder, piece.name, target.template);
            assert!(overlay.get(&path).is_some(), "write templates/{path}");
        }
    }
}

#[test]
fn what_templates_share_reads_nothing_of_the_whole_kit() {
    // A page on the whole kit is given what its own template reads.
    let overlay = Overlay::builtin();
    for (path, text) in overlay.builtin.iter().filter(|(path, _)| path.contains("/parts/")) {
        for (_, name) in Part::ALL {
            assert!(!text.contains(&format!("it.{name}")), "{path} reads `it.{name}`");
        }
    }
    let (pieces, _) = pieces(&overlay);
    let shows = |name: &str| &pieces.iter().find(|piece| piece.name == name).expect("a piece").shows;
    assert_eq!(*shows("compare"), [Part::Cards]);
    assert_eq!(*shows("objections"), [Part::Categories, Part::Unanswered]);
    assert!(shows("battlecard").is_empty());
}

#[test]
fn every_language_has_every_word() {
    let overlay = Overlay::builtin();
    for language in ["en", "ja"] {
        let (words, faults) = labels::labels(&overlay, language);
        assert!(faults.is_empty(), "{faults:?}");
        assert!(words.len() > 100);
    }
}

#[test]
fn every_label_that_templates_name_exists_and_every_label_is_used() {
    let overlay = Overlay::builtin();
    let (words, _) = labels::labels(&overlay, "en");
    let (pieces, _) = pieces(&overlay);
    let templates: String = overlay
        .builtin
        .iter()
        .filter(|(name, _)| [".html", ".md", ".xml"].iter().any(|ending| name.ends_with(ending)))
        .map(|(_, t)| t.to_string())
        .collect();
    let sources = ["src/render/resolve.rs", "src/view/answers/desk.rs"]
        .map(|p| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(p)).expect("a source"))
        .concat();
    let prefixes = [
        "kind-",
        "relation-",
        "role-",
        "topic-",
        "status-",
        "evidence-",
        "resource-",
        "heard-",
        "outcome-",
        "objection-",
        "age-",
        "grade-",
        "audience-",
        "news-",
        "change-",
    ];
    for word in words.keys() {
        let named = templates.contains(&format!("\"{word}\""))
            || templates.contains(&format!("'{word}'"))
            || sources.contains(&format!("\"{word}\""));
        let built = prefixes.iter().any(|p| word.starts_with(p)) || pieces.iter().any(|p| p.name == *word);
        assert!(named || built, "no template says `{word}`");
    }
}

#[test]
fn the_readme_lists_the_collateral_as_it_is() {
    let readme = readme();
    for piece in pieces(&Overlay::builtin()).0 {
        let row = format!("| {} | {} |", piece.name, piece.about);
        assert!(readme.contains(&row), "the README lacks the row: {row}");
    }
}

/// Where the table of rules stands in the README.
const RULES: (&str, &str) = ("| rule | level | what it finds |\n|---|---|---|\n", "\n<!-- made from the rules");

#[test]
fn the_readme_lists_the_rules_as_they_are() {
    let rows = talktrack::check::RULES.iter().map(|r| format!("| {} | {} | {} |\n", r.name, r.level.word(), r.summary));
    let made: String = rows.collect();
    let readme = readme();
    let (before, rest) = readme.split_once(RULES.0).expect("the table of rules");
    let (rows, after) = rest.split_once(RULES.1).expect("the end of the table of rules");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        std::fs::write(path, format!("{before}{}{made}{}{after}", RULES.0, RULES.1)).expect("the README");
    } else {
        assert_eq!(
            rows, made,
            "the table of rules in the README is not that of the rules; UPDATE_GOLDEN=1 writes it anew"
        );
    }
}
