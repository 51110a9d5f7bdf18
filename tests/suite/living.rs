//! Living with `check`: levels, allowances, baselines, mending, watching, and asking the web.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use crate::sandbox::{Run, Sandbox, TODAY};

const CARD: &str = "content/competitors/a.yaml";

fn short(sandbox: &Sandbox, args: &[&str]) -> Run {
    sandbox.run(&[&["check", "--today", TODAY, "--report", "short"], args].concat())
}

#[track_caller]
fn says(run: &Run, part: &str) {
    assert!(run.stderr.contains(part), "wanted: {part}\ngot:\n{}", run.stderr);
}

#[track_caller]
fn is_silent(run: &Run, part: &str) {
    assert!(!run.stderr.contains(part), "not wanted: {part}\ngot:\n{}", run.stderr);
}

#[test]
fn the_sample_kit_is_clean() {
    let run = Sandbox::sample().run(&["check", "--today", TODAY, "--deny-warnings"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "no findings\n"), "{}", run.stderr);
}

#[test]
fn a_build_stops_only_for_what_makes_pages_wrong() {
    let kit = Sandbox::new()
        .file(CARD, "name: A\nquick_dismiss: Their search is a joke, and it is stale.\nverified: 2020-01-01\n");
    assert_eq!(short(&kit, &["--deny-warnings"]).code, 1);
    let run = kit.build(&[]);
    assert!(run.stderr.is_empty(), "{}", run.stderr);
    kit.write(CARD, "name: A\noverview: \"https://me:hunter2-b4t@a.example/\"\n");
    assert_eq!(kit.run(&["build"]).code, 1);
}

#[test]
fn a_level_can_differ_for_some_files_and_the_last_word_wins() {
    let kit = Sandbox::new().file(CARD, "name: A\n").file("content/competitors/old/b.yaml", "name: B\n");
    let settings = "title: T\nrules: {missing-owner: error}\noverrides:\n\
        \x20 - {paths: [content/competitors/old/**], rules: {missing-owner: warning, jargon: warning}}\n\
        \x20 - {paths: [\"**/b.yaml\"], rules: {missing-losses: off}}\n";
    kit.write("talktrack.yaml", settings);
    let run = short(&kit, &[]);
    says(&run, "competitors/a.yaml:1:7: error[missing-owner]");
    says(&run, "old/b.yaml:1:7: warning[missing-owner]");
    says(&run, "a.yaml:1:7: warning[missing-losses]");
    is_silent(&run, "b.yaml:1:7: warning[missing-losses]");
    kit.write("talktrack.yaml", "title: T\noverrides: [{paths: [\"content/[\"], rules: {jargon: nope}}]\n");
    let run = short(&kit, &[]);
    says(&run, "error[wrong-type]: this pattern of paths cannot be read");
    says(&run, "error[unknown-word]: `nope` is not a level");
}

#[test]
fn an_allowance_holds_inside_what_it_is_written_on_until_its_day() {
    let kit = Sandbox::new().file(
        CARD,
        "name: A\nowner: I\nwhy_we_lose: [x]\nweaknesses:\n  - {text: A joke, allow: [{rule: bashing, reason: their own word, until: 2026-12-01}]}\n  - Another joke of a tool is a joke\n",
    );
    let run = short(&kit, &[]);
    assert_eq!(run.stderr.matches("[bashing]").count(), 1, "{}", run.stderr);
    says(&run, "a.yaml:6:");
    let late = kit.run(&["check", "--today", "2026-12-02", "--report", "short"]);
    assert_eq!(late.stderr.matches("[bashing]").count(), 2);
    says(&late, "warning[unused-allow]: this allowance of `bashing` ended on 2026-12-01");
}

#[test]
fn what_cannot_be_built_cannot_be_excused() {
    let kit = Sandbox::new().file(CARD, "name: A\nnaem: B\nallow: [{rule: unknown-key, reason: x}]\n");
    let run = short(&kit, &[]);
    says(&run, "error[unknown-key]");
    says(&run, "error[unknown-rule]: the rule `unknown-key` cannot be changed or excused");
}

#[test]
fn only_some_rules_can_be_asked_for_also_those_that_are_off() {
    let kit = Sandbox::new().file(CARD, "name: A\none_liner: A robust tool\n");
    let run = short(&kit, &["--only", "jargon"]);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    says(&run, "warning[jargon]: `robust`");
    let wrong = short(&kit, &["--only", "jargn"]);
    assert_eq!(wrong.code, 2);
    says(&wrong, "jargon");
}

