//! What each field takes, compiled once from the JSON Schema, and the check that a tree has that shape.
//!
//! All findings of a file come out of one walk, each at its own place, in the author's words.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::tree::{Fault, Node, Value, is_bool};
use crate::diagnostic::nearest;
use crate::model::{ENTITIES, settings_schema};
use crate::text::Audience;

/// What a scalar is.
#[derive(Debug, Clone, PartialEq)]
pub enum Leaf {
    /// One line of inline Markdown.
    Line,
    /// A line that names something; never a secret.
    Name,
    /// A word of the program's own (a rule's reason, an environment variable): never printed on a page.
    Word,
    /// Markdown.
    Text,
    /// `YYYY-MM-DD`.
    Date,
    /// `#rrggbb`.
    Color,
    /// `true` or `false`.
    Bool,
    /// A whole number; the flag allows negative ones.
    Number(bool),
    /// A web address.
    Url,
    /// A file of the kit.
    Path,
    /// A permanent address.
    Id,
    /// The id of an entity: `claim`, `rival` …
    Ref(String),
    /// A word of `terms.<list>`.
    Term(String),
    /// One of a few words.
    Enum(Vec<String>),
    /// `internal`, `partner` or `public`.
    Audience,
    /// The name of a rule.
    Rule,
    /// Any scalar.
    Cell,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A scalar.
    Leaf(Leaf),
    /// A list.
    List(Box<Shape>),
    /// A mapping with keys of the author's choice.
    Free(Box<Shape>),
    /// A mapping with fixed fields, by its place in [`Schema::mappings`].
    Mapping(usize),
    /// A scalar, or the mapping.
    LineOr(Leaf, usize),
    /// One, or a list.
    OneOrMany(Box<Shape>),
}

/// One field of a mapping.
#[derive(Debug, Clone)]
pub struct Field {
    /// What it takes.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// The widest audience it may have.
    pub cap: Audience,
}

/// A mapping with fixed fields.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// Its name in the model: `Competitor`, `Point`, `Entry` …
    pub name: String,
    /// Its fields by key, in the order of the model.
    pub fields: IndexMap<String, Field>,
    /// At least one of these must be there.
    pub one_of: Vec<String>,
    /// Without one of these it stays off partner and public pages.
    pub answered_by: Vec<String>,
    /// Its audience where none is written; otherwise that of what encloses it.
    pub default_audience: Option<Audience>,
}

/// The shapes of one sort of file.
#[derive(Debug, Default)]
pub struct Schema {
    /// All mappings that occur; the first is the entity itself.
    pub mappings: Vec<Mapping>,
}

/// The schema of each folder, and of the settings under `""`.
pub fn schema(folder: &str) -> &'static Schema {
    static ALL: LazyLock<HashMap<&'static str, Schema>> = LazyLock::new(|| {
        let mut all: HashMap<_, _> = ENTITIES.iter().map(|k| (k.folder, compile(&(k.schema)()))).collect();
        all.insert("", compile(&settings_schema()));
        all
    });
    &ALL[folder]
}

fn compile(json: &Json) -> Schema {
    let mut compiler = Compiler { definitions: &json["definitions"], schema: Schema::default(), known: HashMap::new() };
    compiler.mapping(json, json["title"].as_str().unwrap_or_default());
    compiler.schema
}

struct Compiler<'a> {
    definitions: &'a Json,
    schema: Schema,
    known: HashMap<&'a str, usize>,
}

impl<'a> Compiler<'a> {
    fn mapping(&mut self, json: &'a Json, name: &str) -> usize {
        let place = self.schema.mappings.len();
        self.schema.mappings.push(Mapping::default());
        let words = |key: &str| -> Vec<String> {
            json[key].as_array().into_iter().flatten().filter_map(|w| w.as_str().map(str::to_owned)).collect()
        };
        let required = words("required");
        let mut fields = IndexMap::new();
        for (name, property) in json["properties"].as_object().into_iter().flatten() {
            let cap = property["x-cap"].as_str().and_then(Audience::parse).unwrap_or(Audience::Public);
            fields.insert(name.clone(), Field { shape: self.shape(property), required: required.contains(name), cap });
        }
        self.schema.mappings[place] = Mapping {
            name: name.to_owned(),
            fields,
            one_of: words("x-one-of"),
            answered_by: words("x-answered-by"),
            default_audience: json["x-default-audience"].as_str().and_then(Audience::parse),
        };
        place
    }

