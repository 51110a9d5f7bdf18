//! What a wiki must be able to do, and nothing of when it is done: whether a page may be touched is decided in
//! `decide`, and carried out in `apply`, which own every rule of safety.

use std::time::Duration;

use super::mark::Mark;

/// A page as it stands at the wiki, without its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sighting {
    /// The wiki's own handle. Where a wiki has one that survives a move, this is it.
    pub id: String,
    /// Its name, as the wiki returned it.
    pub name: String,
    /// Changes whenever the stored page does: a version number, or a hash of the text.
    pub stamp: String,
    /// The id of the page above; empty: none, or the wiki has no tree.
    pub parent: String,
    /// Who changed it last; empty: the wiki does not say.
    pub by: String,
    /// When it was changed last, as the wiki says it; empty: it does not say.
    pub at: String,
    /// Why it may not be changed now (protected, archived …); `None`: it may.
    pub closed: Option<String>,
}

/// A page with its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// Where and which.
    pub seen: Sighting,
    /// The text as the wiki keeps it.
    pub text: String,
    /// The words that go with its last change: edit summary, version message, commit message.
    pub note: String,
}

/// A page to be written.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// Its name at the wiki.
    pub name: &'a str,
    /// The id of the page above; `None`: the place's own root.
    pub parent: Option<&'a str>,
    /// Its text, in the form of the wiki's target.
    pub text: &'a str,
    /// Words to file it under, such as `battlecard`; wikis that have no labels leave them out.
    pub labels: &'a [String],
    /// Whose page it is; wikis keep it where [`Wiki::mark`] finds it.
    pub mark: &'a Mark,
}

/// A file to be shown on a page.
#[derive(Debug, Clone)]
pub struct FileDraft<'a> {
    /// Its name at the wiki.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Whose it is.
    pub mark: &'a Mark,
}

/// A file at the wiki.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileSighting {
    /// Changes whenever the file does.
    pub stamp: String,
    /// Whether it holds these very bytes.
    pub same: bool,
}

/// What came of a write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The page's handle.
    pub id: String,
    /// The stamp of what was written.
    pub stamp: String,
    /// The wiki took the write but joined it with a change of somebody else.
    pub is_merged: bool,
}

/// How a wiki differs from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    /// A page can get another name and stay the same page.
    pub renames: bool,
    /// Pages stand under other pages.
    pub has_tree: bool,
    /// A text is stored as it was sent, but for white space at its end.
    pub is_verbatim: bool,
    /// Writes are gathered, and happen together in [`Wiki::seal`].
    pub gathers: bool,
    /// Files belong to one page, and are sent once for each that shows them.
    pub files_per_page: bool,
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// To be created, but a page of this name is there.
    Exists,
    /// It is no longer at the stamp that was given.
    Moved,
    /// There is no such page.
    Gone,
    /// Not now: somebody has it open, it is protected … The words say why.
    Held(String),
    /// The wiki will not have this page or file. The words say why.
    Refused(String),
    /// Nobody knows whether it was done: no answer came, or one that tells of a failure on the way.
    Unknown(String),
    /// The run cannot go on: words, and what to do about it.
    Down(String, String),
}

/// One question of `doctor`, and the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What was asked, such as "the token is accepted".
    pub what: String,
    /// `None`: fine. Else what the wiki said, and the remedy.
    pub fault: Option<(String, String)>,
}

/// A wiki to publish to. Each call is one thing; none repeats a write whose outcome is not known.
pub trait Wiki {
    /// How it differs from others.
    fn ways(&self) -> Ways;

    /// Looks at many pages with as few requests as the wiki allows: those with one of these ids, and those with one of
    /// these names. Pages that are not there are not in the answer; one that fits both stands in it once.
    ///
    /// # Errors
    /// [`Fault::Down`]; reads are tried again inside.
    fn look(&mut self, ids: &[&str], names: &[&str]) -> Result<Vec<Sighting>, Fault>;

    /// Reads a page; `None`: it is not there (or in the trash).
    ///
    /// # Errors
    /// [`Fault::Down`].
    fn read(&mut self, id: &str) -> Result<Option<Stored>, Fault>;

    /// The text of a page at an earlier stamp; `None`: the wiki no longer has it.
    ///
    /// # Errors
    /// [`Fault::Down`].
    fn earlier(&mut self, id: &str, stamp: &str) -> Result<Option<String>, Fault>;

    /// The mark that was set when the page was created; `None`: it has none.
    ///
    /// # Errors
    /// [`Fault::Down`].
    fn mark(&mut self, id: &str) -> Result<Option<Mark>, Fault>;

    /// Why a page should be left alone for now, as far as a wiki knows without trying: open comments, a person who has
    /// it open. Asked right before a change.
    ///
    /// # Errors
    /// [`Fault::Down`].
    fn held(&mut self, _seen: &Sighting) -> Result<Option<String>, Fault> {
        Ok(None)
    }

    /// Creates a page, only if there is none of its name.
    ///
    /// # Errors
    /// Any [`Fault`] but [`Fault::Moved`].
    fn create(&mut self, draft: &Draft) -> Result<Receipt, Fault>;

    /// Changes a page (text, name and place in the tree), only if it is still at the stamp that was seen.
    ///
    /// # Errors
    /// Any [`Fault`]; [`Fault::Exists`] when the new name is taken.
    fn update(&mut self, seen: &Sighting, draft: &Draft) -> Result<Receipt, Fault>;

    /// Puts a page into the trash, only if it is still at the stamp that was seen.
    ///
    /// # Errors
    /// Any [`Fault`] but [`Fault::Exists`].
    fn delete(&mut self, seen: &Sighting, mark: &Mark) -> Result<(), Fault>;

    /// The ids of all pages below a page.
    ///
    /// # Errors
    /// [`Fault::Down`].
    fn below(&mut self, seen: &Sighting) -> Result<Vec<String>, Fault>;

    /// Looks at a file of a page (for wikis whose files belong to no page, `page` says nothing).
    ///
    /// # Errors
    /// [`Fault::Down`].
    fn file(&mut self, page: &str, draft: &FileDraft) -> Result<Option<FileSighting>, Fault>;

    /// Sends a file; `seen` is what [`Wiki::file`] told. The new stamp comes back.
    ///
    /// # Errors
    /// Any [`Fault`].
    fn attach(&mut self, page: &str, draft: &FileDraft, seen: Option<&FileSighting>) -> Result<String, Fault>;

    /// Makes all gathered writes happen together, or none. Called once at the end of a run, also when nothing was
    /// written. [`Fault::Moved`]: somebody was faster, and nothing was done.
    ///
    /// # Errors
    /// Any [`Fault`] but [`Fault::Exists`] and [`Fault::Gone`].
    fn seal(&mut self) -> Result<(), Fault> {
        Ok(())
    }

    /// Asks, step by step, whether everything is in place to publish; stops at the first step that makes the others
    /// meaningless. Nothing is written.
    fn examine(&mut self) -> Vec<Answered>;

    /// How many requests were made so far, reads and writes.
    fn requests(&self) -> (usize, usize);
}

/// How long to wait for one answer, and for a wiki that is busy, in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For one answer.
    pub answer: Duration,
    /// For all pauses of a run together.
    pub in_all: Duration,
}
