//! A Confluence as the engine wants it, whichever edition it is: what is asked in which order, and what its answers mean
//! for a page.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::api::Answer;
use super::edition::{Edition, Page, Refusal, Space, text_of};
use super::naming::{folded, label};
use crate::publish::mark::Mark;
use crate::publish::wiki::{Answered, Draft, Fault, FileDraft, FileSighting, Receipt, Sighting, Stored, Ways, Wiki};

/// Up to so many names are asked for one by one; for more, the whole space is leafed through first.
const FEW: usize = 3;
/// How long to wait, time after time, until what was written can be read.
const LAG: [u64; 6] = [0, 100, 300, 900, 1800, 3600];

/// A Confluence to publish to.
pub struct Desk {
    pub(super) edition: Box<dyn Edition>,
    /// The key of the space.
    pub(super) key: String,
    /// The page to publish under, by title or number; empty: the first page of the space.
    pub(super) parent: String,
    space: Option<Space>,
    root: Option<String>,
    /// What was written in this run: id → version.
    written: HashMap<String, u64>,
}

impl Desk {
    /// A desk in the space of this key, under this page.
    pub fn new(edition: Box<dyn Edition>, key: &str, parent: &str) -> Desk {
        let (key, parent) = (key.to_owned(), parent.to_owned());
        Desk { edition, key, parent, space: None, root: None, written: HashMap::new() }
    }

    /// The space.
    ///
    /// # Errors
    /// [`Fault::Down`], also when there is none.
    pub fn space(&mut self) -> Result<Space, Fault> {
        if self.space.is_none() {
            self.space = self.edition.space(&self.key)?;
        }
        self.space.clone().ok_or_else(|| {
            let words = format!("there is no space `{}`, or we may not see it", self.key);
            let help = "`space` is the key, as it stands in the space's address (…/spaces/KEY/…); else ask its owner to let this account in";
            Fault::Down(words, help.into())
        })
    }

    /// The page that ours stand under; empty: none.
    ///
    /// # Errors
    /// [`Fault::Down`], also when there is no such page.
    pub fn root(&mut self) -> Result<String, Fault> {
        if let Some(root) = &self.root {
            return Ok(root.clone());
        }
        let space = self.space()?;
        let root = if self.parent.is_empty() { space.home.clone() } else { self.find_parent(&space)? };
        Ok(self.root.insert(root).clone())
    }

    fn find_parent(&mut self, space: &Space) -> Result<String, Fault> {
        let parent = self.parent.clone();
        let is_number = parent.bytes().all(|b| b.is_ascii_digit());
        let mut found = if is_number { self.edition.numbered(&[&parent])? } else { Vec::new() };
        found.retain(|page| page.space == space.id && page.status == "current");
        if found.is_empty() {
            found = self.edition.titled(space, &parent, &["current"])?;
        }
        found.into_iter().next().map(|page| page.seen.id).ok_or_else(|| {
            let words = format!("the space `{}` has no page `{parent}` to publish under", self.key);
            let help = "create it by hand, or write the title or the number of a page that is there as `parent`";
            Fault::Down(words, help.into())
        })
    }

    fn named(&mut self, names: &[&str]) -> Result<Vec<Page>, Fault> {
        let space = self.space()?;
        if names.len() > FEW
            && let Some(all) = self.edition.all(&space, names.len())?
        {
            let wanted: HashSet<_> = names.iter().map(|name| folded(name)).collect();
            return Ok(all.into_iter().filter(|page| wanted.contains(&folded(&page.seen.name))).collect());
        }
        let mut found = Vec::new();
        for name in names {
            found.extend(self.edition.titled(&space, name, &["current", "archived"])?);
        }
        Ok(found)
    }

    /// What we may know of a page; `None`: it is in the trash, or not published yet.
    fn shown(&self, page: &Page, space: &Space) -> Option<Sighting> {
        let closed = match page.status.as_str() {
            "archived" => Some("it is in the archive".to_owned()),
            "current" if page.space != space.id => Some("it was moved to another space".to_owned()),
            "current" => None,
            _ => return None,
        };
        Some(Sighting { closed, ..page.seen.clone() })
    }

    /// Reads a page, and again while it is older than what we wrote ourselves.
    fn settled(&mut self, id: &str) -> Result<Option<Page>, Fault> {
        let wanted = self.written.get(id).copied().unwrap_or_default();
        let mut page = None;
        for pause in LAG {
            std::thread::sleep(Duration::from_millis(pause));
            page = self.edition.page(id, None)?;
            let version = page.as_ref().map_or(0, |page| version(&page.seen));
            if version >= wanted {
                break;
            }
        }
        Ok(page)
    }

