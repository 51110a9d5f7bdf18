//! Judges what was read: references, links, audiences, tables. [`Checked`] can only be made here, so data nobody
//! checked never reaches a template.

mod broken_link;
mod form;
pub mod link;
mod low_contrast;
mod references;
mod settings;
mod tables;
mod terms;
pub mod unsafe_link;
mod widened_audience;
mod withheld_reference;

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};
use crate::load::shape::{self, Leaf};
use crate::load::tree::Node;
use crate::load::walk::{self, Step};
use crate::load::{self, Kit, Loaded, Written};
use crate::model::Library;
use crate::model::comparison::Comparison;
use crate::model::faq::Entry;
use crate::project::SETTINGS;
use crate::source::Sources;
use crate::text::{self, Audience, Found};

/// One thing that can be wrong with a kit.
pub struct Rule {
    /// Its name, in kebab case; reads right after "allow".
    pub name: &'static str,
    /// How much it weighs unless `rules:` says otherwise.
    pub level: Severity,
    /// Whether `rules:` and `allow:` may change that. What cannot be read cannot be excused.
    pub adjustable: bool,
    /// In one line.
    pub summary: &'static str,
    /// Why it matters and what to do, in Markdown.
    pub explanation: &'static str,
    /// A small example that breaks it.
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
}

/// Every rule that is built, in the order of their names.
pub const RULES: &[&Rule] = &[
    &form::BAD_ID,
    &broken_link::RULE,
    &form::DUPLICATE_ID,
    &form::DUPLICATE_KEY,
    &form::EMPTY_FILE,
    &form::ENCODING,
    &form::IGNORED_FILE,
    &form::LABELS,
    &form::LEAK,
    &low_contrast::RULE,
    &form::MISSING_FIELD,
    &form::MISSING_ID,
    &form::NOT_A_DATE,
    &form::PATH_OUTSIDE_KIT,
    &form::SAME_PATH,
    &form::TEMPLATE,
    &form::UNKNOWN_FOLDER,
    &references::RULE,
    &form::UNKNOWN_KEY,
    &settings::RULE,
    &form::UNKNOWN_WORD,
    &form::UNREADABLE_FILE,
    &unsafe_link::RULE,
    &widened_audience::RULE,
    &withheld_reference::RULE,
    &form::WRONG_TYPE,
    &form::YAML,
];

/// Names that kits may already use, though their rules are still to come.
pub const RESERVED: &[&str] = &[
    "stale-claim",
    "stale-card",
    "unverified-claim",
    "disputed-claim",
    "missing-evidence",
    "weak-evidence",
    "contradiction",
    "unused-claim",
    "past-date",
    "missing-owner",
    "over-budget",
    "too-many-items",
    "hard-to-read",
    "long-sentence",
    "absolute-claim",
    "bashing",
    "missing-losses",
    "no-status-quo",
    "jargon",
    "missing-meaning",
    "missing-question",
    "missing-acknowledgement",
    "argues-first",
    "avoid-said",
    "faceless-objection",
    "unanswered-question",
    "unanswered-objection",
    "coverage-gap",
    "orphan",
    "duplicate-objection",
    "draft-linked",
    "internal-link-public",
    "competitor-named",
    "secret",
    "personal-data",
    "invisible-character",
    "missing-alt",
    "unused-allow",
];

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|r| r.name == name)
}

/// A kit without errors, with everything the later stages need.
pub struct Checked {
    /// What was written.
    pub kit: Kit,
    /// The same, typed; drafts and all audiences.
    pub library: Library,
    /// The texts of its files.
    pub sources: Sources,
    seal: Seal,
}

/// Nobody else can make one.
struct Seal;

impl std::fmt::Debug for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Seal = self.seal;
        f.debug_struct("Checked").field("kit", &self.kit).finish_non_exhaustive()
    }
}

/// What the rules look at.
pub struct Desk<'a> {
    /// What was written.
    pub kit: &'a Kit,
    /// The same, typed.
    pub library: &'a Library,
    /// The texts of its files.
    pub sources: &'a Sources,
    /// Items that could not be typed, because something in them is wrong; they exist all the same.
    pub unfit: HashSet<(&'a str, &'a str)>,
}

