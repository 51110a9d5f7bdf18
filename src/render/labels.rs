//! Interface words, from `templates/labels/<language>.yaml`. A kit's file changes single words or adds a language.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Location, nearest};
use crate::load::overlay::{BUILT_IN, Overlay};
use crate::project::SETTINGS;

/// The language of a kit that names none.
pub const DEFAULT: &str = "en";

/// Languages there are words for.
fn languages(overlay: &Overlay) -> Vec<&str> {
    let all = overlay.builtin.keys().chain(overlay.own.keys());
    let mut names: Vec<&str> = all.filter_map(|k| k.strip_prefix("labels/")?.strip_suffix(".yaml")).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The words of a language; every word of the default language must be there.
pub fn labels(overlay: &Overlay, language: &str) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let language = if language.is_empty() { DEFAULT } else { language };
    let known = languages(overlay);
    if !known.contains(&language) {
        let help = match nearest(language, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "there are words for {}; add templates/labels/{language}.yaml for another (`talktrack new --templates` copies those there are)",
                known.join(", ")
            ),
        };
        found.push(
            Diagnostic::error(
                "missing-label",
                Location::file(SETTINGS),
                format!("no interface words for the language `{language}`"),
            )
            .help(help),
        );
        return (BTreeMap::new(), found);
    }
    let path = format!("labels/{language}.yaml");
    let mut words = BTreeMap::new();
    for (texts, shown) in [(&overlay.builtin, format!("{BUILT_IN}{path}")), (&overlay.own, format!("templates/{path}"))]
    {
        if let Some(text) = texts.get(&path) {
            words.extend(read(text, &shown, &mut found));
        }
    }
    if found.is_empty() && language != DEFAULT {
        let wanted = overlay.builtin.get(&format!("labels/{DEFAULT}.yaml"));
        let wanted = wanted.map(|t| read(t, "", &mut Vec::new())).unwrap_or_default();
        for (key, english) in wanted.iter().filter(|(key, _)| !words.contains_key(*key)) {
            let message = format!("the word `{key}` is missing");
            found.push(
                Diagnostic::error("missing-label", Location::file(overlay.shown(&path)), message)
                    .help(format!("add `{key}: …` (in English: {english})")),
            );
        }
    }
    (words, found)
}

fn read(text: &str, file: &str, found: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    match serde_yaml::from_str::<BTreeMap<String, String>>(text) {
        Ok(words) => words,
        Err(error) => {
            let at = error.location().and_then(|l| l.span().byte_offset()).map(|at| at as usize);
            let place = at.map_or_else(|| Location::file(file), |at| Location::span(file, at..at + 1));
            let words = error.without_snippet().to_string();
            let message = words.lines().next().unwrap_or_default().to_owned();
            found.push(
                Diagnostic::error("template", place, message)
                    .help("labels are `key: words`, one a line; quote words such as Yes and No"),
            );
            BTreeMap::new()
        }
    }
}
