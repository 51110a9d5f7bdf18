//! What a build needed, as bytes, in a file beside its record: only a build that finds something changed reads it.

use std::sync::Arc;

use super::form::{Eye, Pen, opened, sealed};
use crate::amend::{Bytes, Column, Lines, Lists, Notes, Number, Sources, is_rising};
use crate::view::parts::Link;
use crate::write::Hash;

/// The first bytes; another number for another form.
const HEAD: &[u8] = b"talktrack notes 1\n";

/// The bytes of notes.
pub(super) fn written(notes: &Notes) -> Vec<u8> {
    let mut pen = Pen(HEAD.to_vec());
    pen.each(&notes.counts, |pen, count| pen.number(*count as u64));
    pen.number(notes.count as u64);
    pen.each(&notes.nav, |pen, link| {
        pen.text(&link.title);
        pen.text(&link.to);
    });
    lines(&mut pen, &notes.paths);
    column(&mut pen, &notes.faces);
    column(&mut pen, &notes.firsts);
    lists(&mut pen, &notes.judged);
    lines(&mut pen, &notes.pages);
    lists(&mut pen, &notes.printed);
    pen.bytes(&notes.sources.sorts);
    column(&mut pen, &notes.sources.files);
    column(&mut pen, &notes.sources.ids);
    column(&mut pen, &notes.sources.answers);
    column(&mut pen, &notes.sources.records);
    lists(&mut pen, &notes.found);
    sealed(pen)
}

fn lines(pen: &mut Pen, lines: &Lines) {
    pen.bytes(&lines.text);
    column(pen, &lines.ends);
}

fn lists(pen: &mut Pen, lists: &Lists) {
    column(pen, &lists.files);
    column(pen, &lists.ends);
    column(pen, &lists.questions);
    column(pen, &lists.whole);
}

fn column<T: Number>(pen: &mut Pen, numbers: &Column<T>) {
    pen.number(numbers.count() as u64);
    pen.0.extend(numbers.bytes());
}

/// The notes that these bytes are.
pub(super) fn read(bytes: Vec<u8>) -> Option<Notes> {
    let file = Arc::new(bytes);
    let mut reader = Reader { file: &file, eye: opened(&file, HEAD)? };
    let size = |eye: &mut Eye| usize::try_from(eye.number()?).ok();
    let notes = Notes {
        counts: reader.eye.each(size)?.try_into().ok()?,
        count: size(&mut reader.eye)?,
        nav: reader.eye.each(|eye| Some(Link { title: eye.text()?, to: eye.text()? }))?,
        paths: reader.lines()?,
        faces: reader.column()?,
        firsts: reader.column()?,
        judged: reader.lists()?,
        pages: reader.lines()?,
        printed: reader.lists()?,
        sources: Sources {
            sorts: reader.bytes(1)?,
            files: reader.column()?,
            ids: reader.column()?,
            answers: reader.column()?,
            records: reader.column()?,
        },
        found: reader.lists()?,
    };
    let files = notes.paths.ends.count();
    let is_right = notes.faces.count() == files
        && notes.firsts.count() == files
        && notes.judged.are_for(files, files)
        && notes.printed.are_for(notes.pages.ends.count(), files)
        && notes.sources.are_of(files)
        && notes.found.are_for(notes.sources.sorts.len(), files);
    (reader.eye.is_at_end() && is_right).then_some(notes)
}

/// Reads what is left of a file, of which most stays where it is.
struct Reader<'a> {
    file: &'a Arc<Vec<u8>>,
    eye: Eye<'a>,
}

impl Reader<'_> {
    /// So many bytes as are told, in numbers of a size.
    fn bytes(&mut self, size: usize) -> Option<Bytes> {
        let length = usize::try_from(self.eye.number()?).ok()?.checked_mul(size)?;
        let start = self.file.len() - size_of::<Hash>() - self.eye.left();
        self.eye.pass(length)?;
        Bytes::of(self.file, start..start + length)
    }

    fn column<T: Number>(&mut self) -> Option<Column<T>> {
        Column::read(self.bytes(T::SIZE)?)
    }

    fn lines(&mut self) -> Option<Lines> {
        let lines = Lines { text: self.bytes(1)?, ends: self.column()? };
        let is_right = std::str::from_utf8(&lines.text).is_ok() && is_rising(&lines.ends, lines.text.len());
        is_right.then_some(lines)
    }

    fn lists(&mut self) -> Option<Lists> {
        Some(Lists { files: self.column()?, ends: self.column()?, questions: self.column()?, whole: self.column()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::needs::Needs;

    fn notes() -> Notes {
        let needs = |files: &[usize]| Needs { files: files.to_vec(), questions: u64::MAX, whole: files.is_empty() };
        let mut notes = Notes {
            counts: [1, 2, 3, 4, 5, 6, 7, 8, 9],
            count: 45,
            nav: vec![Link { title: "Fragen".into(), to: "page:x".into() }],
            faces: [7, 8].into_iter().collect(),
            firsts: [0, 3].into_iter().collect(),
            ..Notes::default()
        };
        let sources = &mut notes.sources;
        sources.sorts.extend(&[4]);
        [&mut sources.files, &mut sources.answers].into_iter().zip([1, 2]).for_each(|(column, n)| column.push(n));
        [&mut sources.ids, &mut sources.records].into_iter().zip([9, 8]).for_each(|(column, n)| column.push(n));
        ["content/faqs/é.yaml", "content/faqs/z.yaml"].iter().for_each(|path| notes.paths.push(path));
        [&[0][..], &[]].iter().for_each(|files| notes.judged.push(&needs(files)));
        ["faq/é.html", "index.html"].iter().for_each(|path| notes.pages.push(path));
        [&[0, 1][..], &[]].iter().for_each(|files| notes.printed.push(&needs(files)));
        notes.found.push(&needs(&[1]));
        notes
    }

    #[test]
    fn what_is_written_is_read() {
        for notes in [notes(), Notes::default()] {
            assert_eq!(read(written(&notes)), Some(notes));
        }
    }

    #[test]
    fn notes_that_were_cut_or_flipped_anywhere_are_none() {
        let bytes = written(&notes());
        for at in 0..bytes.len() {
            assert_eq!(read(bytes[..at].to_vec()), None, "cut at {at}");
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert_eq!(read(flipped), None, "byte {at}");
        }
    }

    #[test]
    fn bytes_of_another_form_are_read_without_harm_even_with_the_right_hash() {
        let bytes = written(&notes());
        let body = &bytes[..bytes.len() - 32];
        for at in HEAD.len()..body.len() {
            for byte in [0, 1, 2, 0x7f, 0xff] {
                let mut other = body.to_vec();
                other[at] = byte;
                let Some(notes) = read(sealed(Pen(other))) else { continue };
                // What is read can be used: every place that it names is there.
                let needs = (0..notes.judged.ends.count()).map(|at| notes.judged.get(at));
                assert!(needs.flat_map(|needs| needs.files).all(|file| file < notes.faces.count()));
            }
        }
    }

    #[test]
    fn a_file_that_is_not_among_the_files_is_no_need() {
        let mut wrong = notes();
        wrong.printed.files.splice(0..1, [2].into_iter());
        assert_eq!(read(written(&wrong)), None);
    }
}
