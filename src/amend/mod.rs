//! Makes again only what changed files have a part in.
//!
//! A build notes of each page, each source of answers and each verdict what it needed of the kit ([`crate::needs`]), and of
//! each content file what the rest of the kit sees of it ([`crate::view::face`]). When a later build finds that only the
//! words of some files are new, it reads these and what they need, judges them, and makes what needed them, by the same
//! stages as ever: they do not know that they are given a part. Everything else stands in the output folder.
//!
//! So that no page is ever wrong, this gives up wherever anything is not as it was: a face, a question, a finding, what a
//! page is found by. Then the whole kit is built. It decides nothing that the record ([`crate::record`]) did not: that the
//! other files, the templates, the settings, the options and the output folder are as they were.

mod columns;
mod lists;

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::check::{self, Checked};
use crate::load::{self, Part, Written};
use crate::model::Counts;
use crate::needs::{self, Needs};
use crate::project::Project;
use crate::ready::{Ready, Wanted, ready_again};
use crate::render::{self, Blocks, Findable, Finish, Plates, Target};
use crate::source;
use crate::timings::stage;
use crate::view::answers::Key;
use crate::view::audience::{Seen, seen_by};
use crate::view::face::face;
use crate::view::parts::Link;
use crate::view::{self, Pages};
use crate::write::Files;

pub use columns::{Bytes, Column, Number};
pub use lists::{Lines, Lists, is_rising};

/// With more files than this, a part of the kit is no longer small.
const MOST: usize = 512;
/// When more files than this changed, so has most of the site.
pub const MOST_CHANGED: usize = 16;

/// What a build needed. Files are numbered in the order of the kit.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Notes {
    /// How many items of each sort there are.
    pub counts: Counts,
    /// How many items there are.
    pub count: usize,
    /// The navigation of every page.
    pub nav: Vec<Link>,
    /// The paths of the content files with items, from the kit's root.
    pub paths: Lines,
    /// What the rest of the kit sees of each of them.
    pub faces: Column<u64>,
    /// How many items stand in the files before each of them.
    pub firsts: Column<u32>,
    /// What was needed to judge the items of each of them.
    pub judged: Lists,
    /// The paths of the pages, as files of the site.
    pub pages: Lines,
    /// What was needed for each of them.
    pub printed: Lists,
    /// What can be found.
    pub sources: Sources,
    /// What was needed for each source of it.
    pub found: Lists,
}

/// The sources of what can be found, in the order of the answers.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The sort of each.
    pub sorts: Bytes,
    /// The number of its file.
    pub files: Column<u32>,
    /// Its item.
    pub ids: Column<u64>,
    /// How many answers it has.
    pub answers: Column<u32>,
    /// What they are found by, as a number.
    pub records: Column<u64>,
}

impl Sources {
    fn push(&mut self, key: Key, answers: usize, records: u64) {
        self.sorts.extend(&[key.sort]);
        self.files.push(key.file as u32);
        self.ids.push(key.id);
        self.answers.push(answers as u32);
        self.records.push(records);
    }

    fn key(&self, at: usize) -> Key {
        let of = |numbers: &Column<u64>| numbers.get(at).unwrap_or_default();
        Key { sort: self.sorts[at], file: self.files.get(at).unwrap_or_default() as usize, id: of(&self.ids) }
    }

    /// Whether all is told of each, and it stands in one of so many files.
    pub fn are_of(&self, files: usize) -> bool {
        let count = self.sorts.len();
        let counts = [self.files.count(), self.ids.count(), self.answers.count(), self.records.count()];
        counts == [count; 4] && self.files.iter().all(|file| (file as usize) < files)
    }
}

