//! Carries a plan out, page by page, parents first. Before each write stands a line in the journal, behind it another;
//! what was written is read back; what nobody can be sure of is looked up, never repeated blindly.

use std::collections::HashMap;
use std::time::Duration;

use super::Leaf;
use super::decide::{Action, There};
use super::journal::{Intent, Journal, Line};
use super::ledger::{Entry, FileEntry, Ledger, hash, hash_bytes};
use super::mark::Mark;
use super::plan::{Plan, Step, above, moved, there};
use super::prune::Orphan;
use super::wiki::{Draft, Fault, FileDraft, Receipt, Sighting, Stored, Wiki};
use crate::error::Error;

/// How often a page is read again when the wiki still shows what stood there before.
const LOOKS: u32 = 5;

/// What to do when nobody knows whether a write was done.
const LATER: &str = "run the same command again: it looks first what was done";

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Made.
    Created,
    /// Changed. The words tell of somebody who changed it at the same moment; empty: nobody did.
    Updated(String),
    /// Only written down.
    Recorded,
    /// Put into the trash.
    Deleted,
    /// Nothing had to be done, or nothing may be done before a person decides.
    Left,
    /// Left out this time: why.
    Skipped(String),
    /// The wiki would not have it: why.
    Failed(String),
}

impl Done {
    /// Its word.
    pub fn name(&self) -> &'static str {
        match self {
            Done::Created => "created",
            Done::Updated(_) => "updated",
            Done::Recorded => "recorded",
            Done::Deleted => "deleted",
            Done::Left => "left",
            Done::Skipped(_) => "skipped",
            Done::Failed(_) => "failed",
        }
    }

    /// Words to it.
    pub fn why(&self) -> &str {
        match self {
            Done::Updated(why) | Done::Skipped(why) | Done::Failed(why) => why,
            _ => "",
        }
    }

    /// Whether something changed at the wiki.
    pub fn is_change(&self) -> bool {
        matches!(self, Done::Created | Done::Updated(_) | Done::Deleted)
    }
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// For each step of the plan, in its order.
    pub done: Vec<Done>,
    /// Why the run stopped before its end: words and remedy.
    pub stopped: Option<(String, String)>,
}

