//! Words before and after: folded for comparing, and cut down to what is around a change for showing.

/// Most words of one side that are shown; a word of a script without spaces is two characters.
const MOST: usize = 20;
/// Words that are kept before and behind a change.
const AROUND: usize = 4;
/// Longest word that is shown whole, in characters; an address may be longer.
const LONGEST: usize = 80;

/// A text as its words in one line, so that a line broken elsewhere is no change.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The start of a text, at most as many words as are shown of one side.
pub fn start(text: &str) -> String {
    let words = cut(&folded(text));
    excerpt(&words, 0, words.len().min(MOST * unit(&words)))
}

/// Both sides of a change, each cut down to what is around it.
pub fn around(before: &str, after: &str) -> (String, String) {
    let (one, two) = (cut(&folded(before)), cut(&folded(after)));
    let shortest = one.len().min(two.len());
    let front = (0..shortest).take_while(|i| one[*i].trim_end() == two[*i].trim_end()).count();
    let back = (0..shortest - front).take_while(|i| one[one.len() - 1 - i] == two[two.len() - 1 - i]).count();
    let side = |words: &[String]| {
        let unit = unit(words);
        let from = front.saturating_sub(AROUND * unit);
        let to = (words.len() - back + AROUND * unit).min(words.len());
        excerpt(words, from, to.min(from + MOST * unit))
    };
    (side(&one), side(&two))
}

/// Words with the blank behind them; in scripts without spaces, each character.
fn cut(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for c in text.chars() {
        let alone = is_spaceless(c);
        match words.last_mut() {
            Some(word) if is_open && !alone && word.chars().count() < LONGEST => word.push(c),
            _ => words.push(c.to_string()),
        }
        is_open = c != ' ' && !alone;
    }
    words
}

fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// How many pieces stand for one word.
fn unit(words: &[String]) -> usize {
    if words.iter().any(|w| w.chars().all(is_spaceless)) { 2 } else { 1 }
}

fn excerpt(words: &[String], from: usize, to: usize) -> String {
    let mut shown = words[from..to].concat().trim_end().to_owned();
    if from > 0 {
        shown.insert_str(0, "… ");
    }
    if to < words.len() {
        shown.push_str(" …");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_the_words_around_it() {
        let long = "one two three four five six seven eight nine ten old eleven twelve thirteen fourteen fifteen";
        let (before, after) = around(long, &long.replace("old", "new new"));
        assert_eq!(before, "… seven eight nine ten old eleven twelve thirteen fourteen …");
        assert_eq!(after, "… seven eight nine ten new new eleven twelve thirteen fourteen …");
    }

    #[test]
    fn short_values_are_shown_whole_and_long_ones_cut() {
        assert_eq!(around("€49", "€59"), ("€49".into(), "€59".into()));
        assert_eq!(around("", "a b"), (String::new(), "a b".into()));
        assert_eq!(around("a a", "a"), ("a a".into(), "a".into()));
        assert_eq!(start(&"word ".repeat(100)).split(' ').count(), MOST + 1);
    }

    #[test]
    fn scripts_without_spaces_are_cut_too() {
        assert_eq!(start(&"日".repeat(400)), format!("{} …", "日".repeat(2 * MOST)));
        let (before, after) = around("価格は四十九ユーロです", "価格は五十九ユーロです");
        assert!(before.contains("四十九") && after.contains("五十九"), "{before} {after}");
    }
}
