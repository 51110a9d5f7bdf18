//! Everything a rep can look up: what prospects say, rivals, questions, claims, people. Each answer carries enough to
//! go on talking. Made from what the reader may see, like a page.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::quality::FixedState;
use rayon::prelude::*;

use super::comparison;
use super::eye::{Eye, claim_text};
use super::objection;
use super::shelf::Shelf;
use crate::check::questions;
use crate::model::Item;
use crate::model::claim::Claim;
use crate::model::comparison::Comparison;
use crate::model::competitor::Competitor;
use crate::model::faq::{Entry, Faq};
use crate::model::objection::Objection;
use crate::model::page::FreePage;
use crate::model::persona::Persona;
use crate::model::product::Product;
use crate::model::shared::{Evidence, Points, Question, Questions};
use crate::model::value::{Line, LineOr, Ref, kind};
use crate::needs::{self, Needs};
use crate::text::{self, Audience, FoundKind};

/// Longest text of an answer, in characters; the rest is one click away.
const LONGEST: usize = 700;
/// Most wordings from the field log that one objection is found by.
const MOST_HEARD: usize = 20;
/// Most columns of a table that the answer about a row tells.
const MOST_COLUMNS: usize = 6;

/// Something to look up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// Which sort: the name of an interface word.
    pub kind: &'static str,
    /// What the prospect says, what is asked, or what a thing is called.
    pub title: String,
    /// Other wordings and names.
    pub also: Vec<String>,
    /// What else leads here: rivals, people, a category.
    pub keys: String,
    /// Its address; empty: it has no page.
    pub to: String,
    /// How much it was heard lately, in hundredths of the field log's rank.
    pub rank: i64,
    /// What to say, in the order of saying it.
    pub says: Vec<Said>,
}

/// A part of an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// The interface word that stands before it.
    pub label: &'static str,
    /// Its texts, without markup.
    pub words: Vec<String>,
    /// Whether it is said aloud, so that a rep may copy it.
    pub is_spoken: bool,
}

