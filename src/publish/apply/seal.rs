//! Makes gathered writes happen together, and deletes pages.

use super::Run;
use super::outcome::{Done, LATER, Outcome, ended, words};
use crate::error::Error;
use crate::publish::journal::{Intent, Line};
use crate::publish::prune::Orphan;
use crate::publish::wiki::{Fault, Sighting};

impl Run<'_> {
    /// Makes gathered writes happen, and writes down what is known then.
    pub(super) fn seal(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
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
