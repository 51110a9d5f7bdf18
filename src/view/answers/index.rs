//! What answers are found by: which words lead to which of them, and how much a word tells. The terminal looks up here
//! (`find.rs`); a build writes it down for the script of the pages (`render/finder.rs`), which weighs in the same whole
//! numbers, so that both find the same.

use std::collections::BTreeMap;

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use super::Answer;
use crate::text;

/// What a match weighs: in the title, in another wording, in what else leads here.
const WEIGHTS: [f64; 3] = [3.0, 2.5, 1.0];
/// How many terms such a field has, as a rule.
const USUAL: [f64; 3] = [8.0, 10.0, 5.0];
/// How soon a term that stands in a field again counts for little: `k1` of BM25.
const AGAIN: f64 = 1.2;
/// How much a term in a long field counts less: `b` of BM25.
const LONG: f64 = 0.7;
/// Weights are whole numbers: so many make one.
const WHOLE: f64 = 8.0;
/// Likewise of how rare a word is.
const RARE: f64 = 16.0;
/// Scripts without spaces between words begin here: one of their characters is as good as a word.
const UNSPACED: char = '\u{3000}';
/// Most answers that one letter leads to.
const MOST: usize = 12;
/// Most answers shown before a word is typed.
const MOST_LATELY: usize = 6;

/// What one answer is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Its words, in order, one after the other.
    words: String,
    /// Where each ends, and its weight.
    ends: Vec<(u32, u8)>,
    /// The letter that its title begins with.
    letter: Option<char>,
    /// Whether its title is a name.
    is_name: bool,
    /// Whether it was heard lately.
    is_lately: bool,
}

impl Entry {
    /// What an answer is found by.
    pub fn of(answer: &Answer) -> Entry {
        let fields = [&answer.title, &answer.also.join(" / "), &answer.keys].map(|field| text::folded(field));
        let (mut terms, mut lengths): (Vec<(&str, usize)>, _) = (Vec::with_capacity(32), [0; 3]);
        for (at, field) in fields.iter().enumerate() {
            text::each_term(field, |term| terms.push((term, at)));
            lengths[at] = terms.len() - lengths.iter().sum::<usize>();
        }
        terms.sort_unstable();
        let favour = favour(answer);
        let mut entry = Entry {
            letter: fields[0].chars().next().filter(|c| c.is_alphanumeric()),
            is_name: ["find-competitor", "find-product", "find-persona"].contains(&answer.kind),
            is_lately: answer.rank > 0,
            words: String::with_capacity(fields.iter().map(String::len).sum()),
            ends: Vec::with_capacity(terms.len()),
        };
        for same in terms.chunk_by(|a, b| a.0 == b.0) {
            let mut times = [0; 3];
            same.iter().for_each(|(_, at)| times[*at] += 1);
            entry.words.push_str(same[0].0);
            entry.ends.push((entry.words.len() as u32, weight(times, lengths, favour)));
        }
        entry
    }
}

/// What a term tells of an answer (BM25, field by field), from 1 to 255.
fn weight(times: [usize; 3], lengths: [usize; 3], favour: f64) -> u8 {
    let field = |at: usize| {
        let (times, length) = (times[at] as f64, lengths[at] as f64);
        let long = 1.0 - LONG + LONG * length / USUAL[at];
        WEIGHTS[at] * times * (AGAIN + 1.0) / (times + AGAIN * long)
    };
    let weight = (0..3).filter(|at| times[*at] > 0).map(field).sum::<f64>() * favour * WHOLE;
    weight.round().clamp(1.0, 255.0) as u8
}

/// Rivals, what prospects say, and what was heard lately come first.
fn favour(answer: &Answer) -> f64 {
    let sort = match answer.kind {
        "find-competitor" => 1.6,
        "find-objection" => 1.3,
        "find-claim" | "find-row" => 0.8,
        _ => 1.0,
    };
    sort * (1.0 + (answer.rank as f64 / 100.0).ln_1p() / 4.0)
}

/// A step to an answer times this, and its weight, are one number: how a word leads on to the next answer.
const STEP: u64 = 256;

/// Where a word leads: numbers of few bytes, since a large kit has millions of them.
#[derive(Debug, Default)]
pub struct Leads {
    /// Seven bits of a number in a byte, the lowest first; the last byte of a number is below 128.
    bytes: Vec<u8>,
    last: u32,
}

impl Leads {
    fn push(&mut self, answer: u32, weight: u8) {
        let mut number = u64::from(answer - self.last) * STEP + u64::from(weight);
        while number >= 128 {
            self.bytes.push(number as u8 | 128);
            number >>= 7;
        }
        self.bytes.push(number as u8);
        self.last = answer;
    }

