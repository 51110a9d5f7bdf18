//! The command line: argument types only. Lists of values come from where things are registered.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::check::RULES;
use crate::diagnostic::nearest;
use crate::diff::print::FORMATS as REVIEWS;
use crate::render::TARGETS;
use crate::report::FORMATS;
use crate::shard::Shard;

/// Turns a folder of YAML into battlecards, FAQ pages and other sales collateral.
#[derive(Debug, Clone, Parser)]
#[command(
    name = "talktrack",
    version,
    about,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Start with `talktrack new my-kit`, then `talktrack build --root my-kit`.\n\n\
        A kit is a folder with a talktrack.yaml and a content/ folder. It is found from any folder inside it.\n\
        Exit codes: 0 fine, 1 findings at error level, 2 could not run; the commands for wikis tell their own."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// The kit's folder, or any folder inside it
    #[arg(
        long,
        global = true,
        help_heading = "For all commands",
        value_name = "DIR",
        default_value = ".",
        env = "TALKTRACK_ROOT",
        hide_env = true
    )]
    pub root: PathBuf,
    /// How to print findings
    #[arg(long, global = true, help_heading = "For all commands", value_name = "FORMAT", default_value = FORMATS[0].name, value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name)))]
    pub report: String,
    /// Fail on warnings too
    #[arg(long, global = true, help_heading = "For all commands")]
    pub deny_warnings: bool,
    /// Say nothing but findings
    #[arg(short, long, global = true, help_heading = "For all commands", conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: name each file that is made
    #[arg(short, long, global = true, help_heading = "For all commands")]
    pub verbose: bool,
    /// Tell how long each stage took
    #[arg(long, global = true, help_heading = "For all commands")]
    pub timings: bool,
    /// When to use colour
    #[arg(long, global = true, help_heading = "For all commands", value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Start a kit: a small true one with comments, ready to build
    #[command(
        after_help = "Examples:\n  talktrack new my-kit\n  talktrack new my-kit --minimal\n  talktrack new . --templates          copy the templates into the kit you are in"
    )]
    New(New),
    /// Build pages from the kit
    #[command(
        after_help = "Examples:\n  talktrack build\n  talktrack build --audience public --out site\n  talktrack build --to html,markdown --only battlecard,faq\n  talktrack build --since v1.2                mark what is new"
    )]
    Build(Build),
    /// Join the parts of a site that `build --shard` made into one folder
    #[command(
        after_help = "Example:\n  talktrack build --shard 1/2 --today 2026-11-23     on one machine\n  talktrack build --shard 2/2 --today 2026-11-23     on another\n  talktrack merge public public-1-of-2 public-2-of-2\n\nEach file is held against the list of its part. The folder becomes equal to that of one build, or stays as it is."
    )]
    Merge(Merge),
    /// Show the pages while you write: every change is in the browser at once, on this machine alone
    #[command(
        after_help = "Examples:\n  talktrack serve --open\n  talktrack serve --audience public --port 5000\n\nCtrl-C ends it. What is wrong with the kit is told in the page, with file and line."
    )]
    Serve(Serve),
    /// Check the kit: what is wrong, and what could be truer, shorter, kinder or safer
    #[command(
        after_help = "Examples:\n  talktrack check\n  talktrack check --only stale-claim,over-budget\n  talktrack check --write-baseline known.txt     on an old kit, once; then\n  talktrack check --baseline known.txt\n  talktrack check --deny-warnings\n  talktrack check --audience public     also prove that nothing internal leaks\n  talktrack check --report json"
    )]
    Check(Check),
    /// Say what changed since a git revision: cards, answers, claims, prices, who may see what
    #[command(
        after_help = "Examples:\n  talktrack diff main                       the work tree against main\n  talktrack diff v1.2 v1.3\n  talktrack diff origin/main --to markdown   a comment for a pull request\n\nWhat more people may see now comes first. Changes are no findings: the exit code is 0. The work tree and\nthe index are left alone."
    )]
    Diff(Diff),
    /// Look up what to say, in the prospect's words
    #[command(
        after_help = "Examples:\n  talktrack find too expensive\n  talktrack find --audience public single sign-on"
    )]
    Find(Find),
    /// Say what publishing to a wiki would change; nothing is changed
    #[command(
        after_help = "Examples:\n  talktrack plan wiki\n  talktrack plan wiki -o plan.json      keep it, to publish just that\n\nA place is a name under `publish:` in talktrack.yaml.\nExit codes: 0 nothing to do, 2 changes pending, 3 a person has to decide first, 1 error."
    )]
    Plan(Plan),
    /// Publish the pages to a wiki: plan, show, apply. What a person changed there is never overwritten
    #[command(
        after_help = "Examples:\n  talktrack publish wiki\n  talktrack publish wiki plan.json      only if nothing changed since that plan\n  talktrack publish wiki --yes          without asking, for CI\n\nExit codes: 0 done, 3 a person has to decide about some pages, or the plan is stale, 4 partly done: run it again, 1 error."
    )]
    Publish(Publish),
    /// Say which pages at a wiki are no longer as they were published
    #[command(after_help = "Exit codes: 0 all as published, 3 some are not, 1 error.")]
    Status(AtPlace),
    /// Take pages that are at a wiki already into the ledger; nothing there is changed
    #[command(
        after_help = "Examples:\n  talktrack adopt wiki                                    all pages that carry our mark\n  talktrack adopt wiki battlecard/ticketron \"Ticketron\"   a page of somebody else's, from now on kept by the kit"
    )]
    Adopt(Adopt),
    /// Show what a person changed on a page at a wiki, and where the words stand in the kit
    #[command(after_help = "Example:\n  talktrack pull wiki battlecard/ticketron")]
    Pull(Pull),
    /// Delete the pages at a wiki that the kit no longer has (into the trash, only our own, only unchanged ones)
    #[command(after_help = "Exit codes: 0 done, 3 some stay: a person has to decide, 4 partly done, 1 error.")]
    Prune(Prune),
    /// Ask a wiki whether everything is in place to publish, step by step
    #[command(after_help = "Nothing is changed. Exit codes: 0 ready, 1 not yet.")]
    Doctor(AtPlace),
    /// Explain a rule, or list all rules
    #[command(after_help = "Examples:\n  talktrack explain\n  talktrack explain broken-link")]
    Explain(Explain),
    /// Write the JSON Schema of each kind of file, for editors
    Schema(Schema),
    /// Print completions for a shell
    #[command(
        after_help = "For example, for bash:\n  talktrack completions bash > ~/.local/share/bash-completion/completions/talktrack"
    )]
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// A day on the command line.
fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date is written YYYY-MM-DD, for example 2026-10-01".to_owned())
}

