//! Reads the neutral markup of `templates/wiki/` into a tree. Everything that an author wrote is words here; what a
//! template wrote and is not known is told.
//!
//! Blocks: `<title>` · `<h2 id>` to `<h6>` · `<p>` · `<ul>`, `<ol start>` of `<li>` · `<blockquote>` ·
//! `<pre><code class="language-x">` · `<hr>` · `<table>` of `<tr>` of `<th|td colspan rowspan class="align-right">` ·
//! `<panel kind="info|tip|note|warning" title>` · `<expand title id level>` · `<properties>` of `<row name>` · `<toc>` ·
//! `<div>`, `<section>` and `<aside class="insider">` as texts have them.
//! In a line: `<strong> <em> <del> <code> <sup> <br> <span id>` · `<a href>` to `page:path#anchor`, `file:path`,
//! `#anchor`, the web or a mailbox · `<img src="file:path" alt width height>` · `<status colour="grey|green|…">` ·
//! `<input type="checkbox" checked>`. An unknown `class` means nothing.

#[cfg(test)]
mod tests;

use percent_encoding::percent_decode_str;

use super::blanks::{squeezed, tidy};
use super::tree::{Align, Block, Cell, Colour, Doc, Inline, Kind, Row, Style, To};
use super::xml::{self, Element, Node};

/// Reads a page.
///
/// # Errors
/// In words: markup that does not hold together, or an element that wiki pages do not know.
pub fn read(markup: &str) -> Result<Doc, String> {
    let mut reader = Reader { doc: Doc::default() };
    let blocks = reader.flow(xml::read(markup)?)?;
    Ok(Doc { blocks, ..reader.doc })
}

struct Reader {
    doc: Doc,
}

type Read<T> = Result<T, String>;

impl Reader {
    /// Blocks, and between them runs of words.
    fn flow(&mut self, nodes: Vec<Node>) -> Read<Vec<Block>> {
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for node in nodes {
            match node {
                Node::Element(element) if is_block(&element.name) => {
                    end_run(&mut run, &mut blocks);
                    self.block(element, &mut blocks)?;
                }
                node => self.inline(node, &mut run)?,
            }
        }
        end_run(&mut run, &mut blocks);
        Ok(blocks)
    }

