//! What a build needed, as bytes, in a file beside its record: only a build that finds something changed reads it.

use super::form::{Eye, Pen, opened, sealed};
use crate::amend::{Lines, Lists, Notes, Sources, is_rising};
use crate::view::parts::Link;

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
    pen.numbers(&notes.faces);
    pen.smalls(&notes.firsts);
    lists(&mut pen, &notes.judged);
    lines(&mut pen, &notes.pages);
    lists(&mut pen, &notes.printed);
    pen.bytes(&notes.sources.sorts);
    pen.smalls(&notes.sources.files);
    pen.numbers(&notes.sources.ids);
    pen.smalls(&notes.sources.answers);
    pen.numbers(&notes.sources.records);
    lists(&mut pen, &notes.found);
    sealed(pen)
}

/// The notes that these bytes are.
pub(super) fn read(bytes: &[u8]) -> Option<Notes> {
    let mut eye = opened(bytes, HEAD)?;
    let size = |eye: &mut Eye| usize::try_from(eye.number()?).ok();
    let notes = Notes {
        counts: eye.each(size)?.try_into().ok()?,
        count: size(&mut eye)?,
        nav: eye.each(|eye| Some(Link { title: eye.text()?, to: eye.text()? }))?,
        paths: read_lines(&mut eye)?,
        faces: eye.numbers()?,
        firsts: eye.smalls()?,
        judged: read_lists(&mut eye)?,
        pages: read_lines(&mut eye)?,
        printed: read_lists(&mut eye)?,
        sources: Sources {
            sorts: eye.bytes()?.to_vec(),
            files: eye.smalls()?,
            ids: eye.numbers()?,
            answers: eye.smalls()?,
            records: eye.numbers()?,
        },
        found: read_lists(&mut eye)?,
    };
    let files = notes.paths.ends.len();
    let is_right = notes.faces.len() == files
        && notes.firsts.len() == files
        && notes.judged.are_for(files, files)
        && notes.printed.are_for(notes.pages.ends.len(), files)
        && notes.sources.are_of(files)
        && notes.found.are_for(notes.sources.sorts.len(), files);
    (eye.is_at_end() && is_right).then_some(notes)
}

fn lines(pen: &mut Pen, lines: &Lines) {
    pen.text(&lines.text);
    pen.smalls(&lines.ends);
}

fn read_lines(eye: &mut Eye) -> Option<Lines> {
    let lines = Lines { text: eye.text()?, ends: eye.smalls()? };
    is_rising(&lines.ends, lines.text.len()).then_some(lines)
}

fn lists(pen: &mut Pen, lists: &Lists) {
    pen.smalls(&lists.files);
    pen.smalls(&lists.ends);
    pen.numbers(&lists.questions);
    pen.smalls(&lists.whole);
}

fn read_lists(eye: &mut Eye) -> Option<Lists> {
    Some(Lists { files: eye.smalls()?, ends: eye.smalls()?, questions: eye.numbers()?, whole: eye.smalls()? })
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
            faces: vec![7, 8],
            firsts: vec![0, 3],
            sources: Sources { sorts: vec![4], files: vec![1], ids: vec![9], answers: vec![2], records: vec![8] },
            ..Notes::default()
        };
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
            assert_eq!(read(&written(&notes)), Some(notes));
        }
    }

    #[test]
    fn notes_that_were_cut_or_flipped_anywhere_are_none() {
        let bytes = written(&notes());
        for at in 0..bytes.len() {
            assert_eq!(read(&bytes[..at]), None, "cut at {at}");
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert_eq!(read(&flipped), None, "byte {at}");
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
                let Some(notes) = read(&sealed(Pen(other))) else { continue };
                // What is read can be used: every place that it names is there.
                let needs = (0..notes.judged.ends.len()).map(|at| notes.judged.get(at));
                assert!(needs.flat_map(|needs| needs.files).all(|file| file < notes.faces.len()));
            }
        }
    }

    #[test]
    fn a_file_that_is_not_among_the_files_is_no_need() {
        let mut wrong = notes();
        wrong.printed.files[0] = 2;
        assert_eq!(read(&written(&wrong)), None);
    }
}
