//! Findings that were there when a kit was first checked, so that only new ones fail.
//!
//! A text file to be kept in git: a line each, with how often, the fingerprint, the rule and the file. Lines of findings
//! that are mended can go; nothing depends on their order.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::check::rule;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::error::Error;
use crate::report::fingerprint::fingerprint;
use crate::source::Sources;
use crate::write;

/// How a baseline begins.
const MARK: &str = "# Findings that were there when the kit was first checked";
/// What a baseline says of itself.
const HEAD: &str = "\
# Findings that were there when the kit was first checked: `talktrack check --baseline` this file tells only new ones.
# How often, by what it is known again, the rule, the file. Remove a line when its finding is mended, or write the file anew
# with `talktrack check --write-baseline` and its name.
";

/// Known findings.
#[derive(Debug, Default, PartialEq)]
pub struct Baseline {
    /// Rule, file and how often, by fingerprint.
    known: BTreeMap<String, (String, String, usize)>,
}

impl Baseline {
    /// All that can be excused among some findings.
    pub fn of(found: &Diagnostics, sources: &Sources) -> Self {
        let mut known: BTreeMap<String, (String, String, usize)> = BTreeMap::new();
        for one in found.0.iter().filter(|d| is_excusable(d)) {
            let entry = known.entry(fingerprint(one, sources));
            entry.or_insert_with(|| (one.rule.to_owned(), one.location.file.to_string(), 0)).2 += 1;
        }
        Baseline { known }
    }

    /// Reads one.
    ///
    /// # Errors
    /// When it cannot be read, or a line is not of its form.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|cause| Error::NoBaseline { path: path.to_owned(), cause })?;
        let mut known = BTreeMap::new();
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).enumerate();
        for (number, line) in lines.filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let mut words = line.splitn(4, ' ');
            let mut next = || words.next().map(str::to_owned);
            let parts = (next().and_then(|n| n.parse::<usize>().ok()), next(), next(), next());
            let (Some(times), Some(print), Some(rule), Some(file)) = parts else {
                return Err(Error::BadBaseline { path: path.to_owned(), line: number + 1 });
            };
            known.insert(print, (rule, file, times));
        }
        Ok(Baseline { known })
    }

    /// Writes it, whole or not at all; tells how many findings it holds.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, path: &Path) -> Result<usize, Error> {
        let before = std::fs::read_to_string(path);
        let ours = before.as_ref().map_or_else(|e| e.kind() == std::io::ErrorKind::NotFound, |t| t.starts_with(MARK));
        if !ours {
            return Err(Error::NotABaseline { path: path.to_owned() });
        }
        let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let mut lines: Vec<_> =
            self.known.iter().map(|(print, (rule, file, times))| (file, rule, print, times)).collect();
        lines.sort();
        let lines =
            lines.into_iter().map(|(file, rule, print, times)| format!("{times} {print} {rule} {}\n", one_line(file)));
        let text = HEAD.to_owned() + &lines.collect::<String>();
        write::whole(path, text.as_bytes()).map_err(|cause| Error::Unwritable { path: path.clone(), cause })?;
        Ok(self.known.values().map(|(_, _, times)| times).sum())
    }

    /// The findings that are not in it. Of one that is there more often than before, the last ones are new.
    pub fn unknown(&self, found: Diagnostics, sources: &Sources) -> Diagnostics {
        let mut left: HashMap<&str, usize> =
            self.known.iter().map(|(print, (_, _, times))| (&**print, *times)).collect();
        let mut is_new = |one: &Diagnostic| match left.get_mut(&*fingerprint(one, sources)) {
            Some(times) if *times > 0 && is_excusable(one) => {
                *times -= 1;
                false
            }
            _ => true,
        };
        Diagnostics(found.0.into_iter().filter(|one| is_new(one)).collect())
    }
}

/// What makes pages wrong is never excused wholesale.
fn is_excusable(found: &Diagnostic) -> bool {
    rule(found.rule).is_some_and(|r| r.adjustable && !(r.always && found.severity == Severity::Error))
}

fn one_line(file: &str) -> String {
    file.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}
