//! How DokuWiki (with its default settings) folds words into the names of pages and of places on them. Measured at a
//! server; `e2e/wikis-render.test.mjs` measures again.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// The signs that become an underscore: code points and ranges of them, in hex.
const SIGNS: &str = "\
    0-2c 2f 3c-40 5b-60 7b-b4 b6-bf d7 f7 2c7 2d8-2dd 384-385 387 5b0-5b9 5bb-5c3 5f3-5f4 60c 61b 61f \
    640 64b-652 66a e3f 1fee-1fef 1ffd 200c-200f 2013-2015 2017-201a 201c-201e 2020-2022 2026 2030 \
    2032-2033 2039-203a 2044 20a7 20aa-20ac 2116 2118 2122 2135 2190-2195 21b5 21d0-21d4 2200 2202-2203 \
    2205-2209 220b 220f 2211-2212 2215 2217 2219-221a 221d-221e 2220 2227-222b 2234 223c 2245 2248 \
    2260-2261 2264-2265 2282-2284 2286-2287 2295 2297 22a5 22c5 2310 2320-2321 2329-232a 2469 2500 2502 \
    250c 2510 2514 2518 251c 2524 252c 2534 253c 2550-256c 2580 2584 2588 258c 2590-2593 25a0 25b2 25bc \
    25c6 25ca 25cf 25d7 2605 260e 261b 261e 2660 2663 2665-2666 2701-2704 2706-2709 270c-2727 2729-274b \
    274d 274f-2752 2756 2758-275e 2761-2767 277f 2789 2793-2794 2798-27af 27b1-27be 3000-3003 3008-3012 \
    3014-301b 3036 c2a0 f6d9-f6db f8d7-f8fe fe7c-fe7d ff01-ff0f ff1a-ff20 ff3b-ff3e ff40 ff5b-ff65 \
    ffe0-ffe6 ffe8-ffee 1d6fc-1d71b";

/// Letters that become others than the one below their accent, and what they become.
const LETTERS: [(char, &str); 15] = [
    ('ä', "ae"),
    ('ö', "oe"),
    ('ü', "ue"),
    ('ß', "ss"),
    ('æ', "ae"),
    ('ø', "o"),
    ('ð', "dh"),
    ('þ', "th"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ł', "l"),
    ('ŧ', "t"),
    ('ƒ', "f"),
    ('µ', "u"),
];
/// Letters with accents beyond the first two blocks of Latin that lose them.
const ACCENTED: &str = "ơưșțḃḋḟṁṗṡṫẁẃẅỳ";

/// An id as DokuWiki keeps it: `:` stands between its parts.
pub fn id(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.trim().nfc().flat_map(char::to_lowercase) {
        match c {
            ';' => out.push(':'),
            c if is_sign(c) => out.push('_'),
            c => push_letter(c, &mut out),
        }
    }
    let parts = out.split(':').map(part).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(":")
}

/// Underscores in a row are one; none, and no dot or hyphen, stand at the ends.
fn part(raw: &str) -> String {
    let mut part = String::with_capacity(raw.len());
    for c in raw.chars() {
        if c != '_' || !part.ends_with('_') {
            part.push(c);
        }
    }
    part.trim_matches(['.', '_', '-']).to_owned()
}

/// The name of the place that a heading makes, told apart from those before it.
pub fn section(heading: &str, taken: &mut HashSet<String>) -> String {
    let name: String = id(heading).chars().filter(|c| !matches!(c, ':' | '.')).collect();
    let words = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-'));
    let plain = if words.is_empty() {
        format!("section{}", name.chars().filter(char::is_ascii_digit).collect::<String>())
    } else {
        words.to_owned()
    };
    let numbered = std::iter::once(plain.clone()).chain((1..).map(|n| format!("{plain}{n}")));
    let free = numbered.into_iter().find(|name| !taken.contains(name)).unwrap_or(plain);
    taken.insert(free.clone());
    free
}

fn push_letter(c: char, out: &mut String) {
    if let Some((_, letters)) = LETTERS.iter().find(|(letter, _)| *letter == c) {
        return out.push_str(letters);
    }
    let may_fold = matches!(c, 'à'..='\u{17f}') && !matches!(c, 'ĭ' | 'ŏ') || ACCENTED.contains(c);
    let base = std::iter::once(c).nfd().next().filter(|base| may_fold && base.is_ascii_lowercase());
    out.push(base.unwrap_or(c));
}

fn is_sign(c: char) -> bool {
    static RANGES: LazyLock<Vec<[u32; 2]>> = LazyLock::new(|| {
        let number = |hex: &str| u32::from_str_radix(hex, 16).unwrap_or_default();
        let range = |range: &str| range.split_once('-').map_or([number(range); 2], |(a, b)| [number(a), number(b)]);
        SIGNS.split_whitespace().map(range).collect()
    });
    let after = RANGES.partition_point(|[first, _]| *first <= u32::from(c));
    after.checked_sub(1).is_some_and(|at| u32::from(c) <= RANGES[at][1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_folded_as_a_server_folds_them() {
        for (raw, wanted) in [
            ("battlecard:ticketron", "battlecard:ticketron"),
            ("C++", "c"),
            ("a/b", "a_b"),
            ("ünïcode", "uenicode"),
            ("Über: die Größe!", "ueber:die_groesse"),
            ("a;b", "a:b"),
            ("  .a--b__c-. ", "a--b_c"),
            ("価格 表", "価格_表"),
            ("don’t “ask”", "don_t_ask"),
            ("::", ""),
        ] {
            assert_eq!(id(raw), wanted, "{raw}");
        }
    }

    #[test]
    fn sections_lose_leading_digits_and_are_numbered() {
        let mut taken = HashSet::new();
        let mut next = |words: &str| section(words, &mut taken);
        assert_eq!(next("Why we win"), "why_we_win");
        assert_eq!(next("Why we win?"), "why_we_win1");
        assert_eq!(next("3. Price: 10.5"), "price105");
        assert_eq!(next("2026"), "section2026");
        assert_eq!(next("!"), "section");
        assert_eq!(next("?"), "section1");
    }
}
