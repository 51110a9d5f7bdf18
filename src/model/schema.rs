//! The JSON Schema of each entity, made from its Rust type: what editors complete from and what `load` checks
//! files against. One source for both, so they cannot disagree.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The schema of a type as the program reads it: with `x-` notes, and with the keys that every mapping takes.
pub fn of<T: JsonSchema>(entity: bool) -> Value {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value();
    complete(&mut schema, entity);
    if schema.get("definitions").is_none() {
        schema["definitions"] = json!({});
    }
    if let Some(definitions) = schema.get_mut("definitions").and_then(Value::as_object_mut) {
        definitions.values_mut().for_each(|d| complete(d, false));
        definitions.insert("Allow".into(), allow());
    }
    schema
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// One mapping.
    One,
    /// A list of mappings.
    Many,
    /// Either.
    OneOrMany,
}

/// The schema as editors get it: closed mappings, `null` allowed where a value may be absent, notes removed; a file
/// holds one entity, or a list of them.
pub fn published(mut schema: Value, file: &str, holds: Holds) -> Value {
    let mut definitions =
        schema.as_object_mut().and_then(|s| s.shift_remove("definitions")).unwrap_or_else(|| json!({}));
    definitions.as_object_mut().map(|d| d.insert("Entity".into(), schema));
    tidy(&mut definitions);
    let one = json!({"$ref": "#/definitions/Entity"});
    let many = json!({"type": "array", "items": one});
    let mut root = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("talktrack {file}"),
    });
    root["anyOf"] = match holds {
        Holds::One => json!([one]),
        Holds::Many => json!([many]),
        Holds::OneOrMany => json!([one, many]),
    };
    root["definitions"] = definitions;
    root
}

/// `audience`, `allow`, `neutral` (and on entities `draft`) are accepted on every mapping with fixed fields.
fn complete(schema: &mut Value, entity: bool) {
    if !schema.get("properties").is_some_and(Value::is_object) {
        return;
    }
    let mut more = Map::new();
    more.insert(
        "audience".into(),
        json!({"type": "string", "enum": ["internal", "partner", "public"], "x-shape": "audience",
            "description": "Who may see this: `internal` (default at the top), `partner` or `public`; inside, it can only narrow."}),
    );
    more.insert(
        "allow".into(),
        json!({"type": "array", "items": {"$ref": "#/definitions/Allow"}, "description": "Rules excused here, each with a reason."}),
    );
    more.insert("neutral".into(), json!({"type": "boolean", "description": "Must not name a rival or its aliases."}));
    if entity {
        more.insert(
            "draft".into(),
            json!({"type": "boolean", "description": "Left out of every build unless `--drafts`."}),
        );
    }
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (name, property) in more {
        properties.entry(name).or_insert(property);
    }
    let required: Vec<Value> = properties
        .iter()
        .filter(|(_, p)| p.get("x-required").is_some())
        .map(|(name, _)| Value::from(name.as_str()))
        .collect();
    properties.values_mut().for_each(drop_default);
    if required.is_empty() {
        schema.as_object_mut().map(|s| s.shift_remove("required"));
    } else {
        schema["required"] = required.into();
    }
    schema["additionalProperties"] = false.into();
    schema["patternProperties"] = json!({"^x-": true});
}

fn drop_default(property: &mut Value) {
    property.as_object_mut().map(|p| p.shift_remove("default"));
}

fn allow() -> Value {
    json!({
        "type": "object",
        "description": "A rule that is excused here.",
        "properties": {
            "rule": {"type": "string", "x-shape": "rule", "x-required": true, "description": "The rule's name."},
            "reason": {"type": ["string", "number"], "x-shape": "word", "x-required": true, "description": "Why."},
            "until": {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$", "x-shape": "date", "description": "The last day it holds."}
        },
        "required": ["rule", "reason"],
        "additionalProperties": false,
        "patternProperties": {"^x-": true}
    })
}

/// Removes `x-` notes and lets properties that may be absent be null, everywhere below.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(map) => {
            let required = map.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
            if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
                for (_, property) in properties.iter_mut().filter(|(n, _)| !required.contains(&Value::from(n.as_str())))
                {
                    let description = property.get("description").cloned();
                    let inner = std::mem::take(property);
                    *property = json!({"anyOf": [inner, {"type": "null"}]});
                    if let Some(description) = description {
                        property["description"] = description;
                    }
                }
            }
            map.retain(|key, _| !key.starts_with("x-"));
            map.values_mut().for_each(tidy);
        }
        _ => {}
    }
}
