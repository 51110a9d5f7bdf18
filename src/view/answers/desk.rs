//! The answers that each item of a kit gives, in words.

use std::collections::HashMap;

use super::{Answer, Said, Source, Told};
use crate::check::questions;
use crate::model::Item;
use crate::model::claim::Claim;
use crate::model::comparison::Comparison;
use crate::model::competitor::Competitor;
use crate::model::faq::{Entry, Faq};
use crate::model::objection::Objection;
use crate::model::persona::Persona;
use crate::model::product::Product;
use crate::model::shared::{Evidence, Points, Question, Questions};
use crate::model::value::{Line, LineOr, Ref, kind};
use crate::needs;
use crate::text::{self, Audience, FoundKind};
use crate::view::comparison::{self, ColumnView, RowView};
use crate::view::eye::{Eye, claim_text};
use crate::view::objection;
use crate::view::shelf::Shelf;

/// Longest text of an answer, in characters; the rest is one click away.
const LONGEST: usize = 700;
/// Most wordings from the field log that one objection is found by.
const MOST_HEARD: usize = 20;
/// Most rivals that an answer names as those it is about.
const MOST_NAMES: usize = 3;
/// Most columns of a table that the answer about a row tells.
const MOST_COLUMNS: usize = 6;

/// Makes answers of what it is handed.
pub(super) struct Desk<'e, 'a> {
    eye: &'e Eye<'a>,
    shelf: &'e Shelf<'a>,
    wordings: HashMap<&'a str, Vec<&'a str>>,
    /// Answers tell what they are found by, and not yet what to say.
    only_heads: bool,
}

impl<'e, 'a> Desk<'e, 'a> {
    /// Over what a reader may see; the answers are whole.
    pub fn of(eye: &'e Eye<'a>, shelf: &'e Shelf<'a>) -> Self {
        Desk { eye, shelf, wordings: wordings(eye), only_heads: false }
    }

    /// The same, whose answers say nothing yet.
    pub fn with_heads_only(self) -> Self {
        Desk { only_heads: true, ..self }
    }

    /// The same, whose answers are whole.
    pub fn whole(self) -> Self {
        Desk { only_heads: false, ..self }
    }

    /// What is made of the answers of one source, and what was needed for it.
    pub fn told<T>(&self, source: Source<'a>, make: &impl Fn(Answer) -> T) -> Told<T> {
        let (made, needs) = needs::watched(|| {
            needs::file(source.file());
            self.answers(source).into_iter().map(make).collect()
        });
        Told { key: source.key(), made, needs }
    }

    /// All answers of one source.
    pub fn answers(&self, source: Source<'a>) -> Vec<Answer> {
        match source {
            Source::Objection(o) => vec![self.objection(o)],
            Source::Competitor(c) => vec![self.competitor(c)],
            Source::Faq(faq) => self.questions(faq),
            Source::Product(p) => self.with_asked(self.product(p), ("product", &p.id), &p.discovery, &p.landmines),
            Source::Asked(c) => self.to_ask(("competitor", &c.id), &c.discovery, &c.landmines),
            Source::Persona(p) => self.with_asked(self.persona(p), ("persona", &p.id), &p.discovery, &p.landmines),
            Source::Claim(c) => vec![self.claim(c)],
            Source::Table(table) => self.rows(table),
            Source::Page(page) => {
                let (title, to) = (text::inline_plain(&page.title), self.eye.home("page", &page.id));
                vec![Answer { kind: "find-page", title, to, ..Answer::default() }]
            }
        }
    }

    fn with_asked(&self, first: Answer, on: (&str, &str), ask: &Questions, mines: &Questions) -> Vec<Answer> {
        [first].into_iter().chain(self.to_ask(on, ask, mines)).collect()
    }

