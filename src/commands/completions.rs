//! `talktrack completions`: for bash, zsh, fish, PowerShell and elvish.

use clap::CommandFactory;

use super::{Outcome, print};
use crate::cli::{Cli, Completions};
use crate::error::Error;

/// Runs it.
pub fn run(args: &Completions) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "talktrack", &mut script);
    print(&String::from_utf8_lossy(&script));
    Ok(Outcome::Fine)
}
