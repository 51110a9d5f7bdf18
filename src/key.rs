//! The key of a build: equal for all shards of one site, and another when anything that its bytes depend on is
//! different: the kit, an earlier state it is compared with, the program and its templates, the options, the day.

use rayon::prelude::*;

use crate::load::read_static;
use crate::project::Project;
use crate::ready::{Ready, Wanted};

/// The key of a build. Files that pages show are read for it.
pub fn key(project: &Project, ready: &Ready, wanted: &Wanted) -> String {
    let reader = &wanted.reader;
    let mut key = Key::default();
    key.list("program", [env!("CARGO_PKG_VERSION")]);
    key.list("day", [wanted.today.to_string()]);
    key.list("reader", [reader.audience.name(), if reader.drafts { "with drafts" } else { "" }]);
    key.list("segment", &reader.segment);
    key.list("region", &reader.region);
    key.list("only", sorted(wanted.only.iter().map(String::as_str).collect()));
    key.list("targets", sorted(wanted.targets.iter().map(|target| target.name).collect()));
    key.list("assets", [if wanted.output.hashed_assets { "hashed" } else { "" }]);
    let since = wanted.since.iter().flat_map(|since| [since.name.clone(), since.day.to_string(), since.commit.clone()]);
    key.list("since", since);
    for (path, text) in ready.sources.iter() {
        key.list("text", [path, text]);
    }
    let statics: Vec<&String> = ready.checked.kit.paths.statics.keys().collect();
    let hashed = |path: &&String| read_static(project, path).map_or_else(|_| String::new(), |bytes| hash(&bytes));
    let hashes: Vec<String> = statics.par_iter().map(hashed).collect();
    for (path, hash) in statics.iter().zip(&hashes) {
        key.list("file", [path, hash]);
    }
    key.0.finalize().to_hex().to_string()
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn sorted(mut words: Vec<&str>) -> Vec<&str> {
    words.sort_unstable();
    words.dedup();
    words
}

/// What went into a key so far.
#[derive(Default)]
struct Key(blake3::Hasher);

impl Key {
    /// Adds words under a name. Each is told with its length, so that no two lists make the same key.
    fn list(&mut self, name: &str, words: impl IntoIterator<Item = impl AsRef<str>>) {
        self.word(name);
        let words: Vec<_> = words.into_iter().collect();
        self.0.update(&(words.len() as u64).to_le_bytes());
        words.iter().for_each(|word| self.word(word.as_ref()));
    }

    fn word(&mut self, word: &str) {
        self.0.update(&(word.len() as u64).to_le_bytes()).update(word.as_bytes());
    }
}
