//! DokuWiki, through its calls for programs (2024-02-06 "Kaos" or newer). A page is known by its id, such as
//! `sales:battlecard:ticketron`; its stamp is a hash of its text. The wiki has no precondition for a write, so a page
//! is locked, compared, written and compared again.

mod doctor;
mod files;
mod names;
mod rpc;

use std::collections::BTreeMap;

use std::time::Duration;

use md5::{Digest, Md5};
use serde_json::{Value, json};

use super::Sort;
use super::mark::Mark;
use super::wiki::{Answered, Draft, Fault, FileDraft, FileSighting, Receipt, Sighting, Stored, Ways, Wiki};
use crate::model::settings::Place;
use rpc::Rpc;

/// The sort of wiki.
pub const SORT: Sort = Sort {
    name: "dokuwiki",
    target: "dokuwiki",
    call: names::call,
    file: names::file,
    fold: names::fold,
    refuse: names::refuse,
    links: |_, _| BTreeMap::new(),
    dress: |_, _, text| text,
    beside: |_, _| Vec::new(),
    needs: names::needs,
    open: |place, access| {
        Ok(Box::new(DokuWiki { rpc: Rpc::new(&place.url, access)?, place: place.clone(), files: None }))
    },
};

/// A revision is named by its second; two in one second would be one, and the first would be lost.
const SECOND: Duration = Duration::from_millis(1050);
/// How many earlier revisions are read to find one by its stamp.
const LOOKS: usize = 20;
/// White space that the wiki does not count.
const BLANK: [char; 6] = [' ', '\t', '\n', '\r', '\0', '\u{b}'];
/// The right to change a page, among DokuWiki's numbers for rights.
const MAY_EDIT: i64 = 2;

/// A DokuWiki.
struct DokuWiki {
    rpc: Rpc,
    place: Place,
    /// The files of the namespace, once they were asked for.
    files: Option<files::Files>,
}

impl Wiki for DokuWiki {
    fn ways(&self) -> Ways {
        Ways { renames: false, has_tree: false, is_verbatim: true, gathers: false, files_per_page: false }
    }

    fn look(&mut self, ids: &[&str], names: &[&str]) -> Result<Vec<Sighting>, Fault> {
        let space = names::space(&self.place);
        let mut wanted: Vec<String> = ids.iter().chain(names).map(|name| names::fold(&self.place, name)).collect();
        wanted.sort();
        wanted.dedup();
        let (inside, outside): (Vec<String>, Vec<String>) =
            wanted.into_iter().filter(|id| !id.is_empty()).partition(|id| id.starts_with(&format!("{space}:")));
        let mut seen = Vec::new();
        if !inside.is_empty() {
            let pages = self.list(&space)?;
            seen.extend(pages.iter().map(listed).filter(|s| inside.binary_search(&s.id).is_ok()));
        }
        for id in outside {
            seen.extend(self.read(&id)?.map(|stored| stored.seen));
        }
        Ok(seen)
    }

    fn read(&mut self, id: &str) -> Result<Option<Stored>, Fault> {
        let Some(info) = self.rpc.read("core.getPageInfo", json!({"page": id, "author": true}))? else {
            return Ok(None);
        };
        let text = self.text(id, 0)?;
        let latest = self.history(id, 0)?.into_iter().next().unwrap_or_default();
        let seen = Sighting { stamp: stamp(&text), by: word(&info["author"]), ..listed(&info) };
        Ok(Some(Stored { seen, text, note: word(&latest["summary"]) }))
    }