    fn shape(&mut self, json: &'a Json) -> Shape {
        if let Some(target) = json["$ref"].as_str() {
            let name = target.rsplit('/').next().unwrap_or_default();
            return match self.known.get(name) {
                Some(place) => Shape::Mapping(*place),
                None => {
                    self.known.insert(name, self.schema.mappings.len());
                    Shape::Mapping(self.mapping(&self.definitions[name], name))
                }
            };
        }
        if let Some(all) = json["allOf"].as_array().filter(|a| a.len() == 1) {
            return self.shape(&all[0]);
        }
        if let Some(choices) = json["anyOf"].as_array() {
            return self.choice(json, choices);
        }
        if json["items"].is_object() {
            return Shape::List(Box::new(self.shape(&json["items"])));
        }
        if json["properties"].is_object() {
            return Shape::Mapping(self.mapping(json, ""));
        }
        if json["additionalProperties"].is_object() {
            return Shape::Free(Box::new(self.shape(&json["additionalProperties"])));
        }
        Shape::Leaf(leaf(json))
    }

    fn choice(&mut self, json: &'a Json, choices: &'a [Json]) -> Shape {
        match json["x-shape"].as_str() {
            Some("line-or-mapping") => match self.shape(&choices[1]) {
                Shape::Mapping(place) => Shape::LineOr(leaf(&choices[0]), place),
                other => other,
            },
            Some("one-or-many") => Shape::OneOrMany(Box::new(self.shape(&choices[0]))),
            _ => {
                let real = choices.iter().find(|c| c["type"] != "null").unwrap_or(json);
                self.shape(real)
            }
        }
    }
}

fn leaf(json: &Json) -> Leaf {
    let word = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
    match json["x-shape"].as_str() {
        Some("line") => Leaf::Line,
        Some("name") => Leaf::Name,
        Some("word") => Leaf::Word,
        Some("text") => Leaf::Text,
        Some("date") => Leaf::Date,
        Some("color") => Leaf::Color,
        Some("url") => Leaf::Url,
        Some("path") => Leaf::Path,
        Some("id") => Leaf::Id,
        Some("ref") => Leaf::Ref(word("x-ref")),
        Some("term") => Leaf::Term(word("x-term")),
        Some("audience") => Leaf::Audience,
        Some("rule") => Leaf::Rule,
        Some("cell") => Leaf::Cell,
        _ => plain_leaf(json),
    }
}

fn plain_leaf(json: &Json) -> Leaf {
    let of = |key: &str, part: fn(&Json) -> Option<&str>| -> Option<Vec<String>> {
        Some(json[key].as_array()?.iter().filter_map(part).map(str::to_owned).collect())
    };
    if let Some(words) =
        of("enum", Json::as_str).or_else(|| of("oneOf", |c| c["const"].as_str().or(c["enum"][0].as_str())))
    {
        return Leaf::Enum(words);
    }
    let has = |name: &str| json["type"] == name || json["type"].as_array().is_some_and(|t| t.iter().any(|t| t == name));
    if has("integer") {
        Leaf::Number(json.get("minimum").is_none())
    } else if has("boolean") {
        Leaf::Bool
    } else {
        Leaf::Word
    }
}

