//! What a slip in YAML most likely is, by the lines around it: a scanner notices many slips only lines later, and in words
//! of its own.

use std::ops::Range;

/// A slip: where it is, what it is, what to do.
pub type Slip = (Range<usize>, &'static str, &'static str);

/// A line that says something, and where it begins.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    words: &'t str,
}

/// The slip that most likely made the scanner stop at a byte.
pub fn likely(text: &str, at: usize) -> Option<Slip> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let here = Line { start, words: text[start..].lines().next().unwrap_or_default() };
    let says = |line: &Line| !matches!(line.words.trim_start().chars().next(), None | Some('#'));
    let before = lines(&text[..start]).filter(says).last().filter(|line| !is_text(text, *line));
    let around = || before.into_iter().chain([here]);
    behind_quote(here, at)
        .or_else(|| second_colon(here, at))
        .or_else(|| around().find_map(hard_blank))
        .or_else(|| around().find_map(glued))
        .or_else(|| around().find_map(unclosed))
        .or_else(|| deeper(before?, here))
        .or_else(|| text_not_indented(before?, here))
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = std::mem::replace(at, *at + line.len());
        Some(Line { start, words: line.trim_end_matches(['\n', '\r']) })
    })
}

/// Whether a line is one of a text below `|` or `>`, where anything may stand.
fn is_text(text: &str, line: Line) -> bool {
    let indent = |words: &str| words.len() - words.trim_start_matches(' ').len();
    let further_out = |other: &Line| !other.words.trim().is_empty() && indent(other.words) < indent(line.words);
    let above = lines(&text[..line.start]).filter(further_out).last();
    above.is_some_and(|above| above.words.trim_end().trim_end_matches(['-', '+']).ends_with(['|', '>']))
}

/// Something goes on after a closing quote.
fn behind_quote(line: Line, at: usize) -> Option<Slip> {
    let before = line.words.get(..at - line.start)?.trim_end();
    let quote = before.chars().next_back().filter(|sign| matches!(sign, '"' | '\''))?;
    let next =
        line.words[at - line.start..].chars().next().filter(|next| !matches!(next, ',' | ']' | '}' | ':' | '#'))?;
    if !before.matches(quote).count().is_multiple_of(2) {
        return None;
    }
    let place = at..at + next.len_utf8();
    let is_open = |open: char, close: char| before.matches(open).count() > before.matches(close).count();
    Some(if is_open('{', '}') || is_open('[', ']') {
        (place, "a comma is missing before this", "write `, ` between the parts of a `{…}` or `[…]`")
    } else {
        (place, "the text goes on after its closing quote", "put the whole text in quotes: '\"Yes\" is what they say'")
    })
}

/// `key: a text: more of it`.
fn second_colon(line: Line, at: usize) -> Option<Slip> {
    let (start, rest) = key(line);
    let (name, value) = rest.split_once(": ")?;
    let is_text = value.trim_start().starts_with(char::is_alphanumeric);
    let is_behind = line.words.get(at - line.start..)?.starts_with(':') && at - line.start > start + name.len();
    (is_text && is_behind).then_some((
        at..at + 1,
        "a text that holds `: ` needs quotes",
        "put the whole text in quotes",
    ))
}

/// A blank that only looks like a space, where YAML needs one.
fn hard_blank(line: Line) -> Option<Slip> {
    const BLANK: char = '\u{a0}';
    let indent = line.words.find(|c: char| c != ' ').filter(|at| line.words[*at..].starts_with(BLANK));
    let at = indent.or_else(|| line.words.find(":\u{a0}").map(|colon| colon + 1))?;
    let place = line.start + at..line.start + at + BLANK.len_utf8();
    Some((
        place,
        "a no-break space stands here",
        "put a plain space in its place; such signs come along when text is copied",
    ))
}

/// Where the key of a line begins, behind the dashes of a list, and the rest from there on.
fn key<'t>(line: Line<'t>) -> (usize, &'t str) {
    let rest = line.words.trim_start_matches([' ', '-']);
    (line.words.len() - rest.len(), rest)
}

