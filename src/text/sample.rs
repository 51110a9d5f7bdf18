//! A renderer for the tests.

use super::{Audience, Href, ItemRef, Picture, Resolve, Shown, Words};

/// Knows the items `known` (with a page), `bare` (without) and `claim:text` (Markdown words); links lead where they
/// say, foreign pictures become links.
pub(super) struct Sample;

impl Resolve for Sample {
    fn item(&self, item: &ItemRef) -> Option<Shown> {
        let anchor = item.anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        match item.id {
            "known" => Some(Shown {
                href: Some(format!("../{}/known.html{anchor}", item.entity)),
                words: Words::Plain("Known & <Co>".to_string()),
            }),
            "bare" => Some(Shown { href: None, words: Words::Plain("Bare".to_string()) }),
            "text" => Some(Shown {
                href: Some("claims.html#text".to_string()),
                words: Words::Markdown("1. Saves *41 %* of [[claim:text]] ([src](https://s.example))".to_string()),
            }),
            _ => None,
        }
    }

    fn link(&self, dest: &str) -> Href {
        if dest == "gone.html" { Href::Plain } else { Href::To(dest.to_string()) }
    }

    fn picture(&self, dest: &str) -> Picture {
        match dest {
            "gone.png" => Picture::Plain,
            _ if dest.starts_with("http") => Picture::Link(dest.to_string()),
            _ => Picture::Show(dest.to_string(), (dest == "sized.png").then_some((3, 2))),
        }
    }

    fn insider_label(&self, audience: Audience) -> &str {
        match audience {
            Audience::Internal => "Internal <only>",
            _ => "Partners only",
        }
    }
}
