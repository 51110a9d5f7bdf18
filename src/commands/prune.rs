//! `talktrack prune`: pages at a wiki that the kit no longer has, put into the trash.

use super::place::at;
use super::publish::{confirmed, run_name};
use super::{Outcome, print, say};
use crate::cli::{Cli, Prune};
use crate::error::Error;
use crate::publish::apply::{self, Done, Run};
use crate::publish::journal::Journal;
use crate::publish::place::lock;
use crate::publish::prune::{Orphan, orphans, too_many};

/// Runs it.
pub fn run(cli: &Cli, args: &Prune) -> Result<Outcome, Error> {
    let project = crate::project::Project::find(&cli.root)?;
    let _lock = lock(&project, &args.at.place)?;
    let Some(mut at) = at(cli, &args.at)? else { return Ok(Outcome::Failed) };
    let (plan, seen) = at.plan()?;
    let orphans = orphans(&plan, &seen, &at.open.ledger, &mut *at.open.wiki)?;
    let (go, stay): (Vec<&Orphan>, Vec<&Orphan>) = orphans.iter().partition(|orphan| orphan.stays.is_none());
    if !args.at.json {
        go.iter().for_each(|orphan| print(&format!("- delete    {}\n", orphan.step.key)));
        stay.iter().for_each(|o| print(&format!("! stays     {}  {}\n", o.step.key, o.stays.as_deref().unwrap_or(""))));
    }
    let left = if stay.is_empty() { Outcome::Fine } else { Outcome::Undecided };
    if go.is_empty() {
        told(args, &[], &stay);
        return Ok(left);
    }
    if let Some(why) = too_many(go.len(), &at.shelf, &at.open.ledger, args.max_delete) {
        say(&format!("nothing was deleted: {why}\n"));
        return Ok(Outcome::Undecided);
    }
    if !args.yes && !confirmed("delete?")? {
        say("nothing was deleted\n");
        return Ok(Outcome::Pending);
    }
    let mut journal = Journal::open(&project.root, &args.at.place)?;
    let mut outcome = apply::Outcome::default();
    let mut run = Run::new(&mut *at.open.wiki, &mut at.open.ledger, &mut journal, run_name(), seen);
    let ended = run.delete(&go, &mut outcome);
    at.open.ledger.save(&project.root, &args.at.place)?;
    ended?;
    if let Some((words, help)) = &outcome.stopped {
        say(&format!("stopped: {words}\n  = help: {help}\n"));
    } else {
        journal.close()?;
    }
    let done: Vec<(&str, &Done)> = go.iter().map(|o| o.step.key.as_str()).zip(&outcome.done).collect();
    told(args, &done, &stay);
    Ok(if outcome.is_partial() { Outcome::Partly } else { left })
}

/// What came of it.
fn told(args: &Prune, done: &[(&str, &Done)], stay: &[&Orphan]) {
    if args.at.json {
        let pages =
            done.iter().map(|(key, done)| serde_json::json!({"key": key, "done": done.name(), "said": done.why()}));
        let stay = stay.iter().map(|o| serde_json::json!({"key": o.step.key, "done": "stays", "said": o.stays}));
        let pages: Vec<_> = pages.chain(stay).collect();
        print(&format!("{}\n", serde_json::json!({"place": args.at.place, "pages": pages})));
        return;
    }
    for (key, done) in done.iter().filter(|(_, done)| **done != Done::Deleted) {
        say(&format!("{:<9} {key}  {}\n", done.name(), done.why()));
    }
    let deleted = done.iter().filter(|(_, done)| **done == Done::Deleted).count();
    print(&format!("{}: {deleted} deleted, {} stay\n", args.at.place, stay.len()));
}
