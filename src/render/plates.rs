//! Everything that is ready to print: templates that were read, and what every page knows of its site.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use super::finder::{self, Findable};
use super::names::Names;
use super::resolve::Resolver;
use super::templates::Templates;
use super::wiki::{self, Atlas, Dialect, Doc};
use super::{Finish, Press, Sheet, Target, brand, hashed, labels};
use crate::diagnostic::{Diagnostic, Location};
use crate::needs::{self, Needs};
use crate::text;
use crate::view::answers::Key;
use crate::view::parts::Link;
use crate::view::{Page, Pages};

/// Largest page, in bytes; a template that loops without end stops here.
const MAX_PAGE: usize = 64 * 1024 * 1024;
/// A large kit may have larger pages: so many times all its texts.
const ROOM: usize = 8;

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
    /// Whether there is anything to look up.
    find: bool,
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

/// Everything that is ready to print, so that pages can be rendered one by one.
pub struct Plates<'a> {
    pages: &'a Pages<'a>,
    press: &'a Press<'a>,
    sets: Vec<Set<'a>>,
    /// The resolver at the root of the site, for each target.
    roots: Vec<Resolver>,
    site: Value,
    used: Arc<Mutex<BTreeSet<String>>>,
    /// Largest page, in bytes.
    most: usize,
}

/// Templates, and what is made with them.
struct Set<'a> {
    templates: &'a Templates,
    /// For each depth of page, as links are told from where a page stands.
    resolvers: BTreeMap<usize, Arc<Resolver>>,
    forms: Forms,
}

/// What is made of pages that one set of templates was filled in for.
enum Forms {
    /// Each page by itself.
    Page(&'static Target, fn(String) -> String, Option<Arc<Names>>),
    /// The same pages in several wikis.
    Wikis(Vec<Wiki>),
}

/// A target for a wiki, and what pages are called there.
struct Wiki {
    target: &'static Target,
    dialect: &'static Dialect,
    names: Arc<Names>,
}

/// A page after its template was filled in.
enum Pull<'p, S> {
    /// A finished page.
    Sheet(S),
    /// A page for the wikis of a set, by its place among the sets; finished when all are read.
    Wiki(usize, &'p Page, Doc),
}

type Pulled<'p> = Result<Pull<'p, Sheet>, Box<Diagnostic>>;

impl<'a> Plates<'a> {
    /// Reads the templates; a target whose templates have slips is left out, and the slips come back.
    pub fn of(pages: &'a Pages<'a>, press: &'a Press<'a>) -> (Plates<'a>, Vec<Diagnostic>) {
        let used = Arc::new(Mutex::new(BTreeSet::new()));
        let feedback = Arc::new(feedback(press));
        let (shown, files) = (pages.mentions().clone(), pages.files.clone());
        let links = Arc::new(press.names.as_ref().map_or_else(BTreeMap::new, |names| names.links.clone()));
        let site = Value::from_serializable(&site_view(press, pages));
        let most = MAX_PAGE + ROOM * press.checked.sources.size();
        let mut plates = Plates { pages, press, sets: Vec::new(), roots: Vec::new(), site, used: used.clone(), most };
        let depths: BTreeSet<usize> = pages.pages.iter().map(|page| depth(&page.path)).collect();
        let mut found = Vec::new();
        let mut folders = BTreeSet::new();
        for target in press.targets {
            let renamed = Arc::new(renamed(target, press));
            let make = |depth: usize| Resolver {
                root: "../".repeat(depth),
                extension: target.extension,
                encodes: target.encodes_addresses,
                is_neutral: matches!(target.finish, Finish::Wiki(_)),
                links: links.clone(),
                shown: shown.clone(),
                files: files.clone(),
                paths: press.checked.kit.paths.clone(),
                link_base: press.checked.library.settings.link_base.to_string(),
                labels: press.tools.labels.clone(),
                feedback: feedback.clone(),
                assets: renamed.clone(),
                used: used.clone(),
            };
            plates.roots.push(make(0));
            if !folders.insert(target.folder) {
                continue;
            }
            let missing = missing(target, press, pages);
            match press.tools.templates(target) {
                Ok(templates) if missing.is_empty() => {
                    let (forms, clashes) = plates.forms(target);
                    let resolvers = depths.iter().map(|depth| (*depth, Arc::new(make(*depth)))).collect();
                    found.extend(clashes);
                    plates.sets.push(Set { templates, resolvers, forms });
                }
                slips => found.extend(slips.err().into_iter().flatten().cloned().chain(missing)),
            }
        }
        (plates, found)
    }

