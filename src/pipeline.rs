//! The stages in order: load, check, view, render, scan. The whole way of a build fits on this screen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::amend::Notes;
use crate::check::{self, Checked, Scope};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, nearest};
use crate::diff::{Changes, News, Side};
use crate::error::Error;
use crate::key::key;
use crate::leak::{self, Scanner};
use crate::length;
use crate::load;
use crate::needs::Needs;
use crate::project::Project;
use crate::ready::{Ask, Judgement, Memory, Ready, Since, Wanted, ready};
use crate::render::names::Names;
use crate::render::{self, Finish, Finished, Press, Sheet, Target};
use crate::source::Sources;
use crate::text::Audience;
use crate::timings::stage;
use crate::view::answers::Answer;
use crate::view::audience::{Reader, Seen, left_for, seen_by};
use crate::view::collateral::Piece;
use crate::view::{self, Order, Page, Pages};
use crate::write::Files;

/// What came of it.
#[derive(Debug, Default)]
pub struct Built {
    /// The paths of the files that were made; `None` when findings stopped the build, and none of them may be used.
    pub paths: Option<BTreeSet<Arc<str>>>,
    /// Of a shard: what it has in common with the other shards of its site.
    pub key: Option<String>,
    /// What was needed for it; `None` where a part of the kit could not make it again.
    pub notes: Option<Notes>,
    /// What authors should know, sorted.
    pub diagnostics: Diagnostics,
    /// Texts to show them in.
    pub sources: Sources,
}

impl Built {
    /// Nothing but what was found.
    fn of(found: Judgement) -> Built {
        let Judgement { diagnostics, sources } = found.sorted();
        Built { diagnostics, sources, ..Built::default() }
    }
}

/// Takes a finished file: its path, its bytes. Files come in any order, from several threads.
pub type Put<'a> = &'a (dyn Fn(&str, &[u8]) + Sync);

/// Builds a site, and gives each file away as soon as it is finished. Only when the paths come back may they be used.
///
/// # Errors
/// When the kit, or a file that pages show, cannot be read.
pub fn build(project: &Project, wanted: &Wanted, put: Put) -> Result<Built, Error> {
    let (ready, found) = ready(project, &mut Memory::default(), Some(wanted), wanted.today, Scope::Pages, None)?;
    match ready {
        Some(ready) => {
            let made = make(project, &ready, found, wanted, put);
            let_go(ready);
            made
        }
        None => Ok(Built::of(found)),
    }
}

/// To let go of a large kit, or of what is known of it, takes time that nobody should wait for.
pub fn let_go(large: impl Send + 'static) {
    std::thread::spawn(move || drop(large));
}

/// Judges a kit. Its pages are made too (and thrown away) where only they can tell: for partners and prospects, to
/// search them for what was withheld; with templates of the kit's own, to try them and to count their words.
///
/// # Errors
/// As [`build`].
pub fn check(
    project: &Project,
    memory: &mut Memory,
    wanted: &Wanted,
    scope: Scope,
    ask: Option<Ask>,
) -> Result<Built, Error> {
    let (ready, found) = ready(project, memory, None, wanted.today, scope, ask)?;
    match ready {
        Some(ready) if wanted.reader.audience > Audience::Internal || !ready.tools.overlay.own.is_empty() => {
            let wanted = Wanted { targets: tried(&ready, &wanted.targets), ..wanted.clone() };
            let kept = Kept::default();
            let mut built = make(project, &ready, found, &wanted, &|path, bytes| kept.put(path, bytes))?;
            let files = if built.paths.is_some() { kept.files() } else { Files::new() };
            built.diagnostics.extend(length::measure(&files, &ready.tools.pieces, &ready.checked, scope));
            Ok(Built { diagnostics: built.diagnostics.sorted(), ..built })
        }
        ready => {
            let_go(ready);
            Ok(Built::of(found))
        }
    }
}

