//! The order of the stages: none imports a later one, and only the edges touch disk, clock or terminal.

use std::path::Path;

/// Stages from left to right; a stage imports only those to its left.
const ORDER: [&[&str]; 12] = [
    &["text", "color", "media", "timings", "shard", "needs"],
    &["diagnostic", "source"],
    &["write"],
    &["error", "model"],
    &["project", "report", "git"],
    &["load"],
    &["check"],
    &["diff"],
    &["view"],
    &["render"],
    &["ready"],
    &[
        "amend", "publish", "key", "leak", "length", "find", "fix", "baseline", "links", "pipeline", "record",
        "review", "watch", "serve", "cli", "commands", "main", "lib",
    ],
];

fn stage(name: &str) -> usize {
    ORDER
        .iter()
        .position(|names| names.contains(&name))
        .unwrap_or_else(|| panic!("`{name}` has no place in the order of stages"))
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files =
        walkdir::WalkDir::new(&root).into_iter().flatten().filter(|e| e.path().extension().is_some_and(|x| x == "rs"));
    files
        .map(|e| {
            let path = e.path().strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
            (path, std::fs::read_to_string(e.path()).expect("a source"))
        })
        .filter(|(path, _)| !path.contains("tests"))
        .collect()
}

fn module(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

#[test]
fn no_stage_imports_a_later_one() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = stage(module(&path));
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (line, code) in text.lines().enumerate() {
            for used in code.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if ORDER.iter().any(|names| names.contains(&name.as_str())) && stage(&name) > own {
                    wrong.push(format!("src/{path}:{}: {}", line + 1, code.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_edges_touch_disk_clock_or_terminal() {
    let edges = [
        "project", "load", "git", "write", "serve", "commands", "main", "pipeline", "baseline", "links", "watch",
        "fix", "publish", "record",
    ];
    let touches = ["std::fs::", "SystemTime", "Timestamp::now", "std::env::", "std::process", "println!", "eprintln!"];
    let mut wrong = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| !edges.contains(&module(path))) {
        let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        for (line, code) in text.lines().enumerate().filter(|(_, code)| touches.iter().any(|t| code.contains(t))) {
            wrong.push(format!("src/{path}:{}: {}", line + 1, code.trim()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
