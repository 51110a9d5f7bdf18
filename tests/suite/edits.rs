//! Whatever is done to a kit, a build that remembers the last one makes and tells what a fresh one does.

use std::collections::BTreeSet;
use std::fs::{self, File, FileTimes};
use std::time::{Duration, SystemTime};

use crate::dice::Dice;
use crate::sandbox::{Run, Sandbox};
use crate::unchanged::LOCK;

/// Builds of each kit, after an edit or two, and kits.
const EDITS: usize = 40;
const KITS: u64 = 6;

const KINDS: [&str; 4] = ["competitors", "faqs", "personas", "pages"];
const WORDS: [&str; 8] = ["mail", "phones", "queues", "drafts", "agents", "trials", "ledger", "source"];

/// The text of a content file of some kind, now and then a wrong one. Those of a kind are often of the same length.
fn text(kind: &str, dice: &mut Dice) -> String {
    let (a, b) = (dice.of(&WORDS), dice.of(&WORDS));
    if dice.once_in(25) {
        return dice.of(&["titel: x\n", "a: [", "", "title: \u{7}\n"]).to_owned();
    }
    let audience = dice.of(&["internal", "partner", "public"]);
    match kind {
        "competitors" => format!(
            "name: The {a}\naudience: {audience}\nquick_dismiss: Good for {b}.\nverified: 2026-11-0{}\n",
            1 + dice.below(9)
        ),
        "faqs" => {
            format!("title: On {a}\naudience: {audience}\nquestions:\n  - {{ask: Which {b}?, short: The {a}.}}\n")
        }
        "personas" => format!("name: Who reads {a}\nrole: user\naudience: {audience}\n"),
        _ => format!("title: About {a}\naudience: {audience}\ntext: We speak of {b}.\n"),
    }
}

struct Kit {
    sandbox: Sandbox,
    dice: Dice,
    /// What is asked for.
    args: Vec<String>,
    /// Files of the output folder that were edited by hand: they may stay when they are no longer made.
    edited: BTreeSet<String>,
}

impl Kit {
    fn new(seed: u64) -> Kit {
        let sandbox = Sandbox::new()
            .file("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n")
            .file("content/pages/shown.yaml", "title: Shown\ntext: \"![A sign](static/logo.svg)\"\n");
        let mut kit = Kit { sandbox, dice: Dice(seed), args: Vec::new(), edited: BTreeSet::new() };
        (0..4).for_each(|_| drop(kit.add()));
        kit.ask();
        kit
    }

    /// Asks for something else.
    fn ask(&mut self) {
        let audience = self.dice.of(&["internal", "internal", "partner", "public"]);
        let today = self.dice.of(&["2026-11-23", "2026-11-23", "2027-03-01"]);
        let more: &[&str] = match self.dice.below(6) {
            0 => &["--only", "faq"],
            1 => &["--to", "html,markdown"],
            2 => &["--single-file"],
            _ => &[],
        };
        let args = ["--audience", audience, "--today", today].into_iter().chain(more.iter().copied());
        self.args = args.map(str::to_owned).collect();
    }

    /// Some file below a folder.
    fn some(&mut self, folder: &str) -> Option<String> {
        let files = self.sandbox.files(folder);
        let at = self.dice.below(files.len().max(1));
        files.get(at).map(|(path, _)| format!("{folder}/{path}"))
    }

