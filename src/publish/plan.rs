//! Compares what the kit wants with what we know and with what stands at the wiki, and says what is to be done with
//! each page. Nothing is changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::decide::{Action, There, Wanted, decide};
use super::ledger::{Entry, Ledger, hash, hash_bytes};
use super::mark::Mark;
use super::wiki::{Fault, Sighting, Wiki};
use super::{Leaf, Shelf};

/// What is to be done at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The place.
    pub place: String,
    /// The kit, as marks name it.
    pub kit: String,
    /// One step a page, parents first.
    pub pages: Vec<Step>,
}

/// What is to be done with one page, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The page's key.
    pub key: String,
    /// Its name at the wiki, or the one it is to have.
    pub name: String,
    /// What is to be done.
    pub action: Action,
    /// Why, in words; empty: the action says it all.
    pub why: String,
    /// Who changed the page last.
    pub by: String,
    /// When.
    pub at: String,
    /// The wiki's handle; empty: there is no page.
    pub id: String,
    /// What stood there when the plan was made.
    pub stamp: String,
    /// The hash of the text that is to stand there.
    pub ours: String,
    /// What of the page is new: its text, its place (name, page above), files.
    pub news: News,
}

/// What of a page is new.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// The text.
    pub text: bool,
    /// The name, or the page above.
    pub place: bool,
    /// Files, by name.
    pub files: Vec<String>,
}

impl News {
    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.text || self.place || !self.files.is_empty()
    }
}

impl Plan {
    /// How many pages there are for each action.
    pub fn counts(&self) -> BTreeMap<Action, usize> {
        let mut counts = BTreeMap::new();
        for step in &self.pages {
            *counts.entry(step.action).or_insert(0) += 1;
        }
        counts
    }

    /// Whether there is something to do.
    pub fn is_pending(&self) -> bool {
        self.pages.iter().any(|s| s.action.is_pending())
    }

    /// Whether a person has to decide about something.
    pub fn needs_a_person(&self) -> bool {
        self.pages.iter().any(|s| s.action.needs_a_person())
    }

    /// What differs from another plan for the same place, in words; empty: nothing.
    pub fn differs_from(&self, other: &Plan) -> Vec<String> {
        let by_key = |plan: &Plan| plan.pages.iter().map(|s| (s.key.clone(), s.clone())).collect::<BTreeMap<_, _>>();
        let (now, then) = (by_key(self), by_key(other));
        let keys: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
        let told = |key: &String| match (then.get(key), now.get(key)) {
            (Some(a), Some(b)) if a == b => None,
            (Some(a), Some(b)) if a.action != b.action => {
                Some(format!("{key}: {} then, {} now", a.action.name(), b.action.name()))
            }
            (Some(a), Some(b)) if a.stamp != b.stamp => Some(format!("{key}: the page was changed since")),
            (Some(_), Some(_)) => Some(format!("{key}: the kit says something else by now")),
            (None, _) => Some(format!("{key}: not in the plan")),
            (_, None) => Some(format!("{key}: no longer there")),
        };
        keys.into_iter().filter_map(told).collect()
    }
}

/// A plan, and what was seen at the wiki: id → page.
pub type Planned = (Plan, HashMap<String, Sighting>);

/// Makes the plan for a place: one bulk look, and a text or a mark only where that is not enough.
///
/// # Errors
/// When the wiki cannot be asked.
pub fn plan(shelf: &Shelf, ledger: &Ledger, wiki: &mut dyn Wiki) -> Result<Planned, Fault> {
    let seen = Seen::of(shelf, ledger, wiki)?;
    let mut pages = Vec::new();
    for leaf in &shelf.leaves {
        let entry = ledger.pages.get(&leaf.key);
        pages.push(step(shelf, ledger, leaf, entry, &seen, wiki)?);
    }
    for (key, entry) in &ledger.pages {
        if !shelf.leaves.iter().any(|leaf| &leaf.key == key) {
            pages.push(left_over(key, entry, &seen, wiki)?);
        }
    }
    Ok((Plan { place: shelf.place.clone(), kit: ledger.kit.clone(), pages }, seen.by_id))
}

