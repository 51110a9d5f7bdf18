//! A kit in which every field of every entity holds a word of its own, made from the schema: what is shown, to whom,
//! and that nothing else is. A field that is added to the model is in this kit by itself.

use serde_json::{Map, Value, json};
use talktrack::load::shape::{Leaf, Mapping, Schema, Shape, schema};
use talktrack::model::ENTITIES;
use talktrack::text::Audience;

use crate::sandbox::Sandbox;

/// Words of one field, and the audience they may reach at most.
struct Word {
    field: String,
    words: String,
    cap: Audience,
    /// Titles and names may be mentioned anywhere.
    is_name: bool,
}

struct Filler {
    schema: &'static Schema,
    entity: &'static str,
    count: usize,
    words: Vec<Word>,
}

/// One item of each sort that everything refers to.
fn target(kind: &str) -> &'static str {
    match kind {
        "rival" | "competitor" => "rival-one",
        "product" => "product-one",
        "persona" => "persona-one",
        "claim" => "claim-one",
        "objection" => "objection-one",
        _ => "table-one",
    }
}

impl Filler {
    fn mapping(&mut self, place: usize, path: &str, cap: Audience, depth: usize) -> Value {
        let schema: &'static Schema = self.schema;
        let mapping: &'static Mapping = &schema.mappings[place];
        let mut map = Map::new();
        for (name, field) in &mapping.fields {
            if ["audience", "allow", "neutral", "draft", "id", "segments", "regions"].contains(&name.as_str()) {
                continue;
            }
            let path = format!("{path}.{name}");
            let default = mapping.default_audience.unwrap_or(Audience::Public);
            let cap = cap.min(field.cap).min(default);
            if let Some(value) = self.value(&field.shape, &path, cap, depth) {
                map.insert(name.clone(), value);
            }
        }
        Value::Object(map)
    }

    fn value(&mut self, shape: &Shape, path: &str, cap: Audience, depth: usize) -> Option<Value> {
        Some(match shape {
            Shape::Leaf(leaf) => self.leaf(leaf, path, cap)?,
            Shape::List(item) => Value::Array(vec![self.value(item, path, cap, depth + 1)?]),
            Shape::OneOrMany(item) => {
                Value::Array(vec![self.value(item, path, cap, depth)?, self.value(item, path, cap, depth)?])
            }
            Shape::Free(item) => {
                let key = if path.ends_with("cells") { "rival-one".to_owned() } else { format!("Key{}", self.next()) };
                json!({ key: self.value(item, path, cap, depth)? })
            }
            Shape::Mapping(_) if depth > 4 => return None,
            Shape::Mapping(place) | Shape::LineOr(_, place) => self.mapping(*place, path, cap, depth + 1),
        })
    }