    /// What is made with the templates of a target; names that two pages of a wiki would share are findings.
    fn forms(&self, of: &Target) -> (Forms, Vec<Diagnostic>) {
        let mut wikis = Vec::new();
        let mut found = Vec::new();
        for target in self.press.targets.iter().filter(|target| target.folder == of.folder) {
            let dialect = match target.finish {
                Finish::Page(finish) => {
                    return (Forms::Page(target, finish, self.press.names.clone()), found);
                }
                Finish::Wiki(dialect) => dialect,
            };
            let pages = &self.pages.pages;
            let names = self.press.names.clone().unwrap_or_else(|| {
                let call = |page: &Page, title: &str| (dialect.name)(&page.path, title);
                let names = Names::of(&call, pages, &self.pages.files, &self.press.tools.labels);
                found.extend(names.clashes(pages));
                Arc::new(names)
            });
            wikis.push(Wiki { target, dialect, names });
        }
        (Forms::Wikis(wikis), found)
    }

    /// All pages in all forms, each given away as soon as it is finished; what came of them, in the order of the pages.
    pub fn each<T: Send>(&self, take: impl Fn(Sheet) -> T + Sync) -> (Vec<T>, Vec<Diagnostic>) {
        let subjects = self.pages.subjects();
        let others = self.others(&subjects);
        let pull = |at, of| {
            self.pull(of, self.press.output.takes(at)).into_iter().map(|pulled| match pulled {
                Ok(Pull::Sheet(sheet)) => Ok(Pull::Sheet(take(sheet))),
                Ok(Pull::Wiki(set, page, doc)) => Ok(Pull::Wiki(set, page, doc)),
                Err(fault) => Err(fault),
            })
        };
        // Pages on the kit as a whole come last and are the longest: begun first, they are not waited for at the end.
        let pulled = subjects.par_iter().enumerate().rev().map(|(at, of)| pull(at, of).collect::<Vec<_>>());
        let pulled: Vec<_> = pulled.collect();
        let (mut taken, mut found) = (Vec::with_capacity(pulled.len()), Vec::new());
        let mut docs: Vec<Vec<(&Page, Doc)>> = self.sets.iter().map(|_| Vec::new()).collect();
        for pull in pulled.into_iter().rev().flatten() {
            match pull {
                Ok(Pull::Sheet(it)) => taken.push(it),
                Ok(Pull::Wiki(set, page, doc)) => docs[set].push((page, doc)),
                Err(fault) => found.push(*fault),
            }
        }
        for (set, docs) in self.sets.iter().zip(&docs) {
            if let Forms::Wikis(wikis) = &set.forms {
                wikis.iter().for_each(|wiki| taken.extend(wiki.each(docs, &others, set.templates, &take)));
            }
        }
        (taken, found)
    }

    /// A page in the first form that needs no other page.
    pub fn page(&self, page: &Page) -> Option<Result<Sheet, Box<Diagnostic>>> {
        self.pull(std::slice::from_ref(page), true).into_iter().find_map(|pull| match pull {
            Ok(Pull::Sheet(sheet)) => Some(Ok(sheet)),
            Ok(Pull::Wiki(..)) => None,
            Err(fault) => Some(Err(fault)),
        })
    }

