//! What the commands for wikis share: a kit's pages for a place, the open wiki, and how a run ends.

use super::{Outcome, day, print_findings, say};
use crate::cli::{AtPlace, Cli};
use crate::error::Error;
use crate::project::Project;
use crate::publish::place::{self, Open};
use crate::publish::plan::Plan;
use crate::publish::{Shelf, leaves, plan};
use crate::ready::Ready;

/// A place, with everything that a command needs.
pub struct At {
    /// The kit's folder.
    pub project: Project,
    /// The kit.
    pub ready: Ready,
    /// The pages it should hold.
    pub shelf: Shelf,
    /// The wiki and what we know of it.
    pub open: Open,
}

/// Makes the pages for a place and opens it; `None` when findings stand in the way.
///
/// # Errors
/// When there is no such place, or it cannot be opened.
pub fn at(cli: &Cli, args: &AtPlace) -> Result<Option<At>, Error> {
    let project = Project::find(&cli.root)?;
    let (made, found) = leaves::gather(&project, &args.place, day(args.today))?;
    let outcome = print_findings(cli, &project, &found.diagnostics, &found.sources);
    let Some((ready, shelf)) = made.filter(|_| outcome == Outcome::Fine) else {
        say("nothing was sent\n");
        return Ok(None);
    };
    let kit = place::kit(&ready.checked.library.settings);
    let quiet = cli.quiet;
    let tell = move |words: &str| {
        if !quiet {
            say(words);
        }
    };
    let access = place::access(&project, &shelf.settings, &kit, args.token_stdin, Box::new(tell))?;
    let open = place::open(&project, &args.place, &shelf.settings, shelf.sort, &kit, access)?;
    Ok(Some(At { project, ready, shelf, open }))
}

impl At {
    /// What is to be done, and what was seen at the wiki.
    ///
    /// # Errors
    /// When the wiki cannot be asked.
    pub fn plan(&mut self) -> Result<plan::Planned, Error> {
        Ok(plan::plan(&self.shelf, &self.open.ledger, &mut *self.open.wiki)?)
    }
}

/// How a plan ends a command that changes nothing.
pub fn standing(plan: &Plan) -> Outcome {
    match (plan.needs_a_person(), plan.is_pending()) {
        (true, _) => Outcome::Undecided,
        (false, true) => Outcome::Pending,
        (false, false) => Outcome::Fine,
    }
}
