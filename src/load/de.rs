//! A tree becomes typed values: serde over [`Node`]. Absent entries and `x-` keys are passed over; every scalar is
//! given as its words, so nothing is lost on the way. Wrong shapes were reported by `shape` before this runs.

use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeSeed, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};

use super::tree::{Entries, Items, Node, Value, is_bool};
use crate::model::share;

/// Reads a typed value out of a tree.
pub fn typed<'de, T: serde::Deserialize<'de>>(node: Node<'de>) -> Result<T, Error> {
    T::deserialize(node)
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value() {
            Value::Scalar { text, .. } => {
                self.words().into_iter().for_each(|(_, whole)| share::lend(whole));
                visitor.visit_borrowed_str(text)
            }
            Value::List(items) => visitor.visit_seq(List(items)),
            Value::Map(entries) => visitor.visit_map(Map { rest: entries, value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_absent() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.text() {
            Some(word) if is_bool(word) => visitor.visit_bool(word.eq_ignore_ascii_case("true")),
            _ => Err(Error::custom("takes true or false")),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u64(number(self)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(number(self)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let word: StrDeserializer<Error> = self.text().unwrap_or_default().into_deserializer();
        visitor.visit_enum(word)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

fn number<T: std::str::FromStr>(node: Node) -> Result<T, Error> {
    node.text().and_then(|t| t.parse().ok()).ok_or_else(|| Error::custom("takes a whole number"))
}

struct List<'de>(Items<'de>);

impl<'de> SeqAccess<'de> for List<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        match self.0.find(|item| !item.is_absent()) {
            Some(item) => seed.deserialize(item).map(Some),
            None => Ok(None),
        }
    }

    /// At most so many, so that lists are made as long as they need to be.
    fn size_hint(&self) -> Option<usize> {
        Some(self.0.clone().count())
    }
}

struct Map<'de> {
    rest: Entries<'de>,
    value: Option<Node<'de>>,
}

impl<'de> MapAccess<'de> for Map<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let counts = |key: Node, value: Node| !value.is_absent() && !key.text().is_some_and(|k| k.starts_with("x-"));
        match self.rest.find(|(key, value)| counts(*key, *value)) {
            Some((key, value)) => {
                self.value = Some(value);
                seed.deserialize(key).map(Some)
            }
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(Error::custom("a value was asked for before its key")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.clone().count())
    }
}

#[cfg(test)]
mod tests {
    use arcstr::ArcStr;

    use super::*;
    use crate::load::yaml::read;
    use crate::model::competitor::Competitor;

    #[test]
    fn texts_are_parts_of_their_file() {
        let text = ArcStr::from("name: Rival\nowner: Ines\nwhy_we_win: [we answer at night]\nfacts: {HQ: Ghent}\n");
        let tree = read(&text).expect("well formed").expect("not empty");
        let rival: Competitor = typed(tree.node(0)).expect("fits");
        let fact = rival.facts.get("HQ").expect("written");
        for (kept, words) in [
            (&rival.name.0, "Rival"),
            (&rival.common.owner.0, "Ines"),
            (&rival.why_we_win[0].text.0, "we answer at night"),
            (&fact.0, "Ghent"),
        ] {
            assert_eq!(kept, words);
            assert!(ArcStr::ptr_eq(kept.parent(), &text), "{words} was copied");
        }
    }

    #[test]
    fn a_text_that_is_none_of_its_file_is_shared_with_the_tree() {
        let tree = read(&ArcStr::from("overview: |\n  one\n  two\n")).expect("well formed").expect("not empty");
        let rival: Competitor = typed(tree.node(0)).expect("fits");
        let (_, whole) = tree.node(0).get("overview").and_then(Node::words).expect("a text stands there");
        assert_eq!(&*rival.overview, "one\ntwo\n");
        assert!(ArcStr::ptr_eq(rival.overview.0.parent(), whole));
    }
}
