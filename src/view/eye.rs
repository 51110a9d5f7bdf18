//! Looks at a kit for one reader: names, links, claims, ages. What several subjects need is asked here, once.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::audience::Reader;
use super::mention::Mentions;
use super::parts::*;
use crate::check::Checked;
use crate::check::{link, unsafe_link};
use crate::diff::{Marked, News};
use crate::load::Written;
use crate::model::claim::Claim;
use crate::model::shared::*;
use crate::model::value::*;
use crate::model::{Item, Library};
use crate::project::{self, SETTINGS};
use crate::text::{self, FoundKind};

/// A kit under the eyes of one reader.
#[derive(Debug)]
pub struct Eye<'a> {
    /// What the reader may see.
    pub library: &'a Library,
    /// The trees it was made of.
    pub items: &'a [Written],
    /// The whole kit; only names are taken from it.
    pub whole: &'a Checked,
    /// Who reads.
    pub reader: &'a Reader,
    /// The day of the build.
    pub today: Date,
    /// What is new to the reader; `None`: nobody asked.
    pub news: Option<&'a News>,
    /// Files under `static/` that this reader may have.
    pub files: BTreeSet<String>,
    /// What items are called, and where they have their pages.
    pub mentions: Arc<Mentions>,
    /// Rank, count and last day of each objection in the field log.
    pub heard: HashMap<&'a str, (f64, usize, Date)>,
}