    fn kind(path: &str) -> &'static str {
        let folder = path.split('/').nth(1).unwrap_or_default();
        KINDS.into_iter().find(|kind| *kind == folder).unwrap_or("pages")
    }

    fn add(&mut self) -> String {
        let kind = self.dice.of(&KINDS);
        let path = format!("content/{kind}/n{}.yaml", self.dice.below(12));
        let text = text(kind, &mut self.dice);
        self.sandbox.write(&path, text);
        format!("add {path}")
    }

    /// Puts another text into a file, so that its time stays as it was.
    fn write_at_the_same_time(&self, path: &str, text: &str) {
        let time = fs::metadata(self.sandbox.path(path)).and_then(|found| found.modified()).expect("a time");
        self.sandbox.write(path, text);
        self.date(path, time);
    }

    fn date(&self, path: &str, time: SystemTime) {
        let file = File::options().write(true).open(self.sandbox.path(path)).expect("a file");
        file.set_times(FileTimes::new().set_modified(time)).expect("another time");
    }

    /// Does something to the kit or to what was made of it, and says what.
    fn edit(&mut self) -> String {
        let Some(path) = self.some("content") else { return self.add() };
        let here = self.sandbox.path(&path);
        let word = self.dice.of(&WORDS);
        match self.dice.below(24) {
            0..=2 => {
                let text = text(Kit::kind(&path), &mut self.dice);
                self.sandbox.write(&path, text);
                format!("change {path}")
            }
            3 | 4 => self.add(),
            5 => {
                fs::remove_file(here).expect("removed");
                format!("remove {path}")
            }
            6 => {
                let to = format!("content/{}/r{}.yaml", Kit::kind(&path), self.dice.below(12));
                fs::rename(here, self.sandbox.path(&to)).expect("renamed");
                format!("rename {path} to {to}")
            }
            7 => {
                let time = SystemTime::now() - Duration::from_secs(self.dice.below(3) as u64 * 3600);
                self.date(&path, time);
                format!("touch {path}")
            }
            8 | 9 => {
                // As many bytes, at the same time, right after the last build.
                let text = self.sandbox.read(&path);
                let (old, new) = (self.dice.of(&WORDS), self.dice.of(&["cakes!", "horses", "boats"]));
                let new = &format!("{new:x<9}")[..old.len()];
                self.write_at_the_same_time(&path, &text.replace(old, new));
                format!("write {new} for {old} in {path} unseen")
            }
            10 => {
                let other = self.some("content").expect("a file");
                let time = SystemTime::now() - Duration::from_secs(7200);
                self.date(&path, time);
                self.date(&other, time);
                let between = self.sandbox.path("between");
                let there = self.sandbox.path(&other);
                fs::rename(&here, &between).expect("moved");
                if other != path {
                    fs::rename(&there, &here).expect("moved");
                }
                fs::rename(&between, there).expect("moved");
                format!("swap {path} and {other}")
            }
            11 => {
                let text = format!(
                    "{{% extends \"builtin/faq.html\" %}}{{% block main %}}<p>{word}</p>{{{{ super() }}}}{{% endblock %}}"
                );
                self.sandbox.write("templates/html/faq.html", text);
                "change a template".to_owned()
            }
            12 => {
                let text = ["faq: Asked\n", "faq: Tales\n", "fag: x\n"][self.dice.below(3)];
                self.sandbox.write("templates/labels/en.yaml", text);
                "change labels".to_owned()
            }
            13 => {
                let text = format!("- {{name: one, each: competitor, path: \"{word}/{{id}}\", title: \"{{name}}\"}}\n");
                self.sandbox.write("templates/collateral.yaml", text);
                let template = "{% extends \"parts/layout.html\" %}{% block main %}<p>One</p>{% endblock %}";
                self.sandbox.write("templates/html/one.html", template);
                self.sandbox.write("templates/markdown/one.md", "One\n");
                "change the collateral".to_owned()
            }
            14 => {
                let gone = self.some("templates");
                if let Some(path) = &gone {
                    fs::remove_file(self.sandbox.path(path)).expect("removed");
                }
                format!("remove {gone:?}")
            }
            15 => {
                let language = self.dice.of(&["en", "ja", "en", "xx"]);
                let budgets = self.dice.of(&["{}", "{gathered: 0, beside: 1, listed: 1}"]);
                let text = format!("title: The {word}\ncompany: Us\nlanguage: {language}\nbudgets: {budgets}\n");
                self.sandbox.write("talktrack.yaml", text);
                "change settings".to_owned()
            }
            16 => {
                self.ask();
                format!("ask for {:?}", self.args)
            }
            17 | 18 => {
                let Some(path) = self.some(self.out()) else { return "nothing".to_owned() };
                self.edited.insert(path.split_once('/').expect("a folder").1.to_owned());
                let bytes = fs::read(self.sandbox.path(&path)).expect("a file");
                match self.dice.below(4) {
                    0 => fs::remove_file(self.sandbox.path(&path)).expect("removed"),
                    1 => self.date(&path, SystemTime::now()),
                    2 => self.sandbox.write(&path, [&bytes[..], b"x"].concat()),
                    _ => {
                        let time = fs::metadata(self.sandbox.path(&path)).and_then(|m| m.modified()).expect("a time");
                        let other = bytes.iter().map(|byte| if *byte == b'e' { b'a' } else { *byte });
                        self.sandbox.write(&path, other.collect::<Vec<_>>());
                        self.date(&path, time);
                    }
                }
                format!("spoil {path}")
            }
            19 => {
                let odd =
                    self.dice.of(&["content/stray.yaml", "content/faqs/n.txt", "content/odd/n.yaml", "static/n.txt"]);
                if self.sandbox.exists(odd) {
                    fs::remove_file(self.sandbox.path(odd)).expect("removed");
                    let _ = fs::remove_dir(self.sandbox.path("content/odd"));
                } else {
                    self.sandbox.write(odd, format!("name: {word}\n"));
                }
                format!("add or remove {odd}")
            }
            20 => {
                let link = self.sandbox.path("content/pages/link.yaml");
                let _ = fs::remove_file(&link);
                #[cfg(unix)]
                std::os::unix::fs::symlink(here, link).expect("a link");
                format!("link to {path}")
            }
            21 => {
                let Some(path) = self.some(".talktrack/builds") else { return "nothing".to_owned() };
                let mut bytes = fs::read(self.sandbox.path(&path)).expect("a record");
                let at = self.dice.below(bytes.len());
                bytes[at] ^= 1 << self.dice.below(8);
                if self.dice.once_in(2) {
                    bytes.truncate(at);
                }
                self.sandbox.write(&path, bytes);
                "damage the record".to_owned()
            }
            22 => {
                let color = self.dice.of(&["red", "tan"]);
                let svg =
                    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" fill=\"{color}\" width=\"9\" height=\"9\"/>\n");
                self.sandbox.write("static/logo.svg", svg);
                "change a picture".to_owned()
            }
            _ => "nothing".to_owned(),
        }
    }

    fn out(&self) -> &'static str {
        if self.args.iter().any(|arg| arg == "--single-file") { "public-single" } else { "public" }
    }

    fn build(&self, more: &[&str]) -> Run {
        let args: Vec<&str> =
            ["build", "--report", "json"].into_iter().chain(self.args.iter().map(String::as_str)).collect();
        self.sandbox.run(&[&args, more].concat())
    }

    /// Builds, with what is remembered and without, and holds both against each other. Tells what came of it, and whether
    /// the program knew that there was nothing to do.
    fn compare(&self, done: &[String]) -> (Run, bool) {
        let lock = self.sandbox.path(&format!("{}/{LOCK}", self.out()));
        let _ = fs::remove_file(&lock);
        let remembered = self.build(&[]);
        let known = remembered.code == 0 && !lock.exists();
        let _ = fs::remove_dir_all(self.sandbox.path("clean"));
        let fresh = self.build(&["--fresh", "--out", "clean"]);
        let told = |run: &Run| (run.code, run.stdout.clone());
        assert_eq!(told(&remembered), told(&fresh), "after {done:#?}\n{}\n{}", remembered.stderr, fresh.stderr);
        if fresh.code == 0 {
            let mut files = self.sandbox.files(self.out());
            let clean = self.sandbox.files("clean");
            let made: BTreeSet<&str> = clean.iter().map(|(path, _)| path.as_str()).collect();
            files.retain(|(path, _)| made.contains(path.as_str()) || !self.edited.contains(path));
            let differ = |path: &String| files.iter().find(|f| f.0 == *path) != clean.iter().find(|f| f.0 == *path);
            let wrong: BTreeSet<&String> =
                files.iter().chain(&clean).map(|(path, _)| path).filter(|p| differ(p)).collect();
            assert!(wrong.is_empty(), "{wrong:?} (known: {known}) after {done:#?}");
        }
        (remembered, known)
    }

    /// Takes away what is wrong with the kit.
    fn mend(&mut self, run: &Run) -> String {
        self.sandbox.write("talktrack.yaml", "title: Field guide\ncompany: Us\n");
        let files: BTreeSet<String> = run.findings().into_iter().map(|(_, file, ..)| file).collect();
        for file in files.iter().filter(|file| *file != "talktrack.yaml") {
            let path = self.sandbox.path(file);
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
        format!("mend {files:?}")
    }
}

