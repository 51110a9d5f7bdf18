//! `talktrack doctor`: whether everything is in place to publish, step by step, with the remedy.

use std::time::Duration;

use super::{Outcome, colored, day, print, print_findings, say};
use crate::cli::{AtPlace, Cli};
use crate::error::Error;
use crate::project::Project;
use crate::publish::wiki::{Answered, Fault};
use crate::publish::{leaves, place};

/// For a busy server, in all: whoever asks the doctor wants to know now.
const PATIENCE: Duration = Duration::from_secs(5);

/// Runs it.
pub fn run(cli: &Cli, args: &AtPlace) -> Result<Outcome, Error> {
    let project = Project::find(&cli.root)?;
    let (made, built) = leaves::gather(&project, &args.place, day(args.today))?;
    let outcome = print_findings(cli, &project, &built.diagnostics, &built.sources);
    let Some((ready, shelf)) = made.filter(|_| outcome == Outcome::Fine) else { return Ok(Outcome::Failed) };
    let kit = place::kit(&ready.checked.library.settings);
    let mut access = place::access(&project, &shelf.settings, &kit, args.token_stdin, Box::new(say))?;
    access.patience.in_all = access.patience.in_all.min(PATIENCE);
    let mut answers = vec![fine(&format!("{} pages are ready for it", shelf.leaves.len()))];
    match (shelf.sort.open)(&shelf.settings, access) {
        Ok(mut wiki) => answers.extend(wiki.examine()),
        Err(Fault::Down(words, help)) => {
            answers.push(Answered { what: "the wiki can be opened".into(), fault: Some((words, help)) });
        }
        Err(fault) => return Err(fault.into()),
    }
    let is_ready = answers.iter().all(|answer| answer.fault.is_none());
    if args.json {
        let steps: Vec<_> = answers.iter().map(step).collect();
        print(&format!("{}\n", serde_json::json!({"place": args.place, "ready": is_ready, "steps": steps})));
    } else {
        let color = colored(cli, &std::io::stdout());
        answers.iter().for_each(|answer| print(&line(answer, color)));
        if is_ready {
            print(&format!("ready; next: `talktrack plan {}`\n", args.place));
        }
    }
    Ok(if is_ready { Outcome::Fine } else { Outcome::Failed })
}

fn fine(what: &str) -> Answered {
    Answered { what: what.to_owned(), fault: None }
}

fn step(answer: &Answered) -> serde_json::Value {
    let (said, help) = answer.fault.clone().unzip();
    serde_json::json!({"what": answer.what, "fine": answer.fault.is_none(), "said": said, "help": help})
}

fn line(answer: &Answered, color: bool) -> String {
    let (sign, paint) = if answer.fault.is_none() { ("ok ", "\u{1b}[32m") } else { ("no ", "\u{1b}[1;31m") };
    let sign = if color { format!("{paint}{sign}\u{1b}[0m") } else { sign.to_owned() };
    let fault = answer.fault.as_ref().map(|(said, help)| format!("     {said}\n     = help: {help}\n"));
    format!("{sign} {}\n{}", answer.what, fault.unwrap_or_default())
}
