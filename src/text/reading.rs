//! How hard a text is to follow: sentences, and the grade of school that English takes.

use std::ops::Range;

use super::plain::{word_count, words};

/// What a text asks of its reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its words.
    pub words: usize,
    /// Its sentences, those without words left out.
    pub sentences: Vec<Sentence>,
    /// Years of school, by Flesch and Kincaid; meaningful from some twenty words on.
    pub grade: f64,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes in the text.
    pub at: Range<usize>,
    /// Its words, counted as for budgets.
    pub words: usize,
}

/// The sentences of one paragraph: each ends with a full stop, question or exclamation mark and a space, or at the
/// full stop of Chinese and Japanese; parts told apart by a colon or semicolon count for themselves.
fn sentences(paragraph: &str) -> impl Iterator<Item = &str> {
    let mut rest = paragraph;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (sentence, after) = rest.split_at(end(rest));
        rest = after.trim_start_matches(['"', '”', '’', '\'', ')', '」']);
        Some(sentence.trim())
    })
    .filter(|s| !s.is_empty())
}

/// Where the first sentence of a text ends.
fn end(text: &str) -> usize {
    // The first bytes of all signs that may end one, so that most of a text is passed over byte by byte.
    let may_end = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | b';' | b':' | 0xe2 | 0xe3 | 0xef);
    let mut from = 0;
    while let Some(found) = text.as_bytes()[from..].iter().position(may_end) {
        let at = from + found;
        let Some(c) = text[at..].chars().next() else { break };
        from = at + c.len_utf8();
        if ends_here(text, at, c) {
            return from;
        }
    }
    text.len()
}

fn ends_here(text: &str, at: usize, c: char) -> bool {
    match c {
        '。' | '！' | '？' => true,
        '.' | '!' | '?' | ';' | ':' | '…' => {
            let next = text[at + c.len_utf8()..].trim_start_matches(['"', '”', '’', '\'', ')']);
            let spaced = next.is_empty() || next.starts_with(char::is_whitespace);
            let before = text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
            spaced && !(c == '.' && (is_short_form(before) || next.trim_start().starts_with(char::is_lowercase)))
        }
        _ => false,
    }
}

/// `e.g`, `vs`, `No`, `Dr`: a full stop behind them ends no sentence.
fn is_short_form(word: &str) -> bool {
    word.contains('.')
        || matches!(word, "vs" | "No" | "Dr" | "Mr" | "Mrs" | "Ms" | "St" | "approx" | "incl" | "resp" | "cf")
}

/// Reads a text; each line is a paragraph. The grade is that of English.
pub fn reading(text: &str) -> Reading {
    let (mut count, mut syllables, mut all) = (0, 0, Vec::new());
    for sentence in text.lines().flat_map(sentences) {
        let before = count;
        for word in words(sentence) {
            let first = count == before;
            count += 1;
            syllables += if is_name(word, first) { 1 } else { self::syllables(word) };
        }
        if count > before {
            let start = sentence.as_ptr().addr() - text.as_ptr().addr();
            let words = if sentence.is_ascii() { count - before } else { word_count(sentence) };
            all.push(Sentence { at: start..start + sentence.len(), words });
        }
    }
    let per = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    let grade = 0.39 * per(count, all.len()) + 11.8 * per(syllables, count) - 15.59;
    Reading { words: count, sentences: all, grade: grade.max(0.0) }
}

/// Names and figures are known to whoever says them, so they count as short words.
fn is_name(word: &str, first: bool) -> bool {
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    (capital && !first) || word.chars().any(|c| c.is_numeric()) || word.chars().skip(1).any(char::is_uppercase)
}

/// Syllables of an English word: groups of vowels, without a silent e.
fn syllables(word: &str) -> usize {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let vowel = |b: u8| matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let mut groups = 0;
    let mut inside = false;
    for b in word.bytes() {
        groups += usize::from(vowel(b) && !inside);
        inside = vowel(b);
    }
    let ends = |end: &str| {
        let bytes = word.as_bytes();
        bytes.len() >= end.len() && bytes[bytes.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    };
    // `es` is said after s, x, z, ch, sh, c, g.
    let spoken = ["ses", "xes", "zes", "ches", "shes", "ces", "ges", "ies"];
    let silent_e = (ends("e") && !ends("le")) || (ends("es") && !spoken.into_iter().any(ends));
    let silent_ed = ends("ed") && !ends("ted") && !ends("ded");
    let silent = usize::from((silent_e || silent_ed) && groups > 1);
    (groups - silent.min(groups)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_they_are_said() {
        for (word, count) in [
            ("a", 1),
            ("price", 1),
            ("table", 2),
            ("tickets", 2),
            ("closed", 1),
            ("counted", 2),
            ("prices", 2),
            ("agreement", 3),
            ("differentiated", 5),
            ("methodology", 5),
            ("customer's", 3),
            ("makes", 1),
        ] {
            let counted = syllables(word);
            assert!(counted.abs_diff(count) <= usize::from(word.len() > 8), "{word}: {counted}");
        }
    }

    #[test]
    fn sentences_end_where_they_end() {
        let of = |text| sentences(text).collect::<Vec<_>>();
        assert_eq!(of("One. Two? \"Three!\" Four"), ["One.", "Two?", "\"Three!", "Four"]);
        assert_eq!(
            of("It is 3.5 % vs. 4 % (e.g. in May). Yes: no; maybe."),
            ["It is 3.5 % vs. 4 % (e.g. in May).", "Yes:", "no;", "maybe."]
        );
        assert_eq!(of("これは一文。これも。"), ["これは一文。", "これも。"]);
    }

    #[test]
    fn sentences_are_told_with_their_place_and_words() {
        let text = "One two.\n「これは」 一文。 – Three’s a crowd…";
        let told: Vec<_> = reading(text).sentences.into_iter().map(|s| (&text[s.at], s.words)).collect();
        assert_eq!(told, [("One two.", 2), ("「これは」 一文。", 3), ("– Three’s a crowd…", 3)]);
    }

    #[test]
    fn short_words_read_easily_and_long_ones_do_not() {
        let easy = reading("You save about a day a week. Setting it up takes two days, and we do most of it with you.");
        assert_eq!((easy.words, easy.sentences.len()), (21, 2));
        assert!(easy.grade < 5.0, "{easy:?}");
        let hard = reading(
            "Our differentiated methodology facilitates considerable operational efficiencies, notwithstanding comparatively significant implementation requirements.",
        );
        assert!(hard.grade > 20.0, "{hard:?}");
    }

    #[test]
    fn names_and_figures_do_not_make_a_text_hard() {
        let plain = reading("We ask the vendor for the plan that they have for the team in the spring.");
        let named = reading(
            "We ask Manufacturability for the Internationalization that they have for the 2026-10-01 in the spring.",
        );
        assert!(named.grade <= plain.grade + 0.5, "{plain:?} {named:?}");
    }
}
