//! Words of `terms:`: where a list is written, words that are not on it are `unknown-word`.

use super::{Desk, Findings, Spot};
use crate::diagnostic::{Diagnostic, nearest};
use crate::load::shape::{Leaf, short};

/// Judges one scalar.
pub fn check(desk: &Desk, spot: &Spot, findings: &mut Findings) {
    let Leaf::Term(list) = spot.leaf else { return };
    let terms = &desk.library.settings.terms;
    let known = match list.as_str() {
        "segments" => &terms.segments,
        "regions" => &terms.regions,
        "stages" => &terms.stages,
        _ => &terms.tags,
    };
    let word = spot.words();
    if known.is_empty() || known.contains_key(word) {
        return;
    }
    let help = match nearest(word, known.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "write one of {}, or add it to `terms.{list}` in talktrack.yaml",
            known.keys().cloned().collect::<Vec<_>>().join(", ")
        ),
    };
    let message = format!("`{}` is not in `terms.{list}`", short(word));
    findings.push(Diagnostic::error("unknown-word", spot.place(), message).help(help));
}
