//! Real content of real companies, where it is at hand: how much of it survives, and that nothing internal does.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::Sandbox;

fn corpus() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    path.is_dir().then_some(path)
}

fn python(args: &[&Path], more: &[&str]) -> (bool, String) {
    let output = Command::new("python3").args(args).args(more).output().expect("python3");
    (
        output.status.success(),
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)),
    )
}

#[test]
fn real_content_survives_and_nothing_internal_leaks() {
    let Some(corpus) = corpus() else {
        println!("skipped: the real content is not here");
        return;
    };
    if !Command::new("python3").args(["-c", "import yaml"]).output().is_ok_and(|o| o.status.success()) {
        println!("skipped: python3 with PyYAML is not here");
        return;
    }
    let helpers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    for (set, script) in [("sourcegraph", "sourcegraph.py"), ("posthog-vs-mixpanel", "posthog.py")] {
        let sandbox = Sandbox::bare();
        let neutral = corpus.join(set).join("neutral.yml");
        let (ok, told) = python(&[&helpers.join(script), &neutral, &sandbox.path("kit")], &[]);
        assert!(ok, "{told}");
        for target in ["html", "markdown"] {
            let run =
                sandbox.run(&["build", "--root", "kit", "--to", target, "--out", target, "--today", "2026-11-23"]);
            assert_eq!(run.code, 0, "{}", run.stderr);
            let (_, told) = python(&[&corpus.join("coverage.py"), &neutral, &sandbox.path(target)], &[]);
            let share: f64 =
                told.split(" leaves = ").nth(1).and_then(|t| t.split(' ').next()?.parse().ok()).expect(&told);
            println!("{set} {target}: {share} %");
            assert!(share >= 98.0, "{set} {target}\n{told}");
            let out = format!("public-{target}");
            let run = sandbox.run(&["build", "--root", "kit", "--to", target, "--out", &out, "--audience", "public"]);
            assert_eq!(run.code, 0, "{}", run.stderr);
            let internal = corpus.join(set).join("internal.txt");
            let (_, told) = python(
                &[&corpus.join("coverage.py"), &neutral, &sandbox.path(&out)],
                &["--internal", &internal.to_string_lossy()],
            );
            assert!(!told.contains("LEAK"), "{set} {target}\n{told}");
        }
    }
}
