//! Words as one looks them up: without accents and capitals, and in scripts without spaces by pairs of characters.
//! The pages cut what a reader types in the same way (`templates/html/assets/find-box.js`).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Text in the form in which it is looked up: marks dropped, lower case, wide and half-wide forms as one, katakana as
/// hiragana.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let voiced = |c: &char| matches!(c, '\u{3099}' | '\u{309a}');
    let plain: String =
        text.nfkd().filter(|c| voiced(c) || !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let hiragana = |c: char| match c {
        '\u{30a1}'..='\u{30f6}' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        c => c,
    };
    plain.nfc().map(hiragana).collect()
}

/// The terms of a text: words, and for runs of characters of a script without spaces each pair of neighbours, with
/// the last character alone, so that each character begins a term.
pub fn search_terms(text: &str) -> Vec<String> {
    let text = folded(text);
    let mut terms = Vec::new();
    let mut word = String::new();
    let mut run: Vec<char> = Vec::new();
    for c in text.chars().chain([' ']) {
        let unspaced = is_unspaced(c);
        if (unspaced || !c.is_alphanumeric()) && !word.is_empty() {
            terms.push(std::mem::take(&mut word));
        }
        if unspaced {
            run.push(c);
        } else if !run.is_empty() {
            terms.extend(run.windows(2).map(String::from_iter));
            terms.extend(run.last().map(char::to_string));
            run.clear();
        }
        if !unspaced && c.is_alphanumeric() {
            word.push(c);
        }
    }
    terms
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

    #[test]
    fn words_are_found_without_accents_capitals_or_width() {
        assert_eq!(search_terms("Crème BRÛLÉE, it's 30 %!"), ["creme", "brulee", "it", "s", "30"]);
        assert_eq!(search_terms("Ｔｉｃｋｅｔ１"), ["ticket1"]);
        assert_eq!(search_terms("Łódź"), ["łodz"]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(search_terms("価格が高い"), ["価格", "格が", "が高", "高い", "い"]);
        assert_eq!(search_terms("カスタマー v2"), search_terms("かすたまー V2"));
        assert_eq!(search_terms("太贵了 too"), ["太贵", "贵了", "了", "too"]);
        assert_eq!(search_terms("ｶﾞ"), ["が"]);
        assert_eq!(search_terms("가격 비싸"), ["가격", "비싸"]);
    }
}
