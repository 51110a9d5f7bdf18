//! What a rule is: its name, its weight, its words, and where it looks.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Desk, Findings, Piece, Spot, desk};
use crate::diagnostic::{Diagnostic, Location};

/// One thing that can be wrong with a kit.
pub struct Rule {
    /// Its name, in kebab case; reads right after "allow".
    pub name: &'static str,
    /// How much it weighs unless the kit says otherwise.
    pub level: Level,
    /// Whether `rules:` and `allow:` may change that. What cannot be read cannot be excused.
    pub adjustable: bool,
    /// Whether builds look for it too, since pages made with it would be wrong. All others are for `check` alone.
    pub always: bool,
    /// In one line.
    pub summary: &'static str,
    /// Why it matters and what to do, in Markdown.
    pub explanation: &'static str,
    /// A small example that breaks it.
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
    /// How it finds what it finds; nothing where reading or rendering finds it.
    pub looks: &'static [Look],
}

/// How much a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// `check` fails.
    Error,
    /// `check` tells of it.
    Warning,
    /// Nothing, unless the kit turns it on.
    Off,
}

impl Level {
    /// The words of `rules:`.
    pub const WORDS: [&'static str; 3] = ["error", "warning", "off"];

    /// The level a word stands for.
    pub fn parse(word: &str) -> Option<Level> {
        Some(match word {
            "error" => Level::Error,
            "warning" => Level::Warning,
            "off" => Level::Off,
            _ => return None,
        })
    }

    /// The word that stands for it.
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Off => "off",
        }
    }
}

/// Where a rule looks. What it needs of the kit as a whole it prepares once, then it judges place by place.
pub enum Look {
    /// At each scalar.
    Spots(for<'a> fn(&'a Desk<'a>) -> SpotJudge<'a>),
    /// At each mapping with fixed fields, entities included.
    Pieces(for<'a> fn(&'a Desk<'a>) -> PieceJudge<'a>),
    /// At the kit as a whole.
    Kit(fn(&Desk, &mut Findings)),
}

/// Judges one scalar.
pub type SpotJudge<'a> = Box<dyn Fn(&Spot, &mut Findings) + Send + Sync + 'a>;
/// Judges one mapping.
pub type PieceJudge<'a> = Box<dyn Fn(&Piece, &mut Findings) + Send + Sync + 'a>;

impl Rule {
    /// A finding of this rule on an objection that lacks a field.
    pub fn without(&self, piece: &Piece, field: &str, message: &str, help: &str) -> Option<Diagnostic> {
        let lacks = piece.name() == "Objection" && piece.lacks(field);
        lacks.then(|| self.at(desk::door(piece.item), message).help(help))
    }

    /// A finding of this rule.
    pub fn at(&self, location: Location, message: impl Into<String>) -> Diagnostic {
        match self.level {
            Level::Error => Diagnostic::error(self.name, location, message),
            Level::Warning | Level::Off => Diagnostic::warning(self.name, location, message),
        }
    }
}

/// What is wrong with a link to the web, by its address.
pub type Dead = HashMap<String, String>;

/// How to judge.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// By which rules.
    pub scope: Scope<'a>,
    /// On which day.
    pub today: Date,
    /// Links that lead nowhere, where somebody asked the web.
    pub dead: &'a Dead,
}

/// Which rules to judge by.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// Those that stand in the way of pages.
    Pages,
    /// Every rule that the kit has not turned off.
    All,
    /// These, also where they are off.
    Only(&'a [String]),
}
