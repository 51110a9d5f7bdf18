//! Findings as a compiler shows them: title, place, the source line underlined, a related place, help.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::place::{Place, Places};
use super::{Format, Report, visible};
use crate::diagnostic::{Diagnostic, Location, Severity};

pub(super) const FORMAT: Format = Format {
    name: "human",
    about: "each finding with its source line underlined and what to do",
    data: false,
    summary: true,
    print,
};

/// Bytes of a source line shown at most before and after the start of a span.
const REACH: usize = 300;

/// Columns below which a narrower terminal is not obeyed.
const NARROWEST: usize = 40;

/// Columns the renderer wants beside a marked text: line number, ellipses, room at both ends.
const MARGIN: usize = 24;

/// Stands for the path of a snippet until it is rendered; `visible` keeps it out of everything else.
/// The renderer would count columns in the shortened and escaped line, so the true place is put in afterwards.
const PLACEHOLDER: &str = "\u{1}";

/// Each finding is followed by an empty line.
fn print(report: &Report) -> String {
    let width = report.width.max(NARROWEST);
    let renderer = if report.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(width);
    let places = Places::of(report);
    let mut out = String::new();
    for diagnostic in &report.diagnostics.0 {
        let (group, origins) = group(diagnostic, &places, width);
        put_origins(&mut out, &renderer.render(&[group]), &origins);
        out.push_str("\n\n");
    }
    out
}

/// A finding as the renderer takes it, and the true places of its snippets.
fn group<'a>(d: &'a Diagnostic, places: &Places, width: usize) -> (Group<'a>, Vec<String>) {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(visible(&d.message)).id(d.rule));
    let mut origins = Vec::new();
    if let Some(place) = places.find(&d.location) {
        group = group.element(snippet(&place, AnnotationKind::Primary, None, width));
        origins.push(origin(&d.location, &place));
    } else {
        group = group.element(Origin::path(visible(&d.location.file)));
    }
    if let Some((location, label)) = &d.related {
        if let Some(place) = places.find(location) {
            group = group.element(snippet(&place, AnnotationKind::Context, Some(label), width));
            origins.push(origin(location, &place));
        } else {
            let note = format!("{}: {}", visible(label), visible(&location.file));
            group = group.element(Level::NOTE.message(note));
        }
    }
    if let Some(help) = &d.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    (group, origins)
}

/// `file:line:column`.
fn origin(location: &Location, place: &Place) -> String {
    format!("{}:{}:{}", visible(&location.file), place.start.line, place.start.column)
}

/// The line of a place, underlined.
fn snippet<'a>(
    place: &Place,
    kind: AnnotationKind,
    label: Option<&'a str>,
    width: usize,
) -> Snippet<'a, Annotation<'a>> {
    let (line, marked) = excerpt(place.line, &place.marked, width);
    let annotation = kind.span(marked).label(label.map(visible));
    Snippet::source(line).path(PLACEHOLDER).line_start(place.start.line).annotation(annotation)
}

/// The part of a line around the start of what is marked, made visible, and what is marked in it.
fn excerpt(line: &str, marked: &Range<usize>, width: usize) -> (String, Range<usize>) {
    let from = line.floor_char_boundary(marked.start.saturating_sub(REACH));
    let to = line.ceil_char_boundary(marked.start + REACH);
    let shown = |range: Range<usize>| visible(&line[range].replace('\t', "    ")).into_owned();
    let before = shown(from..marked.start);
    let inside = shown(marked.start..marked.end.min(to));
    let start = if from > 0 { "…" } else { "" }.to_owned() + &before;
    // The renderer lets a marked text that is a little too wide run over the terminal's edge, so it is cut here.
    if let Some(fits) = fitting(&inside, width.saturating_sub(MARGIN)) {
        let text = format!("{start}{}…", &inside[..fits]);
        let end = text.len();
        return (text, start.len()..end);
    }
    let end = start.len() + inside.len();
    let after = shown(marked.end.min(to)..to);
    let more = if to < line.len() { "…" } else { "" };
    (format!("{start}{inside}{after}{more}"), start.len()..end)
}

/// How many bytes of a text fit into so many columns; `None` if it fits whole. Counts what is not ASCII as two columns.
fn fitting(text: &str, columns: usize) -> Option<usize> {
    let mut used = 0;
    text.char_indices().find_map(|(at, c)| {
        used += if c.is_ascii() { 1 } else { 2 };
        (used > columns).then_some(at)
    })
}