impl Notes {
    /// What a build needed that made these pages and answers; `None` where a part of the kit could not make them again.
    pub fn of(
        ready: &Ready,
        seen: &Seen,
        pages: &Pages,
        wanted: &Wanted,
        made: &[(String, Needs)],
        findable: &[Findable],
    ) -> Option<Notes> {
        let output = wanted.output;
        let is_each_by_itself = wanted.targets.iter().all(|target| matches!(target.finish, Finish::Page(_)));
        let is_plain = !wanted.single_file && output.shard.is_none() && !output.hashed_assets && wanted.since.is_none();
        let checked = &ready.checked;
        let is_told = checked.needs().len() == checked.kit.items.len();
        if !(seen.is_whole() && is_each_by_itself && is_plain && is_told) {
            return None;
        }
        let numbers = Numbers::of(&checked.kit);
        let mut notes =
            Notes { counts: checked.library.counts(), count: pages.count, nav: pages.nav.clone(), ..Notes::default() };
        let files: Vec<_> = judged(checked).collect();
        notes.faces = files.par_iter().map(|(file, ..)| face(file)).collect::<Vec<_>>().into_iter().collect();
        for (file, first, needs) in files {
            notes.paths.push(&file[0].file);
            notes.firsts.push(first as u32);
            notes.judged.push(&numbers.needs(&needs));
        }
        let made: Vec<_> = made.iter().filter(|(_, needs)| *needs != Needs::default()).collect();
        made.iter().for_each(|(path, _)| notes.pages.push(path));
        let (printed, found): (Vec<Needs>, Vec<Needs>) = rayon::join(
            || made.par_iter().map(|(_, needs)| numbers.needs(needs)).collect(),
            || findable.par_iter().map(|found| numbers.needs(&found.needs)).collect(),
        );
        printed.iter().for_each(|needs| notes.printed.push(needs));
        found.iter().for_each(|needs| notes.found.push(needs));
        findable.iter().for_each(|found| notes.sources.push(numbers.key(found.key), found.answers, found.records));
        Some(notes)
    }

    /// What needed some files, and the files that are needed to make it again; `None` when that cannot be done, or too many
    /// are.
    fn part(&self, changed: &[usize]) -> Option<Affected> {
        let (printed, found) = rayon::join(|| self.printed.on(changed), || self.found.on(changed));
        let judged = changed.iter().map(|number| self.judged.get(*number));
        let again = printed.iter().map(|at| self.printed.get(*at));
        let again = again.chain(found.iter().map(|at| self.found.get(*at)));
        // What was heard has its rank on every page, without anybody being handed an entry.
        let heard = self.paths.below("content/field-log/");
        let mut files: BTreeSet<usize> = changed.iter().copied().chain(heard).collect();
        for needs in judged.chain(again) {
            files.extend(needs.files);
            if needs.whole || files.len() > MOST {
                return None;
            }
        }
        Some(Affected { files: files.into_iter().collect(), printed, found })
    }
}

/// What changed files have a part in, by places among the notes.
struct Affected {
    /// The files that are needed to make it again.
    files: Vec<usize>,
    /// Pages.
    printed: Vec<usize>,
    /// Sources of what can be found.
    found: Vec<usize>,
}

/// The numbers of files, by [`needs::place`].
struct Numbers(HashMap<usize, usize>);

impl Numbers {
    fn of(kit: &load::Kit) -> Numbers {
        let firsts = kit.items.chunk_by(|a, b| a.file == b.file).filter_map(<[_]>::first);
        Numbers(firsts.enumerate().map(|(number, first)| (needs::place(&first.file), number)).collect())
    }

    fn needs(&self, needs: &Needs) -> Needs {
        let mut files: Vec<usize> = needs.files.iter().filter_map(|place| self.0.get(place).copied()).collect();
        files.sort_unstable();
        // What nobody can tell a number of must not be forgotten.
        let whole = needs.whole || files.len() < needs.files.len();
        Needs { files, whole, ..*needs }
    }

    fn key(&self, key: Key) -> Key {
        Key { file: self.0.get(&key.file).copied().unwrap_or(usize::MAX), ..key }
    }
}

