//! Words as one looks them up: without accents and capitals, and in scripts without spaces by pairs of characters.
//! The pages cut what a reader types in the same way (`templates/html/assets/find-box.js`).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters that are no letter with a mark, and what is typed for them on a keyboard without.
const SPELLED: [(char, &str); 9] =
    [('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ð', "d"), ('þ', "th"), ('ı', "i")];

/// Text in the form in which it is looked up: marks dropped, lower case, wide and half-wide forms as one, katakana as
/// hiragana, `ß` as `ss`.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let voiced = |c: &char| matches!(c, '\u{3099}' | '\u{309a}');
    let plain: String =
        text.nfkd().filter(|c| voiced(c) || !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let mut out = String::with_capacity(plain.len());
    for c in plain.nfc() {
        match SPELLED.iter().find(|(letter, _)| *letter == c) {
            Some((_, spelled)) => out.push_str(spelled),
            None if ('\u{30a1}'..='\u{30f6}').contains(&c) => out.push(char::from_u32(c as u32 - 0x60).unwrap_or(c)),
            None => out.push(c),
        }
    }
    out
}

/// Hands out the terms of a folded text: words, and for runs of characters of a script without spaces each pair of
/// neighbours, with the last character alone, so that each character begins a term.
pub fn each_term<'t>(folded: &'t str, mut give: impl FnMut(&'t str)) {
    cut(folded, |term, _| give(term));
}

/// The terms of what is looked up. A character alone is one only where it has no neighbour, as it begins the pair.
pub fn asked_terms(words: &str) -> Vec<String> {
    let folded = folded(words);
    let mut terms = Vec::new();
    cut(&folded, |term, is_rest| terms.extend((!is_rest).then(|| term.to_owned())));
    terms
}

/// Cuts a folded text; tells of each term whether it is the last character of a run that has other terms.
fn cut<'t>(folded: &'t str, mut give: impl FnMut(&'t str, bool)) {
    if folded.is_ascii() {
        let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
        return words.filter(|word| !word.is_empty()).for_each(|word| give(word, false));
    }
    let mut word = None;
    // Where the character before stands, if it is one of a run, and whether the run began with it.
    let mut before: Option<(usize, bool)> = None;
    for (at, c) in folded.char_indices().chain([(folded.len(), ' ')]) {
        let is_unspaced = is_unspaced(c);
        if !is_unspaced && c.is_alphanumeric() {
            word.get_or_insert(at);
        } else if let Some(start) = word.take() {
            give(&folded[start..at], false);
        }
        match before {
            Some((start, _)) if is_unspaced => give(&folded[start..at + c.len_utf8()], false),
            Some((start, is_first)) => give(&folded[start..at], !is_first),
            None => {}
        }
        before = is_unspaced.then_some((at, before.is_none()));
    }
}

/// Scripts written without spaces: Han, kana, Thai, Lao, Khmer, Burmese.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let folded = folded(text);
        let mut terms = Vec::new();
        each_term(&folded, |term| terms.push(term.to_owned()));
        terms
    }

    #[test]
    fn words_are_found_without_accents_capitals_or_width() {
        assert_eq!(terms("Crème BRÛLÉE, it's 30 %!"), ["creme", "brulee", "it", "s", "30"]);
        assert_eq!(terms("Ｔｉｃｋｅｔ１"), ["ticket1"]);
        assert_eq!(terms("Łódź"), ["lodz"]);
        assert_eq!(terms("Größe GROẞ Æther SMØRREBRØD"), ["grosse", "gross", "aether", "smorrebrod"]);
        assert!(terms("").is_empty() && terms("?!").is_empty());
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(terms("価格が高い"), ["価格", "格が", "が高", "高い", "い"]);
        assert_eq!(terms("カスタマー v2"), terms("かすたまー V2"));
        assert_eq!(terms("太贵了 too"), ["太贵", "贵了", "了", "too"]);
        assert_eq!(terms("v2価"), ["v2", "価"]);
        assert_eq!(terms("ｶﾞ"), ["が"]);
        assert_eq!(terms("가격 비싸"), ["가격", "비싸"]);
    }

    #[test]
    fn what_is_asked_for_has_no_rests_of_runs() {
        assert_eq!(asked_terms("価格 高 SSO"), ["価格", "高", "sso"]);
    }
}