/// The name of a rule on the command line.
fn rule_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if RULES.iter().any(|r| r.name == name) {
        return Ok(name.to_owned());
    }
    let near = nearest(name, RULES.iter().map(|r| r.name));
    let begins = || RULES.iter().map(|r| r.name).find(|n| !name.is_empty() && n.contains(name));
    Err(match near.or_else(begins) {
        Some(near) => format!("no rule is called so; did you mean `{near}`?"),
        None => "no rule is called so; `talktrack explain` lists them".to_owned(),
    })
}

/// The name of a rule that can be asked for alone: one that files are not refused for anyway.
fn adjustable_rule(text: &str) -> Result<String, String> {
    let name = rule_name(text)?;
    match RULES.iter().any(|r| r.name == name && r.adjustable) {
        true => Ok(name),
        false => Err("this rule is always on".to_owned()),
    }
}

/// `talktrack new`.
#[derive(Debug, Clone, Args)]
pub struct New {
    /// Folder to make
    pub dir: PathBuf,
    /// Only the settings and one competitor
    #[arg(long)]
    pub minimal: bool,
    /// Copy the built-in templates in, to change them (also into a kit that is there)
    #[arg(long)]
    pub templates: bool,
}

/// What decides what is on the pages.
#[derive(Debug, Clone, Args)]
pub struct Selection {
    /// For whom: what is meant for fewer is left out
    #[arg(long, value_name = "AUDIENCE", default_value = "internal", value_parser = PossibleValuesParser::new(["internal", "partner", "public"]))]
    pub audience: String,
    /// Take in what is marked `draft: true` (internal pages only)
    #[arg(long)]
    pub drafts: bool,
    /// Leave out what is only for other market segments
    #[arg(long, value_name = "SEGMENT")]
    pub segment: Option<String>,
    /// Leave out what is only for other regions
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
}

