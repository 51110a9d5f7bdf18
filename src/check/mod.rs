//! Judges what was read, rule by rule. [`Checked`] can only be made here, so data nobody checked never reaches a
//! template.
//!
//! A rule is one file: its name, its words, and where it looks ([`Look`]). Rules about the form of files are found while
//! reading (`form`). Builds judge by the rules that stand in the way of right pages, `check` by all of them.

mod absolute_claim;
mod argues_first;
mod avoid_said;
mod bashing;
mod broken_link;
mod competitor_named;
mod contradiction;
mod coverage_gap;
mod desk;
mod disputed_claim;
mod draft_linked;
mod duplicate_objection;
mod faceless_objection;
mod form;
mod future_date;
mod hard_to_read;
mod internal_link_public;
mod invisible_character;
mod jargon;
mod levels;
pub mod link;
mod long_sentence;
mod lost_words;
mod low_contrast;
pub mod mentions;
mod missing_acknowledgement;
mod missing_alt;
mod missing_evidence;
mod missing_losses;
mod missing_meaning;
mod missing_owner;
mod missing_question;
mod no_status_quo;
mod orphan;
pub mod over_budget;
mod past_date;
mod personal_data;
mod phrases;
mod references;
mod rule;
mod said;
mod secret;
mod settings;
mod stale_card;
mod stale_claim;
mod tables;
mod terms;
mod too_many_items;
mod unanswered_objection;
mod unanswered_question;
pub mod unsafe_link;
mod unused_allow;
mod unused_claim;
mod unverified_claim;
mod weak_evidence;
mod widened_audience;
mod withheld_reference;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

pub use desk::{Desk, Findings, Piece, Spot};
use levels::Levels;
pub use rule::{Asked, Dead, Level, Look, PieceJudge, Rule, Scope, SpotJudge};
pub use said::budget;
use unused_allow::Allowance;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::load::shape::{self, Leaf, Schema};
use crate::load::tree::{Node, Root};
use crate::load::walk::{self, Step};
use crate::load::{self, Kit, Loaded, Typed, Written};
use crate::model::comparison::Comparison;
use crate::model::faq::Entry;
use crate::model::{Counts, Library};
use crate::needs::{self, Needs};
use crate::project::SETTINGS;
use crate::source::Sources;
use crate::text::{self, Audience, Flow, FoundKind, Parsed, Source};

/// Every rule, in the order of their names.
pub const RULES: &[&Rule] = &[
    &absolute_claim::RULE,
    &argues_first::RULE,
    &avoid_said::RULE,
    &form::BAD_ID,
    &bashing::RULE,
    &broken_link::RULE,
    &competitor_named::RULE,
    &contradiction::RULE,
    &coverage_gap::RULE,
    &disputed_claim::RULE,
    &draft_linked::RULE,
    &form::DUPLICATE_ID,
    &form::DUPLICATE_KEY,
    &duplicate_objection::RULE,
    &form::EMPTY_FILE,
    &form::ENCODING,
    &faceless_objection::RULE,
    &future_date::RULE,
    &hard_to_read::RULE,
    &form::IGNORED_FILE,
    &internal_link_public::RULE,
    &invisible_character::RULE,
    &jargon::RULE,
    &form::LEAK,
    &long_sentence::RULE,
    &lost_words::RULE,
    &low_contrast::RULE,
    &missing_acknowledgement::RULE,
    &missing_alt::RULE,
    &missing_evidence::RULE,
    &form::MISSING_FIELD,
    &form::MISSING_ID,
    &form::LABELS,
    &missing_losses::RULE,
    &missing_meaning::RULE,
    &missing_owner::RULE,
    &missing_question::RULE,
    &no_status_quo::RULE,
    &form::NOT_A_DATE,
    &orphan::RULE,
    &over_budget::RULE,
    &past_date::RULE,
    &form::PATH_OUTSIDE_KIT,
    &personal_data::RULE,
    &form::SAME_PATH,
    &secret::RULE,
    &stale_card::RULE,
    &stale_claim::RULE,
    &form::TEMPLATE,
    &too_many_items::RULE,
    &unanswered_objection::RULE,
    &unanswered_question::RULE,
    &form::UNKNOWN_FOLDER,
    &references::RULE,
    &form::UNKNOWN_KEY,
    &settings::RULE,
    &form::UNKNOWN_WORD,
    &form::UNREADABLE_FILE,
    &unsafe_link::RULE,
    &unused_allow::RULE,
    &unused_claim::RULE,
    &unverified_claim::RULE,
    &weak_evidence::RULE,
    &widened_audience::RULE,
    &withheld_reference::RULE,
    &form::WRONG_TYPE,
    &form::YAML,
];

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|r| r.name == name)
}

