//! `talktrack build`: the pages, written to a folder.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::{Outcome, day, format, print, print_findings, reader, say};
use crate::amend::Amended;
use crate::cli::{Build, Cli};
use crate::diagnostic::nearest;
use crate::error::Error;
use crate::git;
use crate::pipeline::{self, Built};
use crate::project::Project;
use crate::ready::{self, Since, Wanted};
use crate::record::{Before, Past};
use crate::render::{Output, TARGETS, target};
use crate::timings::stage;
use crate::write::{Mark, Options, Writer, Written};

/// A single file of so many MB is told as one that opens slowly.
const HEAVY: u64 = 20;

/// Runs it.
pub fn run(cli: &Cli, args: &Build) -> Result<Outcome, Error> {
    let start = Instant::now();
    let project = Project::find(&cli.root)?;
    let out = args.out.clone().unwrap_or_else(|| project.root.join(default_folder(args)));
    refuse_sources(&project, &out)?;
    let named: Vec<String> = args.only.iter().map(|name| name.trim().to_owned()).collect();
    let only = known_pieces(&project, &named)?;
    let targets = args.to.iter().filter_map(|name| target(name)).collect();
    let earlier = args.since.as_deref().map(|revision| git::snapshot(&project, revision)).transpose()?;
    let since = earlier.as_ref().zip(args.since.clone());
    let since = since.map(|(then, name)| Since {
        project: then.project.clone(),
        name,
        day: then.day,
        commit: then.commit.clone(),
    });
    let wanted = Wanted {
        reader: reader(&args.selection),
        only,
        targets,
        single_file: args.single_file,
        since,
        output: Output { shard: args.shard, hashed_assets: args.hashed_assets },
        today: day(args.today),
    };
    let can_be_known = args.since.is_none() && args.shard.is_none();
    let look = || can_be_known.then(|| Before::of(&project, &out, &options(args, &wanted))).flatten();
    let before = stage("look", look);
    let past = stage("look", || before.as_ref().filter(|_| !args.fresh).and_then(Before::past));
    let writer = Writer::new(&out, Options { force: args.force });
    let known = past.and_then(|past| known(&project, &wanted, past, &writer));
    let (built, known) = match known {
        Some((built, known)) => (built, Some(known)),
        None => (pipeline::build(&project, &wanted, &|path, bytes| writer.put(path, bytes))?, None),
    };
    let outcome = print_findings(cli, &project, &built.diagnostics, &built.sources);
    let (notes, key) = (built.notes, built.key);
    let Some(files) = built.paths.filter(|_| outcome == Outcome::Fine) else {
        say("nothing was written\n");
        return Ok(Outcome::Findings);
    };
    let mark = args.shard.zip(key).map(|(shard, key)| Mark { shard, key });
    let written = match (&mark, known) {
        (_, Some(Known::Unchanged)) => Written { unchanged: files.len(), ..Written::default() },
        (_, Some(Known::Amended(known))) => known.0.commit(known.1, writer)?,
        (Some(mark), None) => stage("write", || writer.commit_shard(mark))?,
        (None, None) => {
            let (written, stood) = stage("write", || writer.commit_and_look())?;
            if let Some(before) = &before {
                stage("remember", || before.keep(&built.diagnostics, &built.sources, stood, notes));
            }
            written
        }
    };
    tell_kept(&written);
    if !cli.quiet && !format(cli).data {
        if cli.verbose {
            files.iter().for_each(|path| print(&format!("{path}\n")));
        }
        print(&told(&out, args, &files, &written, start));
        say(&heavy(&out, args, &files));
        if args.since.is_some() && !files.iter().any(|path| path.starts_with("changes.")) {
            say("marks stand on the pages; the page of what changed is for insiders only\n");
        }
    }
    Ok(outcome)
}

/// What is known of a site by the last build of it.
enum Known<'a> {
    /// It is as it was.
    Unchanged,
    /// Some files were made again, and put.
    Amended(Box<(Past<'a>, Amended)>),
}

/// The site as far as the last build knows it; `None`: all of it must be made.
fn known<'a>(project: &Project, wanted: &Wanted, past: Past<'a>, writer: &Writer) -> Option<(Built, Known<'a>)> {
    if past.is_same() {
        return Some((stage("look", || past.unchanged())?, Known::Unchanged));
    }
    let stood = || writer.is_still(past.outputs()).then(|| past.built()).flatten();
    let (amended, built) = rayon::join(|| past.amended(project, wanted), stood);
    let (amended, built) = amended.zip(built)?;
    amended.files.iter().for_each(|(path, bytes)| writer.put(path, bytes));
    Some((built, Known::Amended(Box::new((past, amended)))))
}