#[test]
fn the_level_that_fails_can_be_chosen() {
    let kit = Sandbox::new().file(CARD, "name: A\n");
    for (args, code) in [(&[][..], 0), (&["--fail-on", "warning"], 1), (&["--fail-on", "error"], 0)] {
        assert_eq!(short(&kit, args).code, code, "{args:?}");
    }
    kit.write("content/claims/c.yaml", "- {id: c, text: x, status: disputed}\n");
    for (args, code) in [(&[][..], 1), (&["--fail-on", "never"], 0)] {
        assert_eq!(short(&kit, args).code, code, "{args:?}");
    }
}

#[test]
fn an_old_kit_is_told_only_of_what_is_new() {
    let kit = Sandbox::new().file(CARD, "name: A\nweaknesses: [Their search is a joke]\n");
    let written = short(&kit, &["--write-baseline", "known.txt"]);
    assert_eq!(written.code, 0);
    assert!(written.stdout.contains("findings written to known.txt"), "{}", written.stdout);
    let run = kit.run(&["check", "--today", TODAY, "--baseline", "known.txt", "--fail-on", "warning"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "no findings\n"), "{}", run.stderr);
    says(&run, "3 known findings not shown");
    // Lines move and new things come: only those are told.
    kit.write(CARD, "# a comment\n\nname: A\nquick_dismiss: Pathetic.\nweaknesses:\n  - Their search is a joke\n");
    let run = short(&kit, &["--baseline", "known.txt", "--fail-on", "warning"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr.lines().filter(|l| l.contains("warning[")).count(), 1, "{}", run.stderr);
    says(&run, "`Pathetic`");
    // The same words a second time are new.
    kit.write(CARD, "name: A\nweaknesses:\n  - Their search is a joke\n  - Their search is a joke\n");
    assert_eq!(short(&kit, &["--baseline", "known.txt", "--fail-on", "warning"]).code, 1);
}

#[test]
fn a_baseline_excuses_nothing_that_stops_a_build_and_must_be_there() {
    let kit = Sandbox::new().file(CARD, "name: A\nnaem: B\n");
    let written = short(&kit, &["--write-baseline", "known.txt"]);
    says(&written, "1 more cannot be excused");
    let run = short(&kit, &["--baseline", "known.txt"]);
    assert_eq!(run.code, 1);
    says(&run, "error[unknown-key]");
    let run = short(&kit, &["--baseline", "none.txt"]);
    assert_eq!(run.code, 2);
    says(&run, "--write-baseline");
    kit.write("broken.txt", "hello\n");
    let run = short(&kit, &["--baseline", "broken.txt"]);
    assert_eq!(run.code, 2);
    says(&run, "line 1 is not of its form");
}

#[test]
fn what_is_mechanical_is_mended_and_everything_else_stays_as_it_was() {
    let card = "\u{feff}# Mine, to keep   \r\nname: A   # the name\t\r\none_linr: A tool \r\nverified: 14 Sep 2026 # checked\r\n\
        overview: |\r\n  A hard break  \r\n  stays.\r\nmoves:\r\n  - {on: \"9/14/2026\", what: x}\r\n  - {on: 9/4/2026, what: y}\r\nquick_dismis: \"a\"\r\nquick_dismiss: b\r\n";
    let kit = Sandbox::new()
        .file(CARD, card)
        .file("content/pages/p.md", "---\ntitle: P\nverified: 2026/9/4\n---\nA hard break  \nstays.\n");
    let run = short(&kit, &["--fix"]);
    says(&run, "mended");
    let mended = card
        .replace("to keep   ", "to keep")
        .replace("the name\t", "the name")
        .replace("one_linr: A tool ", "one_liner: A tool")
        .replace("14 Sep 2026", "2026-09-14")
        .replace("9/14/2026", "2026-09-14");
    assert_eq!(kit.read(CARD), mended);
    assert_eq!(kit.read("content/pages/p.md"), "---\ntitle: P\nverified: 2026-09-04\n---\nA hard break  \nstays.\n");
    // What is in doubt is left, and told.
    says(&run, "not-a-date]: `9/4/2026`");
    says(&run, "unknown-key]: unknown key `quick_dismis`");
    let again = short(&kit, &["--fix"]);
    says(&again, "nothing to mend by itself");
    assert_eq!(kit.read(CARD), mended);
}

#[test]
fn mending_leaves_alone_whatever_could_mean_something_else() {
    for card in [
        "name: A\nstart: &f {overviw: old}\nx-f: &g {overviw: old}\nfacts: *g\n",
        "x-d: &d 2026/1/1\nname: A\nfacts: {A: *d}\nverified: *d\n",
        "name: A\npricing:\n  verified: >-\n    2026/10/1\n  model: x\n",
        "name: A\nmoves: [{on: 2026-10-01 to 2026-12-31, what: x}]\n",
        "name: A\nnext: foo\npreference: x\nsections: [{title: t, next: u}]\n",
        "name: A\noverview: \"foo\\ \n    bar\"\none_liner: |-\n  tail  \n",
    ] {
        let kit = Sandbox::new().file(CARD, card);
        short(&kit, &["--fix"]);
        assert_eq!(kit.read(CARD), card);
    }
    let kit = Sandbox::new().file(CARD, "{\"nam\": \"x\", \"name\":\"Acme\",\"one_linr\":\"y\", 'quick_dismis': z}\n");
    short(&kit, &["--fix"]);
    assert_eq!(kit.read(CARD), "{\"nam\": \"x\", \"name\":\"Acme\",\"one_liner\":\"y\", 'quick_dismiss': z}\n");
}

#[test]
fn a_baseline_overwrites_nothing_but_a_baseline() {
    let kit = Sandbox::new().file(CARD, "name: A\n");
    let run = short(&kit, &["--write-baseline", CARD]);
    assert_eq!(run.code, 2);
    says(&run, "is no baseline");
    assert_eq!(kit.read(CARD), "name: A\n");
    assert_eq!(short(&kit, &["--write-baseline", "known.txt"]).code, 0);
    assert_eq!(short(&kit, &["--write-baseline", "known.txt"]).code, 0);
    kit.write("known.txt", format!("\u{feff}{}\n  # a note\n", kit.read("known.txt")));
    assert_eq!(short(&kit, &["--baseline", "known.txt", "--fail-on", "warning"]).code, 0);
}

#[test]
fn names_of_any_length_and_number_do_no_harm() {
    let kit = (0..200).fold(Sandbox::new(), |kit, i| {
        kit.file(
            &format!("content/products/p{i}.yaml"),
            format!("name: {}{i}\none_liner: The best tool\n", "N".repeat(400)),
        )
    });
    assert_eq!(short(&kit, &["--only", "absolute-claim"]).stderr.lines().count(), 200);
}

#[test]
fn a_file_that_is_not_yaml_is_left_alone_by_mending() {
    let text = "name: \"A \nother: x   \n";
    let kit = Sandbox::new().file(CARD, text);
    assert_eq!(short(&kit, &["--fix"]).code, 1);
    assert_eq!(kit.read(CARD), text);
}

#[test]
fn watching_tells_again_after_each_save() {
    let kit = Sandbox::new().file(CARD, "name: A\nowner: I\nwhy_we_lose: [x]\n");
    let mut program = Command::new(env!("CARGO_BIN_EXE_talktrack"))
        .args(["check", "--watch", "--report", "short", "--today", TODAY])
        .current_dir(kit.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut lines = BufReader::new(program.stderr.take().expect("its words")).lines().map_while(Result::ok);
    assert!(lines.by_ref().any(|l| l.contains("waiting for a change")));
    kit.write(CARD, "name: A\nowner: I\n");
    assert!(lines.by_ref().take_while(|l| !l.contains("waiting")).any(|l| l.contains("[missing-losses]")));
    kit.write("talktrack.yaml", "title: T\ntitel: U\n");
    assert!(lines.by_ref().any(|l| l.contains("[unknown-key]")));
    program.kill().expect("to end it");
    program.wait().expect("its end");
}

/// A web that answers `/fine` and `/moved`, knows no other page, has no heads for `/headless`, and remembers what it was
/// asked.
fn web() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("its address"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let log = log.clone();
            std::thread::spawn(move || answer(stream, &log));
        }
    });
    (address, asked)
}

