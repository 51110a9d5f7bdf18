//! Reads a kit: walks `content/`, parses each file once, checks its shape, and keeps going after a bad one.

mod compile;
pub mod de;
mod identify;
mod likely;
mod listing;
mod memory;
pub mod overlay;
mod picture;
pub mod shape;
mod slips;
pub mod tree;
mod typed;
pub mod walk;
pub mod yaml;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::File;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use arcstr::ArcStr;
use hashbrown::HashMap;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};
use crate::error::Error;
use crate::model::EntityKind;
use crate::needs;
use crate::project::{MAX_FILE, Project, SETTINGS};
use crate::source::Sources;
use identify::Ids;
use listing::{Listing, outside};
pub use listing::{Touched, concerns};
pub use memory::Memory;
use memory::{Known, Stamp};
use tree::{Node, Root, Tree, Value};
pub use typed::{Typed, library, library_again};
use yaml::Fault;

/// An entity as it was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Which sort.
    pub kind: &'static EntityKind,
    /// Its permanent address; a number for sorts without ids.
    pub id: String,
    /// The file it stands in.
    pub file: Arc<str>,
    /// All that it says.
    pub root: Root,
}

impl Written {
    /// All that it says.
    pub fn node(&self) -> Node<'_> {
        self.root.node()
    }
}

impl std::fmt::Debug for EntityKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.folder)
    }
}

/// The files of a kit that links can lead to, by their path from the kit's root.
#[derive(Debug, Default)]
pub struct Paths {
    /// Files under `static/`; of pictures, width and height in pixels where they say.
    pub statics: BTreeMap<String, Option<(u32, u32)>>,
    /// Content files, with the first entity in each (sort, id).
    pub pages: HashMap<Arc<str>, (&'static EntityKind, String)>,
}

/// A kit as it was read.
#[derive(Debug, Default, Clone)]
pub struct Kit {
    /// All that `talktrack.yaml` says.
    pub settings: Option<Root>,
    /// All entities, in the order of their files.
    pub items: Vec<Written>,
    /// What links can lead to.
    pub paths: Arc<Paths>,
    /// Whether some file could not be read as YAML at all.
    pub broken: bool,
}

impl Kit {
    /// All that `talktrack.yaml` says.
    pub fn settings(&self) -> Option<Node<'_>> {
        self.settings.as_ref().map(Root::node)
    }
}

/// A content file of a kit of which only a part is read.
pub struct Part<'a> {
    /// Its path from the kit's root.
    pub path: &'a str,
    /// How many items stand in the files before it.
    pub first: usize,
}

/// What came out of reading.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The kit.
    pub kit: Kit,
    /// Texts of all files that were read.
    pub sources: Sources,
    /// What is wrong with them.
    pub diagnostics: Diagnostics,
}

/// Reads a kit.
///
/// # Errors
/// When the settings file cannot be read. Everything else is a finding.
pub fn load(project: &Project) -> Result<Loaded, Error> {
    load_again(project, &mut Memory::default())
}

/// The language of a kit's pages, by a look at its settings alone; empty: not told.
pub fn language(project: &Project) -> String {
    let settings = read_file(project, SETTINGS, None);
    settings.roots.first().and_then(|root| root.node().text_of("language")).unwrap_or_default().to_owned()
}

/// A file of the kit that pages show.
///
/// # Errors
/// A finding about the file.
pub fn read_static(project: &Project, path: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
    let fault = |rule, words: String, help| Box::new(Diagnostic::error(rule, Location::file(path), words).help(help));
    match project.inside(path).map(std::fs::read) {
        Some(Ok(bytes)) => Ok(bytes),
        Some(Err(cause)) => {
            Err(fault("unreadable-file", format!("this cannot be read: {cause}"), "check that you may read it"))
        }
        None => Err(fault("path-outside-kit", "this leads out of the kit".into(), "copy the file into static/")),
    }
}

