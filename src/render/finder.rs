//! What the pages search: `assets/find.js` tells what can be found, `assets/find/<n>.js` what to say, so that a first
//! search needs only the first. Scripts and not JSON, because a page opened from a disk may load nothing else.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::resolve::Resolver;
use crate::view::answers::{self, Answer, Said};

/// Answers in one file.
const BLOCK: usize = 64;

/// What can be found. The script of the pages reads it by these names.
#[derive(Serialize)]
struct Index<'a> {
    /// How many answers stand in one file.
    block: usize,
    /// Interface words by name.
    words: BTreeMap<&'static str, &'a str>,
    /// Sort, title, other wordings, what else leads here, address from the root of the site, rank.
    records: Vec<Record<'a>>,
}

type Record<'a> = (&'static str, &'a str, &'a [String], &'a str, String, i64);

/// The files of the search, with their paths, each given away as soon as it is finished.
pub fn each<'a, T: Send>(
    all: &'a [Answer],
    resolver: &'a Resolver,
    take: &(impl Fn(String, Vec<u8>) -> T + Sync),
) -> Vec<T> {
    let record = |a: &'a Answer| -> Record<'a> {
        let href = if a.to.is_empty() { String::new() } else { resolver.href(&a.to) };
        (a.kind, &a.title, &a.also, &a.keys, href, a.rank)
    };
    let index =
        Index { block: BLOCK, words: answers::words(all, &resolver.labels), records: all.iter().map(record).collect() };
    let mut taken = vec![take("assets/find.js".to_owned(), script(&format!("talktrack.learn({})", json(&index))))];
    let told = all.par_chunks(BLOCK).enumerate().map(|(n, block)| {
        let (path, bytes) = told(n, block);
        take(path, bytes)
    });
    taken.par_extend(told);
    taken
}

fn told(n: usize, block: &[Answer]) -> (String, Vec<u8>) {
    let said = |s: &Said| (s.label, s.words.clone(), u8::from(s.is_spoken));
    let answers: Vec<Vec<_>> = block.iter().map(|a| a.says.iter().map(said).collect()).collect();
    (format!("assets/find/{n}.js"), script(&format!("talktrack.tell({n},{})", json(&answers))))
}

fn script(text: &str) -> Vec<u8> {
    format!("{text}\n").into_bytes()
}

/// JSON that is also a script, and cannot end one.
fn json<T: Serialize>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
