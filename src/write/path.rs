//! Which paths may be written or removed at all: the last guard, for the site's paths and for those of the list.

use std::collections::{BTreeMap, BTreeSet};

use super::WriteError;

/// Names we use ourselves: the list, the lock, temporary files.
pub(super) const OWN_PREFIX: &str = ".talktrack-";

/// Refuses a site with a path that is both a file and a folder.
pub(super) fn check<T>(files: &BTreeMap<String, T>) -> Result<(), WriteError> {
    match folders(files.keys().map(String::as_str)).into_iter().find(|folder| files.contains_key(*folder)) {
        Some(path) => Err(WriteError::Path { path: path.to_owned(), why: "it is both a file and a folder" }),
        None => Ok(()),
    }
}

/// What is wrong with a path, if anything.
pub(super) fn fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    if path.starts_with('/') {
        return Some("it is absolute");
    }
    path.split('/').find_map(segment_fault)
}

fn segment_fault(segment: &str) -> Option<&'static str> {
    let is_strange =
        |c: u8| c.is_ascii_control() || matches!(c, b'\\' | b'<' | b'>' | b':' | b'"' | b'|' | b'?' | b'*');
    let is_control = |segment: &str| !segment.is_ascii() && segment.chars().any(char::is_control);
    if segment.is_empty() {
        Some("it has an empty part")
    } else if segment == "." || segment == ".." {
        Some("it has a `.` or `..` part")
    } else if segment.bytes().any(is_strange) || is_control(segment) {
        Some("it has a character that not every system allows in a name")
    } else if segment.ends_with(['.', ' ']) {
        Some("it has a part that ends in a dot or a space")
    } else if is_device(segment.split('.').next().unwrap_or_default().trim_end()) {
        Some("it has a name that Windows reserves")
    } else if begins(segment, OWN_PREFIX).is_some() {
        Some("names that start with `.talktrack-` are kept for the program")
    } else {
        None
    }
}

fn is_device(stem: &str) -> bool {
    let is_port_number = |rest: &str| {
        let mut rest = rest.chars();
        matches!(rest.next(), Some('0'..='9' | '¹' | '²' | '³')) && rest.next().is_none()
    };
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].iter().any(|name| stem.eq_ignore_ascii_case(name))
        || ["COM", "LPT"].iter().any(|port| begins(stem, port).is_some_and(is_port_number))
}

/// What follows a beginning, written in any case.
fn begins<'a>(name: &'a str, with: &str) -> Option<&'a str> {
    let (start, rest) = name.split_at_checked(with.len())?;
    start.eq_ignore_ascii_case(with).then_some(rest)
}

/// The folder a path lies in, if not the top.
pub(super) fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

/// The folders above a path, innermost first.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(path), |folder| parent(folder))
}

/// All folders above all paths; a folder sorts before those inside it.
pub(super) fn folders<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut last = None;
    for path in paths {
        if parent(path) == last {
            continue;
        }
        last = parent(path);
        for folder in ancestors(path) {
            if !found.insert(folder) {
                break;
            }
        }
    }
    found
}