    /// The paths of pages that other shards of the site make.
    fn others<'p>(&self, subjects: &[&'p [Page]]) -> HashSet<&'p str> {
        let theirs = subjects.iter().enumerate().filter(|(at, _)| !self.press.output.takes(*at));
        theirs.flat_map(|(_, of)| of.iter().map(|page| page.path.as_str())).collect()
    }

    /// All pages on one subject, looked at once. Those that are not ours to make are read for wikis only, whose pages
    /// know each other.
    fn pull<'p>(&self, of: &'p [Page], is_ours: bool) -> Vec<Pulled<'p>> {
        let is_pulled = |set: &&Set| is_ours || matches!(set.forms, Forms::Wikis(_));
        if !self.sets.iter().any(|set| is_pulled(&set)) {
            return Vec::new();
        }
        let (it, seen) = needs::watched(|| self.pages.look(of));
        let mut pulled = Vec::with_capacity(of.len() * self.sets.len());
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
            for (at, set) in self.sets.iter().enumerate().filter(|(_, set)| is_pulled(set)) {
                let (text, printed) = needs::watched(|| set.filled(page, &context, self.most));
                let needs = seen.clone().and(&printed);
                pulled.push(text.and_then(|text| set.finish(at, page, text, needs)));
            }
        }
        pulled
    }

    /// Files of the kit that the pages so far show.
    pub fn shown(&self) -> BTreeSet<String> {
        self.used.lock().map(|used| used.clone()).unwrap_or_default()
    }

    /// What can be found, as files beside the pages, each given away as soon as it is finished.
    pub fn finder<T: Send>(&self, take: &(impl Fn(String, Vec<u8>) -> T + Sync)) -> (Vec<T>, Vec<Findable>) {
        let root = self.finding_root();
        root.map_or_else(Default::default, |root| finder::each(self.pages, root, self.press.output, take))
    }

    /// What some sources of what can be found tell now.
    pub fn found_again(&self, keys: &[Key]) -> Vec<(Findable, Vec<Box<str>>)> {
        self.finding_root().map_or_else(Vec::new, |root| finder::again(self.pages, root, keys))
    }

    /// The resolver of the target whose pages can be searched.
    fn finding_root(&self) -> Option<&Resolver> {
        let mut targets = self.press.targets.iter().zip(&self.roots);
        targets.find(|(target, _)| target.finds).map(|(_, root)| root)
    }

    /// Style sheets, scripts and what else stands beside the pages.
    pub fn assets(&self) -> Vec<(String, Vec<u8>)> {
        self.press.targets.iter().flat_map(|target| beside(target, self.press)).collect()
    }
}

impl Set<'_> {
    /// Fills in the template of a page.
    fn filled(&self, page: &Page, context: &Context, most: usize) -> Result<String, Box<Diagnostic>> {
        self.templates.render(page, context, &self.resolvers[&depth(&page.path)], most)
    }

    /// Gives a filled-in page its form, as far as it can have it without the others.
    fn finish<'p>(&self, at: usize, page: &'p Page, text: String, needs: Needs) -> Pulled<'p> {
        match &self.forms {
            Forms::Page(target, finish, names) => {
                let (template, text) = (self.templates.name_of(page), finish(text));
                let shows = names.as_ref().map_or_else(BTreeSet::new, |names| names.shown_in(&text));
                Ok(Pull::Sheet(Sheet { needs, ..sheet(target, page, template, text, shows) }))
            }
            Forms::Wikis(_) => match wiki::read(&text::settle_anchors(text)) {
                Ok(doc) => Ok(Pull::Wiki(at, page, doc)),
                Err(words) => Err(Box::new(self.unread(page, &words))),
            },
        }
    }

    /// A template wrote what no wiki page can hold.
    fn unread(&self, page: &Page, words: &str) -> Diagnostic {
        let message = format!("on the page `{}`, {words}", page.path);
        Diagnostic::error("template", Location::file(self.templates.name_of(page)), message)
            .help("a page of a wiki is made of h2 to h6, p, ul, ol, blockquote, pre, hr, table, panel, expand, properties and toc; each tag is closed")
    }
}

impl Wiki {
    fn each<T: Send>(
        &self,
        docs: &[(&Page, Doc)],
        others: &HashSet<&str>,
        templates: &Templates,
        take: &(impl Fn(Sheet) -> T + Sync),
    ) -> Vec<T> {
        let by_path: Vec<(&str, &Doc)> = docs.iter().map(|(page, doc)| (page.path.as_str(), doc)).collect();
        let atlas = Atlas::of(self.dialect, &self.names, &by_path);
        let written = |(page, doc): &(&Page, Doc)| {
            take(sheet(self.target, page, templates.name_of(page), atlas.write(&page.path, doc), doc.shows.clone()))
        };
        docs.par_iter().filter(|(page, _)| !others.contains(page.path.as_str())).map(written).collect()
    }
}

