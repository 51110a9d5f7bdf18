//! Owns the kit, and makes the pages that are asked for. A state of the kit that has errors never takes the place of a
//! good one; its findings are told beside the last good pages.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};

use super::{Event, Options, State};
use crate::check::Scope;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::leak::Scanner;
use crate::load::Touched;
use crate::project::Project;
use crate::ready::{Judgement, Memory, Ready, Wanted, ready};
use crate::render::{Output, Plates, Press, TARGETS};
use crate::report::{self, Report};
use crate::source::Sources;
use crate::text::Audience;
use crate::timings::stage;
use crate::view::audience::{Reader, Seen, seen_by};
use crate::view::{self, Page, Pages};

/// After so long without a question, the pages that nobody asked for are looked through for what is wrong.
const IDLE: Duration = Duration::from_millis(400);
/// Nothing is left to look through.
const FOREVER: Duration = Duration::from_secs(60 * 60 * 24);
/// Columns of a report in the browser.
const WIDTH: usize = 100;

/// A question to the desk.
pub enum Ask {
    /// A file of the site as some reader sees it.
    File { audience: Audience, path: String, reply: oneshot::Sender<Answer> },
    /// Something changed on the disk.
    Changed(Touched),
}

/// What the desk says.
pub enum Answer {
    /// The file.
    File(Vec<u8>),
    /// There is no such file.
    Missing,
    /// There are no pages: the kit has errors, or this page has.
    Broken,
}

/// The desk.
pub struct Desk<T> {
    project: Project,
    options: Options,
    state: watch::Sender<State>,
    tell: T,
    /// The reader whose pages were looked at last; those are made ready first.
    looked_at: Cell<usize>,
    /// The page that was looked at last.
    last_page: RefCell<String>,
    /// What pages look like by the last good state.
    design: Cell<u64>,
}

impl<T: Fn(Event)> Desk<T> {
    /// A desk that has not read the kit yet.
    pub fn new(project: Project, options: Options, state: watch::Sender<State>, tell: T) -> Self {
        let looked_at = Cell::new(options.audience as usize);
        let (last_page, design) = (RefCell::default(), Cell::default());
        Desk { project, options, state, tell, looked_at, last_page, design }
    }

    /// Works until nobody can ask any more.
    pub fn work(self, questions: &Receiver<Ask>) {
        let mut memory = Memory::default();
        let mut next = self.read(&mut memory, Touched::Anything);
        loop {
            let Some(ready) = next.take() else {
                match self.wait(questions) {
                    Some(touched) => next = self.read(&mut memory, touched),
                    None => return,
                }
                continue;
            };
            match self.show(&ready, &mut memory, questions) {
                Some(newer) => next = Some(newer),
                None => return,
            }
            // To let go of a large kit takes longer than to answer the next question.
            std::thread::spawn(move || drop(ready));
        }
    }

    /// Reads the kit; open pages hear of it.
    fn read(&self, memory: &mut Memory, touched: Touched) -> Option<Ready> {
        let start = Instant::now();
        memory.touch(touched);
        let wanted = self.wanted(Audience::ALL[self.looked_at.get()]);
        let read = ready(&self.project, memory, Some(&wanted), wanted.today, Scope::Pages, None);
        let (ready, problems) = match read {
            Ok((ready, Judgement { mut diagnostics, sources })) => {
                let slips = ready.as_ref().map(|ready| self.slips(ready)).unwrap_or_default();
                let ready = ready.filter(|_| slips.is_empty());
                diagnostics.extend(slips);
                let diagnostics = diagnostics.sorted();
                (self.tell)(Event::Read { diagnostics: &diagnostics, sources: &sources, took: start.elapsed() });
                (ready, told(&diagnostics, &sources))
            }
            Err(error) => {
                (self.tell)(Event::Unreadable(&error));
                (None, format!("{error}\n  = help: {}\n", error.help()))
            }
        };
        self.state.send_modify(|state| {
            state.version += u64::from(ready.is_some());
            state.design = ready.as_ref().map_or(state.design, design);
            state.stale = ready.is_none();
            state.problems = problems;
        });
        ready
    }

