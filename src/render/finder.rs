//! What the pages search: `assets/find.js` tells what can be found, `assets/find/<n>.js` what to say, so that a first
//! search needs only the first. Scripts and not JSON, because a page opened from a disk may load nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;

use super::resolve::Resolver;
use super::{Output, hashed};
use crate::needs::Needs;
use crate::shard::Shard;
use crate::view::Pages;
use crate::view::answers::{Answer, Key};

/// Answers in one file.
const BLOCK: usize = 64;

/// An answer as the script of the pages reads it: what it is found by, and what it says.
struct Told {
    /// Sort, title, other wordings, what else leads here, address from the root of the site, rank.
    record: Box<str>,
    /// For each part: its interface word, its texts, whether it is said aloud.
    says: Box<str>,
    /// The names of its interface words.
    words: Vec<&'static str>,
}

/// A source of answers as it stands in the files of the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    /// The source.
    pub key: Key,
    /// How many answers it has.
    pub answers: usize,
    /// What they are found by, as a number.
    pub records: u64,
    /// What was needed of the kit to make them.
    pub needs: Needs,
}

impl Findable {
    fn of(key: Key, needs: Needs, made: &[Told]) -> Findable {
        let mut hasher = FixedState::default().build_hasher();
        made.iter().for_each(|told| (&told.record, &told.words).hash(&mut hasher));
        Findable { key, answers: made.len(), records: hasher.finish(), needs }
    }
}

/// The files of the search that this build makes, with their paths, each given away as soon as it is finished. Of a site
/// that is made in parts, the last makes what can be found; it tells what the blocks of the others are called.
pub fn each<T: Send>(
    pages: &Pages,
    resolver: &Resolver,
    output: Output,
    take: &(impl Fn(String, Vec<u8>) -> T + Sync),
) -> (Vec<T>, Vec<Findable>) {
    let is_indexed = output.shard.is_none_or(Shard::is_last);
    let (mut taken, mut files) = (Vec::new(), Vec::new());
    // The records are shorter than the texts they are made of. Room that is not written to costs no memory, and a text that
    // outgrows its room stands in memory twice.
    let mut records = String::with_capacity(pages.size());
    let mut names = BTreeSet::new();
    let mut waiting: Vec<Told> = Vec::new();
    let mut give = |batch: Vec<Told>, is_last: bool| {
        for told in batch.iter().filter(|_| is_indexed) {
            records.push_str(if records.is_empty() { "" } else { "," });
            records.push_str(&told.record);
            names.extend(&told.words);
        }
        waiting.extend(batch);
        let ready = if is_last { waiting.len() } else { waiting.len() / BLOCK * BLOCK };
        let (first, ready) = (files.len(), waiting.drain(..ready).collect::<Vec<_>>());
        let made = ready.par_chunks(BLOCK).enumerate().map(|(n, block)| {
            let (n, is_ours) = (first + n, output.takes(first + n));
            let is_named = is_indexed && output.hashed_assets;
            if !(is_ours || is_named) {
                return (String::new(), None);
            }
            let (name, bytes) = file(n, block, output.hashed_assets);
            let path = format!("assets/find/{name}.js");
            (name, is_ours.then(|| take(path, bytes)))
        });
        let (called, given): (Vec<String>, Vec<Option<T>>) = made.unzip();
        files.extend(called);
        taken.extend(given.into_iter().flatten());
    };
    let mut findable = Vec::new();
    pages.answers(&|answer| told(&answer, resolver), &mut |batch| {
        findable.extend(batch.iter().map(|told| Findable::of(told.key, told.needs.clone(), &told.made)));
        give(batch.into_iter().flat_map(|told| told.made).collect(), false);
    });
    give(Vec::new(), true);
    let word = |name: &'static str| (name, resolver.labels.get(name).map_or("", String::as_str));
    let words = json(&names.into_iter().map(word).collect::<BTreeMap<_, _>>());
    let files = if output.hashed_assets { format!("\"files\":{},", json(&files)) } else { String::new() };
    if is_indexed {
        // The records are megabytes in a large kit, and not copied again.
        let head = format!("talktrack.learn({{\"block\":{BLOCK},{files}\"words\":{words},\"records\":[");
        records.insert_str(0, &head);
        records.push_str("]})\n");
        taken.push(take("assets/find.js".to_owned(), records.into_bytes()));
    }
    (taken, findable)
}

/// What some sources tell, each with what stands of it in a file of answers.
pub fn again(pages: &Pages, resolver: &Resolver, keys: &[Key]) -> Vec<(Findable, Vec<Box<str>>)> {
    let told = pages.some_answers(keys, &|answer| told(&answer, resolver));
    let again = told.into_iter().map(|told| {
        let findable = Findable::of(told.key, told.needs, &told.made);
        (findable, told.made.into_iter().map(|told| told.says).collect())
    });
    again.collect()
}

/// The file with the answer at a place among all, and the answer's place in it.
pub fn block(place: usize) -> (String, usize) {
    (format!("assets/find/{}.js", place / BLOCK), place % BLOCK)
}

/// A file of answers with other ones at some of its places; `None` when it is not one.
pub fn mended(file: &str, others: &[(usize, Box<str>)]) -> Option<String> {
    let (head, says) = file.split_once('[')?;
    let says = says.strip_suffix("])\n")?;
    let says = format!("[{says}]");
    let says: Vec<&RawValue> = serde_json::from_str(&says).ok()?;
    let mut says: Vec<&str> = says.into_iter().map(RawValue::get).collect();
    for (place, other) in others {
        *says.get_mut(*place)? = other;
    }
    Some(format!("{head}[{}])\n", says.join(",")))
}

/// A file of answers: its name without folder and ending, and its bytes.
fn file(n: usize, block: &[Told], is_hashed: bool) -> (String, Vec<u8>) {
    let says = block.iter().map(|told| &*told.says).collect::<Vec<_>>().join(",");
    let bytes = format!("talktrack.tell({n},[{says}])\n").into_bytes();
    (if is_hashed { hashed::path(&n.to_string(), &bytes) } else { n.to_string() }, bytes)
}

fn told(answer: &Answer, resolver: &Resolver) -> Told {
    let href = if answer.to.is_empty() { String::new() } else { resolver.href(&answer.to) };
    let record = (answer.kind, &answer.title, &answer.also, &answer.keys, href, answer.rank);
    let says: Vec<_> = answer.says.iter().map(|s| (s.label, &s.words, u8::from(s.is_spoken))).collect();
    Told { record: json(&record).into(), says: json(&says).into(), words: answer.words().collect() }
}

/// JSON that is also a script, and cannot end one.
fn json<T: Serialize>(value: &T) -> String {
    let mut text = serde_json::to_string(value).unwrap_or_default();
    // The first byte of both line separators is a rare one.
    if memchr::memchr2(b'<', 0xe2, text.as_bytes()).is_none() {
        return text;
    }
    for (sign, written) in [("<", "\\u003c"), ("\u{2028}", "\\u2028"), ("\u{2029}", "\\u2029")] {
        if text.contains(sign) {
            text = text.replace(sign, written);
        }
    }
    text
}
