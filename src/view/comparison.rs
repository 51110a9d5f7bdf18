//! Tables: the whole one on its page, and the part of it that a card shows.

use indexmap::IndexMap;
use serde::Serialize;

use super::eye::Eye;
use super::parts::*;
use crate::model::Item;
use crate::model::comparison::{Cell, Column, Comparison, Group, Mark, Row};
use crate::model::value::LineOr;

/// A table, or a part of it.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct TableView {
    pub id: String,
    pub to: String,
    pub title: String,
    pub intro: String,
    pub label: String,
    pub columns: Vec<ColumnView>,
    pub groups: Vec<RowsView>,
    /// Footnotes in the order of their numbers.
    pub notes: Vec<NoteView>,
    /// Marks that occur, for the legend.
    pub marks: Vec<&'static str>,
    pub more: More,
}

/// A footnote, and the cells that name it.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct NoteView {
    pub text: String,
    pub cells: Vec<PlaceView>,
}

/// A cell that names a footnote.
#[derive(Debug, Default, Serialize)]
pub struct PlaceView {
    /// The cell's place in the table, as in [`CellView::at`].
    pub at: String,
    /// The name of its row.
    pub row: String,
}

/// A column.
#[derive(Debug, Default, Clone, Serialize)]
#[allow(missing_docs)]
pub struct ColumnView {
    pub id: String,
    pub name: String,
    pub to: String,
    pub of: Option<Link>,
    pub note: String,
    pub url: String,
    pub url_to: String,
    /// Whether it is ours.
    pub us: bool,
}

/// Rows under one heading, which may be empty.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct RowsView {
    pub id: String,
    pub name: String,
    pub intro: String,
    pub rows: Vec<RowView>,
}

/// A row; its cells are in the order of the columns.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct RowView {
    pub id: String,
    pub name: String,
    pub text: String,
    pub note: String,
    pub url: String,
    pub url_to: String,
    pub also: Vec<String>,
    pub claims: Vec<ClaimView>,
    pub personas: Vec<Link>,
    pub labels: Vec<String>,
    pub cells: Vec<CellView>,
    /// Whether all columns say the same.
    pub same: bool,
    /// Who is ahead: a column's name, or `even`; empty: not said.
    pub ahead: String,
    pub ahead_even: bool,
    pub why: String,
}

/// A cell.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct CellView {
    /// `yes no partial planned na unknown`, `text` (its own words) or `none` (not assessed).
    pub mark: &'static str,
    /// Whether it is a yes or no, and nothing more.
    pub bare: bool,
    /// Its own words.
    pub words: String,
    pub label: String,
    pub text: String,
    pub on: String,
    /// Number of its footnote; 0: none.
    pub note: usize,
    /// Its place in the table, where it has a footnote.
    pub at: String,
    pub claims: Vec<ClaimView>,
    pub evidence: Vec<EvidenceView>,
}

impl CellView {
    fn says_the_same(&self, other: &CellView) -> bool {
        (self.mark, &self.words, &self.label, &self.text, &self.on, self.note)
            == (other.mark, &other.words, &other.label, &other.text, &other.on, other.note)
    }
}

/// The whole table.
pub fn view<'a>(eye: &Eye<'a>, item: &'a Item<Comparison>) -> TableView {
    table(eye, item, &|_| true, &|_| true)
}

/// What a card shows of a table: our columns, theirs, and the rows where theirs has a cell.
pub fn card<'a>(eye: &Eye<'a>, item: &'a Item<Comparison>, rival: &str) -> TableView {
    let theirs = |c: &Column| *c.id == *rival || c.of.as_ref().is_some_and(|of| **of == *rival);
    let ids: Vec<&str> = item.columns.iter().filter(|c| theirs(c)).map(|c| &*c.id).collect();
    let ours = |c: &Column| is_ours(eye, c) || theirs(c);
    let told = |row: &Row| ids.iter().any(|id| row.cells.get(id).is_some());
    let mut table = table(eye, item, &ours, &told);
    table.more = More::default();
    table
}

