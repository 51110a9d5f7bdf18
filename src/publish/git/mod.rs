//! Wikis that keep their pages in git: GitHub, GitLab, Gitea, Azure DevOps, Otter Wiki. All writes of a run become one
//! commit, whose message tells whose page each file is. Nothing is ever forced, and no file but ours is staged.

mod beside;
mod examine;
mod flavour;
mod history;
mod origin;
mod program;
mod remote;
mod seal;
mod slugs;
#[cfg(all(test, unix))]
mod tests;
mod tree;

use std::cell::OnceCell;

use super::mark::Mark;
use super::wiki::{Answered, Draft, Fault, FileDraft, FileSighting, Receipt, Sighting, Stored, Ways, Wiki};
use super::{Access, Sort};
use crate::model::settings::Place;
use flavour::{FLAVOURS, Flavour};
use history::History;
use origin::Origin;
use remote::Remote;
use tree::Tree;

/// Wikis in git.
pub const SORT: Sort = Sort {
    name: "git",
    target: "markdown",
    call: |place, heading| flavour::of(place).call(place, heading),
    file: |place, name| flavour::of(place).picture(place, name),
    fold: |place, name| flavour::of(place).fold(name),
    refuse: |place, name| flavour::of(place).refuse(name),
    links: |place, names| flavour::of(place).links(names),
    dress: |place, called, text| flavour::of(place).dress(called, text),
    beside: beside::beside,
    needs,
    open: |place, access| Ok(Box::new(GitWiki::new(place, access)?)),
};

/// A wiki in git.
struct GitWiki {
    place: Place,
    flavour: &'static Flavour,
    kit: String,
    origin: Origin,
    state: Option<State>,
}

/// What stands at the wiki, as it was fetched, with the changes that wait.
struct State {
    branch: String,
    /// The commit; `None`: the wiki is empty.
    head: Option<String>,
    tree: Tree,
    history: OnceCell<History>,
}

impl GitWiki {
    fn new(place: &Place, access: Access) -> Result<GitWiki, Fault> {
        let flavour = flavour::of(place);
        let remote = Remote::new(place, &access, flavour.user)?;
        let origin = Origin::new(remote, access.patience, access.say)?;
        Ok(GitWiki { place: place.clone(), flavour, kit: access.kit, origin, state: None })
    }

    /// What stands at the wiki; it is fetched once, since a push tells whether somebody was faster.
    fn state(&mut self) -> Result<&mut State, Fault> {
        let state = match self.state.take() {
            Some(state) => state,
            None => self.fetched()?,
        };
        Ok(self.state.insert(state))
    }

    fn fetched(&mut self) -> Result<State, Fault> {
        let heads = self.origin.heads()?;
        let format = if heads.branches.values().any(|commit| commit.len() > 40) { "sha256" } else { "sha1" };
        self.origin.program.make(format)?;
        let wanted = Some(self.place.branch.to_string()).filter(|branch| !branch.is_empty());
        let branch = wanted.or(heads.shown).unwrap_or_else(|| self.flavour.branch.to_owned());
        if heads.branches.is_empty() {
            return Ok(State { branch, head: None, tree: Tree::default(), history: OnceCell::new() });
        }
        if !heads.branches.contains_key(&branch) {
            let known = heads.branches.keys().take(5).map(|b| format!("`{b}`")).collect::<Vec<_>>().join(", ");
            let words = format!("the wiki has no branch `{branch}`");
            return Err(Fault::Down(words, format!("write one that it has as `branch`: {known}")));
        }
        let head = self.origin.fetch(&branch)?;
        let tree = Tree::of(&self.origin.program, self.flavour, &head)?;
        Ok(State { branch, head: Some(head), tree, history: OnceCell::new() })
    }

