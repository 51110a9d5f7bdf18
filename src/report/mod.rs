//! Prints the findings of a run: one file per way to print, registered in `FORMATS`.
//!
//! Reads nothing from disk and never writes to the terminal; a format turns a `Report` into text.

pub mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod place;
mod sarif;
mod short;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};
use crate::source::Sources;
use place::{Place, Places};

/// One way to print the findings of a run.
pub struct Format {
    /// As given on the command line.
    pub name: &'static str,
    /// One line for the command's help.
    pub about: &'static str,
    /// Whether it is for programs: then it goes to stdout, and nothing else does.
    pub data: bool,
    /// Whether the number of findings is told after it.
    pub summary: bool,
    /// The whole output, to be printed as it is; ends with a newline unless empty.
    pub print: fn(&Report) -> String,
}

/// What a format prints, and how.
pub struct Report<'a> {
    /// The findings, already sorted.
    pub diagnostics: &'a Diagnostics,
    /// The texts the findings speak of.
    pub sources: &'a Sources,
    /// Whether to use ANSI colours.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// The kit's folder from the top of its repository, with `/`; empty when it is the top itself.
    pub folder: &'a str,
    /// What a rule is about.
    pub explain: fn(&str) -> Option<Explained>,
}

/// A rule in words.
pub struct Explained {
    /// How much it weighs unless a kit says otherwise.
    pub level: Severity,
    /// In one line.
    pub summary: &'static str,
    /// Why it matters and what to do, in Markdown.
    pub explanation: &'static str,
}

impl Report<'_> {
    /// A file as services name it that show the whole repository. Built-in templates are in none.
    fn path(&self, file: &str) -> String {
        if self.folder.is_empty() || file.starts_with("(built-in)") {
            return file.to_owned();
        }
        format!("{}/{file}", self.folder)
    }

    /// `file:line:column`, from the repository's top.
    fn origin(&self, location: &Location, places: &Places) -> String {
        let file = self.path(&location.file);
        match places.find(location) {
            Some(Place { start, .. }) => format!("{file}:{}:{}", start.line, start.column),
            None => file,
        }
    }

    /// Message, related place and help, for formats that have one text for all.
    fn told(&self, d: &Diagnostic, places: &Places) -> Vec<String> {
        let related = d.related.as_ref().map(|(at, label)| format!("{label}: {}", self.origin(at, places)));
        let help = d.help.as_ref().map(|help| format!("help: {help}"));
        [Some(d.message.clone()), related, help].into_iter().flatten().collect()
    }
}

/// Every format; the first is the default.
pub const FORMATS: &[Format] =
    &[human::FORMAT, short::FORMAT, json::FORMAT, sarif::FORMAT, github::FORMAT, gitlab::FORMAT, junit::FORMAT];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