    fn next(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    fn leaf(&mut self, leaf: &Leaf, path: &str, cap: Audience) -> Option<Value> {
        let n = self.next();
        let field = path.rsplit('.').next().unwrap_or_default().to_owned();
        let mut keep = |words: String, is_name: bool| {
            self.words.push(Word { field: path.to_owned(), words: words.clone(), cap, is_name });
            Value::String(words)
        };
        Some(match leaf {
            Leaf::Name if field == "accent" || field == "language" => return None,
            Leaf::Name => keep(format!("nym{n}{} sole{n}", self.entity.replace('-', "")), true),
            Leaf::Line | Leaf::Text if field == "to" => json!("even"),
            Leaf::Line | Leaf::Text | Leaf::Cell => {
                keep(format!("lone{n}{} word{n} only{n} here{n} once{n}", self.entity.replace('-', "")), false)
            }
            Leaf::Term(_) => json!("anyterm"),
            Leaf::Date => json!("2026-10-01"),
            Leaf::Number(_) => json!(9000 + n),
            Leaf::Url => keep(format!("https://u{n}{}.example/deep/page", self.entity.replace('-', "")), false),
            Leaf::Path => json!("static/x.svg"),
            Leaf::Ref(kind) => json!(target(kind)),
            Leaf::Enum(words) => json!(words[0]),
            _ => return None,
        })
    }
}

fn fill(entity: &'static str, cap: Audience) -> (Value, Vec<Word>) {
    let mut filler = Filler { schema: schema(entity), entity, count: 0, words: Vec::new() };
    let value = filler.mapping(0, entity, cap, 0);
    (value, filler.words)
}

/// The kit, every entity at an audience, and the words in it.
fn kit(audience: &str) -> (Sandbox, Vec<Word>) {
    let mut sandbox = Sandbox::new().file("static/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let mut all = Vec::new();
    for kind in ENTITIES {
        let (mut value, words) = fill(kind.folder, kind.cap);
        all.extend(words);
        let id = match kind.word {
            "competitor" => "rival-one",
            "comparison" => "table-one",
            word => &format!("{word}-one"),
        };
        value["audience"] = audience.into();
        match kind.word {
            "comparison" => {
                value["columns"] = json!(["product-one", {"id": "rival-one", "note": value["columns"][0]["note"], "url": value["columns"][0]["url"], "of": "rival-one", "name": value["columns"][0]["name"]}]);
                value["values"] = json!({});
            }
            "product" => value["positioning"]["competitive_alternatives"] = json!(["rival-one"]),
            _ => {}
        }
        let text = if kind.has_ids {
            value["id"] = id.into();
            value.to_string()
        } else {
            json!([value]).to_string()
        };
        sandbox = sandbox.file(&format!("content/{}/one.yaml", kind.folder), text);
    }
    // Words that the kit above replaced by its own.
    all.retain(|w| {
        let replaced = ["positioning.competitive_alternatives", "comparisons.values", "comparisons.columns.id"];
        !replaced.iter().any(|r| w.field.contains(r))
    });
    (sandbox, all)
}

/// Every target, as the command takes them.
const EVERY: &str = "html,markdown,confluence,mediawiki,dokuwiki";
/// The endings of their pages.
const ENDINGS: [&str; 5] = [".html", ".md", ".xml", ".wiki", ".txt"];

fn all_text(sandbox: &Sandbox, ending: &str) -> String {
    let files = sandbox.files("public").into_iter().filter(|(path, _)| path.ends_with(ending));
    files.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_field_is_printed_in_every_target() {
    let (sandbox, words) = kit("internal");
    sandbox.build(&["--to", EVERY]);
    assert!(words.len() > 250, "the kit is too small to prove anything: {}", words.len());
    for ending in ENDINGS {
        let text = all_text(&sandbox, ending);
        let missing: Vec<_> = words.iter().filter(|w| !text.contains(&w.words)).map(|w| w.field.as_str()).collect();
        assert!(
            missing.is_empty(),
            "{} of {} fields are in no {ending} file: {missing:#?}",
            missing.len(),
            words.len()
        );
    }
}

#[test]
fn nothing_internal_is_on_a_partner_or_public_page() {
    for (audience, reader) in [("partner", Audience::Partner), ("public", Audience::Public)] {
        let (sandbox, words) = kit("internal");
        sandbox.write(
            "content/pages/open.yaml",
            format!("title: Open\ntext: Everybody may read this.\naudience: {audience}\n"),
        );
        sandbox.build(&["--to", EVERY, "--audience", audience]);
        let text = all_text(&sandbox, "");
        let leaked: Vec<_> =
            words.iter().filter(|w| !w.is_name && text.contains(&w.words)).map(|w| w.field.as_str()).collect();
        assert!(leaked.is_empty(), "{audience}: {leaked:#?}");
        assert!(text.contains("Everybody may read this"));

        let (sandbox, words) = kit(audience);
        sandbox.build(&["--to", EVERY, "--audience", audience]);
        let text = all_text(&sandbox, "");
        let leaked: Vec<_> = words
            .iter()
            .filter(|w| w.cap < reader && !w.is_name && text.contains(&w.words))
            .map(|w| w.field.as_str())
            .collect();
        assert!(leaked.is_empty(), "{audience}, capped: {leaked:#?}");
        for ending in ENDINGS {
            let text = all_text(&sandbox, ending);
            let shown = |w: &&Word| w.cap >= reader && !text.contains(&w.words);
            let missing: Vec<_> = words.iter().filter(shown).map(|w| w.field.as_str()).collect();
            assert!(missing.is_empty(), "{audience}, shown to nobody in {ending}: {missing:#?}");
        }
    }
}

#[test]
fn a_careless_template_that_repeats_withheld_words_is_caught_for_every_field() {
    for (target, template) in [
        ("html", "html/page.html"),
        ("markdown", "markdown/page.md"),
        ("confluence", "wiki/page.xml"),
        ("mediawiki", "wiki/page.xml"),
        ("dokuwiki", "wiki/page.xml"),
    ] {
        let (sandbox, words) = kit("internal");
        let secret: Vec<&Word> = words.iter().filter(|w| !w.is_name).collect();
        sandbox.write("content/pages/open.yaml", "title: Open\ntext: Everybody may read this.\naudience: public\n");
        let careless: String = secret.iter().map(|w| format!("<p>{}</p>\n\n", w.words)).collect();
        sandbox.write(&format!("templates/{template}"), format!("<p>{{{{ it.title }}}}</p>\n{careless}"));
        let run = sandbox.run(&["build", "--audience", "public", "--to", target, "--report", "json"]);
        assert_eq!(run.code, 1);
        let leaks = run.findings().into_iter().filter(|f| f.0 == "leak").count();
        assert!(leaks >= secret.len(), "{leaks} of {} are caught in {target}", secret.len());
        assert!(
            !sandbox.exists("public/index.html") && !sandbox.exists("public/page/open.md"),
            "nothing may be written"
        );
    }
}

#[test]
fn a_leak_is_caught_in_attributes_comments_and_encodings() {
    let secret = "we lose when procurement compares the list price alone";
    let cases = [
        format!("<!-- {secret} -->"),
        format!("<p title=\"{secret}\">x</p>"),
        format!("<script type=\"application/json\">{{\"x\": \"{secret}\"}}</script>"),
        secret.split(' ').map(|w| format!("<b>{w}</b>")).collect::<Vec<_>>().join("&nbsp;"),
        secret.to_uppercase().replace("LOSE", "L&#111;SE"),
        format!("<a href=\"https://x.example/?q={}\">x</a>", secret.replace(' ', "%20")),
    ];
    for case in cases {
        let sandbox = Sandbox::new()
            .file("content/competitors/a.yaml", "name: A\naudience: public\nwhy_we_lose: [\"We **lose** when procurement compares the list price alone.\"]\n")
            .file("templates/html/battlecard.html", format!("<h1>{{{{ it.name }}}}</h1>{case}"));
        let run = sandbox.run(&["build", "--audience", "public"]);
        assert_eq!(run.code, 1, "not caught: {case}");
        assert!(
            run.stderr.contains("error[leak]") && run.stderr.contains("content/competitors/a.yaml"),
            "{}",
            run.stderr
        );
        assert!(!sandbox.exists("public"), "nothing may be written");
    }
}
