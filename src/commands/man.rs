//! `talktrack man`: the manual page, as roff.

use clap::CommandFactory;

use super::{Outcome, print};
use crate::cli::Cli;
use crate::error::Error;

/// Runs it.
pub fn run() -> Result<Outcome, Error> {
    let mut page = Vec::new();
    let mut parts = vec![Cli::command()];
    parts.extend(Cli::command().get_subcommands().cloned().map(|c| {
        let name = format!("talktrack-{}", c.get_name());
        c.name(name)
    }));
    for part in parts {
        let rendered = clap_mangen::Man::new(part).render(&mut page);
        rendered.map_err(|cause| Error::Unwritable { path: "(stdout)".into(), cause })?;
    }
    print(&String::from_utf8_lossy(&page));
    Ok(Outcome::Fine)
}
