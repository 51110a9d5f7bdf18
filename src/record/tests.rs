//! What cannot be told from outside: two versions of a file with one stamp, and a machine that was started anew.

use std::fs;

use super::*;
use crate::pipeline;
use crate::ready::Wanted;
use crate::text::Audience;
use crate::view::audience::Reader;
use crate::write::{Options, Writer};

struct Kit {
    _home: tempfile::TempDir,
    project: Project,
    out: PathBuf,
}

impl Kit {
    fn new() -> Kit {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().canonicalize().unwrap();
        for (path, text) in [
            ("talktrack.yaml", "title: T\ncompany: Us\n"),
            ("content/pages/a.yaml", "title: One\ntext: \"![A sign](static/a.svg)\"\n"),
            ("static/a.svg", "<svg width=\"8\" height=\"8\"/>\n"),
        ] {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        }
        let out = root.join("public");
        Kit { _home: home, project: Project { root }, out }
    }

    fn before(&self) -> Before {
        Before::of(&self.project, &self.out, "options").unwrap()
    }

    /// Builds, while `meanwhile` happens after the walk through the kit.
    fn build(&self, meanwhile: impl FnOnce()) {
        self.build_between(meanwhile, || {});
    }

    /// Builds, while one thing happens after the walk through the kit, and another after it was read.
    fn build_between(&self, meanwhile: impl FnOnce(), then: impl FnOnce()) {
        let before = self.before();
        meanwhile();
        let wanted = Wanted {
            reader: Reader { audience: Audience::Internal, drafts: false, segment: None, region: None },
            only: Vec::new(),
            targets: vec![&crate::render::TARGETS[0]],
            single_file: false,
            since: None,
            output: crate::render::Output::default(),
            today: "2026-11-23".parse().unwrap(),
        };
        let writer = Writer::new(&self.out, Options::default());
        let built = pipeline::build(&self.project, &wanted, &|path, bytes| writer.put(path, bytes)).unwrap();
        assert!(built.paths.is_some(), "{:?}", built.diagnostics);
        then();
        let (_, stood) = writer.commit_and_look().unwrap();
        before.keep(&built.diagnostics, &built.sources, stood, built.notes);
    }

    /// A walk through the kit on a disk with a clock so slow that nothing but sizes tells of a change.
    fn stopped_clock(&self, then: &Before) -> Before {
        let mut now = self.before();
        for (now, then) in now.seen.iter_mut().zip(&then.seen) {
            (now.stamp, now.hash) = (then.stamp, None);
        }
        now
    }

    /// Writes, in place.
    fn write(&self, path: &str, text: &str) {
        fs::write(self.project.root.join(path), text).unwrap();
    }
}

/// What is told of a kit of which nothing changed.
fn known(before: &Before) -> Option<Built> {
    before.past().filter(Past::is_same).and_then(Past::unchanged)
}

/// Longer than a tick.
fn a_while() {
    std::thread::sleep(std::time::Duration::from_millis(80));
}

#[test]
fn a_young_stamp_is_not_believed() {
    let kit = Kit::new();
    let then = kit.before();
    kit.build(|| {});
    assert!(known(&kit.stopped_clock(&then)).is_some());
    kit.write("content/pages/a.yaml", "title: Two\ntext: \"![A sign](static/a.svg)\"\n");
    assert!(known(&kit.stopped_clock(&then)).is_none());
}

#[test]
fn a_stamp_that_is_past_stands_for_the_bytes() {
    let kit = Kit::new();
    a_while();
    kit.write("static/a.svg", "<svg width=\"9\" height=\"9\"/>\n");
    let then = kit.before();
    kit.build(|| {});
    kit.write("content/pages/a.yaml", "title: Two\ntext: \"![A sign](static/a.svg)\"\n");
    assert!(known(&kit.stopped_clock(&then)).is_some(), "the bytes are not read");
    assert!(known(&kit.before()).is_none(), "a clock that goes tells");
}