    fn objection(&self, item: &Item<Objection>) -> Answer {
        let heard = self.wordings.get(&*item.id).into_iter().flatten();
        let also = item.also.iter().map(|l| &*l.0).chain(heard.copied());
        let mut keys: Vec<String> = vec![item.category.to_string()];
        keys.extend(item.competitors.iter().map(|id| self.names_of(id)));
        keys.extend(item.products.iter().map(|id| self.names_of(id)));
        keys.extend(item.personas.iter().map(|id| self.eye.name("persona", id)));
        Answer {
            kind: "find-objection",
            title: self.line(&item.says),
            about: few(item.competitors.iter().map(|id| self.eye.name("competitor", id)).collect()),
            also: also.map(|w| self.line(w)).collect(),
            keys: keys.join(" "),
            to: self.objection_at(item),
            rank: self.eye.rank(&item.id),
            says: self.said(|| {
                told([
                    ("means", vec![self.text(&item.means)], false),
                    ("acknowledge", vec![self.line(&item.acknowledge)], true),
                    ("explore", self.lines(&item.explore), true),
                    ("answer", vec![self.spoken(&item.respond)], true),
                    ("proof", self.proof(&item.claims, &item.evidence), false),
                    ("avoid", self.lines(&item.avoid), false),
                ])
            }),
        }
    }

    /// Where an objection stands: in the guide, else on the first card that shows it.
    fn objection_at(&self, item: &Item<Objection>) -> String {
        let home = self.eye.home("objection", &item.id);
        let card = || item.competitors.iter().map(|id| self.eye.home("competitor", id)).find(|home| !home.is_empty());
        if home.is_empty() { card().map_or(home, |card| at(&card, &item.id)) } else { home }
    }

    fn competitor(&self, item: &'a Item<Competitor>) -> Answer {
        let heard = objection::by_rank(self.eye, self.shelf.objections_of(self.eye, item));
        let mut also: Vec<String> = item.aliases.iter().map(|a| a.to_string()).collect();
        also.extend(item.products.iter().map(|p| p.name.to_string()));
        Answer {
            kind: "find-competitor",
            title: text::inline_plain(&item.name),
            about: Vec::new(),
            also,
            keys: format!("{} {}", self.names_of(&item.id), self.line(&item.category)),
            to: self.eye.home("competitor", &item.id),
            rank: heard.iter().map(|o| self.eye.rank(&o.id)).sum(),
            says: self.said(|| {
                told([
                    ("quick_dismiss", vec![self.line(&item.quick_dismiss)], true),
                    ("difference", vec![self.spoken(&item.difference)], true),
                    ("why_we_win", self.points(&item.why_we_win, 3), false),
                    ("why_we_lose", self.points(&item.why_we_lose, 2), false),
                    ("ask_first", item.discovery.iter().take(2).map(|q| self.line(&q.ask)).collect(), true),
                    ("hear_first", heard.iter().take(3).map(|o| self.line(&o.says)).collect(), false),
                    (
                        "overview",
                        vec![if item.one_liner.is_empty() {
                            self.text(&item.overview)
                        } else {
                            self.line(&item.one_liner)
                        }],
                        false,
                    ),
                ])
            }),
        }
    }

    fn questions(&self, faq: &Item<Faq>) -> Vec<Answer> {
        let home = self.eye.home("faq", &faq.id);
        let about = faq.about.as_ref().map(|id| self.names_of(id)).unwrap_or_default();
        let page = text::inline_plain(&faq.title);
        let mut all = Vec::new();
        questions(&faq.questions, &mut |q| all.push(self.question(q, &home, &page, &about)));
        all
    }

    fn question(&self, entry: &Entry, home: &str, page: &str, about: &str) -> Answer {
        let answer = if entry.short.is_empty() { &entry.answer } else { &entry.short };
        Answer {
            kind: "find-faq",
            title: self.line(&entry.ask),
            about: vec![page.to_owned()],
            also: self.lines(&entry.also),
            keys: format!("{page} {about} {}", entry.group.0),
            to: at(home, &entry.id.0),
            says: self.said(|| {
                told([
                    ("answer", vec![self.spoken(answer)], true),
                    ("rep_notes", vec![self.text(&entry.rep_notes)], false),
                    ("proof", self.proof(&entry.claims, &entry.evidence), false),
                ])
            }),
            ..Answer::default()
        }
    }

    fn product(&self, item: &Item<Product>) -> Answer {
        Answer {
            kind: "find-product",
            title: text::inline_plain(&item.name),
            also: item.aliases.iter().map(|a| a.to_string()).collect(),
            keys: self.names_of(&item.id),
            to: self.eye.home("product", &item.id),
            says: self.said(|| {
                told([
                    ("pitch", vec![self.line(if item.pitch.is_empty() { &item.one_liner } else { &item.pitch })], true),
                    ("problem", vec![self.text(&item.problem)], false),
                ])
            }),
            ..Answer::default()
        }
    }