/// The items of each content file, how many there are before them, and what was needed to judge them.
fn judged(checked: &Checked) -> impl Iterator<Item = (&[Written], usize, Needs)> {
    let mut first = 0;
    let mut needs = checked.needs();
    checked.kit.items.chunk_by(|a, b| a.file == b.file).map(move |file| {
        let until = first + file.len();
        let needs = needs.by_ref().take(file.len()).fold(Needs::default(), |sum, one| sum.and(one));
        (file, std::mem::replace(&mut first, until), needs)
    })
}

/// What changed files have a part in.
#[derive(Debug, Default)]
pub struct Amended {
    /// The files of the site, made again.
    pub files: Files,
    /// The texts that were read.
    pub texts: source::Sources,
    /// What was needed now, by places among the notes.
    judged: Vec<(usize, Needs)>,
    printed: Vec<(usize, Needs)>,
    found: Vec<(usize, Needs)>,
}

impl Amended {
    /// Takes down what was needed. Whether it was anything new.
    pub fn note(&mut self, notes: &mut Notes) -> bool {
        let mut is_new = false;
        let mut put = |lists: &mut Lists, at: usize, now: Needs| {
            if lists.get(at) != now {
                is_new = true;
                lists.put(at, &now);
            }
        };
        self.judged.drain(..).for_each(|(at, needs)| put(&mut notes.judged, at, needs));
        self.printed.drain(..).for_each(|(at, needs)| put(&mut notes.printed, at, needs));
        self.found.drain(..).for_each(|(at, needs)| put(&mut notes.found, at, needs));
        is_new
    }
}

/// Reads a file of the site as the last build made it.
pub type Then<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// Makes again what changed content files have a part in. `then` reads a file of the site as the last build made it.
/// `None`: the whole kit must be built.
pub fn amend(
    project: &Project,
    wanted: &Wanted,
    notes: &Notes,
    changed: &[&str],
    statics: &[&str],
    then: Then,
) -> Option<Amended> {
    let changed: Vec<usize> = changed.iter().map(|path| notes.paths.position(path)).collect::<Option<_>>()?;
    let part = notes.part(&changed)?;
    let file =
        |at: &usize| Part { path: notes.paths.get(*at), first: notes.firsts.get(*at).unwrap_or_default() as usize };
    let parts: Vec<Part> = part.files.iter().map(file).collect();
    let is_changed = |path: &str| changed.iter().any(|at| notes.paths.get(*at) == path);
    let check = || {
        let loaded = stage("read", || load::load_part(project, &parts, statics))?;
        stage("check", || check::check_part(loaded, &notes.counts, wanted.today, &is_changed))
    };
    let ready = ready_again(project, wanted, check)?;
    let seen = seen_by(&ready.checked, &wanted.reader);
    if !seen.is_whole() {
        return None;
    }
    let order = ready.order(wanted);
    let (pages, found) = view::view(&ready.checked, &seen, &order);
    let again = Again { notes, changed: &changed, part: &part, ready: &ready };
    let amended = found.is_empty().then(|| again.made(pages, wanted, then))??;
    Some(Amended { texts: ready.checked.sources.clone(), ..amended })
}

/// What is made again.
struct Again<'a> {
    notes: &'a Notes,
    changed: &'a [usize],
    part: &'a Affected,
    ready: &'a Ready,
}