/// How many findings there are: `3 errors, 1 warning`, or `no findings`.
pub fn summary(diagnostics: &Diagnostics) -> String {
    let counted = [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .into_iter()
        .filter_map(|(severity, word)| match diagnostics.count(severity) {
            0 => None,
            1 => Some(format!("1 {word}")),
            n => Some(format!("{n} {word}s")),
        })
        .collect::<Vec<_>>();
    if counted.is_empty() { "no findings".into() } else { counted.join(", ") }
}

/// A document of strings and numbers as JSON. What JSON allows raw but a terminal must not see stands inside strings,
/// where the escape means the same.
fn as_json(document: &impl Serialize) -> String {
    let pretty = serde_json::to_string_pretty(document).expect("strings and numbers can always be written as JSON");
    pretty.split('\n').map(visible).collect::<Vec<_>>().join("\n") + "\n"
}

/// As many findings as a person reads in one sitting.
const READABLE: usize = 200;

/// The findings that are shown to people, and how many are not: errors come first where there are too many.
pub fn foremost(diagnostics: &Diagnostics) -> (Diagnostics, usize) {
    let hidden = diagnostics.0.len().saturating_sub(READABLE);
    if hidden == 0 {
        return (diagnostics.clone(), 0);
    }
    let of = |severity| diagnostics.0.iter().filter(move |d| d.severity == severity);
    let shown = of(Severity::Error).chain(of(Severity::Warning)).take(READABLE).cloned().collect();
    (Diagnostics(shown).sorted(), hidden)
}

/// From so many findings on, one wants to know which rules they are of.
const MANY: usize = 10;

/// How often each rule was broken, most often first: `over-budget 12, missing-owner 4`. Empty for a few findings.
pub fn by_rule(diagnostics: &Diagnostics) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    diagnostics.0.iter().for_each(|d| *counts.entry(d.rule).or_default() += 1);
    if diagnostics.0.len() < MANY || counts.len() < 2 {
        return String::new();
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts.iter().map(|(rule, n)| format!("{rule} {n}")).collect::<Vec<_>>().join(", ")
}

/// The text with every character that could drive or reorder a terminal, or hide in it, written as JSON's escape.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if is_hostile(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(shown, "\\u{unit:04x}");
                }
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Controls, bidi marks and overrides, line separators, and invisible characters no script needs (joiners are kept).
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    /// Prints findings about texts, plain, 100 columns wide.
    pub(super) fn printed(
        name: &str,
        texts: &[(&str, &str)],
        findings: impl IntoIterator<Item = Diagnostic>,
    ) -> String {
        printed_in("", name, texts, findings)
    }

    /// The same, of a kit in a folder of a repository.
    pub(super) fn printed_in(
        folder: &str,
        name: &str,
        texts: &[(&str, &str)],
        findings: impl IntoIterator<Item = Diagnostic>,
    ) -> String {
        let mut sources = Sources::default();
        for (file, text) in texts {
            sources.insert((*file).into(), (*text).into());
        }
        let mut diagnostics = Diagnostics::default();
        diagnostics.extend(findings);
        let (diagnostics, sources) = (&diagnostics, &sources);
        let report = Report { diagnostics, sources, color: false, width: 100, folder, explain };
        (format(name).unwrap().print)(&report)
    }

    /// What tests know of rules.
    pub(super) fn explain(name: &str) -> Option<Explained> {
        let (level, summary, explanation) = (Severity::Warning, "a summary", "An *explanation*.");
        (name != "unknown").then_some(Explained { level, summary, explanation })
    }

    fn hostile() -> impl Iterator<Item = char> {
        (0..=0x9f)
            .chain(0x2000..=0x20ff)
            .chain([0x61c, 0xfeff, 0xe0041])
            .filter_map(char::from_u32)
            .filter(|c| is_hostile(*c))
    }

    #[test]
    fn a_summary_counts_errors_and_warnings() {
        let of = |errors, warnings| {
            let error = Diagnostic::error("r", Location::file("f"), "m");
            let warning = Diagnostic::warning("r", Location::file("f"), "m");
            let mut all = vec![error; errors];
            all.extend(vec![warning; warnings]);
            summary(&Diagnostics(all))
        };
        assert_eq!(of(0, 0), "no findings");
        assert_eq!(of(1, 0), "1 error");
        assert_eq!(of(3, 1), "3 errors, 1 warning");
        assert_eq!(of(0, 2), "2 warnings");
    }

    #[test]
    fn many_findings_are_counted_by_rule() {
        let of = |rule, n| vec![Diagnostic::error(rule, Location::file("f"), "m"); n];
        assert_eq!(by_rule(&Diagnostics([of("a", 4), of("b", 8)].concat())), "b 8, a 4");
        assert_eq!(by_rule(&Diagnostics([of("a", 4), of("b", 4)].concat())), "");
        assert_eq!(by_rule(&Diagnostics(of("a", 40))), "");
    }

    #[test]
    fn of_too_many_findings_errors_are_shown_first() {
        let finding = |i: usize| Diagnostic::warning("r", Location::file("f"), format!("{i:04}"));
        let mut all: Vec<Diagnostic> = (0..450).map(finding).collect();
        all[300..].iter_mut().for_each(|d| d.severity = Severity::Error);
        let (shown, hidden) = foremost(&Diagnostics(all));
        assert_eq!((shown.count(Severity::Error), shown.count(Severity::Warning), hidden), (150, 50, 250));
    }

    #[test]
    fn formats_are_found_by_their_names_which_differ() {
        for (i, f) in FORMATS.iter().enumerate() {
            assert_eq!(FORMATS.iter().position(|other| other.name == f.name), Some(i));
            assert_eq!(format(f.name).map(|found| found.about), Some(f.about));
        }
        assert!(format("yaml").is_none());
    }

    #[test]
    fn no_format_lets_a_hostile_character_through() {
        for c in hostile() {
            let name = format!("a{c}b");
            let text = format!("x: a{c}b\ny: 1\n");
            let finding = Diagnostic::error("rule", Location::span(name.as_str(), 3..text.len()), name.as_str())
                .related(Location::span(name.as_str(), 0..9), name.as_str())
                .help(name.as_str());
            for f in FORMATS {
                let out = printed(f.name, &[(&name, &text)], [finding.clone()]);
                let lines = out.lines().count();
                let found = out.chars().filter(|c| *c != '\n' && is_hostile(*c)).collect::<Vec<_>>();
                assert!(found.is_empty(), "{} lets {c:?} through:\n{out}", f.name);
                let harmless = printed(
                    f.name,
                    &[("aub", "x: aub\ny: 1\n")],
                    [Diagnostic {
                        message: "aub".into(),
                        location: Location::span("aub", 3..12),
                        related: Some((Location::span("aub", 0..9), "aub".into())),
                        help: Some("aub".into()),
                        ..finding.clone()
                    }],
                );
                assert_eq!(
                    lines,
                    harmless.lines().count(),
                    "{} with {c:?} has another number of lines:\n{out}",
                    f.name
                );
            }
        }
    }

    #[test]
    fn joiners_and_foreign_scripts_are_left_as_they_are() {
        for text in ["日本語", "می\u{200c}خواهم", "👩\u{200d}💻", "\"q\" \\ é"] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn spans_that_miss_the_text_or_split_characters_do_no_harm() {
        let text = "\u{feff}ключ: é\r\n\r\n\t日本: 語\n";
        for start in 0..text.len() + 3 {
            for end in [0, start, start + 1, start + 7, usize::MAX] {
                for f in FORMATS {
                    let finding = Diagnostic::error("rule", Location { file: "f".into(), span: Some(start..end) }, "m")
                        .related(Location { file: "f".into(), span: Some(end..start) }, "l");
                    printed(f.name, &[("f", text)], [finding]);
                }
            }
        }
    }

    #[test]
    fn thousands_of_findings_in_one_huge_file_or_line_print_quickly() {
        let tall = ("key: value\n".repeat(10_000), 1);
        let wide = ("key: value, ".repeat(10_000), 5);
        for (text, step) in [tall, wide] {
            let findings = (0..10_000)
                .step_by(step)
                .map(|i| {
                    Diagnostic::error("rule", Location::span("f", i * 11..text.len()), format!("message {i}"))
                        .related(Location::span("f", 0..3), "first here")
                })
                .collect::<Vec<_>>();
            for f in FORMATS {
                let start = Instant::now();
                printed(f.name, &[("f", &text)], findings.clone());
                // Generous: an unoptimised build on a busy machine; quadratic work would take minutes.
                assert!(start.elapsed().as_secs() < 20, "{} took {:?}", f.name, start.elapsed());
            }
        }
    }
}
