//! What a build saw and made, so that the next one can tell at a glance that nothing changed.
//!
//! After a build, one record for each output folder is kept in the kit's `.talktrack/builds/`: the program and all its
//! options, every file that a build may look at and every file it made, each with its [`Stamp`] and the hash of its
//! bytes, and the findings that were told. The next build walks through the kit before it reads anything. When all is as
//! the record says, it tells the same findings again, and is done. When only the bytes of content files differ, what they
//! have a part in is made again, where [`mod@crate::amend`] can do that by the notes beside the record. Else it is a build
//! like any other, and makes a new record.
//!
//! A record saves time and decides nothing: it can be deleted at any moment, and where there is doubt it counts as if it
//! were not there. So a record is of no use when
//!
//! - it is damaged, or of another program, other options, another day or another folder (`form`, `Before::key`);
//! - the names in the kit differ, or something leads elsewhere (`look`);
//! - the bytes of a file differ, and no part can be made again. A stamp that is the same stands for them, but not if it is
//!   so young that a later change could have the same ([`Latest`]), and not after the machine was started anew: when the
//!   power fails, the files of a site may be lost while their stamps are not. Then the bytes are read;
//! - a file of the output folder was touched, or another build was stopped there ([`write::still`]).
//!
//! Stamps and names are taken before the build reads the first file, hashes are those of the texts that it did read, and
//! when a folder is another at the end there is no record: what is changed while a build goes on is seen by the next one.

mod form;
mod look;
mod notes;
mod place;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::amend::{Amended, MOST_CHANGED, Notes, amend};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::overlay::{BUILT_IN, Overlay};
use crate::pipeline::{Built, let_go};
use crate::project::Project;
use crate::ready::Wanted;
use crate::source::Sources;
use crate::timings::stage;
use crate::write::{self, Hash, Latest, Stamp, Stood, WriteError, Writer, Written, hash_of_bytes};
use form::{Record, Since, seal_of};
use look::{Folders, Kind, Seen};

/// When more files than this are otherwise than a record says, it is written anew.
const MOST_SINCE: usize = 1000;

/// Of something in the kit.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Input {
    seen: Seen,
    /// Of its bytes, if it is a file.
    hash: Option<Hash>,
    /// Whether findings can show its text.
    is_text: bool,
}

/// A kit as it stands before a build into a folder.
#[derive(Debug)]
pub struct Before {
    root: PathBuf,
    out: PathBuf,
    /// Everything that decides what is made, besides files: when it differs, the record is of something else.
    key: String,
    /// Which start of the machine this is; empty where it cannot be told.
    start: String,
    seen: Vec<Seen>,
    folders: Folders,
}

/// The last build, and what changed since.
#[derive(Debug)]
pub struct Past<'a> {
    before: &'a Before,
    record: Record,
    /// Whether stamps from then count.
    believed: bool,
    /// The places of the files with other bytes.
    changed: Vec<usize>,
    /// The stamps of the files of the site now.
    standing: Vec<Option<Stamp>>,
    /// What the last build needed, where something changed.
    notes: Option<Notes>,
    /// What was otherwise already than the record says.
    since: Since,
}

impl Before {
    /// Walks through a kit. `options` are all that decide what is made, in any words. `None` when not everything can be
    /// told about the kit, so that there can be no record.
    pub fn of(project: &Project, out: &Path, options: &str) -> Option<Before> {
        let full = std::path::absolute(out).ok()?;
        let out = full.canonicalize().unwrap_or(full);
        let key = format!("{}\n{}\n{}\n{options}", program()?, project.root.to_str()?, out.to_str()?);
        let start = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        let (seen, folders) = look::look(project)?;
        Some(Before { root: project.root.clone(), out, key, start, seen, folders })
    }

