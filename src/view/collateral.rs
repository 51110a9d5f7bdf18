//! The list of collateral, `templates/collateral.yaml`: which pieces are made, for which subject, under which path.

use std::path::Path;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Location, nearest};
use crate::load::overlay::{BUILT_IN, Overlay};
use crate::text::Audience;

/// Where the list stands.
pub const FILE: &str = "collateral.yaml";

/// What a piece is made for, one page each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Each {
    Competitor,
    Product,
    Persona,
    Faq,
    Comparison,
    ObjectionCategory,
    Page,
    /// A part of a list that is too long for the front door.
    Shelf,
    Kit,
}

impl Each {
    /// The word for an item of this sort; `None`: a page holds many items.
    pub fn word(self) -> Option<&'static str> {
        Some(match self {
            Each::Competitor => "competitor",
            Each::Product => "product",
            Each::Persona => "persona",
            Each::Faq => "faq",
            Each::Comparison => "comparison",
            Each::Page => "page",
            Each::ObjectionCategory | Each::Shelf | Each::Kit => return None,
        })
    }
}

/// A part of what a page on the kit as a whole shows: a field of its view ([`crate::view::kit::KitView`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Shelves,
    Lately,
    Categories,
    Cards,
    Claims,
    Heard,
    Unanswered,
    Open,
    Files,
    Changes,
}

impl Part {
    /// Every part, and the name of its field.
    pub const ALL: [(Part, &'static str); 10] = [
        (Part::Shelves, "shelves"),
        (Part::Lately, "lately"),
        (Part::Categories, "categories"),
        (Part::Cards, "cards"),
        (Part::Claims, "claims"),
        (Part::Heard, "heard"),
        (Part::Unanswered, "unanswered"),
        (Part::Open, "open"),
        (Part::Files, "files"),
        (Part::Changes, "changes"),
    ];
}

/// One piece of collateral.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// Its name: the template's, and the value of `--only`.
    pub name: String,
    /// What one page is made for.
    pub each: Each,
    /// Its path without the ending; `{id}` is the subject's id.
    pub path: String,
    /// Its title; `{name}` is the subject's name, `{label}` the interface word of the piece, `{title}` the kit's.
    pub title: String,
    /// For whom it may be built.
    #[serde(default = "everybody")]
    pub audiences: Vec<String>,
    /// How many words it should hold at most.
    #[serde(default)]
    pub budget: Option<u64>,
    /// Whose links lead here: `claim`, `objection` … (a page each: the subject itself).
    #[serde(default)]
    pub home_of: Vec<String>,
    /// What it is, for the README.
    #[serde(default)]
    pub about: String,
    /// Of a page on the kit as a whole: what its templates read, so that nothing else is made ready for it.
    #[serde(skip)]
    pub shows: Vec<Part>,
}

fn everybody() -> Vec<String> {
    ["internal", "partner", "public"].map(str::to_owned).to_vec()
}

impl Piece {
    /// Whether it may be built for an audience.
    pub fn is_for(&self, audience: Audience) -> bool {
        self.audiences.iter().any(|a| a == audience.name())
    }
}

/// The pieces of a kit: the built-in ones, changed and followed by the kit's own.
pub fn pieces(overlay: &Overlay) -> (Vec<Piece>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut pieces =
        overlay.builtin.get(FILE).map(|text| read(text, &format!("{BUILT_IN}{FILE}"), &mut found)).unwrap_or_default();
    let own = overlay.own.get(FILE).map(|text| read(text, "templates/collateral.yaml", &mut found)).unwrap_or_default();
    for piece in own {
        match pieces.iter_mut().find(|p| p.name == piece.name) {
            Some(known) => *known = piece,
            None => pieces.push(piece),
        }
    }
    let of_kit = pieces.iter_mut().filter(|piece| piece.each == Each::Kit);
    of_kit.for_each(|piece| piece.shows = shows(overlay, &piece.name));
    (pieces, found)
}

/// What the templates of a page on the kit as a whole read of it. Built-in ones say `it.cards`; in what other words a kit's
/// own template of the page does, nobody can tell, and of what it shares with others, each name counts.
fn shows(overlay: &Overlay, piece: &str) -> Vec<Part> {
    let is_of = |path: &str| Path::new(path).file_stem().is_some_and(|stem| stem == piece);
    let is_own = overlay.own.keys().any(|path| is_of(path));
    let built_in: Vec<_> = overlay.builtin.iter().filter(|(path, _)| is_of(path)).map(|(_, text)| text).collect();
    let is_read = |name: &str| {
        let read = format!("it.{name}");
        is_own
            || built_in.iter().any(|text| text.contains(&read))
            || overlay.own.values().any(|text| text.contains(name))
    };
    Part::ALL.iter().filter(|(_, name)| is_read(name)).map(|(part, _)| *part).collect()
}

fn read(text: &str, file: &str, found: &mut Vec<Diagnostic>) -> Vec<Piece> {
    let pieces: Vec<Piece> = match serde_yaml::from_str(text) {
        Ok(pieces) => pieces,
        Err(error) => {
            let at =
                error.location().and_then(|l| Some((l.span().byte_offset()? as usize, l.span().byte_len()? as usize)));
            let place = at.map_or_else(|| Location::file(file), |(at, len)| Location::span(file, at..at + len.max(1)));
            let words = error.without_snippet().to_string();
            let help = "each entry has `name`, `each`, `path` and `title`, and may have `audiences`, `budget`, `home_of` and `about`";
            found.push(Diagnostic::error("template", place, words.lines().next().unwrap_or_default()).help(help));
            return Vec::new();
        }
    };
    for piece in &pieces {
        if let Some(fault) = fault(piece) {
            let at = text.find(&piece.name).unwrap_or(0);
            let place = Location::span(file, at..at + piece.name.len());
            found.push(Diagnostic::error("template", place, fault.0).help(fault.1));
        }
    }
    pieces
}

/// What is wrong with a piece that has the right form.
fn fault(piece: &Piece) -> Option<(String, String)> {
    let name = &piece.name;
    if !crate::load::shape::is_id(name) {
        return Some((format!("`{name}` is not a name for a piece"), "small letters, digits and hyphens".into()));
    }
    let parts_fit = piece
        .path
        .split('/')
        .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':']));
    if piece.path.replace("{id}", "").contains(['{', '}']) {
        return Some((
            format!("the path of `{name}` holds braces that mean nothing"),
            "only `{id}` is filled in".into(),
        ));
    }
    if !parts_fit {
        return Some((format!("the path of `{name}` leaves the site"), "write it like `cards/{id}`".into()));
    }
    if !matches!(piece.each, Each::Kit) && !piece.path.contains("{id}") {
        return Some((format!("all pages of `{name}` would have one path"), "put `{id}` into `path`".into()));
    }
    let wrong = piece.audiences.iter().find(|a| Audience::parse(a).is_none())?;
    let help = nearest(wrong, ["internal", "partner", "public"])
        .map_or("internal, partner or public".to_owned(), |n| format!("did you mean `{n}`?"));
    Some((format!("`{wrong}` is not an audience"), help))
}
