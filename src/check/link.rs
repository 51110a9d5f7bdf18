//! Where a link in a text leads. One answer for the rules and for the pages.

use crate::load::Paths;
use crate::model::EntityKind;
use crate::project;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Lead {
    /// To the web, a mail address or a telephone.
    Web(String),
    /// To a place on the same page.
    Here(String),
    /// To an entity of the kit.
    Item {
        /// `claim`, `faq` …
        word: &'static str,
        /// Its id.
        id: String,
        /// A place on its page.
        anchor: Option<String>,
    },
    /// To a file under `static/`.
    Static {
        /// Path from the kit's root.
        path: String,
        /// With the `#`.
        anchor: String,
    },
    /// From the root of the company's site, joined to `link_base`.
    Site(String),
    /// From the root, but there is no `link_base`.
    Baseless(String),
    /// To nothing in the kit.
    Nowhere,
    /// Out of the kit.
    Outside,
}

/// Follows a link written in a file, without touching the disk. Other schemes than http, https, mailto and tel never
/// come here.
pub fn follow(paths: &Paths, link_base: &str, file: &str, dest: &str) -> Lead {
    let dest = dest.trim();
    let scheme = dest
        .split_once(':')
        .is_some_and(|(s, _)| s.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) && !s.is_empty());
    if scheme || dest.starts_with("//") {
        return Lead::Web(dest.to_owned());
    }
    if dest.starts_with('#') || dest.is_empty() {
        return Lead::Here(dest.to_owned());
    }
    if let Some(path) = dest.strip_prefix('/') {
        return match base(link_base) {
            "" => Lead::Baseless(dest.to_owned()),
            base => Lead::Site(format!("{base}/{path}")),
        };
    }
    let (path, anchor) = dest.split_once('#').map_or((dest, None), |(path, anchor)| (path, Some(anchor)));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let path = percent_decoded(path);
    let Some(path) = project::join(file, &path) else { return Lead::Outside };
    if paths.statics.contains_key(&path) {
        return Lead::Static { path, anchor: anchor.map_or(String::new(), |a| format!("#{a}")) };
    }
    match paths.page(&path) {
        Some((kind, id)) => item(kind, id, anchor),
        None => Lead::Nowhere,
    }
}

/// The site that `/…` links are joined to: http or https, without the last `/`; empty when there is none.
pub fn base(link_base: &str) -> &str {
    let start = link_base.get(..8).unwrap_or(link_base).to_ascii_lowercase();
    let web = start.starts_with("https://") || start.starts_with("http://");
    if web { link_base.trim_end_matches('/') } else { "" }
}

fn item(kind: &'static EntityKind, id: &str, anchor: Option<&str>) -> Lead {
    if kind.has_ids {
        Lead::Item { word: kind.word, id: id.to_owned(), anchor: anchor.map(str::to_owned) }
    } else {
        Lead::Nowhere
    }
}

/// `%20` and its kin as the characters they stand for; anything else stays.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = bytes
            .get(i + 1..i + 3)
            .and_then(|h| std::str::from_utf8(h).ok())
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        match hex {
            Some(byte) if bytes[i] == b'%' => {
                out.push(byte);
                i += 3;
            }
            _ => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