/// The word of a kebab-case enum value.
pub fn word<T: serde::Serialize>(value: Option<T>) -> String {
    value.and_then(|v| serde_json::to_value(v).ok()).and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The files under `static/` that a reader may have: all but those that the settings keep for fewer.
pub fn files_for(checked: &Checked, reader: &Reader) -> BTreeSet<String> {
    let kept = |path: &&String| {
        let told = |f: &&crate::model::settings::KitFile| project::join(SETTINGS, &f.path).is_some_and(|p| p == **path);
        let audience = checked.library.settings.files.iter().find(told).and_then(|f| f.audience);
        audience.is_none_or(|a| a >= reader.audience)
    };
    checked.kit.paths.statics.keys().filter(kept).cloned().collect()
}

impl<'a> Eye<'a> {
    /// The name of an item for this reader, and its page if there is one.
    pub fn link(&self, kind: &str, id: &str) -> Link {
        Link { title: self.name(kind, id), to: self.home(kind, id) }
    }

    /// The address of an item's page for this reader; empty: none.
    pub fn home(&self, kind: &str, id: &str) -> String {
        self.mentions.home(kind, id)
    }

    /// The name of an item.
    pub fn name(&self, kind: &str, id: &str) -> String {
        self.mentions.name(kind, id)
    }

    /// How an item is marked: `new`, `changed`, or empty.
    pub fn item_news(&self, kind: &'static str, id: &str) -> &'static str {
        self.news.map_or("", |news| news.item(kind, id).word())
    }

    /// The same of a part of an item: by its file, and the fields it is known by (`diff::head` tells which).
    pub fn part_news(&self, file: &str, known_by: &[&str]) -> &'static str {
        self.news.map_or("", |news| news.part(file, Marked::of(known_by)).word())
    }

    /// How much an objection was heard lately, in hundredths of the field log's rank.
    pub fn rank(&self, objection: &str) -> i64 {
        self.heard.get(objection).map_or(0, |(rank, ..)| (rank * 100.0).round() as i64)
    }

    /// Links to several items.
    pub fn links<K: RefKind>(&self, ids: &[Ref<K>]) -> Vec<Link> {
        ids.iter().map(|id| self.link(K::NAME, id)).collect()
    }

    /// A text with its links told from the kit's root.
    pub fn text(&self, text: &str, file: &str) -> String {
        from_root(text, file)
    }

    /// Several lines.
    pub fn lines(&self, lines: &[Line], file: &str) -> Vec<String> {
        lines.iter().map(|l| self.text(l, file)).collect()
    }

    /// The address behind a url field: of the web, of a file of the kit, or none.
    pub fn address(&self, url: &str, file: &str) -> String {
        if url.is_empty() || !unsafe_link::allowed(url) {
            return String::new();
        }
        let clean: String = url.chars().filter(|c| !c.is_control()).collect();
        if clean.contains(':') || clean.starts_with("//") {
            return clean;
        }
        if let Some(path) = clean.strip_prefix('/') {
            let base = link::base(&self.library.settings.link_base);
            return if base.is_empty() { clean } else { format!("{base}/{path}") };
        }
        self.file(&clean, file)
    }

    /// The address of a file of the kit; empty when there is none.
    pub fn file(&self, written: &str, file: &str) -> String {
        let known = project::join(file, written).filter(|p| self.files.contains(p));
        known.map_or(String::new(), |path| format!("file:{path}"))
    }

    /// The names of words from `terms:`.
    pub fn terms(&self, list: &str, words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let terms = &self.library.settings.terms;
        let known = match list {
            "segments" => &terms.segments,
            "regions" => &terms.regions,
            "stages" => &terms.stages,
            _ => &terms.tags,
        };
        words.into_iter().filter(|w| !w.is_empty()).map(|w| known.get(w).map_or(w, |n| &n.0).to_owned()).collect()
    }

    /// The name of the column or alternative behind an id, or the line as it stands.
    pub fn rival_or_line(&self, words: &str) -> Link {
        let library = &self.whole.library;
        if library.products.get(words).is_some() || library.competitors.get(words).is_some() {
            self.link("rival", words)
        } else {
            Link { title: words.to_owned(), to: String::new() }
        }
    }

    fn labels(&self, tags: &'a [Tag], segments: &'a [Segment], regions: &'a [Region]) -> Vec<String> {
        let mut labels = self.terms("segments", segments.iter().map(|s| &**s));
        labels.extend(self.terms("regions", regions.iter().map(|r| &**r)));
        labels.extend(self.terms("tags", tags.iter().map(|t| &**t)));
        labels
    }

    /// How old something is that holds as long as its topic (or `card`), or until a written day.
    pub fn age(&self, verified: Option<Day>, expires: Option<Day>, topic: &str) -> Age {
        let since = |day: Date| (self.today - day).get_days() as i64;
        let ends = self.library.settings.holds_until(verified, expires, topic);
        let left = ends.map(|day| -since(day));
        let state = match (verified, left) {
            (_, Some(left)) if left < 0 => "stale",
            (None, None) => "never",
            (None, Some(_)) => "never",
            (_, Some(left)) if left <= 14 => "due",
            _ => "fresh",
        };
        Age {
            verified: verified.map_or(String::new(), |d| d.to_string()),
            until: ends.map_or(String::new(), |d| d.to_string()),
            days: verified.map_or(-1, |d| since(d.0).max(0)),
            state,
        }
    }

    /// What every entity may carry.
    pub fn more(&self, common: &'a Common, file: &str) -> More {
        let layer = |wanted: Layer| -> Vec<SectionView> {
            let section = |s: &Section| SectionView { title: s.title.to_string(), text: self.text(&s.text, file) };
            common.sections.iter().filter(|s| s.layer == wanted).map(section).collect()
        };
        More {
            owner: common.owner.to_string(),
            age: self.age(common.verified, None, "card"),
            labels: self.labels(&common.tags, &common.segments, &common.regions),
            resources: common.resources.iter().map(|r| self.resource(r, file)).collect(),
            glance: layer(Layer::Glance),
            body: layer(Layer::Body),
            end: layer(Layer::End),
        }
    }

    fn resource(&self, resource: &Resource, file: &str) -> ResourceView {
        ResourceView {
            title: resource.title.to_string(),
            to: self.address(&resource.url, file),
            url: resource.url.to_string(),
            kind: word(resource.kind),
            text: self.text(&resource.text, file),
            image: self.file(&resource.image, file),
            group: resource.group.to_string(),
        }
    }

    /// Where a fact comes from.
    pub fn evidence(&self, evidence: &[Evidence], file: &str) -> Vec<EvidenceView> {
        let person = |p: &Person| PersonView {
            name: p.name.to_string(),
            role: p.role.to_string(),
            company: p.company.to_string(),
            image: self.file(&p.image, file),
        };
        let view = |e: &Evidence| EvidenceView {
            kind: evidence_word(e.kind),
            title: e.title.to_string(),
            to: self.address(&e.url, file),
            url: e.url.to_string(),
            quote: self.text(&e.quote, file),
            text: self.text(&e.text, file),
            by: e.by.as_deref().map(person),
            captured: e.captured.map_or(String::new(), |d| d.to_string()),
            grade: if self.reader.audience == text::Audience::Internal {
                word(Some(e.grade.unwrap_or_default()))
            } else {
                String::new()
            },
            audience: e.audience.unwrap_or_default().name(),
        };
        evidence.iter().map(view).collect()
    }

    /// Claims by their ids; those that are withheld are left out.
    pub fn claims(&self, ids: &[Ref<kind::Claim>]) -> Vec<ClaimView> {
        ids.iter().filter_map(|id| self.library.claims.get(id)).map(|c| self.claim(c)).collect()
    }

    /// A claim with what it rests on.
    pub fn claim(&self, claim: &'a Item<Claim>) -> ClaimView {
        let file = &*claim.origin.file;
        let story = claim.story.clone().unwrap_or_default();
        let personas = if self.library.personas.is_empty() { Vec::new() } else { self.links(&claim.personas) };
        ClaimView {
            id: claim.id.clone(),
            news: self.item_news("claim", &claim.id),
            to: self.home("claim", &claim.id),
            text: self.text(&claim_text(claim), file),
            topic: word(claim.topic),
            status: word(claim.status),
            audience: claim.audience.name(),
            about: claim.about.as_ref().map(|id| self.link("rival", id)),
            age: self.claim_age(claim),
            personas,
            evidence: self.evidence(&claim.evidence, file),
            challenge: self.text(&story.challenge, file),
            solution: self.text(&story.solution, file),
            result: self.text(&story.result, file),
            more: self.more(&claim.common, file),
        }
    }

    /// How old a claim is; its topic tells how long it holds.
    pub fn claim_age(&self, claim: &Claim) -> Age {
        self.age(claim.common.verified, claim.expires, claim.freshness())
    }

    /// Points of a list.
    pub fn points(&self, points: &'a [LineOr<Point>], file: &str) -> Vec<PointView> {
        let view = |p: &'a LineOr<Point>| PointView {
            news: self.part_news(file, &[&p.title, &p.text, &p.fact]),
            title: p.title.to_string(),
            text: self.text(&p.text, file),
            fact: self.text(&p.fact, file),
            impact: self.text(&p.impact, file),
            act: self.lines(&p.act, file),
            claims: self.claims(&p.claims),
            evidence: self.evidence(&p.evidence, file),
            personas: self.links(&p.personas),
            labels: self.labels(&[], &p.segments, &p.regions),
            note: self.text(&p.note, file),
            mitigation: self.text(&p.mitigation, file),
            respond: self.text(&p.respond, file),
        };
        points.iter().map(view).collect()
    }

    /// Questions to ask.
    pub fn questions(&self, questions: &[LineOr<Question>], file: &str) -> Vec<QuestionView> {
        let view = |q: &LineOr<Question>| QuestionView {
            news: self.part_news(file, &[&q.ask]),
            ask: self.text(&q.ask, file),
            listen_for: self.text(&q.listen_for, file),
            why: self.text(&q.why, file),
            expected: self.text(&q.expected, file),
            follow_ups: self.lines(&q.follow_ups, file),
            caution: self.text(&q.caution, file),
            personas: self.links(&q.personas),
            claims: self.claims(&q.claims),
        };
        questions.iter().map(view).collect()
    }

    /// A price list.
    pub fn pricing(&self, pricing: &Option<Pricing>, file: &str) -> Option<PricingView> {
        let pricing = pricing.as_ref()?;
        let plan = |p: &Plan| PlanView {
            news: self.part_news(file, &[&p.name, &p.product]),
            name: p.name.to_string(),
            product: self.rival_or_line(&p.product).title,
            prices: self.lines(&p.price.0, file),
            includes: self.lines(&p.includes, file),
            note: self.text(&p.note, file),
            to: self.address(&p.url, file),
            url: p.url.to_string(),
        };
        Some(PricingView {
            model: self.text(&pricing.model, file),
            posture: self.text(&pricing.posture, file),
            talk_track: self.text(&pricing.talk_track, file),
            age: self.age(pricing.verified, None, "pricing"),
            plans: pricing.plans.iter().map(plan).collect(),
        })
    }
}