    fn earlier(&mut self, id: &str, wanted: &str) -> Result<Option<String>, Fault> {
        let text = self.text(id, 0)?;
        if stamp(&text) == wanted {
            return Ok(Some(text));
        }
        for change in self.history(id, 0)?.iter().take(LOOKS) {
            let text = self.text(id, change["revision"].as_i64().unwrap_or_default())?;
            if stamp(&text) == wanted {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    fn mark(&mut self, id: &str) -> Result<Option<Mark>, Fault> {
        let mut skip = 0;
        loop {
            // Newest first: a page that was deleted and made again has been created more than once.
            let changes = self.history(id, skip)?;
            if let Some(made) = changes.iter().find(|change| change["type"] == "C") {
                return Ok(Mark::read(&word(&made["summary"])));
            }
            if changes.is_empty() {
                return Ok(None);
            }
            skip += changes.len();
        }
    }

    fn create(&mut self, draft: &Draft) -> Result<Receipt, Fault> {
        let id = names::fold(&self.place, draft.name);
        self.locked(&id, |wiki| match wiki.revision(&id)? {
            Some(_) => Err(Fault::Exists),
            None => wiki.save(&id, "", draft.text, draft.mark),
        })
    }

    fn update(&mut self, seen: &Sighting, draft: &Draft) -> Result<Receipt, Fault> {
        self.locked(&seen.id, |wiki| {
            let before = wiki.unchanged(seen)?;
            wiki.save(&seen.id, &before, draft.text, draft.mark)
        })
    }

    fn delete(&mut self, seen: &Sighting, mark: &Mark) -> Result<(), Fault> {
        self.locked(&seen.id, |wiki| {
            let before = wiki.unchanged(seen)?;
            wiki.save(&seen.id, &before, "", mark).map(drop)
        })
    }

    fn below(&mut self, seen: &Sighting) -> Result<Vec<String>, Fault> {
        Ok(self.list(&seen.id)?.iter().map(|page| word(&page["id"])).collect())
    }

    fn file(&mut self, _page: &str, draft: &FileDraft) -> Result<Option<FileSighting>, Fault> {
        let space = names::space(&self.place);
        if self.files.is_none() {
            self.files = Some(files::list(&mut self.rpc, &space)?);
        }
        Ok(self.files.as_ref().and_then(|files| files::sighting(files, draft)))
    }

    fn attach(&mut self, _page: &str, draft: &FileDraft, seen: Option<&FileSighting>) -> Result<String, Fault> {
        let stamp = files::send(&mut self.rpc, draft, seen)?;
        self.files.get_or_insert_default().insert(draft.name.to_owned(), stamp.clone());
        Ok(stamp)
    }

    fn examine(&mut self) -> Vec<Answered> {
        doctor::examine(&mut self.rpc, &self.place)
    }

    fn requests(&self) -> (usize, usize) {
        self.rpc.requests()
    }
}

impl DokuWiki {
    /// All pages of a namespace.
    fn list(&mut self, space: &str) -> Result<Vec<Value>, Fault> {
        let pages = self.rpc.read("core.listPages", json!({"namespace": space, "depth": 0, "hash": true}))?;
        Ok(serde_json::from_value(pages.unwrap_or_default()).unwrap_or_default())
    }

    /// The text of a page, now (0) or at an earlier revision.
    fn text(&mut self, id: &str, revision: i64) -> Result<String, Fault> {
        Ok(word(&self.rpc.read("core.getPage", json!({"page": id, "rev": revision}))?.unwrap_or_default()))
    }

    /// Changes of a page, newest first, without so many of the newest.
    fn history(&mut self, id: &str, skip: usize) -> Result<Vec<Value>, Fault> {
        let changes = self.rpc.read("core.getPageHistory", json!({"page": id, "first": skip}))?;
        Ok(serde_json::from_value(changes.unwrap_or_default()).unwrap_or_default())
    }

    /// The second in which a page was changed last; `None`: there is no page.
    fn revision(&mut self, id: &str) -> Result<Option<i64>, Fault> {
        let info = self.rpc.read("core.getPageInfo", json!({"page": id}))?;
        Ok(info.map(|info| info["revision"].as_i64().unwrap_or_default()))
    }

    /// Does something while nobody else can change a page.
    fn locked<T>(&mut self, id: &str, act: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        let got = self.rpc.read("core.lockPages", json!({"pages": [id]}))?;
        if got.is_none_or(|got| got.get(0).is_none()) {
            return Err(self.shut(id)?);
        }
        let done = act(self);
        if done.is_err() {
            // Saving unlocks; whatever kept us from it does not. What went wrong first is what is told.
            let _ = self.rpc.read("core.unlockPages", json!({"pages": [id]}));
        }
        done
    }

    /// Why a page could not be locked.
    fn shut(&mut self, id: &str) -> Result<Fault, Fault> {
        let right = self.rpc.read("core.aclCheck", json!({"page": id}))?.and_then(|right| right.as_i64());
        Ok(if right.is_some_and(|right| right >= MAY_EDIT) {
            Fault::Held("somebody has it open for editing; the wiki frees it 15 minutes after they leave".into())
        } else {
            Fault::Held("the account may not change it; an administrator gives the right (access control)".into())
        })
    }

    /// Makes sure that a page is as it was seen, and that its last change was not in this very second; tells its text.
    fn unchanged(&mut self, seen: &Sighting) -> Result<String, Fault> {
        let Some(revision) = self.revision(&seen.id)? else { return Err(Fault::Gone) };
        let now = self.rpc.date;
        let text = self.text(&seen.id, 0)?;
        if stamp(&text) != seen.stamp {
            return Err(Fault::Moved);
        }
        if now.is_none_or(|now| now <= revision) {
            std::thread::sleep(SECOND);
        }
        Ok(text)
    }

    /// Saves a page, and reads back what became of it.
    fn save(&mut self, id: &str, before: &str, text: &str, mark: &Mark) -> Result<Receipt, Fault> {
        let fields = json!({"page": id, "text": text, "summary": mark.to_string(), "isminor": true});
        self.rpc.write("core.savePage", fields)?;
        let after = self.text(id, 0)?;
        let sent = stamp(text);
        if stamp(&after) != sent && after == before {
            return Err(Fault::Refused("the wiki says it took it, and did not; a plugin may forbid it".into()));
        }
        Ok(Receipt { id: id.to_owned(), stamp: sent, is_merged: false })
    }
}

/// What a list of pages says of one.
fn listed(page: &Value) -> Sighting {
    let second = page["revision"].as_i64().and_then(|second| jiff::Timestamp::from_second(second).ok());
    let (id, name) = (word(&page["id"]), word(&page["id"]));
    let at = second.map(|second| second.to_string()).unwrap_or_default();
    Sighting { id, name, stamp: word(&page["hash"]), at, ..Sighting::default() }
}

/// The hash of a text, as the wiki makes it.
fn stamp(text: &str) -> String {
    md5(text.trim_matches(BLANK).as_bytes())
}

fn md5(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