    fn persona(&self, item: &Item<Persona>) -> Answer {
        let mut also: Vec<String> = item.titles.iter().map(|t| t.to_string()).collect();
        also.extend((!item.name.is_empty()).then(|| item.name.to_string()));
        Answer {
            kind: "find-persona",
            title: text::inline_plain(&item.role),
            also,
            to: self.eye.home("persona", &item.id),
            says: self.said(|| {
                told([
                    ("persona_about", vec![self.text(&item.about)], false),
                    ("needs", self.points(&item.needs, 3), false),
                    ("words_they_use", self.points(&item.words_they_use, 3), false),
                    ("worries_about_switching", self.points(&item.worries_about_switching, 2), false),
                ])
            }),
            ..Answer::default()
        }
    }

    fn claim(&self, item: &'a Item<Claim>) -> Answer {
        let age = self.eye.claim_age(item);
        let source = item.evidence.iter().map(source);
        Answer {
            kind: "find-claim",
            title: self.line(&claim_text(item)),
            about: item.about.iter().map(|id| self.eye.name("rival", id)).collect(),
            keys: item.about.as_ref().map(|id| self.names_of(id)).unwrap_or_default(),
            to: self.eye.home("claim", &item.id),
            says: self.said(|| told([("source", source.collect(), false), ("verified", vec![age.verified], false)])),
            ..Answer::default()
        }
    }

    /// The rows of a table: who has it, ours first.
    fn rows(&self, table: &'a Item<Comparison>) -> Vec<Answer> {
        let mut all = Vec::new();
        let (home, title) = (self.eye.home("comparison", &table.id), text::inline_plain(&table.title));
        let view = comparison::view(self.eye, table);
        for row in view.groups.iter().flat_map(|g| g.rows.iter().filter(|r| !r.name.is_empty())) {
            all.push(Answer {
                kind: "find-row",
                title: self.line(&row.name),
                about: vec![title.clone()],
                also: row.also.iter().map(|w| self.line(w)).collect(),
                keys: title.clone(),
                to: at(&home, &row.id),
                says: self.said(|| self.cells(&view.columns, row)),
                ..Answer::default()
            });
        }
        all
    }

    fn cells(&self, columns: &[ColumnView], row: &RowView) -> Vec<Said> {
        let mut cells: Vec<_> = columns.iter().zip(&row.cells).filter(|(_, c)| c.mark != "none").collect();
        cells.sort_by_key(|(column, _)| !column.us);
        let mut says: Vec<Said> = Vec::new();
        for (column, cell) in cells.into_iter().take(MOST_COLUMNS) {
            let label = if cell.mark == "text" { "find-row" } else { cell.mark };
            let words = [&column.name, &cell.words, &cell.label, &cell.text].map(|w| self.line(w)).join(" ");
            match says.iter_mut().find(|s| s.label == label) {
                Some(said) => said.words.push(words.trim().to_owned()),
                None => says.push(Said { label, words: vec![words.trim().to_owned()], is_spoken: false }),
            }
        }
        says
    }

    /// Questions to ask, and landmines; they lead to the page they stand on.
    fn to_ask(&self, on: (&str, &str), ask: &Questions, mines: &Questions) -> Vec<Answer> {
        let home = self.eye.home(on.0, on.1);
        let name = self.eye.name(if on.0 == "persona" { "persona" } else { "rival" }, on.1);
        let keys = if on.0 == "persona" { name.clone() } else { self.names_of(on.1) };
        let question = |q: &LineOr<Question>, anchor: &str, kind| Answer {
            kind,
            title: self.line(&q.ask),
            about: vec![name.clone()],
            keys: keys.clone(),
            to: at(&home, anchor),
            says: self.said(|| {
                told([
                    ("listen_for", vec![self.line(&q.listen_for)], false),
                    ("expected", vec![self.line(&q.expected)], false),
                    ("follow_ups", self.lines(&q.follow_ups), true),
                    ("why", vec![self.text(&q.why)], false),
                    ("caution", vec![self.line(&q.caution)], false),
                ])
            }),
            ..Answer::default()
        };
        let asked = ask.iter().map(|q| question(q, "s_discovery", "find-question"));
        asked.chain(mines.iter().map(|q| question(q, "s_landmines", "find-landmine"))).collect()
    }