impl Outcome {
    /// Whether something is left to do by running it again.
    pub fn is_partial(&self) -> bool {
        self.stopped.is_some() || self.done.iter().any(|d| matches!(d, Done::Skipped(_) | Done::Failed(_)))
    }
}

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
            _ => Ok(Done::Left),
        }
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

    fn write(&mut self, at: usize, leaf: &Leaf, seen: Option<&Sighting>, entry: Entry) -> Result<Done, Stop> {
        self.write_at(at, leaf, seen, entry, None)
    }

    /// Writes a page, and knows afterwards what became of it. `place`: name and page above, where a person put it.
    fn write_at(
        &mut self,
        at: usize,
        leaf: &Leaf,
        seen: Option<&Sighting>,
        entry: Entry,
        place: Option<(String, String)>,
    ) -> Result<Done, Stop> {
        let intent = Intent {
            key: leaf.key.clone(),
            run: self.run.clone(),
            deletes: false,
            id: seen.map_or_else(String::new, |s| s.id.clone()),
            asked: entry.asked.clone(),
            parent: entry.parent.clone(),
            ours: entry.ours.clone(),
        };
        self.journal.add(&Line::Intent(intent))?;
        // Where files belong to no page they come first, so that the page shows them from its first moment. A fault of
        // theirs is told when the page is written, and they are tried once more.
        let ways = self.wiki.ways();
        let entry = if ways.files_per_page || ways.gathers { entry } else { self.send_files(leaf, entry).0 };
        let mark = self.mark(&leaf.key);
        let (name, parent) = place.unwrap_or_else(|| (entry.asked.clone(), entry.parent.clone()));
        let draft = Draft {
            name: &name,
            parent: Some(parent.as_str()).filter(|p| !p.is_empty()),
            text: &leaf.text,
            labels: &leaf.labels,
            mark: &mark,
        };
        let tried = match self.send(seen, &draft) {
            Err(Fault::Unknown(_)) => self.looked_up(seen, &draft),
            tried => tried,
        };
        match tried {
            Ok(receipt) if self.wiki.ways().gathers => {
                self.files(at, leaf, gathered(entry, &receipt, &name, &leaf.text))?;
                Ok(if seen.is_some() { Done::Updated(String::new()) } else { Done::Created })
            }
            Ok(receipt) => self.written(at, leaf, seen, entry, &receipt),
            Err(fault) => {
                if let Fault::Unknown(why) = fault {
                    return Err(Fault::Down(why, LATER.into()).into());
                }
                if !matches!(fault, Fault::Down(..)) {
                    self.journal.add(&Line::Dropped { key: leaf.key.clone() })?;
                }
                Err(fault.into())
            }
        }
    }

    fn send(&mut self, seen: Option<&Sighting>, draft: &Draft) -> Result<Receipt, Fault> {
        match seen {
            Some(seen) => self.wiki.update(seen, draft),
            None => self.wiki.create(draft),
        }
    }

    /// No clear answer came: the page tells whether it was written. Only if it surely was not, it is written now.
    fn looked_up(&mut self, seen: Option<&Sighting>, draft: &Draft) -> Result<Receipt, Fault> {
        let ids: Vec<&str> = seen.iter().map(|s| s.id.as_str()).collect();
        let names = if seen.is_some() { Vec::new() } else { vec![draft.name] };
        let found = self.wiki.look(&ids, &names)?;
        let Some(now) = found.first() else {
            return if seen.is_some() { Err(Fault::Gone) } else { self.wiki.create(draft) };
        };
        let stored = self.wiki.read(&now.id)?.ok_or(Fault::Gone)?;
        if is_by(&stored, draft.mark) {
            return Ok(Receipt { id: now.id.clone(), stamp: stored.seen.stamp, is_merged: false });
        }
        match seen {
            Some(seen) if seen.stamp == now.stamp => self.wiki.update(seen, draft),
            Some(_) => Err(Fault::Moved),
            None => Err(Fault::Exists),
        }
    }

    /// Reads back what was written, and writes down what is known of it.
    fn written(
        &mut self,
        at: usize,
        leaf: &Leaf,
        before: Option<&Sighting>,
        entry: Entry,
        receipt: &Receipt,
    ) -> Result<Done, Stop> {
        let stored = self.read_back(&receipt.id, before)?;
        let is_alone = !receipt.is_merged && stored.as_ref().is_some_and(|s| s.seen.stamp == receipt.stamp);
        let entry = match stored {
            Some(stored) if is_alone => settled(entry, &stored),
            stored => {
                // Somebody else's words stand beside ours: what we know is only our own, so the next plan tells of them.
                let text = if receipt.is_merged { None } else { self.wiki.earlier(&receipt.id, &receipt.stamp)? };
                let seen = stored.map(|s| s.seen).unwrap_or_default();
                let text = text.unwrap_or_else(|| leaf.text.clone());
                Entry {
                    id: receipt.id.clone(),
                    name: seen.name,
                    under: seen.parent,
                    stamp: String::new(),
                    stored: hash(&text),
                    ..entry
                }
            }
        };
        self.known(&leaf.key, Some(entry.clone()))?;
        let files = self.files(at, leaf, entry)?;
        let why =
            if is_alone { String::new() } else { "somebody changed it at the same moment; see `status`".to_owned() };
        Ok(match files {
            Done::Skipped(why) | Done::Failed(why) => Done::Skipped(why),
            _ if before.is_some() || !is_alone => Done::Updated(why),
            _ => Done::Created,
        })
    }

    /// The page as it is stored, once the wiki shows what was written.
    fn read_back(&mut self, id: &str, before: Option<&Sighting>) -> Result<Option<Stored>, Fault> {
        for look in 0..LOOKS {
            let stored = self.wiki.read(id)?;
            let is_old = match (&stored, before) {
                (Some(stored), Some(before)) => stored.seen.stamp == before.stamp && stored.seen.name == before.name,
                (stored, _) => stored.is_none(),
            };
            if !is_old {
                return Ok(stored);
            }
            std::thread::sleep(Duration::from_millis(100 << look));
        }
        self.wiki.read(id)
    }

    /// Sends the files of a page that are new, and writes down what is known of them.
    fn files(&mut self, at: usize, leaf: &Leaf, entry: Entry) -> Result<Done, Stop> {
        let before = self.ledger.pages.get(&leaf.key).cloned();
        let (entry, fault) = self.send_files(leaf, entry);
        if self.wiki.ways().gathers {
            self.gathered.push((at, leaf.key.clone(), Some(entry)));
        } else if before.as_ref() != Some(&entry) {
            self.known(&leaf.key, Some(entry))?;
        }
        match fault {
            None => Ok(Done::Updated(String::new())),
            Some((name, fault)) => match ended(fault) {
                Ok(done) => Ok(Done::Skipped(format!("file {name}: {}", done.why()))),
                Err((words, help)) => Err(Fault::Down(words, help).into()),
            },
        }
    }

    /// Sends what is new; the first fault ends it.
    fn send_files(&mut self, leaf: &Leaf, mut entry: Entry) -> (Entry, Option<(String, Fault)>) {
        entry.files.retain(|name, _| leaf.files.contains_key(name));
        for (name, bytes) in &leaf.files {
            let ours = hash_bytes(bytes);
            if entry.files.get(name).is_some_and(|known| known.ours == ours) {
                continue;
            }
            match self.send_file(&entry, &leaf.key, name, bytes, &ours) {
                Ok(stamp) => drop(entry.files.insert(name.clone(), FileEntry { ours, stamp })),
                Err(fault) => return (entry, Some((name.clone(), fault))),
            }
        }
        (entry, None)
    }

    fn send_file(&mut self, entry: &Entry, key: &str, name: &str, bytes: &[u8], ours: &str) -> Result<String, Fault> {
        let shared = !self.wiki.ways().files_per_page;
        if let Some(stamp) = self.ledger.sent(name, ours).filter(|_| shared) {
            return Ok(stamp);
        }
        let mark = self.mark(key);
        let draft = FileDraft { name, bytes, mark: &mark };
        let seen = self.wiki.file(&entry.id, &draft)?;
        let of_another = |ledger: &Ledger| ledger.pages.values().find_map(|e| e.files.get(name).cloned());
        let known = entry.files.get(name).cloned().or_else(|| of_another(self.ledger).filter(|_| shared));
        match &seen {
            Some(seen) if seen.same => return Ok(seen.stamp.clone()),
            Some(seen) if known.is_none_or(|known| known.stamp != seen.stamp) => {
                return Err(Fault::Held("somebody put another file of this name there".into()));
            }
            _ => {}
        }
        match self.wiki.attach(&entry.id, &draft, seen.as_ref()) {
            // Sent or not: the same bytes there are as good as sent.
            Err(Fault::Unknown(why)) => match self.wiki.file(&entry.id, &draft)? {
                Some(now) if now.same => Ok(now.stamp),
                _ => Err(Fault::Held(why)),
            },
            sent => sent,
        }
    }

    /// Makes gathered writes happen, and writes down what is known then.
    fn seal(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        let gathered = std::mem::take(&mut self.gathered);
        match self.wiki.seal() {
            Ok(()) => {
                for (_, key, entry) in gathered {
                    self.known(&key, entry)?;
                }
            }
            Err(fault) => {
                let why = words(&fault);
                outcome.stopped = match fault {
                    Fault::Down(words, help) => Some((words, help)),
                    Fault::Unknown(words) => Some((words, LATER.into())),
                    _ => None,
                };
                for (at, key, _) in gathered {
                    if outcome.stopped.is_none() {
                        self.journal.add(&Line::Dropped { key })?;
                    }
                    outcome.done[at] = Done::Skipped(why.clone());
                }
            }
        }
        Ok(())
    }

    /// Deletes pages; which ones may go is decided in `prune`.
    ///
    /// # Errors
    /// When the disk refuses the journal.
    pub fn delete(&mut self, orphans: &[&Orphan], outcome: &mut Outcome) -> Result<(), Error> {
        for (at, orphan) in orphans.iter().enumerate() {
            match self.delete_one(at, &orphan.step.key, &orphan.seen)? {
                Ok(done) => outcome.done.push(done),
                Err(stopped) => {
                    outcome.stopped = Some(stopped);
                    return Ok(());
                }
            }
        }
        self.seal(outcome)
    }

    fn delete_one(&mut self, at: usize, key: &str, seen: &Sighting) -> Result<Result<Done, (String, String)>, Error> {
        let (id, run) = (seen.id.clone(), self.run.clone());
        self.journal.add(&Line::Intent(Intent { key: key.to_owned(), run, deletes: true, id, ..Intent::default() }))?;
        let mark = self.mark(key);
        let deleted = match self.wiki.delete(seen, &mark) {
            Err(Fault::Unknown(why)) => match self.now(&seen.id) {
                Ok(None) => Ok(()),
                Ok(Some(_)) => Err(Fault::Held(why)),
                Err(fault) => Err(fault),
            },
            deleted => deleted,
        };
        match deleted {
            Ok(()) | Err(Fault::Gone) if self.wiki.ways().gathers => self.gathered.push((at, key.to_owned(), None)),
            Ok(()) | Err(Fault::Gone) => self.known(key, None)?,
            Err(Fault::Down(words, help)) => return Ok(Err((words, help))),
            Err(fault) => {
                self.journal.add(&Line::Dropped { key: key.to_owned() })?;
                return Ok(ended(fault));
            }
        }
        Ok(Ok(Done::Deleted))
    }
}

