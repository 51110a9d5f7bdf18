//! Findings that were there when a kit was first checked, so that only new ones fail.
//!
//! A text file to be kept in git: a line each, with how often, the fingerprint, the rule and the file. Lines of findings
//! that are mended can go; nothing depends on their order.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::check::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::error::Error;
use crate::report::fingerprint::fingerprint;
use crate::source::Sources;
use crate::write;

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
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')) {
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
        let mut lines: Vec<_> =
            self.known.iter().map(|(print, (rule, file, times))| (file, rule, print, times)).collect();
        lines.sort();
        let lines = lines.into_iter().map(|(file, rule, print, times)| format!("{times} {print} {rule} {file}\n"));
        let text = HEAD.to_owned() + &lines.collect::<String>();
        write::whole(path, text.as_bytes())?;
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

/// What stands in the way of pages is never excused.
fn is_excusable(found: &Diagnostic) -> bool {
    rule(found.rule).is_some_and(|r| r.adjustable)
}
