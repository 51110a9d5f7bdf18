//! Who may see what: parts that more people may see now, and parts that fewer may.

use serde::Serialize;

use super::{ItemChange, Part, words};
use crate::load::Written;
use crate::load::shape::{self, Leaf};
use crate::load::walk::{self, Step};
use crate::text::{self, Audience};

/// Fewest words by which a text that moved is known again.
const FEWEST: usize = 4;
/// What a draft may be seen by.
pub const DRAFT: &str = "draft";

/// A mapping whose audience changed, as it was met.
#[derive(Debug)]
pub struct Opened {
    /// Where it stands in its item; empty: the item itself.
    pub path: Vec<Part>,
    /// Its address on the item's page.
    pub anchor: String,
    /// Who could see it.
    pub from: Audience,
    /// Who may see it.
    pub to: Audience,
    /// Its fields that this moves.
    pub fields: Vec<String>,
    /// Its bytes before.
    pub span: (u32, u32),
}

/// Something that other people may see now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reach {
    /// Which sort of item.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Which part of it; empty: all of it.
    pub path: Vec<Part>,
    /// The part's address on the item's page.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub anchor: String,
    /// Who could see it: an audience, or `draft`.
    pub from: &'static str,
    /// Who may see it.
    pub to: &'static str,
    /// The fields this is about; none: a passage.
    pub fields: Vec<String>,
    /// The words of a passage that moved to where more people read it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
}

impl Reach {
    /// Whether more people may see it than before.
    pub fn is_wider(&self) -> bool {
        place(self.to) > place(self.from)
    }

    /// Of an item, out of what was met in it.
    pub fn of(item: &ItemChange, opened: Opened) -> Reach {
        let Opened { path, anchor, from, to, fields, .. } = opened;
        Reach { path, anchor, fields, ..Reach::whole(item, from.name(), to.name()) }
    }

    /// Of an item as a whole.
    pub fn whole(item: &ItemChange, from: &'static str, to: &'static str) -> Reach {
        let (kind, id, name) = (item.kind, item.id.clone(), item.name.clone());
        let (path, anchor, fields, words) = Default::default();
        Reach { kind, id, name, path, anchor, from, to, fields, words }
    }
}

/// The place of an audience in their order; a draft is for nobody yet.
fn place(word: &str) -> usize {
    Audience::parse(word).map_or(0, |a| 1 + a as usize)
}

/// A text of an item and who may see it.
struct Fragment {
    words: String,
    audience: Audience,
    start: u32,
}

/// Texts that stood for fewer people before and are read by more now, though no audience was changed: an insider
/// passage that lost its mark, a note that was moved into an answer. Parts in `spans` are told already.
pub fn moved(before: &Written, after: &Written, spans: &[(u32, u32)], item: &ItemChange) -> Vec<Reach> {
    let (old, new) = (fragments(before), fragments(after));
    let read_by = |all: &[Fragment], level: Audience| -> String {
        let texts = all.iter().filter(|f| f.audience >= level).map(|f| text::normalized_words(&f.words));
        texts.collect::<Vec<_>>().join(" ")
    };
    let mut found: Vec<Reach> = Vec::new();
    for level in [Audience::Public, Audience::Partner] {
        let (was, is) = (read_by(&old, level), read_by(&new, level));
        let told = |f: &Fragment| spans.iter().any(|(start, end)| (*start..*end).contains(&f.start));
        for narrow in old.iter().filter(|f| f.audience < level && !told(f)) {
            let words = text::normalized_words(&narrow.words);
            let is_new = is.contains(&words) && !was.contains(&words);
            let shown = words::start(&text::plain(&narrow.words));
            if text::word_count(&narrow.words) >= FEWEST && is_new && !found.iter().any(|r| r.words == shown) {
                let whole = Reach::whole(item, narrow.audience.name(), level.name());
                found.push(Reach { words: shown, ..whole });
            }
        }
    }
    found
}

/// The texts of an item, insider passages apart.
fn fragments(item: &Written) -> Vec<Fragment> {
    let mut all = Vec::new();
    walk::walk(shape::schema(item.kind.folder), item.node(), item.kind.cap, &mut |step| {
        let Step::Leaf { node, leaf: Leaf::Line | Leaf::Text | Leaf::Cell, audience, .. } = step else { return };
        let words = node.text().unwrap_or_default();
        let mut rest = words.to_owned();
        for narrow in [Audience::Partner, Audience::Public] {
            let reduced = text::reduce(&rest, narrow);
            let kept = if narrow == Audience::Partner { Audience::Internal } else { Audience::Partner };
            let passages = reduced.cut.iter().map(|p| unmarked(p));
            all.extend(passages.map(|words| Fragment { words, audience: audience.min(kept), start: node.start() }));
            rest = reduced.text.into_owned();
        }
        all.push(Fragment { words: rest, audience, start: node.start() });
    });
    all
}

/// The words of an insider passage without its mark.
fn unmarked(passage: &str) -> String {
    let lines = passage.lines().map(|l| l.trim_start().trim_start_matches('>').trim_start());
    lines.filter(|l| !l.starts_with("[!")).collect::<Vec<_>>().join("\n")
}