/// `talktrack build`.
#[derive(Debug, Clone, Args)]
pub struct Build {
    /// Folder to write to; made equal to the new pages [default: public/ in the kit]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Forms to build, separated by commas
    #[arg(long, value_name = "TARGETS", value_delimiter = ',', default_value = TARGETS[0].name, value_parser = PossibleValuesParser::new(TARGETS.iter().map(|t| t.name)))]
    pub to: Vec<String>,
    /// Make one HTML file with everything inside, to mail or to open on a phone [default folder: public-single/]
    #[arg(long, conflicts_with = "to")]
    pub single_file: bool,
    /// Build only these kinds of collateral, separated by commas: battlecard, faq, objections … (as README lists them,
    /// and your own). The index is always built; other pages made before are removed
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Mark what is new since a git revision, and add a page that tells what changed
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Make one part of so many of the site, for `talktrack merge` to join [default folder: public-NUMBER-of-COUNT/]
    #[arg(long, value_name = "NUMBER/COUNT", value_parser = Shard::parse, conflicts_with = "single_file")]
    pub shard: Option<Shard>,
    /// Name style sheets and scripts by their content too, so that browsers and caches may keep them for ever
    #[arg(long, conflicts_with = "single_file")]
    pub hashed_assets: bool,
    /// What decides what is on the pages.
    #[command(flatten)]
    pub selection: Selection,
    /// The day to build for: ages and ranks are counted from it [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Date>,
    /// Write into a folder that holds other files, replacing those in the way
    #[arg(long)]
    pub force: bool,
    /// Make everything anew, whatever is remembered of the last build
    #[arg(long)]
    pub fresh: bool,
}

/// `talktrack merge`.
#[derive(Debug, Clone, Args)]
pub struct Merge {
    /// Folder to write to; made equal to the whole site
    pub out: PathBuf,
    /// The folders that `talktrack build --shard` wrote, all of them
    #[arg(required = true, value_name = "SHARD_DIR")]
    pub shards: Vec<PathBuf>,
    /// Write into a folder that holds other files, replacing those in the way
    #[arg(long)]
    pub force: bool,
}

/// `talktrack check`.
#[derive(Debug, Clone, Args)]
pub struct Check {
    /// Judge by these rules only, separated by commas; also by those that are off
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = adjustable_rule)]
    pub only: Vec<String>,
    /// From which level on to fail [default: error; warning with --deny-warnings]
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,
    /// Tell only what is not in this file of known findings
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found now into such a file, and fail on nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "fail_on", "watch"])]
    pub write_baseline: Option<PathBuf>,
    /// First mend what is mechanical: dates in another form, keys with a slip, blanks at line ends
    #[arg(long)]
    pub fix: bool,
    /// Also ask the web whether links still lead somewhere (slowly, to be polite)
    #[arg(long)]
    pub links: bool,
    /// Check again at every change, until Ctrl-C
    #[arg(long)]
    pub watch: bool,
    /// What decides what is on the pages.
    #[command(flatten)]
    pub selection: Selection,
    /// The day to check for [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Date>,
}

/// From which level on a check fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// On errors
    Error,
    /// On warnings too
    Warning,
    /// On nothing
    Never,
}

/// `talktrack diff`.
#[derive(Debug, Clone, Args)]
pub struct Diff {
    /// The earlier state: a commit, branch or tag
    #[arg(value_name = "REV")]
    pub revision: String,
    /// The later state [default: the work tree as it stands]
    #[arg(value_name = "REV2")]
    pub to_revision: Option<String>,
    /// How to print it: for a terminal, as a comment for a pull request, as data
    #[arg(long, value_name = "FORM", default_value = REVIEWS[0].name, value_parser = PossibleValuesParser::new(REVIEWS.iter().map(|f| f.name)))]
    pub to: String,
    /// The day on which both states are judged [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Date>,
}

