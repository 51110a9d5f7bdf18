//! `talktrack adopt`: pages that are at a wiki already, taken into the ledger.

use super::place::at;
use super::{Outcome, print, say};
use crate::cli::{Adopt, Cli};
use crate::error::Error;
use crate::publish::adopt::adopt;
use crate::publish::decide::Action;
use crate::publish::place::lock;

/// Runs it.
pub fn run(cli: &Cli, args: &Adopt) -> Result<Outcome, Error> {
    let project = crate::project::Project::find(&cli.root)?;
    let _lock = lock(&project, &args.at.place)?;
    let Some(mut at) = at(cli, &args.at)? else { return Ok(Outcome::Failed) };
    let wanted: Vec<(String, String)> = match (&args.key, &args.remote) {
        (Some(key), Some(remote)) => vec![(key.clone(), remote.clone())],
        _ => {
            let (plan, _) = at.plan()?;
            plan.pages.into_iter().filter(|s| s.action == Action::Adoptable).map(|s| (s.key, s.id)).collect()
        }
    };
    let mut adopted = Vec::new();
    for (key, remote) in &wanted {
        let Some(leaf) = at.shelf.leaves.iter().find(|leaf| leaf.key == *key) else {
            let help = "keys are paths of pages in the kit; `talktrack plan` lists them".to_owned();
            return Err(Error::UnknownChoice { what: "page", given: key.clone(), help });
        };
        let stored = adopt(leaf, remote, &mut at.open.ledger, &mut *at.open.wiki)?;
        adopted.push(serde_json::json!({"key": key, "name": stored.seen.name, "id": stored.seen.id}));
        if !cli.quiet && !args.at.json {
            say(&format!("adopted   {key}  `{}`\n", stored.seen.name));
        }
    }
    at.open.ledger.save(&project.root, &args.at.place)?;
    if args.at.json {
        print(&format!("{}\n", serde_json::json!({"place": args.at.place, "adopted": adopted})));
    } else if wanted.is_empty() {
        print("no page there carries our mark without being in the ledger\n");
    } else {
        print(&format!("{} adopted; `talktrack plan {}` shows what is next\n", wanted.len(), args.at.place));
    }
    Ok(Outcome::Fine)
}
