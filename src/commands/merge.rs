//! `talktrack merge`: the parts of a site become one.

use std::path::Path;
use std::time::Instant;

use super::build::{changed, counted, look_at, refuse_sources, tell_kept};
use super::{Outcome, format, print};
use crate::cli::{Cli, Merge};
use crate::error::Error;
use crate::project::Project;
use crate::timings::stage;
use crate::write::{Options, join};

/// Runs it.
pub fn run(cli: &Cli, args: &Merge) -> Result<Outcome, Error> {
    let start = Instant::now();
    if let Some(project) = kit_above(&args.out) {
        refuse_sources(&project, &args.out)?;
    }
    let joined = stage("write", || join(&args.out, &args.shards, &Options { force: args.force }))?;
    tell_kept(&joined.written);
    if !cli.quiet && !format(cli).data {
        if cli.verbose {
            joined.paths.iter().for_each(|path| print(&format!("{path}\n")));
        }
        print(&format!(
            "{} of {} shard{}, {} in {:.0?}\n{}\n",
            counted(&joined.paths),
            args.shards.len(),
            if args.shards.len() == 1 { "" } else { "s" },
            changed(&joined.written),
            start.elapsed(),
            look_at(&args.out, &joined.paths)
        ));
    }
    Ok(Outcome::Fine)
}

/// The kit that a folder, which need not be there yet, lies in. None is needed to join shards.
fn kit_above(out: &Path) -> Option<Project> {
    let full = std::path::absolute(out).ok()?;
    let there = full.ancestors().find(|folder| folder.is_dir())?;
    Project::find(there).ok()
}