impl Leaf {
    /// What the field takes, in the author's words.
    fn takes(&self) -> String {
        match self {
            Leaf::Line | Leaf::Name | Leaf::Word | Leaf::Term(_) => "one line of words".into(),
            Leaf::Text => "a text".into(),
            Leaf::Date => "a date, written YYYY-MM-DD".into(),
            Leaf::Color => "a colour, written \"#rrggbb\"".into(),
            Leaf::Bool => "`true` or `false`".into(),
            Leaf::Number(_) => "a whole number".into(),
            Leaf::Url => "a web address".into(),
            Leaf::Path => "the path of a file under `static/`".into(),
            Leaf::Id => "an id: small letters, digits and hyphens".into(),
            Leaf::Ref(kind) => format!("the id of a {}", ref_words(kind)),
            Leaf::Enum(words) => one_of(words.iter().map(String::as_str)),
            Leaf::Audience => one_of(["internal", "partner", "public"]),
            Leaf::Rule => "the name of a rule".into(),
            Leaf::Cell => "a value such as `yes`, `no` or `partial`".into(),
        }
    }

    fn takes_many(&self) -> String {
        match self {
            Leaf::Ref(_) | Leaf::Id => "a list of ids".into(),
            Leaf::Text => "a list of texts".into(),
            Leaf::Date => "a list of dates".into(),
            Leaf::Term(_) => "a list of words".into(),
            Leaf::Url => "a list of addresses".into(),
            _ => "a list of lines".into(),
        }
    }
}

/// The words for what a reference points at.
pub fn ref_words(kind: &str) -> &str {
    if kind == "rival" { "product or competitor" } else { kind }
}

fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().map(|w| format!("`{w}`")).collect();
    format!("one of {}", words.join(", "))
}

impl Shape {
    /// Whether a value has the form that this takes: a word, a list, a mapping.
    fn could_be(&self, node: &Node) -> bool {
        match &node.value {
            Value::Scalar { .. } => matches!(self, Shape::Leaf(_) | Shape::LineOr(..) | Shape::OneOrMany(_)),
            Value::List(_) => matches!(self, Shape::List(_) | Shape::OneOrMany(_)),
            Value::Map(_) => matches!(self, Shape::Free(_) | Shape::Mapping(_) | Shape::LineOr(..)),
        }
    }

    fn takes(&self) -> String {
        match self {
            Shape::Leaf(leaf) => leaf.takes(),
            Shape::List(item) => match &**item {
                Shape::Leaf(leaf) => leaf.takes_many(),
                Shape::LineOr(Leaf::Ref(_), _) => "a list of ids or mappings".into(),
                Shape::LineOr(..) => "a list of lines or mappings".into(),
                _ => "a list of mappings".into(),
            },
            Shape::Free(_) | Shape::Mapping(_) => "a mapping (`key: value` lines)".into(),
            Shape::LineOr(leaf, _) => format!("{}, or a mapping", leaf.takes()),
            Shape::OneOrMany(item) => format!("{}, or a list of them", item.takes()),
        }
    }

    fn remedy(&self) -> String {
        match self {
            Shape::List(item) if matches!(**item, Shape::Leaf(Leaf::Ref(_) | Leaf::Id | Leaf::Term(_))) => {
                "write `[one, two]`, or one a line after `- `".into()
            }
            Shape::List(_) => "write one a line, each after `- `".into(),
            Shape::Free(_) | Shape::Mapping(_) => "indent `key: value` lines below it".into(),
            Shape::Leaf(Leaf::Text) => "write words, or `|` and indented lines below it".into(),
            Shape::Leaf(_) => "write it on the same line; quote text that holds `: ` or begins with a sign".into(),
            Shape::LineOr(..) | Shape::OneOrMany(_) => "write it on the same line".into(),
        }
    }
}

/// A finding of shape.
pub struct Misfit {
    /// Which rule it breaks.
    pub rule: &'static str,
    /// What and where.
    pub fault: Fault,
    /// What to write in its place, where there is no doubt.
    pub fix: Option<String>,
}

/// Checks a mapping against a schema; `field` names it in messages.
pub fn check(schema: &Schema, node: &Node, found: &mut Vec<Misfit>) {
    Walk { schema, found }.mapping(0, node, None);
}

struct Walk<'a> {
    schema: &'a Schema,
    found: &'a mut Vec<Misfit>,
}

/// A file that is wrong throughout is told of this often; the rest shows once these are mended.
const MOST_FINDINGS: usize = 100;