/// A kit that pages can be made of, with everything the later stages need.
pub struct Checked {
    /// What was written.
    pub kit: Kit,
    /// The same, typed; drafts and all audiences.
    pub library: Arc<Library>,
    /// The texts of its files.
    pub sources: Sources,
    /// In the order of the items; kept where pages are made.
    verdicts: Vec<Arc<Verdict>>,
    seal: Seal,
}

impl Checked {
    /// What was needed of the kit to judge each item, in the order of the items; told where pages are made.
    pub fn needs(&self) -> impl ExactSizeIterator<Item = &Needs> {
        self.verdicts.iter().map(|verdict| &verdict.needs)
    }
}

/// Nobody else can make one.
struct Seal;

impl std::fmt::Debug for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Seal = self.seal;
        f.debug_struct("Checked").field("kit", &self.kit).finish_non_exhaustive()
    }
}

/// What was found in each item, so that an item is not judged again while neither it nor anything it is judged by has
/// changed. Holds for [`Scope::Pages`] alone.
#[derive(Debug, Default)]
pub struct Judged {
    typed: Typed,
    skeleton: u64,
    /// Each item's tree and what was found in it, in the order of the items: the skeleton tells their order too.
    items: Vec<(Root, Arc<Verdict>)>,
}

/// What was found in one item, and what is excused there.
#[derive(Debug, Default, Clone)]
struct Verdict {
    found: Findings,
    allowed: Vec<Allowance>,
    needs: Needs,
}

/// Everything that judges of one item look at in others, as a number: settings, files, ids, and the claims, questions
/// and tables themselves. A rule for [`Scope::Pages`] that looks at more must be told of here.
fn skeleton(kit: &Kit, sources: &Sources, today: Date) -> u64 {
    let mut hasher = DefaultHasher::new();
    (today.to_string(), sources.text(SETTINGS)).hash(&mut hasher);
    kit.paths.statics.keys().for_each(|path| path.hash(&mut hasher));
    for item in &kit.items {
        let seen_inside = matches!(item.kind.word, "claim" | "faq" | "comparison");
        (item.kind.word, &item.id, &item.file, seen_inside.then(|| item.root.address())).hash(&mut hasher);
    }
    hasher.finish()
}

/// Judges a kit by some of the rules. `None` comes back when pages cannot be made of it.
pub fn check(loaded: Loaded, asked: &Asked) -> (Option<Checked>, Sources, Diagnostics) {
    check_again(loaded, asked, &mut Judged::default())
}

/// Judges what may have changed since a kit was last judged, and takes the rest from memory.
pub fn check_again(loaded: Loaded, asked: &Asked, judged: &mut Judged) -> (Option<Checked>, Sources, Diagnostics) {
    let Loaded { kit, sources, mut diagnostics } = loaded;
    let Asked { scope, today, .. } = *asked;
    if kit.broken {
        return (None, sources, diagnostics.sorted());
    }
    let library = load::library_again(kit.settings(), &kit.items, &mut judged.typed);
    let desk = Desk::of(&kit, &library, &sources, asked);
    let levels = Levels::of(&library.settings, scope);
    let bench = Bench::of(&desk, &levels);
    let skeleton = skeleton(&kit, &sources, today);
    let known = if judged.skeleton == skeleton { std::mem::take(&mut judged.items) } else { Vec::new() };
    let judge = |(at, item): (usize, &Written)| match known.get(at) {
        Some((root, verdict)) if root.is(&item.root) => verdict.clone(),
        _ => Arc::new(bench.watched(item)),
    };
    let mut verdicts: Vec<Arc<Verdict>> = kit.items.par_iter().enumerate().map(judge).collect();
    if matches!(scope, Scope::Pages) {
        let roots = kit.items.iter().map(|item| item.root.clone());
        (judged.skeleton, judged.items) = (skeleton, roots.zip(verdicts.iter().cloned()).collect());
    }
    let kept = if matches!(scope, Scope::Pages) { verdicts.clone() } else { Vec::new() };
    diagnostics.extend(bench.settings());
    diagnostics.extend(bench.kit(&mut verdicts));
    diagnostics.extend(unused_allow::excused(&kit, verdicts, &levels, today));
    drop(bench);
    let found = diagnostics.0.into_iter().filter_map(|d| levels.weighed(d)).collect();
    let diagnostics = Diagnostics(found).sorted();
    if diagnostics.0.iter().any(stops_pages) {
        return (None, sources, diagnostics);
    }
    let checked = Checked { kit, library: Arc::new(library), sources: sources.clone(), verdicts: kept, seal: Seal };
    (Some(checked), sources, diagnostics)
}

