//! Sends the files that pages show, each once, and never over somebody else's.

use super::outcome::{Done, ended};
use super::{Run, Stop};
use crate::publish::Leaf;
use crate::publish::ledger::{Entry, FileEntry, Ledger, hash_bytes};
use crate::publish::wiki::{Fault, FileDraft};

impl Run<'_> {
    /// Sends the files of a page that are new, and writes down what is known of them.
    pub(super) fn files(&mut self, at: usize, leaf: &Leaf, entry: Entry) -> Result<Done, Stop> {
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
    pub(super) fn send_files(&mut self, leaf: &Leaf, mut entry: Entry) -> (Entry, Option<(String, Fault)>) {
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
}