/// Reads some files of a kit, in their order, and its settings. `None` when one of them is no content file.
pub fn load_part(project: &Project, files: &[Part], statics: &[&str]) -> Option<Loaded> {
    let mut loaded = Loaded::default();
    let settings = read_file(project, SETTINGS, None);
    loaded.kit.settings = settings.roots.first().cloned();
    loaded.keep(&settings);
    let read = |part: &Part| {
        let kind = crate::model::entity(part.path.split('/').nth(1)?)?;
        Some((Arc::from(part.path), kind, read_file(project, part.path, Some(kind)), part.first))
    };
    let read: Vec<(Arc<str>, _, _, _)> = files.par_iter().map(read).collect::<Option<_>>()?;
    for (file, kind, read, first) in &read {
        loaded.keep(read);
        loaded.kit.items.extend(read.items(file, kind, *first));
        loaded.sources.insert(file.clone(), read.text.clone()?);
    }
    loaded.sources.insert(SETTINGS.into(), settings.text?);
    let statics = statics.par_iter().map(|path| ((*path).to_owned(), picture::size(&project.root.join(path))));
    loaded.kit.paths = Arc::new(Paths::of(statics.collect(), &loaded.kit.items));
    Some(loaded)
}

/// Reads what changed in a kit since it was last read, and takes the rest from memory.
///
/// # Errors
/// As [`load`].
pub fn load_again(project: &Project, memory: &mut Memory) -> Result<Loaded, Error> {
    let mut loaded = Loaded::default();
    let settings = project.root.join(SETTINGS);
    if let Err(cause) = std::fs::metadata(&settings) {
        memory.lose_track();
        return Err(Error::Unreadable { path: settings, cause });
    }
    let read = read_file(project, SETTINGS, None);
    loaded.kit.settings = read.roots.first().cloned();
    loaded.keep(&read);

    let same_paths = memory.refresh(project);
    loaded.diagnostics.extend(memory.listing.found.iter().cloned());
    loaded.take_in(&memory.listing, &memory.files);
    if let Some(text) = &read.text {
        loaded.sources.insert(SETTINGS.into(), text.clone());
    }
    loaded.refuse_repeated_ids();
    if loaded.kit.items.is_empty() && loaded.diagnostics.0.is_empty() {
        let finding = Diagnostic::warning("empty-file", Location::file("content"), "the kit has no content yet");
        loaded
            .diagnostics
            .push(finding.help("write a first file, such as content/competitors/rival.yaml with `name: Rival`"));
    }
    if !same_paths {
        memory.paths = Arc::new(Paths::of(memory.listing.statics.clone(), &loaded.kit.items));
    }
    loaded.kit.paths = memory.paths.clone();
    Ok(loaded)
}

/// A file that was read.
#[derive(Debug)]
struct Read {
    text: Option<ArcStr>,
    /// Its entities, or the settings.
    roots: Vec<Root>,
    found: Vec<Diagnostic>,
    broken: bool,
    /// By what the file is known again; nothing where it could not be read.
    stamp: Stamp,
}

impl Read {
    /// The entities in a file; those without ids of their own are numbered through the kit.
    fn items<'a>(
        &'a self,
        file: &'a Arc<str>,
        kind: &'static EntityKind,
        first: usize,
    ) -> impl Iterator<Item = Written> {
        self.roots.iter().enumerate().map(move |(at, root)| {
            let id = match root.node().text_of("id") {
                Some(id) if kind.has_ids => id.to_owned(),
                _ => format!("{file}#{}", first + at),
            };
            Written { kind, id, file: file.clone(), root: root.clone() }
        })
    }

    /// The ids of its entities, as they are written.
    fn ids(&self) -> impl Iterator<Item = Option<&str>> {
        self.roots.iter().map(|root| root.node().text_of("id"))
    }
}

impl Paths {
    /// The first entity in a content file.
    pub fn page(&self, path: &str) -> Option<&(&'static EntityKind, String)> {
        let (file, first) = self.pages.get_key_value(path)?;
        needs::file(file);
        Some(first)
    }

    fn of(statics: BTreeMap<String, Option<(u32, u32)>>, items: &[Written]) -> Paths {
        let mut pages = HashMap::with_capacity(items.len());
        for first in items.chunk_by(|a, b| a.file == b.file).filter_map(<[Written]>::first) {
            pages.insert(first.file.clone(), (first.kind, first.id.clone()));
        }
        Paths { statics, pages }
    }
}

impl Loaded {
    /// Files with errors of which nothing could be taken.
    pub fn unread(&self) -> BTreeSet<String> {
        let taken: HashSet<&str> = self.kit.items.iter().map(|i| &*i.file).collect();
        let errors = self.diagnostics.0.iter().filter(|d| self.kit.broken && d.severity == Severity::Error);
        let files = errors.map(|d| &*d.location.file);
        let gave = |file: &str| if file == SETTINGS { self.kit.settings.is_some() } else { taken.contains(file) };
        files.filter(|file| !gave(file)).map(str::to_owned).collect()
    }

