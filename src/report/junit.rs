//! JUnit's XML, which nearly every CI service shows as a list of tests: one test for each finding.

use std::borrow::Cow;

use super::place::Places;
use super::{Format, Report, visible};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const FORMAT: Format = Format {
    name: "junit",
    about: "JUnit's XML, which nearly every CI service shows",
    data: true,
    summary: false,
    print,
};

fn print(report: &Report) -> String {
    let places = Places::of(report);
    let all = report.diagnostics;
    let mut cases: String = all.0.iter().map(|d| case(report, d, &places)).collect();
    if cases.is_empty() {
        // Jenkins takes a report without tests for a broken one.
        cases = "    <testcase name=\"no findings\" classname=\"talktrack\" time=\"0\"/>\n".into();
    }
    let (tests, failures) = (all.0.len().max(1), all.count(Severity::Error));
    let counts = format!("name=\"talktrack check\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {counts} time=\"0\">\n  \
         <testsuite {counts} skipped=\"0\" time=\"0\">\n{cases}  </testsuite>\n</testsuites>\n"
    )
}

fn case(report: &Report, d: &Diagnostic, places: &Places) -> String {
    let file = escaped(&report.path(&d.location.file)).into_owned();
    let origin = report.origin(&d.location, places);
    let name = format!("{} at {}", d.rule, escaped(&origin));
    let line = places.find(&d.location).map(|place| format!(" line=\"{}\"", place.start.line)).unwrap_or_default();
    let words = report.told(d, places).iter().map(|line| escaped(line).into_owned()).collect::<Vec<_>>().join("\n");
    let message = escaped(&d.message);
    // JUnit knows no warning: the test passes, and its output tells.
    let outcome = match d.severity {
        Severity::Error => format!("<failure type=\"{}\" message=\"{message}\">{words}</failure>", d.rule),
        Severity::Warning => format!("<system-out>warning: {words}</system-out>"),
    };
    format!(
        "    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\"{line} time=\"0\">\n      \
         {outcome}\n    </testcase>\n"
    )
}

/// Safe in XML's text and in quoted attributes. Of what XML forbids, `visible` leaves two characters, which are dropped.
fn escaped(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if !shown.contains(['&', '<', '>', '"', '\u{fffe}', '\u{ffff}']) {
        return shown;
    }
    let safe = shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    Cow::Owned(safe.replace(['\u{fffe}', '\u{ffff}'], ""))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Location};
    use crate::report::tests::{printed, printed_in};

    #[test]
    fn an_error_fails_and_a_warning_passes_and_tells() {
        let error = Diagnostic::error("duplicate-id", Location::span("b.yaml", 4..7), "two entries named `one`")
            .related(Location::span("a.yaml", 5..8), "first here")
            .help("rename one of them");
        let warning = Diagnostic::warning("ignored-file", Location::file("c.png"), "not read");
        let texts = [("a.yaml", "\nid: one\n"), ("b.yaml", "id: one\n")];
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="talktrack check" tests="2" failures="1" errors="0" time="0">
  <testsuite name="talktrack check" tests="2" failures="1" errors="0" skipped="0" time="0">
    <testcase name="duplicate-id at kit/b.yaml:1:5" classname="kit/b.yaml" file="kit/b.yaml" line="1" time="0">
      <failure type="duplicate-id" message="two entries named `one`">two entries named `one`
first here: kit/a.yaml:2:5
help: rename one of them</failure>
    </testcase>
    <testcase name="ignored-file at kit/c.png" classname="kit/c.png" file="kit/c.png" time="0">
      <system-out>warning: not read</system-out>
    </testcase>
  </testsuite>
</testsuites>
"#;
        assert_eq!(printed_in("kit", "junit", &texts, [error, warning]), expected);
    }

    #[test]
    fn nothing_found_is_one_test_that_passes() {
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="talktrack check" tests="1" failures="0" errors="0" time="0">
  <testsuite name="talktrack check" tests="1" failures="0" errors="0" skipped="0" time="0">
    <testcase name="no findings" classname="talktrack" time="0"/>
  </testsuite>
</testsuites>
"#;
        assert_eq!(printed("junit", &[], []), expected);
    }

    #[test]
    fn markup_and_what_xml_forbids_is_escaped_or_dropped() {
        let finding =
            Diagnostic::error("r", Location::file("a\"><b>'"), "]]> & \u{b}\u{fffe}\u{ffff}\0<x>\n日本\u{10ffff}");
        let out = printed("junit", &[], [finding]);
        assert!(out.contains("file=\"a&quot;&gt;&lt;b&gt;'\""), "{out}");
        assert!(out.contains(">]]&gt; &amp; \\u000b\\u0000&lt;x&gt;\\n日本\u{10ffff}</failure>"), "{out}");
    }
}
