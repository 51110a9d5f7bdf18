//! Confluence's storage format: XHTML with macros. Always well-formed; the only entities are those of XML itself.

use std::fmt::Write;

use super::tree::{Block, Cell, Colour, Doc, Inline, Style, plain, tick};
use super::{Dialect, Lead, Surroundings, kept};
use crate::render::names::cut;

/// How Confluence writes.
pub const CONFLUENCE: Dialect = Dialect { name: |_, title| name(title), anchors: kept, write };

/// Languages whose code Confluence colours in every version; others would show an error in place of the code.
const LANGUAGES: [&str; 18] = [
    "bash",
    "cpp",
    "csharp",
    "css",
    "diff",
    "groovy",
    "html",
    "java",
    "javascript",
    "json",
    "perl",
    "php",
    "powershell",
    "python",
    "ruby",
    "sql",
    "xml",
    "yaml",
];
/// Longest title, in bytes.
const LONGEST_NAME: usize = 255;

/// A title as Confluence keeps it.
fn name(title: &str) -> String {
    let visible: String = title.chars().filter(|c| !c.is_control()).collect();
    cut(&visible.split_whitespace().collect::<Vec<_>>().join(" "), LONGEST_NAME).to_owned()
}

fn write(doc: &Doc, around: &Surroundings) -> String {
    let mut writer = Writer { out: String::new(), around, tasks: 0, linked: false };
    writer.blocks(&doc.blocks, Room::Wide);
    writer.out.push('\n');
    writer.out
}

/// Where blocks stand.
#[derive(Clone, Copy, PartialEq)]
enum Room {
    /// On the page, in a panel: words stand in paragraphs.
    Wide,
    /// In a list item or a cell: words may stand alone.
    Tight,
}