impl Walk<'_> {
    fn is_full(&self) -> bool {
        self.found.len() >= MOST_FINDINGS
    }

    fn tell(&mut self, rule: &'static str, message: String, span: Range<usize>, help: impl Into<String>) {
        if self.is_full() {
            return;
        }
        self.found.push(Misfit { rule, fault: Fault::new(message, span, help), fix: None });
    }

    /// What to write in place of what was told last.
    fn fix(&mut self, words: Option<String>) {
        if let Some(last) = self.found.last_mut() {
            last.fix = words;
        }
    }

    fn mapping(&mut self, place: usize, node: &Node, field: Option<&str>) {
        let schema = self.schema;
        let mapping = &schema.mappings[place];
        let Value::Map(entries) = &node.value else {
            let name = field.map_or("this".to_owned(), |f| format!("`{f}`"));
            if node.text().is_some_and(|t| {
                t.split_once(':').is_some_and(|(key, rest)| !key.contains(' ') && !rest.starts_with(' '))
            }) {
                let help = "write a space after the `:`, as in `name: Ticketron`";
                return self.tell(
                    "wrong-type",
                    format!("{name} takes a mapping (`key: value` lines)"),
                    node.head(),
                    help,
                );
            }
            return self.tell(
                "wrong-type",
                format!("{name} takes a mapping (`key: value` lines)"),
                node.head(),
                "indent `key: value` lines below it",
            );
        };
        for (key, value) in entries {
            let name = key.text().unwrap_or_default();
            match mapping.fields.get(name) {
                Some(known) => self.value(&known.shape, value, name),
                None if name.starts_with("x-") => {}
                None => self.unknown_key(mapping, node, key, name),
            }
        }
        let absent = |name: &str| node.get(name).is_none_or(Node::is_absent);
        for name in mapping.fields.iter().filter(|(n, f)| f.required && absent(n)).map(|(n, _)| n) {
            let place = node.entry(name).map_or_else(|| node.head(), |(key, _)| key.head());
            self.tell(
                "missing-field",
                format!("`{name}` is missing"),
                place,
                format!("add `{name}:`; it is required here"),
            );
        }
        if !mapping.one_of.is_empty() && mapping.one_of.iter().all(|n| absent(n)) {
            let names: Vec<_> = mapping.one_of.iter().map(|n| format!("`{n}`")).collect();
            self.tell("missing-field", format!("{} is missing", names.join(" or ")), node.head(), "add one of them");
        }
    }

    /// `- Fresh: ten days old` is meant as words: one key, far from any that is known here.
    fn is_text_with_colon(&self, place: usize, entries: &[(Node, Node)]) -> bool {
        let [(key, value)] = entries else { return false };
        let name = key.text().unwrap_or_default();
        let known = &self.schema.mappings[place].fields;
        let far = nearest(name, known.keys().map(String::as_str)).is_none() && !name.starts_with("x-");
        far && value.text().is_some() && (name.contains(' ') || name.starts_with(char::is_uppercase))
    }

    fn unknown_key(&mut self, mapping: &Mapping, node: &Node, key: &Node, name: &str) {
        if self.is_full() {
            return;
        }
        let help = match nearest(name, mapping.fields.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let known: Vec<_> =
                    mapping.fields.keys().map(String::as_str).filter(|k| !matches!(*k, "allow" | "neutral")).collect();
                format!("known keys: {}; keys that begin with `x-` are ignored", known.join(", "))
            }
        };
        self.tell("unknown-key", format!("unknown key `{name}`"), key.head(), help);
        let value = node.get(name);
        let fits = |near: &&str| {
            let taken = node.get(near).is_some();
            !taken && mapping.fields.get(*near).zip(value).is_some_and(|(field, value)| field.shape.could_be(value))
        };
        self.fix(slip_of(name, mapping.fields.keys().map(String::as_str)).filter(fits).map(str::to_owned));
    }

    fn value(&mut self, shape: &Shape, node: &Node, field: &str) {
        if node.is_absent() {
            return;
        }
        match (shape, &node.value) {
            (Shape::Leaf(leaf) | Shape::LineOr(leaf, _), Value::Scalar { .. }) => self.leaf(leaf, node, field),
            (Shape::List(item), Value::List(items)) => items.iter().for_each(|i| self.value(item, i, field)),
            (Shape::OneOrMany(item), Value::List(items)) => items.iter().for_each(|i| self.value(item, i, field)),
            (Shape::OneOrMany(item), _) => self.value(item, node, field),
            (Shape::Free(item), Value::Map(entries)) => {
                for (key, value) in entries.iter().filter(|(k, _)| !k.text().is_some_and(|k| k.starts_with("x-"))) {
                    self.value(item, value, key.text().unwrap_or_default());
                }
            }
            (Shape::LineOr(_, place), Value::Map(entries)) if self.is_text_with_colon(*place, entries) => {
                let help = "a text that holds `: ` stands in quotes: - \"Fresh: ten days old\"";
                self.tell("wrong-type", format!("this line of `{field}` reads as `key: value`"), node.head(), help);
            }
            (Shape::Mapping(place) | Shape::LineOr(_, place), Value::Map(_)) => self.mapping(*place, node, Some(field)),
            _ => self.tell("wrong-type", format!("`{field}` takes {}", shape.takes()), node.head(), shape.remedy()),
        }
    }

    fn leaf(&mut self, leaf: &Leaf, node: &Node, field: &str) {
        let Value::Scalar { text, plain } = &node.value else { return };
        let written = || short(text);
        let takes = || format!("`{field}` takes {}", leaf.takes());
        match leaf {
            Leaf::Line | Leaf::Name | Leaf::Word | Leaf::Text | Leaf::Term(_) if *plain && is_bool(text) => self.tell(
                "wrong-type",
                format!("`{field}` takes words, and a bare `{text}` is not"),
                node.head(),
                format!("write it in quotes: \"{text}\""),
            ),
            Leaf::Date if text.parse::<jiff::civil::Date>().is_err() || text.len() != 10 => {
                self.tell(
                    "not-a-date",
                    format!("`{}` is not a date", written()),
                    node.head(),
                    format!("write it as YYYY-MM-DD{}", date_hint(text)),
                );
                self.fix(clear_date(text).map(|d| d.to_string()));
            }
            Leaf::Color if !is_color(text) => self.tell(
                "wrong-type",
                format!("{}, not `{}`", takes(), written()),
                node.head(),
                "for example \"#0b6e4f\", in quotes",
            ),
            Leaf::Bool if !is_bool(text) || !plain => self.tell(
                "wrong-type",
                format!("{}, not `{}`", takes(), written()),
                node.head(),
                "write true or false, without quotes",
            ),
            Leaf::Number(signed) if !is_number(text, *signed) => {
                self.tell("wrong-type", format!("{}, not `{}`", takes(), written()), node.head(), "write digits only");
            }
            Leaf::Id if !is_id(text) => {
                let help = "ids are small letters, digits and hyphens, and begin with a letter or digit";
                self.tell("bad-id", format!("`{}` is not an id", written()), node.head(), help);
            }
            Leaf::Enum(words) if !words.contains(text) => {
                self.unknown_word(&takes(), words.iter().map(String::as_str), node, text)
            }
            Leaf::Audience if Audience::parse(text).is_none() => {
                self.unknown_word(&takes(), ["internal", "partner", "public"], node, text)
            }
            _ => {}
        }
    }

    fn unknown_word<'w>(&mut self, takes: &str, words: impl IntoIterator<Item = &'w str>, node: &Node, text: &str) {
        let help = match nearest(text, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "choose one of these words".to_owned(),
        };
        self.tell("unknown-word", format!("{takes}, not `{}`", short(text)), node.head(), help);
    }
}

