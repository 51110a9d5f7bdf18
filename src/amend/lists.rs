//! Many short lists in few long ones: a large kit has a hundred thousand, and they are read whenever one file changed.

use super::columns::{Bytes, Column};
use crate::needs::Needs;

/// Numbers that are looked at together.
const STRIDE: usize = 256;

/// Lines of text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Lines {
    /// All of them, one behind the other.
    pub text: Bytes,
    /// Where each ends, in bytes.
    pub ends: Column<u32>,
}

impl Lines {
    /// Adds one.
    pub fn push(&mut self, line: &str) {
        self.text.extend(line.as_bytes());
        self.ends.push(self.text.len() as u32);
    }

    /// One of them; empty where there is none.
    pub fn get(&self, at: usize) -> &str {
        std::str::from_utf8(self.text.get(span(&self.ends, at)).unwrap_or_default()).unwrap_or_default()
    }

    /// The place of one.
    pub fn position(&self, line: &str) -> Option<usize> {
        self.bytes().position(|one| one == line.as_bytes())
    }

    /// The places of those that begin so.
    pub fn below(&self, start: &str) -> impl Iterator<Item = usize> {
        self.bytes().enumerate().filter(move |(_, line)| line.starts_with(start.as_bytes())).map(|(at, _)| at)
    }

    /// All of them. Not as text: that each is text was seen when they were read, and is told only of those that are wanted.
    fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let end = end as usize;
            self.text.get(std::mem::replace(&mut start, end)..end).unwrap_or_default()
        })
    }
}

/// What was needed for each of many things, files by their numbers.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Lists {
    /// The files of each, one behind the other.
    pub files: Column<u32>,
    /// Where the files of each end.
    pub ends: Column<u32>,
    /// The questions of each.
    pub questions: Column<u64>,
    /// Those that needed the whole kit, in order.
    pub whole: Column<u32>,
}

impl Lists {
    /// Adds what one needed.
    pub fn push(&mut self, needs: &Needs) {
        if needs.whole {
            self.whole.push(self.ends.count() as u32);
        }
        self.files.extend(needs.files.iter().map(|file| *file as u32));
        self.ends.push(self.files.count() as u32);
        self.questions.push(needs.questions);
    }

    /// What one needed.
    pub fn get(&self, at: usize) -> Needs {
        let at_whole = self.whole.partition_point(|one| one < at as u32);
        Needs {
            files: self.files.some(span(&self.ends, at)).map(|file| file as usize).collect(),
            questions: self.questions.get(at).unwrap_or_default(),
            whole: self.whole.get(at_whole) == Some(at as u32),
        }
    }

    /// Puts what one needs in place of what it needed, a part of the kit both times.
    pub fn put(&mut self, at: usize, needs: &Needs) {
        let then = span(&self.ends, at);
        let more = needs.files.len().wrapping_sub(then.len()) as u32;
        self.files.splice(then, needs.files.iter().map(|file| *file as u32));
        if more != 0 {
            let behind = at..self.ends.count();
            let ends: Vec<u32> = self.ends.some(behind.clone()).map(|end| end.wrapping_add(more)).collect();
            self.ends.splice(behind, ends.into_iter());
        }
        self.questions.splice(at..at + 1, [needs.questions].into_iter());
    }

    /// Those that needed one of these files, in order.
    pub fn on(&self, files: &[usize]) -> Vec<usize> {
        // In strides without a branch: there are millions, and hardly one is met.
        let mut on = Vec::new();
        for start in (0..self.files.count()).step_by(STRIDE) {
            let stride = || self.files.some(start..self.files.count().min(start + STRIDE));
            let is_in = |file: u32| stride().fold(false, |is_in, one| is_in | (one == file));
            if files.iter().any(|file| is_in(*file as u32)) {
                let met = stride().enumerate().filter(|(_, one)| files.contains(&(*one as usize)));
                on.extend(met.map(|(at, _)| self.ends.partition_point(|end| end as usize <= start + at)));
            }
        }
        on.dedup();
        on
    }

    /// Whether they are for so many things, and of no more than so many files.
    pub fn are_for(&self, things: usize, files: usize) -> bool {
        let is_full = self.ends.count() == things && self.questions.count() == things;
        is_full && is_rising(&self.ends, self.files.count()) && self.files.iter().all(|file| (file as usize) < files)
    }
}

/// Whether each stands behind the one before it, and the last at the end.
pub fn is_rising(ends: &Column<u32>, until: usize) -> bool {
    ends.iter().is_sorted() && ends.iter().next_back().map_or(0, |end| end as usize) == until
}

fn span(ends: &Column<u32>, at: usize) -> std::ops::Range<usize> {
    let end = |at: usize| ends.get(at).map_or(0, |end| end as usize);
    (if at == 0 { 0 } else { end(at - 1) })..end(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(files: &[usize], whole: bool) -> Needs {
        Needs { files: files.to_vec(), questions: files.len() as u64, whole }
    }

    #[test]
    fn lists_are_what_was_put_into_them() {
        let all = [needs(&[1, 2], false), needs(&[], true), needs(&[2], false), needs(&[0, 3], true)];
        let mut lists = Lists::default();
        all.iter().for_each(|one| lists.push(one));
        assert!((0..4).all(|at| lists.get(at) == all[at]));
        assert_eq!(lists.on(&[2]), [0, 2]);
        assert_eq!(lists.on(&[0, 3]), [3]);
        for other in [needs(&[4, 5, 6], false), needs(&[], false), needs(&[7], false)] {
            lists.put(2, &other);
            assert_eq!([0, 1, 2, 3].map(|at| lists.get(at)), [&all[0], &all[1], &other, &all[3]].map(Clone::clone));
            assert!(lists.are_for(4, 8) && !lists.are_for(3, 8));
        }
        assert!(!lists.are_for(4, 7), "a file that is not there");
    }

    #[test]
    fn those_that_needed_a_file_are_found_wherever_they_stand() {
        let mut lists = Lists::default();
        (0..3 * STRIDE).for_each(|n| lists.push(&needs(&[n % 7, 7 + n % 300], false)));
        for files in [[0, 1], [7, 306], [262, 8]] {
            let met = |at: &usize| lists.get(*at).files.iter().any(|file| files.contains(file));
            assert_eq!(lists.on(&files), (0..3 * STRIDE).filter(met).collect::<Vec<_>>());
        }
    }

    #[test]
    fn lines_are_found_again() {
        let mut lines = Lines::default();
        ["one", "", "é"].iter().for_each(|line| lines.push(line));
        assert_eq!((lines.get(0), lines.get(1), lines.get(2), lines.get(3)), ("one", "", "é", ""));
        assert_eq!((lines.position("é"), lines.position("two")), (Some(2), None));
    }
}