impl<'a> Desk<'a> {
    fn of(kit: &'a Kit, library: &'a Library, sources: &'a Sources) -> Self {
        let mut desk = Desk { kit, library, sources, unfit: HashSet::new() };
        let missing = kit.items.iter().filter(|i| i.kind.has_ids && !references::exists(&desk, i.kind.word, &i.id));
        let rival = |word| if matches!(word, "product" | "competitor") { "rival" } else { word };
        desk.unfit =
            missing.flat_map(|i| [(i.kind.word, i.id.as_str()), (rival(i.kind.word), i.id.as_str())]).collect();
        desk
    }
}

/// One scalar under the eyes of the rules.
pub struct Spot<'a, 'w> {
    /// The entity it belongs to.
    pub item: Option<&'a Written>,
    /// The file it stands in.
    pub file: &'a str,
    /// The scalar.
    pub node: &'a Node,
    /// What it is.
    pub leaf: &'a Leaf,
    /// The field it stands under.
    pub field: &'a str,
    /// The widest audience it may have.
    pub audience: Audience,
    /// Links and references in it.
    pub found: &'w [Found],
}

/// The findings of one item, with what is excused around the current place.
pub struct Findings<'w> {
    list: Vec<Diagnostic>,
    allowed: &'w [&'w str],
}

impl Findings<'_> {
    /// Adds one unless it is excused here.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let adjustable = rule(diagnostic.rule).is_none_or(|r| r.adjustable);
        if !(adjustable && self.allowed.contains(&diagnostic.rule)) {
            self.list.push(diagnostic);
        }
    }
}

impl Spot<'_, '_> {
    /// The place of the scalar.
    pub fn place(&self) -> Location {
        Location::span(self.file, self.node.head())
    }

    /// The place of a part of its words, found again in the file's text.
    pub fn place_of(&self, desk: &Desk, part: &str) -> Location {
        let range = self.node.start as usize..self.node.end as usize;
        let within = desk.sources.text(self.file).and_then(|t| t.get(range.clone())).and_then(|t| t.find(part));
        match within {
            Some(at) if !part.is_empty() => Location::span(self.file, range.start + at..range.start + at + part.len()),
            _ => self.place(),
        }
    }

    /// The words.
    pub fn words(&self) -> &str {
        self.node.text().unwrap_or_default()
    }
}

/// What was found in each item, so that an item is not judged again while neither it nor anything it is judged by has
/// changed.
#[derive(Debug, Default)]
pub struct Judged {
    skeleton: u64,
    /// By the address of its tree, which is kept so that the address stays its own.
    items: HashMap<usize, (Arc<Node>, Vec<Diagnostic>)>,
}

/// Everything that judges of one item look at in others, as a number: settings, files, ids, and the claims, questions
/// and tables themselves. A rule that looks at more must be told of here.
fn skeleton(kit: &Kit, sources: &Sources, today: Date) -> u64 {
    let mut hasher = DefaultHasher::new();
    (today.to_string(), sources.text(SETTINGS)).hash(&mut hasher);
    kit.paths.statics.keys().for_each(|path| path.hash(&mut hasher));
    for item in &kit.items {
        let seen_inside = matches!(item.kind.word, "claim" | "faq" | "comparison");
        let tree = if seen_inside { address(&item.node) } else { 0 };
        (item.kind.word, &item.id, &item.file, tree).hash(&mut hasher);
    }
    hasher.finish()
}

fn address(node: &Arc<Node>) -> usize {
    Arc::as_ptr(node) as usize
}

/// Judges a kit. `None` comes back when it has errors, so nothing can be built from it.
pub fn check(loaded: Loaded, today: Date) -> (Option<Checked>, Sources, Diagnostics) {
    check_again(loaded, today, &mut Judged::default())
}

