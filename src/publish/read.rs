//! Reads a stored page as paragraphs of words, for comparing and for showing.

use crate::render::wiki::xml::{self, Node};

/// The paragraphs of a text in the form of a target, without those that hold no words.
pub fn blocks(text: &str, target: &str) -> Vec<String> {
    let lines = match xml::read(text) {
        Ok(nodes) if target == "confluence" => {
            let mut lines = vec![String::new()];
            paragraphs(&nodes, &mut lines);
            lines
        }
        _ => text.lines().map(shown).collect(),
    };
    lines.into_iter().map(|line| line.trim().to_owned()).filter(|l| l.chars().any(char::is_alphanumeric)).collect()
}

/// A line without the signs that say "no markup here".
fn shown(line: &str) -> String {
    ["%%", "<nowiki>", "</nowiki>", "<nowiki/>"].iter().fold(line.to_owned(), |line, sign| line.replace(sign, ""))
}

/// Elements that do not end a paragraph.
const INLINE: [&str; 14] = [
    "a",
    "strong",
    "em",
    "b",
    "i",
    "u",
    "s",
    "del",
    "code",
    "sup",
    "sub",
    "span",
    "ac:link",
    "ac:plain-text-link-body",
];

/// The words of storage format, one line for each block.
fn paragraphs(nodes: &[Node], lines: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Text(words) => {
                if let Some(last) = lines.last_mut() {
                    last.push_str(&words.replace('\n', " "));
                }
            }
            Node::Element(element) if INLINE.contains(&element.name.as_str()) => paragraphs(&element.children, lines),
            Node::Element(element) => {
                lines.push(String::new());
                paragraphs(&element.children, lines);
                lines.push(String::new());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storage_format_is_read_as_paragraphs() {
        let xml = "<p>One &amp; <strong>two</strong></p><ul><li>three</li><li>f&#246;ur</li></ul>\
            <ac:structured-macro ac:name=\"code\"><ac:plain-text-body><![CDATA[five]]></ac:plain-text-body>\
            </ac:structured-macro><hr/>";
        assert_eq!(blocks(xml, "confluence"), ["One & two", "three", "föur", "five"]);
        assert_eq!(blocks("= a =\n\n----\n%%b%%", "dokuwiki"), ["= a =", "b"]);
    }
}