struct Writer<'a> {
    out: String,
    around: &'a Surroundings<'a>,
    /// How many tasks the page has so far; each has a number.
    tasks: usize,
    /// Whether a link is open: links in links are words.
    linked: bool,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block], room: Room) {
        for block in blocks {
            if !(self.out.is_empty() || self.out.ends_with(['\n', '>']) && room == Room::Tight) {
                self.out.push('\n');
            }
            self.block(block, room);
        }
    }

    fn block(&mut self, block: &Block, room: Room) {
        match block {
            // Confluence shows the name of the page itself.
            Block::Title(_) => {}
            Block::Heading { level, id, words } => {
                let _ = write!(self.out, "<h{level}>");
                self.anchor(id);
                self.inlines(words);
                let _ = write!(self.out, "</h{level}>");
            }
            Block::Line(words) if room == Room::Tight => self.inlines(words),
            Block::Paragraph(words) | Block::Line(words) => self.paragraph(words, ""),
            Block::List { start, items } => self.list(*start, items),
            Block::Quote(blocks) => self.around_blocks("<blockquote>", blocks, "</blockquote>"),
            Block::Code { language, text } => self.code(language, text),
            Block::Rule => self.out.push_str("<hr/>"),
            Block::Table(rows) => {
                self.out.push_str("<table><tbody>");
                for row in rows {
                    self.out.push_str("\n<tr>");
                    row.iter().for_each(|cell| self.cell(cell));
                    self.out.push_str("</tr>");
                }
                self.out.push_str("\n</tbody></table>");
            }
            Block::Panel { kind, title, blocks } => self.macro_round(kind.name(), title, blocks),
            Block::Expand { title, id, blocks, .. } => {
                self.paragraph(&[Inline::Anchor(id.clone())], "\n");
                self.macro_round("expand", title, blocks);
            }
            Block::Properties(rows) => self.properties(rows),
            Block::Toc => self.out.push_str("<ac:structured-macro ac:name=\"toc\"/>"),
        }
    }

    fn paragraph(&mut self, words: &[Inline], after: &str) {
        let start = self.out.len();
        self.out.push_str("<p>");
        let empty = self.out.len();
        self.inlines(words);
        if self.out.len() == empty {
            return self.out.truncate(start);
        }
        self.out.push_str("</p>");
        self.out.push_str(after);
    }

    fn around_blocks(&mut self, open: &str, blocks: &[Block], close: &str) {
        self.out.push_str(open);
        self.blocks(blocks, Room::Wide);
        self.out.push('\n');
        self.out.push_str(close);
    }

    /// A macro that has blocks in it.
    fn macro_round(&mut self, name: &str, title: &str, blocks: &[Block]) {
        let _ = write!(self.out, "<ac:structured-macro ac:name=\"{name}\">");
        if !title.is_empty() {
            self.out.push_str("<ac:parameter ac:name=\"title\">");
            self.text(title);
            self.out.push_str("</ac:parameter>");
        }
        self.around_blocks("<ac:rich-text-body>", blocks, "</ac:rich-text-body></ac:structured-macro>");
    }

    fn list(&mut self, start: Option<u32>, items: &[Vec<Block>]) {
        if !items.is_empty() && items.iter().all(|item| is_task(item)) {
            return self.tasks(items);
        }
        match start {
            None => self.out.push_str("<ul>"),
            Some(1) => self.out.push_str("<ol>"),
            Some(start) => drop(write!(self.out, "<ol start=\"{start}\">")),
        }
        for item in items {
            self.out.push_str("\n<li>");
            self.blocks(item, Room::Tight);
            self.out.push_str("</li>");
        }
        self.out.push_str(if start.is_some() { "\n</ol>" } else { "\n</ul>" });
    }

    fn tasks(&mut self, items: &[Vec<Block>]) {
        self.out.push_str("<ac:task-list>");
        for item in items {
            let Some((Block::Line(words) | Block::Paragraph(words), rest)) = item.split_first() else { continue };
            self.tasks += 1;
            let status = if words.contains(&Inline::Check(true)) { "complete" } else { "incomplete" };
            let _ = write!(
                self.out,
                "\n<ac:task><ac:task-id>{}</ac:task-id><ac:task-status>{status}</ac:task-status><ac:task-body>",
                self.tasks
            );
            let after = words.iter().position(|inline| matches!(inline, Inline::Check(_))).map_or(0, |at| at + 1);
            self.inlines(&words[..after.saturating_sub(1)]);
            self.inlines(&words[after..]);
            self.blocks(rest, Room::Tight);
            self.out.push_str("</ac:task-body></ac:task>");
        }
        self.out.push_str("\n</ac:task-list>");
    }

    fn code(&mut self, language: &str, text: &str) {
        self.out.push_str("<ac:structured-macro ac:name=\"code\">");
        if LANGUAGES.contains(&language) {
            let _ = write!(self.out, "<ac:parameter ac:name=\"language\">{language}</ac:parameter>");
        }
        self.out.push_str("<ac:plain-text-body><![CDATA[");
        self.out.push_str(&text.replace("]]>", "]]]]><![CDATA[>"));
        self.out.push_str("]]></ac:plain-text-body></ac:structured-macro>");
    }

    fn cell(&mut self, cell: &Cell) {
        let tag = if cell.head { "th" } else { "td" };
        let _ = write!(self.out, "<{tag}");
        for (name, span) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
            if span > 1 {
                let _ = write!(self.out, " {name}=\"{span}\"");
            }
        }
        if let Some(align) = cell.align {
            let _ = write!(self.out, " style=\"text-align: {};\"", align.name());
        }
        self.out.push('>');
        self.blocks(&cell.blocks, Room::Tight);
        let _ = write!(self.out, "</{tag}>");
    }

    fn properties(&mut self, rows: &[(String, Vec<Inline>)]) {
        self.out.push_str("<ac:structured-macro ac:name=\"details\"><ac:rich-text-body>\n<table><tbody>");
        for (name, value) in rows {
            self.out.push_str("\n<tr><th>");
            self.text(name);
            self.out.push_str("</th><td>");
            self.inlines(value);
            self.out.push_str("</td></tr>");
        }
        self.out.push_str("\n</tbody></table>\n</ac:rich-text-body></ac:structured-macro>");
    }

    fn inlines(&mut self, words: &[Inline]) {
        words.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Styled(style, words) => {
                let tag = tag(*style);
                let _ = write!(self.out, "<{tag}>");
                self.inlines(words);
                let _ = write!(self.out, "</{tag}>");
            }
            Inline::Break => self.out.push_str("<br/>"),
            Inline::Link { words, .. } if self.linked => self.inlines(words),
            Inline::Link { to, words } => {
                self.linked = true;
                self.link(&self.around.lead(to), words);
                self.linked = false;
            }
            Inline::Back(anchor) => {
                if let Some(place) = self.around.place(self.around.path, anchor) {
                    self.link(&Lead::Here(place), &[Inline::Text("↩".into())]);
                }
            }
            Inline::Image { file, alt, size } => self.image(file, alt, *size),
            Inline::Status { colour, word } => self.status(*colour, word),
            Inline::Check(done) => self.out.push_str(tick(*done)),
            Inline::Anchor(id) => self.anchor(id),
        }
    }

    fn link(&mut self, lead: &Lead, words: &[Inline]) {
        let open = match lead {
            Lead::Words => return self.inlines(words),
            Lead::Web(address) => {
                let _ = write!(self.out, "<a href=\"{}\">", escaped(address));
                self.inlines(words);
                return self.out.push_str("</a>");
            }
            Lead::Here(anchor) => format!("<ac:link ac:anchor=\"{}\">", escaped(anchor)),
            Lead::Page(name, None) => format!("<ac:link><ri:page ri:content-title=\"{}\"/>", escaped(name)),
            Lead::Page(name, Some(anchor)) => {
                format!("<ac:link ac:anchor=\"{}\"><ri:page ri:content-title=\"{}\"/>", escaped(anchor), escaped(name))
            }
            Lead::File(name) => format!("<ac:link><ri:attachment ri:filename=\"{}\"/>", escaped(name)),
        };
        self.out.push_str(&open);
        self.out.push_str("<ac:link-body>");
        self.inlines(words);
        self.out.push_str("</ac:link-body></ac:link>");
    }

    fn image(&mut self, file: &str, alt: &str, [width, height]: [Option<u32>; 2]) {
        let Some(name) = self.around.file(file) else { return self.text(alt) };
        let name = escaped(name);
        let _ = write!(self.out, "<ac:image ac:alt=\"{}\"", escaped(alt));
        for (attribute, length) in [("width", width), ("height", height)] {
            if let Some(length) = length {
                let _ = write!(self.out, " ac:{attribute}=\"{length}\"");
            }
        }
        let _ = write!(self.out, "><ri:attachment ri:filename=\"{name}\"/></ac:image>");
    }

    fn status(&mut self, colour: Colour, word: &str) {
        let name = match colour {
            Colour::Grey => "Grey",
            Colour::Green => "Green",
            Colour::Yellow => "Yellow",
            Colour::Red => "Red",
            Colour::Blue => "Blue",
        };
        let _ = write!(
            self.out,
            "<ac:structured-macro ac:name=\"status\"><ac:parameter ac:name=\"colour\">{name}</ac:parameter><ac:parameter ac:name=\"title\">{}</ac:parameter></ac:structured-macro>",
            escaped(word)
        );
    }

    /// Ids of elements do not survive in Confluence; a macro stands where something leads to.
    fn anchor(&mut self, id: &str) {
        if self.around.is_linked(id) {
            let _ = write!(
                self.out,
                "<ac:structured-macro ac:name=\"anchor\"><ac:parameter ac:name=\"\">{}</ac:parameter></ac:structured-macro>",
                escaped(id)
            );
        }
    }

    fn text(&mut self, text: &str) {
        push_escaped(text, &mut self.out);
    }
}

