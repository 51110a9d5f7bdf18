//! Two states of a kit side by side: both are read, judged on the same day and made into pages in memory, and what
//! differs is told.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::check;
use crate::diagnostic::Diagnostics;
use crate::diff::{Changes, Findings, Pages, Printed, PrintedPages, Review, Side};
use crate::error::Error;
use crate::load::{self, Kit};
use crate::project::Project;
use crate::ready::{Judgement, Ready, Wanted, judge};
use crate::render::{self, Output, Sheet, target};
use crate::text::Audience;
use crate::view;
use crate::view::audience::{Reader, seen_by};

/// A state of a kit: where it stands, and what it is called.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// What the author called it.
    pub name: &'a str,
    /// The kit; `None`: there was none.
    pub project: Option<&'a Project>,
}

/// A state of a kit, with everything that is compared.
#[derive(Default)]
struct State {
    kit: Kit,
    unread: BTreeSet<String>,
    /// `None` where errors stop a build.
    pages: Option<PrintedPages>,
    judgement: Judgement,
}

/// Compares two states of a kit. What was found wrong with each comes with it, the earlier first.
///
/// # Errors
/// When a kit cannot be read at all.
pub fn review(before: Named, after: Named, today: Date) -> Result<(Review, [Judgement; 2]), Error> {
    let (old, new) = rayon::join(|| State::of(before.project, today), || State::of(after.project, today));
    let (old, new) = (old?, new?);
    let broken = |test: &dyn Fn(&State) -> bool| {
        let sides = [(before.name, &old), (after.name, &new)];
        sides.into_iter().find(|(_, s)| test(s)).map(|(name, _)| name.to_owned()).unwrap_or_default()
    };
    let unjudged = broken(&|s| s.kit.broken);
    let findings = if unjudged.is_empty() {
        Findings::of(&old.judgement.diagnostics, &new.judgement.diagnostics)
    } else {
        Findings { unjudged, ..Findings::default() }
    };
    let pages = match (&old.pages, &new.pages) {
        (Some(old), Some(new)) => Pages::of(old, new),
        _ => Pages { unbuilt: broken(&|s| s.pages.is_none()), ..Pages::default() },
    };
    let review = Review {
        before: before.name.to_owned(),
        after: after.name.to_owned(),
        is_new: before.project.is_none(),
        changes: Changes::of(old.side(), new.side(), today),
        findings,
        pages,
    };
    Ok((review, [old.judgement, new.judgement]))
}

impl State {
    fn of(project: Option<&Project>, today: Date) -> Result<State, Error> {
        let Some(project) = project else { return Ok(State { pages: Some(PrintedPages::new()), ..State::default() }) };
        let loaded = load::load(project)?;
        let (kit, unread) = (loaded.kit.clone(), loaded.unread());
        let (ready, mut judgement) = judge(project, loaded, today);
        let pages = ready.and_then(|ready| printed(&ready, today, &mut judgement.diagnostics));
        Ok(State { kit, unread, pages, judgement: judgement.sorted() })
    }

    fn side(&self) -> Side<'_> {
        Side { items: &self.kit.items, settings: self.kit.settings(), unread: &self.unread }
    }
}

/// The pages that insiders get, as Markdown; `None` when templates do not work.
fn printed(ready: &Ready, today: Date, found: &mut Diagnostics) -> Option<PrintedPages> {
    let reader = Reader { audience: Audience::Internal, drafts: false, segment: None, region: None };
    let targets = target("markdown").into_iter().collect();
    let wanted =
        Wanted { reader, only: Vec::new(), targets, single_file: false, since: None, output: Output::default(), today };
    let seen = seen_by(&ready.checked, &wanted.reader);
    let order = ready.order(&wanted);
    let (pages, same_paths) = view::view(&ready.checked, &seen, &order);
    let (sheets, faults) = render::sheets(&pages, &ready.press(&wanted));
    found.extend(same_paths.into_iter().chain(faults));
    let page = |sheet: Sheet| {
        let bytes = sheet.text.into_bytes();
        (sheet.path, Printed { piece: sheet.piece, title: sheet.title, bytes })
    };
    let printed = sheets.into_iter().map(page).collect();
    (!found.0.iter().any(check::stops_pages)).then_some(printed)
}
