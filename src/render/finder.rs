//! What the pages search, cut so that a search loads little: `assets/find.js` tells where words lead from,
//! `assets/find/w<n>.js` where they lead to, `assets/find/words.js` all words, to forgive slips, and
//! `assets/find/<n>.js` what to say. Scripts and not JSON, because a page opened from a disk may load nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::resolve::Resolver;
use super::{Output, hashed};
use crate::needs::Needs;
use crate::shard::Shard;
use crate::view::Pages;
use crate::view::answers::index::{Entry, Index, Leads};
use crate::view::answers::{Answer, Key};

/// A file of answers ends with one whose hash begins with a byte below this, with each thirty-second as a rule: so a new
/// answer changes the file it comes into, and the others stay as they are.
const LAST: u8 = 8;
/// Fewest and most answers in one file, but for the last file.
const LEAST: usize = 32;
const MOST: usize = 256;
/// A file of words of so many bytes takes no more words.
const ENOUGH: usize = 64 * 1024;

/// An answer as the script of the pages reads it.
struct Told {
    /// What it is found by.
    entry: Entry,
    /// Sort, title, whom or what it is about, other wordings, address from the root of the site, and what it says: for
    /// each part its interface word, its texts, whether it is said aloud.
    text: Box<str>,
    /// How much of that is not what it says, in bytes.
    head: usize,
    /// Whether a file of answers may end with it.
    is_last: bool,
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
        made.iter().for_each(|told| (&told.entry, &told.text[..told.head], &told.words).hash(&mut hasher));
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
    let (mut taken, mut findable) = (Vec::new(), Vec::new());
    let (mut index, mut labels, mut files) = (Index::default(), BTreeSet::new(), Files::new());
    let (mut waiting, mut blocks): (Vec<Told>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut give = |batch: Vec<Told>, is_end: bool| {
        let mut ready: Vec<Vec<Told>> = Vec::new();
        for told in batch {
            if is_indexed {
                index.add(&told.entry);
                labels.extend(&told.words);
            }
            let is_last = told.is_last;
            waiting.push(told);
            let is_full = is_last && waiting.len() >= LEAST || waiting.len() == MOST;
            ready.extend(is_full.then(|| std::mem::take(&mut waiting)));
        }
        ready.extend((is_end && !waiting.is_empty()).then(|| std::mem::take(&mut waiting)));
        let made = ready.par_iter().enumerate().map(|(n, block)| {
            let n = blocks.len() + n;
            let is_ours = output.takes(n);
            let is_named = is_indexed && output.hashed_assets;
            (is_ours || is_named).then(|| {
                let texts = block.iter().map(|told| &*told.text).collect::<Vec<_>>().join(",");
                let own = n.to_string();
                // A name that tells the content does not tell the place, which changes with each new answer before it.
                let stem = if output.hashed_assets { "said" } else { &own };
                let (name, path, bytes) = file(stem, &format!("[{texts}]"), output);
                (own, name, is_ours.then(|| take(path, bytes)))
            })
        });
        for (own, name, given) in made.collect::<Vec<_>>().into_iter().flatten() {
            files.insert(own, name);
            taken.extend(given);
        }
        blocks.extend(ready.iter().map(Vec::len));
    };
    pages.answers(&|answer| told(&answer, resolver), &mut |batch| {
        findable.extend(batch.iter().map(|told| Findable::of(told.key, told.needs.clone(), &told.made)));
        give(batch.into_iter().flat_map(|told| told.made).collect(), false);
    });
    give(Vec::new(), true);
    if is_indexed {
        let starts = words(&index, &mut |own, data| {
            let (name, path, bytes) = file(own, data, output);
            files.insert(own.to_owned(), name);
            taken.push(take(path, bytes));
        });
        let label = |name: &&'static str| (*name, resolver.labels.get(*name).map_or("", String::as_str));
        let head = Head {
            blocks,
            labels: labels.iter().map(label).collect(),
            lately: index.lately(),
            opens: index.opens(),
            starts,
            files: output.hashed_assets.then_some(files),
        };
        taken.push(take("assets/find.js".to_owned(), script("find", &json(&head)).into_bytes()));
    }
    (taken, findable)
}

/// The names of the files of the search, without folder and ending, by what the script of the pages calls them.
type Files = BTreeMap<String, String>;

/// What a search reads first.
#[derive(Serialize)]
struct Head<'a> {
    /// How many answers are in each of their files.
    blocks: Vec<usize>,
    /// Interface words by name.
    labels: BTreeMap<&'static str, &'a str>,
    /// Answers to what was heard lately.
    lately: &'a [u32],
    /// Answers that one letter leads to.
    opens: BTreeMap<char, Vec<u32>>,
    /// The first word in each file of words.
    starts: Vec<&'a str>,
    /// What files are called, where their names tell their content.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Files>,
}