/// Whether an item is a task that says something.
fn is_task(item: &[Block]) -> bool {
    let Some(Block::Line(words) | Block::Paragraph(words)) = item.first() else { return false };
    let first = words.iter().find(|inline| !matches!(inline, Inline::Anchor(_)));
    matches!(first, Some(Inline::Check(_))) && !plain(&words[1..]).trim().is_empty()
}

fn tag(style: Style) -> &'static str {
    match style {
        Style::Strong => "strong",
        Style::Em => "em",
        Style::Del => "del",
        Style::Code => "code",
        Style::Sup => "sup",
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(text, &mut out);
    out
}

/// As text or as the value of an attribute.
fn push_escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::wiki::sample::{HOSTILE, html, written};
    use crate::render::wiki::xml::{read, words};

    fn wiki(markup: &str) -> String {
        written(&CONFLUENCE, markup)
    }

    #[test]
    fn hostile_words_come_back_as_they_were() {
        for text in HOSTILE {
            let escaped = html(text);
            let page = wiki(&format!(
                "<p>{escaped}</p><pre><code>{escaped}</code></pre><panel kind=\"tip\" title=\"{escaped}\">{escaped}</panel>"
            ));
            let shown = words(&read(&page).unwrap());
            assert_eq!(
                shown.split_whitespace().collect::<String>(),
                text.repeat(4).split_whitespace().collect::<String>(),
                "{page}"
            );
        }
    }

    #[test]
    fn only_places_that_something_leads_to_get_an_anchor() {
        let page = wiki("<h2 id=\"linked\">A</h2><h2 id=\"b\">B</h2><p><a href=\"#b\">b</a></p><h3 id=\"c\">C</h3>");
        assert_eq!(page.matches("ac:name=\"anchor\"").count(), 2, "{page}");
        assert!(page.contains("</ac:parameter></ac:structured-macro>A</h2>") && page.contains("<h3>C</h3>"), "{page}");
    }

    #[test]
    fn links_name_pages_and_files() {
        let page = wiki(
            "<p><a href=\"page:card/there#low\">a <em>b</em></a><a href=\"file:static/img/a.png\">f</a><a href=\"page:gone\">g</a><a href=\"https://a.example/?a=b&amp;c\">w</a></p>",
        );
        assert_eq!(
            page,
            "<p><ac:link ac:anchor=\"low\"><ri:page ri:content-title=\"There\"/><ac:link-body>a <em>b</em></ac:link-body></ac:link><ac:link><ri:attachment ri:filename=\"img-a.png\"/><ac:link-body>f</ac:link-body></ac:link>g<a href=\"https://a.example/?a=b&amp;c\">w</a></p>"
        );
    }

    #[test]
    fn a_list_of_boxes_is_a_list_of_tasks_and_others_show_signs() {
        let page = wiki(
            "<ul><li><input type=\"checkbox\" disabled checked> done</li><li><input type=\"checkbox\" disabled> open</li></ul><ul><li><input type=\"checkbox\" disabled> a</li><li>b</li></ul>",
        );
        assert!(page.contains("<ac:task-id>2</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body> open</ac:task-body>"), "{page}");
        assert!(page.contains("<li>☐ a</li>\n<li>b</li>"), "{page}");
    }

    #[test]
    fn pictures_stand_without_blanks_round_their_file() {
        let page = wiki("<p><img src=\"file:static/img/a.png\" alt=\"a &quot;b&quot;\" width=\"10\"></p>");
        assert_eq!(
            page,
            "<p><ac:image ac:alt=\"a &quot;b&quot;\" ac:width=\"10\"><ri:attachment ri:filename=\"img-a.png\"/></ac:image></p>"
        );
    }

    #[test]
    fn code_is_split_where_it_would_end() {
        let page = wiki("<pre><code class=\"language-brainfuck\">a]]&gt;b</code></pre>");
        assert!(page.contains("<![CDATA[a]]]]><![CDATA[>b]]>") && !page.contains("language"), "{page}");
    }
}