    /// What is wrong with templates that are not those of the last good state, tried on the page looked at last.
    fn slips(&self, ready: &Ready) -> Vec<Diagnostic> {
        let new = design(ready);
        if new == self.design.get() {
            return Vec::new();
        }
        let wanted = self.wanted(Audience::ALL[self.looked_at.get()]);
        let seen = seen_by(&ready.checked, &wanted.reader);
        let (order, press) = (ready.order(&wanted), ready.press(&wanted));
        let pages = view::view(&ready.checked, &seen, &order).0;
        let edition = Edition::of(ready, &seen, &pages, &press);
        let mut found = edition.slips.clone();
        if found.is_empty() {
            found = edition.file(&self.last_page.borrow(), &self.project).1;
        }
        if found.is_empty() {
            self.design.set(new);
        }
        found
    }

    /// There are no pages yet: waits for a change; `None` when nobody can ask any more.
    fn wait(&self, questions: &Receiver<Ask>) -> Option<Touched> {
        loop {
            match questions.recv() {
                Ok(Ask::Changed(touched)) => return Some(touched),
                Ok(Ask::File { reply, .. }) => drop(reply.send(Answer::Broken)),
                Err(_) => return None,
            }
        }
    }

    /// Answers from one state of the kit until there is a newer good one.
    fn show(&self, ready: &Ready, memory: &mut Memory, questions: &Receiver<Ask>) -> Option<Ready> {
        let wanted = Audience::ALL.map(|audience| self.wanted(audience));
        let seens = [(); 3].map(|()| OnceCell::new());
        let orders = [0, 1, 2].map(|i| ready.order(&wanted[i]));
        let presses = [0, 1, 2].map(|i| ready.press(&wanted[i]));
        let pages = [(); 3].map(|()| OnceCell::new());
        let editions = [(); 3].map(|()| OnceCell::new());
        let edition = |i: usize| {
            let seen = seens[i].get_or_init(|| seen_by(&ready.checked, &wanted[i].reader));
            let pages = pages[i].get_or_init(|| stage("view", || view::view(&ready.checked, seen, &orders[i]).0));
            editions[i].get_or_init(|| stage("load templates", || Edition::of(ready, seen, pages, &presses[i])))
        };
        let (mut at, mut behind, mut wait) = (self.looked_at.get(), 0, IDLE);
        edition(at);
        loop {
            match questions.recv_timeout(wait) {
                Ok(Ask::Changed(touched)) => {
                    if let Some(newer) = self.read(memory, touched) {
                        return Some(newer);
                    }
                }
                Ok(Ask::File { audience, path, reply }) => {
                    if at != audience as usize {
                        (at, behind) = (audience as usize, 0);
                        self.looked_at.set(at);
                    }
                    let (answer, found) = edition(at).file(&path, &self.project);
                    if path.ends_with(".html") {
                        self.last_page.replace(path);
                    }
                    let _ = reply.send(answer);
                    self.add(found, ready);
                    wait = IDLE;
                }
                Err(RecvTimeoutError::Timeout) => match edition(at).pages.pages.get(behind) {
                    Some(page) => {
                        self.add(edition(at).page(page).1, ready);
                        (behind, wait) = (behind + 1, Duration::ZERO);
                    }
                    None => wait = FOREVER,
                },
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn wanted(&self, audience: Audience) -> Wanted {
        let drafts = self.options.drafts && audience == Audience::Internal;
        Wanted {
            reader: Reader { audience, drafts, segment: None, region: None },
            only: Vec::new(),
            targets: TARGETS.iter().filter(|t| t.name == "html").collect(),
            single_file: false,
            since: None,
            output: Output::default(),
            today: (self.options.today)(),
        }
    }

    /// Tells open pages of findings that came up while pages were made.
    fn add(&self, found: Vec<Diagnostic>, ready: &Ready) {
        if found.is_empty() {
            return;
        }
        let words = told(&Diagnostics(found).sorted(), &ready.sources);
        self.state.send_if_modified(|state| {
            let news = !state.problems.contains(&words);
            if news {
                state.problems.push_str(&words);
            }
            news
        });
    }
}

/// The pages as one reader sees them.
struct Edition<'a> {
    plates: Plates<'a>,
    pages: &'a Pages<'a>,
    by_path: HashMap<&'a str, &'a Page>,
    scanner: Option<Scanner<'a>>,
    /// Slips in the templates: with any there are no pages.
    slips: Vec<Diagnostic>,
    assets: OnceCell<BTreeMap<String, Vec<u8>>>,
    finder: OnceCell<BTreeMap<String, Vec<u8>>>,
}

impl<'a> Edition<'a> {
    fn of(ready: &'a Ready, seen: &'a Seen<'a>, pages: &'a Pages<'a>, press: &'a Press<'a>) -> Edition<'a> {
        let (plates, slips) = Plates::of(pages, press);
        let guarded = press.reader.audience > Audience::Internal;
        Edition {
            plates,
            pages,
            by_path: pages.pages.iter().map(|page| (page.path.as_str(), page)).collect(),
            scanner: if guarded { Scanner::of(seen, &ready.checked, &ready.tools.labels) } else { None },
            slips,
            assets: OnceCell::new(),
            finder: OnceCell::new(),
        }
    }

    /// A file of the site, and what came up while it was made.
    fn file(&self, path: &str, project: &Project) -> (Answer, Vec<Diagnostic>) {
        if let Some(page) = path.strip_suffix(".html").and_then(|path| self.by_path.get(path)) {
            return self.page(page);
        }
        if path == "assets/find.js" || path.starts_with("assets/find/") {
            let files =
                self.finder.get_or_init(|| self.plates.finder(&|path, bytes| (path, bytes)).0.into_iter().collect());
            return self.guarded(path, files.get(path).cloned(), None);
        }
        if path.starts_with("assets/") {
            let files = self.assets.get_or_init(|| self.plates.assets().into_iter().collect());
            return self.guarded(path, files.get(path).cloned(), None);
        }
        let shown = self.pages.files.contains(path).then(|| project.inside(path)).flatten();
        (shown.and_then(|path| std::fs::read(path).ok()).map_or(Answer::Missing, Answer::File), Vec::new())
    }

    /// A page; where it holds what its reader must not see, it is not shown.
    fn page(&self, page: &Page) -> (Answer, Vec<Diagnostic>) {
        if !self.slips.is_empty() {
            return (Answer::Broken, self.slips.clone());
        }
        match self.plates.page(page) {
            Some(Ok(sheet)) => {
                let path = sheet.file_name();
                self.guarded(&path, Some(sheet.text.into_bytes()), Some(&(sheet.file, sheet.template)))
            }
            Some(Err(fault)) => (Answer::Broken, vec![*fault]),
            None => (Answer::Missing, Vec::new()),
        }
    }

    fn guarded(&self, path: &str, bytes: Option<Vec<u8>>, origin: Option<&Origin>) -> (Answer, Vec<Diagnostic>) {
        let Some(bytes) = bytes else { return (Answer::Missing, Vec::new()) };
        let leaks = self.scanner.as_ref().map(|s| s.file(path, &bytes, origin)).unwrap_or_default();
        if leaks.is_empty() { (Answer::File(bytes), leaks) } else { (Answer::Broken, leaks) }
    }
}

/// Where the words of a page came from: the file of its subject, the template.
type Origin = (Arc<str>, String);

/// What pages look like, as a number: the kit's own templates, its colour, its language.
fn design(ready: &Ready) -> u64 {
    let settings = &ready.checked.library.settings;
    let mut hasher = DefaultHasher::new();
    (&ready.tools.overlay.own, &*settings.brand.accent, &*settings.language).hash(&mut hasher);
    hasher.finish()
}

/// Findings in the words of the terminal.
fn told(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let report = Report { diagnostics, sources, color: false, width: WIDTH, folder: "", explain: |_| None };
    (report::FORMATS[0].print)(&report)
}