fn sheet(target: &'static Target, page: &Page, template: String, text: String, shows: BTreeSet<String>) -> Sheet {
    Sheet {
        target,
        path: page.path.clone(),
        piece: page.piece.clone(),
        title: page.title.clone(),
        summary: page.summary.clone(),
        file: page.file.clone(),
        template,
        text,
        shows,
        needs: Needs::default(),
    }
}

fn site_view(press: &Press, pages: &Pages) -> SiteView {
    let settings = &press.checked.library.settings;
    let language =
        if settings.language.is_empty() { labels::DEFAULT.to_owned() } else { settings.language.to_string() };
    let logo = crate::project::join(crate::project::SETTINGS, &settings.brand.logo)
        .filter(|p| press.checked.kit.paths.statics.contains_key(p));
    let rtl = ["ar", "fa", "he", "ur"].contains(&language.split('-').next().unwrap_or_default());
    SiteView {
        title: settings.title.to_string(),
        company: settings.company.to_string(),
        dir: if rtl { "rtl" } else { "ltr" },
        language,
        audience: press.reader.audience.name(),
        accent: settings.brand.accent.to_string(),
        logo: logo.map_or(String::new(), |path| format!("file:{path}")),
        nav: pages.nav.clone(),
        today: press.today.clone(),
        find: pages.count > 0,
    }
}

fn depth(path: &str) -> usize {
    path.matches('/').count()
}

/// Pieces of which there are pages, and no template.
fn missing(target: &Target, press: &Press, pages: &Pages) -> Vec<Diagnostic> {
    let pieces: BTreeSet<&str> = pages.pages.iter().map(|page| page.piece.as_str()).collect();
    let fault = |piece: &str| {
        let file = format!("{}/{piece}.{}", target.folder, target.template);
        let message = format!("`{piece}` has no template for {}", target.name);
        let fault = Diagnostic::error("template", Location::file("templates/collateral.yaml"), message);
        let help = format!("write templates/{file}, or build with `--to` another target");
        press.tools.overlay.get(&file).is_none().then(|| fault.help(help))
    };
    pieces.into_iter().filter_map(fault).collect()
}

/// The addresses to say that something is wrong, or was heard, by name. They stand on internal pages only.
fn feedback(press: &Press) -> BTreeMap<&'static str, String> {
    let wanted = &press.checked.library.settings.feedback;
    let asked = [("wrong", &wanted.wrong), ("heard", &wanted.heard)];
    let insiders = press.reader.audience == text::Audience::Internal;
    let is_asked = |address: &str| insiders && !address.is_empty() && crate::check::unsafe_link::allowed(address);
    let kept = asked.into_iter().filter(|(_, address)| is_asked(address));
    kept.map(|(name, address)| (name, address.to_string())).collect()
}

/// The files that stand beside the pages of a target, under all their names.
fn beside(target: &Target, press: &Press) -> Vec<(String, Vec<u8>)> {
    let own = assets(target, press);
    let renamed = press.output.hashed_assets.then(|| hashed::renamed(&own.iter().cloned().collect()));
    own.into_iter().chain(renamed.into_iter().flat_map(BTreeMap::into_values)).collect()
}

/// The names that pages of a target ask for its assets by, where these are not their own.
fn renamed(target: &Target, press: &Press) -> BTreeMap<String, String> {
    if !press.output.hashed_assets {
        return BTreeMap::new();
    }
    let renamed = hashed::renamed(&assets(target, press).into_iter().collect());
    renamed.into_iter().map(|(own, (name, _))| (own, name)).collect()
}

/// The files that stand beside the pages of a target: `<target>/assets/`, and the brand's colours.
fn assets(target: &Target, press: &Press) -> Vec<(String, Vec<u8>)> {
    let folder = format!("{}/assets/", target.folder);
    let overlay = &press.tools.overlay;
    let names: BTreeSet<&String> =
        overlay.builtin.keys().chain(overlay.own.keys()).filter(|k| k.starts_with(&folder)).collect();
    let mut assets: Vec<_> = names
        .into_iter()
        .filter_map(|name| Some((format!("assets/{}", &name[folder.len()..]), overlay.get(name)?.as_bytes().to_vec())))
        .collect();
    if !assets.is_empty() {
        assets.push((
            "assets/brand.css".to_owned(),
            brand::css(&press.checked.library.settings.brand.accent).into_bytes(),
        ));
    }
    assets
}