/// A text of a file with its links told from the kit's root.
pub fn from_root(text: &str, file: &str) -> String {
    if !(text.contains("./") && text.contains(']')) {
        return text.to_owned();
    }
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for found in text::findings(text) {
        let (FoundKind::Link(dest) | FoundKind::Image(dest, _)) = found.kind else { continue };
        if !(dest.starts_with("./") || dest.starts_with("../")) {
            continue;
        }
        let (path, rest) = dest.find(['#', '?']).map_or((dest.as_str(), ""), |i| dest.split_at(i));
        let Some(joined) = project::join(file, path) else { continue };
        // In the link itself, behind its words; else where its definition stands.
        let within = text.get(found.range.clone()).and_then(|t| t.rfind(&dest)).map(|at| found.range.start + at);
        let defined = || text.match_indices(&dest).map(|(at, _)| at).find(|at| is_definition(&text[..*at]));
        if let Some(at) = within.or_else(defined) {
            edits.push((at, at + dest.len(), format!("{joined}{rest}")));
        }
    }
    edits.sort();
    edits.dedup();
    let mut out = String::with_capacity(text.len() + 16 * edits.len());
    let mut done = 0;
    for (start, end, new) in edits {
        if start >= done {
            out.push_str(&text[done..start]);
            out.push_str(&new);
            done = end;
        }
    }
    out.push_str(&text[done..]);
    out
}

/// Whether what comes next is the address of a definition: `[name]: `.
fn is_definition(before: &str) -> bool {
    let before = before.trim_end_matches('<').trim_end();
    before.ends_with("]:")
}

/// The words of a claim: its own, else its first quote, else the result of its story.
pub fn claim_text(claim: &Claim) -> String {
    let quote = claim.evidence.iter().map(|e| &*e.quote).find(|q| !q.is_empty());
    let result = claim.story.as_ref().map(|s| &*s.result);
    let words = if claim.text.is_empty() { quote.or(result).unwrap_or_default() } else { &claim.text };
    words.trim_end().to_owned()
}

fn evidence_word(kind: Option<EvidenceKind>) -> &'static str {
    match kind {
        None => "",
        Some(EvidenceKind::Url) => "url",
        Some(EvidenceKind::Study) => "study",
        Some(EvidenceKind::Review) => "review",
        Some(EvidenceKind::Analyst) => "analyst",
        Some(EvidenceKind::Customer) => "customer",
        Some(EvidenceKind::Call) => "call",
        Some(EvidenceKind::Document) => "document",
        Some(EvidenceKind::Benchmark) => "benchmark",
    }
}
