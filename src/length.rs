//! `over-budget` for finished pages: pieces of collateral with a `budget:` of their own, whose pages hold more words.
//! What a card or a field may hold is judged where it is written, without making pages.

use crate::check::{Checked, Scope, budget, over_budget, weighed};
use crate::diagnostic::{Diagnostic, Location};
use crate::text;
use crate::view::collateral::Piece;
use crate::write::Files;

/// The pages that are longer than their piece allows, counted in the Markdown target.
pub fn measure(files: &Files, pieces: &[Piece], checked: &Checked, scope: Scope) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (piece, limit) in pieces.iter().filter_map(|p| Some((p, limit(p, checked)?))) {
        let (before, after) = piece.path.split_once("{id}").unwrap_or((&piece.path, ""));
        for (path, bytes) in files.range(before.to_owned()..).take_while(|(path, _)| path.starts_with(before)) {
            let id = path.strip_suffix(".md").and_then(|p| p[before.len()..].strip_suffix(after));
            let Some(id) = id.filter(|id| !id.contains('/')) else { continue };
            let words = text::word_count(&text::plain(&String::from_utf8_lossy(bytes)));
            let what = format!("the page `{}`", path.trim_end_matches(".md"));
            let help =
                format!("shorten what it shows, or change `budget` of `{}` in templates/collateral.yaml", piece.name);
            found.extend(over_budget::judged(words, limit, &what, &help, place(piece, id, checked)));
        }
    }
    weighed(checked, scope, found)
}

/// How many words a page may hold: as the list of collateral says, else as `budgets:` has a number of that name.
fn limit(piece: &Piece, checked: &Checked) -> Option<usize> {
    let written = piece.budget.and_then(|words| usize::try_from(words).ok());
    written.or_else(|| (piece.name == "brief").then(|| budget(&checked.library.settings, "brief")))
}

/// The file a page is made of; for the kit as a whole, the list of collateral.
fn place(piece: &Piece, id: &str, checked: &Checked) -> Location {
    let item = checked.kit.items.iter().find(|i| Some(i.kind.word) == piece.each.word() && i.id == id);
    Location::file(item.map_or("templates/collateral.yaml".into(), |i| i.file.clone()))
}