    /// The numbers: each a step from the answer before, the first from the first of all, and a weight.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        let value = |bytes: &[u8]| bytes.iter().rev().fold(0, |value, byte| value << 7 | u64::from(byte & 127));
        self.bytes.split_inclusive(|byte| *byte < 128).map(value)
    }

    /// The places of the answers, each with the weight there.
    pub fn answers(&self) -> impl Iterator<Item = (usize, u64)> {
        self.numbers().scan(0, |place, number| {
            *place += (number / STEP) as usize;
            Some((*place, number % STEP))
        })
    }
}

/// What all answers are found by.
#[derive(Debug, Default)]
pub struct Index {
    words: HashMap<String, Leads, FixedState>,
    answers: u32,
    /// The first answers whose titles begin with a letter: names, and all else.
    opens: BTreeMap<char, [Vec<u32>; 2]>,
    lately: Vec<u32>,
}

impl Index {
    /// Takes the next answer in.
    pub fn add(&mut self, entry: &Entry) {
        let answer = self.answers;
        self.answers += 1;
        let mut start = 0;
        for (end, weight) in &entry.ends {
            let word = &entry.words[start..*end as usize];
            start = *end as usize;
            self.words.entry_ref(word).or_default().push(answer, *weight);
        }
        if let Some(letter) = entry.letter {
            let opens = &mut self.opens.entry(letter).or_default()[usize::from(!entry.is_name)];
            if opens.len() < MOST {
                opens.push(answer);
            }
        }
        if entry.is_lately && self.lately.len() < MOST_LATELY {
            self.lately.push(answer);
        }
    }

    /// All words, in no order, with the answers that each leads to, in theirs.
    pub fn words(&self) -> impl Iterator<Item = (&str, &Leads)> {
        self.words.iter().map(|(word, leads)| (word.as_str(), leads))
    }

    /// How much it tells that an answer has a word, by how many have it.
    pub fn rarity(&self, leads: &Leads) -> u64 {
        let (all, these) = (f64::from(self.answers), leads.numbers().count() as f64);
        ((1.0 + (all - these + 0.5) / (these + 0.5)).ln() * RARE).round().max(1.0) as u64
    }

    /// For each letter a few answers: names that begin with it, other titles that do, answers with such a word. One letter
    /// begins too many words to weigh them all; whoever typed no more means these.
    pub fn opens(&self) -> BTreeMap<char, Vec<u32>> {
        let mut opens: BTreeMap<char, Vec<u32>> = BTreeMap::new();
        for (word, leads) in self.words() {
            if let Some(letter) = word.chars().next().filter(|letter| *letter < UNSPACED) {
                let few = leads.answers().take(MOST).map(|(place, _)| place as u32);
                opens.entry(letter).or_default().extend(few);
            }
        }
        for (letter, answers) in &mut opens {
            answers.sort_unstable();
            let mut few: Vec<u32> = self.opens.get(letter).into_iter().flatten().flatten().copied().collect();
            answers.retain(|answer| !few.contains(answer));
            answers.dedup();
            few.append(answers);
            few.truncate(MOST);
            *answers = few;
        }
        opens
    }

    /// A few answers to what was heard lately.
    pub fn lately(&self) -> &[u32] {
        &self.lately
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_word_leads_is_told_as_it_was_taken_in() {
        let mut leads = Leads::default();
        let taken = [(0, 1), (0, 255), (1, 7), (64, 128), (70_000, 3), (u32::MAX, 9)];
        taken.iter().for_each(|(answer, weight)| leads.push(*answer, *weight));
        let told: Vec<_> = leads.answers().map(|(place, weight)| (place as u32, weight as u8)).collect();
        assert_eq!(told, taken);
        assert_eq!(leads.numbers().take(3).collect::<Vec<_>>(), [1, 255, 256 + 7]);
    }

    #[test]
    fn a_word_tells_more_in_a_title_and_less_in_a_long_text() {
        let answer = |title: &str, keys: &str| Answer { title: title.into(), keys: keys.into(), ..Answer::default() };
        let weight = |answer: &Answer| {
            let entry = Entry::of(answer);
            let mut start = 0;
            let words = entry.ends.iter().map(|(end, weight)| {
                let word = &entry.words[std::mem::replace(&mut start, *end as usize)..*end as usize];
                (word, *weight)
            });
            words.filter(|(word, _)| *word == "price").map(|(_, weight)| weight).next().expect("the word")
        };
        let title = weight(&answer("The price", ""));
        assert!(title > weight(&answer("Sum", "price")));
        assert!(title > weight(&answer("The price of all that one would rather not think of", "")));
        assert!(title < weight(&answer("The price, price by price", "")));
        assert!(title < weight(&Answer { rank: 300, ..answer("The price", "") }));
    }

    #[test]
    fn one_letter_opens_names_then_titles_then_words() {
        let mut index = Index::default();
        for (kind, title) in [("find-faq", "No tea?"), ("find-faq", "Two?"), ("find-competitor", "Teal"), ("", "価格")]
        {
            index.add(&Entry::of(&Answer { kind, title: title.into(), ..Answer::default() }));
        }
        assert_eq!(index.opens(), [('n', vec![0]), ('t', vec![2, 1, 0])].into());
    }
}
