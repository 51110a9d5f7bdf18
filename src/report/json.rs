//! The findings for other programs. The shape is versioned: fields may be added, none changed without a new `version`.

use serde::Serialize;

use super::place::Places;
use super::{Format, Report, as_json};
use crate::diagnostic::{Location, Severity};

pub(super) const FORMAT: Format = Format {
    name: "json",
    about: "one JSON object with all findings, for programs",
    data: true,
    summary: false,
    print,
};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    summary: Summary,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    at: At<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    label: &'a str,
}

/// 1-based, columns in characters; the end is the character after the last.
#[derive(Serialize)]
struct At<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

impl<'a> At<'a> {
    fn of(location: &'a Location, places: &Places) -> Self {
        let place = places.find(location);
        let (start, end) = (place.as_ref().map(|p| p.start), place.as_ref().map(|p| p.end));
        At {
            file: &location.file,
            line: start.map(|p| p.line),
            column: start.map(|p| p.column),
            end_line: end.map(|p| p.line),
            end_column: end.map(|p| p.column),
        }
    }
}

fn print(report: &Report) -> String {
    let places = Places::of(report);
    let all = report.diagnostics;
    let findings = all.0.iter().map(|d| Finding {
        rule: d.rule,
        severity: d.severity,
        message: &d.message,
        at: At::of(&d.location, &places),
        help: d.help.as_deref(),
        related: d.related.as_ref().map(|(location, label)| {
            let At { file, line, column, .. } = At::of(location, &places);
            Related { file, line, column, label }
        }),
    });
    let document = Document {
        version: 1,
        summary: Summary { errors: all.count(Severity::Error), warnings: all.count(Severity::Warning) },
        findings: findings.collect(),
    };
    as_json(&document)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostic::{Diagnostic, Location};
    use crate::report::tests::printed;

    #[test]
    fn a_finding_has_every_field_it_knows_in_a_fixed_order() {
        let finding = Diagnostic::error("duplicate-id", Location::span("b.yaml", 4..7), "two entries named `one`")
            .related(Location::span("a.yaml", 5..8), "first here")
            .help("rename one of them");
        let out = printed("json", &[("a.yaml", "\nid: one\n"), ("b.yaml", "id: one\n")], [finding]);
        let expected = json!({
            "version": 1,
            "summary": { "errors": 1, "warnings": 0 },
            "findings": [{
                "rule": "duplicate-id", "severity": "error", "message": "two entries named `one`",
                "file": "b.yaml", "line": 1, "column": 5, "end_line": 1, "end_column": 8,
                "help": "rename one of them",
                "related": { "file": "a.yaml", "line": 2, "column": 5, "label": "first here" },
            }],
        });
        assert_eq!(out, serde_json::to_string_pretty(&expected).unwrap() + "\n");
    }

    #[test]
    fn what_is_not_known_is_absent() {
        let out = printed("json", &[], [Diagnostic::warning("r", Location::span("a", 1..2), "m")]);
        let value: Value = serde_json::from_str(&out).unwrap();
        let finding = json!({ "rule": "r", "severity": "warning", "message": "m", "file": "a" });
        assert_eq!(value["findings"], json!([finding]));
    }

    #[test]
    fn nothing_found_is_still_an_object() {
        let value: Value = serde_json::from_str(&printed("json", &[], [])).unwrap();
        assert_eq!(value, json!({ "version": 1, "summary": { "errors": 0, "warnings": 0 }, "findings": [] }));
    }

    #[test]
    fn hostile_text_is_escaped_and_reads_back_unchanged() {
        let message = "a\u{1b}[2J\u{202e}\u{9b}\u{7f}\n\r\t\u{8}\"\\\u{2028}\u{e0041}日本\u{feff}";
        let out = printed("json", &[], [Diagnostic::error("r", Location::file(message), message)]);
        let value: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(value["findings"][0]["message"], message);
        assert_eq!(value["findings"][0]["file"], message);
    }
}
