//! What a person changed on a page, paragraph by paragraph, against what we published, and where each paragraph stands
//! in the kit, so that an author can take the words over.

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

use super::read::blocks;
use crate::check::Checked;
use crate::load::shape;
use crate::load::walk::{self, Step};
use crate::source::Sources;
use crate::text;

/// How alike a paragraph and a text of the kit must be (0 to 1) to be the same.
const ALIKE: f64 = 0.6;

/// A paragraph that a person changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What we published; empty: the paragraph is new.
    pub before: String,
    /// What stands there now; empty: the paragraph is gone.
    pub after: String,
    /// Where it stands in the kit; of a new paragraph, where the one above it stands. `None`: nowhere, as words of a
    /// template.
    pub written: Option<Written>,
}

/// A text of the kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its file.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// Its field, such as `respond`.
    pub field: String,
    /// Its item, such as `objection too-expensive`.
    pub item: String,
}

/// A piece of a paragraph: kept, taken out, put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// On both sides.
    Kept(String),
    /// Only in what we published.
    Out(String),
    /// Only in what stands there now.
    In(String),
}

impl Change {
    /// Its words, before and after in one line. A blank between two changed words belongs to the change.
    pub fn words(&self) -> Vec<Word> {
        let diff = TextDiff::from_unicode_words(&*self.before, &*self.after);
        let pieces: Vec<(ChangeTag, &str)> = diff.iter_all_changes().map(|c| (c.tag(), c.value())).collect();
        let (mut words, mut out, mut new) = (Vec::new(), String::new(), String::new());
        for (at, (tag, piece)) in pieces.iter().enumerate() {
            let is_inside = || pieces.get(at + 1).is_some_and(|(tag, _)| *tag != ChangeTag::Equal);
            match tag {
                ChangeTag::Delete => out.push_str(piece),
                ChangeTag::Insert => new.push_str(piece),
                ChangeTag::Equal if piece.trim().is_empty() && !(out.is_empty() && new.is_empty()) && is_inside() => {
                    out.push_str(piece);
                    new.push_str(piece);
                }
                ChangeTag::Equal => {
                    changed(&mut words, &mut out, &mut new);
                    match words.last_mut() {
                        Some(Word::Kept(last)) => last.push_str(piece),
                        _ => words.push(Word::Kept((*piece).to_owned())),
                    }
                }
            }
        }
        changed(&mut words, &mut out, &mut new);
        words
    }
}

/// Puts what was taken out and put in behind the words so far.
fn changed(words: &mut Vec<Word>, out: &mut String, new: &mut String) {
    words.extend(Some(std::mem::take(out)).filter(|w| !w.is_empty()).map(Word::Out));
    words.extend(Some(std::mem::take(new)).filter(|w| !w.is_empty()).map(Word::In));
}

/// The paragraphs that differ. `target`: in which form both texts are.
pub fn changes(before: &str, after: &str, target: &str, origins: &Origins) -> Vec<Change> {
    let (old, new) = (blocks(before, target), blocks(after, target));
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        let (was, is) = match op {
            DiffOp::Equal { .. } => continue,
            op => (op.old_range(), op.new_range()),
        };
        let above = old[..was.start].last().and_then(|block| origins.of(block));
        for at in 0..was.len().max(is.len()) {
            let before = old[was.clone()].get(at).cloned().unwrap_or_default();
            let after = new[is.clone()].get(at).cloned().unwrap_or_default();
            let written = if before.is_empty() { above.clone() } else { origins.of(&before) };
            changes.push(Change { before, after, written });
        }
    }
    changes
}

/// All texts of a kit, to look up where a paragraph of a page was written.
pub struct Origins<'a> {
    texts: Vec<(Vec<String>, Written)>,
    /// The file of the page's own subject.
    own: &'a str,
}

