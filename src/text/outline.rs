//! What must be known of a whole text before its first word is written: heading levels and ids, footnote numbers,
//! loose lists.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Tag, TagEnd};

use super::href::percent_decoded;
use super::pieces::{Mark, Piece};
use super::plain::words_of;
use super::slug::slug;

/// The outline of one text.
#[derive(Default)]
pub(super) struct Outline<'s> {
    /// The level of the highest heading, 1 to 6.
    top: u8,
    /// One id for each heading, in order, unique in the text.
    pub ids: Vec<String>,
    known: HashSet<String>,
    /// Footnote label to number, for those that are referred to and defined.
    notes: HashMap<&'s str, usize>,
    /// Indexes of the pieces that open a list whose items stand apart.
    loose: HashSet<usize>,
}

/// What a paragraph stands in.
#[derive(PartialEq)]
enum Container {
    Item,
    Other,
}

impl<'s> Outline<'s> {
    /// Looks through a whole text once.
    pub fn of(marks: &'s [Mark<'_>]) -> Outline<'s> {
        let mut outline = Outline { top: 6, ..Outline::default() };
        let mut repeats = HashMap::new();
        let mut lists = Vec::new();
        let mut containers = Vec::new();
        let mut noted = false;
        for (index, mark) in marks.iter().enumerate() {
            match &mark.piece {
                Piece::Start(Tag::Heading { level, .. }) => {
                    outline.top = outline.top.min(*level as u8);
                    let id = slug(&words_of(&marks[index + 1..end_of(marks, index)]), "h-");
                    outline.name(id, &mut repeats);
                }
                Piece::Start(Tag::List(_)) => lists.push(index),
                Piece::End(TagEnd::List(_)) => drop(lists.pop()),
                Piece::Start(Tag::Paragraph) if containers.last() == Some(&Container::Item) => {
                    outline.loose.extend(lists.last());
                }
                Piece::Start(Tag::Item) => containers.push(Container::Item),
                Piece::Quote(_) => containers.push(Container::Other),
                Piece::Start(Tag::FootnoteDefinition(_)) => {
                    noted = true;
                    containers.push(Container::Other);
                }
                Piece::End(TagEnd::Item | TagEnd::FootnoteDefinition) | Piece::QuoteEnd(_) => drop(containers.pop()),
                _ => {}
            }
        }
        if noted {
            outline.notes = number(marks);
        }
        outline
    }

    fn name(&mut self, id: String, repeats: &mut HashMap<String, usize>) {
        let mut free = id.clone();
        let count = repeats.entry(id.clone()).or_insert(1);
        while !self.known.insert(free.clone()) {
            *count += 1;
            free = format!("{id}-{count}");
        }
        self.ids.push(free);
    }

    /// The level on the page of a heading of this level in the text.
    pub fn level(&self, level: u8, heading: u8) -> u8 {
        (heading.max(1) + level.saturating_sub(self.top)).min(6)
    }

    /// The own heading that a link to `#fragment` means, by id or by words.
    pub fn heading(&self, dest: &str) -> Option<&str> {
        let fragment = percent_decoded(dest.strip_prefix('#')?);
        match self.known.get(fragment.as_ref()) {
            Some(id) => Some(id),
            None if self.known.is_empty() => None,
            None => self.known.get(&slug(&fragment, "h-")).map(String::as_str),
        }
    }

    /// The number of a footnote.
    pub fn note(&self, label: &str) -> Option<usize> {
        self.notes.get(label).copied()
    }

    pub fn note_count(&self) -> usize {
        self.notes.len()
    }

    /// Whether the items of the list opened by this piece stand apart.
    pub fn is_loose(&self, index: usize) -> bool {
        self.loose.contains(&index)
    }
}

/// The index of the piece that closes the heading or image opened at `index`.
pub(super) fn end_of(marks: &[Mark], index: usize) -> usize {
    let mut depth = 0usize;
    for (at, mark) in marks.iter().enumerate().skip(index) {
        match &mark.piece {
            Piece::Start(_) => depth += 1,
            Piece::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    marks.len()
}

/// Numbers in the order a reader meets the references; notes within notes come after.
fn number<'s>(marks: &'s [Mark<'_>]) -> HashMap<&'s str, usize> {
    let mut within: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut owners: Vec<&str> = Vec::new();
    let mut order = Vec::new();
    for mark in marks {
        match &mark.piece {
            Piece::Start(Tag::FootnoteDefinition(label)) => {
                within.entry(label).or_default();
                owners.push(label);
            }
            Piece::End(TagEnd::FootnoteDefinition) => drop(owners.pop()),
            Piece::NoteRef(label) => match owners.last() {
                Some(owner) => within.entry(owner).or_default().push(label),
                None => order.push(&**label),
            },
            _ => {}
        }
    }
    let mut numbers = HashMap::new();
    let mut next = 0;
    while let Some(label) = order.get(next).copied() {
        next += 1;
        if let Some(inner) = within.get(label).filter(|_| !numbers.contains_key(label)) {
            numbers.insert(label, numbers.len() + 1);
            order.extend(inner);
        }
    }
    numbers
}