/// Whether the last change of a page was made by this very run.
pub fn is_by(stored: &Stored, mark: &Mark) -> bool {
    stored.note.contains(&mark.to_string())
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

/// What is known of a page once its gathered write happens.
fn gathered(entry: Entry, receipt: &Receipt, name: &str, text: &str) -> Entry {
    let (id, stamp) = (receipt.id.clone(), receipt.stamp.clone());
    Entry { id, stamp, name: name.to_owned(), stored: hash(text), ..entry }
}

/// A fault that concerns one page becomes what came of it; any other ends the run: words and remedy.
fn ended(fault: Fault) -> Result<Done, (String, String)> {
    match fault {
        Fault::Down(words, help) => Err((words, help)),
        Fault::Refused(why) => Ok(Done::Failed(why)),
        fault => Ok(Done::Skipped(words(&fault))),
    }
}

/// A fault in words.
fn words(fault: &Fault) -> String {
    match fault {
        Fault::Exists => "somebody made a page of this name meanwhile".to_owned(),
        Fault::Moved => "somebody changed it meanwhile".to_owned(),
        Fault::Gone => "it was deleted meanwhile".to_owned(),
        Fault::Unknown(why) => format!("nobody knows whether it was written: {why}"),
        Fault::Held(why) | Fault::Refused(why) | Fault::Down(why, _) => why.clone(),
    }
}
