//! Blocks where there is room for lines only: in list items, quotes and cells. Every word is kept.

use super::Writer;
use super::escape::code;
use crate::render::wiki::tree::{Block, Inline};

/// Sets lists below the line above them.
const INDENT: &str = "\u{2003}";

impl Writer<'_> {
    /// Each block as one line or several, none of them empty.
    pub(super) fn lines(&mut self, blocks: &[Block]) -> Vec<String> {
        let mut lines = Vec::new();
        for block in blocks {
            match block {
                Block::Title(words) | Block::Heading { words, .. } => lines.push(self.strong(words)),
                Block::Paragraph(words) | Block::Line(words) => lines.push(self.line(words)),
                Block::List { start, items } => lines.extend(self.listed(*start, items)),
                Block::Quote(blocks) => lines.extend(self.lines(blocks)),
                Block::Code { language, text } => lines.push(code(language, text)),
                Block::Table(rows) => {
                    let line = |row: &Vec<_>| {
                        let cells =
                            row.iter().map(|cell: &crate::render::wiki::tree::Cell| self.lines(&cell.blocks).join(" "));
                        cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ")
                    };
                    lines.extend(rows.iter().map(line));
                }
                Block::Panel { title, blocks, .. } | Block::Expand { title, blocks, .. } => {
                    lines.push(self.strong(&[Inline::Text(title.clone())]));
                    lines.extend(self.lines(blocks));
                }
                Block::Properties(rows) => {
                    for (name, value) in rows {
                        let name = self.strong(&[Inline::Text(name.clone())]);
                        lines.push(format!("{name} {}", self.line(value)));
                    }
                }
                Block::Rule | Block::Toc => {}
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    fn line(&mut self, words: &[Inline]) -> String {
        self.apart(|writer| writer.inlines(words))
    }

    fn listed(&mut self, start: Option<u32>, items: &[Vec<Block>]) -> Vec<String> {
        let mut lines = Vec::new();
        for (item, number) in items.iter().zip(start.unwrap_or(1)..) {
            let mark = if start.is_some() { format!("{number}. ") } else { "• ".to_owned() };
            let told = self.lines(item);
            lines.extend(told.into_iter().enumerate().map(|(at, line)| match at {
                0 => format!("{mark}{line}"),
                _ => format!("{INDENT}{line}"),
            }));
        }
        lines
    }
}
