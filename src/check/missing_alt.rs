//! `missing-alt`: a picture that says nothing to those who cannot see it.

use std::collections::HashSet;

use super::link::{Lead, follow};
use super::{Desk, Level, Look, Rule, SpotJudge};
use crate::project;
use crate::text::FoundKind;

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-alt",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a picture without words for those who cannot see it",
    explanation: "Some readers hear the page, some wikis and mails show no pictures, and search reads words only. Say in a few words what the picture shows: between the brackets of `![…](…)`, or once for all places as `alt:` under `files:` in talktrack.yaml.",
    bad: "text: \"![](static/tickets.png)\"",
    good: "text: \"![Tickets a week, falling from 900 to 500](static/tickets.png)\"",
    looks: &[Look::Spots(prepare)],
};

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let described = desk.library.settings.files.iter().filter(|f| !f.alt.is_empty());
    let described: HashSet<String> = described.filter_map(|f| project::join(project::SETTINGS, &f.path)).collect();
    Box::new(move |spot, found| {
        for one in spot.found {
            let FoundKind::Image(dest, alt) = &one.kind else { continue };
            let told = || match follow(&desk.kit.paths, "", spot.file, dest) {
                Lead::Static { path, .. } => described.contains(&path),
                _ => false,
            };
            if alt.trim().is_empty() && !told() {
                let place = spot.place_at(desk, one.range.clone());
                found.push(
                    RULE.at(place, "this picture has no words for those who cannot see it")
                        .help("say what it shows between the brackets: `![…](…)`"),
                );
            }
        }
    })
}
