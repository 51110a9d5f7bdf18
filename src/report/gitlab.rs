//! A Code Quality report: GitLab shows what is new and what is mended in a merge request.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use serde::Serialize;

use super::fingerprint::distinct;
use super::place::Places;
use super::{Format, Report, as_json};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const FORMAT: Format = Format {
    name: "gitlab",
    about: "a Code Quality report, which GitLab shows in a merge request",
    data: true,
    summary: false,
    print,
};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: At,
}

#[derive(Serialize)]
struct At {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

fn print(report: &Report) -> String {
    let places = Places::of(report);
    let all = report.diagnostics.0.iter().zip(distinct(report));
    as_json(&all.map(|(d, fingerprint)| issue(report, d, fingerprint, &places)).collect::<Vec<_>>())
}

fn issue<'a>(report: &Report, d: &'a Diagnostic, fingerprint: String, places: &Places) -> Issue<'a> {
    let help = d.help.as_ref().map(|help| format!(" (help: {help})")).unwrap_or_default();
    Issue {
        description: format!("{}{help}", d.message),
        check_name: d.rule,
        fingerprint,
        severity: match d.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
        },
        location: At {
            path: report.path(&d.location.file),
            // GitLab wants a line, of a whole file too.
            lines: Lines { begin: places.find(&d.location).map_or(1, |place| place.start.line) },
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostic::{Diagnostic, Location};
    use crate::report::tests::{printed, printed_in};

    fn fingerprints(out: &str) -> Vec<String> {
        let value: Value = serde_json::from_str(out).unwrap();
        value.as_array().unwrap().iter().map(|i| i["fingerprint"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_finding_is_an_issue_with_its_line_and_help() {
        let finding = Diagnostic::error("unknown-key", Location::span("a.yaml", 6..11), "unknown key `prise`")
            .help("did you mean `price`?");
        let out = printed_in("sales/kit", "gitlab", &[("a.yaml", "x: 1\n\nprise: 2\n")], [finding]);
        let expected = json!([{
            "description": "unknown key `prise` (help: did you mean `price`?)",
            "check_name": "unknown-key",
            "fingerprint": fingerprints(&out)[0],
            "severity": "major",
            "location": { "path": "sales/kit/a.yaml", "lines": { "begin": 3 } },
        }]);
        assert_eq!(out, serde_json::to_string_pretty(&expected).unwrap() + "\n");
    }

    #[test]
    fn a_finding_about_a_whole_file_is_at_its_first_line() {
        let value: Value =
            serde_json::from_str(&printed("gitlab", &[], [Diagnostic::warning("r", Location::file("a.png"), "m")]))
                .unwrap();
        assert_eq!(value[0]["location"], json!({ "path": "a.png", "lines": { "begin": 1 } }));
        assert_eq!(value[0]["severity"], "minor");
    }

    #[test]
    fn equal_findings_have_fingerprints_of_their_own() {
        let twice = ["m", "n"].map(|message| Diagnostic::error("r", Location::span("a", 0..1), message));
        let once = fingerprints(&printed("gitlab", &[("a", "x: x\n")], [twice[0].clone()]));
        let both = fingerprints(&printed("gitlab", &[("a", "\nx: x\n")], {
            twice.map(|d| Diagnostic { location: Location::span("a", 1..2), ..d })
        }));
        assert_eq!(both, [once[0].clone(), format!("{}:2", once[0])]);
    }

    #[test]
    fn nothing_found_is_an_empty_list() {
        assert_eq!(printed("gitlab", &[], []), "[]\n");
    }
}
