//! `talktrack check`: everything that is wrong or could be better, and nothing written.

use std::path::Path;
use std::sync::mpsc;

use super::{Outcome, day, format, print, print_findings, reader, say};
use crate::baseline::Baseline;
use crate::check::Scope;
use crate::cli::{Check, Cli, FailOn};
use crate::diagnostic::{Diagnostics, Severity};
use crate::error::Error;
use crate::fix;
use crate::links;
use crate::pipeline;
use crate::project::Project;
use crate::ready::{Ask, Memory, Wanted};
use crate::render::{Output, TARGETS};
use crate::watch;

/// Runs it.
pub fn run(cli: &Cli, args: &Check) -> Result<Outcome, Error> {
    let project = Project::find(&cli.root)?;
    if args.fix {
        mend(cli, &project)?;
    }
    let mut memory = Memory::default();
    if !args.watch {
        let outcome = once(cli, args, &project, &mut memory);
        // The system takes back at once what would be given back piece by piece.
        std::mem::forget(memory);
        return outcome;
    }
    let (tell, changes) = mpsc::channel();
    watch::watch(&project, move |touched| tell.send(touched).is_ok());
    loop {
        if let Err(error) = once(cli, args, &project, &mut memory) {
            say(&format!("error: {error}\n  = help: {}\n", error.help()));
        }
        if !cli.quiet {
            say("waiting for a change; Ctrl-C ends it\n");
        }
        match changes.recv() {
            Ok(touched) => memory.touch(touched),
            Err(_) => return Ok(Outcome::Fine),
        }
    }
}

/// Judges the kit as it stands now.
fn once(cli: &Cli, args: &Check, project: &Project, memory: &mut Memory) -> Result<Outcome, Error> {
    let wanted = Wanted {
        reader: reader(&args.selection),
        only: Vec::new(),
        targets: TARGETS.iter().collect(),
        single_file: false,
        since: None,
        output: Output::default(),
        today: day(args.today),
    };
    let scope = if args.only.is_empty() { Scope::All } else { Scope::Only(&args.only) };
    let ask = |urls: &[String]| {
        links::ask(project, urls, wanted.today, &|words| {
            if !cli.quiet {
                say(words)
            }
        })
    };
    let ask: Option<Ask> = if args.links { Some(&ask) } else { None };
    let mut built = pipeline::check(project, memory, &wanted, scope, ask)?;
    if let Some(file) = &args.write_baseline {
        return write_baseline(cli, file, &built);
    }
    let mut known = 0;
    if let Some(file) = &args.baseline {
        let baseline = Baseline::read(file)?;
        let all = built.diagnostics.0.len();
        built.diagnostics = baseline.unknown(built.diagnostics, &built.sources);
        known = all - built.diagnostics.0.len();
    }
    let printed = print_findings(cli, project, &built.diagnostics, &built.sources);
    if !cli.quiet && format(cli).summary {
        if built.diagnostics.0.is_empty() {
            print("no findings\n");
        }
        if known > 0 {
            say(&format!("{known} known finding{} not shown\n", if known == 1 { "" } else { "s" }));
        }
    }
    Ok(args.fail_on.map_or(printed, |least| outcome(least, &built.diagnostics)))
}

fn outcome(least: FailOn, found: &Diagnostics) -> Outcome {
    let failed = match least {
        FailOn::Error => found.has_errors(),
        FailOn::Warning => !found.0.is_empty(),
        FailOn::Never => false,
    };
    if failed { Outcome::Findings } else { Outcome::Fine }
}

fn write_baseline(cli: &Cli, file: &Path, built: &pipeline::Built) -> Result<Outcome, Error> {
    let baseline = Baseline::of(&built.diagnostics, &built.sources);
    let count = baseline.write(file)?;
    if !cli.quiet {
        let left = built.diagnostics.count(Severity::Error) + built.diagnostics.count(Severity::Warning) - count;
        print(&format!("{count} findings written to {}\n", file.display()));
        if left > 0 {
            say(&format!("{left} more cannot be excused: they stand in the way of the pages\n"));
        }
    }
    Ok(Outcome::Fine)
}

/// Mends what is mechanical, and tells what was done.
fn mend(cli: &Cli, project: &Project) -> Result<(), Error> {
    let mended = fix::fix(project)?;
    if !cli.quiet {
        for file in &mended {
            let times = if file.count == 1 { "1 place".to_owned() } else { format!("{} places", file.count) };
            say(&format!("mended {times} in {}\n", file.path));
        }
        if mended.is_empty() {
            say("nothing to mend by itself\n");
        }
    }
    Ok(())
}
