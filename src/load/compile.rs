//! Turns the JSON Schema of an entity into the shapes that its files are held against.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::shape::{Field, Leaf, Mapping, Schema, Shape};
use crate::text::Audience;

/// The shapes of a JSON Schema made by `model::schema`.
pub fn compile(json: &Json) -> Schema {
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
        let mut fields = IndexMap::default();
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