fn is_ours(eye: &Eye, column: &Column) -> bool {
    let products = &eye.whole.library.products;
    column.of.as_ref().map_or_else(|| products.get(&column.id).is_some(), |of| products.get(of).is_some())
}

fn table<'a>(
    eye: &Eye<'a>,
    item: &'a Item<Comparison>,
    wanted: &dyn Fn(&Column) -> bool,
    told: &dyn Fn(&Row) -> bool,
) -> TableView {
    let file = &*item.origin.file;
    let columns: Vec<&Column> = item.columns.iter().map(|c| &c.0).filter(|c| wanted(c)).collect();
    let mut builder = Builder { eye, item, file, columns, notes: IndexMap::new(), marks: Vec::new() };
    let loose = Group::default();
    let mut groups = vec![builder.rows(&loose, &item.rows, told)];
    groups.extend(item.groups.iter().map(|g| builder.rows(g, &g.rows, told)));
    groups.retain(|g| !g.rows.is_empty() || !g.intro.is_empty());
    TableView {
        id: item.id.clone(),
        to: eye.home("comparison", &item.id),
        title: item.title.to_string(),
        intro: eye.text(&item.intro, file),
        label: item.label.to_string(),
        columns: builder.columns.iter().map(|c| column(eye, c, file)).collect(),
        groups,
        marks: builder.legend(),
        notes: builder.notes.into_iter().map(|(text, cells)| NoteView { text, cells }).collect(),
        more: eye.more(&item.common, file),
    }
}

fn column(eye: &Eye, column: &Column, file: &str) -> ColumnView {
    let Link { title, to } = if column.name.is_empty() {
        eye.rival_or_line(&column.id)
    } else {
        Link { title: column.name.to_string(), to: String::new() }
    };
    let title = if column.name.is_empty() && title == *column.id {
        column.of.as_ref().map_or(title, |of| eye.name("rival", of))
    } else {
        title
    };
    ColumnView {
        id: column.id.to_string(),
        name: title,
        to,
        of: column.of.as_ref().map(|id| eye.link("rival", id)),
        note: eye.text(&column.note, file),
        url: column.url.to_string(),
        url_to: eye.address(&column.url, file),
        us: is_ours(eye, column),
    }
}

struct Builder<'e, 'a> {
    eye: &'e Eye<'a>,
    item: &'a Item<Comparison>,
    file: &'a str,
    columns: Vec<&'a Column>,
    /// Equal notes share one number.
    notes: IndexMap<String, Vec<PlaceView>>,
    marks: Vec<&'static str>,
}

