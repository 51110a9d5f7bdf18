//! Pages become files: templates are filled in, for each target, in parallel. Returns bytes; someone else writes.

mod brand;
mod finder;
pub mod labels;
mod resolve;
pub use resolve::encoded;
pub mod single;
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::load::overlay::Overlay;
use crate::text::{self, Flow, Resolve};
use crate::view::audience::Reader;
use crate::view::parts::Link;
use crate::view::{Page, Pages};
use resolve::Resolver;
use templates::Templates;

/// One form that pages take.
pub struct Target {
    /// Its name, and the folder of its templates.
    pub name: &'static str,
    /// Ending of its files and templates, without the dot.
    pub extension: &'static str,
    /// Writes plain words so that they show exactly as they are.
    pub escape: fn(&str, &mut dyn io::Write) -> io::Result<()>,
    /// Writes a Markdown text with its highest heading at a level.
    pub text: fn(&str, Flow, u8, &dyn Resolve) -> String,
    /// The last touch on a whole page.
    pub finish: fn(String) -> String,
    /// Whether an address must be encoded to stand in this form, because escaping does not reach it.
    pub encodes_addresses: bool,
    /// Whether its pages can be searched.
    pub finds: bool,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "html",
        extension: "html",
        escape: text::escape_html,
        text: text::to_html,
        finish: text::settle_anchors,
        encodes_addresses: false,
        finds: true,
    },
    Target {
        name: "markdown",
        extension: "md",
        escape: text::escape_markdown,
        text: text::to_markdown,
        finish: tidy_lines,
        encodes_addresses: true,
        finds: false,
    },
];

/// The target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|t| t.name == name)
}

/// A finished site.
#[derive(Debug, Default)]
pub struct Site {
    /// Path with `/` → bytes.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Where the words of each page came from: path → file of its subject, template.
    pub origins: BTreeMap<String, (Arc<str>, String)>,
    /// Files of the kit that pages show, to be copied under the same path.
    pub statics: BTreeSet<String>,
}

/// What rendering needs besides the pages.
pub struct Press<'a> {
    /// The kit.
    pub checked: &'a Checked,
    /// For whom.
    pub reader: &'a Reader,
    /// Templates and labels.
    pub overlay: &'a Overlay,
    /// Interface words.
    pub labels: Arc<BTreeMap<String, String>>,
    /// The day of the build, `YYYY-MM-DD`.
    pub today: String,
    /// Which targets.
    pub targets: &'a [&'static Target],
}

/// What can be found in a kit of more items than this is a few megabytes, and not fetched before somebody wants to.
const MANY: usize = 10_000;

/// What every page knows of its site.
#[derive(Debug, Clone, Serialize)]
struct SiteView {
    title: String,
    company: String,
    language: String,
    dir: &'static str,
    audience: &'static str,
    accent: String,
    logo: String,
    nav: Vec<Link>,
    today: String,
    /// When pages fetch what can be looked up: `soon`, or on a `wish` where it is much; empty: there is nothing.
    find: &'static str,
}

/// What a page knows of itself.
#[derive(Debug, Serialize)]
struct PageView<'a> {
    piece: &'a str,
    path: &'a str,
    title: &'a str,
    summary: &'a str,
    id: &'a str,
}

/// Renders all pages for all targets. What is wrong with templates comes back as findings, each once.
pub fn render(pages: &Pages, press: &Press) -> (Site, Vec<Diagnostic>) {
    let (plates, mut found) = Plates::of(pages, press);
    let rendered: Vec<_> = pages.subjects().par_iter().flat_map_iter(|of| plates.subject(of)).collect();
    let mut site = Site::default();
    for result in rendered {
        match result {
            Ok((path, bytes, origin)) => {
                site.origins.insert(path.clone(), origin);
                site.files.insert(path, bytes);
            }
            Err(fault) => found.push(*fault),
        }
    }
    site.files.extend(plates.finder().into_iter().chain(plates.assets()));
    site.statics = plates.used.lock().map(|used| used.clone()).unwrap_or_default();
    (site, found)
}

/// Path, bytes, and where they came from: the file of the subject, the template.
pub type Rendered = (String, Vec<u8>, (Arc<str>, String));

/// Everything that is ready to print, so that pages can be rendered one by one.
pub struct Plates<'a> {
    pages: &'a Pages<'a>,
    press: &'a Press<'a>,
    sets: Vec<Templates>,
    /// The resolver at the root of the site, for each target.
    roots: Vec<Resolver>,
    site: Value,
    used: Arc<Mutex<BTreeSet<String>>>,
}

