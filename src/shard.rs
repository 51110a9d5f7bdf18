//! A site that is made in parts, by several machines at once: which part a build makes.

use std::fmt;

/// One part of a site: its number, from 1, of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    count: u32,
}

impl Shard {
    /// Reads `2/8`.
    ///
    /// # Errors
    /// In words, when it is not written so, or there is no such part.
    pub fn parse(text: &str) -> Result<Shard, String> {
        let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?;
        let read = text.trim().split_once('/').and_then(|(n, of)| Some((number(n)?, number(of)?)));
        match read {
            Some((_, 0)) | None => Err("a shard is written NUMBER/COUNT, for example 2/8: the second of eight".into()),
            Some((number, count)) if number == 0 || number > count => {
                Err(format!("of {count} shards, the first is 1/{count} and the last is {count}/{count}"))
            }
            Some((number, count)) => Ok(Shard { number, count }),
        }
    }

    /// Its number, from 1.
    pub fn number(self) -> u32 {
        self.number
    }

    /// How many there are.
    pub fn count(self) -> u32 {
        self.count
    }

    /// Whether what stands at a place in a list, from 0, is made by this one: each makes every n-th, so that all have
    /// as much to do, also where a list begins with small things and ends with large ones.
    pub fn takes(self, place: usize) -> bool {
        place as u64 % u64::from(self.count) == u64::from(self.number - 1)
    }

    /// Whether it is the first.
    pub fn is_first(self) -> bool {
        self.number == 1
    }

    /// Whether it is the last.
    pub fn is_last(self) -> bool {
        self.number == self.count
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_a_number_of_a_count() {
        assert_eq!(Shard::parse("2/8").map(|s| s.to_string()), Ok("2/8".to_owned()));
        for wrong in ["0/8", "9/8", "a/b", "2", "2/", "/8", "", "2/0", "0/0", "-1/8", "+1/8", "1/8/2", "1/99999999999"]
        {
            assert!(Shard::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_place_is_taken_once_and_all_take_alike() {
        for count in 1..=9 {
            let shards: Vec<Shard> = (1..=count).map(|number| Shard { number, count }).collect();
            let taken: Vec<usize> = shards.iter().map(|s| (0..100).filter(|n| s.takes(*n)).count()).collect();
            assert!((0..100).all(|n| shards.iter().filter(|s| s.takes(n)).count() == 1));
            assert!(taken.iter().max().zip(taken.iter().min()).is_some_and(|(most, least)| most - least <= 1));
        }
    }
}
