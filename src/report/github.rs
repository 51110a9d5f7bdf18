//! Workflow commands: GitHub Actions shows each finding beside its line in a pull request.
//!
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use super::place::Places;
use super::{Format, Report, visible};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const FORMAT: Format = Format {
    name: "github",
    about: "workflow commands, which GitHub Actions shows beside the lines of a pull request",
    data: true,
    summary: false,
    print,
};

fn print(report: &Report) -> String {
    let places = Places::of(report);
    report.diagnostics.0.iter().map(|d| command(report, d, &places)).collect()
}

fn command(report: &Report, d: &Diagnostic, places: &Places) -> String {
    let level = match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let file = property(&report.path(&d.location.file));
    let at = places.find(&d.location).map(|place| {
        let (start, end) = (place.start, place.end);
        // GitHub takes columns only with a single line.
        let columns = (start.line == end.line).then(|| format!(",col={},endColumn={}", start.column, end.column));
        format!(",line={},endLine={}{}", start.line, end.line, columns.unwrap_or_default())
    });
    let words = data(&report.told(d, places).join("\n"));
    format!("::{level} file={file}{},title={}::{words}\n", at.unwrap_or_default(), property(d.rule))
}

/// Text after the command, where line ends are kept.
fn data(text: &str) -> String {
    visible(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")).into_owned()
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Location};
    use crate::report::tests::{printed, printed_in};

    #[test]
    fn a_finding_is_one_command_with_its_place_and_help() {
        let finding = Diagnostic::error("duplicate-id", Location::span("b.yaml", 4..7), "two entries named `one`")
            .related(Location::span("a.yaml", 5..8), "first here")
            .help("rename one of them");
        let texts = [("a.yaml", "\nid: one\n"), ("b.yaml", "id: one\n")];
        assert_eq!(
            printed_in("sales/kit", "github", &texts, [finding]),
            "::error file=sales/kit/b.yaml,line=1,endLine=1,col=5,endColumn=8,title=duplicate-id::\
             two entries named `one`%0Afirst here: sales/kit/a.yaml:2:5%0Ahelp: rename one of them\n"
        );
    }

    #[test]
    fn a_finding_over_several_lines_has_no_columns_and_one_about_a_file_no_line() {
        let tall = Diagnostic::warning("r", Location::span("a", 1..6), "m");
        let whole = Diagnostic::warning("r", Location::file("b.png"), "m");
        assert_eq!(
            printed("github", &[("a", "ab\ncd\nef\n")], [tall, whole]),
            "::warning file=a,line=1,endLine=3,title=r::m\n::warning file=b.png,title=r::m\n"
        );
    }

    #[test]
    fn signs_that_mean_something_to_github_are_escaped() {
        let finding = Diagnostic::error("r", Location::file("50%,a:b\n"), "100 %: a, b\r\n::stop-commands::x");
        assert_eq!(
            printed("github", &[], [finding]),
            "::error file=50%25%2Ca%3Ab%0A,title=r::100 %25: a, b%0D%0A::stop-commands::x\n"
        );
    }

    #[test]
    fn nothing_found_prints_nothing() {
        assert_eq!(printed("github", &[], []), "");
    }
}
