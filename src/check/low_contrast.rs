//! `low-contrast`: a brand colour that words cannot be read in.

use super::{Findings, Level, Look, Rule, Spot};
use crate::color::{Color, LEAST};
use crate::diagnostic::Diagnostic;

/// The rule.
pub const RULE: Rule = Rule {
    name: "low-contrast",
    level: Level::Warning,
    adjustable: true,
    always: true,
    summary: "`brand.accent` is too light for words",
    explanation: "Links stand in the accent colour. Where it is too light on white (below 4.5 to 1, the least that WCAG asks for), pages use a darker shade of it for words, and the colour itself only for lines. A darker accent is used as it is.",
    bad: "brand: {accent: \"#ffe600\"}",
    good: "brand: {accent: \"#0b6e4f\"}",
    looks: &[Look::Spots(|_| Box::new(check))],
};

/// Judges one scalar of the settings.
fn check(spot: &Spot, findings: &mut Findings) {
    let white = Color([255; 3]);
    let Some(accent) =
        Some(spot.words()).filter(|_| spot.item.is_none() && spot.field == "accent").and_then(Color::parse)
    else {
        return;
    };
    let contrast = accent.contrast(white);
    if contrast < LEAST {
        let message = format!("words in `{}` are hard to read on white ({contrast:.1} to 1)", spot.words());
        let help = format!(
            "pages use a darker shade for words; {} would be used as it is",
            accent.readable_on(&[white], Color([0; 3]))
        );
        findings.push(Diagnostic::warning(RULE.name, spot.place(), message).help(help));
    }
}