#[test]
fn after_the_machine_was_started_anew_bytes_are_read_once() {
    let kit = Kit::new();
    a_while();
    kit.write("static/a.svg", "<svg width=\"9\" height=\"9\"/>\n");
    let then = kit.before();
    kit.build(|| {});
    let started = |mut before: Before| {
        before.start = "another".to_owned();
        before
    };
    assert!(known(&started(kit.before())).is_some());
    assert_eq!(Record::read(&place::read(&kit.project.root, &kit.out).unwrap()).unwrap().start, "another");
    kit.build(|| {});
    kit.write("content/pages/a.yaml", "title: Two\ntext: \"![A sign](static/a.svg)\"\n");
    assert!(known(&started(kit.stopped_clock(&then))).is_none());
}

#[test]
fn what_changes_while_a_build_goes_on_is_seen_by_the_next() {
    for path in ["content/pages/a.yaml", "static/a.svg", "talktrack.yaml"] {
        let kit = Kit::new();
        let old = fs::read_to_string(kit.project.root.join(path)).unwrap();
        let new = old.replace('T', "U").replace('O', "A").replace('8', "7");
        kit.build(|| kit.write(path, &new));
        assert!(path.starts_with("static") || known(&kit.before()).is_some(), "{path} was read after it changed");
        kit.write(path, &old);
        assert!(known(&kit.before()).is_none(), "{path} is not what was read");
    }
}

#[test]
fn a_file_that_comes_while_a_build_goes_on_is_seen_by_the_next() {
    let kit = Kit::new();
    kit.build(|| kit.write("content/pages/b.yaml", "title: B\n"));
    assert!(known(&kit.before()).is_none());
}

#[test]
fn a_record_that_speaks_of_other_places_reads_and_writes_nothing_there() {
    let kit = Kit::new();
    kit.build(|| {});
    let root = &kit.project.root;
    let good = Record::read(&place::read(root, &kit.out).unwrap()).unwrap();
    for path in ["../../outside", "/etc/hostname", "a/../../b", ".talktrack-lock", ""] {
        let mut record = good.clone();
        record.outputs.files[0].path = path.into();
        place::keep(root, &kit.out, &record.written());
        assert!(known(&kit.before()).is_none(), "{path}");
        let mut record = good.clone();
        record.inputs[0].seen.path = path.to_owned();
        place::keep(root, &kit.out, &record.written());
        assert!(known(&kit.before()).is_none(), "{path}");
    }
    place::keep(root, &kit.out, &good.written());
    assert!(known(&kit.before()).is_some());
}

#[test]
fn what_came_and_went_while_a_build_went_on_is_not_remembered() {
    let path = |kit: &Kit, name: &str| kit.project.root.join(name);
    for name in ["content/pages/zed.yaml", "content/pages/save.tmp", "templates/html/page.html", "static/zz.svg"] {
        let kit = Kit::new();
        fs::create_dir_all(path(&kit, "templates/html")).unwrap();
        a_while();
        let text = if name.ends_with("html") { "{{ it.title }}" } else { "title: Zed\n" };
        kit.build_between(|| kit.write(name, text), || fs::remove_file(path(&kit, name)).unwrap());
        assert!(known(&kit.before()).is_none(), "{name}");
        kit.build(|| {});
        assert!(known(&kit.before()).is_some(), "{name}");
    }
    for name in ["content", "content/pages", "static"] {
        let kit = Kit::new();
        a_while();
        let there = || fs::rename(path(&kit, name), path(&kit, "away")).unwrap();
        kit.build_between(there, || fs::rename(path(&kit, "away"), path(&kit, name)).unwrap());
        assert!(known(&kit.before()).is_none(), "{name}");
    }
    let kit = Kit::new();
    kit.build_between(|| {}, || fs::create_dir_all(path(&kit, "templates")).unwrap());
    assert!(known(&kit.before()).is_none(), "a folder that was not there");
}