    /// What the last build saw, when its options, the names in the kit and the output folder are as they were.
    pub fn past(&self) -> Option<Past<'_>> {
        let early = || self.is_younger().then(|| self.notes()).flatten();
        let (past, early) = rayon::join(|| self.record(), early);
        let (record, since) = past?;
        let believed = record.start == self.start;
        let changed = self.changed(&record.inputs, believed)?;
        let standing = write::still(&self.out, &record.outputs, believed)?;
        let is_amended = (1..=MOST_CHANGED).contains(&changed.len());
        let notes = if is_amended { early.or_else(|| self.notes()) } else { None };
        let notes = notes.and_then(|(seal, notes)| (record.notes == Some(seal)).then_some(notes));
        Some(Past { before: self, believed, changed, standing, notes, record, since })
    }

    /// The record as it is by now, if it is of this kit and these options, and what is otherwise in it.
    fn record(&self) -> Option<(Record, Since)> {
        let bytes = place::read(&self.root, &self.out)?;
        let mut record = Record::read(&bytes).filter(|record| record.key == self.key)?;
        let since = self.since(&bytes, &record);
        since.apply(&mut record)?;
        Some((record, since))
    }

    /// Whether something is younger than the record: then its notes will be asked for.
    fn is_younger(&self) -> bool {
        let kept = place::kept(&self.root, &self.out);
        let last = self.seen.iter().filter_map(|seen| seen.stamp).map(|stamp| stamp.changed).max();
        kept < last
    }

    /// What is otherwise since the record was written, as far as can be told: else it is what was changed.
    fn since(&self, bytes: &[u8], record: &Record) -> Since {
        let seal = seal_of(bytes);
        let told = place::read_since(&self.root, &self.out).and_then(|bytes| Since::read(&bytes));
        told.filter(|since| since.record == seal).unwrap_or_else(|| Since {
            record: seal,
            start: record.start.clone(),
            list: record.outputs.list,
            notes: record.notes,
            ..Since::default()
        })
    }

    /// What some build needed, and the seal by which its record names these notes.
    fn notes(&self) -> Option<(Hash, Notes)> {
        stage("notes", || {
            let bytes = place::read_notes(&self.root, &self.out)?;
            Some((seal_of(&bytes), notes::read(bytes)?))
        })
    }

    /// Keeps what a build told and made. Where that cannot be, there is no record.
    pub fn keep(&self, told: &Diagnostics, sources: &Sources, outputs: Stood, notes: Option<Notes>) {
        let input = |seen: Seen| -> Option<Input> {
            let text = sources.text(&seen.path).filter(|_| seen.kind == Kind::File);
            let hash = match text {
                Some(text) => Some(hash_of_bytes(text.as_bytes())),
                None if seen.kind == Kind::File => Some(self.hash(&seen)?),
                None => None,
            };
            Some(Input { seen, hash, is_text: text.is_some() })
        };
        let Some(inputs) = self.seen.clone().into_par_iter().map(input).collect() else { return };
        if !self.folders.are_still(&self.root) {
            return;
        }
        let notes = notes.map(|notes| notes::written(&notes));
        if let Some(notes) = &notes {
            place::keep_notes(&self.root, &self.out, notes);
        }
        let notes = notes.map(|notes| seal_of(&notes));
        let (key, start) = (self.key.clone(), self.start.clone());
        let record = Record { key, start, inputs, outputs, findings: told.0.clone(), notes };
        place::keep(&self.root, &self.out, &record.written());
    }

    /// Of a file of whose bytes the program kept nothing: it must have stood still since it was seen.
    fn hash(&self, seen: &Seen) -> Option<Hash> {
        let here = self.root.join(&seen.path);
        let hash = write::hash_of(&here).ok()?;
        let now = Stamp::of(&std::fs::metadata(&here).ok()?);
        (now == seen.stamp && seen.hash.is_none_or(|then| then == hash)).then_some(hash)
    }

    /// The places of the files with other bytes; `None` when the kit differs in more.
    fn changed(&self, then: &[Input], believed: bool) -> Option<Vec<usize>> {
        let is_like = |(then, now): (&Input, &Seen)| then.seen.is_like(now);
        if then.len() != self.seen.len() || !then.iter().zip(&self.seen).all(is_like) {
            return None;
        }
        let latest = Latest::of(then.iter().filter(|_| believed).filter_map(|input| input.seen.stamp.as_ref()));
        let is_same = |then: &Input, now: &Seen| {
            let stamp = then.seen.stamp.filter(|stamp| latest.is_past(stamp));
            let is_known = stamp.is_some() && stamp == now.stamp;
            let hash = || now.hash.or_else(|| write::hash_of(&self.root.join(&now.path)).ok());
            is_known || hash().is_some_and(|hash| Some(hash) == then.hash)
        };
        let differs = |at: &usize| self.seen[*at].kind == Kind::File && !is_same(&then[*at], &self.seen[*at]);
        Some((0..then.len()).into_par_iter().filter(differs).collect())
    }

    /// The texts that the findings speak of.
    fn sources(&self, record: &Record) -> Option<Sources> {
        let mut sources = Sources::default();
        let places = |finding: &Diagnostic| {
            let related = finding.related.as_ref().map(|(place, _)| place.file.clone());
            [Some(finding.location.file.clone()), related].into_iter().flatten().collect::<Vec<_>>()
        };
        let files: BTreeSet<_> = record.findings.iter().flat_map(places).collect();
        let mut builtin = None;
        for file in files {
            if let Some(path) = file.strip_prefix(BUILT_IN) {
                let text = builtin.get_or_insert_with(Overlay::builtin).builtin.get(path).cloned();
                if let Some(text) = text {
                    sources.insert(file.clone(), text);
                }
            } else if let Ok(at) = record.inputs.binary_search_by(|input| (*input.seen.path).cmp(&file))
                && record.inputs[at].is_text
            {
                let text = std::fs::read_to_string(self.root.join(&*file)).ok()?;
                let is_same = record.inputs[at].hash == Some(hash_of_bytes(text.as_bytes()));
                is_same.then(|| sources.insert(file.clone(), text.into()))?;
            }
        }
        Some(sources)
    }
}