/// Judges some files of a kit that was judged before; of the others only those need be there that judging needs. `None`
/// when something is found.
pub fn check_part(
    loaded: Loaded,
    counts: &Counts,
    today: Date,
    is_judged: &(impl Fn(&str) -> bool + Sync),
) -> Option<Checked> {
    let Loaded { kit, sources, diagnostics } = loaded;
    if kit.broken || diagnostics.0.iter().any(|found| is_judged(&found.location.file)) {
        return None;
    }
    let library = load::library(kit.settings(), &kit.items).of_so_many(counts);
    let asked = Asked { scope: Scope::Pages, today, dead: &Dead::new() };
    let desk = Desk::of(&kit, &library, &sources, &asked);
    let levels = Levels::of(&library.settings, asked.scope);
    let bench = Bench::of(&desk, &levels);
    let judge = |item: &Written| if is_judged(&item.file) { bench.watched(item) } else { Verdict::default() };
    let verdicts: Vec<Arc<Verdict>> = kit.items.par_iter().map(judge).map(Arc::new).collect();
    drop(bench);
    let is_fine = desk.unfit.is_empty() && verdicts.iter().all(|verdict| verdict.found.is_empty());
    is_fine.then(|| Checked { library: Arc::new(library), kit, sources, verdicts, seal: Seal })
}

/// Findings about finished pages as they weigh in this kit.
pub fn weighed(checked: &Checked, scope: Scope, found: Findings) -> Findings {
    let levels = Levels::of(&checked.library.settings, scope);
    found.into_iter().filter_map(|d| levels.weighed(d)).collect()
}

/// Whether a finding stands in the way of right pages.
pub fn stops_pages(found: &Diagnostic) -> bool {
    found.severity == Severity::Error && rule(found.rule).is_none_or(|r| r.always)
}

/// The rules at work, each prepared for the kit.
struct Bench<'a> {
    desk: &'a Desk<'a>,
    spots: Vec<SpotJudge<'a>>,
    pieces: Vec<PieceJudge<'a>>,
    /// The same for drafts: nobody asks yet whether they are good.
    draft_spots: Vec<SpotJudge<'a>>,
    draft_pieces: Vec<PieceJudge<'a>>,
    kit: Vec<fn(&Desk, &mut Findings)>,
}

impl<'a> Bench<'a> {
    fn of(desk: &'a Desk<'a>, levels: &Levels) -> Self {
        let looks = || levels.rules().flat_map(|rule| rule.looks.iter().map(|look| (rule.always, look)));
        // Some take milliseconds to make ready, which in a small kit is most of the time.
        let spots = |draft: bool| {
            let prepared = looks().filter(move |(always, _)| *always || !draft).filter_map(|(_, look)| match look {
                Look::Spots(prepare) => Some(prepare),
                _ => None,
            });
            prepared.collect::<Vec<_>>().into_par_iter().map(|prepare| prepare(desk)).collect()
        };
        let pieces = |draft: bool| {
            let prepared = looks().filter(move |(always, _)| *always || !draft).filter_map(|(_, look)| match look {
                Look::Pieces(prepare) => Some(prepare(desk)),
                _ => None,
            });
            prepared.collect()
        };
        let kit = looks().filter_map(|(_, look)| match look {
            Look::Kit(judge) => Some(*judge),
            _ => None,
        });
        Bench {
            desk,
            spots: spots(false),
            pieces: pieces(false),
            draft_spots: spots(true),
            draft_pieces: pieces(true),
            kit: kit.collect(),
        }
    }

    /// Judges an item, and tells what was needed for it.
    fn watched(&self, item: &Written) -> Verdict {
        let (verdict, needs) = needs::watched(|| self.judge(item));
        Verdict { needs, ..verdict }
    }

    fn judge(&self, item: &Written) -> Verdict {
        let mut verdict = self.walk(shape::schema(item.kind.folder), item.node(), item.kind.cap, Some(item));
        let about: Arc<str> = desk::about(item).into();
        verdict.found.iter_mut().for_each(|d| d.item = Some(about.clone()));
        verdict
    }

