//! Looks words up among the answers, as the pages do: by the beginnings of words, whatever their accents and capitals,
//! and with slips of the finger forgiven.

use std::borrow::Cow;

use probly_search::Index;
use probly_search::score::bm25;
use rayon::prelude::*;

use crate::text;
use crate::view::answers::Answer;

/// What a match weighs: in the title, in another wording, in what else leads here.
const WEIGHTS: [f64; 3] = [3.0, 2.5, 1.0];
/// Answers that match less well than this share of the best one are left out.
const LEAST: f64 = 0.2;

/// Stands for all terms that nobody asked for.
const OTHER: &str = "\u{1}";

/// The places of the answers to some words, best first, at most so many.
pub fn find(answers: &[Answer], words: &str, most: usize) -> Vec<usize> {
    let terms = |answer: &Answer| {
        [&answer.title, &answer.also.join(" / "), &answer.keys].map(|words| text::search_terms(words).join(" "))
    };
    let fields: Vec<[String; 3]> = answers.par_iter().map(terms).collect();
    let mut known: Vec<&str> =
        fields.par_iter().flatten().flat_map_iter(|terms| terms.split_ascii_whitespace()).collect();
    known.par_sort_unstable();
    known.dedup();
    let asked: Vec<String> = text::search_terms(words).into_iter().flat_map(|term| meant(term, &known)).collect();
    // Of terms that nobody asked for, only their number has a part in how well an answer matches.
    let weighed = |terms: &String| {
        let is_asked = |term: &&str| asked.iter().any(|asked| term.starts_with(asked.as_str()));
        let terms = terms.split_ascii_whitespace().map(|term| Some(term).filter(is_asked).unwrap_or(OTHER));
        terms.collect::<Vec<_>>().join(" ")
    };
    let weighed: Vec<[String; 3]> = fields.par_iter().map(|fields| fields.each_ref().map(weighed)).collect();
    let mut index = Index::<usize>::new(WEIGHTS.len());
    for (at, fields) in weighed.iter().enumerate() {
        index.add_document(&[field::<0>, field::<1>, field::<2>], cut, at, fields);
    }
    let mut found = index.query(&asked.join(" "), &mut bm25::new(), cut, &WEIGHTS);
    for hit in &mut found {
        hit.score *= favour(&answers[hit.key]);
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.key.cmp(&b.key)));
    let best = found.first().map_or(0.0, |hit| hit.score);
    found.iter().take_while(|hit| hit.score > best * LEAST).take(most).map(|hit| hit.key).collect()
}

/// What prospects say, rivals, and what was heard lately come first.
fn favour(answer: &Answer) -> f64 {
    let sort = match answer.kind {
        "find-objection" | "find-competitor" => 1.3,
        "find-claim" | "find-row" => 0.8,
        _ => 1.0,
    };
    sort * (1.0 + (answer.rank as f64 / 100.0).ln_1p() / 4.0)
}

/// A term, and the known words, sorted, that it may be a slip of.
fn meant(term: String, known: &[&str]) -> Vec<String> {
    let length = term.chars().count();
    let slips = (length as f64 * 0.2).round() as usize;
    let first = known.partition_point(|word| *word < term.as_str());
    let begins = known.get(first).is_some_and(|word| word.starts_with(&term));
    if length < 4 || begins {
        return vec![term];
    }
    let near = |word: &&&str| {
        word.chars().count().abs_diff(length) <= slips && strsim::damerau_levenshtein(word, &term) <= slips
    };
    known.iter().filter(near).map(|word| (*word).to_owned()).collect()
}

fn field<const N: usize>(fields: &[String; 3]) -> Vec<&str> {
    vec![&fields[N]]
}

fn cut(terms: &str) -> Vec<Cow<'_, str>> {
    terms.split_ascii_whitespace().map(Cow::Borrowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(kind: &'static str, title: &str, also: &[&str], keys: &str, rank: i64) -> Answer {
        let also = also.iter().map(|w| (*w).to_owned()).collect();
        Answer { kind, title: title.to_owned(), also, keys: keys.to_owned(), rank, ..Answer::default() }
    }

    fn titles(words: &str) -> Vec<String> {
        let all = [
            answer(
                "find-objection",
                "You are 30 % more expensive than Ticketron.",
                &["a third more"],
                "price CFO",
                300,
            ),
            answer("find-objection", "We have no time this year.", &["call me after the holidays"], "timing", 0),
            answer("find-competitor", "Ticketron", &["TT"], "ticketing", 0),
            answer("find-objection", "価格が高いです", &["高すぎる"], "", 0),
            answer("find-faq", "Où sont les données ?", &[], "", 0),
        ];
        find(&all, words, 9).into_iter().map(|at| all[at].title.clone()).collect()
    }

    #[test]
    fn an_objection_is_found_by_other_wordings_and_by_its_beginning() {
        assert_eq!(titles("third more")[0], "You are 30 % more expensive than Ticketron.");
        assert_eq!(titles("exp")[0], "You are 30 % more expensive than Ticketron.");
        assert_eq!(titles("tt")[0], "Ticketron");
    }

    #[test]
    fn slips_accents_and_capitals_do_not_matter() {
        assert_eq!(titles("EXPENSVE")[0], "You are 30 % more expensive than Ticketron.");
        assert_eq!(titles("tikcetron")[0], "Ticketron");
        assert_eq!(titles("ou donnees")[0], "Où sont les données ?");
    }

    #[test]
    fn scripts_without_spaces_are_found_too_and_nonsense_is_not() {
        assert_eq!(titles("高い")[0], "価格が高いです");
        assert_eq!(titles("価")[0], "価格が高いです");
        assert!(titles("zzzzzz").is_empty() && titles("?!").is_empty());
    }
}