impl<'a> Builder<'_, 'a> {
    fn rows(&mut self, group: &Group, rows: &'a [Row], told: &dyn Fn(&Row) -> bool) -> RowsView {
        RowsView {
            id: group.id.to_string(),
            name: group.name.to_string(),
            intro: self.eye.text(&group.intro, self.file),
            rows: rows.iter().filter(|r| told(r)).map(|r| self.row(r)).collect(),
        }
    }

    fn row(&mut self, row: &'a Row) -> RowView {
        let (eye, file) = (self.eye, self.file);
        let ids: Vec<&str> = self.columns.iter().map(|c| &*c.id).collect();
        let cells: Vec<CellView> = ids.iter().map(|id| self.cell(row, row.cells.get(id))).collect();
        let (ahead, ahead_even) = self.ahead(row);
        RowView {
            id: row.id.to_string(),
            name: row.name.to_string(),
            text: eye.text(&row.text, file),
            note: eye.text(&row.note, file),
            url: row.url.to_string(),
            url_to: eye.address(&row.url, file),
            also: eye.lines(&row.also, file),
            claims: eye.claims(&row.claims),
            personas: eye.links(&row.personas),
            labels: eye.terms("tags", row.tags.iter().map(|t| &**t)),
            same: cells.windows(2).all(|pair| pair[0].says_the_same(&pair[1])),
            cells,
            ahead,
            ahead_even,
            why: row.advantage.as_ref().map_or(String::new(), |a| eye.text(&a.why, file)),
        }
    }

    /// Who is ahead in a row. `them` are the rivals that have it at least in part.
    fn ahead(&self, row: &Row) -> (String, bool) {
        let Some(advantage) = &row.advantage else { return (String::new(), false) };
        let named = |wanted: &dyn Fn(&Column) -> bool| {
            let names = self.item.columns.iter().filter(|c| wanted(c)).map(|c| column(self.eye, c, self.file).name);
            names.collect::<Vec<_>>().join(", ")
        };
        let lacks = |c: &Column| {
            let mark = row.cells.get(&c.id).map(|cell| Mark::parse(cell.value.trim_end()));
            matches!(mark, None | Some(Some(Mark::No | Mark::Na | Mark::Unknown)))
        };
        match &*advantage.to.0 {
            "even" => (String::new(), true),
            "us" => (named(&|c| is_ours(self.eye, c)), false),
            "them" => (named(&|c| !is_ours(self.eye, c) && !lacks(c)), false),
            id => (named(&|c| *c.id == *id), false),
        }
    }

    fn cell(&mut self, row: &Row, cell: Option<&'a LineOr<Cell>>) -> CellView {
        let Some(LineOr(cell)) = cell else { return self.marked(CellView { mark: "none", ..CellView::default() }) };
        let (eye, file) = (self.eye, self.file);
        let value = cell.value.0.trim_end();
        let own = self.item.values.get(value).or_else(|| eye.library.settings.values.get(value));
        let (mark, words) = match (own, Mark::parse(value)) {
            (Some(own), _) => (
                own.mark.map_or("text", mark_word),
                if own.text.is_empty() { value.to_owned() } else { own.text.to_string() },
            ),
            (None, Some(mark)) => (mark_word(mark), String::new()),
            (None, None) if value.is_empty() => ("none", String::new()),
            (None, None) if value.contains('\n') => ("text", String::new()),
            (None, None) => ("text", eye.text(value, file)),
        };
        let (note, at) = self.note(row, &cell.note);
        let view = CellView {
            mark: if mark == "none" && !cell.text.is_empty() { "text" } else { mark },
            bare: false,
            words,
            label: eye.text(&cell.label, file),
            text: eye.text(if value.contains('\n') { value } else { &cell.text }, file),
            on: cell.on.map_or(String::new(), |d| d.to_string()),
            note,
            at,
            claims: eye.claims(&cell.claims),
            evidence: eye.evidence(&cell.evidence, file),
        };
        self.marked(view)
    }

    /// The number of a note, and the place of the cell that names it.
    fn note(&mut self, row: &Row, note: &str) -> (usize, String) {
        if note.is_empty() {
            return (0, String::new());
        }
        let entry = self.notes.entry(self.eye.text(note.trim_end(), self.file));
        let number = entry.index() + 1;
        let places = entry.or_default();
        let at = format!("{number}_{}", places.len() + 1);
        places.push(PlaceView { at: at.clone(), row: row.name.to_string() });
        (number, at)
    }

    fn marked(&mut self, mut view: CellView) -> CellView {
        if !self.marks.contains(&view.mark) {
            self.marks.push(view.mark);
        }
        let says = [&view.words, &view.label, &view.text, &view.on].iter().any(|words| !words.is_empty());
        let more = says || view.note > 0 || !view.claims.is_empty() || !view.evidence.is_empty();
        view.bare = !more && matches!(view.mark, "yes" | "no");
        view
    }

    fn legend(&self) -> Vec<&'static str> {
        ["yes", "partial", "planned", "no", "na", "unknown", "none"]
            .into_iter()
            .filter(|m| self.marks.contains(m))
            .collect()
    }
}

fn mark_word(mark: Mark) -> &'static str {
    match mark {
        Mark::Yes => "yes",
        Mark::No => "no",
        Mark::Partial => "partial",
        Mark::Planned => "planned",
        Mark::Na => "na",
        Mark::Unknown => "unknown",
    }
}
