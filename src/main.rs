//! The program: parses arguments, runs the command, turns the outcome into an exit code.

use std::process::ExitCode;

use clap::Parser;
use talktrack::cli::Cli;
use talktrack::commands::{self, Outcome};
use talktrack::timings;

#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let start = std::time::Instant::now();
    let ended = commands::run(&cli);
    if cli.timings {
        commands::say(&format!(
            "{}{:<14} {:>9.1} ms\n",
            timings::told(),
            "all",
            start.elapsed().as_secs_f64() * 1000.0
        ));
    }
    match ended {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings | Outcome::Failed) => ExitCode::from(1),
        Ok(Outcome::Pending) => ExitCode::from(2),
        Ok(Outcome::Undecided) => ExitCode::from(3),
        Ok(Outcome::Partly) => ExitCode::from(4),
        Err(error) => {
            let color = commands::colored(&cli, &std::io::stderr());
            let (bold, plain) = if color { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
            let cause = std::error::Error::source(&error).map(|c| format!(": {c}")).unwrap_or_default();
            commands::say(&format!("{bold}error{plain}: {error}{cause}\n  = help: {}\n", error.help()));
            ExitCode::from(if commands::is_for_a_wiki(&cli) { 1 } else { 2 })
        }
    }
}
