//! Reads markup into elements: what templates write for wikis, and bodies in Confluence's storage format. Knows the
//! form of markup and none of its words.

use quick_xml::errors::Error;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Elements that hold nothing, and need no end.
const VOID: [&str; 4] = ["br", "hr", "img", "input"];
/// Elements deeper than this are dropped and their content is kept, so that no text can exhaust the stack.
const DEEPEST: usize = 64;
/// How much of the markup is shown where something is wrong, in characters.
const SHOWN: usize = 60;

/// An element, or words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Words, with all entities resolved.
    Text(String),
}

/// An element with what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name as written, with its prefix.
    pub name: String,
    /// Attributes in their order; one without a value has an empty one.
    pub attributes: Vec<(String, String)>,
    /// What is in it.
    pub children: Vec<Node>,
}

impl Element {
    /// The value of an attribute, where it has one of that name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All words in it.
    pub fn words(&self) -> String {
        words(&self.children)
    }
}

/// All words in nodes.
pub fn words(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) => out.push_str(&element.words()),
        }
    }
    out
}

/// Reads markup. `<br>`, `<hr>`, `<img>` and `<input>` may stand without an end; entities are those of HTML.
///
/// # Errors
/// In words, with the markup round the place.
pub fn read(text: &str) -> Result<Vec<Node>, String> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut tree = Tree::default();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let done = reader.read_event().map_err(|error| malformed(&error)).and_then(|event| tree.take(event));
        match done {
            Ok(true) => {}
            Ok(false) => return Ok(tree.nodes),
            Err(message) => return Err(format!("{message}, near `{}`", near(text, at))),
        }
    }
}

fn malformed(error: &Error) -> String {
    format!("the markup does not hold together: {error}")
}

fn near(text: &str, at: usize) -> String {
    let from = (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or_default();
    let line = text[from..].trim_start().lines().next().unwrap_or_default();
    let shown: String = line.chars().take(SHOWN).collect();
    if shown.is_empty() { "the end of the page".to_owned() } else { shown }
}

/// What was read so far.
#[derive(Default)]
struct Tree {
    nodes: Vec<Node>,
    /// Elements that are open, the innermost last.
    open: Vec<Element>,
    /// Names of open elements that are too deep to be kept.
    too_deep: Vec<String>,
}

impl Tree {
    /// Takes in what was read; `false` at the end.
    fn take(&mut self, event: Event) -> Result<bool, String> {
        match event {
            Event::Start(tag) => self.start(&tag)?,
            Event::Empty(tag) => {
                let element = element(&tag)?;
                self.add(Node::Element(element));
            }
            Event::End(tag) => self.end(tag.name().as_ref())?,
            Event::Text(words) => self.text(&words.xml10_content()),
            Event::CData(words) => self.text(&words.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(sign)) => self.text(sign.encode_utf8(&mut [0; 4])),
                Ok(None) => self.text(&html_escape::decode_html_entities(&format!("&{};", &*name))),
                // A number that stands for no character.
                Err(_) => {}
            },
            Event::Eof => {
                return self.open.last().map_or(Ok(false), |open| Err(format!("`<{}>` is not closed", open.name)));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        Ok(true)
    }

    fn start(&mut self, tag: &BytesStart) -> Result<(), String> {
        let element = element(tag)?;
        if VOID.contains(&element.name.as_str()) {
            self.add(Node::Element(element));
        } else if self.open.len() < DEEPEST {
            self.open.push(element);
        } else {
            self.too_deep.push(element.name);
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        if VOID.contains(&name) {
            return Ok(());
        }
        let innermost = self.too_deep.last().or(self.open.last().map(|e| &e.name));
        match innermost {
            Some(open) if open == name => {}
            Some(open) => return Err(format!("`</{name}>` stands where `</{open}>` is due")),
            None => return Err(format!("`</{name}>` closes nothing")),
        }
        if self.too_deep.pop().is_none()
            && let Some(element) = self.open.pop()
        {
            self.add(Node::Element(element));
        }
        Ok(())
    }

    fn text(&mut self, words: &str) {
        let kept: String = words.chars().filter(|c| can_be_written(*c)).collect();
        let siblings = self.open.last_mut().map_or(&mut self.nodes, |open| &mut open.children);
        match siblings.last_mut() {
            Some(Node::Text(text)) => text.push_str(&kept),
            _ if kept.is_empty() => {}
            _ => siblings.push(Node::Text(kept)),
        }
    }

    fn add(&mut self, node: Node) {
        self.open.last_mut().map_or(&mut self.nodes, |open| &mut open.children).push(node);
    }
}

fn element(tag: &BytesStart) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in tag.html_attributes() {
        let attribute = attribute.map_err(|error| format!("an attribute cannot be read: {error}"))?;
        let value =
            html_escape::decode_html_entities(&*attribute.value).chars().filter(|c| can_be_written(*c)).collect();
        attributes.push((attribute.key.as_ref().to_owned(), value));
    }
    Ok(Element { name: tag.name().as_ref().to_owned(), attributes, children: Vec::new() })
}

/// Whether a character has a meaning in every wiki: control characters and those that XML forbids have none.
fn can_be_written(c: char) -> bool {
    matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_void_tags_and_bare_attributes_are_read() {
        let nodes = read("a &amp; b&nbsp;&#x263A;<br><input type=\"checkbox\" disabled checked>").unwrap();
        assert_eq!(words(&nodes), "a & b\u{a0}☺");
        let Node::Element(input) = &nodes[2] else { panic!("{nodes:?}") };
        assert_eq!((input.attribute("checked"), input.attribute("type")), (Some(""), Some("checkbox")));
    }

    #[test]
    fn a_body_of_storage_format_is_read() {
        let nodes = read("<ac:structured-macro ac:name=\"code\"><ac:plain-text-body><![CDATA[a]]]]><![CDATA[>b]]></ac:plain-text-body></ac:structured-macro>").unwrap();
        assert_eq!(words(&nodes), "a]]>b");
    }

    #[test]
    fn what_does_not_hold_together_is_told_with_its_place() {
        for (markup, wanted) in [
            ("<p>a</li>", "`</li>` stands where `</p>` is due"),
            ("a</p>", "`</p>` closes nothing"),
            ("<ul><li>x</li>", "`<ul>` is not closed"),
            ("<p", "does not hold together"),
            ("<p a=>x</p>", "an attribute cannot be read"),
        ] {
            let message = read(markup).unwrap_err();
            assert!(message.contains(wanted), "{markup}: {message}");
        }
    }

    #[test]
    fn what_is_nested_without_end_keeps_its_words() {
        let markup = format!("{}deep{}", "<em>".repeat(100_000), "</em>".repeat(100_000));
        assert_eq!(words(&read(&markup).unwrap()), "deep");
    }

    #[test]
    fn control_characters_are_gone() {
        assert_eq!(words(&read("a\u{1}b\u{7f}\u{85}\u{ffff}c&#0;&#7;\td").unwrap()), "abc\td");
    }
}
