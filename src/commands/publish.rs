//! `talktrack publish`: plan, show, apply.

use std::collections::HashMap;
use std::io::{BufRead, IsTerminal};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::place::{At, at};
use super::{Outcome, print, say};
use crate::cli::{Cli, Publish};
use crate::error::Error;
use crate::publish::apply::{self, Done, Run};
use crate::publish::decide::Action;
use crate::publish::journal::Journal;
use crate::publish::place::lock;
use crate::publish::plan::{Plan, Step};
use crate::publish::tell;

/// Runs it.
pub fn run(cli: &Cli, args: &Publish) -> Result<Outcome, Error> {
    let project = crate::project::Project::find(&cli.root)?;
    let ours = agreed(&args.take_ours)?;
    let _lock = lock(&project, &args.at.place)?;
    let Some(mut at) = at(cli, &args.at)? else { return Ok(Outcome::Failed) };
    let (plan, seen) = at.plan()?;
    known_keys(&plan, ours.keys().chain(&args.recreate))?;
    if let Some(path) = &args.plan
        && !holds(path, &plan)?
    {
        return Ok(Outcome::Undecided);
    }
    let wanted =
        |step: &Step| step.action.is_pending() || ours.contains_key(&step.key) || args.recreate.contains(&step.key);
    if !args.at.json {
        print(&tell::plan(&plan, |step| step.action != Action::Nothing));
    }
    let is_pending = plan.pages.iter().any(wanted);
    if is_pending && !args.yes && !confirmed("publish?")? {
        say("nothing was sent\n");
        return Ok(Outcome::Pending);
    }
    let outcome = apply(cli, args, &mut at, &plan, seen, ours)?;
    if args.at.json {
        let json = tell::json(&plan, Some(&outcome), at.open.wiki.requests());
        print(&format!("{}\n", serde_json::to_string_pretty(&json).unwrap_or_default()));
    } else if is_pending {
        print(&tell::ended(&plan, &outcome));
    }
    if let Some((words, help)) = &outcome.stopped {
        if !outcome.done.iter().any(Done::is_change) {
            return Err(Error::Wiki { words: words.clone(), help: help.clone() });
        }
        say(&format!("stopped: {words}\n  = help: {help}\n"));
    }
    let left = plan.pages.iter().zip(&outcome.done);
    let undecided = left.clone().any(|(step, done)| step.action.needs_a_person() && *done == Done::Left);
    Ok(match (outcome.is_partial(), undecided) {
        (true, _) => Outcome::Partly,
        (false, true) => Outcome::Undecided,
        (false, false) => Outcome::Fine,
    })
}

/// Does the plan, with a bar on a terminal, and keeps the ledger whatever comes.
fn apply(
    cli: &Cli,
    args: &Publish,
    at: &mut At,
    plan: &Plan,
    seen: HashMap<String, crate::publish::wiki::Sighting>,
    ours: HashMap<String, String>,
) -> Result<apply::Outcome, Error> {
    let root = at.project.root.clone();
    let mut journal = Journal::open(&root, &args.at.place)?;
    let bar = bar(cli, plan.pages.len());
    let quiet = cli.quiet || args.at.json;
    let mut tell = |step: &Step, done: &Done| {
        bar.inc(1);
        if let Some(line) = tell::done(step, done).filter(|_| !quiet) {
            bar.suspend(|| say(&line));
        }
    };
    let mut run = Run::new(&mut *at.open.wiki, &mut at.open.ledger, &mut journal, run_name(), seen);
    run.ours = ours;
    run.again.clone_from(&args.recreate);
    let outcome = run.apply(plan, &at.shelf.leaves, &mut tell);
    bar.finish_and_clear();
    at.open.ledger.save(&root, &args.at.place)?;
    let outcome = outcome?;
    if outcome.stopped.is_none() {
        journal.close()?;
    }
    Ok(outcome)
}

/// A name for this run that no other has.
pub fn run_name() -> String {
    let now = jiff::Timestamp::now();
    let dice = blake3::hash(format!("{now} {}", std::process::id()).as_bytes()).to_hex();
    format!("{}-{}", now.strftime("%Y%m%dT%H%M%SZ"), &dice[..6])
}

/// A bar on a terminal; in a pipe, none.
pub fn bar(cli: &Cli, count: usize) -> ProgressBar {
    let stderr = std::io::stderr();
    if cli.quiet || !stderr.is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let style =
        ProgressStyle::with_template("{bar:30} {pos} of {len} pages").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(count as u64).with_style(style)
}

/// Asks on a terminal. Elsewhere nobody could answer.
///
/// # Errors
/// Without a terminal.
pub fn confirmed(question: &str) -> Result<bool, Error> {
    if !std::io::stdin().is_terminal() {
        let words = "nobody can be asked here".to_owned();
        return Err(Error::Wiki { words, help: "look at `talktrack plan`, then add `--yes`".into() });
    }
    say(&format!("{question} [y/N] "));
    let mut answer = String::new();
    let _ = std::io::stdin().lock().read_line(&mut answer);
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// `KEY@REV`, several times.
fn agreed(given: &[String]) -> Result<HashMap<String, String>, Error> {
    given
        .iter()
        .map(|one| match one.rsplit_once('@') {
            Some((key, stamp)) if !key.is_empty() && !stamp.is_empty() => Ok((key.to_owned(), stamp.to_owned())),
            _ => Err(Error::UnknownChoice {
                what: "page and revision",
                given: one.clone(),
                help: "write it like `battlecard/ticketron@17`; `talktrack status` tells the revision".into(),
            }),
        })
        .collect()
}

fn known_keys<'a>(plan: &Plan, mut keys: impl Iterator<Item = &'a String>) -> Result<(), Error> {
    let unknown = keys.find(|key| !plan.pages.iter().any(|step| step.key == **key));
    unknown.map_or(Ok(()), |key| {
        let help = "keys are paths of pages in the kit; `talktrack plan` lists them".to_owned();
        Err(Error::UnknownChoice { what: "page", given: key.clone(), help })
    })
}

/// Whether a plan that was kept still says what is to be done.
fn holds(path: &Path, now: &Plan) -> Result<bool, Error> {
    let bytes = std::fs::read(path).map_err(|cause| Error::Unreadable { path: path.to_owned(), cause })?;
    let then: Plan = serde_json::from_slice(&bytes).map_err(|error| Error::Wiki {
        words: format!("`{}` is no plan: {error}", path.display()),
        help: "make one with `talktrack plan PLACE -o plan.json`".into(),
    })?;
    if then.place != now.place {
        let words = format!("`{}` is a plan for `{}`", path.display(), then.place);
        return Err(Error::Wiki { words, help: format!("make one with `talktrack plan {} -o plan.json`", now.place) });
    }
    let differs = now.differs_from(&then);
    if differs.is_empty() {
        return Ok(true);
    }
    say("the plan is stale, so nothing was sent\n");
    differs.iter().for_each(|line| say(&format!("  {line}\n")));
    say("make a new one, and look at it\n");
    Ok(false)
}
