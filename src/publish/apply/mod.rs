//! Carries a plan out, page by page, parents first. Before each write stands a line in the journal, behind it another;
//! what was written is read back; what nobody can be sure of is looked up, never repeated blindly.

mod files;
mod outcome;
mod page;
mod seal;

use std::collections::HashMap;

use super::Leaf;
use super::decide::{Action, There};
use super::journal::{Journal, Line};
use super::ledger::{Entry, Ledger, hash};
use super::mark::Mark;
use super::plan::{Plan, Step, above, moved, there};
use super::wiki::{Fault, Sighting, Stored, Wiki};
use crate::error::Error;
use outcome::ended;
pub use outcome::{Done, Outcome};

/// A run that changes things at a wiki.
pub struct Run<'a> {
    /// The wiki.
    pub wiki: &'a mut dyn Wiki,
    /// What we know, kept up with every step.
    pub ledger: &'a mut Ledger,
    /// Where steps are written down.
    pub journal: &'a mut Journal,
    /// The run, as marks name it.
    pub run: String,
    /// The texts that a person agreed to lose: key → stamp.
    pub ours: HashMap<String, String>,
    /// The pages that a person deleted and wants again.
    pub again: Vec<String>,
    /// What stood at the wiki when the plan was made: id → page.
    pub seen: HashMap<String, Sighting>,
    /// Entries of pages whose writes are gathered.
    gathered: Vec<(usize, String, Option<Entry>)>,
}

/// Why a step ended the run.
enum Stop {
    /// The wiki.
    Fault(Fault),
    /// The disk.
    Disk(Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Disk(error)
    }
}

