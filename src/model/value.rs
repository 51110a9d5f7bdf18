//! The small values that fields are made of, and how each presents itself in the JSON Schema.
//!
//! `x-shape` in a schema names the kind of value; `load::shape` reads it back. All text values treat
//! "nothing written" as the empty string, so a template can ask `{% if it %}`.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use arcstr::Substr;
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::share;
use crate::text::Audience;

macro_rules! text_value {
    ($(#[$doc:meta])* $name:ident, $shape:literal, $schema:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(deserialize_with = "share::deserialize")] pub Substr);

        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema: Schema = $schema;
                schema.insert("x-shape".into(), $shape.into());
                schema
            }
        }
    };
}

text_value!(
    /// One line of inline Markdown, as it stands in the file.
    Line, "line", json_schema!({"type": ["string", "number"]})
);
text_value!(
    /// A line that names a thing (name, title, role): shown wherever the thing is mentioned, to every audience.
    Name, "name", json_schema!({"type": ["string", "number"]})
);
text_value!(
    /// Markdown of any length.
    Text, "text", json_schema!({"type": ["string", "number"]})
);
text_value!(
    /// A web address.
    Url, "url", json_schema!({"type": "string"})
);
text_value!(
    /// A file of the kit, from its root (`static/logo.svg`) or with `./` and `../` from the file.
    FilePath, "path", json_schema!({"type": "string"})
);
text_value!(
    /// A permanent address: `[a-z0-9][a-z0-9-]*`.
    Id, "id", json_schema!({"type": ["string", "number", "boolean"], "pattern": "^[a-z0-9][a-z0-9-]*$"})
);

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub jiff::civil::Date);

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$", "x-shape": "date", "examples": ["2026-10-01"]})
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl JsonSchema for Audience {
    fn schema_name() -> Cow<'static, str> {
        "Audience".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "enum": ["internal", "partner", "public"]})
    }
}

impl<'de> Deserialize<'de> for Audience {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Audience::parse(&word).ok_or_else(|| serde::de::Error::custom("not an audience"))
    }
}

impl Serialize for Audience {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What a [`Ref`] points at; its name is the word in the schema (`x-ref`).
pub trait RefKind {
    /// `claim`, `persona`, `rival` (a product or competitor) …
    const NAME: &'static str;
}

/// The id of another entity.
pub struct Ref<K>(pub Substr, PhantomData<fn() -> K>);

impl<K> Clone for Ref<K> {
    fn clone(&self) -> Self {
        Ref(self.0.clone(), PhantomData)
    }
}

impl<K> Default for Ref<K> {
    fn default() -> Self {
        Ref(Substr::new(), PhantomData)
    }
}

impl<K> fmt::Debug for Ref<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K> std::ops::Deref for Ref<K> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de, K> Deserialize<'de> for Ref<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        share::deserialize(deserializer).map(|id| Ref(id, PhantomData))
    }
}

impl<K: RefKind> JsonSchema for Ref<K> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Id", K::NAME).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "boolean"], "x-shape": "ref", "x-ref": K::NAME})
    }
}

/// Reference kinds.
pub mod kind {
    use super::RefKind;

    macro_rules! kinds {
        ($($name:ident $word:literal),*) => {$(
            #[doc = concat!("Points at a ", $word, ".")]
            pub struct $name;
            impl RefKind for $name {
                const NAME: &'static str = $word;
            }
        )*};
    }
    kinds!(Rival "rival", Product "product", Competitor "competitor", Persona "persona", Claim "claim", Objection "objection", Comparison "comparison");
}

/// Ids of products or competitors (they share one id space).
pub type RivalRef = Ref<kind::Rival>;
/// Ids of claims.
pub type ClaimRefs = List<Ref<kind::Claim>>;
/// Ids of personas.
pub type PersonaRefs = List<Ref<kind::Persona>>;

macro_rules! term {
    ($($name:ident $word:literal),*) => {$(
        text_value!(
            #[doc = concat!("A word from `terms.", $word, "` (any word when that list is not written).")]
            $name, "term", json_schema!({"type": ["string", "number"], "x-term": $word})
        );
    )*};
}
term!(Segment "segments", Region "regions", Stage "stages", Tag "tags");

