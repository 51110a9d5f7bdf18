//! MediaWiki, through `api.php`. A page is known by its page id, which survives a move; its stamp is the id of its
//! latest revision, and every edit names the revision it was made from.

mod doctor;
mod files;
mod names;
mod session;
mod words;

use std::collections::BTreeMap;

use serde_json::Value;

use super::Sort;
use super::mark::Mark;
use super::wiki::{Answered, Draft, Fault, FileDraft, FileSighting, Receipt, Sighting, Stored, Ways, Wiki};
use crate::model::settings::Place;
use session::{Fields, Session};

/// The sort of wiki.
pub const SORT: Sort = Sort {
    name: "mediawiki",
    target: "mediawiki",
    call: names::call,
    file: names::file,
    fold: names::fold,
    refuse: names::refuse,
    links: |_, _| BTreeMap::new(),
    dress: |_, _, text| text,
    beside: |_, _| Vec::new(),
    needs: names::needs,
    open: |place, access| {
        let (session, place) = (Session::new(&place.url, access)?, place.clone());
        Ok(Box::new(MediaWiki { session, place, written: Vec::new(), has_new: false }))
    },
};

/// How many pages one request may name.
const BATCH: usize = 50;
/// What parts many titles in one field; a bar could stand in what a person typed.
const PARTING: &str = "\u{1f}";

/// A MediaWiki.
struct MediaWiki {
    session: Session,
    place: Place,
    /// The pages that were written, and whether one of them is new.
    written: Vec<String>,
    has_new: bool,
}

impl Wiki for MediaWiki {
    fn ways(&self) -> Ways {
        Ways { renames: true, has_tree: false, is_verbatim: true, gathers: false, files_per_page: false }
    }

    fn look(&mut self, ids: &[&str], names: &[&str]) -> Result<Vec<Sighting>, Fault> {
        let mut seen: Vec<Sighting> = Vec::new();
        let ids: Vec<&str> = ids.iter().copied().filter(|id| id.parse::<u64>().is_ok()).collect();
        for batch in ids.chunks(BATCH) {
            seen.extend(self.sightings("pageids", &batch.join("|"))?);
        }
        let known: Vec<String> = seen.iter().map(|s| names::fold(&self.place, &s.name)).collect();
        let is_new = |name: &&str| !name.is_empty() && !known.contains(&names::fold(&self.place, name));
        let names: Vec<&str> = names.iter().copied().filter(is_new).collect();
        for batch in names.chunks(BATCH) {
            let titles = format!("{PARTING}{}", batch.join(PARTING));
            for sighting in self.sightings("titles", &titles)? {
                if !seen.iter().any(|s| s.id == sighting.id) {
                    seen.push(sighting);
                }
            }
        }
        Ok(seen)
    }

    fn read(&mut self, id: &str) -> Result<Option<Stored>, Fault> {
        if id.parse::<u64>().is_err() {
            return Ok(None);
        }
        let answer = self.pages("pageids", id, "ids|user|timestamp|comment|content")?;
        let Some((page, seen)) = answer.iter().find_map(|page| Some((page, sighting(page)?))) else { return Ok(None) };
        let latest = &page["revisions"][0];
        Ok(Some(Stored { seen, text: text_of(latest), note: text(&latest["comment"]) }))
    }

    fn earlier(&mut self, id: &str, stamp: &str) -> Result<Option<String>, Fault> {
        let fields = [
            ("action", "query"),
            ("prop", "revisions"),
            ("revids", stamp),
            ("rvprop", "ids|content"),
            ("rvslots", "main"),
        ];
        let answer = self.session.read(&fields)?;
        let page = &answer["query"]["pages"][0];
        let latest = &page["revisions"][0];
        Ok((text(&page["pageid"]) == id && latest["slots"]["main"]["content"].is_string()).then(|| text_of(latest)))
    }

    fn mark(&mut self, id: &str) -> Result<Option<Mark>, Fault> {
        let fields = [
            ("action", "query"),
            ("prop", "revisions"),
            ("pageids", id),
            ("rvprop", "ids|comment"),
            ("rvdir", "newer"),
            ("rvlimit", "1"),
        ];
        let answer = self.session.read(&fields)?;
        Ok(Mark::read(&text(&answer["query"]["pages"][0]["revisions"][0]["comment"])))
    }

