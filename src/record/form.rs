//! A record as bytes: numbers in eight bytes, texts with their length before them, and at the end the hash of it all.
//! What is not just so is no record.

use std::collections::BTreeMap;

use super::{Input, Kind, Seen};
use crate::check;
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::write::{Hash, Stamp, Standing, Stood, hash_of_bytes};

/// The first bytes; another number for another form.
const HEAD: &[u8] = b"talktrack record 2\n";
const HEAD_SINCE: &[u8] = b"talktrack since 1\n";

/// What a build saw and made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) key: String,
    pub(super) start: String,
    /// Sorted by path.
    pub(super) inputs: Vec<Input>,
    pub(super) outputs: Stood,
    pub(super) findings: Vec<Diagnostic>,
    /// The seal of the notes that go with it.
    pub(super) notes: Option<Hash>,
}

impl Record {
    pub(super) fn written(&self) -> Vec<u8> {
        // Room for paths that are not long: what is written twice while it grows takes longer than all else.
        let mut pen = Pen(Vec::with_capacity(192 * (self.inputs.len() + self.outputs.files.len())));
        pen.0.extend(HEAD);
        pen.text(&self.key);
        pen.text(&self.start);
        pen.each(&self.inputs, Pen::input);
        pen.hash(self.outputs.list);
        pen.each(&self.outputs.files, Pen::standing);
        pen.each(&self.findings, Pen::finding);
        pen.maybe(self.notes, Pen::hash);
        sealed(pen)
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Record> {
        let mut eye = opened(bytes, HEAD)?;
        let key = eye.text()?;
        let start = eye.text()?;
        let inputs = eye.each(Eye::input)?;
        let list = eye.hash()?;
        let files = eye.each(Eye::standing)?;
        let outputs = Stood { files, list };
        let findings = eye.each(Eye::finding)?;
        let notes = eye.maybe(Eye::hash)?;
        eye.is_at_end().then_some(Record { key, start, inputs, outputs, findings, notes })
    }
}

/// What is otherwise by now than a record says: a few lines beside it, so that not all of it is written again for a word.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Since {
    /// The seal of the record.
    pub(super) record: Hash,
    pub(super) start: String,
    /// By their places.
    pub(super) inputs: BTreeMap<usize, Input>,
    pub(super) outputs: BTreeMap<usize, Standing>,
    /// Of the bytes of the list of what is ours.
    pub(super) list: Hash,
    /// The seal of the notes.
    pub(super) notes: Option<Hash>,
}

impl Since {
    pub(super) fn written(&self) -> Vec<u8> {
        let mut pen = Pen(HEAD_SINCE.to_vec());
        pen.hash(self.record);
        pen.text(&self.start);
        pen.each(&self.inputs, |pen, (at, input)| {
            pen.number(*at as u64);
            pen.input(input);
        });
        pen.each(&self.outputs, |pen, (at, file)| {
            pen.number(*at as u64);
            pen.standing(file);
        });
        pen.hash(self.list);
        pen.maybe(self.notes, Pen::hash);
        sealed(pen)
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Since> {
        let mut eye = opened(bytes, HEAD_SINCE)?;
        let place = |eye: &mut Eye| usize::try_from(eye.number()?).ok();
        let since = Since {
            record: eye.hash()?,
            start: eye.text()?,
            inputs: eye.each(|eye| Some((place(eye)?, eye.input()?)))?.into_iter().collect(),
            outputs: eye.each(|eye| Some((place(eye)?, eye.standing()?)))?.into_iter().collect(),
            list: eye.hash()?,
            notes: eye.maybe(Eye::hash)?,
        };
        eye.is_at_end().then_some(since)
    }

    /// Puts it into the record; `None` when it is of another one.
    pub(super) fn apply(&self, record: &mut Record) -> Option<()> {
        for (at, input) in &self.inputs {
            let then = record.inputs.get_mut(*at).filter(|then| then.seen.path == input.seen.path)?;
            *then = input.clone();
        }
        for (at, file) in &self.outputs {
            let then = record.outputs.files.get_mut(*at).filter(|then| then.path == file.path)?;
            *then = file.clone();
        }
        record.start.clone_from(&self.start);
        (record.outputs.list, record.notes) = (self.list, self.notes);
        Some(())
    }
}

fn kind(byte: u8) -> Option<Kind> {
    [Kind::Folder, Kind::File, Kind::Other].into_iter().find(|kind| *kind as u8 == byte)
}

/// What was written, with its seal behind it: the hash of it all.
pub(super) fn sealed(mut pen: Pen) -> Vec<u8> {
    let seal = hash_of_bytes(&pen.0);
    pen.hash(seal);
    pen.0
}

/// The seal of bytes that were [sealed]; whether it is theirs, tells who [opens](opened) them.
pub(super) fn seal_of(bytes: &[u8]) -> Hash {
    bytes.last_chunk().copied().unwrap_or_default()
}

/// What stands between a head and the seal.
pub(super) fn opened<'a>(bytes: &'a [u8], head: &[u8]) -> Option<Eye<'a>> {
    let (body, hash) = bytes.split_last_chunk::<{ size_of::<Hash>() }>()?;
    if hash_of_bytes(body) != *hash {
        return None;
    }
    Some(Eye(body.strip_prefix(head)?))
}

