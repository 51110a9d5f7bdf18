//! A wiki in memory.

use std::collections::BTreeMap;

use crate::publish::mark::Mark;
use crate::publish::wiki::*;

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// The program is killed before the wiki acts.
    KilledBefore,
    /// The program is killed after the wiki acted.
    KilledAfter,
    /// The wiki acts, and the answer is lost.
    AnswerLost,
    /// The wiki does not act, and no answer comes.
    NeverArrived,
}

/// A page with all its revisions.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub name: String,
    pub parent: String,
    /// Text, note, who.
    pub revisions: Vec<(String, String, String)>,
    pub is_gone: bool,
    pub mark: Option<Mark>,
}

/// What a person does to the pages.
pub type Deed = Box<dyn FnMut(&mut BTreeMap<String, Page>)>;

/// The wiki.
#[derive(Default)]
pub struct Memory {
    pub pages: BTreeMap<String, Page>,
    pub files: BTreeMap<String, (usize, Vec<u8>)>,
    pub requests: usize,
    pub writes: usize,
    /// At which request something happens.
    pub mishap: Option<(usize, Mishap)>,
    pub killed: bool,
    /// A person does this right before the next write.
    pub before_write: Option<Deed>,
    /// A person does this right after the next write.
    pub after_write: Option<Deed>,
    /// It joins a write with a person's change of another part, as some wikis do.
    pub merges: bool,
    /// It cannot give a page another name.
    pub keeps_names: bool,
    /// It rewrites what it stores.
    pub rewrites: bool,
}

impl Memory {
    pub fn page(&self, name: &str) -> &Page {
        self.pages.values().find(|p| p.name == name && !p.is_gone).expect("a page")
    }

    pub fn text(&self, name: &str) -> &str {
        &self.page(name).revisions.last().expect("a revision").0
    }

    pub fn edit(&mut self, name: &str, text: &str) {
        let page = self.pages.values_mut().find(|p| p.name == name && !p.is_gone).expect("a page");
        page.revisions.push((text.into(), "typo".into(), "Human".into()));
    }

    pub fn add(&mut self, name: &str, text: &str) {
        let id = (self.pages.len() + 1).to_string();
        let revisions = vec![(text.to_owned(), String::new(), "Human".to_owned())];
        self.pages.insert(id, Page { name: name.into(), revisions, ..Page::default() });
    }

    pub fn is_killed(&self) -> bool {
        self.killed
    }

    fn down() -> Fault {
        Fault::Down("killed".into(), "run it again".into())
    }

    /// Counts a request; tells whether the wiki acts, and what the program hears instead of its answer.
    fn request(&mut self) -> (bool, Option<Fault>) {
        if self.killed {
            return (false, Some(Memory::down()));
        }
        self.requests += 1;
        match self.mishap {
            Some((at, mishap)) if at == self.requests => {
                self.killed = matches!(mishap, Mishap::KilledBefore | Mishap::KilledAfter);
                let lost = || Fault::Unknown("no answer came in time".into());
                match mishap {
                    Mishap::KilledBefore => (false, Some(Memory::down())),
                    Mishap::KilledAfter => (true, Some(Memory::down())),
                    Mishap::AnswerLost => (true, Some(lost())),
                    Mishap::NeverArrived => (false, Some(lost())),
                }
            }
            _ => (true, None),
        }
    }

    /// A read: lost answers are asked for again inside, so only a killed program hears of them.
    fn read_request(&mut self) -> Result<(), Fault> {
        match self.request() {
            (_, Some(fault @ Fault::Down(..))) => Err(fault),
            _ => Ok(()),
        }
    }

    fn sighting(id: &str, page: &Page) -> Sighting {
        Sighting {
            id: id.into(),
            name: page.name.clone(),
            stamp: page.revisions.len().to_string(),
            parent: page.parent.clone(),
            by: page.revisions.last().map(|r| r.2.clone()).unwrap_or_default(),
            ..Sighting::default()
        }
    }

    fn stored(&self, text: &str) -> String {
        if self.rewrites { format!("<!-- -->{}", text.replace("  ", " ")) } else { text.trim_end().to_owned() }
    }
}

impl Wiki for Memory {
    fn ways(&self) -> Ways {
        Ways {
            renames: !self.keeps_names,
            has_tree: true,
            is_verbatim: !self.rewrites,
            gathers: false,
            files_per_page: false,
        }
    }

    fn look(&mut self, ids: &[&str], names: &[&str]) -> Result<Vec<Sighting>, Fault> {
        self.read_request()?;
        let wanted = |(id, page): &(&String, &Page)| {
            ids.contains(&id.as_str()) || names.iter().any(|n| n.to_lowercase() == page.name.to_lowercase())
        };
        Ok(self.pages.iter().filter(|p| !p.1.is_gone).filter(wanted).map(|(id, p)| Memory::sighting(id, p)).collect())
    }

    fn read(&mut self, id: &str) -> Result<Option<Stored>, Fault> {
        self.read_request()?;
        Ok(self.pages.get(id).filter(|p| !p.is_gone).map(|page| Stored {
            seen: Memory::sighting(id, page),
            text: page.revisions.last().expect("a revision").0.clone(),
            note: page.revisions.last().expect("a revision").1.clone(),
        }))
    }

