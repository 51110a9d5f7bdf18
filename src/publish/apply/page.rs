//! Writes one page: a line in the journal, the write, a look at what became of it.

use std::time::Duration;

use super::outcome::{Done, LATER};
use super::{Run, Stop, is_by, is_ours_alone, settled};
use crate::error::Error;
use crate::publish::Leaf;
use crate::publish::journal::{Intent, Line};
use crate::publish::ledger::{Entry, hash};
use crate::publish::wiki::{Draft, Fault, Receipt, Sighting, Stored};

/// How often a page is read again when the wiki still shows what stood there before.
const LOOKS: u32 = 5;

impl Run<'_> {
    pub(super) fn write(
        &mut self,
        at: usize,
        leaf: &Leaf,
        seen: Option<&Sighting>,
        entry: Entry,
    ) -> Result<Done, Stop> {
        self.write_at(at, leaf, seen, entry, None)
    }

    /// Writes a page, and knows afterwards what became of it. `place`: name and page above, where a person put it.
    pub(super) fn write_at(
        &mut self,
        at: usize,
        leaf: &Leaf,
        seen: Option<&Sighting>,
        entry: Entry,
        place: Option<(String, String)>,
    ) -> Result<Done, Stop> {
        self.intend(seen, &leaf.key, &entry)?;
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
            Err(Fault::Unknown(why)) => Err(Fault::Down(why, LATER.into()).into()),
            Err(fault) => {
                if !matches!(fault, Fault::Down(..)) {
                    self.journal.add(&Line::Dropped { key: leaf.key.clone() })?;
                }
                Err(fault.into())
            }
        }
    }

    /// Writes down what is about to be done.
    fn intend(&mut self, seen: Option<&Sighting>, key: &str, entry: &Entry) -> Result<(), Error> {
        self.journal.add(&Line::Intent(Intent {
            key: key.to_owned(),
            run: self.run.clone(),
            deletes: false,
            id: seen.map_or_else(String::new, |s| s.id.clone()),
            asked: entry.asked.clone(),
            parent: entry.parent.clone(),
            ours: entry.ours.clone(),
        }))
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
            let is_merged = !is_ours_alone(&stored, &hash(draft.text), self.wiki);
            return Ok(Receipt { id: now.id.clone(), stamp: stored.seen.stamp, is_merged });
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
}

/// What is known of a page once its gathered write happens.
fn gathered(entry: Entry, receipt: &Receipt, name: &str, text: &str) -> Entry {
    let (id, stamp) = (receipt.id.clone(), receipt.stamp.clone());
    Entry { id, stamp, name: name.to_owned(), stored: hash(text), ..entry }
}