fn answer(mut stream: std::net::TcpStream, log: &Mutex<Vec<String>>) {
    let mut request = [0; 4096];
    let read = stream.read(&mut request).unwrap_or(0);
    let line = String::from_utf8_lossy(&request[..read]).lines().next().unwrap_or_default().to_owned();
    let status = match line.rsplit(' ').nth(1).unwrap_or_default() {
        "/headless" if line.starts_with("HEAD") => "405 Method Not Allowed",
        "/fine" | "/headless" => "200 OK",
        "/busy" => "429 Too Many Requests",
        "/moved" => "301 Moved\r\nLocation: /fine",
        _ => "404 Not Found",
    };
    log.lock().expect("the log").push(line);
    let _ = stream.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").as_bytes());
}

#[test]
fn links_to_the_web_are_asked_for_only_when_told_and_not_again_for_a_week() {
    let (web, asked) = web();
    let kit = Sandbox::new().file(
        CARD,
        format!("name: A\nwebsite: {web}/gone\noverview: \"{web}/fine [m]({web}/moved) <{web}/headless> {web}/busy [x]({web}/lost)\"\n"),
    );
    is_silent(&short(&kit, &["--only", "broken-link"]), "gone");
    assert!(asked.lock().expect("the log").is_empty());
    let run = short(&kit, &["--only", "broken-link", "--links"]);
    let told = run.stderr.lines().filter(|l| l.contains("[broken-link]")).count();
    assert_eq!(told, 2, "{}", run.stderr);
    says(&run, "a.yaml:2:10: warning[broken-link]: `");
    says(&run, "/lost` is not there any more (404)");
    assert!(kit.exists(".talktrack/links.json"));
    asked.lock().expect("the log").clear();
    short(&kit, &["--only", "broken-link", "--links"]);
    let again = asked.lock().expect("the log").join("\n");
    assert!(!again.contains("/fine") && again.contains("/gone"), "{again}");
    kit.write(".talktrack/links.json", "not json");
    assert_eq!(short(&kit, &["--only", "broken-link", "--links"]).code, 0);
}