    fn earlier(&mut self, id: &str, stamp: &str) -> Result<Option<String>, Fault> {
        self.read_request()?;
        let at: usize = stamp.parse().unwrap_or(0);
        Ok(self.pages.get(id).and_then(|p| p.revisions.get(at.checked_sub(1)?)).map(|r| r.0.clone()))
    }

    fn mark(&mut self, id: &str) -> Result<Option<Mark>, Fault> {
        self.read_request()?;
        Ok(self.pages.get(id).and_then(|p| p.mark.clone()))
    }

    fn create(&mut self, draft: &Draft) -> Result<Receipt, Fault> {
        if let Some(mut act) = self.before_write.take() {
            act(&mut self.pages);
        }
        let (acts, lost) = self.request();
        let taken = self.pages.values().any(|p| !p.is_gone && p.name.to_lowercase() == draft.name.to_lowercase());
        let id = (self.pages.len() + 1).to_string();
        if acts && !taken {
            self.writes += 1;
            let revisions = vec![(self.stored(draft.text), draft.mark.to_string(), "bot".to_owned())];
            let parent = draft.parent.unwrap_or_default().to_owned();
            let page =
                Page { name: draft.name.into(), parent, revisions, is_gone: false, mark: Some(draft.mark.clone()) };
            self.pages.insert(id.clone(), page);
            if let Some(mut act) = self.after_write.take() {
                act(&mut self.pages);
            }
        }
        match lost {
            Some(fault) => Err(fault),
            None if taken => Err(Fault::Exists),
            None => Ok(Receipt { id, stamp: "1".into(), is_merged: false }),
        }
    }

    fn update(&mut self, seen: &Sighting, draft: &Draft) -> Result<Receipt, Fault> {
        if let Some(mut act) = self.before_write.take() {
            act(&mut self.pages);
        }
        let (acts, lost) = self.request();
        let text = self.stored(draft.text);
        let merges = self.merges;
        let Some(page) = self.pages.get_mut(&seen.id).filter(|p| !p.is_gone) else {
            return Err(lost.unwrap_or(Fault::Gone));
        };
        let is_stale = page.revisions.len().to_string() != seen.stamp;
        let mut receipt = Receipt { id: seen.id.clone(), ..Receipt::default() };
        if acts && (!is_stale || merges) {
            self.writes += 1;
            let theirs = page.revisions.last().map(|r| r.0.clone()).unwrap_or_default();
            let text = if is_stale { format!("{text}\n{theirs}") } else { text };
            page.revisions.push((text, draft.mark.to_string(), "bot".to_owned()));
            (page.name, page.parent) = (draft.name.to_owned(), draft.parent.unwrap_or_default().to_owned());
            receipt.stamp = page.revisions.len().to_string();
            receipt.is_merged = is_stale;
            if let Some(mut act) = self.after_write.take() {
                act(&mut self.pages);
            }
        }
        match lost {
            Some(fault) => Err(fault),
            None if is_stale && !merges => Err(Fault::Moved),
            None => Ok(receipt),
        }
    }

    fn delete(&mut self, seen: &Sighting, _: &Mark) -> Result<(), Fault> {
        let (acts, lost) = self.request();
        let page = self.pages.get_mut(&seen.id).filter(|p| !p.is_gone).ok_or(Fault::Gone)?;
        if page.revisions.len().to_string() != seen.stamp {
            return Err(lost.unwrap_or(Fault::Moved));
        }
        if acts {
            page.is_gone = true;
            self.writes += 1;
        }
        lost.map_or(Ok(()), Err)
    }

    fn below(&mut self, seen: &Sighting) -> Result<Vec<String>, Fault> {
        self.read_request()?;
        Ok(self.pages.iter().filter(|(_, p)| !p.is_gone && p.parent == seen.id).map(|(id, _)| id.clone()).collect())
    }

    fn file(&mut self, _: &str, draft: &FileDraft) -> Result<Option<FileSighting>, Fault> {
        self.read_request()?;
        let found = self.files.get(draft.name);
        Ok(found.map(|(version, bytes)| FileSighting { stamp: version.to_string(), same: bytes == draft.bytes }))
    }

    fn attach(&mut self, _: &str, draft: &FileDraft, seen: Option<&FileSighting>) -> Result<String, Fault> {
        let (acts, lost) = self.request();
        let version = self.files.get(draft.name).map_or(0, |(version, _)| *version);
        if seen.map_or(0, |s| s.stamp.parse().unwrap_or(0)) != version {
            return Err(lost.unwrap_or(Fault::Moved));
        }
        if acts {
            self.writes += 1;
            self.files.insert(draft.name.into(), (version + 1, draft.bytes.to_vec()));
        }
        lost.map_or(Ok((version + 1).to_string()), Err)
    }

    fn examine(&mut self) -> Vec<Answered> {
        Vec::new()
    }

    fn requests(&self) -> (usize, usize) {
        (self.requests - self.writes, self.writes)
    }
}