/// Writes.
pub(super) struct Pen(pub(super) Vec<u8>);

impl Pen {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn number(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend(bytes);
    }

    fn hash(&mut self, hash: Hash) {
        self.0.extend(hash);
    }

    fn stamp(&mut self, stamp: Stamp) {
        let Stamp { device, inode, size, modified, changed } = stamp;
        for number in [device, inode, size, modified as u64, changed as u64] {
            self.number(number);
        }
    }

    fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Pen, T)) {
        self.byte(value.is_some().into());
        if let Some(value) = value {
            write(self, value);
        }
    }

    pub(super) fn each<I: IntoIterator<IntoIter: ExactSizeIterator>>(
        &mut self,
        items: I,
        write: impl Fn(&mut Pen, I::Item),
    ) {
        let items = items.into_iter();
        self.number(items.len() as u64);
        items.for_each(|item| write(self, item));
    }

    fn input(&mut self, input: &Input) {
        self.text(&input.seen.path);
        self.byte(input.seen.kind as u8);
        self.maybe(input.seen.leads.as_deref(), Pen::text);
        self.maybe(input.seen.stamp, Pen::stamp);
        self.maybe(input.hash, Pen::hash);
        self.byte(input.is_text.into());
    }

    fn standing(&mut self, file: &Standing) {
        self.text(&file.path);
        self.hash(file.hash);
        self.maybe(file.stamp, Pen::stamp);
    }

    fn finding(&mut self, finding: &Diagnostic) {
        self.text(finding.rule);
        self.byte((finding.severity == Severity::Warning).into());
        self.text(&finding.message);
        self.place(&finding.location);
        self.maybe(finding.related.as_ref(), |pen, (place, label)| {
            pen.place(place);
            pen.text(label);
        });
        self.maybe(finding.help.as_deref(), Pen::text);
        self.maybe(finding.fix.as_deref(), Pen::text);
        self.maybe(finding.item.as_deref(), Pen::text);
    }

    fn place(&mut self, place: &Location) {
        self.text(&place.file);
        self.maybe(place.span.as_ref(), |pen, span| {
            pen.number(span.start as u64);
            pen.number(span.end as u64);
        });
    }
}

/// Reads what is left.
pub(super) struct Eye<'a>(&'a [u8]);

