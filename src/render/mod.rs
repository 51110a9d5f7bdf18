//! Pages become files: templates are filled in, for each target, in parallel. Returns bytes; someone else writes.

mod brand;
mod finder;
pub mod hashed;
pub mod labels;
pub mod names;
mod plates;
mod resolve;
pub mod single;
mod templates;
mod tidy;
mod tools;
pub mod wiki;

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::needs::Needs;
use crate::shard::Shard;
use crate::text::{self, Flow, Resolve};
use crate::timings::stage;
use crate::view::Pages;
use crate::view::audience::Reader;
pub use finder::{Blocks, Findable, mended};
use names::Names;
pub use plates::Plates;
pub use resolve::encoded;
pub use tools::Tools;
use wiki::Dialect;

/// One form that pages take.
#[derive(Debug)]
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// The folder of its templates; targets of one folder share them, and differ only in how they finish a page.
    pub folder: &'static str,
    /// Ending of its templates, without the dot.
    pub template: &'static str,
    /// Ending of its files, without the dot.
    pub extension: &'static str,
    /// Writes plain words so that they show exactly as they are.
    pub escape: fn(&str, &mut dyn io::Write) -> io::Result<()>,
    /// Writes a Markdown text with its highest heading at a level.
    pub text: fn(&str, Flow, u8, &dyn Resolve) -> String,
    /// The last touch on a whole page.
    pub finish: Finish,
    /// Whether an address must be encoded to stand in this form, because escaping does not reach it.
    pub encodes_addresses: bool,
    /// Whether its pages can be searched.
    pub finds: bool,
}

/// The last touch on pages.
#[derive(Debug, Clone, Copy)]
pub enum Finish {
    /// Each page by itself.
    Page(fn(String) -> String),
    /// Pages of a wiki, all together: they call each other by name, and know each other's places.
    Wiki(&'static Dialect),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "html",
        folder: "html",
        template: "html",
        extension: "html",
        escape: text::escape_html,
        text: text::to_html,
        finish: Finish::Page(text::settle_anchors),
        encodes_addresses: false,
        finds: true,
    },
    Target {
        name: "markdown",
        folder: "markdown",
        template: "md",
        extension: "md",
        escape: text::escape_markdown,
        text: text::to_markdown,
        finish: Finish::Page(tidy::tidy_lines),
        encodes_addresses: true,
        finds: false,
    },
    Target { name: "confluence", extension: "xml", finish: Finish::Wiki(&wiki::CONFLUENCE), ..WIKI },
    Target { name: "mediawiki", extension: "wiki", finish: Finish::Wiki(&wiki::MEDIAWIKI), ..WIKI },
    Target { name: "dokuwiki", extension: "txt", finish: Finish::Wiki(&wiki::DOKUWIKI), ..WIKI },
];

/// What all wikis share: one set of templates, in a markup of none of them.
const WIKI: Target = Target {
    name: "wiki",
    folder: "wiki",
    template: "xml",
    extension: "xml",
    escape: text::escape_html,
    text: text::to_html,
    finish: Finish::Page(text::settle_anchors),
    encodes_addresses: false,
    finds: false,
};

/// The target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|t| t.name == name)
}

/// A finished page.
pub struct Sheet {
    /// The form it has.
    pub target: &'static Target,
    /// Its path, without ending.
    pub path: String,
    /// The piece of collateral it is one of.
    pub piece: String,
    /// Its title, as plain words.
    pub title: String,
    /// What it is about, as plain words.
    pub summary: String,
    /// The file its subject was written in.
    pub file: Arc<str>,
    /// The template that was filled in, as it is shown to authors.
    pub template: String,
    /// The whole page.
    pub text: String,
    /// Files of the kit that it shows or links to; told for wikis, where files belong to pages.
    pub shows: BTreeSet<String>,
    /// What was needed of the kit to make it; not told for wikis, whose pages know each other.
    pub needs: Needs,
}

impl Sheet {
    /// Its path as a file.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.path, self.target.extension)
    }
}

/// A finished file of a site.
#[derive(Debug)]
pub struct Finished {
    /// Its path, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where the words of a page came from: the file of its subject, and the template.
    pub origin: Option<(Arc<str>, String)>,
    /// What was needed of the kit to make it; told for pages.
    pub needs: Needs,
}

/// What became of a site.
#[derive(Debug)]
pub struct Site<T> {
    /// What was made of each file; pages come first, in their order.
    pub taken: Vec<T>,
    /// Files of the kit that pages show, to be copied under the same path.
    pub statics: BTreeSet<String>,
    /// What is wrong with templates, each once.
    pub faults: Vec<Diagnostic>,
    /// What can be found, source by source, in the order of the answers.
    pub findable: Vec<Findable>,
}

/// Which files of a site are made, and what those beside the pages are called.
#[derive(Debug, Clone, Copy, Default)]
pub struct Output {
    /// The part of the site to make; `None`: all of it.
    pub shard: Option<Shard>,
    /// Whether the names of style sheets and scripts tell their content.
    pub hashed_assets: bool,
}

impl Output {
    /// Whether this build makes what stands at a place in a list, from 0.
    pub fn takes(&self, place: usize) -> bool {
        self.shard.is_none_or(|shard| shard.takes(place))
    }
}

/// What rendering needs besides the pages.
pub struct Press<'a> {
    /// The kit.
    pub checked: &'a Checked,
    /// For whom.
    pub reader: &'a Reader,
    /// Templates and interface words.
    pub tools: &'a Tools,
    /// The day of the build, `YYYY-MM-DD`; empty: no page tells it.
    pub today: String,
    /// Which targets.
    pub targets: &'a [&'static Target],
    /// What pages and files are called where they are published to; `None`: what each wiki would call them by itself.
    pub names: Option<Arc<Names>>,
    /// Which files to make, and under what names.
    pub output: Output,
}

/// Renders the pages for all targets, and what stands beside them; of a site that is made in parts, those of one part:
/// what exists once is made by the first, what can be found by the last. Each file is given away as soon as it is
/// finished, from several threads.
pub fn render<T: Send>(pages: &Pages, press: &Press, take: &(impl Fn(Finished) -> T + Sync)) -> Site<T> {
    let (plates, mut faults) = stage("load templates", || Plates::of(pages, press));
    let beside = |path, bytes| take(Finished { path, bytes, origin: None, needs: Needs::default() });
    let page = |sheet: Sheet| {
        let path = sheet.file_name();
        let origin = Some((sheet.file, sheet.template));
        take(Finished { path, bytes: sheet.text.into_bytes(), origin, needs: sheet.needs })
    };
    // Together, since each has moments in which it cannot use all cores.
    let ((mut taken, found), (found_by, findable)) =
        rayon::join(|| stage("pages", || plates.each(page)), || stage("search", || plates.finder(&beside)));
    faults.extend(found);
    taken.extend(found_by);
    if press.output.shard.is_none_or(Shard::is_first) {
        taken.extend(plates.assets().into_iter().map(|(path, bytes)| beside(path, bytes)));
    }
    Site { taken, statics: plates.shown(), faults, findable }
}

/// Renders all pages for all targets, and nothing beside them.
pub fn sheets(pages: &Pages, press: &Press) -> (Vec<Sheet>, Vec<Diagnostic>) {
    let (plates, mut found) = Plates::of(pages, press);
    let (sheets, faults) = plates.each(|sheet| sheet);
    found.extend(faults);
    (sheets, found)
}