impl<'a> Origins<'a> {
    /// Gathers them.
    pub fn of_kit(checked: &Checked, sources: &Sources, own: &'a str) -> Origins<'a> {
        let mut texts = Vec::new();
        for item in &checked.kit.items {
            walk::walk(shape::schema(item.kind.folder), item.node(), item.kind.cap, &mut |step| {
                let Step::Leaf { node, field, .. } = step else { return };
                let place = sources.position(&item.file, node.head().start);
                let (line, column) = place.map_or((1, 1), |p| (p.line, p.column));
                let written = Written {
                    file: item.file.to_string(),
                    line,
                    column,
                    field: field.to_owned(),
                    item: format!("{} {}", item.kind.word, item.id),
                };
                let plain = text::plain(node.text().unwrap_or_default());
                let whole = words(&plain);
                let lines: Vec<_> = plain.lines().map(words).filter(|line| *line != whole).collect();
                texts.extend(lines.into_iter().chain([whole]).filter(|w| !w.is_empty()).map(|w| (w, written.clone())));
            });
        }
        Origins { texts, own }
    }

    /// Where a paragraph was written: the text that has most words in common with it, of the page's own subject if one
    /// of those will do, as other cards may say nearly the same.
    fn of(&self, block: &str) -> Option<Written> {
        let wanted = words(block);
        let nearest = |is_own: bool| {
            let texts = self.texts.iter().filter(|(_, written)| !is_own || written.file == self.own);
            let scored = texts.map(|(text, written)| (alike(&wanted, text), written));
            scored.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(score, _)| *score >= ALIKE)
        };
        nearest(true).or_else(|| nearest(false)).map(|(_, written)| written.clone())
    }
}

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text::normalized_words(text).split_whitespace().map(str::to_owned).collect();
    words.sort_unstable();
    words
}

/// How many words two sorted lists have in common: 0, none, to 1, all.
fn alike(a: &[String], b: &[String]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    2.0 * f64::from(common) / (a.len() + b.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> String {
        let change = Change { before: before.into(), after: after.into(), written: None };
        change
            .words()
            .iter()
            .map(|word| match word {
                Word::Kept(w) => w.clone(),
                Word::Out(w) => format!("[-{w}-]"),
                Word::In(w) => format!("{{+{w}+}}"),
            })
            .collect()
    }

    #[test]
    fn a_change_of_words_is_told_word_by_word_and_a_phrase_as_one() {
        assert_eq!(told("It costs 30 % more.", "It costs 20 % more now."), "It costs [-30-]{+20+} % more{+ now+}.");
        assert_eq!(
            told("no fun to bring upstairs.", "no fun in a meeting."),
            "no fun [-to bring upstairs-]{+in a meeting+}."
        );
        assert_eq!(told("", "new"), "{+new+}");
        assert_eq!(told("same", "same"), "same");
    }

    #[test]
    fn a_paragraph_is_looked_for_in_the_pages_own_subject_first() {
        let text = |file: &str, said: &str| {
            let written = Written { file: file.into(), line: 1, column: 1, field: "pitch".into(), item: "x".into() };
            (words(said), written)
        };
        let texts =
            vec![text("a.yaml", "they are quick to answer mail"), text("b.yaml", "they are slow to answer mail")];
        let origins = Origins { texts, own: "a.yaml" };
        let found = |block: &str| origins.of(block).map(|w| w.file);
        assert_eq!(found("they are slow to answer mail").as_deref(), Some("a.yaml"));
        let elsewhere = Origins { own: "c.yaml", ..origins };
        assert_eq!(elsewhere.of("they are slow to answer mail").map(|w| w.file).as_deref(), Some("b.yaml"));
        assert_eq!(elsewhere.of("nothing of the sort"), None);
    }

    #[test]
    fn words_in_common_are_counted() {
        let list = |text: &str| words(text);
        assert!(alike(&list("a b c d"), &list("a b c d")) > 0.99);
        assert!(alike(&list("Means: we fear to be locked in"), &list("we fear to be locked in")) > 0.9);
        assert!(alike(&list("x y"), &list("a b")) < 0.01);
    }
}