    fn create(&mut self, draft: &Draft) -> Result<Receipt, Fault> {
        let edit = self.edit(draft, &[("title", draft.name), ("createonly", "1")])?;
        self.has_new = true;
        Ok(Receipt { id: text(&edit["pageid"]), stamp: text(&edit["newrevid"]), is_merged: false })
    }

    fn update(&mut self, seen: &Sighting, draft: &Draft) -> Result<Receipt, Fault> {
        let fold = |name| names::fold(&self.place, name);
        let base = if fold(&seen.name) == fold(draft.name) { seen.stamp.clone() } else { self.rename(seen, draft)? };
        let edit = self.edit(draft, &[("pageid", &seen.id), ("nocreate", "1"), ("baserevid", &base)])?;
        if edit["nochange"] == true {
            // Nothing is said of what the same text was compared with.
            return match self.now(&seen.id)? {
                stamp if stamp == base => Ok(Receipt { id: seen.id.clone(), stamp, is_merged: false }),
                _ => Err(Fault::Moved),
            };
        }
        // The wiki joins an edit with a person's of another section, and calls it a success.
        let is_merged = text(&edit["oldrevid"]) != base;
        Ok(Receipt { id: text(&edit["pageid"]), stamp: text(&edit["newrevid"]), is_merged })
    }

    fn delete(&mut self, seen: &Sighting, mark: &Mark) -> Result<(), Fault> {
        if self.now(&seen.id)? != seen.stamp {
            return Err(Fault::Moved);
        }
        let reason = mark.to_string();
        let fields = [("action", "delete"), ("pageid", &seen.id), ("reason", &reason), ("watchlist", "nochange")];
        self.session.write(&fields, None).map(drop)
    }

    fn below(&mut self, seen: &Sighting) -> Result<Vec<String>, Fault> {
        let [page] = &self.pages("pageids", &seen.id, "ids")?[..] else { return Ok(Vec::new()) };
        let (space, title) = (text(&page["ns"]), text(&page["title"]));
        let bare = if space == "0" { &*title } else { title.split_once(':').map_or(&*title, |(_, bare)| bare) };
        let prefix = format!("{bare}/");
        let (mut from, mut found) = (String::new(), Vec::new());
        loop {
            let mut fields: Fields = vec![
                ("action", "query"),
                ("list", "allpages"),
                ("apnamespace", &space),
                ("apprefix", &prefix),
                ("aplimit", "max"),
            ];
            if !from.is_empty() {
                fields.push(("apcontinue", &from));
            }
            let answer = self.session.read(&fields)?;
            found
                .extend(answer["query"]["allpages"].as_array().into_iter().flatten().map(|page| text(&page["pageid"])));
            match answer["continue"]["apcontinue"].as_str() {
                Some(next) => from = next.to_owned(),
                None => return Ok(found),
            }
        }
    }

    fn file(&mut self, _page: &str, draft: &FileDraft) -> Result<Option<FileSighting>, Fault> {
        files::look(&mut self.session, draft)
    }

    fn attach(&mut self, _page: &str, draft: &FileDraft, seen: Option<&FileSighting>) -> Result<String, Fault> {
        files::send(&mut self.session, draft, seen)
    }

    /// Links to pages that were not there yet are red until the wiki looks at them again, which may take it hours: it is
    /// asked to look now. Nothing is lost where it does not.
    fn seal(&mut self) -> Result<(), Fault> {
        let written = std::mem::take(&mut self.written);
        for batch in written.chunks(BATCH).filter(|_| self.has_new) {
            let _ = self.session.write(&[("action", "purge"), ("pageids", &batch.join("|"))], None);
        }
        self.has_new = false;
        Ok(())
    }

    fn examine(&mut self) -> Vec<Answered> {
        doctor::examine(&mut self.session, &self.place)
    }

    fn requests(&self) -> (usize, usize) {
        self.session.requests()
    }
}