/// Puts the true places where the renderer wrote the placeholder and its own line and column.
fn put_origins(out: &mut String, rendered: &str, origins: &[String]) {
    let mut parts = rendered.split(PLACEHOLDER);
    out.extend(parts.next());
    for (part, origin) in parts.zip(origins) {
        out.push_str(origin);
        out.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::report::tests::{explain, printed};
    use crate::source::Sources;

    fn at(file: &str, span: Range<usize>) -> Diagnostic {
        Diagnostic::error("rule", Location::span(file, span), "message")
    }

    /// What is printed about one text, without the title.
    fn shown(text: &str, span: Range<usize>) -> String {
        let out = printed("human", &[("f", text)], [at("f", span)]);
        out.split_once('\n').unwrap().1.to_owned()
    }

    #[test]
    fn a_finding_shows_its_line_a_related_place_and_help() {
        let finding = Diagnostic::error("duplicate-id", Location::span("b.yaml", 13..17), "two entries named `acme`")
            .related(Location::span("a.yaml", 4..8), "first here")
            .help("rename one of them");
        let out = printed("human", &[("a.yaml", "id: acme\n"), ("b.yaml", "# a\n# b\n\nid: acme\n")], [finding]);
        let expected = "\
error[duplicate-id]: two entries named `acme`
 --> b.yaml:4:5
  |
4 | id: acme
  |     ^^^^
  |
 ::: a.yaml:1:5
  |
1 | id: acme
  |     ---- first here
  |
  = help: rename one of them

";
        assert_eq!(out, expected);
    }

    #[test]
    fn a_finding_about_a_whole_or_unread_file_names_it() {
        let whole = Diagnostic::warning("r", Location::file("a.png"), "m").help("h");
        let unread = at("b.png", 3..4).related(Location::file("c.png"), "like this one");
        let expected = "\
warning[r]: m
--> a.png
 = help: h

error[rule]: message
--> b.png
 = note: like this one: c.png

";
        assert_eq!(printed("human", &[], [whole, unread]), expected);
    }

    #[test]
    fn a_file_without_text_can_be_related_to_one_with() {
        let finding = at("b.png", 3..4).related(Location::span("a", 0..1), "here");
        let out = printed("human", &[("a", "x\n")], [finding]);
        assert!(out.contains("--> b.png\n") && out.contains("::: a:1:1\n") && out.contains("- here"), "{out}");
    }

    #[test]
    fn nothing_found_prints_nothing() {
        assert_eq!(printed("human", &[], []), "");
    }

    #[test]
    fn byte_order_mark_tabs_and_line_ends_do_not_move_the_underline() {
        let expected = " --> f:1:5\n  |\n1 | x:        y\n  |           ^\n\n";
        assert_eq!(shown("\u{feff}x:\t\ty\r\nz", 7..8), expected);
    }

    #[test]
    fn wide_characters_are_underlined_in_full() {
        let expected = " --> f:1:5\n  |\n1 | 名前: 日本 # x\n  |       ^^^^\n\n";
        assert_eq!(shown("名前: 日本 # x\n", 8..14), expected);
    }

    #[test]
    fn controls_and_bidi_marks_are_shown_as_escapes_and_counted_as_one_column() {
        let expected = " --> f:1:7\n  |\n1 | x: \\u001b\\u202eab\n  |                 ^\n\n";
        assert_eq!(shown("x: \u{1b}\u{202e}ab\n", 8..9), expected);
    }

    #[test]
    fn a_span_past_the_end_points_behind_the_last_line() {
        assert_eq!(shown("a: 1", 90..99), " --> f:1:5\n  |\n1 | a: 1\n  |     ^\n\n");
        assert_eq!(shown("", 5..9), " --> f:1:1\n  |\n1 |\n  | ^\n\n");
    }

    #[test]
    fn a_long_line_is_shown_around_its_span_and_never_wider_than_the_terminal() {
        for text in ["word ".repeat(2_000), "日本語 ".repeat(1_000)] {
            for (from, len) in (0..text.len()).step_by(97).zip((0..500).step_by(7).cycle()) {
                let out = printed("human", &[("f", &text)], [at("f", from..from + len)]);
                assert!(out.contains('^'), "{out}");
                let widest = out.lines().map(|l| l.chars().map(|c| if c > '⁜' { 2 } else { 1 }).sum::<usize>()).max();
                assert!(widest <= Some(100), "{widest:?} columns at {from}, {len}:\n{out}");
            }
        }
        let text = format!("{}needle{}", "hay ".repeat(2_500), " hay".repeat(2_500));
        let out = shown(&text, 10_000..10_006);
        assert!(out.starts_with(" --> f:1:10001\n") && out.contains(" needle "), "{out}");
    }

    #[test]
    fn colors_are_used_only_when_asked_for() {
        let diagnostics = Diagnostics(vec![at("f", 0..1).help("h")]);
        let mut sources = Sources::default();
        sources.insert("f".into(), "a: 1".into());
        let (diagnostics, sources) = (&diagnostics, &sources);
        let with = |color| print(&Report { diagnostics, sources, color, width: 0, folder: "", explain });
        assert!(!with(false).contains('\u{1b}'));
        assert!(with(true).contains('\u{1b}') && with(true).contains("f:1:1"));
    }
}
