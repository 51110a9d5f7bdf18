//! What is to be done with a page: a table from what we know, what stands at the wiki and what the kit wants now. Pure:
//! it asks nobody and does nothing.

use serde::{Deserialize, Serialize};

/// What stands at the wiki.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum There {
    /// No page.
    Nothing,
    /// A page that the ledger does not know; `is_ours`: it carries our mark.
    Unknown {
        /// It carries the mark of this page of this kit.
        is_ours: bool,
    },
    /// The page of the ledger, as we left it.
    AsLeft,
    /// The page of the ledger, as we left it, but under another name.
    Moved,
    /// The page of the ledger, changed by somebody.
    Changed,
    /// The page of the ledger, changed to what the kit wants now.
    AsWanted,
}

/// What the kit wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// No such page any more.
    Nothing,
    /// The page as we last wrote it.
    AsWritten,
    /// Something else.
    Other,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Make the page.
    Create,
    /// Change it.
    Update,
    /// Nothing: all is as it should be.
    Nothing,
    /// It carries our mark, but the ledger does not know it: somebody must say `adopt`.
    Adoptable,
    /// Somebody else's page has the name.
    Blocked,
    /// A person changed it, and the kit has nothing new to say.
    Drift,
    /// A person changed it, and so did the kit.
    Conflict,
    /// A person changed it to what the kit wants: only to be recorded.
    Converged,
    /// A person deleted it.
    Deleted,
    /// The kit no longer has it: for `prune`.
    Orphan,
    /// Neither the kit nor the wiki has it: only to be forgotten.
    Forget,
}

impl Action {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Action::Create => "create",
            Action::Update => "update",
            Action::Nothing => "nothing",
            Action::Adoptable => "adoptable",
            Action::Blocked => "blocked",
            Action::Drift => "drift",
            Action::Conflict => "conflict",
            Action::Converged => "converged",
            Action::Deleted => "deleted",
            Action::Orphan => "orphan",
            Action::Forget => "forget",
        }
    }

    /// Whether `publish` does something about it.
    pub fn is_pending(self) -> bool {
        matches!(self, Action::Create | Action::Update | Action::Converged | Action::Forget)
    }

    /// Whether a person has to decide first.
    pub fn needs_a_person(self) -> bool {
        matches!(self, Action::Adoptable | Action::Blocked | Action::Drift | Action::Conflict | Action::Deleted)
    }
}

/// The table.
pub fn decide(is_known: bool, there: There, wanted: Wanted) -> Action {
    match (is_known, there, wanted) {
        (false, _, Wanted::Nothing) => Action::Nothing,
        (false, There::Nothing, _) => Action::Create,
        (false, There::Unknown { is_ours: true }, _) => Action::Adoptable,
        (false, _, _) => Action::Blocked,
        (true, There::Nothing, Wanted::Nothing) => Action::Forget,
        (true, There::Nothing, _) => Action::Deleted,
        (true, _, Wanted::Nothing) => Action::Orphan,
        (true, There::AsLeft, Wanted::AsWritten) => Action::Nothing,
        (true, There::AsLeft | There::Moved, Wanted::Other) => Action::Update,
        (true, There::Moved, Wanted::AsWritten) => Action::Drift,
        (true, There::AsWanted, _) => Action::Converged,
        (true, There::Changed, Wanted::AsWritten) => Action::Drift,
        (true, There::Changed | There::Unknown { .. }, _) => Action::Conflict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THERE: [There; 7] = [
        There::Nothing,
        There::Unknown { is_ours: true },
        There::Unknown { is_ours: false },
        There::AsLeft,
        There::Moved,
        There::Changed,
        There::AsWanted,
    ];
    const WANTED: [Wanted; 3] = [Wanted::Nothing, Wanted::AsWritten, Wanted::Other];

    #[test]
    fn a_page_is_written_only_where_nobody_elses_words_stand() {
        for (known, there, wanted) in
            [true, false].into_iter().flat_map(|k| THERE.into_iter().flat_map(move |t| WANTED.map(|w| (k, t, w))))
        {
            match decide(known, there, wanted) {
                Action::Create => assert!(!known && there == There::Nothing, "{there:?} {wanted:?}"),
                Action::Update => assert!(known && matches!(there, There::AsLeft | There::Moved), "{there:?}"),
                _ => {}
            }
        }
    }

    #[test]
    fn each_row_of_the_table() {
        let rows = [
            (false, There::Nothing, Wanted::Other, Action::Create),
            (false, There::Unknown { is_ours: true }, Wanted::Other, Action::Adoptable),
            (false, There::Unknown { is_ours: false }, Wanted::Other, Action::Blocked),
            (true, There::AsLeft, Wanted::AsWritten, Action::Nothing),
            (true, There::AsLeft, Wanted::Other, Action::Update),
            (true, There::Changed, Wanted::AsWritten, Action::Drift),
            (true, There::Changed, Wanted::Other, Action::Conflict),
            (true, There::AsWanted, Wanted::Other, Action::Converged),
            (true, There::Nothing, Wanted::Other, Action::Deleted),
            (true, There::Nothing, Wanted::AsWritten, Action::Deleted),
            (true, There::AsLeft, Wanted::Nothing, Action::Orphan),
            (true, There::Changed, Wanted::Nothing, Action::Orphan),
            (true, There::Nothing, Wanted::Nothing, Action::Forget),
            (true, There::Moved, Wanted::AsWritten, Action::Drift),
            (true, There::Moved, Wanted::Other, Action::Update),
        ];
        for (known, there, wanted, action) in rows {
            assert_eq!(decide(known, there, wanted), action, "{known} {there:?} {wanted:?}");
        }
    }
}