/// `name:Ticketron`.
fn glued(line: Line) -> Option<Slip> {
    let (at, rest) = key(line);
    let colon = rest.find(':')?;
    let is_key =
        rest.starts_with(char::is_alphabetic) && rest[..colon].chars().all(|c| c.is_alphanumeric() || c == '_');
    let next = rest[colon + 1..].chars().next().filter(|next| !next.is_whitespace() && *next != '/')?;
    let place = line.start + at + colon..line.start + at + colon + 1 + next.len_utf8();
    (is_key && !rest.contains(": ")).then_some((
        place,
        "a space is missing after the `:`",
        "write a space after the `:`, as in `name: Ticketron`",
    ))
}

/// A `[` or `{` at the beginning of a value that nothing closes.
fn unclosed(line: Line) -> Option<Slip> {
    let (at, rest) = key(line);
    let value = if rest.starts_with(['[', '{']) { 0 } else { rest.find(": ")? + 2 };
    let words = rest[value..].trim_start();
    let value = rest.len() - words.len();
    let (open, close) = [('[', ']'), ('{', '}')].into_iter().find(|(open, _)| words.starts_with(*open))?;
    let place = line.start + at + value..line.start + at + value + 1;
    let is_open = words.matches(open).count() > words.matches(close).count();
    is_open.then_some((place, "this bracket is not closed", "close `[` with `]`, and `{` with `}`"))
}

/// A key further in than the one before it, which has its value already.
fn deeper(before: Line, here: Line) -> Option<Slip> {
    let ((column, first), (indent, rest)) = (key(before), key(here));
    let value = first.split_once(": ")?.1.trim_start();
    let is_said = !value.is_empty() && !value.starts_with(['|', '>', '&', '#']);
    let has_key = rest.split_once(':').is_some_and(|(key, _)| key.chars().all(|c| c.is_alphanumeric() || c == '_'));
    (is_said && has_key && indent > column && !here.words.trim_start().starts_with('-')).then_some((
        here.start..here.start + indent.max(1),
        "this line is indented further than the one before it",
        "start the keys of one mapping in the same column",
    ))
}

/// A text below `|` or `>` in the same column as its key.
fn text_not_indented(before: Line, here: Line) -> Option<Slip> {
    let ends = before.words.trim_end().trim_end_matches(['-', '+']);
    let is_open = ends.ends_with(": |") || ends.ends_with(": >");
    let place = here.start..here.start + here.words.chars().next()?.len_utf8();
    is_open.then_some((place, "the text is not indented", "indent a text below `|` or `>` further than its key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a text in which `^` marks the byte where the scanner stops.
    fn told(marked: &str) -> Option<(String, &'static str)> {
        let at = marked.find('^').unwrap();
        let text = marked.replacen('^', "", 1);
        likely(&text, at).map(|(place, message, _)| (text[place].to_owned(), message))
    }

    #[test]
    fn slips_are_told_where_they_are_and_not_where_they_are_noticed() {
        for (text, place, message) in [
            ("overview: \"Foo\" ^is what they say\n", "i", "goes on"),
            ("- {ask: \"Who?\" ^listen_for: nobody}\n", "l", "comma"),
            ("aliases: [TT, Tick\n^kind: vendor\n", "[", "not closed"),
            ("discovery:\n  - {ask: Who\n^kind: vendor\n", "{", "not closed"),
            ("name:Rival\n\n# note\n^why_we_win:\n", ":R", "space is missing"),
            ("  - text:foo\n    claims^: [a]\n", ":f", "space is missing"),
            ("name: A\n one_liner^: foo\n", " ", "further"),
            ("- name: A\n    one_liner^: foo\n", "    ", "further"),
            ("one_liner: We say^: yes\n", ":", "quotes"),
            ("overview: |\n^Not indented\nkind: vendor\n", "N", "not indented"),
            ("name:\u{a0}A\n^kind: vendor\n", "\u{a0}", "no-break"),
            ("name: A\n\u{a0}kind^: vendor\n", "\u{a0}", "no-break"),
        ] {
            let (found, said) = told(text).unwrap_or_else(|| panic!("{text}"));
            assert!(found == place && said.contains(message), "{text}: {found:?} {said}");
        }
    }

    #[test]
    fn what_is_in_order_is_not_blamed() {
        for text in [
            "name: A\nurl: https://a.example/x\n^kind\n",
            "name: A\naliases: [TT, Tick]\n^kind\n",
            "overview: |\n  text:here\n^kind: vendor\n",
            "^",
            "name: \"A\"^",
            "why_we_win:\n  - text: foo\n    claims^: [a]\n",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