/// Where pages go that are not sent elsewhere, in the kit.
fn default_folder(args: &Build) -> String {
    match args.shard {
        Some(shard) => format!("public-{}-of-{}", shard.number(), shard.count()),
        None if args.single_file => "public-single".to_owned(),
        None => "public".to_owned(),
    }
}

/// All options that decide what is made, those to come too.
fn options(args: &Build, wanted: &Wanted) -> String {
    format!("{:?}", Build { out: None, fresh: false, today: Some(wanted.today), ..args.clone() })
}

/// The folder to write to must not be where the kit is written by hand.
pub(super) fn refuse_sources(project: &Project, out: &Path) -> Result<(), Error> {
    let full = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    let real = full.canonicalize().unwrap_or(full);
    let sources = ["content", "templates", "static"].map(|name| project.root.join(name));
    if real == project.root || project.root.starts_with(&real) || sources.iter().any(|s| real.starts_with(s)) {
        return Err(Error::OutIsKit { path: out.to_owned() });
    }
    Ok(())
}

/// The pieces that `--only` names.
fn known_pieces(project: &Project, only: &[String]) -> Result<Vec<String>, Error> {
    if only.is_empty() {
        return Ok(Vec::new());
    }
    let pieces = ready::pieces(project);
    let names: Vec<&str> = pieces.iter().map(|p| p.name.as_str()).collect();
    match only.iter().find(|name| !names.contains(&name.as_str())) {
        None => Ok(only.to_vec()),
        Some(unknown) => {
            let near =
                nearest(unknown, names.iter().copied()).map(|n| format!("did you mean `{n}`? ")).unwrap_or_default();
            let help = format!("{near}there are {}", names.join(", "));
            Err(Error::UnknownChoice { what: "collateral", given: unknown.clone(), help })
        }
    }
}

/// What was done, and what to do next.
fn told(out: &Path, args: &Build, files: &BTreeSet<Arc<str>>, written: &Written, start: Instant) -> String {
    let next = match args.shard {
        Some(shard) => format!("this is shard {shard}: `talktrack merge` makes a site of all {}", shard.count()),
        None => look_at(out, files),
    };
    format!(
        "{} for {} readers, {} in {:.0?}\n{next}\n",
        counted(files),
        args.selection.audience,
        changed(written),
        start.elapsed(),
    )
}

/// What to know of one file that few browsers would open with ease.
fn heavy(out: &Path, args: &Build, files: &BTreeSet<Arc<str>>) -> String {
    let file = files.first().filter(|_| args.single_file).and_then(|path| std::fs::metadata(out.join(&**path)).ok());
    match file.map_or(0, |file| file.len() >> 20) {
        size @ HEAVY.. => {
            format!("the file has {size} MB and opens slowly; choose what goes in with `--only` or `--segment`\n")
        }
        _ => String::new(),
    }
}

/// How many files.
pub(super) fn counted(files: &BTreeSet<Arc<str>>) -> String {
    format!("{} file{}", files.len(), if files.len() == 1 { "" } else { "s" })
}

/// What became of them.
pub(super) fn changed(written: &Written) -> String {
    match written {
        Written { written: 0, removed: 0, .. } => "nothing changed".to_owned(),
        Written { written, removed: 0, .. } => format!("{written} written"),
        Written { written, removed, .. } => format!("{written} written, {removed} removed"),
    }
}

/// Where to begin to read.
pub(super) fn look_at(out: &Path, files: &BTreeSet<Arc<str>>) -> String {
    let doors = TARGETS.iter().map(|target| format!("index.{}", target.extension).into()).chain(files.iter().cloned());
    let door = out.join(&*doors.into_iter().find(|path| files.contains(path)).unwrap_or_default());
    format!("look at {}", door.display())
}

/// Tells of files that were left in place.
pub(super) fn tell_kept(written: &Written) {
    for kept in &written.kept {
        say(&format!("kept {kept}: no longer part of the site, but edited by hand\n"));
    }
}