/// The first words of a long value.
pub fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() > 40 {
        format!("{}…", line.chars().take(40).collect::<String>())
    } else {
        line.to_owned()
    }
}

/// Whether a text is a permanent address: `[a-z0-9][a-z0-9-]*`.
pub fn is_id(text: &str) -> bool {
    !text.starts_with('-')
        && !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_number(text: &str, signed: bool) -> bool {
    if signed { text.parse::<i64>().is_ok() } else { text.parse::<u64>().is_ok() }
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|h| matches!(h.len(), 3 | 6) && h.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The same day in ISO form where the words are clear enough.
fn date_hint(text: &str) -> String {
    clear_date(text).map_or_else(|| ", for example 2026-10-01".to_owned(), |d| format!(": {d}"))
}

/// The day that words mean beyond doubt: a year first, a month's name, or a number too large for a month.
fn clear_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ', 'T', ',']).filter(|p| !p.is_empty()).collect();
    let number = |i: usize| {
        parts.get(i).and_then(|p: &&str| p.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).parse::<i16>().ok())
    };
    let month = |i: usize| parts.get(i).and_then(|p| month(p));
    let day =
        |year: i16, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    // Behind the day only the time of the day may stand.
    if parts.len() > 3 && !(parts.len() <= 5 && parts[3].contains(':')) {
        return None;
    }
    match (number(0), number(1), number(2)) {
        (Some(year), Some(month), Some(d)) if year >= 1000 => day(year, month, d),
        (Some(d), Some(month), Some(year)) if year >= 1000 && d > 12 => day(year, month, d),
        (Some(month), Some(d), Some(year)) if year >= 1000 && d > 12 => day(year, month, d),
        (Some(d), None, Some(year)) if year >= 1000 => day(year, month(1)?, d),
        (None, Some(d), Some(year)) if year >= 1000 => day(year, month(0)?, d),
        _ => None,
    }
}

