//! `talktrack plan`: what publishing would change.

use super::place::{at, standing};
use super::{Outcome, print};
use crate::cli::{Cli, Plan};
use crate::error::Error;
use crate::publish::decide::Action;
use crate::publish::tell;
use crate::write;

/// Runs it.
pub fn run(cli: &Cli, args: &Plan) -> Result<Outcome, Error> {
    let Some(mut at) = at(cli, &args.at)? else { return Ok(Outcome::Failed) };
    let (plan, _) = at.plan()?;
    let json = tell::json(&plan, None, at.open.wiki.requests());
    let json = format!("{}\n", serde_json::to_string_pretty(&json).unwrap_or_default());
    if let Some(path) = &args.out {
        write::whole(path, json.as_bytes()).map_err(|cause| Error::Unwritable { path: path.clone(), cause })?;
    }
    if args.at.json {
        print(&json);
    } else {
        print(&tell::plan(&plan, |step| step.action != Action::Nothing));
    }
    Ok(standing(&plan))
}
