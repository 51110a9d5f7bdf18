//! What pages are called in a DokuWiki: ids, in the place's namespace.

use crate::model::settings::Place;
use crate::publish::Heading;
use crate::render::wiki::{DOKUWIKI, fold};

/// Longest part of an id, in bytes: it becomes the name of a file.
const LONGEST: usize = 250;

/// What is missing or wrong in the settings.
pub fn needs(place: &Place) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    if place.url.is_empty() {
        let help = "write that of its start page without `doku.php`, such as https://wiki.example/";
        found.push(("url", "a DokuWiki needs an address".into(), help.into()));
    }
    if space(place).is_empty() {
        let help = "write a namespace that holds nothing else, such as `sales`";
        found.push(("space", "a DokuWiki needs a namespace for our pages".into(), help.into()));
    }
    if !place.title.is_empty() {
        let help = "leave it out: a DokuWiki calls a page by its id, and shows its first heading";
        found.push(("title", "pages of a DokuWiki have no titles".into(), help.into()));
    }
    found
}

/// The place's namespace.
pub fn space(place: &Place) -> String {
    fold::id(&place.space)
}

/// The id of a page.
pub fn call(place: &Place, heading: &Heading) -> String {
    format!("{}:{}", space(place), (DOKUWIKI.name)(&heading.path, &heading.title))
}

/// The id of a file.
pub fn file(place: &Place, name: &str) -> String {
    format!("{}:{}", space(place), fold::id(name))
}

/// An id as the wiki keeps it.
pub fn fold(_place: &Place, name: &str) -> String {
    fold::id(name)
}

/// Why the wiki would not have a page of this id.
pub fn refuse(_place: &Place, name: &str) -> Option<String> {
    if fold::id(name) != name || name.is_empty() {
        return Some(format!("a DokuWiki would call it `{}`", fold::id(name)));
    }
    let longest = name.split(':').map(str::len).max().unwrap_or_default();
    (longest > LONGEST).then(|| format!("a part of it has {longest} bytes, and may have {LONGEST}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(space: &str) -> Place {
        let mut place = Place::default();
        place.space.0 = space.into();
        place.url.0 = "https://wiki.example".into();
        place
    }

    fn called(space: &str, path: &str) -> String {
        call(&place(space), &Heading { path: path.into(), ..Heading::default() })
    }

    #[test]
    fn a_page_is_called_by_its_path_in_the_namespace_and_the_first_page_is_its_start() {
        assert_eq!(called("Sales Desk", "battlecard/ticketron"), "sales_desk:battlecard:ticketron");
        assert_eq!(called("sales:cards", "index"), "sales:cards:start");
    }

    #[test]
    fn a_place_without_a_namespace_is_told_so() {
        assert_eq!(needs(&place(" :: "))[0].0, "space");
        assert!(needs(&place("sales")).is_empty());
    }

    #[test]
    fn ids_that_would_become_others_are_refused() {
        for id in ["sales:C++", "sales:a b", "", "Sales:x", &format!("sales:{}", "a".repeat(251))] {
            assert!(refuse(&place("sales"), id).is_some(), "{id}");
        }
        assert_eq!(refuse(&place("sales"), "sales:battlecard:価格"), None);
    }
}