/// The targets that a check tries: a kit with collateral of its own need not have templates for wikis it never uses.
fn tried(ready: &Ready, targets: &[&'static Target]) -> Vec<&'static Target> {
    let is_whole = |target: &Target| {
        let name = |piece: &Piece| format!("{}/{}.{}", target.folder, piece.name, target.template);
        ready.tools.pieces.iter().all(|piece| ready.tools.overlay.get(&name(piece)).is_some())
    };
    targets.iter().copied().filter(|t| matches!(t.finish, Finish::Page(_)) || is_whole(t)).collect()
}

/// Makes the pages of a kit, and searches each for what was withheld before it is given away.
fn make(project: &Project, ready: &Ready, found: Judgement, wanted: &Wanted, put: Put) -> Result<Built, Error> {
    print(ready, found, wanted, |pages, seen, mut found| {
        let checked = &ready.checked;
        let is_insider = wanted.reader.audience == Audience::Internal;
        let scanner =
            if is_insider { None } else { stage("secrets", || Scanner::of(seen, checked, &ready.tools.labels)) };
        let kept = Kept::default();
        let take = |file: Finished| {
            let leaks =
                scanner.as_ref().map_or_else(Vec::new, |s| s.file(&file.path, &file.bytes, file.origin.as_ref()));
            if wanted.single_file {
                kept.put(&file.path, &file.bytes)
            } else {
                put(&file.path, &file.bytes)
            }
            (file.path, leaks, file.needs)
        };
        let site = render::render(pages, &ready.press(wanted), &take);
        let (mut paths, mut needed) = (BTreeSet::new(), Vec::new());
        found.diagnostics.extend(site.faults);
        for (path, leaks, needs) in site.taken {
            found.diagnostics.extend(leaks);
            paths.insert(path.clone());
            needed.push((path, needs));
        }
        let notes = stage("note", || Notes::of(ready, seen, pages, wanted, &needed, &site.findable));
        let others = wanted.output.shard.map(|_| file_names(&pages.pages, &wanted.targets)).unwrap_or_default();
        for path in site.statics {
            match load::read_static(project, &path) {
                Ok(_) if paths.contains(&path) || others.contains(&path) => found.diagnostics.push(same_path(&path)),
                Ok(bytes) => {
                    let (path, leaks, _) = take(Finished { path, bytes, origin: None, needs: Needs::default() });
                    found.diagnostics.extend(leaks);
                    paths.insert(path);
                }
                Err(fault) => found.diagnostics.push(*fault),
            }
        }
        if wanted.single_file {
            match render::single::fold(
                &kept.files(),
                &pages.pages,
                &ready.tools.overlay,
                &checked.library.settings.title,
            ) {
                Ok((path, bytes)) => {
                    put(&path, &bytes);
                    paths = BTreeSet::from([path]);
                }
                Err(message) => found.diagnostics.push(unfolded(message)),
            }
        }
        let key = wanted.output.shard.map(|_| stage("key", || key(project, ready, wanted)));
        let is_good = !found.diagnostics.0.iter().any(check::stops_pages);
        let paths = is_good.then(|| paths.into_iter().map(Arc::from).collect());
        Built { paths, key, notes, ..Built::of(found) }
    })
}

/// Files kept in memory.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Files>);

impl Kept {
    /// Keeps a file.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes.to_vec());
    }

    /// All that were kept.
    pub fn files(self) -> Files {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Names for the pages of a build, and for the files that its reader may have.
pub type Naming<'a> = &'a (dyn Fn(&[Page], &BTreeSet<String>) -> Names + Sync);

/// Finished pages, and what they are called.
pub type Sheets = (Vec<Sheet>, Arc<Names>);

/// Makes the pages of a kit for a place where pages have names; `None` when findings stand in the way. Nothing is read
/// from the disk, and no file beside the pages is made.
///
/// # Errors
/// When the reader is asked for in words the kit does not know, or the earlier state cannot be read.
pub fn sheets(
    ready: &Ready,
    found: Judgement,
    wanted: &Wanted,
    naming: Naming,
) -> Result<(Option<Sheets>, Judgement), Error> {
    print(ready, found, wanted, |pages, seen, mut found| {
        let names = Arc::new(naming(&pages.pages, &pages.files));
        // The place tells when a page was changed; a day on it would make it new every day.
        let press = Press { names: Some(names.clone()), today: String::new(), ..ready.press(wanted) };
        let (sheets, faults) = render::sheets(pages, &press);
        found.diagnostics.extend(faults);
        if wanted.reader.audience > Audience::Internal {
            found.diagnostics.extend(leak::scan_sheets(&sheets, seen, &ready.checked, &ready.tools.labels));
        }
        let sheets = (!found.diagnostics.0.iter().any(check::stops_pages)).then_some((sheets, names));
        (sheets, found.sorted())
    })
}

/// Looks at a kit as a reader does, and makes something of its pages.
fn print<T>(
    ready: &Ready,
    mut found: Judgement,
    wanted: &Wanted,
    make: impl FnOnce(&Pages, &Seen, Judgement) -> T,
) -> Result<T, Error> {
    let checked = &ready.checked;
    known_reader(checked, &wanted.reader)?;
    let seen = stage("cut", || seen_by(checked, &wanted.reader));
    let news = wanted.since.as_ref().map(|since| news(since, &seen, ready, wanted)).transpose()?;
    let (news, gaps) = news.unzip();
    found.diagnostics.extend(gaps.unwrap_or_default());
    let order = Order { news: news.as_ref(), ..ready.order(wanted) };
    let (pages, same_paths) = stage("view", || view::view(checked, &seen, &order));
    found.diagnostics.extend(same_paths);
    Ok(make(&pages, &seen, found))
}

/// What is new to a reader. The earlier state is cut like the kit itself, so that only what this reader could see
/// then is compared with what this reader may see now.
fn news(since: &Since, seen: &Seen, ready: &Ready, wanted: &Wanted) -> Result<(News, Vec<Diagnostic>), Error> {
    let then = since.project.as_ref().map(load::load).transpose()?.unwrap_or_default();
    let (unread, none) = (then.unread(), BTreeSet::new());
    let items = left_for(&then.kit.items, &wanted.reader);
    let before = Side { items: &items, settings: then.kit.settings(), unread: &unread };
    let after = Side { items: seen.items(), settings: ready.checked.kit.settings(), unread: &none };
    let changes = Changes::of(before, after, wanted.today);
    // What was taken from wider pages may be withheld by now.
    let keeps_past = wanted.reader.audience == Audience::Internal;
    let gaps = unread.iter().map(|file| {
        let message = format!("this could not be read at {}, so no page says what changed in it", since.name);
        Diagnostic::warning("unreadable-file", Location::file(file.as_str()), message)
            .help("compare with a later state")
    });
    let gaps = gaps.collect();
    Ok((News::of(changes, &since.name, since.day, keeps_past), gaps))
}

/// What was looked up, and the interface words.
type Answers = (Vec<Answer>, Arc<BTreeMap<String, String>>);

/// What a reader looks up, picked by what answers are found by; `None` when findings stand in the way.
///
/// # Errors
/// When the kit cannot be read at all.
pub fn answers(
    project: &Project,
    wanted: &Wanted,
    choose: impl FnOnce(&[Answer]) -> Vec<usize>,
) -> Result<(Option<Answers>, Judgement), Error> {
    let (ready, found) = ready(project, &mut Memory::default(), None, wanted.today, Scope::Pages, None)?;
    let Some(ready) = ready else { return Ok((None, found.sorted())) };
    known_reader(&ready.checked, &wanted.reader)?;
    let seen = stage("cut", || seen_by(&ready.checked, &wanted.reader));
    let order = ready.order(wanted);
    let (pages, _) = stage("view", || view::view(&ready.checked, &seen, &order));
    let answers = stage("find", || pages.picked_answers(choose));
    drop(pages);
    Ok((Some((answers, ready.tools.labels.clone())), found.sorted()))
}

/// Segment and region must be words of the kit.
fn known_reader(checked: &Checked, reader: &Reader) -> Result<(), Error> {
    let terms = &checked.library.settings.terms;
    known("segment", reader.segment.as_deref(), terms.segments.keys())?;
    known("region", reader.region.as_deref(), terms.regions.keys())
}

/// A segment or region that is asked for must be one of the kit's words, where it lists any.
fn known<'a>(what: &'static str, given: Option<&str>, words: impl Iterator<Item = &'a String>) -> Result<(), Error> {
    let words: Vec<&str> = words.map(String::as_str).collect();
    match given {
        Some(given) if !words.is_empty() && !words.contains(&given) => {
            let near =
                nearest(given, words.iter().copied()).map(|n| format!("did you mean `{n}`? ")).unwrap_or_default();
            let help = format!("{near}talktrack.yaml lists {}", words.join(", "));
            Err(Error::UnknownChoice { what, given: given.to_owned(), help })
        }
        _ => Ok(()),
    }
}

fn unfolded(message: String) -> Diagnostic {
    Diagnostic::error("template", Location::file("templates/html"), message)
        .help("put what a page shows between `<main>` and `</main>`, as the built-in layout does")
}

/// The files that pages become, also those that other shards make.
fn file_names(pages: &[Page], targets: &[&'static Target]) -> BTreeSet<String> {
    targets.iter().flat_map(|t| pages.iter().map(|page| format!("{}.{}", page.path, t.extension))).collect()
}

fn same_path(path: &str) -> Diagnostic {
    Diagnostic::error("same-path", Location::file(path), format!("`{path}` and a page would be one file"))
        .help("give the file another name")
}