/// What answers are made of.
#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    Objection(&'a Item<Objection>),
    Competitor(&'a Item<Competitor>),
    Faq(&'a Item<Faq>),
    Product(&'a Item<Product>),
    /// The questions to ask of a competitor.
    Asked(&'a Item<Competitor>),
    Persona(&'a Item<Persona>),
    Claim(&'a Item<Claim>),
    Table(&'a Item<Comparison>),
    Page(&'a Item<FreePage>),
}

/// What answers are made of, to be found again in another build: a sort, a file, and an item in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The place of the sort among all.
    pub sort: u8,
    /// The file, as [`needs::place`] tells it.
    pub file: usize,
    /// The item's id, as a number.
    pub id: u64,
}

/// What was made of the answers of one source.
#[derive(Debug)]
pub struct Told<T> {
    /// The source.
    pub key: Key,
    /// One for each answer.
    pub made: Vec<T>,
    /// What was needed of the kit.
    pub needs: Needs,
}

/// How many sources are looked at before what they say is given away.
const BATCH: usize = 128;

/// Makes something of each answer, those heard most lately first within their sort, and gives it away in batches, so that
/// not all that can be looked up stands in memory at once.
pub fn each<'a, T: Send>(
    eye: &Eye<'a>,
    shelf: &Shelf<'a>,
    make: &(impl Fn(Answer) -> T + Sync),
    give: &mut dyn FnMut(Vec<Told<T>>),
) {
    let desk = Desk { eye, shelf, wordings: wordings(eye), only_heads: false };
    for batch in sources(eye).chunks(BATCH) {
        give(batch.par_iter().map(|source| desk.told(*source, make)).collect());
    }
}

/// The same of some sources, where they are still there.
pub fn some<'a, T>(eye: &Eye<'a>, shelf: &Shelf<'a>, keys: &[Key], make: &impl Fn(Answer) -> T) -> Vec<Told<T>> {
    let desk = Desk { eye, shelf, wordings: wordings(eye), only_heads: false };
    let wanted = sources(eye).into_iter().filter(|source| keys.contains(&source.key()));
    wanted.map(|source| desk.told(source, make)).collect()
}

/// The answers that `choose` picks by what they are found by (they say nothing yet), in its order. It is given all of them,
/// in their order, and tells places. Only what is picked is made whole.
pub fn picked<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>, choose: impl FnOnce(&[Answer]) -> Vec<usize>) -> Vec<Answer> {
    let sources = sources(eye);
    let heads = Desk { eye, shelf, wordings: wordings(eye), only_heads: true };
    let found: Vec<Vec<Answer>> = sources.par_iter().map(|source| heads.answers(*source)).collect();
    let places = found.iter().zip(&sources).flat_map(|(heads, source)| (0..heads.len()).map(move |at| (*source, at)));
    let places: Vec<(Source, usize)> = places.collect();
    let found: Vec<Answer> = found.into_iter().flatten().collect();
    let whole = Desk { only_heads: false, ..heads };
    let chosen = choose(&found).into_iter().filter_map(|at| places.get(at));
    chosen.filter_map(|(source, at)| whole.answers(*source).into_iter().nth(*at)).collect()
}

/// All sources, in the order of their answers.
fn sources<'a>(eye: &Eye<'a>) -> Vec<Source<'a>> {
    let library = eye.library;
    let said = objection::by_rank(eye, library.objections.iter().collect());
    let mut sources: Vec<Source> = said.into_iter().map(Source::Objection).collect();
    sources.extend(library.competitors.iter().map(Source::Competitor));
    sources.extend(library.faqs.iter().map(Source::Faq));
    sources.extend(library.products.iter().map(Source::Product));
    sources.extend(library.competitors.iter().map(Source::Asked));
    sources.extend(library.personas.iter().map(Source::Persona));
    sources.extend(library.claims.iter().map(Source::Claim));
    sources.extend(library.comparisons.iter().map(Source::Table));
    sources.extend(library.pages.iter().map(Source::Page));
    sources
}

impl Source<'_> {
    fn key(&self) -> Key {
        let (sort, id, _) = self.parts();
        Key { sort, file: needs::place(self.file()), id: FixedState::default().hash_one(id) }
    }

    fn file(&self) -> &Arc<str> {
        self.parts().2
    }

    /// The place of its sort among all, the id and the file of its item.
    fn parts(&self) -> (u8, &str, &Arc<str>) {
        match self {
            Source::Objection(i) => (0, &i.id, &i.origin.file),
            Source::Competitor(i) => (1, &i.id, &i.origin.file),
            Source::Faq(i) => (2, &i.id, &i.origin.file),
            Source::Product(i) => (3, &i.id, &i.origin.file),
            Source::Asked(i) => (4, &i.id, &i.origin.file),
            Source::Persona(i) => (5, &i.id, &i.origin.file),
            Source::Claim(i) => (6, &i.id, &i.origin.file),
            Source::Table(i) => (7, &i.id, &i.origin.file),
            Source::Page(i) => (8, &i.id, &i.origin.file),
        }
    }
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

struct Desk<'e, 'a> {
    eye: &'e Eye<'a>,
    shelf: &'e Shelf<'a>,
    wordings: HashMap<&'a str, Vec<&'a str>>,
    /// Answers tell what they are found by, and not yet what to say.
    only_heads: bool,
}

impl<'a> Desk<'_, 'a> {
    fn told<T>(&self, source: Source<'a>, make: &impl Fn(Answer) -> T) -> Told<T> {
        let (made, needs) = needs::watched(|| {
            needs::file(source.file());
            self.answers(source).into_iter().map(make).collect()
        });
        Told { key: source.key(), made, needs }
    }

    fn answers(&self, source: Source<'a>) -> Vec<Answer> {
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
            also: also.map(|w| self.line(w)).collect(),
            keys: keys.join(" "),
            to: self.objection_at(item),
            rank: self.eye.rank(&item.id),
            says: self.says(|| {
                [
                    ("means", vec![self.text(&item.means)], false),
                    ("acknowledge", vec![self.line(&item.acknowledge)], true),
                    ("explore", self.lines(&item.explore), true),
                    ("answer", vec![self.spoken(&item.respond)], true),
                    ("proof", self.proof(&item.claims, &item.evidence), false),
                    ("avoid", self.lines(&item.avoid), false),
                ]
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
            also,
            keys: self.line(&item.category),
            to: self.eye.home("competitor", &item.id),
            rank: heard.iter().map(|o| self.eye.rank(&o.id)).sum(),
            says: self.says(|| {
                [
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
                ]
            }),
        }
    }

    fn questions(&self, faq: &Item<Faq>) -> Vec<Answer> {
        let home = self.eye.home("faq", &faq.id);
        let about = faq.about.as_ref().map(|id| self.names_of(id)).unwrap_or_default();
        let mut all = Vec::new();
        questions(&faq.questions, &mut |q| all.push(self.question(q, &home, &faq.title, &about)));
        all
    }

    fn question(&self, entry: &Entry, home: &str, page: &str, about: &str) -> Answer {
        let answer = if entry.short.is_empty() { &entry.answer } else { &entry.short };
        Answer {
            kind: "find-faq",
            title: self.line(&entry.ask),
            also: self.lines(&entry.also),
            keys: format!("{page} {about} {}", entry.group.0),
            to: at(home, &entry.id.0),
            says: self.says(|| {
                [
                    ("answer", vec![self.spoken(answer)], true),
                    ("rep_notes", vec![self.text(&entry.rep_notes)], false),
                    ("proof", self.proof(&entry.claims, &entry.evidence), false),
                ]
            }),
            ..Answer::default()
        }
    }

    fn product(&self, item: &Item<Product>) -> Answer {
        Answer {
            kind: "find-product",
            title: text::inline_plain(&item.name),
            also: item.aliases.iter().map(|a| a.to_string()).collect(),
            to: self.eye.home("product", &item.id),
            says: self.says(|| {
                [
                    ("pitch", vec![self.line(if item.pitch.is_empty() { &item.one_liner } else { &item.pitch })], true),
                    ("problem", vec![self.text(&item.problem)], false),
                ]
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
            says: self.says(|| {
                [
                    ("persona_about", vec![self.text(&item.about)], false),
                    ("needs", self.points(&item.needs, 3), false),
                    ("words_they_use", self.points(&item.words_they_use, 3), false),
                    ("worries_about_switching", self.points(&item.worries_about_switching, 2), false),
                ]
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
            keys: item.about.as_ref().map(|id| self.names_of(id)).unwrap_or_default(),
            to: self.eye.home("claim", &item.id),
            says: self.says(|| [("source", source.collect(), false), ("verified", vec![age.verified], false)]),
            ..Answer::default()
        }
    }

    /// The rows of a table: who has it, ours first.
    fn rows(&self, table: &'a Item<Comparison>) -> Vec<Answer> {
        let mut all = Vec::new();
        let home = self.eye.home("comparison", &table.id);
        let view = comparison::view(self.eye, table);
        for row in view.groups.iter().flat_map(|g| g.rows.iter().filter(|r| !r.name.is_empty())) {
            let is_told = |mark: &str| !self.only_heads && mark != "none";
            let mut cells: Vec<_> = view.columns.iter().zip(&row.cells).filter(|(_, c)| is_told(c.mark)).collect();
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
            all.push(Answer {
                kind: "find-row",
                title: self.line(&row.name),
                also: row.also.iter().map(|w| self.line(w)).collect(),
                keys: text::inline_plain(&table.title),
                to: at(&home, &row.id),
                says,
                ..Answer::default()
            });
        }
        all
    }

    /// Questions to ask, and landmines; they lead to the page they stand on.
    fn to_ask(&self, on: (&str, &str), ask: &Questions, mines: &Questions) -> Vec<Answer> {
        let home = self.eye.home(on.0, on.1);
        let keys = if on.0 == "persona" { self.eye.name("persona", on.1) } else { self.names_of(on.1) };
        let question = |q: &LineOr<Question>, anchor: &str, kind| Answer {
            kind,
            title: self.line(&q.ask),
            keys: keys.clone(),
            to: at(&home, anchor),
            says: self.says(|| {
                [
                    ("listen_for", vec![self.line(&q.listen_for)], false),
                    ("expected", vec![self.line(&q.expected)], false),
                    ("follow_ups", self.lines(&q.follow_ups), true),
                    ("why", vec![self.text(&q.why)], false),
                    ("caution", vec![self.line(&q.caution)], false),
                ]
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

    /// The parts that say something.
    fn says<const N: usize>(&self, parts: impl FnOnce() -> [(&'static str, Vec<String>, bool); N]) -> Vec<Said> {
        if self.only_heads {
            return Vec::new();
        }
        let said = |(label, words, is_spoken): (&'static str, Vec<String>, bool)| {
            let words: Vec<String> = words.into_iter().filter(|w| !w.is_empty()).collect();
            (!words.is_empty()).then_some(Said { label, words, is_spoken })
        };
        parts().into_iter().filter_map(said).collect()
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

fn at(home: &str, anchor: &str) -> String {
    if home.is_empty() { String::new() } else { format!("{home}#{anchor}") }
}

impl Answer {
    /// The names of the interface words that it uses.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.says.iter().map(|said| said.label).chain([self.kind])
    }
}
