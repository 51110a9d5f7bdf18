//! What somebody who looks at a file may read in it.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::render::wiki::xml::{self, Node};
use crate::text;

/// The ways to read a file: as it is, without its tags (which part words, or do not), and for Markdown as what it shows.
/// Neighbours that only meet on a page, such as two cells, do not make a sentence together.
pub fn readings<'a>(path: &str, bytes: &'a [u8]) -> Vec<Cow<'a, str>> {
    let text = String::from_utf8_lossy(bytes);
    if path.ends_with(".md") {
        let shown = text::plain(&text.replace("<br>", "\n\n").replace(" | ", "\n\n"));
        let written = ["\n\n", "\n- ", " | ", "<br>"].iter().fold(text.into_owned(), |t, end| t.replace(end, BREAK));
        let written = decoded(written.as_bytes()).into_owned();
        return vec![Cow::Owned(without_tags(&shown.replace('\n', BREAK), " ")), Cow::Owned(written)];
    }
    if let Some((_, read)) = WIKIS.iter().find(|(ending, _)| path.ends_with(ending)) {
        let mut readings: Vec<Cow<str>> = ["", " "].iter().map(|gap| Cow::Owned(read(&text, gap))).collect();
        let written = ["\n", " | ", " ^ ", "><"].iter().fold(text.into_owned(), |t, end| t.replace(end, BREAK));
        readings.push(Cow::Owned(decoded(written.as_bytes()).into_owned()));
        return readings;
    }
    let raw = decoded(bytes);
    let mut readings = vec![Cow::Owned(without_tags(&text, "")), Cow::Owned(without_tags(&text, " "))];
    if path.ends_with(".json") || path.ends_with(".js") {
        let escapes = raw.replace("\\n", " ").replace("\\t", " ").replace("\\\"", " ");
        readings.push(Cow::Owned(escapes.replace("\\u003c", "<").replace("\\u0020", " ")));
    }
    readings.push(Cow::Owned(raw.into_owned()));
    readings
}

/// Stands between blocks: no text of an author holds this word.
const BREAK: &str = " talktrackblockends ";

/// Elements that stand within a line; all others end a block.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u",
];

/// A file's text with entities and `%20` resolved; what is not UTF-8 is passed over.
pub fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(bytes).replace("%20", " ");
    Cow::Owned(html_escape::decode_html_entities(&text).into_owned())
}

/// What stands between tags, with entities resolved and `gap` in the place of each tag.
fn without_tags(text: &str, gap: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open + 1..];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match tag.find('>').filter(|_| is_tag) {
            Some(close) => {
                let name = tag[..close].trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
                let inline = name.is_some_and(|n| INLINE.contains(&n.to_ascii_lowercase().as_str()));
                out.push_str(if inline { gap } else { BREAK });
                rest = &tag[close + 1..];
            }
            None => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    html_escape::decode_html_entities(&out).into_owned()
}

/// Files of wikis by their ending, and how each is read with a gap in the place of marks within a line.
const WIKIS: [(&str, Read); 3] = [(".xml", storage), (".wiki", wikitext), (".txt", dokuwiki)];

type Read = fn(&str, &str) -> String;

/// What Confluence shows of its storage format.
fn storage(text: &str, gap: &str) -> String {
    let mut out = String::with_capacity(text.len());
    match xml::read(text) {
        Ok(nodes) => storage_words(&nodes, gap, &mut out),
        Err(_) => out = without_tags(text, gap),
    }
    out
}

fn storage_words(nodes: &[Node], gap: &str, out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(words) => out.push_str(words),
            Node::Element(element) => {
                let is_inline = INLINE.contains(&element.name.as_str()) || element.name.starts_with("ac:link");
                let is_page = element.name.starts_with("ri:");
                let edge = if is_inline || is_page { gap } else { BREAK };
                out.push_str(edge);
                storage_words(&element.children, gap, out);
                out.push_str(edge);
            }
        }
    }
}

/// What MediaWiki shows of wikitext.
fn wikitext(text: &str, gap: &str) -> String {
    static MARKS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\[\[[^\]|\n]*\||\]\]|\[(?:https?|mailto|tel):\S* |'{2,5}").ok());
    let bare = without_marks(text, &MARKS, gap);
    without_tags(&bare.replace(['\n', '|'], BREAK), gap)
}

/// What DokuWiki shows of its syntax.
fn dokuwiki(text: &str, gap: &str) -> String {
    static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\[\[[^\]|\n]*\||\{\{[^}|\n]*\||\]\]|\}\}|%%|\*\*|//|''|</?(?:nowiki|sup|del)>|\x{2060}").ok()
    });
    let bare = without_marks(text, &MARKS, gap);
    ["\n", "\\\\ ", " | ", " ^ "].iter().fold(bare, |bare, end| bare.replace(end, BREAK))
}

fn without_marks(text: &str, marks: &Option<Regex>, gap: &str) -> String {
    marks.as_ref().map_or_else(|| text.to_owned(), |marks| marks.replace_all(text, gap).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(path: &str, page: &str, words: &str) {
        let readings = readings(path, page.as_bytes());
        let found = readings.iter().any(|reading| text::normalized_words(reading).contains(&format!(" {words} ")));
        assert!(found, "{path}: {page}: {readings:?}");
    }

    #[test]
    fn marks_of_wikis_hide_no_words() {
        for (path, page) in [
            (
                "a.xml",
                "<p>We <strong>pay</strong> <ac:link><ri:page ri:content-title=\"X\"/><ac:link-body>te</ac:link-body></ac:link>n percent</p>",
            ),
            ("a.xml", "<ac:plain-text-body><![CDATA[a ]]]]><![CDATA[> we pay ten percent]]></ac:plain-text-body>"),
            ("a.wiki", "'''We''' pay [[Page#x|te]]n [https://a.example/x percent]"),
            ("a.wiki", "We pay&#58;ten <b>percent</b>"),
            ("a.txt", "%%We%% **pay** [[:x#y|te]]n <nowiki>percent</nowiki>"),
            ("a.txt", "| {{:x.png?10x5|we pay ten percent}} |"),
        ] {
            reads(path, page, "we pay ten percent");
        }
    }

    #[test]
    fn neighbours_do_not_make_a_sentence_together() {
        for (path, page) in [
            ("a.xml", "<td>we pay</td><td>ten</td>"),
            ("a.wiki", "| we pay\n| ten"),
            ("a.txt", "| we pay | ten |"),
            ("a.txt", "> we pay\n> ten"),
        ] {
            let meets = |r: &Cow<str>| text::normalized_words(r).contains(" we pay ten ");
            assert!(!readings(path, page.as_bytes()).iter().any(meets), "{path}: {page}");
        }
    }
}
