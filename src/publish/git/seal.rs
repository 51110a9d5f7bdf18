//! Makes one commit of all changes that wait, and pushes it. Where somebody else pushed meanwhile and none of our files
//! was touched, the commit is made anew on top of theirs.

use super::history::trailer;
use super::origin::{Origin, Pushed};
use super::tree::{Tree, blobs, index_lines};
use super::{GitWiki, State};
use crate::publish::wiki::Fault;

/// How often a commit is made anew because somebody else was faster.
const TRIES: usize = 8;

impl GitWiki {
    /// Commits and pushes what waits. Afterwards nothing waits any more, whatever came of it.
    pub(super) fn seal_all(&mut self) -> Result<(), Fault> {
        let Some(mut state) = self.state.take() else { return Ok(()) };
        if state.tree.changes.is_empty() {
            self.state = Some(state);
            return Ok(());
        }
        let message = message(&self.kit, &state.tree);
        for _ in 0..TRIES {
            let Some(commit) = commit(&self.origin, &state, &message)? else { return Ok(()) };
            match self.origin.push(&commit, &state.branch)? {
                Pushed::Done => return Ok(()),
                Pushed::Not(fault) => return Err(fault),
                Pushed::Raced => state = self.moved_on(&state)?,
            }
        }
        let words = format!("others pushed to the wiki {TRIES} times while we tried");
        Err(Fault::Down(words, "run the same command again when it is quiet".into()))
    }

    /// The state of the wiki now, with our changes on it.
    fn moved_on(&mut self, state: &State) -> Result<State, Fault> {
        let mut now = self.fetched()?;
        now.tree = state.tree.moved_to(self.flavour, now.tree).ok_or(Fault::Moved)?;
        Ok(now)
    }
}

/// Makes the commit; `None`: everything is as it is to be.
fn commit(origin: &Origin, state: &State, message: &str) -> Result<Option<String>, Fault> {
    let git = &origin.program;
    match &state.head {
        Some(head) => git.here(&["read-tree", head], b"")?,
        None => git.here(&["read-tree", "--empty"], b"")?,
    };
    git.here(&["fast-import", "--quiet"], &blobs(&state.tree.changes))?;
    git.here(&["update-index", "-z", "--index-info"], &index_lines(&state.tree.changes))?;
    // What was not fetched is at the remote.
    let tree = git.here(&["write-tree", "--missing-ok"], b"")?.line();
    let Some(head) = &state.head else {
        return Ok(Some(git.here(&["commit-tree", &tree], message.as_bytes())?.line()));
    };
    if git.here(&["rev-parse", "--verify", &format!("{head}^{{tree}}")], b"")?.line() == tree {
        return Ok(None);
    }
    Ok(Some(git.here(&["commit-tree", &tree, "-p", head], message.as_bytes())?.line()))
}

/// The commit's message: what was done, and whose page each file is.
fn message(kit: &str, tree: &Tree) -> String {
    let count =
        |is: fn(bool, bool) -> bool| tree.changes.values().filter(|c| is(c.was.is_some(), c.becomes.is_some())).count();
    let parts = [
        (count(|was, is| !was && is), "new"),
        (count(|was, is| was && is), "changed"),
        (count(|was, is| was && !is), "gone"),
    ];
    let said: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    let trailers: String = tree.changes.iter().map(|(path, change)| trailer(&change.mark, path)).collect();
    format!("Publish {kit}: {}\n\n{trailers}", said.join(", "))
}