#[test]
fn a_web_that_cannot_be_reached_at_all_is_told_as_such() {
    let kit = Sandbox::new()
        .file(CARD, "name: A\noverview: \"http://127.0.0.1:1/a http://127.0.0.1:1/b http://127.0.0.1:1/c\"\n");
    let run = short(&kit, &["--links"]);
    assert_eq!(run.code, 2);
    says(&run, "none of 3 links could be reached");
}

#[test]
fn a_kit_begun_later_is_as_fresh_as_the_sample() {
    let sandbox = Sandbox::bare();
    let new = Command::new(env!("CARGO_BIN_EXE_talktrack"))
        .args(["new", "kit"])
        .current_dir(sandbox.path(""))
        .env("SOURCE_DATE_EPOCH", "1863475200")
        .output()
        .expect("the program");
    assert!(new.status.success());
    let run = sandbox.run(&["check", "--root", "kit", "--today", "2029-01-19", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// The code block of the README that holds some words.
fn block(holding: &str) -> String {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("the README");
    let blocks = readme.split("```").skip(1).step_by(2).map(|b| b.split_once('\n').map_or("", |(_, code)| code));
    blocks.filter(|code| code.contains(holding)).last().unwrap_or_else(|| panic!("a block with {holding}")).to_owned()
}

/// A kit in a repository, with the program on the path of what runs there.
struct Repository(Sandbox);

impl Repository {
    fn new() -> Self {
        let repository = Repository(Sandbox::new().file(CARD, "name: A\nowner: I\nwhy_we_lose: [x]\n"));
        for line in ["git init -q -b main .", "git add -A", "git commit -qm one"] {
            assert!(repository.sh(line).0, "{line}");
        }
        repository
    }

    /// Runs a line of a shell; whether it went well, and all it said.
    fn sh(&self, line: &str) -> (bool, String) {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_talktrack")).parent().expect("its folder");
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
        let output = Command::new("sh")
            .args(["-c", line])
            .current_dir(self.0.path(""))
            .env("PATH", path)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|k| (k, "A")))
            .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|k| (k, "a@b.example")))
            .env("SOURCE_DATE_EPOCH", "1795392000")
            .output()
            .expect("a shell");
        let all = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&all).into_owned())
    }

    /// A commit of a card that is wrong must be stopped, and one of a card that is right must go through.
    fn stops_what_is_wrong(&self) {
        self.0.write(CARD, "name: A\nowner: I\nnaem: B\nwhy_we_lose: [x]\n");
        let (went, said) = self.sh("git add -A && git commit -qm wrong");
        assert!(!went && said.contains("[unknown-key]"), "{said}");
        self.0.write(CARD, "name: B\nowner: I\nwhy_we_lose: [x]\n");
        let (went, said) = self.sh("git add -A && git commit -qm right");
        assert!(went, "{said}");
    }
}