    fn keep(&mut self, read: &Read) {
        self.diagnostics.extend(read.found.iter().cloned());
        self.kit.broken |= read.broken;
    }

    /// Puts together what was read of each file.
    fn take_in(&mut self, listing: &Listing, files: &[Known]) {
        files.iter().for_each(|file| self.keep(&file.read));
        let mut count = 0;
        let numbered = listing.files.iter().zip(files).map(|((file, kind), Known { read, .. })| {
            count += read.roots.len();
            (file, *kind, read, count - read.roots.len())
        });
        let numbered: Vec<_> = numbered.collect();
        let items = || numbered.par_iter().flat_map_iter(|(file, kind, read, first)| read.items(file, kind, *first));
        let texts = || numbered.iter().filter_map(|(file, _, read, _)| Some(((*file).clone(), read.text.clone()?)));
        (self.kit.items, self.sources) = rayon::join(|| items().collect(), || texts().collect());
    }

    /// Ids are unique within their sort; products and competitors share one space.
    fn refuse_repeated_ids(&mut self) {
        let mut first: HashMap<(&str, &str), &Written> = HashMap::with_capacity(self.kit.items.len());
        for item in self.kit.items.iter().filter(|i| i.kind.has_ids) {
            let space = if item.kind.word == "product" { "competitor" } else { item.kind.word };
            if let Some(earlier) = first.insert((space, &item.id), item) {
                let message = format!("the id `{}` is taken", item.id);
                let place = |w: &Written| Location::span(w.file.clone(), id_span(w.node()));
                let help = if earlier.kind.word == item.kind.word {
                    "give one of them another `id:`"
                } else {
                    "products and competitors share one set of ids; give one of them another `id:`"
                };
                let finding = Diagnostic::error("duplicate-id", place(item), message).help(help);
                self.diagnostics.push(finding.related(place(earlier), "first used here"));
            }
        }
    }
}

fn id_span(node: Node) -> Range<usize> {
    node.get("id").map_or_else(|| node.head(), Node::head)
}

/// Reads one file: `kind` is `None` for the settings. Content was seen to stay in the kit when it was listed.
fn read_file(project: &Project, path: &str, kind: Option<&'static EntityKind>) -> Read {
    let mut read = Read { text: None, roots: Vec::new(), found: Vec::new(), broken: false, stamp: Stamp::default() };
    if kind.is_none() && project.inside(path).is_none() {
        read.found.push(outside(path));
        read.broken = true;
        return read;
    }
    let bytes = match bytes(&project.root.join(path)) {
        Ok((bytes, stamp)) => {
            read.stamp = stamp;
            bytes
        }
        Err(message) => {
            let help = format!("files are read up to {} MB, as UTF-8", MAX_FILE / 1024 / 1024);
            read.found.push(Diagnostic::error("unreadable-file", Location::file(path), message).help(help));
            read.broken = true;
            return read;
        }
    };
    match utf8(bytes) {
        Ok(text) => {
            let text: ArcStr = text.into();
            read.text = Some(text.clone());
            parse(path, kind, &text, &mut read);
        }
        Err((message, help, place)) => {
            let location = match place {
                Some((lossy, at)) => {
                    read.text = Some(lossy.into());
                    Location::span(path, at..at + '\u{fffd}'.len_utf8())
                }
                None => Location::file(path),
            };
            read.found.push(Diagnostic::error("encoding", location, message).help(help));
            read.broken = true;
        }
    }
    read
}

/// The bytes of a file, and by what it is known again.
fn bytes(path: &Path) -> Result<(Vec<u8>, Stamp), String> {
    let unread = |cause: io::Error| format!("this cannot be read: {cause}");
    let file = File::open(path).map_err(unread)?;
    let meta = file.metadata().map_err(unread)?;
    let mut bytes = Vec::with_capacity(meta.len().min(MAX_FILE) as usize + 1);
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(format!("the file is too large: {:.1} MB", meta.len() as f64 / 1024.0 / 1024.0));
    }
    Ok((bytes, Stamp::of(&meta)))
}

