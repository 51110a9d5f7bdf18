//! `talktrack serve`: the pages while one writes.

use super::{Outcome, day, format, print, print_findings, say};
use crate::cli::{Cli, Serve};
use crate::error::Error;
use crate::project::Project;
use crate::serve::{self, Event, Options};
use crate::text::Audience;
use crate::timings;

/// Runs it.
pub fn run(cli: &Cli, args: &Serve) -> Result<Outcome, Error> {
    let project = Project::find(&cli.root)?;
    let given = args.today;
    let options = Options {
        port: args.port,
        audience: Audience::parse(&args.audience).unwrap_or_default(),
        drafts: args.drafts,
        today: Box::new(move || day(given)),
    };
    let open = args.open;
    let (cli, quiet, kit) = (cli.clone(), cli.quiet, project.clone());
    serve::serve(project, options, move |event| match event {
        Event::Listening(address) => {
            let tell = if format(&cli).data { say } else { print };
            tell(&format!("{address}\n"));
            say("Ctrl-C ends it\n");
            if open && open::that_detached(address).is_err() {
                say("no browser could be opened; open the address yourself\n");
            }
        }
        Event::Read { diagnostics, sources, took } => {
            print_findings(&cli, &kit, diagnostics, sources);
            if !quiet && !diagnostics.has_errors() {
                say(&format!("read in {took:.0?}\n"));
            }
            if cli.timings {
                say(&timings::told());
            }
        }
        Event::Unreadable(error) => say(&format!("error: {error}\n  = help: {}\n", error.help())),
    })?;
    Ok(Outcome::Fine)
}
