//! One line per finding, for editors and `grep`.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::place::Places;
use super::{Format, Report, visible};
use crate::diagnostic::Severity;

pub(super) const FORMAT: Format = Format {
    name: "short",
    about: "one line per finding: file:line:column: error[rule]: message",
    data: false,
    summary: false,
    print,
};

fn print(report: &Report) -> String {
    let places = Places::of(report);
    let mut out = String::new();
    for d in &report.diagnostics.0 {
        out.push_str(&visible(&d.location.file));
        // Writing to a String cannot fail.
        if let Some(place) = places.find(&d.location) {
            let _ = write!(out, ":{}:{}", place.start.line, place.start.column);
        }
        let (word, color) = match d.severity {
            Severity::Error => ("error", AnsiColor::BrightRed),
            Severity::Warning => ("warning", AnsiColor::Yellow),
        };
        let style = if report.color { color.on_default().bold() } else { Style::new() };
        let _ = write!(out, ": {style}{word}[{}]{style:#}: {}", d.rule, visible(&d.message));
        if let Some(help) = &d.help {
            let _ = write!(out, " (help: {})", visible(help));
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Location};
    use crate::report::tests::printed;

    #[test]
    fn a_finding_is_one_line_with_its_place_and_help() {
        let finding = Diagnostic::error("unknown-key", Location::span("a.yaml", 6..9), "unknown key `prise`")
            .help("did you mean `price`?");
        assert_eq!(
            printed("short", &[("a.yaml", "x: 1\n\nprise: 2\n")], [finding]),
            "a.yaml:3:1: error[unknown-key]: unknown key `prise` (help: did you mean `price`?)\n"
        );
    }

    #[test]
    fn a_finding_about_a_whole_or_unread_file_has_no_line() {
        let whole = Diagnostic::warning("r", Location::file("a.png"), "m");
        let unread = Diagnostic::error("r", Location::span("b.png", 3..4), "m\nx");
        assert_eq!(printed("short", &[], [whole, unread]), "a.png: warning[r]: m\nb.png: error[r]: m\\nx\n");
    }

    #[test]
    fn nothing_found_prints_nothing() {
        assert_eq!(printed("short", &[], []), "");
    }
}