impl Again<'_> {
    fn made(&self, mut pages: Pages, wanted: &Wanted, then: Then) -> Option<Amended> {
        let mut amended = Amended::default();
        let numbers = self.numbers()?;
        self.judged(&numbers, &mut amended)?;
        let noted = self.part.printed.iter();
        let again: HashMap<&str, usize> = noted.map(|at| (self.notes.pages.get(*at), *at)).collect();
        let is_again = |path: &str, target: &Target| again.contains_key(&*format!("{path}.{}", target.extension));
        pages.pages.retain(|page| wanted.targets.iter().any(|target| is_again(&page.path, target)));
        (pages.nav, pages.count) = (self.notes.nav.clone(), self.notes.count);
        let press = self.ready.press(wanted);
        let (plates, _) = Plates::of(&pages, &press);
        let pages = || stage("pages", || plates.each(|sheet| sheet));
        let ((sheets, faults), found) = rayon::join(pages, || self.found(&plates, &numbers, then));
        if !faults.is_empty() || sheets.len() != again.len() {
            return None;
        }
        (amended.found, amended.files) = found?;
        for sheet in sheets {
            let path = sheet.file_name();
            let at = *again.get(&*path)?;
            amended.printed.push((at, same(&self.notes.printed.get(at), numbers.needs(&sheet.needs))?));
            amended.files.insert(path, sheet.text.into_bytes());
        }
        Some(amended)
    }

    /// The numbers of the files that were read.
    fn numbers(&self) -> Option<Numbers> {
        let Numbers(mut numbers) = Numbers::of(&self.ready.checked.kit);
        numbers.values_mut().for_each(|at| *at = self.part.files.get(*at).copied().unwrap_or(usize::MAX));
        (numbers.len() == self.part.files.len()).then_some(Numbers(numbers))
    }

    /// The changed files, when the rest of the kit sees of them what it saw.
    fn judged(&self, numbers: &Numbers, amended: &mut Amended) -> Option<()> {
        let now = self.part.files.iter().zip(judged(&self.ready.checked));
        for (at, (file, _, needs)) in now.filter(|(at, _)| self.changed.contains(at)) {
            let is_same = *file[0].file == *self.notes.paths.get(*at) && self.notes.faces.get(*at) == Some(face(file));
            let needs = same(&self.notes.judged.get(*at), numbers.needs(&needs)).filter(|_| is_same)?;
            amended.judged.push((*at, needs));
        }
        Some(())
    }

    /// What was needed for what can be found, and the files of it, where it is found by the same words.
    fn found(&self, plates: &Plates, numbers: &Numbers, then: Then) -> Option<(Vec<(usize, Needs)>, Files)> {
        let places: HashMap<usize, usize> = numbers.0.iter().map(|(place, number)| (*number, *place)).collect();
        let sources = &self.notes.sources;
        let again: Vec<(Key, usize)> = self.part.found.iter().map(|at| (sources.key(*at), *at)).collect();
        let key = |(key, _): &(Key, usize)| Some(Key { file: *places.get(&key.file)?, ..*key });
        let keys: Vec<Key> = again.iter().map(key).collect::<Option<_>>()?;
        let told = plates.found_again(&keys);
        if told.len() != keys.len() {
            return None;
        }
        if told.is_empty() {
            return Some(Default::default());
        }
        let blocks = Blocks::told(&then("assets/find.js")?)?;
        let mut needed = Vec::with_capacity(told.len());
        let mut others: BTreeMap<String, Vec<(usize, Box<str>)>> = BTreeMap::new();
        for (now, says) in told {
            let key = numbers.key(now.key);
            let (_, at) = *again.iter().find(|(then, _)| *then == key)?;
            let is_same =
                Some(now.answers as u32) == sources.answers.get(at) && Some(now.records) == sources.records.get(at);
            let needs = same(&self.notes.found.get(at), numbers.needs(&now.needs)).filter(|_| is_same)?;
            needed.push((at, needs));
            let place: usize = sources.answers.some(0..at).map(|answers| answers as usize).sum();
            for (n, says) in says.into_iter().enumerate() {
                let (path, within) = blocks.find(place + n)?;
                others.entry(path).or_default().push((within, says));
            }
        }
        let mended = others.into_iter().map(|(path, others)| {
            let mended = render::mended(&then(&path)?, &others)?;
            Some((path, mended.into_bytes()))
        });
        Some((needed, mended.collect::<Option<_>>()?))
    }
}

/// What is needed now, where no other question is asked than before.
fn same(then: &Needs, now: Needs) -> Option<Needs> {
    (then.questions == now.questions && !now.whole).then_some(now)
}