impl Eye<'_> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn chunk<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (chunk, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*chunk)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        self.chunk().map(u64::from_le_bytes)
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.0.len()
    }

    /// Passes over some bytes.
    pub(super) fn pass(&mut self, length: usize) -> Option<()> {
        self.0 = self.0.get(length..)?;
        Some(())
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn text(&mut self) -> Option<String> {
        self.words().map(str::to_owned)
    }

    fn words(&mut self) -> Option<&str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub(super) fn bytes(&mut self) -> Option<&[u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn hash(&mut self) -> Option<Hash> {
        self.chunk()
    }

    fn stamp(&mut self) -> Option<Stamp> {
        Some(Stamp {
            device: self.number()?,
            inode: self.number()?,
            size: self.number()?,
            modified: self.number()? as i64,
            changed: self.number()? as i64,
        })
    }

    /// A value that may be missing; `None` when neither can be read.
    fn maybe<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.flag()? { read(self).map(Some) } else { Some(None) }
    }

    pub(super) fn each<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = usize::try_from(self.number()?).ok()?;
        // No item takes less than a byte.
        let mut items = Vec::with_capacity(count.min(self.0.len()));
        for _ in 0..count {
            items.push(read(self)?);
        }
        Some(items)
    }

    fn input(&mut self) -> Option<Input> {
        let (path, kind) = (self.text()?, kind(self.byte()?)?);
        let (leads, stamp) = (self.maybe(Eye::text)?, self.maybe(Eye::stamp)?);
        let hash = self.maybe(Eye::hash)?;
        Some(Input { seen: Seen { path, kind, leads, stamp, hash: None }, hash, is_text: self.flag()? })
    }

    fn standing(&mut self) -> Option<Standing> {
        Some(Standing { path: self.words()?.into(), hash: self.hash()?, stamp: self.maybe(Eye::stamp)? })
    }

    fn finding(&mut self) -> Option<Diagnostic> {
        let rule = check::rule(&self.text()?)?.name;
        let severity = if self.flag()? { Severity::Warning } else { Severity::Error };
        Some(Diagnostic {
            rule,
            severity,
            message: self.text()?,
            location: self.place()?,
            related: self.maybe(|eye| Some((eye.place()?, eye.text()?)))?,
            help: self.maybe(Eye::text)?,
            fix: self.maybe(Eye::text)?,
            item: self.maybe(Eye::text)?.map(Into::into),
        })
    }

    fn place(&mut self) -> Option<Location> {
        let file = self.text()?.into();
        let span =
            self.maybe(|eye| Some(usize::try_from(eye.number()?).ok()?..usize::try_from(eye.number()?).ok()?))?;
        Some(Location { file, span })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let stamp = |n: i64| Some(Stamp { device: 1, inode: u64::MAX, size: 3, modified: -n, changed: n });
        let input = |path: &str, kind, leads: Option<&str>, hash: Option<Hash>| Input {
            seen: Seen {
                path: path.into(),
                kind,
                leads: leads.map(str::to_owned),
                stamp: hash.and(stamp(7)),
                hash: None,
            },
            hash,
            is_text: hash.is_some(),
        };
        let place = Location::span("content/é.yaml", 3..9);
        let full = Diagnostic { fix: Some("x".into()), ..Diagnostic::error("template", place, "m").help("h") };
        let full = full.of("claim:x").related(Location::file("content/b.yaml"), "first");
        Record {
            key: "key".into(),
            start: String::new(),
            inputs: vec![
                input("content", Kind::Folder, None, None),
                input("content/é.yaml", Kind::File, Some("/elsewhere"), Some([7; 32])),
                input("content/pipe", Kind::Other, Some(""), None),
            ],
            outputs: Stood {
                files: vec![
                    Standing { path: "index.html".into(), hash: [1; 32], stamp: stamp(9) },
                    Standing { path: "x".into(), hash: [2; 32], stamp: None },
                ],
                list: [3; 32],
            },
            findings: vec![full, Diagnostic::warning("leak", Location::file("static/a.svg"), "n")],
            notes: Some([4; 32]),
        }
    }

    /// A body with the hash that belongs to it.
    fn sealed(body: &[u8]) -> Vec<u8> {
        [body, blake3::hash(body).as_bytes()].concat()
    }

    #[test]
    fn what_is_written_is_read() {
        let (record, empty) =
            (record(), Record { inputs: vec![], outputs: Stood::default(), findings: vec![], notes: None, ..record() });
        for record in [record, empty] {
            assert_eq!(Record::read(&record.written()), Some(record));
        }
    }

    #[test]
    fn what_is_otherwise_since_is_put_into_its_record_alone() {
        let mut now = record();
        let at = |now: &Record| (now.inputs[1].clone(), now.outputs.files[0].clone());
        now.inputs[1].hash = Some([8; 32]);
        (now.outputs.files[0].hash, now.outputs.list, now.notes) = ([9; 32], [5; 32], None);
        let (input, file) = at(&now);
        let since = Since {
            start: now.start.clone(),
            inputs: [(1, input.clone())].into(),
            outputs: [(0, file)].into(),
            list: now.outputs.list,
            ..Since::default()
        };
        let mut then = record();
        let bytes = since.written();
        assert_eq!(Since::read(&bytes).and_then(|since| since.apply(&mut then)), Some(()));
        assert_eq!(then, now);
        assert_eq!(Since { inputs: [(0, input)].into(), ..since }.apply(&mut record()), None);
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert_eq!((Since::read(&bytes[..at]), Since::read(&flipped)), (None, None), "byte {at}");
        }
    }

    #[test]
    fn a_record_that_was_cut_grown_or_flipped_anywhere_is_none() {
        let bytes = record().written();
        for at in 0..bytes.len() {
            assert_eq!(Record::read(&bytes[..at]), None, "cut at {at}");
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert_eq!(Record::read(&flipped), None, "bit {bit} of byte {at}");
            }
        }
        assert_eq!(Record::read(&[&bytes[..], &[0]].concat()), None);
    }

    #[test]
    fn bytes_of_another_form_are_read_without_harm_even_with_the_right_hash() {
        let bytes = record().written();
        let body = &bytes[..bytes.len() - size_of::<Hash>()];
        for at in 0..body.len() {
            assert_eq!(Record::read(&sealed(&body[..at])), None, "cut at {at}");
            for byte in [0, 1, 2, 0x7f, 0xff] {
                let mut other = body.to_vec();
                other[at] = byte;
                // Some are records with other words; none may end the program.
                let _ = Record::read(&sealed(&other));
            }
        }
        assert_eq!(Record::read(&sealed(&[body, &[0]].concat())), None, "something follows");
    }
}
