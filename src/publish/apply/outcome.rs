//! What comes of steps and runs, and what faults mean for them.

use crate::publish::wiki::Fault;

/// What to do when nobody knows whether a write was done.
pub(super) const LATER: &str = "run the same command again: it looks first what was done";

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Made.
    Created,
    /// Changed. The words tell of somebody who changed it at the same moment; empty: nobody did.
    Updated(String),
    /// Only written down.
    Recorded,
    /// Put into the trash.
    Deleted,
    /// Nothing had to be done, or nothing may be done before a person decides.
    Left,
    /// Left out this time: why.
    Skipped(String),
    /// The wiki would not have it: why.
    Failed(String),
}

impl Done {
    /// Its word.
    pub fn name(&self) -> &'static str {
        match self {
            Done::Created => "created",
            Done::Updated(_) => "updated",
            Done::Recorded => "recorded",
            Done::Deleted => "deleted",
            Done::Left => "left",
            Done::Skipped(_) => "skipped",
            Done::Failed(_) => "failed",
        }
    }

    /// Words to it.
    pub fn why(&self) -> &str {
        match self {
            Done::Updated(why) | Done::Skipped(why) | Done::Failed(why) => why,
            _ => "",
        }
    }

    /// Whether something changed at the wiki.
    pub fn is_change(&self) -> bool {
        matches!(self, Done::Created | Done::Updated(_) | Done::Deleted)
    }
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// For each step of the plan, in its order.
    pub done: Vec<Done>,
    /// Why the run stopped before its end: words and remedy.
    pub stopped: Option<(String, String)>,
}

impl Outcome {
    /// Whether something is left to do by running it again.
    pub fn is_partial(&self) -> bool {
        self.stopped.is_some() || self.done.iter().any(|d| matches!(d, Done::Skipped(_) | Done::Failed(_)))
    }
}

/// A fault that concerns one page becomes what came of it; any other ends the run: words and remedy.
pub(super) fn ended(fault: Fault) -> Result<Done, (String, String)> {
    match fault {
        Fault::Down(words, help) => Err((words, help)),
        Fault::Refused(why) => Ok(Done::Failed(why)),
        fault => Ok(Done::Skipped(words(&fault))),
    }
}

/// A fault in words.
pub(super) fn words(fault: &Fault) -> String {
    match fault {
        Fault::Exists => "somebody made a page of this name meanwhile".to_owned(),
        Fault::Moved => "somebody changed it meanwhile".to_owned(),
        Fault::Gone => "it was deleted meanwhile".to_owned(),
        Fault::Unknown(why) => format!("nobody knows whether it was written: {why}"),
        Fault::Held(why) | Fault::Refused(why) | Fault::Down(why, _) => why.clone(),
    }
}
