//! Tells when something that pages are made of has changed: exactly what the loader reads, and nothing else. Where it is
//! not sure to have seen everything, it tells that anything may have changed.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::load::{self, Touched};
use crate::project::Project;

/// A save is several events; one hears of it when they have been quiet for so long.
const QUIET: Duration = Duration::from_millis(6);
/// Even when they are not quiet, one hears of it after so long.
const PATIENCE: Duration = Duration::from_millis(60);
/// How often it is looked after that the folders are still there.
const LOOK: Duration = Duration::from_millis(500);
/// The folders of a kit that are read.
const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// Watches a kit on a thread of its own, for as long as `tell` comes back with true.
pub fn watch(project: &Project, mut tell: impl FnMut(Touched) -> bool + Send + 'static) {
    let (heard, events) = mpsc::channel();
    let root = project.root.clone();
    let mut eyes = Eyes { root, heard, watcher: None, seen: HashSet::new(), identity: None };
    // Nothing may be missed that changes while the kit is first read.
    eyes.open();
    std::thread::spawn(move || {
        while let Some(touched) = eyes.changed(&events) {
            if !tell(touched) {
                return;
            }
        }
    });
}

/// What may have changed.
type Heard = notify::Result<notify::Event>;

struct Eyes {
    root: PathBuf,
    heard: Sender<Heard>,
    watcher: Option<RecommendedWatcher>,
    /// Folders that are watched.
    seen: HashSet<PathBuf>,
    /// The kit's folder when it was last looked at; another one of the same name is another kit.
    identity: Option<u64>,
}

impl Eyes {
    /// Begins to watch everything anew.
    fn open(&mut self) {
        let heard = self.heard.clone();
        self.watcher = notify::recommended_watcher(move |event| drop(heard.send(event))).ok();
        self.seen.clear();
        self.identity = identity(&self.root);
        self.keep_up();
    }

    /// Watches folders that have come, and forgets those that have gone.
    fn keep_up(&mut self) -> bool {
        let root = self.root.clone();
        let wanted = FOLDERS.map(|name| (root.join(name), RecursiveMode::Recursive));
        let mut news = false;
        for (path, mode) in [(root, RecursiveMode::NonRecursive)].into_iter().chain(wanted) {
            if !path.is_dir() {
                news |= self.seen.remove(&path);
            } else if !self.seen.contains(&path)
                && self.watcher.as_mut().is_some_and(|watcher| watcher.watch(&path, mode).is_ok())
            {
                self.seen.insert(path);
                news = true;
            }
        }
        news
    }

    /// Waits for a change that concerns the pages; `None` when there is nobody left to tell.
    fn changed(&mut self, events: &Receiver<Heard>) -> Option<Touched> {
        let mut paths = BTreeSet::new();
        let mut is_known = loop {
            match events.recv_timeout(LOOK) {
                Ok(event) => {
                    let is_known = self.take_down(&event, &mut paths);
                    if !is_known || !paths.is_empty() {
                        break is_known;
                    }
                }
                Err(RecvTimeoutError::Timeout) if identity(&self.root) != self.identity => {
                    self.open();
                    return Some(Touched::Anything);
                }
                Err(RecvTimeoutError::Timeout) if self.keep_up() => return Some(Touched::Anything),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        };
        let first = Instant::now();
        while first.elapsed() < PATIENCE
            && let Ok(event) = events.recv_timeout(QUIET)
        {
            is_known &= self.take_down(&event, &mut paths);
        }
        let is_new = if FOLDERS.iter().any(|folder| paths.contains(*folder)) {
            // What stands there now may be another folder than the one that is watched.
            self.open();
            true
        } else {
            self.keep_up()
        };
        Some(if is_known && !is_new { Touched::Only(paths) } else { Touched::Anything })
    }

    /// Takes down the paths that concern the pages; `false` when the event may stand for others that were lost.
    fn take_down(&self, event: &Heard, paths: &mut BTreeSet<String>) -> bool {
        let Ok(event) = event else { return false };
        if event.need_rescan() {
            return false;
        }
        if !event.kind.is_access() {
            let told = event.paths.iter().filter_map(|path| path.strip_prefix(&self.root).ok()).map(slashed);
            paths.extend(told.filter(|path| load::concerns(path)));
        }
        true
    }
}

fn slashed(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What tells a folder from another one of the same name.
fn identity(folder: &Path) -> Option<u64> {
    let meta = std::fs::metadata(folder).ok()?;
    #[cfg(unix)]
    return Some(std::os::unix::fs::MetadataExt::ino(&meta));
    #[cfg(not(unix))]
    return meta.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok().map(|d| d.as_nanos() as u64);
}