    /// A name with all others it goes by.
    fn names_of(&self, id: &str) -> String {
        let (competitors, products) = (&self.eye.library.competitors, &self.eye.library.products);
        let aliases = competitors.get(id).map(|c| &c.aliases).or_else(|| products.get(id).map(|p| &p.aliases));
        let name = self.eye.name("rival", id);
        aliases.into_iter().flatten().fold(name, |names, alias| format!("{names} {}", alias.0))
    }

    /// What there is to say, where it is told already.
    fn said(&self, say: impl FnOnce() -> Vec<Said>) -> Vec<Said> {
        if self.only_heads { Vec::new() } else { say() }
    }

    fn proof(&self, claims: &[Ref<kind::Claim>], evidence: &[Evidence]) -> Vec<String> {
        let known = claims.iter().filter_map(|id| self.eye.library.claims.get(id)).take(2);
        let of_claim = |c: &Item<Claim>| {
            let words = self.line(&claim_text(c));
            let first = c.evidence.first().map(source).unwrap_or_default();
            if first.is_empty() { words } else { format!("{words} ({first})") }
        };
        known.map(of_claim).chain(evidence.iter().take(1).map(source)).collect()
    }

    fn points(&self, points: &Points, most: usize) -> Vec<String> {
        let words = |p: &LineOr<crate::model::shared::Point>| {
            let own = if p.text.is_empty() { self.line(&p.fact) } else { self.text(&p.text) };
            if own.is_empty() { self.line(&p.title) } else { own }
        };
        points.iter().take(most).map(words).collect()
    }

    fn lines(&self, lines: &[Line]) -> Vec<String> {
        lines.iter().map(|l| self.line(l)).collect()
    }

    fn line(&self, words: &str) -> String {
        text::shortened(text::inline_plain(&self.named(words)), LONGEST)
    }

    fn text(&self, words: &str) -> String {
        text::shortened(text::plain(&self.named(words)), LONGEST)
    }

    /// A text that is said aloud, and copied: what is for insiders stays on the page.
    fn spoken(&self, words: &str) -> String {
        self.text(&text::reduce(words, Audience::Public).text)
    }

    /// A text with the names of the items that it refers to.
    fn named<'t>(&self, words: &'t str) -> std::borrow::Cow<'t, str> {
        if !words.contains("[[") {
            return words.into();
        }
        let mut named = words.to_owned();
        for found in text::findings(words).into_iter().rev() {
            if let FoundKind::Item(item) = found.kind
                && let Some(kind) = crate::model::entity(item.entity)
                && named.get(found.range.clone()).is_some_and(|w| !w.contains('|'))
            {
                named.replace_range(found.range, &self.eye.name(kind.word, &item.id));
            }
        }
        named.into()
    }
}

/// Where something comes from, and when it was seen.
fn source(evidence: &Evidence) -> String {
    let title = text::inline_plain(if evidence.title.is_empty() { &evidence.url } else { &evidence.title });
    let when = evidence.captured.map(|d| d.to_string()).unwrap_or_default();
    [title, when].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The first names, and how many more there are.
fn few(mut names: Vec<String>) -> Vec<String> {
    let more = names.len().saturating_sub(MOST_NAMES);
    names.truncate(MOST_NAMES);
    names.extend((more > 0).then(|| format!("+{more}")));
    names
}

fn at(home: &str, anchor: &str) -> String {
    if home.is_empty() { String::new() } else { format!("{home}#{anchor}") }
}

/// The parts that say something.
fn told<const N: usize>(parts: [(&'static str, Vec<String>, bool); N]) -> Vec<Said> {
    let said = |(label, words, is_spoken): (&'static str, Vec<String>, bool)| {
        let words: Vec<String> = words.into_iter().filter(|w| !w.is_empty()).collect();
        (!words.is_empty()).then_some(Said { label, words, is_spoken })
    };
    parts.into_iter().filter_map(said).collect()
}

/// What was heard of each objection, in the prospects' own words.
fn wordings<'a>(eye: &Eye<'a>) -> HashMap<&'a str, Vec<&'a str>> {
    let mut heard: HashMap<&str, Vec<&str>> = HashMap::new();
    for entry in eye.library.field_log.iter() {
        let Some(objection) = &entry.objection else { continue };
        let words = heard.entry(&objection.0).or_default();
        if words.len() < MOST_HEARD && !words.contains(&&*entry.words) {
            words.push(&entry.words);
        }
    }
    heard
}
