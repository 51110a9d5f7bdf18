//! Tables: `^` before a head, `|` before a cell, `:::` where the cell above goes on, nothing where the one to the left
//! does.

use super::Writer;
use super::escape::push_text;
use crate::render::wiki::tree::{Align, Cell, Inline, Row};

impl Writer<'_> {
    pub(super) fn table(&mut self, rows: &[Row]) {
        // Cells from above: how many rows each column is still taken, and whether by a head.
        let mut above: Vec<(usize, bool)> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            let mut cells = row.iter();
            let mut column = 0;
            let mut last = false;
            loop {
                while let Some((left, head)) = above.get_mut(column).filter(|(left, _)| *left > 0) {
                    *left -= 1;
                    last = *head;
                    self.out.push_str(if last { "^ ::: " } else { "| ::: " });
                    column += 1;
                }
                let Some(cell) = cells.next() else { break };
                self.cell(cell);
                last = cell.head;
                above.resize(above.len().max(column + cell.columns), (0, false));
                above[column..column + cell.columns].fill((cell.rows - 1, cell.head));
                column += cell.columns;
            }
            self.out.push(if last { '^' } else { '|' });
        }
    }

    fn cell(&mut self, cell: &Cell) {
        let mark = if cell.head { '^' } else { '|' };
        let words = self.lines(&cell.blocks).join(" \\\\ ");
        let [left, right] = match cell.align {
            Some(Align::Right) => ["  ", " "],
            Some(Align::Center) => ["  ", "  "],
            Some(Align::Left) | None => [" ", " "],
        };
        self.out.push(mark);
        self.out.push_str(left);
        self.out.push_str(&words);
        self.out.push_str(if words.is_empty() { "" } else { right });
        (1..cell.columns).for_each(|_| self.out.push(mark));
    }

    pub(super) fn properties(&mut self, rows: &[(String, Vec<Inline>)]) {
        for (at, (name, value)) in rows.iter().enumerate() {
            self.out.push_str(if at > 0 { "\n^ " } else { "^ " });
            push_text(name, &mut self.out);
            self.out.push_str(" | ");
            self.inlines(value);
            self.out.push_str(" |");
        }
    }
}
