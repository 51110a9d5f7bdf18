//! What is read again while one writes: whatever happens to a kit that is watched, what is remembered of it is what a
//! fresh look finds.

use std::fs;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use talktrack::check::Scope;
use talktrack::load::Touched;
use talktrack::project::Project;
use talktrack::ready::{Judgement, Memory, Ready, ready};
use talktrack::watch;

use crate::sandbox::{Sandbox, TODAY};

const CARD: &str = "content/competitors/a.yaml";

/// A kit under the eyes of somebody who remembers it.
struct Desk {
    kit: Sandbox,
    project: Project,
    memory: Memory,
    changes: Receiver<Touched>,
    looks: usize,
}

impl Desk {
    fn new() -> Desk {
        let kit = Sandbox::new()
            .file(CARD, "name: Alpha\none_liner: Mail\n")
            .file("content/competitors/b.yaml", "name: Beta\none_liner: Mail\n")
            .file("content/competitors/c.yaml", "- {id: c, name: Gamma}\n- {id: d, name: Delta}\n")
            .file("content/faqs/a.yaml", "title: On Alpha\nabout: a\nquestions: [{ask: Which?, short: This.}]\n")
            .file("content/field-log/one.yaml", "- {on: 2026-11-01, words: Hm}\n- {on: 2026-11-02, words: Oh}\n")
            .file("content/pages/p.md", "---\ntitle: P\n---\nSee [a](../field-log/one.yaml), ![s](/static/s.svg).\n")
            .file("static/s.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n");
        let project = Project::find(&kit.path("")).expect("a kit");
        let (tell, changes) = mpsc::channel();
        watch::watch(&project, move |touched| tell.send(touched).is_ok());
        let mut desk = Desk { kit, project, memory: Memory::default(), changes, looks: 0 };
        desk.compare("at first");
        desk
    }

    /// Does something to the kit, and holds what is remembered by what was seen of it against a fresh look.
    #[track_caller]
    fn after(&mut self, what: &str, act: impl FnOnce(&Sandbox)) {
        act(&self.kit);
        // Whoever sees this last has seen the rest.
        self.looks += 1;
        let last = format!("title: Guide {}\n", self.looks);
        self.kit.write("talktrack.yaml", &last);
        while !self.look().is_some_and(|texts| texts.contains(&last)) {}
        self.compare(what);
    }

    /// Waits for a change, and reads the kit again; the texts of all files, where there are any.
    fn look(&mut self) -> Option<Vec<String>> {
        let touched = self.changes.recv_timeout(Duration::from_secs(20)).expect("a change is seen");
        self.memory.touch(touched);
        let (_, built) = self.ready()?;
        Some(built.sources.iter().map(|(_, text)| text.to_owned()).collect())
    }

    fn ready(&mut self) -> Option<(Option<Ready>, Judgement)> {
        ready(&self.project, &mut self.memory, None, TODAY.parse().expect("a day"), Scope::Pages, None).ok()
    }

    #[track_caller]
    fn compare(&mut self, what: &str) {
        while let Ok(touched) = self.changes.recv_timeout(Duration::from_millis(30)) {
            self.memory.touch(touched);
            self.ready();
        }
        self.memory.touch(Touched::Only([].into()));
        let remembered = told(self.ready());
        let known = std::mem::take(&mut self.memory);
        assert_eq!(remembered, told(self.ready()), "{what}");
        self.memory = known;
    }
}

/// All that pages are made of, in words.
fn told(read: Option<(Option<Ready>, Judgement)>) -> String {
    let Some((ready, built)) = read else { return "unreadable".to_owned() };
    let kit = ready.map(|ready| {
        let library = &ready.checked.library;
        let cards: Vec<_> = library.competitors.iter().collect();
        let faqs: Vec<_> = library.faqs.iter().collect();
        let heard: Vec<_> = library.field_log.iter().collect();
        let mut pages: Vec<_> = ready.checked.kit.paths.pages.iter().collect();
        pages.sort_by_key(|(path, _)| path.to_string());
        format!("{cards:#?}\n{faqs:#?}\n{heard:#?}\n{pages:#?}\n{:#?}", ready.checked.kit.paths.statics)
    });
    format!("{:#?}\n{:#?}\n{}", built.diagnostics, built.sources, kit.unwrap_or_default())
}

#[test]
fn a_card_that_is_saved_is_read_whatever_way_it_was_saved() {
    let mut desk = Desk::new();
    desk.after("written", |kit| kit.write(CARD, "name: Alpha\none_liner: Post\n"));
    desk.after("as long as before, in the same moment", |kit| {
        for word in ["Fax!", "Talk", "Mail"] {
            kit.write(CARD, format!("name: Alpha\none_liner: {word}\n"));
        }
    });
    desk.after("as long and as old as before, by another in its place", |kit| {
        let then = fs::metadata(kit.path(CARD)).and_then(|meta| meta.modified()).expect("a time");
        kit.write("content/competitors/a.yaml.tmp", "name: Alpha\none_liner: Bird\n");
        let file = fs::File::options().write(true).open(kit.path("content/competitors/a.yaml.tmp")).expect("a file");
        file.set_modified(then).expect("a time");
        fs::rename(kit.path("content/competitors/a.yaml.tmp"), kit.path(CARD)).expect("renamed");
    });
    desk.after("with a copy of the old one kept", |kit| {
        fs::rename(kit.path(CARD), kit.path("content/competitors/a.yaml~")).expect("renamed");
        kit.write(CARD, "name: Alpha\none_liner: Mail again\n");
        fs::remove_file(kit.path("content/competitors/a.yaml~")).expect("removed");
    });
    desk.after("broken", |kit| kit.write(CARD, "name: [\n"));
    desk.after("mended", |kit| kit.write(CARD, "name: Alpha\n"));
    desk.after("with another id", |kit| kit.write(CARD, "id: b\nname: Alpha\n"));
    desk.after("with more of them in it", |kit| kit.write(CARD, "- {id: a, name: A}\n- {id: z, name: Z}\n"));
}

