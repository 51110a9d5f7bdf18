//! Knows a finding again when lines have moved: in the next report, in a service that shows reports, in a baseline.

use std::collections::HashMap;

use super::Report;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// Bytes of words that are looked at; a span may be a whole file.
const ENOUGH: usize = 400;

/// A finding's rule, its item (or its file, when it speaks of no item with an id) and the words it marks, as 32 hexadecimal digits.
///
/// Lines, columns and white space do not count, so moving and indenting change nothing. Nor does the message, which may
/// hold numbers and dates. Two findings of one rule on the same words of one item are the same.
pub fn fingerprint(d: &Diagnostic, sources: &Sources) -> String {
    let about = d.item.as_ref().filter(|item| !item.contains('#')).unwrap_or(&d.location.file);
    let mut hasher = blake3::Hasher::new();
    for part in [d.rule, about, &words(d, sources)] {
        hasher.update(part.as_bytes()).update(b"\n");
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// The fingerprint of each finding of a report, with a number where it repeats one: services take equal ones for one
/// finding and show it once.
pub(super) fn distinct(report: &Report) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let all = report.diagnostics.0.iter().map(|d| fingerprint(d, report.sources));
    all.map(|print| {
        let times = seen.entry(print.clone()).and_modify(|n| *n += 1).or_insert(1);
        if *times == 1 { print } else { format!("{print}:{times}") }
    })
    .collect()
}

/// What the finding marks, white space squeezed; nothing for a whole or unread file.
fn words(d: &Diagnostic, sources: &Sources) -> String {
    let mut words = String::new();
    if let (Some(span), Some(text)) = (&d.location.span, sources.text(&d.location.file)) {
        let start = text.floor_char_boundary(span.start);
        let end = text.ceil_char_boundary(span.end).max(start);
        for word in text[start..end].split_whitespace() {
            if words.len() >= ENOUGH {
                break;
            }
            words.push_str(word);
            words.push(' ');
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Location;

    const TEXT: &str = "price: too   dear\n";

    fn found(text: &str, part: &str) -> (Diagnostic, Sources) {
        let mut sources = Sources::default();
        sources.insert("f".into(), text.into());
        let at = text.find(part).unwrap();
        let place = Location::span("f", at..at + part.len());
        (Diagnostic { item: Some("objection:price".into()), ..Diagnostic::error("rule", place, "m") }, sources)
    }

    fn print(d: &Diagnostic) -> String {
        fingerprint(d, &found(TEXT, "too   dear").1)
    }

    #[test]
    fn a_finding_is_known_again_when_it_moves_or_is_told_in_other_words() {
        let (first, _) = found(TEXT, "too   dear");
        let moved = "# a line\n\n  price:\n    too\n    dear\n";
        let (again, sources) = found(moved, "too\n    dear");
        assert_eq!(print(&first), fingerprint(&again, &sources));
        assert_eq!(print(&first), print(&Diagnostic::clone(&first).help("h")));
        assert_eq!(print(&first), print(&Diagnostic { message: "31 days old".into(), ..first.clone() }));
        assert_eq!(print(&first).len(), 32);
    }

    #[test]
    fn an_item_is_known_again_in_another_file() {
        let (first, mut sources) = found(TEXT, "too   dear");
        sources.insert("g".into(), TEXT.into());
        let place = Location { file: "g".into(), span: first.location.span.clone() };
        assert_eq!(print(&first), fingerprint(&Diagnostic { location: place, ..first }, &sources));
    }

    #[test]
    fn another_rule_item_file_or_word_is_another_finding() {
        let (first, _) = found(TEXT, "too   dear");
        let (other_words, _) = found(TEXT, "too   de");
        let no_item = Diagnostic { item: None, ..first.clone() };
        let all = [
            Diagnostic { rule: "other", ..first.clone() },
            Diagnostic { item: Some("objection:risk".into()), ..first.clone() },
            Diagnostic { location: Location::file("f"), ..no_item.clone() },
            Diagnostic { location: Location::file("g"), ..no_item.clone() },
            no_item,
            other_words,
            first,
        ];
        let prints = all.iter().map(print).collect::<std::collections::HashSet<_>>();
        assert_eq!(prints.len(), all.len());
    }
}
