//! `talktrack status`: which pages at a wiki are no longer as they were published.

use super::place::at;
use super::{Outcome, print};
use crate::cli::{AtPlace, Cli};
use crate::error::Error;
use crate::publish::tell;

/// Runs it.
pub fn run(cli: &Cli, args: &AtPlace) -> Result<Outcome, Error> {
    let Some(mut at) = at(cli, args)? else { return Ok(Outcome::Failed) };
    let (plan, _) = at.plan()?;
    if args.json {
        let json = tell::json(&plan, None, at.open.wiki.requests());
        print(&format!("{}\n", serde_json::to_string_pretty(&json).unwrap_or_default()));
    } else if plan.needs_a_person() {
        print(&tell::plan(&plan, |step| step.action.needs_a_person()));
    } else {
        print(&format!("all pages at `{}` are as they were published\n", args.place));
    }
    Ok(if plan.needs_a_person() { Outcome::Undecided } else { Outcome::Fine })
}