/// Edits a kit many times; tells how often nothing had to be done.
fn story(seed: u64) -> usize {
    let mut kit = Kit::new(seed);
    let mut done = vec![format!("seed {seed}")];
    let mut known = 0;
    for _ in 0..EDITS {
        let (run, is_known) = kit.compare(&done);
        known += usize::from(is_known);
        if run.code != 0 && kit.dice.once_in(2) {
            done.push(kit.mend(&run));
            continue;
        }
        for _ in 0..kit.dice.below(3) {
            done.push(kit.edit());
        }
        if kit.dice.once_in(3) {
            // From now on the stamps so far are believed.
            std::thread::sleep(Duration::from_millis(70));
            kit.sandbox.write("static/young.txt", "young");
            done.push("wait".to_owned());
        }
    }
    known
}

#[test]
fn whatever_is_done_to_a_kit_a_build_that_remembers_is_like_a_fresh_one() {
    let first = std::env::var("TALKTRACK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let known: usize = std::thread::scope(|scope| {
        let stories: Vec<_> = (first..first + KITS).map(|seed| scope.spawn(move || story(seed))).collect();
        stories.into_iter().map(|story| story.join().unwrap_or_else(|e| std::panic::resume_unwind(e))).sum()
    });
    assert!(known > EDITS, "known only {known} times");
}
