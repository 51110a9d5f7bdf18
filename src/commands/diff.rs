//! `talktrack diff`: what changed since a revision, for a review.

use super::{Outcome, colored, day, explain, print, say};
use crate::check::stops_pages;
use crate::cli::{Cli, Diff};
use crate::diagnostic::Diagnostics;
use crate::diff::print::{FORMATS, format};
use crate::error::Error;
use crate::git;
use crate::project::Project;
use crate::ready::Judgement;
use crate::report::{self, Report, visible};
use crate::review::{Named, review};

/// What the work tree is called beside a revision.
const WORK_TREE: &str = "the work tree";

/// Runs it.
pub fn run(cli: &Cli, args: &Diff) -> Result<Outcome, Error> {
    let project = Project::find(&cli.root)?;
    let old = git::snapshot(&project, &args.revision)?;
    let new = args.to_revision.as_deref().map(|revision| git::snapshot(&project, revision)).transpose()?;
    let before = Named { name: &args.revision, project: old.project.as_ref() };
    let after = match &new {
        Some(new) => Named { name: args.to_revision.as_deref().unwrap_or_default(), project: new.project.as_ref() },
        None => Named { name: WORK_TREE, project: Some(&project) },
    };
    let (review, judgements) = review(before, after, day(args.today))?;
    for (side, judgement) in [before, after].iter().zip(&judgements) {
        tell_errors(cli, side.name, judgement);
    }
    let format = format(&args.to).unwrap_or(&FORMATS[0]);
    print(&(format.print)(&review, colored(cli, &std::io::stdout())));
    Ok(Outcome::Fine)
}

/// Errors that stop pages stop some of the comparison too, so they are told, and at which side.
fn tell_errors(cli: &Cli, side: &str, judgement: &Judgement) {
    let errors = judgement.diagnostics.0.iter().filter(|d| stops_pages(d)).cloned();
    let diagnostics = Diagnostics(errors.collect());
    if diagnostics.0.is_empty() {
        return;
    }
    let color = colored(cli, &std::io::stderr());
    let (sources, folder) = (&judgement.sources, "");
    let report = Report { diagnostics: &diagnostics, sources, color, width: 120, folder, explain };
    let short = report::format("short").unwrap_or(&report::FORMATS[0]);
    say(&format!("the kit at {} has errors:\n{}", visible(side), (short.print)(&report)));
}
