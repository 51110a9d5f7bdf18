//! What is needed of a kit to make something, so that the next build knows what a changed file has a part in.
//!
//! While a thread is [`watched`], every item that it is handed (by a table of the model, by the shelf of what belongs
//! together, by a link to a file) tells the file it stands in. What is not handed out as an item is a question: that there is no such item, which
//! items belong together, which file under `static/` is shown. What is made depends on nothing else in the content, so it
//! is made alike from a part of the kit that holds these files, as long as the questions stay the same and so do their
//! answers.
//!
//! Only what happens on the watched thread is seen: what is watched must not hand work to other threads.

use std::cell::RefCell;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use foldhash::quality::FixedState;

/// What was needed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Needs {
    /// The files that items were handed out of, each once, by [`place`].
    pub files: Vec<usize>,
    /// All questions, in one number.
    pub questions: u64,
    /// Whether the whole kit was needed.
    pub whole: bool,
}

#[derive(Default)]
struct Seen {
    files: Vec<usize>,
    questions: Vec<u64>,
    whole: bool,
}

thread_local! {
    static SEEN: RefCell<Option<Seen>> = const { RefCell::new(None) };
}

/// By what a file is told from others while its kit stands in memory.
pub fn place(file: &Arc<str>) -> usize {
    Arc::as_ptr(file).addr()
}

/// Makes something, and tells what was needed for it.
pub fn watched<T>(make: impl FnOnce() -> T) -> (T, Needs) {
    let around = SEEN.replace(Some(Seen::default()));
    let made = make();
    let Seen { files, questions, whole } = SEEN.replace(around).unwrap_or_default();
    (made, Needs { files: each_once(files), questions: in_one(&each_once(questions)), whole })
}

/// Makes something for which the whole kit is needed, such as a list of all pages, and which changes only when the face
/// of a file does.
pub fn aside<T>(make: impl FnOnce() -> T) -> T {
    let mut around = SEEN.take();
    if let Some(seen) = &mut around {
        seen.whole = true;
    }
    let made = make();
    SEEN.set(around);
    made
}

/// Something out of this file was handed out.
pub fn file(file: &Arc<str>) {
    SEEN.with_borrow_mut(|seen| {
        if let Some(seen) = seen {
            seen.files.push(place(file));
        }
    });
}

/// Something was asked that no single item answers.
pub fn question(words: impl Hash) {
    SEEN.with_borrow_mut(|seen| {
        if let Some(seen) = seen {
            seen.questions.push(in_one(&words));
        }
    });
}

impl Needs {
    /// What two parts of one thing need.
    pub fn and(mut self, other: &Needs) -> Needs {
        self.files.extend(&other.files);
        Needs {
            files: each_once(self.files),
            questions: in_one(&(self.questions, other.questions)),
            whole: self.whole || other.whole,
        }
    }
}

fn each_once<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}

/// The same number in every run: it is kept for the next build.
fn in_one(words: &impl Hash) -> u64 {
    FixedState::default().hash_one(words)
}
