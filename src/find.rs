//! Looks words up among the answers, as the script of the pages does (`templates/html/assets/find-box.js`): by the
//! beginnings of words, whatever their accents and capitals, and with slips of the finger forgiven.

use rayon::prelude::*;

use crate::text;
use crate::view::answers::Answer;
use crate::view::answers::index::{Entry, Index, Leads};

/// Answers that match less well than the best one by this factor are left out.
const LEAST: u64 = 5;

/// The places of the answers to some words, best first, at most so many.
pub fn find(answers: &[Answer], words: &str, most: usize) -> Vec<usize> {
    let entries: Vec<Entry> = answers.par_iter().map(Entry::of).collect();
    let mut index = Index::default();
    entries.iter().for_each(|entry| index.add(entry));
    let terms: Vec<Vec<char>> = text::asked_terms(words).iter().map(|term| term.chars().collect()).collect();
    if let [term] = &terms[..]
        && let [letter] = term[..]
        && let Some(opens) = index.opens().remove(&letter)
    {
        return opens.into_iter().map(|place| place as usize).take(most).collect();
    }
    let mut scores = vec![0; answers.len()];
    for (near, leads) in terms.iter().flat_map(|term| meant(term, &index)) {
        let factor = near * index.rarity(leads);
        leads.answers().for_each(|(place, weight)| scores[place] += factor * weight);
    }
    let best = scores.iter().copied().max().unwrap_or_default();
    let mut found: Vec<usize> = (0..scores.len()).filter(|at| scores[*at] * LEAST > best).collect();
    found.sort_by_key(|at| std::cmp::Reverse(scores[*at]));
    found.truncate(most);
    found
}

/// The words that a term may mean, by the answers they lead to, each with how near it comes: what begins with the term,
/// else what the term may be a slip of.
fn meant<'i>(term: &[char], index: &'i Index) -> Vec<(u64, &'i Leads)> {
    let length = term.len() as u64;
    let written = String::from_iter(term);
    let near = |word: &str| match word.chars().count() as u64 - length {
        0 => 60,
        more => 72 * length / (3 * length + more),
    };
    let begins = index.words().filter(|(word, _)| word.starts_with(&written));
    let begins: Vec<_> = begins.map(|(word, leads)| (near(word), leads)).collect();
    if length < 4 || !begins.is_empty() {
        return begins;
    }
    let forgiven = (2 * length + 5) / 10;
    let near = |word: &str| {
        let (slips, more) = slips(term, &word.chars().collect::<Vec<_>>(), forgiven)?;
        Some(81 * length / (3 * length + 3 * slips + more))
    };
    index.words().filter_map(|(word, leads)| Some((near(word)?, leads))).collect()
}

/// How many slips of the finger (a letter too much, too few, another one, two swapped) lie between what was typed and
/// the beginning of a word, and how many letters of the word come after; `None`: more slips than are forgiven.
fn slips(typed: &[char], word: &[char], forgiven: u64) -> Option<(u64, u64)> {
    let mut before: Vec<u64> = Vec::new();
    let mut row: Vec<u64> = (0..=word.len() as u64).collect();
    for i in 1..=typed.len() {
        let mut next = vec![i as u64];
        for j in 1..=word.len() {
            let other = u64::from(typed[i - 1] != word[j - 1]);
            let mut least = (row[j] + 1).min(next[j - 1] + 1).min(row[j - 1] + other);
            if i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    let least = row.iter().copied().min().filter(|least| *least <= forgiven)?;
    let end = row.iter().rposition(|slips| *slips == least)?;
    Some((least, (word.len() - end) as u64))
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
    fn slips_are_forgiven_while_a_word_is_typed() {
        assert_eq!(titles("expensv")[0], "You are 30 % more expensive than Ticketron.");
        assert_eq!(titles("xepen")[0], "You are 30 % more expensive than Ticketron.");
        assert!(titles("xpn").is_empty(), "three letters are too few to tell a slip");
    }

    #[test]
    fn slips_are_counted_against_the_beginning_of_a_word() {
        let slips = |typed: &str, word: &str| {
            let letters = |word: &str| word.chars().collect::<Vec<_>>();
            super::slips(&letters(typed), &letters(word), 1)
        };
        assert_eq!(slips("price", "price"), Some((0, 0)));
        assert_eq!(slips("pirce", "prices"), Some((1, 1)));
        assert_eq!(slips("prce", "price"), Some((1, 0)));
        assert_eq!(slips("pprice", "price"), Some((1, 0)));
        assert_eq!(slips("prucin", "pricing"), Some((1, 1)));
        assert_eq!(slips("prizes", "price"), None);
        assert_eq!(slips("a", ""), Some((1, 0)));
    }

    #[test]
    fn one_letter_leads_to_names_first() {
        assert_eq!(titles("t")[0], "Ticketron");
        assert_eq!(titles("Y"), ["You are 30 % more expensive than Ticketron.", "We have no time this year."]);
    }

    #[test]
    fn scripts_without_spaces_are_found_too_and_nonsense_is_not() {
        assert_eq!(titles("高い")[0], "価格が高いです");
        assert_eq!(titles("価")[0], "価格が高いです");
        assert!(titles("zzzzzz").is_empty() && titles("?!").is_empty());
    }
}
