//! The subcommands, one file each: the only place that composes the stages and prints.

mod adopt;
mod build;
mod check;
mod completions;
mod diff;
mod doctor;
mod explain;
mod find;
mod man;
mod merge;
mod new;
mod place;
mod plan;
mod prune;
mod publish;
mod pull;
mod schema;
mod serve;
mod status;

use std::io::{IsTerminal, Write};
use std::path::Path;

use jiff::civil::Date;

use crate::check::{Level, rule};
use crate::cli::{Cli, Color, Command, Selection};
use crate::diagnostic::{Diagnostics, Severity};
use crate::error::Error;
use crate::project::Project;
use crate::report::{self, Explained, Format, Report};
use crate::source::Sources;
use crate::text::Audience;
use crate::view::audience::Reader;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Fine,
    /// Exit code 1: findings at error level.
    Findings,
    /// Exit code 1: a wiki was not asked, or is not ready.
    Failed,
    /// Exit code 2: changes are pending at a wiki.
    Pending,
    /// Exit code 3: a person has to decide about pages at a wiki, or a plan is stale.
    Undecided,
    /// Exit code 4: a part of the pages was published; run it again.
    Partly,
}

/// Runs a command.
///
/// # Errors
/// When it could not run at all (exit code 2).
pub fn run(cli: &Cli) -> Result<Outcome, Error> {
    match &cli.command {
        Command::New(args) => new::run(cli, args),
        Command::Build(args) => build::run(cli, args),
        Command::Merge(args) => merge::run(cli, args),
        Command::Serve(args) => serve::run(cli, args),
        Command::Check(args) => check::run(cli, args),
        Command::Diff(args) => diff::run(cli, args),
        Command::Find(args) => find::run(cli, args),
        Command::Plan(args) => plan::run(cli, args),
        Command::Publish(args) => publish::run(cli, args),
        Command::Status(args) => status::run(cli, args),
        Command::Adopt(args) => adopt::run(cli, args),
        Command::Pull(args) => pull::run(cli, args),
        Command::Prune(args) => prune::run(cli, args),
        Command::Doctor(args) => doctor::run(cli, args),
        Command::Explain(args) => explain::run(cli, args),
        Command::Schema(args) => schema::run(cli, args),
        Command::Completions(args) => completions::run(args),
        Command::Man => man::run(),
    }
}

/// Whether a command deals with a wiki, where "could not run" has exit code 1.
pub fn is_for_a_wiki(cli: &Cli) -> bool {
    matches!(
        cli.command,
        Command::Plan(_)
            | Command::Publish(_)
            | Command::Status(_)
            | Command::Adopt(_)
            | Command::Pull(_)
            | Command::Prune(_)
            | Command::Doctor(_)
    )
}

/// Whether a stream gets colour.
pub fn colored(cli: &Cli, stream: &impl IsTerminal) -> bool {
    match cli.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
    }
}

/// How findings are to be printed.
fn format(cli: &Cli) -> &'static Format {
    report::format(&cli.report).unwrap_or(&report::FORMATS[0])
}

/// Prints findings: data on stdout, everything else on stderr.
fn print_findings(cli: &Cli, project: &Project, diagnostics: &Diagnostics, sources: &Sources) -> Outcome {
    let stderr = std::io::stderr();
    let width = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(120);
    let folder = folder(project);
    let color = colored(cli, &stderr);
    let format = format(cli);
    let (shown, hidden) = if format.summary { report::foremost(diagnostics) } else { (diagnostics.clone(), 0) };
    let report = Report { diagnostics: &shown, sources, color, width, folder: &folder, explain };
    let text = (format.print)(&report);
    if format.data {
        print(&text);
    } else {
        say(&text);
        if hidden > 0 {
            say(&format!("and {hidden} more; `--report short` tells each in one line\n\n"));
        }
        if !diagnostics.0.is_empty() && format.summary {
            let rules = report::by_rule(diagnostics);
            let rules = if rules.is_empty() { rules } else { format!(": {rules}") };
            say(&format!("{}{rules}\n", report::summary(diagnostics)));
        }
    }
    let failed = diagnostics.has_errors() || (cli.deny_warnings && diagnostics.count(Severity::Warning) > 0);
    if failed { Outcome::Findings } else { Outcome::Fine }
}

/// The kit's folder from the top of its repository: from the nearest folder upward that holds a `.git`; without one,
/// from the current folder. Empty when the kit is not inside that.
fn folder(project: &Project) -> String {
    let repository = project.root.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    let top = repository.or_else(|| std::env::current_dir().and_then(|here| here.canonicalize()).ok());
    let below = top.as_deref().and_then(|top| project.root.strip_prefix(top).ok()).unwrap_or(Path::new(""));
    below.iter().map(|name| name.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn severity(level: Level) -> Severity {
    if level == Level::Error { Severity::Error } else { Severity::Warning }
}

/// A rule in words.
fn explain(name: &str) -> Option<Explained> {
    rule(name).map(|r| Explained { level: severity(r.level), summary: r.summary, explanation: r.explanation })
}

/// Writes to stdout; a reader that went away is no fault.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Writes to stderr.
pub fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// The reader that the options describe.
fn reader(selection: &Selection) -> Reader {
    Reader {
        audience: Audience::parse(&selection.audience).unwrap_or_default(),
        drafts: selection.drafts,
        segment: selection.segment.clone(),
        region: selection.region.clone(),
    }
}

/// The day that was given; else `SOURCE_DATE_EPOCH`, else today in UTC.
fn day(given: Option<Date>) -> Date {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|s| s.parse::<i64>().ok());
    let now = epoch.and_then(|s| jiff::Timestamp::from_second(s).ok()).unwrap_or_else(jiff::Timestamp::now);
    given.unwrap_or_else(|| now.to_zoned(jiff::tz::TimeZone::UTC).date())
}
