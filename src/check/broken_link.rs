//! `broken-link`: a link or path that leads to nothing in the kit.

use super::link::{Lead, follow};
use super::{Desk, Findings, Level, Look, Rule, Spot};
use crate::diagnostic::{Diagnostic, nearest};
use crate::load::shape::{Leaf, short};
use crate::project;
use crate::text::FoundKind;

/// The rule.
pub const RULE: Rule = Rule {
    name: "broken-link",
    level: Level::Warning,
    adjustable: true,
    always: true,
    summary: "a link or picture leads to nothing in the kit",
    explanation: "A relative link points at a file under `static/` or at another content file: from the kit's root, or with `./` and `../` from the file it stands in. A link that starts with `/` belongs to your own site and needs `link_base` in talktrack.yaml. A link that leads nowhere is shown as plain words. Links to the web are asked for only with `check --links`: each host one question at a time, and what was fine is not asked again for a week.",
    bad: "See [the guide](static/giude.pdf).",
    good: "See [the guide](static/guide.pdf).",
    looks: &[Look::Spots(|desk| Box::new(|spot, found| check(desk, spot, found)))],
};

/// Judges one scalar.
fn check(desk: &Desk, spot: &Spot, findings: &mut Findings) {
    if *spot.leaf == Leaf::Path || (*spot.leaf == Leaf::Url && is_relative(spot.words())) {
        path(desk, spot, findings);
    }
    if *spot.leaf == Leaf::Url
        && let Some(what) = desk.dead.get(spot.words().trim())
    {
        let message = format!("`{}` {what}", short(spot.words()));
        findings
            .push(Diagnostic::warning(RULE.name, spot.place(), message).help("correct the address, or take it out"));
    }
    for found in spot.found {
        let (FoundKind::Link(dest) | FoundKind::Image(dest, _)) = &found.kind else { continue };
        let web = desk.dead.get(dest.trim()).map(|what| format!("`{}` {what}", short(dest)));
        if let Some(message) = web {
            let help = "correct the address, or take the link out";
            findings.push(Diagnostic::warning(RULE.name, spot.place_of(desk, dest), message).help(help));
            continue;
        }
        let message = match follow(&desk.kit.paths, &desk.library.settings.link_base, spot.file, dest) {
            Lead::Nowhere => format!("`{}` leads to nothing in the kit", short(dest)),
            Lead::Outside => format!("`{}` leads out of the kit", short(dest)),
            Lead::Baseless(_) => {
                format!("`{}` starts at the root of a site, and no `link_base` says which", short(dest))
            }
            _ => continue,
        };
        let help = if dest.starts_with('/') {
            "write `link_base: https://…` in talktrack.yaml".to_owned()
        } else {
            remedy(desk, spot.file, dest)
        };
        findings.push(Diagnostic::warning(RULE.name, spot.place_of(desk, dest), message).help(help));
    }
}

/// Whether a link without a scheme is rather an address of the web than a path.
fn is_host(dest: &str) -> bool {
    const ENDS: [&str; 16] =
        ["com", "org", "net", "io", "ai", "co", "app", "dev", "eu", "de", "fr", "uk", "ch", "at", "jp", "example"];
    let host = dest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.rsplit_once('.').filter(|(name, end)| !name.is_empty() && ENDS.contains(end));
    name.is_some() || (host.starts_with("www.") && host.len() > 4)
}

fn is_relative(url: &str) -> bool {
    !url.contains(':') && !url.starts_with(['/', '#'])
}

fn path(desk: &Desk, spot: &Spot, findings: &mut Findings) {
    let written = spot.words();
    match project::join(spot.file, written) {
        None => findings.push(
            Diagnostic::error("path-outside-kit", spot.place(), format!("`{}` leads out of the kit", short(written)))
                .help(if written.starts_with('/') {
                    "drop the leading `/`: paths are told from the kit's root, as in `static/logo.svg`"
                } else {
                    "copy the file into static/ and name it from there"
                }),
        ),
        Some(path)
            if desk.kit.paths.statics.contains_key(&path)
                || (*spot.leaf == Leaf::Url && desk.kit.paths.page(&path).is_some()) => {}
        Some(_) => {
            let message = format!("`{}` is not a file under static/", short(written));
            findings.push(Diagnostic::warning(RULE.name, spot.place(), message).help(remedy(desk, spot.file, written)));
        }
    }
}

fn remedy(desk: &Desk, file: &str, dest: &str) -> String {
    let bare = dest.split(['#', '?']).next().unwrap_or_default();
    let path = project::join(file, bare).unwrap_or_default();
    let statics = desk.kit.paths.statics.keys().map(String::as_str);
    let known = statics.chain(desk.kit.paths.pages.keys().map(|file| &**file));
    match nearest(&path, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if is_host(dest) => format!("for an address of the web, write `https://{dest}`"),
        None => {
            "put the file under static/, or correct the path (from the kit's root, or with ./ and ../ from this file)"
                .into()
        }
    }
}
