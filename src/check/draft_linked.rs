//! `draft-linked`: something that is shown leads to something that is not.

use std::collections::HashSet;

use super::{Desk, Level, Look, Rule, SpotJudge, is_draft};
use crate::load::shape::Leaf;
use crate::text::FoundKind;

/// The rule.
pub const RULE: Rule = Rule {
    name: "draft-linked",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a link to, or a use of, an item marked `draft: true`",
    explanation: "Drafts are left out of every build (unless `--drafts`), so a link to one shows bare words, and a point that rests on one has no proof. Finish the draft and remove the mark, or take the link out.",
    bad: "claims: [new-benchmark]     # which is `draft: true`",
    good: "claims: [benchmark-2025]",
    looks: &[Look::Spots(prepare)],
};

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let drafts: HashSet<(&str, &str)> =
        desk.kit.items.iter().filter(|i| is_draft(i.node())).map(|i| (i.kind.word, i.id.as_str())).collect();
    let is_draft = move |word: &str, id: &str| {
        drafts.contains(&(word, id))
            || (word == "rival" && (drafts.contains(&("product", id)) || drafts.contains(&("competitor", id))))
    };
    Box::new(move |spot, found| {
        let listed = match spot.leaf {
            Leaf::Ref(kind) if is_draft(kind, spot.words()) => Some((kind.as_str(), spot.words(), spot.place())),
            _ => None,
        };
        let linked = spot.found.iter().filter_map(|f| match &f.kind {
            FoundKind::Item(i) if is_draft(i.entity, &i.id) => {
                Some((i.entity, i.id.as_str(), spot.place_at(desk, f.range.clone())))
            }
            _ => None,
        });
        for (word, id, place) in listed.into_iter().chain(linked) {
            let word = crate::load::shape::ref_words(word);
            let message = format!("the {word} `{id}` is a draft, which pages leave out");
            found.push(RULE.at(place, message).help("finish it and remove `draft: true`, or take this out"));
        }
    })
}