/// Several, as they were written. It never grows, so it need not know how far it could.
pub type List<T> = Box<[T]>;

/// Values by names of the author's choice, in their order.
#[derive(Debug, Clone)]
pub struct Named<T> {
    entries: List<(Name, T)>,
    /// Their places by name, where they are many; few are looked for one by one.
    by_name: List<u32>,
}

/// More names than this are many.
const FEW: usize = 16;

impl<T> Named<T> {
    fn of(entries: List<(Name, T)>) -> Self {
        let mut by_name: Vec<u32> = (0..).take(if entries.len() > FEW { entries.len() } else { 0 }).collect();
        by_name.sort_by(|a, b| entries[*a as usize].0.cmp(&entries[*b as usize].0));
        Named { entries, by_name: by_name.into() }
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        if self.by_name.is_empty() {
            return self.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
        }
        let place = self.by_name.binary_search_by(|at| (*self.entries[*at as usize].0).cmp(name)).ok()?;
        Some(&self.entries[self.by_name[place] as usize].1)
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.entries.iter().map(|(name, value)| (&**name, value))
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named { entries: List::default(), by_name: List::default() }
    }
}

impl<T: JsonSchema> JsonSchema for Named<T> {
    fn schema_name() -> Cow<'static, str> {
        IndexMap::<String, T>::schema_name()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        IndexMap::<String, T>::json_schema(generator)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Named<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::with_capacity(map.size_hint().unwrap_or_default());
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Named::of(entries.into()))
            }
        }
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

/// One, or a list of them.
#[derive(Debug, Clone, Default)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({"x-shape": "one-or-many", "anyOf": [one, {"type": "array", "items": one}]})
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = OneOrMany<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one, or a list")
            }
            fn visit_str<E: serde::de::Error>(self, one: &str) -> Result<Self::Value, E> {
                T::deserialize(serde::de::value::StrDeserializer::new(one)).map(|one| OneOrMany(vec![one]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, many: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(many)).map(OneOrMany)
            }
        }
        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// A mapping that may also be written as one line.
pub trait FromLine: Default {
    /// The mapping that the line stands for.
    fn from_line(line: Substr) -> Self;
}

/// Reads a line or a mapping; for `#[serde(with = …)]`-free use inside [`LineOr`].
struct LineOrMap<T>(PhantomData<T>);

impl<'de, T: FromLine + Deserialize<'de>> Visitor<'de> for LineOrMap<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a line or a mapping")
    }
    fn visit_str<E: serde::de::Error>(self, line: &str) -> Result<T, E> {
        Ok(T::from_line(share::kept(line)))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

/// `T` written as a mapping, or as the line that [`FromLine`] turns into one.
#[derive(Debug, Clone, Default)]
pub struct LineOr<T>(pub T);

impl<T> std::ops::Deref for LineOr<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'de, T: FromLine + Deserialize<'de>> Deserialize<'de> for LineOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LineOrMap(PhantomData)).map(LineOr)
    }
}

impl<T: JsonSchema + LineShape> JsonSchema for LineOr<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("LineOr{}", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let line = T::line_schema(generator);
        let map = generator.subschema_for::<T>();
        json_schema!({"x-shape": "line-or-mapping", "anyOf": [line, map]})
    }
}

/// How the line form of a [`LineOr`] looks in the schema.
pub trait LineShape {
    /// Schema of the line.
    fn line_schema(generator: &mut SchemaGenerator) -> Schema {
        Line::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_name_among_few_and_many() {
        for count in [0, 1, FEW, FEW + 1, 300] {
            let written: Vec<String> = (0..count).rev().map(|n| format!("\"n{n}\": \"v{n}\"")).collect();
            let named: Named<Line> = serde_json::from_str(&format!("{{{}}}", written.join(","))).expect("a mapping");
            let names: Vec<&str> = named.iter().map(|(name, _)| name).collect();
            assert_eq!(
                names,
                (0..count).rev().map(|n| format!("n{n}")).collect::<Vec<_>>(),
                "in the order they stand in"
            );
            assert!((0..count).all(|n| named.get(&format!("n{n}")).is_some_and(|v| **v == format!("v{n}"))));
            assert!(named.get("n").is_none() && named.get("n9999").is_none());
        }
    }
}
