//! What pages are called in a MediaWiki: titles, below the place's parent when it has one.

use unicode_normalization::UnicodeNormalization;

use crate::model::settings::Place;
use crate::publish::Heading;
use crate::render::wiki::MEDIAWIKI;

/// Longest title, in bytes.
const LONGEST: usize = 255;
/// Signs that no title holds.
const FORBIDDEN: [char; 10] = ['#', '<', '>', '[', ']', '{', '|', '}', '\u{7f}', '\u{fffd}'];

/// What is missing in the settings.
pub fn needs(place: &Place) -> Vec<(&'static str, String, String)> {
    let help = "write that of its api.php, such as https://wiki.example/w/api.php";
    if place.url.is_empty() { vec![("url", "a MediaWiki needs an address".into(), help.into())] } else { Vec::new() }
}

/// The title of a page.
pub fn call(place: &Place, heading: &Heading) -> String {
    below(place, &(MEDIAWIKI.name)(&heading.path, &heading.title))
}

/// The name of a file. All files of a wiki stand in one heap, so it begins with the place's parent.
pub fn file(place: &Place, name: &str) -> String {
    let parent = folded(&place.parent).replace(['/', ':'], "-");
    capital(format!("{parent} {name}").trim_start())
}

/// A title below the place's parent.
pub fn below(place: &Place, title: &str) -> String {
    match folded(&place.parent).trim_matches('/') {
        "" => title.to_owned(),
        parent => format!("{parent}/{title}"),
    }
}

/// The title as the wiki keeps it: one blank for underscores and blanks, none at the ends, a capital first, also behind
/// the name of a namespace.
pub fn fold(_place: &Place, name: &str) -> String {
    let parts: Vec<String> = folded(name).split(':').map(|part| capital(part.trim())).collect();
    parts.join(":")
}

fn folded(name: &str) -> String {
    let is_mark = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}');
    let blanks = name.nfc().filter(|c| !is_mark(c)).map(|c| if c == '_' { ' ' } else { c }).collect::<String>();
    blanks.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first letter as a capital, unless that would be two letters.
fn capital(words: &str) -> String {
    let mut signs = words.chars();
    let Some(first) = signs.next() else { return String::new() };
    let mut upper = first.to_uppercase();
    let only = upper.next().filter(|_| upper.next().is_none());
    std::iter::once(only.unwrap_or(first)).chain(signs).collect()
}

/// Why the wiki would not have a page of this title.
pub fn refuse(_place: &Place, name: &str) -> Option<String> {
    let name = folded(name);
    let is_step = |part: &str| part == "." || part == "..";
    if let Some(sign) = name.chars().find(|c| FORBIDDEN.contains(c) || c.is_control()) {
        return Some(format!("no title of a MediaWiki holds the sign `{}`", sign.escape_debug()));
    }
    if name.len() > LONGEST {
        return Some(format!("it has {} bytes, and a title has at most {LONGEST}", name.len()));
    }
    if name.contains("~~~") || name.split('/').any(is_step) || name.starts_with(':') || has_code(&name) {
        return Some("a MediaWiki would read it as something else".into());
    }
    name.is_empty().then(|| "it is empty".into())
}

/// Whether a part of it stands for another sign: `%41`, `&amp;`.
fn has_code(name: &str) -> bool {
    let is_hex = |rest: &str| rest.len() > 1 && rest.bytes().take(2).all(|b| b.is_ascii_hexdigit());
    let is_entity = |rest: &str| rest.split_once(';').is_some_and(|(word, _)| !word.is_empty() && !word.contains(' '));
    name.split('%').skip(1).any(is_hex) || name.split('&').skip(1).any(is_entity)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(parent: &str) -> Place {
        let mut place = Place::default();
        place.parent.0 = parent.into();
        place
    }

    #[test]
    fn a_page_stands_below_the_parent_of_its_place() {
        let heading = Heading { title: "Rival 01".into(), ..Heading::default() };
        assert_eq!(call(&place(""), &heading), "Rival 01");
        assert_eq!(call(&place("Sales_desk/"), &heading), "Sales desk/Rival 01");
        assert_eq!(file(&place(""), "img-a.png"), "Img-a.png");
        assert_eq!(file(&place("sales_desk:Cards/New"), "img-a.png"), "Sales desk-Cards-New img-a.png");
    }

    #[test]
    fn titles_that_the_wiki_takes_for_one_fold_to_one() {
        for (one, other) in [
            ("foo_bar", "Foo bar"),
            (" foo   bar ", "Foo bar"),
            ("project:rival", "Project:Rival"),
            ("e\u{301}cole", "École"),
            ("ßtraße", "ßtraße"),
            ("a\u{200e}b", "Ab"),
        ] {
            assert_eq!(fold(&place(""), one), other, "{one}");
        }
        assert_ne!(fold(&place(""), "Rival One"), fold(&place(""), "Rival one"));
    }

    #[test]
    fn titles_that_would_be_another_page_are_refused() {
        let long = "é".repeat(128);
        for name in [
            "a#b",
            "a|b",
            "{{a}}",
            "[a]",
            "<a>",
            "a%41",
            "a&amp;b",
            "../a",
            "a/./b",
            "~~~~",
            "",
            "_",
            ":a",
            "a\nb\u{7}",
            &long,
        ] {
            assert!(refuse(&place(""), name).is_some(), "{name}");
        }
        for name in ["100% sure", "R&D for you; more", "Q&A", "C++", "a.b", "~~", "Why? 価格 🙂", &"é".repeat(127)]
        {
            assert_eq!(refuse(&place(""), name), None, "{name}");
        }
    }
}