    fn receipt(&mut self, page: &Page, draft: &Draft) -> Receipt {
        self.written.insert(page.seen.id.clone(), version(&page.seen));
        let labels: Vec<_> = draft.labels.iter().map(|word| json!({"prefix": "global", "name": label(word)})).collect();
        if !labels.is_empty() {
            // The page stands; it is found without a label, too, and gets it with the next change.
            let path = format!("/rest/api/content/{}/label", page.seen.id);
            let _ = self.edition.api().send("POST", &path, &labels.into());
        }
        Receipt { id: page.seen.id.clone(), stamp: page.seen.stamp.clone(), is_merged: false }
    }

    /// Why a page was not created.
    fn not_created(&mut self, answer: &Answer, draft: &Draft) -> Fault {
        match answer.status {
            403 | 404 => Fault::Down(
                format!("we may not add pages to the space `{}`: {}", self.key, answer.words()),
                "ask the space's owner for the right to add pages; `talktrack doctor` shows whose token it is".into(),
            ),
            _ => self.not_written(answer, draft, ""),
        }
    }

    /// Why a page was not changed.
    fn not_changed(&mut self, answer: &Answer, seen: &Sighting, draft: &Draft) -> Fault {
        let now = match self.edition.page(&seen.id, None) {
            Ok(now) => now,
            Err(fault) => return fault,
        };
        match (now.filter(|page| page.status == "current"), answer.status) {
            (None, _) => Fault::Gone,
            (Some(page), _) if page.seen.stamp != seen.stamp => Fault::Moved,
            (_, 403 | 404) => Fault::Held(
                "we may read it, but not change it: somebody has restricted it, or a right is missing".to_owned(),
            ),
            _ => self.not_written(answer, draft, &seen.id),
        }
    }

    /// Why Confluence would not have a name or a text. A page in the trash or the archive keeps its name.
    fn not_written(&mut self, answer: &Answer, draft: &Draft, own: &str) -> Fault {
        if answer.status == 413 {
            return Fault::Refused("it is larger than this Confluence takes".into());
        }
        let taken =
            self.space().and_then(|space| self.edition.titled(&space, draft.name, &["current", "archived", "trashed"]));
        let taken = match taken {
            Ok(pages) => pages.into_iter().find(|page| page.seen.id != own),
            Err(fault) => return fault,
        };
        match taken.as_ref().map(|page| page.status.as_str()) {
            Some("archived") => Fault::Refused(
                "a page of this name is in the archive, and keeps the name there: restore it or rename it".into(),
            ),
            Some("trashed") => Fault::Refused(
                "a page of this name is in the trash, and keeps the name there: restore it, or delete it for good"
                    .into(),
            ),
            Some(_) => Fault::Exists,
            None if is_about_title(answer) => Fault::Refused(
                "a page of this name is there, but hidden from us: ask the space's owner, or choose another `title`"
                    .into(),
            ),
            None => Fault::Refused(format!("Confluence says: {}", answer.words())),
        }
    }
}

impl Wiki for Desk {
    fn ways(&self) -> Ways {
        Ways { renames: true, has_tree: true, is_verbatim: false, gathers: false, files_per_page: true }
    }

    fn look(&mut self, ids: &[&str], names: &[&str]) -> Result<Vec<Sighting>, Fault> {
        let space = self.space()?;
        let mut pages = if ids.is_empty() { Vec::new() } else { self.edition.numbered(ids)? };
        let found: HashSet<_> =
            pages.iter().filter(|page| page.space == space.id).map(|p| folded(&p.seen.name)).collect();
        let missing: Vec<_> = names.iter().copied().filter(|name| !found.contains(&folded(name))).collect();
        if !missing.is_empty() {
            // There is something to create: better to hear now than half-way that there is no page to put it under.
            self.root()?;
            pages.extend(self.named(&missing)?);
        }
        let mut once = HashSet::new();
        pages.retain(|page| once.insert(page.seen.id.clone()));
        self.edition.name_people(&mut pages)?;
        Ok(pages.iter().filter_map(|page| self.shown(page, &space)).collect())
    }

    fn read(&mut self, id: &str) -> Result<Option<Stored>, Fault> {
        let space = self.space()?;
        let mut pages: Vec<_> = self.settled(id)?.into_iter().collect();
        self.edition.name_people(&mut pages)?;
        let Some(page) = pages.into_iter().next() else { return Ok(None) };
        let seen = self.shown(&page, &space);
        Ok(seen.map(|seen| Stored { seen, text: page.text, note: page.note }))
    }

    fn earlier(&mut self, id: &str, stamp: &str) -> Result<Option<String>, Fault> {
        Ok(self.edition.page(id, Some(stamp))?.map(|page| page.text))
    }

    /// A copy of a page takes the property along, so it names the page it was made for.
    fn mark(&mut self, id: &str) -> Result<Option<Mark>, Fault> {
        let kept = self.edition.property(id)?.filter(|kept| text_of(&kept["page"]) == id);
        match kept.and_then(|kept| Mark::read(&text_of(&kept["mark"]))) {
            Some(mark) => Ok(Some(mark)),
            None => Ok(Mark::read(&self.edition.first_note(id)?)),
        }
    }