/// The number of an English month, whole or its first three letters.
fn month(name: &str) -> Option<i16> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let at = NAMES
        .iter()
        .position(|full| name.len() >= 3 && full.starts_with(&*name) || name == "sept" && *full == "september")?;
    i16::try_from(at + 1).ok()
}

/// The key of which a word is a slip: one letter off (two for long words), and no other key nearly as near. Short words
/// are too near each other.
fn slip_of<'a>(word: &str, keys: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let letters = word.chars().count();
    let most = if letters >= 9 { 2 } else { 1 };
    let off = |key: &str| strsim::damerau_levenshtein(&word.to_lowercase(), key);
    let near = keys.clone().find(|key| off(key) <= most).filter(|_| letters >= 5)?;
    keys.filter(|key| *key != near).all(|key| off(key) > most + 1).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_slip_of_one_key_is_mended() {
        let keys = ["difference", "text", "story", "of", "overview", "one_liner", "won", "name"];
        let slip = |word| slip_of(word, keys.into_iter());
        assert_eq!(
            (slip("overvew"), slip("one_linr"), slip("diffrence")),
            (Some("overview"), Some("one_liner"), Some("difference"))
        );
        assert_eq!([slip("preference"), slip("next"), slip("on"), slip("win"), slip("nmae")], [None; 5]);
    }

    #[test]
    fn a_day_is_mended_only_where_there_is_no_doubt() {
        for (text, day) in [
            ("2026/9/4", "2026-09-04"),
            ("14.9.2026", "2026-09-14"),
            ("9/14/2026", "2026-09-14"),
            ("14 Sep 2026", "2026-09-14"),
            ("September 14, 2026", "2026-09-14"),
            ("Sept 4th 2026", "2026-09-04"),
            ("2026-09-04T10:00:00Z", "2026-09-04"),
        ] {
            assert_eq!(clear_date(text).map(|d| d.to_string()).as_deref(), Some(day), "{text}");
        }
        for text in [
            "2026-10-01 to 2026-12-31",
            "2026-10-01 / 2026-12-31",
            "2026-1-2 or 2026-3-4",
            "2026-05-06 (or 2027-05-06)",
            "4/9/2026",
            "9.4.2026",
            "31 Feb 2026",
            "2026",
            "soon",
            "Mayor 4 2026",
            "4 5 6",
            "14-15-2026",
        ] {
            assert_eq!(clear_date(text), None, "{text}");
        }
    }
}
