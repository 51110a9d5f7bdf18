//! `talktrack check`: everything that a build would find, and nothing written.

use super::{Outcome, day, format, print, print_findings, reader};
use crate::cli::{Check, Cli};
use crate::error::Error;
use crate::pipeline::{self, Wanted};
use crate::project::Project;
use crate::render::TARGETS;

/// Runs it.
pub fn run(cli: &Cli, args: &Check) -> Result<Outcome, Error> {
    let project = Project::find(&cli.root)?;
    let wanted = Wanted {
        reader: reader(&args.selection),
        only: Vec::new(),
        targets: TARGETS.iter().collect(),
        single_file: false,
        today: day(args.today),
    };
    let built = pipeline::build(&project, &wanted)?;
    let outcome = print_findings(cli, &project, &built.diagnostics, &built.sources);
    if built.diagnostics.0.is_empty() && !cli.quiet && format(cli).summary {
        print("no findings\n");
    }
    Ok(outcome)
}
