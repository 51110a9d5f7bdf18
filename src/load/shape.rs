//! What each field takes, compiled once from the JSON Schema, and the check that a tree has that shape.
//!
//! All findings of a file come out of one walk, each at its own place, in the author's words.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use hashbrown::DefaultHashBuilder;
use indexmap::IndexMap;

use super::compile::compile;
use super::slips::{clear_date, date_hint, slip_of};
use super::tree::{Entries, Node, Value, is_bool};
use super::yaml::Fault;
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
    pub fields: IndexMap<String, Field, DefaultHashBuilder>,
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

/// The schema of each folder, and of the settings under `""`; each is compiled when it is first asked for.
pub fn schema(folder: &str) -> &'static Schema {
    static SETTINGS: LazyLock<Schema> = LazyLock::new(|| compile(&settings_schema()));
    static ALL: [OnceLock<Schema>; ENTITIES.len()] = [const { OnceLock::new() }; ENTITIES.len()];
    match ENTITIES.iter().position(|kind| kind.folder == folder) {
        Some(at) => ALL[at].get_or_init(|| compile(&(ENTITIES[at].schema)())),
        None => &SETTINGS,
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
    fn could_be(&self, node: Node) -> bool {
        match node.value() {
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
pub fn check(schema: &Schema, node: Node, found: &mut Vec<Misfit>) {
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

    fn mapping(&mut self, place: usize, node: Node, field: Option<&str>) {
        let schema = self.schema;
        let mapping = &schema.mappings[place];
        let Value::Map(entries) = node.value() else {
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
    fn is_text_with_colon(&self, place: usize, mut entries: Entries) -> bool {
        let (Some((key, value)), None) = (entries.next(), entries.next()) else { return false };
        let name = key.text().unwrap_or_default();
        let known = &self.schema.mappings[place].fields;
        let is_wordy = value.text().is_some() && (name.contains(' ') || name.starts_with(char::is_uppercase));
        is_wordy && !name.starts_with("x-") && nearest(name, known.keys().map(String::as_str)).is_none()
    }

    fn unknown_key(&mut self, mapping: &Mapping, node: Node, key: Node, name: &str) {
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

    fn value(&mut self, shape: &Shape, node: Node, field: &str) {
        if node.is_absent() {
            return;
        }
        match (shape, node.value()) {
            (Shape::Leaf(leaf) | Shape::LineOr(leaf, _), Value::Scalar { .. }) => self.leaf(leaf, node, field),
            (Shape::List(item), Value::List(items)) => items.for_each(|i| self.value(item, i, field)),
            (Shape::OneOrMany(item), Value::List(items)) => items.for_each(|i| self.value(item, i, field)),
            (Shape::OneOrMany(item), _) => self.value(item, node, field),
            (Shape::Free(item), Value::Map(entries)) => {
                for (key, value) in entries.filter(|(k, _)| !k.text().is_some_and(|k| k.starts_with("x-"))) {
                    self.value(item, value, key.text().unwrap_or_default());
                }
            }
            (Shape::LineOr(_, place), Value::Map(entries)) if self.is_text_with_colon(*place, entries.clone()) => {
                let help = "a text that holds `: ` stands in quotes: - \"Fresh: ten days old\"";
                self.tell("wrong-type", format!("this line of `{field}` reads as `key: value`"), node.head(), help);
            }
            (Shape::Mapping(place) | Shape::LineOr(_, place), Value::Map(_)) => self.mapping(*place, node, Some(field)),
            _ => self.tell("wrong-type", format!("`{field}` takes {}", shape.takes()), node.head(), shape.remedy()),
        }
    }

    fn leaf(&mut self, leaf: &Leaf, node: Node, field: &str) {
        let Value::Scalar { text, plain } = node.value() else { return };
        let written = || short(text);
        let takes = || format!("`{field}` takes {}", leaf.takes());
        match leaf {
            Leaf::Line | Leaf::Name | Leaf::Word | Leaf::Text | Leaf::Term(_) if plain && is_bool(text) => self.tell(
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
            Leaf::Enum(words) if !words.iter().any(|word| word == text) => {
                self.unknown_word(&takes(), words.iter().map(String::as_str), node, text)
            }
            Leaf::Audience if Audience::parse(text).is_none() => {
                self.unknown_word(&takes(), ["internal", "partner", "public"], node, text)
            }
            _ => {}
        }
    }

    fn unknown_word<'w>(&mut self, takes: &str, words: impl IntoIterator<Item = &'w str>, node: Node, text: &str) {
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
