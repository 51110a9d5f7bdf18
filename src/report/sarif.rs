//! SARIF 2.1.0, the standard that code scanning services and editors read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html>

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::fingerprint::distinct;
use super::place::Places;
use super::{Format, Report, as_json};
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::text::plain;

pub(super) const FORMAT: Format = Format {
    name: "sarif",
    about: "SARIF 2.1.0, which code scanning services and editors read",
    data: true,
    summary: false,
    print,
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// By this name readers know what all paths start from: the top of the repository.
const TOP: &str = "%SRCROOT%";

/// Of how fingerprints are made; a new way of making them needs a new name.
const FINGERPRINT: &str = "talktrackFinding/v1";

/// What a path in a URI escapes; all but what is never special.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

fn print(report: &Report) -> String {
    let mut rules: Vec<&str> = report.diagnostics.0.iter().map(|d| d.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let places = Places::of(report);
    let all = report.diagnostics.0.iter().zip(distinct(report));
    let results: Vec<Value> = all.map(|(d, print)| result(report, d, &rules, &print, &places)).collect();
    as_json(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "talktrack",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules.iter().map(|name| rule(report, name)).collect::<Vec<_>>(),
                },
            },
            "originalUriBaseIds": { TOP: { "description": { "text": "The top of the repository." } } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

/// A rule in words, as far as they are known.
fn rule(report: &Report, name: &str) -> Value {
    let mut rule = json!({ "id": name });
    if let Some(known) = (report.explain)(name) {
        let more = format!("`talktrack explain {name}` tells more, with an example.");
        let words = plain(known.explanation);
        rule["shortDescription"] = json!({ "text": known.summary });
        rule["fullDescription"] = json!({ "text": words });
        rule["help"] = json!({
            "text": format!("{words}\n\n{}", plain(&more)),
            "markdown": format!("{}\n\n{more}", known.explanation),
        });
        rule["defaultConfiguration"] = json!({ "level": level(known.level) });
    }
    rule
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn result(report: &Report, d: &Diagnostic, rules: &[&str], print: &str, places: &Places) -> Value {
    let help = d.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let mut result = json!({
        "ruleId": d.rule,
        "ruleIndex": rules.binary_search(&d.rule).ok(),
        "level": level(d.severity),
        "message": { "text": format!("{}{help}", d.message) },
        "locations": [{ "physicalLocation": physical(report, &d.location, places) }],
        "partialFingerprints": { FINGERPRINT: print },
    });
    if let Some((location, label)) = &d.related {
        let physical = physical(report, location, places);
        result["relatedLocations"] = json!([{ "physicalLocation": physical, "message": { "text": label } }]);
    }
    result
}

/// A file, and the region in it unless the whole file is meant.
fn physical(report: &Report, location: &Location, places: &Places) -> Value {
    let file = report.path(&location.file);
    let uri = utf8_percent_encode(&file, ESCAPED).to_string();
    let mut physical = json!({ "artifactLocation": { "uri": uri, "uriBaseId": TOP } });
    if let Some(place) = places.find(location) {
        physical["region"] = json!({
            "startLine": place.start.line,
            "startColumn": place.start.column,
            "endLine": place.end.line,
            "endColumn": place.end.column,
        });
    }
    physical
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostic::{Diagnostic, Location};
    use crate::report::tests::{printed, printed_in};

    fn run(out: &str) -> Value {
        serde_json::from_str::<Value>(out).unwrap()["runs"][0].clone()
    }

    #[test]
    fn a_finding_is_a_result_with_its_rule_and_places() {
        let finding = Diagnostic::error("duplicate-id", Location::span("b.yaml", 4..9), "two entries named `óne`")
            .related(Location::span("a.yaml", 5..9), "first here")
            .help("rename one of them");
        let texts = [("a.yaml", "\nid: óne\n"), ("b.yaml", "id: óne\n")];
        let run = run(&printed_in("sales/kit", "sarif", &texts, [finding]));
        let at = |file: &str, line: usize, end_line: usize, end_column: usize| {
            json!({
                "artifactLocation": { "uri": file, "uriBaseId": "%SRCROOT%" },
                "region": { "startLine": line, "startColumn": 5, "endLine": end_line, "endColumn": end_column },
            })
        };
        let first_here =
            json!({ "physicalLocation": at("sales/kit/a.yaml", 2, 2, 8), "message": { "text": "first here" } });
        let expected = json!([{
            "ruleId": "duplicate-id",
            "ruleIndex": 0,
            "level": "error",
            "message": { "text": "two entries named `óne`\nhelp: rename one of them" },
            "locations": [{ "physicalLocation": at("sales/kit/b.yaml", 1, 2, 1) }],
            "partialFingerprints": run["results"][0]["partialFingerprints"],
            "relatedLocations": [first_here],
        }]);
        assert_eq!(run["results"], expected);
        assert_eq!(run["results"][0]["partialFingerprints"]["talktrackFinding/v1"].as_str().unwrap().len(), 32);
        assert_eq!(run["columnKind"], "unicodeCodePoints");
    }

    #[test]
    fn only_the_rules_that_occur_are_described_each_once() {
        let of = |rule| Diagnostic::error(rule, Location::file("f"), "m");
        let run = run(&printed("sarif", &[], [of("two"), of("one"), of("two"), of("unknown")]));
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["name"], "talktrack");
        assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
        let one = json!({
            "id": "one",
            "shortDescription": { "text": "a summary" },
            "fullDescription": { "text": "An explanation." },
            "help": {
                "text": "An explanation.\n\ntalktrack explain one tells more, with an example.",
                "markdown": "An *explanation*.\n\n`talktrack explain one` tells more, with an example.",
            },
            "defaultConfiguration": { "level": "warning" },
        });
        assert_eq!(driver["rules"][0], one);
        assert_eq!(driver["rules"][1]["id"], "two");
        assert_eq!(driver["rules"][2], json!({ "id": "unknown" }));
        let indices: Vec<_> = run["results"].as_array().unwrap().iter().map(|r| r["ruleIndex"].clone()).collect();
        assert_eq!(indices, [1, 0, 1, 2]);
    }

    #[test]
    fn a_whole_file_has_no_region_and_its_path_is_a_uri() {
        let finding = Diagnostic::warning("r", Location::file("a b/50%:日.png"), "m");
        let built_in = Diagnostic::error("r", Location::file("(built-in) templates/a"), "m");
        let run = run(&printed_in("kit", "sarif", &[], [finding, built_in]));
        let at = |i: usize| run["results"][i]["locations"][0]["physicalLocation"].clone();
        let of = |uri: &str| json!({ "artifactLocation": { "uri": uri, "uriBaseId": "%SRCROOT%" } });
        assert_eq!(at(0), of("kit/a%20b/50%25%3A%E6%97%A5.png"));
        assert_eq!(at(1), of("%28built-in%29%20templates/a"));
    }

    #[test]
    fn nothing_found_is_a_run_without_results() {
        let run = run(&printed("sarif", &[], []));
        assert_eq!((&run["results"], &run["tool"]["driver"]["rules"]), (&json!([]), &json!([])));
    }
}