impl Past<'_> {
    /// Whether nothing changed.
    pub fn is_same(&self) -> bool {
        self.changed.is_empty()
    }

    /// How the files of the site stand.
    pub fn outputs(&self) -> &Stood {
        &self.record.outputs
    }

    /// What the last build told and made, when another one would tell and make the same.
    pub fn unchanged(mut self) -> Option<Built> {
        let Before { root, out, start, seen, .. } = self.before;
        let built = self.built()?;
        let is_new = |(input, seen): (&Input, &Seen)| input.seen.stamp != seen.stamp;
        let record = &mut self.record;
        if !self.believed || record.inputs.iter().zip(seen).any(is_new) {
            record.start.clone_from(start);
            record.inputs.iter_mut().zip(seen).for_each(|(input, seen)| input.seen.stamp = seen.stamp);
            record.outputs.files.iter_mut().zip(self.standing).for_each(|(output, stamp)| output.stamp = stamp);
            place::keep(root, out, &record.written());
        }
        let_go(self.record);
        Some(built)
    }

    /// What the last build told and made.
    pub fn built(&self) -> Option<Built> {
        let sources = self.before.sources(&self.record)?;
        let paths: BTreeSet<Arc<str>> = self.record.outputs.files.iter().map(|file| file.path.clone()).collect();
        let diagnostics = Diagnostics(self.record.findings.clone());
        Some(Built { paths: Some(paths), diagnostics, sources, ..Built::default() })
    }

    /// What must be made again; `None`: all of the site.
    pub fn amended(&self, project: &Project, wanted: &Wanted) -> Option<Amended> {
        let Before { out, seen, .. } = self.before;
        let changed: Vec<&str> = self.changed.iter().map(|at| &*seen[*at].path).collect();
        let speaks_of = |finding: &Diagnostic| {
            let related = finding.related.as_ref().map(|(place, _)| &place.file);
            [Some(&finding.location.file), related].into_iter().flatten().any(|file| changed.contains(&&**file))
        };
        if self.record.findings.iter().any(speaks_of) {
            return None;
        }
        let is_static = |seen: &&Seen| seen.kind == Kind::File && seen.path.starts_with("static/");
        let statics: Vec<&str> = seen.iter().filter(is_static).map(|seen| &*seen.path).collect();
        let then = |path: &str| std::fs::read_to_string(out.join(path)).ok();
        let amended = amend(project, wanted, self.notes.as_ref()?, &changed, &statics, &then)?;
        let is_as_noted = |(file, text): (&str, &str)| {
            let at = self.record.inputs.binary_search_by(|input| (*input.seen.path).cmp(file)).ok();
            let hash = at.and_then(|at| self.record.inputs[at].hash);
            changed.contains(&file) || hash == Some(hash_of_bytes(text.as_bytes()))
        };
        let is_right = amended.texts.iter().all(is_as_noted);
        is_right.then_some(amended)
    }

    /// Puts what was made again into its place, and keeps it.
    ///
    /// # Errors
    /// As [`Writer::commit`].
    pub fn commit(mut self, amended: Amended, writer: Writer) -> Result<Written, WriteError> {
        let outputs = std::mem::take(&mut self.record.outputs);
        let (written, outputs) = stage("write", || writer.commit_among(outputs))?;
        stage("remember", || self.keep(amended, outputs));
        Ok(written)
    }

    fn keep(mut self, mut amended: Amended, outputs: Stood) {
        let Before { root, out, start, seen, .. } = self.before;
        for at in &self.changed {
            let text = amended.texts.text(&seen[*at].path);
            self.record.inputs[*at].hash = text.map(|text| hash_of_bytes(text.as_bytes()));
        }
        let since = &mut self.since;
        for (at, (input, seen)) in self.record.inputs.iter_mut().zip(seen).enumerate() {
            if input.seen.stamp != seen.stamp || self.changed.contains(&at) {
                input.seen.stamp = seen.stamp;
                since.inputs.insert(at, input.clone());
            }
        }
        for path in amended.files.keys() {
            if let Ok(at) = outputs.files.binary_search_by(|file| (*file.path).cmp(path)) {
                since.outputs.insert(at, outputs.files[at].clone());
            }
        }
        if let Some(notes) = &mut self.notes
            && amended.note(notes)
        {
            let notes = notes::written(notes);
            place::keep_notes(root, out, &notes);
            since.notes = Some(seal_of(&notes));
        }
        (since.list, since.start) = (outputs.list, start.clone());
        let record = Record { start: start.clone(), outputs, notes: since.notes, ..self.record };
        if self.believed && since.inputs.len() + since.outputs.len() <= MOST_SINCE {
            place::keep_since(root, out, &since.written());
        } else {
            place::keep(root, out, &record.written());
        }
        let_go((record, self.notes));
    }
}

/// The program: its version, and by what its file is known again, since whoever works on it has many of one version.
fn program() -> Option<String> {
    let file = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
    let modified = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!("{} {} {} {:?}", env!("CARGO_PKG_VERSION"), file.len(), modified.as_nanos(), Stamp::of(&file)))
}

#[cfg(test)]
mod tests;