#[test]
fn files_and_folders_that_come_and_go_are_seen() {
    let mut desk = Desk::new();
    desk.after("a new one", |kit| kit.write("content/competitors/aa.yaml", "name: New\n"));
    desk.after("one gone", |kit| fs::remove_file(kit.path("content/competitors/b.yaml")).expect("removed"));
    desk.after("one renamed", |kit| {
        fs::rename(kit.path("content/competitors/aa.yaml"), kit.path("content/competitors/zz.yaml")).expect("renamed");
    });
    desk.after("two swapped", |kit| {
        fs::rename(kit.path(CARD), kit.path("content/x")).expect("renamed");
        fs::rename(kit.path("content/competitors/zz.yaml"), kit.path(CARD)).expect("renamed");
        fs::rename(kit.path("content/x"), kit.path("content/competitors/zz.yaml")).expect("renamed");
    });
    desk.after("one that is not read", |kit| kit.write("content/faqs/n.txt", "x"));
    desk.after("and it is gone", |kit| fs::remove_file(kit.path("content/faqs/n.txt")).expect("removed"));
    desk.after("a folder moved away", |kit| fs::rename(kit.path("content/faqs"), kit.path("away")).expect("moved"));
    desk.after("and put back", |kit| fs::rename(kit.path("away"), kit.path("content/faqs")).expect("moved"));
    desk.after("a card in it", |kit| kit.write("content/faqs/a.yaml", "title: Again\n"));
    desk.after("a folder replaced by one of the same name", |kit| {
        kit.write("other/q.yaml", "title: Other\n");
        fs::rename(kit.path("content/faqs"), kit.path("gone")).expect("moved");
        fs::rename(kit.path("other"), kit.path("content/faqs")).expect("moved");
    });
    desk.after("a card in that", |kit| kit.write("content/faqs/q.yaml", "title: Other again\n"));
    desk.after("all content moved away and back at once", |kit| {
        fs::rename(kit.path("content"), kit.path("elsewhere")).expect("moved");
        fs::rename(kit.path("elsewhere"), kit.path("content")).expect("moved");
    });
    desk.after("a card in it, once more", |kit| kit.write(CARD, "name: Once more\n"));
    desk.after("a card that became a folder", |kit| {
        fs::remove_file(kit.path(CARD)).expect("removed");
        kit.write(&format!("{CARD}/deep.yaml"), "name: Deep\n");
    });
    desk.after("a picture changed", |kit| {
        kit.write("static/s.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"7\"/>\n");
    });
    desk.after("a picture gone", |kit| fs::remove_file(kit.path("static/s.svg")).expect("removed"));
    desk.after("the settings gone for a moment, and a card changed meanwhile", |kit| {
        fs::remove_file(kit.path("talktrack.yaml")).expect("removed");
        kit.write("content/competitors/c.yaml", "- {id: c, name: Meanwhile}\n");
        std::thread::sleep(Duration::from_millis(100));
    });
}

#[test]
fn many_edits_at_once_are_all_seen() {
    let mut desk = Desk::new();
    let card = |at: usize| format!("content/competitors/m{at}.yaml");
    desk.after("many new ones", |kit| (0..300).for_each(|at| kit.write(&card(at), format!("name: M{at}\n"))));
    desk.after("all written", |kit| (0..300).for_each(|at| kit.write(&card(at), format!("name: N{at}\n"))));
    desk.after("every second one gone", |kit| {
        (0..300).step_by(2).for_each(|at| fs::remove_file(kit.path(&card(at))).expect("removed"));
    });
}

#[cfg(unix)]
#[test]
fn a_file_with_several_names_changes_under_all_of_them() {
    let mut desk = Desk::new();
    desk.after("a link", |kit| {
        kit.write("content/shared.yaml", "name: Shared\n");
        std::os::unix::fs::symlink("../shared.yaml", kit.path("content/competitors/s.yaml")).expect("a link");
    });
    desk.after("written where it stands", |kit| kit.write("content/shared.yaml", "name: Written\n"));
    desk.after("no link any more", |kit| {
        fs::remove_file(kit.path("content/competitors/s.yaml")).expect("removed");
        fs::hard_link(kit.path("content/competitors/b.yaml"), kit.path("content/competitors/t.yaml")).expect("a name");
    });
    desk.after("written under one name", |kit| kit.write("content/competitors/t.yaml", "name: Both\n"));
}
