//! Findings for other programs: what services that show them must be able to read.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use talktrack::report::FORMATS;

use crate::sandbox::{Run, Sandbox};

const CARD: &str = "content/competitors/a.yaml";
/// An error with a line, one with a related place, a warning, and one about a whole file.
const BAD: [(&str, &[u8]); 4] = [
    (CARD, b"name: \"100 %, <b>: \\u202e\"\none_line: x\nid: twice\n"),
    ("content/competitors/b.yaml", b"name: B\nid: twice\noverview: \"[x](nope.md)\"\n"),
    ("content/competitors/c d.yaml", b"name: caf\xe9\n"),
    ("content/competitors/e.json", b"{}"),
];

/// A kit that nothing is wrong with.
const GOOD: [(&str, &[u8]); 1] = [(CARD, b"name: A\nowner: Ines\nwhy_we_lose: [Price]\n")];

/// A kit in a folder of a repository.
fn repository(files: &[(&str, &[u8])]) -> Sandbox {
    let sandbox = Sandbox::bare().file(".git/HEAD", "ref: refs/heads/main\n");
    let sandbox = sandbox.file("sales/kit/talktrack.yaml", "title: Field guide\n");
    files.iter().fold(sandbox, |s, (path, text)| s.file(&format!("sales/kit/{path}"), text))
}

fn check(sandbox: &Sandbox, format: &str) -> Run {
    sandbox.run(&["check", "--root", "sales/kit", "--report", format])
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// What a Python program says about a text; `None`, and a word about it, where its packages are missing.
fn python(args: &[&str], packages: &str, text: &str) -> Option<(bool, String)> {
    let import = format!("import {packages}");
    if !Command::new("python3").args(["-c", &import]).output().is_ok_and(|o| o.status.success()) {
        assert!(std::env::var_os("CI").is_none(), "CI must have {packages}");
        println!("skipped: python3 with {packages} is not here");
        return None;
    }
    let mut child = Command::new("python3")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3");
    child.stdin.take().expect("stdin").write_all(text.as_bytes()).expect("stdin");
    let output = child.wait_with_output().expect("python3");
    let told = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&told).into_owned()))
}

fn sarif_misfits(report: &str) -> Option<(bool, String)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sarif/validate.py");
    python(&[&script.to_string_lossy()], "jsonschema", report)
}

/// Name, outcome and text of each test in a report, and the counts it states.
fn junit(report: &str) -> Value {
    let script = "import sys, json, xml.etree.ElementTree as x\n\
        top = x.fromstring(sys.stdin.buffer.read())\n\
        cases = [[c.get('file'), c.get('name'), [[o.tag, o.text] for o in c]] for c in top.iter('testcase')]\n\
        print(json.dumps({'top': top.attrib, 'suite': top[0].attrib, 'cases': cases}))";
    let (fine, told) = python(&["-c", script], "xml.etree", report).expect("part of Python");
    assert!(fine, "{told}\n{report}");
    json(&told)
}

#[test]
fn sarif_fits_the_schema_of_the_standard() {
    for files in [&BAD[..], &BAD[2..], &GOOD] {
        let run = check(&repository(files), "sarif");
        let Some((fits, told)) = sarif_misfits(&run.stdout) else { return };
        assert!(fits, "{told}\n{}", run.stdout);
    }
    let wrong = check(&repository(&BAD), "sarif").stdout.replace("\"startLine\"", "\"line\"");
    assert!(sarif_misfits(&wrong).is_some_and(|(fits, _)| !fits), "the validator must see an unknown key");
}

#[test]
fn sarif_describes_each_rule_that_occurs() {
    let run = check(&repository(&BAD), "sarif");
    let report = json(&run.stdout);
    let rules = report["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = report["runs"][0]["results"].as_array().expect("results");
    assert!(rules.len() > 3 && results.len() >= rules.len(), "{report:#}");
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().expect("a number") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        for words in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[words]["text"].as_str().is_some_and(|text| !text.is_empty()), "{rule:#}");
        }
    }
}

#[test]
fn services_are_told_paths_from_the_top_of_the_repository_and_people_from_the_kit() {
    let sandbox = repository(&BAD[..1]);
    let full = format!("sales/kit/{CARD}");
    for (folder, root) in [("", "sales/kit"), ("sales", "kit"), ("sales/kit", "."), ("sales/kit/content", ".")] {
        for format in FORMATS {
            let run = sandbox.run_in(folder, &["check", "--root", root, "--report", format.name]);
            let out = run.stdout + &run.stderr;
            let near = ["human", "short", "json"].contains(&format.name);
            assert!(out.contains(CARD) && out.contains(&full) != near, "{} in `{folder}`:\n{out}", format.name);
        }
    }
}