/// The pages that were seen, by id and by folded name.
struct Seen {
    by_id: HashMap<String, Sighting>,
    by_name: HashMap<String, Sighting>,
}

impl Seen {
    fn of(shelf: &Shelf, ledger: &Ledger, wiki: &mut dyn Wiki) -> Result<Seen, Fault> {
        let ids: Vec<&str> = ledger.pages.values().map(|entry| entry.id.as_str()).collect();
        let known = |leaf: &&Leaf| ledger.pages.get(&leaf.key).is_some_and(|entry| entry.asked == leaf.name);
        let names: Vec<&str> = shelf.leaves.iter().filter(|leaf| !known(leaf)).map(|leaf| leaf.name.as_str()).collect();
        let seen = if ids.is_empty() && names.is_empty() { Vec::new() } else { wiki.look(&ids, &names)? };
        Ok(Seen {
            by_name: seen.iter().map(|s| (shelf.fold(&s.name), s.clone())).collect(),
            by_id: seen.into_iter().map(|s| (s.id.clone(), s)).collect(),
        })
    }
}

/// What is to be done with a page that the kit has.
fn step(
    shelf: &Shelf,
    ledger: &Ledger,
    leaf: &Leaf,
    entry: Option<&Entry>,
    seen: &Seen,
    wiki: &mut dyn Wiki,
) -> Result<Step, Fault> {
    let ours = hash(&leaf.text);
    let at_name = seen.by_name.get(&shelf.fold(&leaf.name));
    let sight = match entry {
        Some(entry) => seen.by_id.get(&entry.id),
        None => at_name,
    };
    let above = above(leaf, ledger, wiki);
    let news = entry.map_or_else(News::default, |entry| news(&above, leaf, entry, &ours));
    let (there, mut why) = match (entry, sight) {
        (_, None) => (There::Nothing, String::new()),
        (Some(entry), Some(sight)) => there(entry, sight, Some(&leaf.text), wiki)?,
        (None, Some(sight)) => unknown(leaf, ledger, sight, wiki)?,
    };
    let wanted = if entry.is_some() && !news.any() { Wanted::AsWritten } else { Wanted::Other };
    let mut action = decide(entry.is_some(), there, wanted);
    if action == Action::Update
        && news.place
        && let Some(other) = at_name.filter(|other| entry.is_some_and(|entry| entry.id != other.id))
    {
        (action, why) = (Action::Blocked, format!("another page is called `{}`", other.name));
    }
    if action == Action::Update && !wiki.ways().renames && entry.is_some_and(|entry| entry.asked != leaf.name) {
        (action, why) = (Action::Blocked, format!("this wiki cannot rename a page, and it is to be `{}`", leaf.name));
    }
    if action == Action::Update
        && let Some(closed) = sight.and_then(|s| s.closed.clone())
    {
        why = closed;
    }
    let sight = sight.map(|sight| signed(action, sight, wiki)).transpose()?;
    Ok(told(&leaf.key, &leaf.name, action, why, sight.as_ref(), ours, news))
}

/// A page that a person has to look at, with who changed it and when, also where the bulk look does not say so.
fn signed(action: Action, sight: &Sighting, wiki: &mut dyn Wiki) -> Result<Sighting, Fault> {
    let is_told = !sight.by.is_empty() || !action.needs_a_person();
    let read = if is_told { None } else { wiki.read(&sight.id)? };
    Ok(read
        .map_or_else(|| sight.clone(), |stored| Sighting { by: stored.seen.by, at: stored.seen.at, ..sight.clone() }))
}

fn told(
    key: &str,
    name: &str,
    action: Action,
    why: String,
    sight: Option<&Sighting>,
    ours: String,
    news: News,
) -> Step {
    let sight = sight.cloned().unwrap_or_default();
    let (key, name) = (key.to_owned(), name.to_owned());
    Step { key, name, action, why, by: sight.by, at: sight.at, id: sight.id, stamp: sight.stamp, ours, news }
}

