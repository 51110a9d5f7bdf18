//! The engine against a wiki in memory that can be edited by a person, lose answers, stop the program, and rewrite what
//! it stores.

mod crashes;
mod decisions;
mod memory;
mod people;
mod pruning;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::apply::{Done, Outcome, Run};
use super::decide::Action;
use super::journal::{self, Journal};
use super::ledger::Ledger;
use super::plan::{Plan, plan};
use super::{Leaf, Shelf, Sort, resume};
use memory::Memory;

/// The sort of the wiki in memory: names fold to small letters.
static SORT: Sort = Sort {
    name: "memory",
    target: "markdown",
    call: |_, heading| heading.title.clone(),
    file: |_, name| name.to_owned(),
    fold: |_, name| name.to_lowercase(),
    refuse: |_, _| None,
    links: |_, _| Default::default(),
    dress: |_, _, text| text,
    beside: |_, _| Vec::new(),
    needs: |_| Vec::new(),
    open: |_, _| unreachable!("the tests hold it themselves"),
};

/// A shelf of an index and pages below it.
fn shelf(texts: &[(&str, &str)]) -> Shelf {
    let leaves = texts.iter().map(|(key, text)| Leaf {
        key: (*key).to_owned(),
        name: format!("Page {key}"),
        parent: (*key != "index").then(|| "index".to_owned()),
        text: (*text).to_owned(),
        ..Leaf::default()
    });
    Shelf { place: "wiki".into(), settings: Default::default(), sort: &SORT, leaves: leaves.collect() }
}

/// The same with a picture on each page.
fn with_pictures(mut shelf: Shelf, bytes: &[u8]) -> Shelf {
    shelf.leaves.iter_mut().for_each(|leaf| leaf.files = BTreeMap::from([("logo.png".to_owned(), bytes.into())]));
    shelf
}

/// A kit's folder with what is kept in it.
struct Desk {
    folder: tempfile::TempDir,
    runs: usize,
}

/// What came of a run.
struct Ran {
    plan: Plan,
    outcome: Outcome,
}

impl Ran {
    /// What was planned for a page.
    fn action(&self, key: &str) -> Action {
        self.plan.pages.iter().find(|s| s.key == key).map_or(Action::Nothing, |s| s.action)
    }

    /// What came of it.
    fn done(&self, key: &str) -> &Done {
        let at = self.plan.pages.iter().position(|s| s.key == key).expect("a page of the plan");
        &self.outcome.done[at]
    }
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().expect("a folder"), runs: 0 }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn ledger(&self) -> Ledger {
        Ledger::read(self.root(), "wiki", "kit").expect("a ledger")
    }

    fn publish(&mut self, shelf: &Shelf, wiki: &mut Memory) -> Ran {
        self.publish_with(shelf, wiki, &[], &[])
    }

    /// Publishes as the command does. The wiki may "kill" the run: then nothing after that moment happens.
    fn publish_with(&mut self, shelf: &Shelf, wiki: &mut Memory, ours: &[(&str, &str)], again: &[&str]) -> Ran {
        self.runs += 1;
        let mut ledger = self.ledger();
        resume::resume(journal::left(self.root(), "wiki").unwrap(), &mut ledger, wiki).expect("a wiki that answers");
        let (plan, seen) = plan(shelf, &ledger, wiki).expect("a plan");
        let mut journal = Journal::open(self.root(), "wiki").unwrap();
        let mut run = Run::new(wiki, &mut ledger, &mut journal, format!("run{}", self.runs), seen);
        run.ours = ours.iter().map(|(k, s)| ((*k).to_owned(), (*s).to_owned())).collect::<HashMap<_, _>>();
        run.again = again.iter().map(|k| (*k).to_owned()).collect();
        let outcome = run.apply(&plan, &shelf.leaves, &mut |_, _| {}).expect("a disk");
        if !wiki.is_killed() {
            ledger.save(self.root(), "wiki").unwrap();
            if outcome.stopped.is_none() {
                journal.close().unwrap();
            }
        }
        Ran { plan, outcome }
    }
}