#[test]
fn the_hook_of_the_readme_stops_a_commit_that_is_wrong() {
    let repository = Repository::new();
    assert!(repository.sh(&block(".git/hooks/pre-commit")).0);
    repository.stops_what_is_wrong();
}

#[test]
fn the_pre_commit_settings_of_the_readme_stop_a_commit_that_is_wrong() {
    let repository = Repository::new();
    if !repository.sh("pre-commit --version").0 {
        eprintln!("skipped: pre-commit is not installed (`pip install pre-commit`)");
        return;
    }
    repository.0.write(".pre-commit-config.yaml", block("- repo: local"));
    let (went, said) = repository.sh("git add -A && git commit -qm hooks && pre-commit install");
    assert!(went, "{said}");
    repository.stops_what_is_wrong();
}

/// What the steps of a pipeline in the README run, from its YAML.
fn steps(yaml: &str, key: &str) -> Vec<String> {
    let mark = format!("- {key}");
    let lines = yaml.lines().map(str::trim).filter_map(|l| l.strip_prefix(mark.as_str()));
    lines.map(str::to_owned).collect()
}

#[test]
fn the_steps_of_the_readme_for_github_run() {
    let repository = Repository::new();
    assert!(repository.sh("git update-ref refs/remotes/origin/main HEAD").0);
    repository.0.write(CARD, "name: A\nowner: I\nwhy_we_win: [x]\n");
    let steps = steps(&block(".github/workflows"), "run: ");
    assert_eq!(steps.len(), 3, "{steps:?}");
    let all = format!("export GITHUB_BASE_REF=main GITHUB_STEP_SUMMARY=summary.md\n{}", steps.join("\n"));
    let (went, said) = repository.sh(&all);
    assert!(went, "{said}");
    assert!(said.contains("::warning file=content/competitors/a.yaml,line=1"), "{said}");
    assert!(repository.0.read("summary.md").contains("**Sales content:**"));
}

#[test]
fn the_steps_of_the_readme_for_gitlab_run() {
    let repository = Repository::new();
    repository.0.write(CARD, "name: A\nowner: I\nnaem: B\n");
    let yaml = block(".gitlab-ci.yml");
    let script: Vec<String> = steps(&yaml, "").into_iter().filter(|l| l.contains("talktrack")).collect();
    assert_eq!(script.len(), 3, "{script:?}");
    let (went, said) = repository.sh(&format!("set -e\n{}", script.join("\n")));
    assert!(!went, "a kit with errors passed: {said}");
    assert!(repository.0.read("gl-code-quality-report.json").contains("\"check_name\": \"unknown-key\""));
    assert!(repository.0.read("talktrack-junit.xml").contains("<failure"));
}

#[test]
fn a_piece_of_the_kits_own_has_a_budget_for_its_finished_pages() {
    let kit = Sandbox::new()
        .file(CARD, format!("name: A\noverview: {}\n", "word ".repeat(60)))
        .file(
            "templates/collateral.yaml",
            "- {name: brief, each: competitor, path: \"brief/{id}\", title: \"{name}\", budget: 50}\n",
        )
        .file("templates/markdown/brief.md", "# {{ page.title }}\n\n{{ it.overview | block }}\n")
        .file(
            "templates/html/brief.html",
            "{% extends \"parts/layout.html\" %}{% block main %}<h1>{{ page.title }}</h1>{% endblock %}\n",
        );
    let run = short(&kit, &["--only", "over-budget"]);
    says(
        &run,
        "content/competitors/a.yaml: error[over-budget]: the page `brief/a` has 61 words, 11 more than the 50 it may have",
    );
    kit.write("talktrack.yaml", "title: T\nrules: {over-budget: warning}\n");
    says(&short(&kit, &["--only", "over-budget"]), "warning[over-budget]: the page `brief/a`");
    kit.write(
        "templates/collateral.yaml",
        "- {name: brief, each: competitor, path: \"brief/{id}\", title: \"{name}\"}\n",
    );
    is_silent(&short(&kit, &["--only", "over-budget"]), "the page");
}