/// The id of the page above, as far as it is known; empty: the place's own root.
pub fn above(leaf: &Leaf, ledger: &Ledger, wiki: &dyn Wiki) -> String {
    let parent = leaf.parent.as_ref().filter(|_| wiki.ways().has_tree);
    parent.and_then(|key| ledger.pages.get(key)).map_or_else(String::new, |above| above.id.clone())
}

/// What of a page is new to what we last wrote.
fn news(above: &str, leaf: &Leaf, entry: &Entry, ours: &str) -> News {
    let same = |name: &String, bytes: &[u8]| entry.files.get(name).is_some_and(|f| f.ours == hash_bytes(bytes));
    News {
        text: entry.ours != ours,
        place: entry.asked != leaf.name || entry.parent != above,
        files: leaf.files.iter().filter(|(name, bytes)| !same(name, bytes)).map(|(name, _)| name.clone()).collect(),
    }
}

/// What stands at the wiki of a page that we know. The text is read only when the stamp does not tell.
pub fn there(
    entry: &Entry,
    sight: &Sighting,
    wanted: Option<&str>,
    wiki: &mut dyn Wiki,
) -> Result<(There, String), Fault> {
    if sight.stamp != entry.stamp || entry.stamp.is_empty() {
        let Some(stored) = wiki.read(&sight.id)? else { return Ok((There::Nothing, String::new())) };
        let text = hash(&stored.text);
        if text != entry.stored {
            let is_wanted = wanted.is_some_and(|wanted| text == hash(wanted));
            return Ok((if is_wanted { There::AsWanted } else { There::Changed }, String::new()));
        }
    }
    let moved = moved(entry, sight);
    Ok((if moved.is_some() { There::Moved } else { There::AsLeft }, moved.unwrap_or_default()))
}

/// Where a person moved a page that we know, in words; `None`: it is where we left it.
pub fn moved(entry: &Entry, sight: &Sighting) -> Option<String> {
    if sight.name != entry.name {
        return Some(format!("it was moved: it is called `{}` now", sight.name));
    }
    (sight.parent != entry.under).then(|| "it was moved under another page".to_owned())
}

/// What stands at the wiki under the name of a page that we do not know.
fn unknown(leaf: &Leaf, ledger: &Ledger, sight: &Sighting, wiki: &mut dyn Wiki) -> Result<(There, String), Fault> {
    let own = Mark { kit: ledger.kit.clone(), key: leaf.key.clone(), run: String::new() };
    if let Some(key) = ledger.key_of(&sight.id) {
        return Ok((There::Unknown { is_ours: false }, format!("the page of `{key}` has this name")));
    }
    let mark = wiki.mark(&sight.id)?;
    let is_ours = mark.as_ref().is_some_and(|mark| mark.is_same_page(&own));
    let why = match &mark {
        Some(_) if is_ours => String::new(),
        Some(mark) if mark.kit != own.kit => format!("it belongs to the kit `{}`", mark.kit),
        Some(mark) => format!("it is this kit's page `{}`", mark.key),
        None => "somebody else's page has this name".to_owned(),
    };
    Ok((There::Unknown { is_ours }, why))
}

/// What is to be done with a page that the kit no longer has.
fn left_over(key: &str, entry: &Entry, seen: &Seen, wiki: &mut dyn Wiki) -> Result<Step, Fault> {
    let sight = seen.by_id.get(&entry.id);
    let (there, _) = match sight {
        Some(sight) => there(entry, sight, None, wiki)?,
        None => (There::Nothing, String::new()),
    };
    let why = match there {
        There::Changed => "the kit no longer has it, but a person changed it".to_owned(),
        There::Nothing => String::new(),
        _ if !entry.created => "the kit no longer has it; it was adopted, so it stays".to_owned(),
        _ => "the kit no longer has it".to_owned(),
    };
    let action = decide(true, there, Wanted::Nothing);
    Ok(told(key, &entry.name, action, why, sight, String::new(), News::default()))
}