    /// What stands at the wiki, and its commits.
    fn with_history(&mut self) -> Result<(&State, &History), Fault> {
        self.state()?;
        let Some(state) = &self.state else { unreachable!("it was fetched just now") };
        if state.history.get().is_none() {
            let history = match &state.head {
                Some(head) => History::of(&self.origin.program, head, state.tree.paths())?,
                None => History::default(),
            };
            let _ = state.history.set(history);
        }
        Ok((state, state.history.get_or_init(History::default)))
    }

    fn sighting(&mut self, path: &str) -> Result<Option<Sighting>, Fault> {
        let flavour = self.flavour;
        let (state, history) = self.with_history()?;
        let Some(entry) = state.tree.at(path) else { return Ok(None) };
        let last = history.last(path).filter(|_| !state.tree.changes.contains_key(path));
        let last = last.cloned().unwrap_or_default();
        let name = flavour.name(path).unwrap_or(path).to_owned();
        let (id, stamp, closed) = (path.to_owned(), entry.blob.clone(), entry.closed());
        Ok(Some(Sighting { id, name, stamp, by: last.by, at: last.at, closed, ..Sighting::default() }))
    }

    /// A page that is still as it was seen, and may be written to.
    fn as_seen(&mut self, seen: &Sighting) -> Result<(), Fault> {
        match self.state()?.tree.at(&seen.id) {
            None => Err(Fault::Gone),
            Some(entry) if entry.blob != seen.stamp => Err(Fault::Moved),
            Some(entry) => entry.closed().map_or(Ok(()), |why| Err(Fault::Held(why))),
        }
    }

    /// Lets a page's file be written with the others.
    fn stage(&mut self, path: String, bytes: &[u8], mark: &Mark) -> Result<Receipt, Fault> {
        let flavour = self.flavour;
        let tree = &mut self.state()?.tree;
        if let Some(why) = tree.in_the_way(&path) {
            return Err(Fault::Refused(why));
        }
        let stamp = tree.change(flavour, &path, Some(bytes), mark);
        Ok(Receipt { id: path, stamp, is_merged: false })
    }
}

impl Wiki for GitWiki {
    fn ways(&self) -> Ways {
        Ways { renames: true, has_tree: false, is_verbatim: true, gathers: true, files_per_page: false }
    }

    fn look(&mut self, ids: &[&str], names: &[&str]) -> Result<Vec<Sighting>, Fault> {
        let flavour = self.flavour;
        let tree = &self.state()?.tree;
        let named = names.iter().filter_map(|name| tree.page(flavour, name));
        let mut paths: Vec<String> = ids.iter().copied().chain(named).map(str::to_owned).collect();
        paths.sort_unstable();
        paths.dedup();
        paths.iter().filter_map(|path| self.sighting(path).transpose()).collect()
    }

    fn read(&mut self, id: &str) -> Result<Option<Stored>, Fault> {
        let Some(seen) = self.sighting(id)? else { return Ok(None) };
        if let Some(change) = self.state()?.tree.changes.get(id) {
            let (text, note) = (String::from_utf8_lossy(&change.bytes).into_owned(), change.mark.to_string());
            return Ok(Some(Stored { seen, text, note }));
        }
        let Some(bytes) = self.origin.blob(&seen.stamp)? else { return Ok(None) };
        let note = self.with_history()?.1.last(id).map_or_else(String::new, |commit| commit.message.clone());
        Ok(Some(Stored { seen, text: String::from_utf8_lossy(&bytes).into_owned(), note }))
    }