impl<'a> Run<'a> {
    /// A run that nobody gave special orders for.
    pub fn new(
        wiki: &'a mut dyn Wiki,
        ledger: &'a mut Ledger,
        journal: &'a mut Journal,
        run: String,
        seen: HashMap<String, Sighting>,
    ) -> Run<'a> {
        Run { wiki, ledger, journal, run, ours: HashMap::new(), again: Vec::new(), seen, gathered: Vec::new() }
    }

    /// Does every step of a plan; `tell` hears of each when it is done, or, where writes are gathered, when all are.
    ///
    /// # Errors
    /// When the disk refuses the journal. What the wiki refuses is in the outcome.
    pub fn apply(
        &mut self,
        plan: &Plan,
        leaves: &[Leaf],
        tell: &mut dyn FnMut(&Step, &Done),
    ) -> Result<Outcome, Error> {
        let leaves: HashMap<&str, &Leaf> = leaves.iter().map(|leaf| (leaf.key.as_str(), leaf)).collect();
        let gathers = self.wiki.ways().gathers;
        let mut outcome = Outcome::default();
        for (at, step) in plan.pages.iter().enumerate() {
            let done = match self.step(at, step, leaves.get(step.key.as_str()).copied()) {
                Ok(done) => done,
                Err(Stop::Disk(error)) => return Err(error),
                Err(Stop::Fault(fault)) => match ended(fault) {
                    Ok(done) => done,
                    Err(stopped) => {
                        outcome.stopped = Some(stopped);
                        break;
                    }
                },
            };
            if !gathers {
                tell(step, &done);
            }
            outcome.done.push(done);
        }
        if outcome.stopped.is_none() {
            self.seal(&mut outcome)?;
        }
        if gathers {
            plan.pages.iter().zip(&outcome.done).for_each(|(step, done)| tell(step, done));
        }
        let rest = plan.pages.len() - outcome.done.len();
        outcome.done.extend(std::iter::repeat_n(Done::Skipped("the run stopped before it".into()), rest));
        Ok(outcome)
    }

    fn step(&mut self, at: usize, step: &Step, leaf: Option<&Leaf>) -> Result<Done, Stop> {
        let Some(leaf) = leaf else { return self.forget(step) };
        match step.action {
            Action::Create => self.create(at, leaf),
            Action::Deleted if self.again.contains(&step.key) => self.create(at, leaf),
            Action::Update => self.update(at, step, leaf),
            Action::Conflict | Action::Drift if self.ours.contains_key(&step.key) => self.overrule(at, step, leaf),
            Action::Converged => self.record(at, step, leaf),
            Action::Nothing => self.refresh(step),
            _ => Ok(Done::Left),
        }
    }

    /// A page may be at another stamp with the same text: somebody changed it and changed it back. To know that saves a
    /// look at the text next time.
    fn refresh(&mut self, step: &Step) -> Result<Done, Stop> {
        if let Some(entry) = self.ledger.pages.get(&step.key).filter(|entry| entry.stamp != step.stamp).cloned() {
            self.known(&step.key, Some(Entry { stamp: step.stamp.clone(), ..entry }))?;
        }
        Ok(Done::Left)
    }

    /// The kit no longer has the page.
    fn forget(&mut self, step: &Step) -> Result<Done, Stop> {
        if step.action != Action::Forget {
            return Ok(Done::Left);
        }
        self.known(&step.key, None)?;
        Ok(Done::Recorded)
    }

    /// Writes down what is known of a page from now on.
    fn known(&mut self, key: &str, entry: Option<Entry>) -> Result<(), Error> {
        self.journal.add(&Line::Known { key: key.to_owned(), entry: entry.clone().map(Box::new) })?;
        match entry {
            Some(entry) => drop(self.ledger.pages.insert(key.to_owned(), entry)),
            None => drop(self.ledger.pages.remove(key)),
        }
        Ok(())
    }

    fn mark(&self, key: &str) -> Mark {
        Mark { kit: self.ledger.kit.clone(), key: key.to_owned(), run: self.run.clone() }
    }

    fn create(&mut self, at: usize, leaf: &Leaf) -> Result<Done, Stop> {
        if let Some(why) = self.orphaned(leaf) {
            return Ok(Done::Skipped(why));
        }
        let entry = self.entry(leaf, above(leaf, self.ledger, self.wiki), &leaf.name);
        self.write(at, leaf, None, Entry { created: true, ..entry })
    }

    /// A page whose page above was not made has no place to go.
    fn orphaned(&self, leaf: &Leaf) -> Option<String> {
        let parent = leaf.parent.as_ref().filter(|_| self.wiki.ways().has_tree)?;
        (!self.ledger.pages.contains_key(parent)).then(|| format!("the page above it, `{parent}`, is not there"))
    }

    /// What will be known of a page once it is written.
    fn entry(&self, leaf: &Leaf, parent: String, asked: &str) -> Entry {
        let before = self.ledger.pages.get(&leaf.key).cloned().unwrap_or_default();
        Entry { asked: asked.to_owned(), parent, ours: hash(&leaf.text), run: self.run.clone(), ..before }
    }

    fn update(&mut self, at: usize, step: &Step, leaf: &Leaf) -> Result<Done, Stop> {
        let tried = match self.seen.get(&step.id).cloned() {
            Some(seen) => self.change(at, step, leaf, &seen),
            None => Err(Fault::Gone.into()),
        };
        match tried {
            Err(Stop::Fault(Fault::Moved)) => self.look_again(at, step, leaf),
            tried => tried,
        }
    }

    /// Somebody was faster: what stands there by now decides, once.
    fn look_again(&mut self, at: usize, step: &Step, leaf: &Leaf) -> Result<Done, Stop> {
        let Some(before) = self.ledger.pages.get(&leaf.key).cloned() else { return Ok(Done::Left) };
        let Some(seen) = self.now(&step.id)? else { return Err(Fault::Gone.into()) };
        match there(&before, &seen, Some(&leaf.text), self.wiki)?.0 {
            There::AsLeft | There::Moved => self.change(at, step, leaf, &seen),
            There::AsWanted => self.record(at, step, leaf),
            _ => Err(Fault::Moved.into()),
        }
    }

    /// A page as it stands now.
    fn now(&mut self, id: &str) -> Result<Option<Sighting>, Fault> {
        Ok(self.wiki.look(&[id], &[])?.into_iter().find(|s| s.id == id))
    }

    /// Changes a page that is as it was seen.
    fn change(&mut self, at: usize, step: &Step, leaf: &Leaf, seen: &Sighting) -> Result<Done, Stop> {
        let before = self.ledger.pages.get(&leaf.key).cloned().unwrap_or_default();
        let mut entry = self.entry(leaf, above(leaf, self.ledger, self.wiki), &leaf.name);
        entry.id.clone_from(&seen.id);
        if !step.news.text && !step.news.place {
            return self.files(at, leaf, before);
        }
        if let Some(why) = seen.closed.clone().map_or_else(|| self.wiki.held(seen), |why| Ok(Some(why)))? {
            return Ok(Done::Skipped(why));
        }
        // Where a person put the page, it stays, unless the kit wants it elsewhere by now.
        let place =
            (moved(&before, seen).is_some() && !step.news.place).then(|| (seen.name.clone(), seen.parent.clone()));
        self.write_at(at, leaf, Some(seen), entry, place)
    }

    /// A person agreed to lose the words that stand there, as far as they were seen.
    fn overrule(&mut self, at: usize, step: &Step, leaf: &Leaf) -> Result<Done, Stop> {
        let agreed = self.ours.get(&step.key).cloned().unwrap_or_default();
        if agreed != step.stamp {
            let why = format!("it is at {} by now, not at {agreed}: look at it again", step.stamp);
            return Ok(Done::Skipped(why));
        }
        match self.now(&step.id)? {
            Some(seen) if seen.stamp == agreed => {
                let mut step = step.clone();
                step.news.text = true;
                self.change(at, &step, leaf, &seen)
            }
            Some(_) => Err(Fault::Moved.into()),
            None => Err(Fault::Gone.into()),
        }
    }

    /// What stands there is what the kit wants: only to be written down.
    fn record(&mut self, at: usize, step: &Step, leaf: &Leaf) -> Result<Done, Stop> {
        let stored = self.wiki.read(&step.id)?.ok_or(Fault::Gone)?;
        let entry = self.entry(leaf, above(leaf, self.ledger, self.wiki), &leaf.name);
        if hash(&stored.text) != entry.ours {
            return Err(Fault::Moved.into());
        }
        let entry = settled(entry, &stored);
        self.known(&leaf.key, Some(entry.clone()))?;
        self.files(at, leaf, entry)?;
        Ok(Done::Recorded)
    }
}

/// Whether the last change of a page was made by this very run.
pub fn is_by(stored: &Stored, mark: &Mark) -> bool {
    stored.note.contains(&mark.to_string())
}

/// Whether a page that we wrote last holds our text and nothing else, as far as the wiki lets us tell.
pub fn is_ours_alone(stored: &Stored, ours: &str, wiki: &dyn Wiki) -> bool {
    !wiki.ways().is_verbatim || hash(&stored.text) == ours
}

/// What is known of a page that stands as we wrote it.
pub fn settled(entry: Entry, stored: &Stored) -> Entry {
    let seen = &stored.seen;
    Entry {
        id: seen.id.clone(),
        name: seen.name.clone(),
        under: seen.parent.clone(),
        stamp: seen.stamp.clone(),
        stored: hash(&stored.text),
        ..entry
    }
}