/// `talktrack serve`.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// The port; when it is taken, the next free one
    #[arg(short, long, default_value_t = 4400)]
    pub port: u16,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Whom the front page is for; in the page you can switch
    #[arg(long, value_name = "AUDIENCE", default_value = "internal", value_parser = PossibleValuesParser::new(["internal", "partner", "public"]))]
    pub audience: String,
    /// Take in what is marked `draft: true` (internal pages only)
    #[arg(long)]
    pub drafts: bool,
    /// The day of the pages: ages and ranks are counted from it [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Date>,
}

/// `talktrack find`.
#[derive(Debug, Clone, Args)]
pub struct Find {
    /// What they said, or a name; slips of the finger do not matter
    #[arg(required = true)]
    pub words: Vec<String>,
    /// How many to show
    #[arg(short = 'n', long, value_name = "NUMBER", default_value_t = 3)]
    pub most: usize,
    /// What decides what can be found.
    #[command(flatten)]
    pub selection: Selection,
    /// The day to look from [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Date>,
}

/// A place, and how to print.
#[derive(Debug, Clone, Args)]
pub struct AtPlace {
    /// The place: a name under `publish:` in talktrack.yaml
    pub place: String,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
    /// Read the token from standard input, not from the environment
    #[arg(long)]
    pub token_stdin: bool,
    /// The day of the pages: ages and ranks are counted from it [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Date>,
}

/// `talktrack plan`.
#[derive(Debug, Clone, Args)]
pub struct Plan {
    /// Which place.
    #[command(flatten)]
    pub at: AtPlace,
    /// Keep the plan in a file
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `talktrack publish`.
#[derive(Debug, Clone, Args)]
pub struct Publish {
    /// Which place.
    #[command(flatten)]
    pub at: AtPlace,
    /// A plan that was kept: publish only if it still holds
    #[arg(value_name = "PLAN")]
    pub plan: Option<PathBuf>,
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
    /// Overwrite a page that a person changed, as it is at this revision (`status` tells it)
    #[arg(long, value_name = "KEY@REV")]
    pub take_ours: Vec<String>,
    /// Make a page again that a person deleted
    #[arg(long, value_name = "KEY")]
    pub recreate: Vec<String>,
}

/// `talktrack adopt`.
#[derive(Debug, Clone, Args)]
pub struct Adopt {
    /// Which place.
    #[command(flatten)]
    pub at: AtPlace,
    /// The page's key, such as battlecard/ticketron; without it, all pages that carry our mark
    #[arg(requires = "remote")]
    pub key: Option<String>,
    /// The page at the wiki: its name or id
    pub remote: Option<String>,
}

/// `talktrack pull`.
#[derive(Debug, Clone, Args)]
pub struct Pull {
    /// Which place.
    #[command(flatten)]
    pub at: AtPlace,
    /// The page's key, such as battlecard/ticketron
    pub key: String,
    /// Keep the page's text as it is at the wiki in a file
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `talktrack prune`.
#[derive(Debug, Clone, Args)]
pub struct Prune {
    /// Which place.
    #[command(flatten)]
    pub at: AtPlace,
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
    /// How many pages may go at once [default: 5, and at most a fifth of all]
    #[arg(long, value_name = "NUMBER")]
    pub max_delete: Option<usize>,
}

/// `talktrack explain`.
#[derive(Debug, Clone, Args)]
pub struct Explain {
    /// The rule, such as broken-link; without it, all rules are listed
    #[arg(value_parser = rule_name)]
    pub rule: Option<String>,
}

/// `talktrack schema`.
#[derive(Debug, Clone, Args)]
pub struct Schema {
    /// Folder to write to
    #[arg(short, long, value_name = "DIR", default_value = "schema")]
    pub out: PathBuf,
}

/// `talktrack completions`.
#[derive(Debug, Clone, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}