    fn block(&mut self, element: Element, blocks: &mut Vec<Block>) -> Read<()> {
        let id = self.id(&element);
        let name = element.name.as_str();
        if !(id.is_empty() || name.starts_with('h') || name == "expand") {
            blocks.push(Block::Line(vec![Inline::Anchor(id.clone())]));
        }
        let block = match name {
            "title" => Block::Title(self.line(element.children)?),
            "hr" => Block::Rule,
            "toc" => Block::Toc,
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                Block::Heading { level, id, words: self.line(element.children)? }
            }
            "p" => return self.paragraph(element, blocks),
            "ul" => Block::List { start: None, items: self.items(element)? },
            "ol" => {
                let start = element.attribute("start").and_then(|n| n.parse().ok()).unwrap_or(1);
                Block::List { start: Some(start), items: self.items(element)? }
            }
            "blockquote" => Block::Quote(self.flow(element.children)?),
            "pre" => code(&element),
            "table" => Block::Table(self.rows(element)?),
            "div" | "section" => return self.flow(element.children).map(|inner| blocks.extend(inner)),
            "aside" => self.insider(element)?,
            "panel" => {
                let kind = choice(&element, "kind", &Kind::ALL.map(|kind| (kind.name(), kind)))?;
                let title = element.attribute("title").unwrap_or_default().to_owned();
                Block::Panel { kind, title, blocks: self.flow(element.children)? }
            }
            "expand" => {
                let title = element.attribute("title").unwrap_or_default().to_owned();
                let level = element.attribute("level").and_then(|n| n.parse().ok()).unwrap_or(3).clamp(2, 6);
                Block::Expand { title, id, level, blocks: self.flow(element.children)? }
            }
            _ => Block::Properties(self.properties(element)?),
        };
        blocks.push(block);
        Ok(())
    }

    /// A paragraph; where a template put blocks in it, they stand on their own.
    fn paragraph(&mut self, element: Element, blocks: &mut Vec<Block>) -> Read<()> {
        for block in self.flow(element.children)? {
            blocks.push(match block {
                Block::Line(words) => Block::Paragraph(words),
                block => block,
            });
        }
        Ok(())
    }

    fn items(&mut self, list: Element) -> Read<Vec<Vec<Block>>> {
        let mut items = Vec::new();
        for item in only(list, &["li"])? {
            let id = self.id(&item);
            let mut blocks = self.flow(item.children)?;
            if !id.is_empty() {
                anchored(&mut blocks, id);
            }
            items.push(blocks);
        }
        Ok(items)
    }

    fn rows(&mut self, table: Element) -> Read<Vec<Row>> {
        let mut rows = Vec::new();
        for part in only(table, &["thead", "tbody", "tr"])? {
            let lines = if part.name == "tr" { vec![part] } else { only(part, &["tr"])? };
            for line in lines {
                let id = self.id(&line);
                let cells = only(line, &["th", "td"])?;
                let mut row: Row = cells.into_iter().map(|cell| self.cell(cell)).collect::<Read<_>>()?;
                if let Some(first) = row.first_mut().filter(|_| !id.is_empty()) {
                    anchored(&mut first.blocks, id);
                }
                rows.push(row);
            }
        }
        Ok(rows)
    }

    fn cell(&mut self, element: Element) -> Read<Cell> {
        let span = |name: &str| element.attribute(name).and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, 1000);
        let class = element.attribute("class").unwrap_or_default();
        let align = [Align::Left, Align::Center, Align::Right]
            .into_iter()
            .find(|align| class.split_whitespace().any(|word| word.strip_prefix("align-") == Some(align.name())));
        let (head, columns, rows, id) = (element.name == "th", span("colspan"), span("rowspan"), self.id(&element));
        let mut blocks = self.flow(element.children)?;
        if !id.is_empty() {
            anchored(&mut blocks, id);
        }
        Ok(Cell { head, align, columns, rows, blocks })
    }

    /// A passage for insiders: its label is the title.
    fn insider(&mut self, element: Element) -> Read<Block> {
        let is_label = |n: &Node| matches!(n, Node::Element(e) if e.attribute("class") == Some("insider-label"));
        let (labels, rest): (Vec<Node>, Vec<Node>) = element.children.into_iter().partition(is_label);
        Ok(Block::Panel { kind: Kind::Note, title: squeezed(&xml::words(&labels)), blocks: self.flow(rest)? })
    }

    fn properties(&mut self, element: Element) -> Read<Vec<(String, Vec<Inline>)>> {
        let rows = only(element, &["row"])?;
        let row = |row: Element| {
            let name = row.attribute("name").unwrap_or_default().to_owned();
            Ok((name, self.line(row.children)?))
        };
        rows.into_iter().map(row).collect()
    }

    /// Words in a line, tidied.
    fn line(&mut self, nodes: Vec<Node>) -> Read<Vec<Inline>> {
        let mut run = self.inlines(nodes)?;
        tidy(&mut run);
        Ok(run)
    }

    fn inlines(&mut self, nodes: Vec<Node>) -> Read<Vec<Inline>> {
        let mut run = Vec::new();
        for node in nodes {
            self.inline(node, &mut run)?;
        }
        Ok(run)
    }

    fn inline(&mut self, node: Node, run: &mut Vec<Inline>) -> Read<()> {
        let element = match node {
            Node::Text(text) => {
                run.push(Inline::Text(text));
                return Ok(());
            }
            Node::Element(element) => element,
        };
        let id = self.id(&element);
        if !id.is_empty() {
            run.push(Inline::Anchor(id));
        }
        let styled = |style, words| Inline::Styled(style, words);
        let inline = match element.name.as_str() {
            "strong" => styled(Style::Strong, self.inlines(element.children)?),
            "em" => styled(Style::Em, self.inlines(element.children)?),
            "del" => styled(Style::Del, self.inlines(element.children)?),
            "code" => styled(Style::Code, self.inlines(element.children)?),
            "sup" => styled(Style::Sup, self.inlines(element.children)?),
            "br" => Inline::Break,
            "a" => self.link(element)?,
            "img" => self.image(&element),
            "status" => {
                let colour = choice(&element, "colour", &Colour::ALL.map(|colour| (colour.name(), colour)))?;
                Inline::Status { colour, word: squeezed(&element.words()) }
            }
            "input" => Inline::Check(element.attribute("checked").is_some()),
            "span" => {
                run.extend(self.inlines(element.children)?);
                return Ok(());
            }
            // Where there is room for a line only, blocks are told one after the other.
            name if is_block(name) || name == "li" => {
                run.push(Inline::Break);
                run.extend(self.inlines(element.children)?);
                Inline::Break
            }
            name => return Err(format!("`<{name}>` is no element of wiki pages")),
        };
        run.push(inline);
        Ok(())
    }

    fn link(&mut self, element: Element) -> Read<Inline> {
        let to = to(element.attribute("href").unwrap_or_default());
        match &to {
            To::Page { path, anchor } if !anchor.is_empty() => {
                self.doc.links.push((Some(path.clone()), anchor.clone()));
            }
            To::Here(anchor) => self.doc.links.push((None, anchor.clone())),
            To::File(path) => drop(self.doc.shows.insert(path.clone())),
            _ => {}
        }
        if element.attribute("class") == Some("footnote-back")
            && let To::Here(anchor) = to
        {
            return Ok(Inline::Back(anchor));
        }
        Ok(Inline::Link { to, words: self.inlines(element.children)? })
    }

    /// A picture of the kit; wikis show no others.
    fn image(&mut self, element: &Element) -> Inline {
        let alt = squeezed(element.attribute("alt").unwrap_or_default());
        let To::File(file) = to(element.attribute("src").unwrap_or_default()) else { return Inline::Text(alt) };
        self.doc.shows.insert(file.clone());
        let size = ["width", "height"].map(|name| element.attribute(name).and_then(|n| n.parse().ok()));
        Inline::Image { file, alt, size }
    }

    /// The anchor that an element gives.
    fn id(&mut self, element: &Element) -> String {
        let id = element.attribute("id").unwrap_or_default().to_owned();
        if !id.is_empty() {
            self.doc.anchors.push(id.clone());
        }
        id
    }
}

