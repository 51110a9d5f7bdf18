//! A kit that was read and judged, with all that is needed to make pages of it; and what pages are wanted.

use std::convert::Infallible;
use std::sync::Arc;

use jiff::civil::Date;

use crate::check::{self, Asked, Checked, Dead, Judged, Scope};
use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::load::overlay::{BUILT_IN, Overlay};
use crate::load::{self, Loaded, Touched};
use crate::project::Project;
use crate::render::{Output, Press, Target, Tools};
use crate::source::Sources;
use crate::timings::stage;
use crate::view::Order;
use crate::view::audience::Reader;
use crate::view::collateral::{self, Piece};

/// What to build.
#[derive(Clone)]
pub struct Wanted {
    /// For whom.
    pub reader: Reader,
    /// Only these pieces; empty: all.
    pub only: Vec<String>,
    /// Which targets.
    pub targets: Vec<&'static Target>,
    /// Whether all pages become one file with everything inside.
    pub single_file: bool,
    /// Against what news is told; `None`: no marks, and no page of changes.
    pub since: Option<Since>,
    /// Which files of the site, and under what names.
    pub output: Output,
    /// The day of the build.
    pub today: Date,
}

/// An earlier state of the kit.
#[derive(Clone)]
pub struct Since {
    /// Where it stands; `None`: there was none yet.
    pub project: Option<Project>,
    /// What the author called it.
    pub name: String,
    /// Its day.
    pub day: Date,
    /// The commit that holds it.
    pub commit: String,
}

/// What was found wrong with a kit.
#[derive(Debug, Default)]
pub struct Judgement {
    /// The findings.
    pub diagnostics: Diagnostics,
    /// Texts to show them in.
    pub sources: Sources,
}

impl Judgement {
    /// With its findings in order.
    pub fn sorted(self) -> Self {
        Judgement { diagnostics: self.diagnostics.sorted(), ..self }
    }
}

/// What is kept of a kit between two builds of it.
#[derive(Default)]
pub struct Memory {
    read: load::Memory,
    judged: Judged,
    tools: Option<Arc<Tools>>,
}

impl Memory {
    /// Takes down what was touched since the kit was last read, told by somebody who watches it.
    pub fn touch(&mut self, touched: Touched) {
        self.read.touch(touched);
    }
}

/// A kit that was read and judged, with all that is needed to make pages of it.
#[derive(Debug)]
pub struct Ready {
    /// The kit.
    pub checked: Checked,
    /// What its pages are made with.
    pub tools: Arc<Tools>,
    /// The texts of all files, templates too, to show findings in.
    pub sources: Sources,
}

impl Ready {
    /// What to make for a reader.
    pub fn order<'a>(&'a self, wanted: &'a Wanted) -> Order<'a> {
        Order {
            reader: &wanted.reader,
            only: &wanted.only,
            pieces: &self.tools.pieces,
            labels: &self.tools.labels,
            news: None,
            today: wanted.today,
        }
    }

    /// What rendering needs besides the pages.
    pub fn press<'a>(&'a self, wanted: &'a Wanted) -> Press<'a> {
        Press {
            checked: &self.checked,
            reader: &wanted.reader,
            tools: &self.tools,
            today: wanted.today.to_string(),
            targets: &wanted.targets,
            names: None,
            output: wanted.output,
        }
    }
}

/// Asks the web for addresses, and tells of those that lead nowhere.
pub type Ask<'a> = &'a (dyn Fn(&[String]) -> Result<Dead, Error> + Sync);

/// Reads a kit and everything that makes pages of it; `None` when findings stand in the way. What did not change since
/// the memory was made is not read again. `wanted` are the pages that will be made of it, where that is known.
///
/// # Errors
/// When the kit cannot be read at all, or the web cannot be asked.
pub fn ready(
    project: &Project,
    memory: &mut Memory,
    wanted: Option<&Wanted>,
    today: Date,
    scope: Scope,
    ask: Option<Ask>,
) -> Result<(Option<Ready>, Judgement), Error> {
    let Memory { read, judged, tools } = memory;
    equipped(project, wanted, tools, || {
        let loaded = stage("read", || load::load_again(project, read))?;
        let dead = ask.map_or_else(|| Ok(Dead::new()), |ask| ask(&check::web_links(&loaded.kit)))?;
        let asked = Asked { scope, today, dead: &dead };
        let (checked, sources, diagnostics) = stage("check", || check::check_again(loaded, &asked, judged));
        Ok((checked, Judgement { diagnostics, sources }))
    })
}

/// Judges a kit that was read by every rule, and reads what makes pages of it.
pub fn judge(project: &Project, loaded: Loaded, today: Date) -> (Option<Ready>, Judgement) {
    let asked = Asked { scope: Scope::All, today, dead: &Dead::new() };
    let Ok::<_, Infallible>(ready) = equipped(project, None, &mut None, || {
        let (checked, sources, diagnostics) = check::check_again(loaded, &asked, &mut Judged::default());
        Ok((checked, Judgement { diagnostics, sources }))
    });
    ready
}

/// A part of a kit that was judged before, with all that is needed to make pages of it.
pub fn ready_again(
    project: &Project,
    wanted: &Wanted,
    check: impl FnOnce() -> Option<Checked> + Send,
) -> Option<Ready> {
    let Ok::<_, Infallible>((ready, _)) =
        equipped(project, Some(wanted), &mut None, || Ok((check(), Judgement::default())));
    ready
}

/// A kit that is judged, with what its pages are made with, which is read meanwhile.
fn equipped<E: Send>(
    project: &Project,
    wanted: Option<&Wanted>,
    before: &mut Option<Arc<Tools>>,
    judge: impl FnOnce() -> Result<(Option<Checked>, Judgement), E> + Send,
) -> Result<(Option<Ready>, Judgement), E> {
    let equip = || {
        let (targets, only) = wanted.map_or((&[][..], &[][..]), |wanted| (&wanted.targets, &wanted.only));
        let (overlay, unreadable) = Overlay::of(project);
        let tools = Tools::of(overlay, &load::language(project), only, before.as_ref());
        stage("load templates", || tools.read_for(targets));
        (tools, unreadable)
    };
    let (judged, (mut tools, unreadable)) = rayon::join(judge, equip);
    let (checked, mut judgement) = judged?;
    remember(&tools.overlay, &mut judgement.sources);
    judgement.diagnostics.extend(unreadable.into_iter().chain(tools.found.iter().cloned()));
    let Some(checked) = checked else { return Ok((None, judgement)) };
    let language = &checked.library.settings.language;
    if !tools.are_in(language) {
        tools = Arc::new(tools.in_language(language));
    }
    *before = Some(tools.clone());
    judgement.diagnostics.extend(tools.missing.iter().cloned());
    if judgement.diagnostics.0.iter().any(check::stops_pages) {
        return Ok((None, judgement));
    }
    let ready = Ready { checked, tools, sources: judgement.sources.clone() };
    Ok((Some(ready), judgement))
}

/// Templates are shown in findings like the files of a kit.
fn remember(overlay: &Overlay, sources: &mut Sources) {
    let all = overlay.builtin.keys().chain(overlay.own.keys());
    for path in all {
        if let Some(text) = overlay.builtin.get(path) {
            sources.insert(format!("{BUILT_IN}{path}").into(), text.clone());
        }
        if let Some(text) = overlay.own.get(path) {
            sources.insert(format!("templates/{path}").into(), text.clone());
        }
    }
}

/// The names of the collateral a kit has, built-in ones first.
pub fn pieces(project: &Project) -> Vec<Piece> {
    collateral::pieces(&Overlay::of(project).0).0
}