impl<'a> Plates<'a> {
    /// Reads the templates; a target whose templates have slips is left out, and the slips come back.
    pub fn of(pages: &'a Pages<'a>, press: &'a Press<'a>) -> (Plates<'a>, Vec<Diagnostic>) {
        let used = Arc::new(Mutex::new(BTreeSet::new()));
        let feedback = Arc::new(feedback(press));
        let (shown, files) = (pages.shown.clone(), pages.files.clone());
        let site = Value::from_serializable(&site_view(press, pages));
        let mut plates = Plates { pages, press, sets: Vec::new(), roots: Vec::new(), site, used: used.clone() };
        let mut found = Vec::new();
        for target in press.targets {
            let make = |depth: usize| Resolver {
                root: "../".repeat(depth),
                extension: target.extension,
                encodes: target.encodes_addresses,
                shown: shown.clone(),
                files: files.clone(),
                paths: press.checked.kit.paths.clone(),
                link_base: press.checked.library.settings.link_base.0.clone(),
                labels: press.labels.clone(),
                feedback: feedback.clone(),
                used: used.clone(),
            };
            plates.roots.push(make(0));
            match Templates::of(target, press.overlay, &pages.pages, make) {
                Ok(templates) => plates.sets.push(templates),
                Err(faults) => found.extend(faults),
            }
        }
        (plates, found)
    }

    /// All pages on one subject, looked at once.
    pub fn subject(&self, of: &[Page]) -> Vec<Result<Rendered, Box<Diagnostic>>> {
        let it = self.pages.look(of);
        let mut rendered = Vec::with_capacity(of.len() * self.sets.len());
        for page in of {
            let about = PageView {
                piece: &page.piece,
                path: &page.path,
                title: &page.title,
                summary: &page.summary,
                id: &page.id,
            };
            let mut context = Context::new();
            context.insert_value("site", self.site.clone());
            context.insert_value("page", Value::from_serializable(&about));
            context.insert_value("it", it.clone());
            for templates in &self.sets {
                let target = templates.target;
                let bytes = templates.render(page, &context).map(|text| (target.finish)(text).into_bytes());
                let path = format!("{}.{}", page.path, target.extension);
                rendered.push(bytes.map(|bytes| (path, bytes, (page.file.clone(), templates.name_of(page)))));
            }
        }
        rendered
    }

    /// What can be found, as files beside the pages.
    pub fn finder(&self) -> Vec<(String, Vec<u8>)> {
        let targets = self.press.targets.iter().zip(&self.roots).filter(|(target, _)| target.finds);
        targets.flat_map(|(_, root)| finder::files(&self.pages.answers(), root)).collect()
    }

    /// Style sheets, scripts and what else stands beside the pages.
    pub fn assets(&self) -> Vec<(String, Vec<u8>)> {
        self.press.targets.iter().flat_map(|target| assets(target, self.press)).collect()
    }
}

fn site_view(press: &Press, pages: &Pages) -> SiteView {
    let settings = &press.checked.library.settings;
    let language = if settings.language.is_empty() { labels::DEFAULT.to_owned() } else { settings.language.0.clone() };
    let logo = crate::project::join(crate::project::SETTINGS, &settings.brand.logo)
        .filter(|p| press.checked.kit.paths.statics.contains_key(p));
    let rtl = ["ar", "fa", "he", "ur"].contains(&language.split('-').next().unwrap_or_default());
    SiteView {
        title: settings.title.0.clone(),
        company: settings.company.0.clone(),
        dir: if rtl { "rtl" } else { "ltr" },
        language,
        audience: press.reader.audience.name(),
        accent: settings.brand.accent.0.clone(),
        logo: logo.map_or(String::new(), |path| format!("file:{path}")),
        nav: pages.nav.clone(),
        today: press.today.clone(),
        find: match pages.count() {
            0 => "",
            1..=MANY => "soon",
            _ => "wish",
        },
    }
}

/// The addresses to say that something is wrong, or was heard, by name. They stand on internal pages only.
fn feedback(press: &Press) -> BTreeMap<&'static str, String> {
    let wanted = &press.checked.library.settings.feedback;
    let asked = [("wrong", &wanted.wrong.0), ("heard", &wanted.heard.0)];
    let insiders = press.reader.audience == text::Audience::Internal;
    let kept = asked.into_iter().filter(|(_, address)| insiders && crate::check::unsafe_link::allowed(address));
    kept.map(|(name, address)| (name, address.clone())).collect()
}

/// The files that stand beside the pages of a target: `<target>/assets/`, and the brand's colours.
fn assets(target: &Target, press: &Press) -> Vec<(String, Vec<u8>)> {
    let folder = format!("{}/assets/", target.name);
    let names: BTreeSet<&String> =
        press.overlay.builtin.keys().chain(press.overlay.own.keys()).filter(|k| k.starts_with(&folder)).collect();
    let mut assets: Vec<_> = names
        .into_iter()
        .filter_map(|name| {
            Some((format!("assets/{}", &name[folder.len()..]), press.overlay.get(name)?.as_bytes().to_vec()))
        })
        .collect();
    if !assets.is_empty() {
        assets.push((
            "assets/brand.css".to_owned(),
            brand::css(&press.checked.library.settings.brand.accent).into_bytes(),
        ));
    }
    assets
}

/// No trailing blanks, at most one empty line in a row outside code, one line break at the end.
fn tidy_lines(page: String) -> String {
    let mut out = String::with_capacity(page.len());
    let mut empty = 1;
    let mut fence: Option<&str> = None;
    for line in page.lines() {
        let bare = line.trim_start_matches([' ', '-', '>']);
        let mark = bare.starts_with("```").then_some("```").or_else(|| bare.starts_with("~~~").then_some("~~~"));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let line = if fence.is_some() { line } else { line.trim_end() };
        empty = if line.is_empty() && fence.is_none() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