/// Gives away the files of words, and that of all words, with the names that the script of the pages has for them; tells
/// the first word in each.
fn words<'i>(index: &'i Index, give: &mut dyn FnMut(&str, &str)) -> Vec<&'i str> {
    let mut words: Vec<(&str, &Leads)> = index.words().collect();
    // As scripts compare.
    words.par_sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    let (mut starts, mut text) = (Vec::new(), String::new());
    for (at, (word, leads)) in words.iter().enumerate() {
        if text.is_empty() {
            starts.push(*word);
        }
        text.push(if text.is_empty() { '{' } else { ',' });
        write_leads(&mut text, index, word, leads);
        if text.len() > ENOUGH || at + 1 == words.len() {
            text.push('}');
            give(&format!("w{}", starts.len() - 1), &text);
            text.clear();
        }
    }
    give("words", &json(&words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ")));
    starts
}

/// A word, how rare it is, and where it leads.
fn write_leads(text: &mut String, index: &Index, word: &str, leads: &Leads) {
    let mut digits = itoa::Buffer::new();
    text.extend(["\"", word, "\":[", digits.format(index.rarity(leads))]);
    for number in leads.numbers() {
        text.extend([",", digits.format(number)]);
    }
    text.push(']');
}

/// What some sources tell, each with its answers as they stand in a file.
pub fn again(pages: &Pages, resolver: &Resolver, keys: &[Key]) -> Vec<(Findable, Vec<Box<str>>)> {
    let told = pages.some_answers(keys, &|answer| told(&answer, resolver));
    let again = told.into_iter().map(|told| {
        let findable = Findable::of(told.key, told.needs, &told.made);
        (findable, told.made.into_iter().map(|told| told.text).collect())
    });
    again.collect()
}

/// How many answers are in each of their files.
#[derive(Debug, Deserialize)]
pub struct Blocks {
    blocks: Vec<usize>,
}

impl Blocks {
    /// As `assets/find.js` tells it; `None` when it does not.
    pub fn told(script: &str) -> Option<Blocks> {
        serde_json::from_str(data(script)?.1).ok()
    }

    /// The file with the answer at a place among all, and the answer's place in it.
    pub fn find(&self, place: usize) -> Option<(String, usize)> {
        let mut first = 0;
        let n = self.blocks.iter().position(|answers| {
            first += answers;
            place < first
        })?;
        Some((format!("assets/find/{n}.js"), place + self.blocks[n] - first))
    }
}

/// A file of answers with other ones at some of its places; `None` when it is not one.
pub fn mended(file: &str, others: &[(usize, Box<str>)]) -> Option<String> {
    let (name, answers) = data(file)?;
    let answers: Vec<&RawValue> = serde_json::from_str(answers).ok()?;
    let mut answers: Vec<&str> = answers.into_iter().map(RawValue::get).collect();
    for (place, other) in others {
        *answers.get_mut(*place)? = other;
    }
    Some(script(name, &format!("[{}]", answers.join(","))))
}

/// A file below `assets/find/`: its name without folder and ending, its path, its bytes.
fn file(stem: &str, data: &str, output: Output) -> (String, String, Vec<u8>) {
    let name = if output.hashed_assets { hashed::path(stem, data.as_bytes()) } else { stem.to_owned() };
    let path = format!("assets/find/{name}.js");
    let bytes = script(&name, data).into_bytes();
    (name, path, bytes)
}

/// A script that tells what a file of the search says, and under which name.
fn script(name: &str, data: &str) -> String {
    format!("talktrack.tell(\"{name}\",{data})\n")
}

/// The name and the data that such a script tells.
pub fn data(script: &str) -> Option<(&str, &str)> {
    script.strip_prefix("talktrack.tell(\"")?.strip_suffix(")\n")?.split_once("\",")
}

fn told(answer: &Answer, resolver: &Resolver) -> Told {
    let href = if answer.to.is_empty() { String::new() } else { resolver.href(&answer.to) };
    let mut text = json(&(answer.kind, &answer.title, &answer.about, &answer.also, href));
    text.pop();
    let head = text.len();
    let is_last = blake3::hash(text.as_bytes()).as_bytes()[0] < LAST;
    let says: Vec<_> = answer.says.iter().map(|s| (s.label, &s.words, u8::from(s.is_spoken))).collect();
    text.push(',');
    text.push_str(&json(&says));
    text.push(']');
    Told { entry: Entry::of(answer), text: text.into(), head, is_last, words: answer.words().collect() }
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