    fn earlier(&mut self, _id: &str, stamp: &str) -> Result<Option<String>, Fault> {
        Ok(self.origin.blob(stamp)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn mark(&mut self, id: &str) -> Result<Option<Mark>, Fault> {
        let (state, history) = self.with_history()?;
        let made = state.tree.changes.get(id).filter(|change| change.was.is_none());
        Ok(made.map(|change| change.mark.clone()).or_else(|| history.mark(id)))
    }

    fn create(&mut self, draft: &Draft) -> Result<Receipt, Fault> {
        let flavour = self.flavour;
        if self.state()?.tree.page(flavour, draft.name).is_some() {
            return Err(Fault::Exists);
        }
        self.stage(flavour.path(draft.name), draft.text.as_bytes(), draft.mark)
    }

    fn update(&mut self, seen: &Sighting, draft: &Draft) -> Result<Receipt, Fault> {
        self.as_seen(seen)?;
        let flavour = self.flavour;
        let is_renamed = flavour.name(&seen.id) != Some(draft.name);
        if !is_renamed {
            return self.stage(seen.id.clone(), draft.text.as_bytes(), draft.mark);
        }
        let (tree, path) = (&mut self.state()?.tree, flavour.path(draft.name));
        if tree.page(flavour, draft.name).is_some_and(|path| path != seen.id) {
            return Err(Fault::Exists);
        }
        let receipt = self.stage(path, draft.text.as_bytes(), draft.mark)?;
        self.state()?.tree.change(flavour, &seen.id, None, draft.mark);
        Ok(receipt)
    }

    fn delete(&mut self, seen: &Sighting, mark: &Mark) -> Result<(), Fault> {
        self.as_seen(seen)?;
        let flavour = self.flavour;
        self.state()?.tree.change(flavour, &seen.id, None, mark);
        Ok(())
    }

    fn below(&mut self, seen: &Sighting) -> Result<Vec<String>, Fault> {
        let flavour = self.flavour;
        let folder = format!("{}/", seen.name);
        let paths = self.state()?.tree.paths();
        let below =
            paths.filter(|path| flavour.has_folders && path.starts_with(&folder) && flavour.name(path).is_some());
        Ok(below.map(str::to_owned).collect())
    }

    fn file(&mut self, _page: &str, draft: &FileDraft) -> Result<Option<FileSighting>, Fault> {
        let tree = &self.state()?.tree;
        let seen = |blob: &String| FileSighting { same: *blob == tree.blob_name(draft.bytes), stamp: blob.clone() };
        Ok(tree.at(draft.name).map(|entry| seen(&entry.blob)))
    }

    fn attach(&mut self, _page: &str, draft: &FileDraft, seen: Option<&FileSighting>) -> Result<String, Fault> {
        match (self.state()?.tree.at(draft.name), seen) {
            (Some(_), None) => return Err(Fault::Exists),
            (None, Some(_)) => return Err(Fault::Gone),
            (Some(entry), Some(seen)) if entry.blob != seen.stamp => return Err(Fault::Moved),
            _ => {}
        }
        Ok(self.stage(draft.name.to_owned(), draft.bytes, draft.mark)?.stamp)
    }

    fn seal(&mut self) -> Result<(), Fault> {
        self.seal_all()
    }

    fn examine(&mut self) -> Vec<Answered> {
        self.examined()
    }

    fn requests(&self) -> (usize, usize) {
        self.origin.requests()
    }
}

/// What is missing or wrong in the settings.
fn needs(place: &Place) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    if let Some((words, help)) = remote::refused(&place.remote) {
        found.push(("remote", words, help));
    }
    if !FLAVOURS.iter().any(|f| f.name == &*place.flavour.0) {
        let known = FLAVOURS.iter().map(|f| f.name).collect::<Vec<_>>().join(", ");
        found.push(("flavour", "it does not say whose wiki it is".into(), format!("write one of {known}")));
    }
    let is_bad_branch = |c: char| c.is_control() || " ~^:?*[\\".contains(c);
    if place.branch.starts_with('-') || place.branch.contains("..") || place.branch.contains(is_bad_branch) {
        found.push((
            "branch",
            format!("`{}` is no name for a branch", place.branch.0),
            "leave it out: the wiki tells its branch by itself".into(),
        ));
    }
    let is_bad_part = |part: &str| part.starts_with('.') || part.contains(|c: char| c.is_control() || c == '\\');
    if place.parent.starts_with('/') || place.parent.split('/').any(is_bad_part) {
        found.push((
            "parent",
            format!("`{}` is no folder of a wiki", place.parent.0),
            "write it like `Sales` or `Teams/Sales`".into(),
        ));
    }
    found
}
