//! `talktrack new`: a kit to start from. It is the sample kit of this very program.

use std::path::Path;

use jiff::civil::Date;
use regex::Regex;
use rust_embed::RustEmbed;

use super::{Outcome, day, print, schema};
use crate::cli::{Cli, New};
use crate::error::Error;
use crate::load::overlay::Overlay;
use crate::project::SETTINGS;

/// The content of the sample kit.
#[derive(RustEmbed)]
#[folder = "content/"]
#[prefix = "content/"]
struct Content;

/// The pictures of the sample kit.
#[derive(RustEmbed)]
#[folder = "static/"]
#[prefix = "static/"]
struct Static;

/// The settings of the sample kit.
const SAMPLE_SETTINGS: &str = include_str!("../../talktrack.yaml");

/// The settings of the smallest kit.
const MINIMAL_SETTINGS: &str =
    "# yaml-language-server: $schema=schema/talktrack.json\ntitle: Our field guide\ncompany: Us\n";
/// Its one competitor.
const MINIMAL_COMPETITOR: &str = "\
# yaml-language-server: $schema=../../schema/competitors.json
# One file a competitor; the file's name is its id. Only `name` is required.
name: Example Rival
owner: your name
one_liner: What they are, in one line
quick_dismiss: One breath that ends the matter where they do not fit.
why_we_win:
  - The best reason first
why_we_lose:
  - An honest one
discovery:
  - {ask: \"What happens when …?\", listen_for: what tells you that you can help}
";

/// Runs it.
pub fn run(cli: &Cli, args: &New) -> Result<Outcome, Error> {
    let dir = &args.dir;
    let is_kit = dir.join(SETTINGS).is_file();
    if args.templates && is_kit {
        let copied = templates(dir)?;
        tell(cli, &format!("{copied} templates in {}\n", dir.join("templates").display()));
        return Ok(Outcome::Fine);
    }
    if std::fs::read_dir(dir).is_ok_and(|mut d| d.next().is_some()) {
        return Err(Error::NotEmpty { path: dir.clone() });
    }
    if args.minimal {
        put(dir, SETTINGS, MINIMAL_SETTINGS.as_bytes())?;
        put(dir, "content/competitors/example-rival.yaml", MINIMAL_COMPETITOR.as_bytes())?;
    } else {
        put(dir, SETTINGS, SAMPLE_SETTINGS.as_bytes())?;
        let files = Content::iter().map(|p| (Content::get(&p), p)).chain(Static::iter().map(|p| (Static::get(&p), p)));
        for (file, path) in files {
            if let Some(file) = file {
                put(dir, &path, &fresh(&file.data, day(None)))?;
            }
        }
    }
    put(dir, ".gitignore", b"/public/\n/public-*/\n/.talktrack/\n")?;
    schema::write(&dir.join("schema"))?;
    if args.templates {
        templates(dir)?;
    }
    let shown = dir.display().to_string();
    let quoted = if shown.contains(' ') { format!("\"{shown}\"") } else { shown.clone() };
    tell(cli, &format!("a kit in {shown}\nnext: talktrack build --root {quoted}\n"));
    Ok(Outcome::Fine)
}

/// The day for which the sample kit is true.
const WRITTEN: Date = jiff::civil::date(2026, 11, 23);

/// A file of the sample kit with its dates moved on by whole weeks, so that a new kit is as fresh as the
/// sample was when it was written, and its first check finds nothing stale.
fn fresh(bytes: &[u8], today: Date) -> Vec<u8> {
    let days = (today - WRITTEN).get_days().max(0) / 7 * 7;
    let (Ok(text), true) = (std::str::from_utf8(bytes), days > 0) else { return bytes.to_vec() };
    let Ok(dates) = Regex::new(r"\b20\d\d-\d\d-\d\d\b") else { return bytes.to_vec() };
    let later = |found: &regex::Captures| {
        let moved = found[0].parse::<Date>().ok().and_then(|d| d.checked_add(jiff::Span::new().days(days)).ok());
        moved.map_or_else(|| found[0].to_owned(), |d| d.to_string())
    };
    dates.replace_all(text, later).into_owned().into_bytes()
}

fn tell(cli: &Cli, words: &str) {
    if !cli.quiet {
        print(words);
    }
}

/// Copies the built-in templates; those that are there stay as they are.
fn templates(dir: &Path) -> Result<usize, Error> {
    let mut copied = 0;
    for (path, text) in &Overlay::builtin().builtin {
        let path = format!("templates/{path}");
        if !dir.join(&path).exists() {
            put(dir, &path, text.as_bytes())?;
            copied += 1;
        }
    }
    Ok(copied)
}

fn put(dir: &Path, path: &str, bytes: &[u8]) -> Result<(), Error> {
    let full = dir.join(path);
    let unwritable = |cause| Error::Unwritable { path: full.clone(), cause };
    if let Some(folder) = full.parent() {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
    }
    std::fs::write(&full, bytes).map_err(unwritable)
}
