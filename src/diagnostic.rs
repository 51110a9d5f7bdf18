//! What an author is told: findings as plain data. Printing them is `report`'s work.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The run fails (exit code 1).
    Error,
    /// The run goes on; `--deny-warnings` makes it fail.
    Warning,
}

/// A place in a file of the kit (or in a built-in template).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Location {
    /// Path from the kit's root, with `/`, as shown to the author.
    pub file: Arc<str>,
    /// Bytes of the file's text; `None` speaks of the file as a whole.
    pub span: Option<Range<usize>>,
}

impl Location {
    /// The file as a whole.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Location { file: file.into(), span: None }
    }

    /// A range of bytes inside the file.
    pub fn span(file: impl Into<Arc<str>>, span: Range<usize>) -> Self {
        Location { file: file.into(), span: Some(span) }
    }
}

/// One finding: something the author can mend in `content/`, `templates/` or `talktrack.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Kebab-case name of the rule, as in `talktrack explain NAME`.
    pub rule: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Lower-case start, no full stop, names in backticks.
    pub message: String,
    /// Where.
    pub location: Location,
    /// A second place that matters (the first of two duplicates), with its label.
    pub related: Option<(Location, String)>,
    /// What to do.
    pub help: Option<String>,
    /// What to write at its place, where there is no doubt (`check --fix`).
    pub fix: Option<String>,
    /// The item it speaks of, as in `objection:price`: what stays the same when lines move.
    pub item: Option<Arc<str>>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(rule: &'static str, location: Location, message: impl Into<String>) -> Self {
        Diagnostic {
            rule,
            severity: Severity::Error,
            message: message.into(),
            location,
            related: None,
            help: None,
            fix: None,
            item: None,
        }
    }

    /// A warning at a place.
    pub fn warning(rule: &'static str, location: Location, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Self::error(rule, location, message) }
    }

    /// As a warning at most, where it weighs less than its rule.
    pub fn softer(mut self, when: bool) -> Self {
        if when {
            self.severity = Severity::Warning;
        }
        self
    }

    /// With a line that says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// About an item, named as in `objection:price`.
    pub fn of(mut self, item: impl Into<Arc<str>>) -> Self {
        self.item = Some(item.into());
        self
    }

    /// With a second place.
    pub fn related(mut self, location: Location, label: impl Into<String>) -> Self {
        self.related = Some((location, label.into()));
        self
    }
}

/// The findings of a run, in the order they were made until `sorted`.
#[derive(Debug, Default, Clone)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds many.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(more);
    }

    /// By file, place, severity and words, each told once.
    pub fn sorted(mut self) -> Self {
        let key = |d: &Diagnostic| {
            let start = d.location.span.as_ref().map_or(0, |s| s.start);
            (d.location.file.clone(), start, d.severity, d.rule, d.message.clone())
        };
        self.0.sort_by_cached_key(key);
        self.0.dedup();
        self
    }

    /// Findings at one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether the run fails.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }
}

/// The nearest of `candidates` to a word, for "did you mean": at most a third of its letters off (one for short words).
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&word, &c.to_lowercase()), c))
        .filter(|(d, c)| *d <= limit && *d < c.chars().count().max(2))
        .min()
        .map(|(_, c)| c)
}