impl MediaWiki {
    /// What is known of some pages; redirects are pages like others.
    fn pages(&mut self, by: &str, which: &str, of_revision: &str) -> Result<Vec<Value>, Fault> {
        let fields = [
            ("action", "query"),
            ("prop", "info|revisions"),
            (by, which),
            ("rvprop", of_revision),
            ("rvslots", "main"),
            ("inprop", "protection"),
            ("intestactions", "edit"),
            ("intestactionsdetail", "full"),
        ];
        let mut answer = self.session.read(&fields)?;
        Ok(serde_json::from_value(answer["query"]["pages"].take()).unwrap_or_default())
    }

    fn sightings(&mut self, by: &str, which: &str) -> Result<Vec<Sighting>, Fault> {
        Ok(self.pages(by, which, "ids|user|timestamp")?.iter().filter_map(sighting).collect())
    }

    /// The latest revision of a page.
    fn now(&mut self, id: &str) -> Result<String, Fault> {
        Ok(self.sightings("pageids", id)?.pop().ok_or(Fault::Gone)?.stamp)
    }

    fn edit(&mut self, draft: &Draft, more: &[(&str, &str)]) -> Result<Value, Fault> {
        let summary = draft.mark.to_string();
        let mut fields: Fields = vec![
            ("action", "edit"),
            ("text", draft.text),
            ("summary", &summary),
            ("minor", "1"),
            ("bot", "1"),
            ("watchlist", "nochange"),
        ];
        fields.extend_from_slice(more);
        let mut answer = self.session.write(&fields, None)?;
        let edit = answer["edit"].take();
        if edit["result"] != "Success" {
            return Err(Fault::Refused(refusal(&edit)));
        }
        self.written.push(text(&edit["pageid"]));
        Ok(edit)
    }

    /// Moves a page to another name, and tells the revision that this makes. The old name leads to the new one.
    fn rename(&mut self, seen: &Sighting, draft: &Draft) -> Result<String, Fault> {
        if self.now(&seen.id)? != seen.stamp {
            return Err(Fault::Moved);
        }
        // No mark: it would say that the text is ours too, should the run end before the edit.
        let fields = [
            ("action", "move"),
            ("fromid", &*seen.id),
            ("to", draft.name),
            ("reason", "the kit calls it so by now"),
            ("watchlist", "nochange"),
        ];
        self.session.write(&fields, None)?;
        let page = self.pages("pageids", &seen.id, "ids")?.pop().ok_or(Fault::Gone)?;
        let latest = &page["revisions"][0];
        if text(&latest["parentid"]) == seen.stamp { Ok(text(&latest["revid"])) } else { Err(Fault::Moved) }
    }
}

fn sighting(page: &Value) -> Option<Sighting> {
    let latest = page["revisions"].get(0)?;
    let is_protected = page["protection"].as_array().is_some_and(|all| all.iter().any(|p| p["type"] == "edit"));
    let why = page["actions"]["edit"].get(0).map(|error| words::one(error).words);
    Some(Sighting {
        id: text(&page["pageid"]),
        name: text(&page["title"]),
        stamp: text(&latest["revid"]),
        parent: String::new(),
        by: text(&latest["user"]),
        at: text(&latest["timestamp"]),
        closed: why.filter(|_| is_protected).map(|words| format!("it is protected ({words})")),
    })
}

/// A word or a number, as text.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.as_u64().map(|n| n.to_string()).unwrap_or_default(), str::to_owned)
}

fn text_of(revision: &Value) -> String {
    text(&revision["slots"]["main"]["content"])
}

/// Why an edit was not taken, where the answer is no error: a filter, a puzzle to solve …
fn refusal(edit: &Value) -> String {
    if edit.get("captcha").is_some() {
        return "the wiki wants a puzzle to be solved; give the account the right `skipcaptcha`".into();
    }
    let words =
        ["info", "message", "warning", "code", "spamblacklist"].into_iter().find_map(|name| edit[name].as_str());
    format!("the wiki does not take it: {}", words.unwrap_or("it does not say why"))
}