/// Words, remedy, and where it can be shown a text with the place.
type Undecoded = (String, &'static str, Option<(String, usize)>);

fn utf8(bytes: Vec<u8>) -> Result<String, Undecoded> {
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if wide || (bytes.len() > 3 && bytes[1] == 0 && bytes[3] == 0) {
        return Err(("the file is UTF-16".into(), "save it as UTF-8", None));
    }
    String::from_utf8(bytes).map_err(|error| {
        let lossy = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let at = error.utf8_error().valid_up_to();
        ("this is not UTF-8".into(), "save the file as UTF-8", Some((lossy, at)))
    })
}

/// Parses a text into the trees of its entities, and tells what is wrong with their shape.
fn parse(path: &str, kind: Option<&'static EntityKind>, text: &ArcStr, read: &mut Read) {
    let markdown = path.ends_with(".md");
    let parsed = if markdown { front_matter(text) } else { yaml::read(text) };
    let tree = match parsed {
        Ok(Some(tree)) => tree,
        Ok(None) => {
            let help = if kind.is_some() {
                "write something in it, or remove it"
            } else {
                "add `title: The name of your guide`"
            };
            let finding = Diagnostic::warning("empty-file", Location::file(path), "the file is empty").help(help);
            read.found.push(if kind.is_some() { finding } else { Diagnostic { severity: Severity::Error, ..finding } });
            return;
        }
        Err(faults) => {
            read.broken = true;
            let rule = |f: &Fault| if f.related.is_some() { "duplicate-key" } else { "yaml" };
            read.found.extend(faults.into_iter().map(|f| finding(rule(&f), path, f)));
            return;
        }
    };
    let nodes: Vec<Node> = match (tree.node(0).value(), kind) {
        (Value::List(items), Some(_)) => items.collect(),
        _ => vec![tree.node(0)],
    };
    let single =
        nodes.len() == 1 && text.trim_start_matches('\u{feff}').trim_start().starts_with(|c| c != '-' && c != '[');
    let (mut misfits, mut ids) = (Vec::new(), Ids::default());
    for node in nodes.into_iter().filter(|node| node.is_map() || !node.is_absent()) {
        if let Some(kind) = kind.filter(|k| k.has_ids) {
            ids.entity(node, path, single || markdown, kind, &mut misfits);
        }
        shape::check(shape::schema(kind.map_or("", |k| k.folder)), node, &mut misfits);
        if let Some(kind) = kind {
            ids.parts(node, kind, &mut misfits);
        }
    }
    read.found.extend(misfits.into_iter().map(|m| Diagnostic { fix: m.fix, ..finding(m.rule, path, m.fault) }));
    if kind.is_some() || tree.node(0).is_map() {
        read.roots = Root::all(ids.written_into(tree));
    }
}

fn finding(rule: &'static str, path: &str, fault: Fault) -> Diagnostic {
    let severity = if rule == "missing-id" { Severity::Warning } else { Severity::Error };
    let mut finding =
        Diagnostic { severity, ..Diagnostic::error(rule, Location::span(path, fault.span), fault.message) }
            .help(fault.help);
    finding.related = fault.related.map(|(span, label)| (Location::span(path, span), label));
    finding
}

/// A Markdown page: YAML between two `---` lines, then the text.
fn front_matter(text: &ArcStr) -> Result<Option<Tree>, Vec<Fault>> {
    let body = text.trim_start_matches('\u{feff}');
    let skipped = text.len() - body.len();
    let first = body.lines().next().unwrap_or_default();
    let close = body
        .match_indices("\n---")
        .map(|(i, _)| i + 1)
        .find(|i| body[i + 3..].starts_with(['\n', '\r']) || body.len() == i + 3);
    let (true, Some(close)) = (first.trim_end() == "---", close) else {
        let help = "begin the file with a line `---`, then `title: …`, then a line `---`";
        return Err(vec![Fault::new(
            "a Markdown page begins with its title in front matter",
            0..first.len() + skipped,
            help,
        )]);
    };
    let open = skipped + first.len() + 1;
    let matter = format!("{}{}", " ".repeat(open.saturating_sub(1)) + "\n", &text[open..skipped + close]);
    let matter = yaml::read_as(&matter, text)?;
    let start = (skipped + close + 3).min(text.len());
    let words = text[start..].trim_start_matches(['\r', '\n']);
    let span = (text.len() - words.len()) as u32..text.len() as u32;
    let root = matter.as_ref().and_then(Tree::root);
    if root.is_some_and(|root| !root.is_map()) {
        return Ok(matter);
    }
    let mut tree = Tree::new(text);
    let at = tree.open(root.map_or(0, Node::start), true);
    for (key, value) in root.map(Node::entries).unwrap_or_default() {
        tree.copy(key);
        tree.copy(value);
    }
    if !words.trim().is_empty() {
        tree.scalar(span.clone(), false, "text");
        tree.scalar(span, false, words);
    }
    tree.close(at, root.map_or(3, Node::end));
    Ok(Some(tree))
}