#[test]
fn without_a_repository_paths_start_where_the_program_runs() {
    let sandbox =
        Sandbox::bare().file("kit/talktrack.yaml", "title: T\n").file("kit/content/faqs/a.yaml", "titel: x\n");
    let path = |folder, args: &[&str]| {
        let run = sandbox.run_in(folder, &[&["check", "--report", "gitlab"], args].concat());
        json(&run.stdout)[0]["location"]["path"].as_str().map(str::to_owned)
    };
    assert_eq!(path("", &["--root", "kit"]).as_deref(), Some("kit/content/faqs/a.yaml"));
    assert_eq!(path("kit", &[]).as_deref(), Some("content/faqs/a.yaml"));
    assert_eq!(path("kit/content", &[]).as_deref(), Some("content/faqs/a.yaml"));
    sandbox.write(".git", "gitdir: elsewhere\n");
    assert_eq!(path("kit", &[]).as_deref(), Some("kit/content/faqs/a.yaml"));
}

#[test]
fn data_stands_alone_on_stdout_and_words_do_not_mix_with_it() {
    let (good, bad) = (repository(&GOOD), repository(&BAD));
    for format in FORMATS.iter().filter(|f| f.data) {
        for (sandbox, code) in [(&good, 0), (&bad, 1)] {
            for command in [&["check"][..], &["build", "--verbose"], &["build"]] {
                let run = sandbox.run(&[command, &["--root", "sales/kit", "--report", format.name]].concat());
                assert_eq!(run.code, code, "{}", run.stderr);
                assert_eq!(run.stdout, check(sandbox, format.name).stdout, "{command:?} {}", format.name);
                let nothing = if code == 1 && command[0] == "build" { "nothing was written\n" } else { "" };
                assert_eq!(run.stderr, nothing, "{command:?} {}", format.name);
            }
        }
        let run = bad.run(&["check", "--report", format.name]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    }
}

#[test]
fn what_is_found_is_json_when_findings_are_data() {
    let sandbox = Sandbox::sample();
    let find = |format| sandbox.run(&["find", "--report", format, "too", "expensive"]);
    assert!(!find("json").stdout.is_empty());
    for format in FORMATS.iter().filter(|f| f.data) {
        assert_eq!(find(format.name).stdout, find("json").stdout, "{}", format.name);
    }
}

#[test]
fn github_gets_one_command_a_finding() {
    let run = check(&repository(&BAD), "github");
    let count = json(&check(&repository(&BAD), "gitlab").stdout).as_array().map(Vec::len);
    assert_eq!(Some(run.stdout.lines().count()), count);
    let start = format!("::error file=sales/kit/{CARD},line=2,endLine=2,col=1,endColumn=9,title=unknown-key::");
    assert!(run.stdout.lines().any(|l| l.starts_with(&start)), "{}", run.stdout);
    assert!(run.stdout.lines().all(|l| l.starts_with("::error file=") || l.starts_with("::warning file=")));
}

#[test]
fn gitlab_knows_findings_again_when_lines_move() {
    let card = "name: A\nobjections: [nope, nope]\noverview: \"[x](nope.md) [[claim:gone]]\"\n";
    let moved =
        "# what they say\n\nname: A\noverview:   \"[x](nope.md) [[claim:gone]]\"\nobjections:\n  - nope\n  - nope\n";
    let prints = |card: &str| {
        let report = json(&check(&repository(&[(CARD, card.as_bytes())]), "gitlab").stdout);
        let issues = report.as_array().expect("a list").iter();
        let mut prints: Vec<_> = issues.map(|i| i["fingerprint"].as_str().unwrap_or_default().to_owned()).collect();
        prints.sort();
        prints
    };
    let mut distinct = prints(card);
    assert_eq!(distinct, prints(moved));
    assert!(distinct.len() > 3, "{distinct:?}");
    distinct.dedup();
    assert_eq!(distinct, prints(card));
}

#[test]
fn junit_is_well_formed_and_counts_its_tests() {
    let sandbox = repository(&BAD);
    let report = junit(&check(&sandbox, "junit").stdout);
    let cases = report["cases"].as_array().expect("cases");
    let failed = cases.iter().filter(|c| c[2][0][0] == "failure").count();
    assert_eq!(Some(cases.len()), json(&check(&sandbox, "gitlab").stdout).as_array().map(Vec::len));
    assert!(failed > 1 && failed < cases.len(), "{report:#}");
    for counts in [&report["top"], &report["suite"]] {
        let stated = (counts["tests"].as_str(), counts["failures"].as_str());
        assert_eq!(stated, (Some(&*cases.len().to_string()), Some(&*failed.to_string())));
    }
    let none = junit(&check(&repository(&GOOD), "junit").stdout);
    assert_eq!(none["cases"], serde_json::json!([[null, "no findings", []]]));
}