    fn settings(&self) -> Findings {
        let Some(node) = self.desk.kit.settings() else { return Vec::new() };
        self.walk(shape::schema(""), node, Audience::Public, None).found
    }

    /// Goes through a tree. Structural faults that need no rule of their own come first.
    fn walk(&self, schema: &'a Schema, node: Node<'a>, cap: Audience, item: Option<&'a Written>) -> Verdict {
        let mut verdict = Verdict::default();
        let draft = item.is_some_and(|i| is_draft(i.node()));
        let (spots, pieces) = if draft { (&self.draft_spots, &self.draft_pieces) } else { (&self.spots, &self.pieces) };
        let file = item.map_or(SETTINGS, |i| &*i.file);
        walk::walk(schema, node, cap, &mut |step| match step {
            Step::Leaf { node, leaf, field, audience, block } => {
                let source = linking(leaf, node).map(|words| Source::new(words, Flow::Block));
                let parsed = source.as_ref().map(Parsed::of);
                let found = &*parsed.as_ref().map(Parsed::findings).unwrap_or_default();
                let (heard, reading) = (OnceCell::new(), OnceCell::new());
                let parsed = parsed.as_ref();
                let spot = Spot { item, file, node, leaf, field, audience, block, found, parsed, heard, reading };
                spots.iter().for_each(|judge| judge(&spot, &mut verdict.found));
            }
            Step::Block(block) => {
                unused_allow::gather(&block, &mut verdict.allowed);
                if let Some(item) = item {
                    let piece = Piece { item, block };
                    pieces.iter().for_each(|judge| judge(&piece, &mut verdict.found));
                }
            }
            Step::Widened { written, gets } if item.is_some() => {
                verdict.found.push(widened_audience::finding(file, written, gets));
            }
            Step::Widened { .. } => {}
        });
        verdict
    }

    /// What shows only in the kit as a whole: findings of an item go to the others of that item, the rest come back.
    fn kit(&self, verdicts: &mut [Arc<Verdict>]) -> Findings {
        let found: Vec<Findings> = self
            .kit
            .par_iter()
            .map(|judge| {
                let mut found = Vec::new();
                judge(self.desk, &mut found);
                found
            })
            .collect();
        if found.iter().all(Vec::is_empty) {
            return Vec::new();
        }
        let places = self.desk.kit.items.iter().enumerate().map(|(at, i)| ((i.kind.word, i.id.as_str()), at));
        let places: HashMap<_, _> = places.collect();
        let mut rest = Vec::new();
        for one in found.into_iter().flatten() {
            let at = one.item.as_deref().and_then(|i| i.split_once(':')).and_then(|key| places.get(&key).copied());
            at.map_or(&mut rest, |at| &mut Arc::make_mut(&mut verdicts[at]).found).push(one);
        }
        rest
    }
}

/// A text that may hold links and references; most have none, and a sign tells.
fn linking<'a>(leaf: &Leaf, node: Node<'a>) -> Option<&'a str> {
    node.text().filter(|words| matches!(leaf, Leaf::Line | Leaf::Text | Leaf::Cell) && has_link_sign(words))
}

fn has_link_sign(words: &str) -> bool {
    memchr::memchr2(b'[', b'<', words.as_bytes()).is_some() || words.contains("://")
}

/// Whether an item is a draft.
pub fn is_draft(node: Node) -> bool {
    node.get("draft").is_some_and(Node::is_true)
}

/// The addresses of the web that a kit links to, each once, sorted.
pub fn web_links(kit: &Kit) -> Vec<String> {
    let links_of = |item: &Written| {
        let mut urls = Vec::new();
        walk::walk(shape::schema(item.kind.folder), item.node(), item.kind.cap, &mut |step| {
            let Step::Leaf { node, leaf, .. } = step else { return };
            urls.extend(Some(node.text().unwrap_or_default().trim().to_owned()).filter(|_| *leaf == Leaf::Url));
            let found = linking(leaf, node).map(text::findings).unwrap_or_default();
            urls.extend(found.into_iter().filter_map(|found| match found.kind {
                FoundKind::Link(url) | FoundKind::Image(url, _) => Some(url.trim().to_owned()),
                _ => None,
            }));
        });
        urls
    };
    let is_web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    let mut urls: Vec<String> = kit.items.par_iter().flat_map_iter(links_of).filter(is_web).collect();
    urls.sort_unstable();
    urls.dedup();
    urls
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