/// Judges what may have changed since a kit was last judged, and takes the rest from memory.
pub fn check_again(loaded: Loaded, today: Date, judged: &mut Judged) -> (Option<Checked>, Sources, Diagnostics) {
    let Loaded { kit, sources, mut diagnostics } = loaded;
    if kit.broken {
        return (None, sources, diagnostics.sorted());
    }
    let library = load::library(kit.settings.as_deref(), &kit.items);
    let desk = Desk::of(&kit, &library, &sources);
    let skeleton = skeleton(&kit, &sources, today);
    let known = if judged.skeleton == skeleton { std::mem::take(&mut judged.items) } else { HashMap::new() };
    let found: Vec<Vec<Diagnostic>> = desk
        .kit
        .items
        .par_iter()
        .map(|item| {
            known.get(&address(&item.node)).map_or_else(|| judge(&desk, item, today), |(_, found)| found.clone())
        })
        .collect();
    diagnostics.extend(found.iter().flatten().cloned());
    let trees = kit.items.iter().map(|item| (address(&item.node), item.node.clone()));
    let items = trees.zip(found).map(|((at, tree), found)| (at, (tree, found))).collect();
    *judged = Judged { skeleton, items };
    diagnostics.extend(settings::check(&desk));
    let diagnostics = leveled(diagnostics, &library).sorted();
    if diagnostics.has_errors() {
        return (None, sources, diagnostics);
    }
    let checked = Checked { kit, library, sources: sources.clone(), seal: Seal };
    (Some(checked), sources, diagnostics)
}

/// Findings at the level that `rules:` gives them.
fn leveled(diagnostics: Diagnostics, library: &Library) -> Diagnostics {
    let level =
        |d: &Diagnostic| library.settings.rules.get(d.rule).filter(|_| rule(d.rule).is_some_and(|r| r.adjustable));
    let kept = diagnostics.0.into_iter().filter_map(|mut d| {
        match level(&d).map(|l| l.0.as_str()) {
            Some("off") => return None,
            Some("error") => d.severity = Severity::Error,
            Some("warning") => d.severity = Severity::Warning,
            _ => {}
        }
        Some(d)
    });
    Diagnostics(kept.collect())
}

fn judge(desk: &Desk, item: &Written, today: Date) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    let excuse =
        |allow: &Node| allow.text_of("until").and_then(|d| d.parse::<Date>().ok()).is_none_or(|until| until >= today);
    walk::walk(shape::schema(item.kind.folder), &item.node, item.kind.cap, &excuse, &mut |step| match step {
        Step::Leaf { node, leaf, field, audience, allowed } => {
            let found = links_in(leaf, node);
            let spot = Spot { item: Some(item), file: &item.file, node, leaf, field, audience, found: &found };
            let mut findings = Findings { list: std::mem::take(&mut all), allowed };
            judge_spot(desk, &spot, &mut findings);
            all = findings.list;
        }
        Step::Widened { written, gets, allowed } => {
            let mut findings = Findings { list: std::mem::take(&mut all), allowed };
            widened_audience::check(&item.file, written, gets, &mut findings);
            all = findings.list;
        }
    });
    tables::check(desk, item, &mut all);
    references::check_item(item, &mut all);
    let about: Arc<str> = format!("{}:{}", item.kind.word, item.id).into();
    all.iter_mut().for_each(|d| d.item = Some(about.clone()));
    all
}

/// Links and references in a text; most have none, and a sign tells.
fn links_in(leaf: &Leaf, node: &Node) -> Vec<Found> {
    match node.text() {
        Some(words) if matches!(leaf, Leaf::Line | Leaf::Text | Leaf::Cell) && words.contains(['[', '<']) => {
            text::findings(words)
        }
        _ => Vec::new(),
    }
}

fn judge_spot(desk: &Desk, spot: &Spot, findings: &mut Findings) {
    references::check(desk, spot, findings);
    terms::check(desk, spot, findings);
    broken_link::check(desk, spot, findings);
    unsafe_link::check(desk, spot, findings);
    withheld_reference::check(desk, spot, findings);
    settings::check_rule_name(spot, findings);
}

/// All questions of a page, follow-ups included.
pub fn questions<'a>(entries: &'a [Entry], act: &mut dyn FnMut(&'a Entry)) {
    for entry in entries {
        act(entry);
        questions(&entry.follow_ups, act);
    }
}

/// The addresses on a comparison's page: groups and rows.
pub fn table_anchors(table: &Comparison) -> impl Iterator<Item = &str> {
    let rows = table.rows.iter().chain(table.groups.iter().flat_map(|g| &g.rows)).map(|r| &*r.id);
    table.groups.iter().map(|g| &*g.id).chain(rows)
}