fn is_block(name: &str) -> bool {
    [
        "title",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "ul",
        "ol",
        "blockquote",
        "pre",
        "hr",
        "table",
        "div",
        "section",
        "aside",
        "panel",
        "expand",
        "properties",
        "toc",
    ]
    .contains(&name)
}

fn end_run(run: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    let mut words = std::mem::take(run);
    tidy(&mut words);
    if !words.is_empty() {
        blocks.push(Block::Line(words));
    }
}

/// The elements in another, which may hold no others.
fn only(element: Element, names: &[&str]) -> Read<Vec<Element>> {
    let mut inner = Vec::new();
    for node in element.children {
        match node {
            Node::Element(child) if names.contains(&child.name.as_str()) => inner.push(child),
            Node::Element(child) => return Err(format!("`<{}>` cannot stand in `<{}>`", child.name, element.name)),
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Text(text) => return Err(format!("words stand in `<{}>`: `{}`", element.name, text.trim())),
        }
    }
    Ok(inner)
}

/// The value of an attribute that must be one of a few words.
fn choice<T: Copy>(element: &Element, name: &str, words: &[(&str, T)]) -> Read<T> {
    let given = element.attribute(name).unwrap_or_default();
    words.iter().find(|(word, _)| *word == given).map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        format!("`{name}` of `<{}>` is `{given}`, and must be one of {}", element.name, known.join(", "))
    })
}

/// Puts an anchor before the first words.
fn anchored(blocks: &mut Vec<Block>, id: String) {
    match blocks.first_mut() {
        Some(Block::Line(words) | Block::Paragraph(words)) => words.insert(0, Inline::Anchor(id)),
        _ => blocks.insert(0, Block::Line(vec![Inline::Anchor(id)])),
    }
}

fn code(pre: &Element) -> Block {
    let inner = pre.children.iter().find_map(|node| match node {
        Node::Element(code) if code.name == "code" => code.attribute("class"),
        _ => None,
    });
    let language = inner.and_then(|class| class.strip_prefix("language-")).unwrap_or_default().to_owned();
    Block::Code { language, text: pre.words().trim_end_matches('\n').to_owned() }
}

/// Where an address leads.
fn to(href: &str) -> To {
    let decoded = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    let (address, anchor) = href.split_once('#').unwrap_or((href, ""));
    if let Some(path) = address.strip_prefix("page:") {
        return To::Page { path: decoded(path), anchor: decoded(anchor) };
    }
    if let Some(path) = address.strip_prefix("file:") {
        return To::File(decoded(path));
    }
    match href {
        _ if address.is_empty() && anchor.is_empty() => To::Nowhere,
        _ if address.is_empty() => To::Here(decoded(anchor)),
        _ if href.starts_with("//") => To::Web(format!("https:{href}")),
        _ if ["https:", "http:", "mailto:", "tel:"].iter().any(|scheme| has_scheme(href, scheme)) => {
            To::Web(href.to_owned())
        }
        _ => To::Nowhere,
    }
}

fn has_scheme(href: &str, scheme: &str) -> bool {
    href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}
