//! `invisible-character`: signs that nobody sees and that change what is read.

use super::{Desk, Level, Look, Rule, SpotJudge};
use crate::diagnostic::Location;

/// The rule.
pub const RULE: Rule = Rule {
    name: "invisible-character",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "a sign that turns the direction of writing (an error), or that nobody sees (a warning)",
    explanation: "Signs that turn the direction of writing can show a reviewer other words than a reader gets. Zero-width spaces and their kin come along when text is copied from pages and mail; they break searching, links and the leak scan's promise. Marks that a script needs (joiners in Persian, Hindi or emoji, direction marks among Hebrew or Arabic letters) are fine. Delete the sign; most editors show it when asked.",
    bad: "text: \"Ticke\\u200Btron\"",
    good: "text: Ticketron",
    looks: &[Look::Spots(prepare)],
};

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    Box::new(move |spot, found| {
        let words = spot.words();
        if words.is_ascii() {
            return;
        }
        let mut signs = words.char_indices().filter(|(at, c)| is_invisible(words, *at, *c));
        let first = signs.next();
        let Some((at, sign)) = first.into_iter().chain(signs).find(|(_, c)| is_turning(*c)).or(first) else { return };
        let name = format!("U+{:04X}", u32::from(sign));
        let turns = is_turning(sign);
        let what = if turns { "turns the direction of writing" } else { "cannot be seen" };
        let before: String = words[..at].chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
        let message = format!("{name} {what} (after `{}`)", before.trim());
        let place = spot.place_of(desk, &words[at..at + sign.len_utf8()]);
        let finding =
            RULE.at(around(desk, spot.file, place), message).help("delete it; most editors show such signs when asked");
        found.push(finding.softer(!turns));
    })
}

/// One sign is hard to underline: the word before it is shown too.
fn around(desk: &Desk, file: &str, place: Location) -> Location {
    let (Some(span), Some(text)) = (&place.span, desk.sources.text(file)) else { return place };
    let line = text[..span.start].rfind(['\n', ' ', '"']).map_or(0, |i| i + 1);
    Location { span: Some(line..span.end), ..place }
}

fn is_turning(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(words: &str, at: usize, c: char) -> bool {
    match c {
        _ if is_turning(c) => true,
        '\u{200b}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{180e}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0001}' => true,
        '\u{e0020}'..='\u{e007f}' => !words[..at].contains('\u{1f3f4}'),
        '\u{200c}' | '\u{200d}' => {
            let plain = |c: Option<char>| c.is_none_or(|c| c.is_ascii() || c.is_whitespace());
            plain(words[..at].chars().next_back()) || plain(words[at + c.len_utf8()..].chars().next())
        }
        '\u{200e}' | '\u{200f}' | '\u{61c}' => !words.chars().any(is_right_to_left),
        _ => false,
    }
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}')
        && c != '\u{61c}'
}