    fn held(&mut self, seen: &Sighting) -> Result<Option<String>, Fault> {
        let open = self.edition.open_comments(&seen.id)?;
        let words = if open == 1 {
            "a comment on its words is open".into()
        } else {
            format!("{open} comments on its words are open")
        };
        Ok((open > 0).then(|| format!("{words}, and would lose their place: answer and resolve first")))
    }

    fn create(&mut self, draft: &Draft) -> Result<Receipt, Fault> {
        let (space, root) = (self.space()?, self.root()?);
        let parent = draft.parent.unwrap_or(&root);
        let page = match self.edition.add(&space, parent, draft) {
            Ok(page) => page,
            Err(Refusal::Fault(fault)) => return Err(fault),
            Err(Refusal::No(answer)) => return Err(self.not_created(&answer, draft)),
        };
        // The message of the first version says the same; the property only says it faster.
        let value = json!({"mark": draft.mark.to_string(), "page": page.seen.id});
        let _ = self.edition.set_property(&page.seen.id, &value);
        Ok(self.receipt(&page, draft))
    }

    fn update(&mut self, seen: &Sighting, draft: &Draft) -> Result<Receipt, Fault> {
        let root = self.root()?;
        let parent = draft.parent.unwrap_or(&root);
        match self.edition.change(&seen.id, version(seen) + 1, parent, draft) {
            Ok(page) => Ok(self.receipt(&page, draft)),
            Err(Refusal::Fault(fault)) => Err(fault),
            Err(Refusal::No(answer)) => Err(self.not_changed(&answer, seen, draft)),
        }
    }

    /// Confluence deletes whatever version is there, so it is looked at right before.
    fn delete(&mut self, seen: &Sighting, _mark: &Mark) -> Result<(), Fault> {
        let now = self.edition.page(&seen.id, None)?.filter(|page| page.status == "current").ok_or(Fault::Gone)?;
        if now.seen.stamp != seen.stamp {
            return Err(Fault::Moved);
        }
        let answer = self.edition.bin(&seen.id)?;
        match answer.status {
            403 => Err(Fault::Held("we may not delete it: a right is missing, or it is restricted".into())),
            404 => Err(Fault::Gone),
            _ if answer.is_good() => Ok(()),
            _ => Err(self.edition.api().refused(&answer, "delete")),
        }
    }

    fn below(&mut self, seen: &Sighting) -> Result<Vec<String>, Fault> {
        self.edition.below(&seen.id)
    }

    fn file(&mut self, page: &str, draft: &FileDraft) -> Result<Option<FileSighting>, Fault> {
        let file = self.edition.file(page, draft.name)?;
        Ok(file.map(|file| FileSighting {
            stamp: stamp(&file.id, &file.version.to_string(), file.size),
            same: file.size == draft.bytes.len() as u64 && file.comment.contains(&fingerprint(draft.bytes)),
        }))
    }

    fn attach(&mut self, page: &str, draft: &FileDraft, seen: Option<&FileSighting>) -> Result<String, Fault> {
        let base = format!("/rest/api/content/{page}/child/attachment");
        let id = seen.and_then(|seen| seen.stamp.split('/').next());
        let path = id.map_or(base.clone(), |id| format!("{base}/{id}/data"));
        let words = format!("{} {}", draft.mark, fingerprint(draft.bytes));
        let answer = self.edition.api().upload(&path, draft.name, draft.bytes, &words)?;
        match answer.status {
            403 => Err(Fault::Refused("we may not add files to this page: ask the space's owner for the right".into())),
            404 => Err(Fault::Gone),
            413 => Err(Fault::Refused("the file is larger than this Confluence takes".into())),
            400 if seen.is_none() && answer.words().contains("same file name") => Err(Fault::Moved),
            400 => Err(Fault::Refused(format!("Confluence says: {}", answer.words()))),
            _ if answer.is_good() => {
                let file = answer.json.pointer("/results/0").unwrap_or(&answer.json);
                let (id, version) = (text_of(&file["id"]), text_of(&file["version"]["number"]));
                let size = file["extensions"]["fileSize"].as_u64().unwrap_or(draft.bytes.len() as u64);
                Ok(stamp(&id, &version, size))
            }
            _ => Err(self.edition.api().refused(&answer, "attach")),
        }
    }

    fn examine(&mut self) -> Vec<Answered> {
        super::doctor::examine(self)
    }

    fn requests(&self) -> (usize, usize) {
        self.edition.requests()
    }
}

fn version(seen: &Sighting) -> u64 {
    seen.stamp.parse().unwrap_or_default()
}

/// The stamp of a file: it begins with its id, which a new version asks for.
fn stamp(id: &str, version: &str, size: u64) -> String {
    format!("{id}/{version}/{size}")
}

fn fingerprint(bytes: &[u8]) -> String {
    format!("sha256={}", Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

fn is_about_title(answer: &Answer) -> bool {
    let words = answer.words().to_lowercase();
    words.contains("title") && words.contains("exist")
}
