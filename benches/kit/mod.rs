//! A kit of any size, to measure with: fictional companies, and the same bytes for the same count on every machine.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

const CLAIMS: usize = 30;
const OBJECTIONS: usize = 8;
const QUESTIONS: usize = 6;
const ROWS: usize = 10;

const FIRST: [&str; 16] = [
    "Alder", "Birk", "Cobalt", "Dune", "Elm", "Fjord", "Garnet", "Heron", "Ivy", "Juniper", "Kestrel", "Larch", "Moss",
    "Nimbus", "Otter", "Pebble",
];
const SECOND: [&str; 16] = [
    "bay", "cart", "dock", "ferry", "gate", "haul", "key", "lane", "mill", "nest", "park", "quay", "rail", "ship",
    "trail", "yard",
];
const WHO: [&str; 16] = [
    "The depot lead",
    "A new driver",
    "Their route planner",
    "Our shift board",
    "The night crew",
    "Their mobile app",
    "The weekly plan",
    "A late parcel",
    "Their help line",
    "Our import",
    "The yard office",
    "Each branch",
    "Their yearly contract",
    "The first invoice",
    "A swapped shift",
    "Our trial",
];
const DOES: [&str; 12] = [
    "shows",
    "moves",
    "counts",
    "hides",
    "mends",
    "repeats",
    "settles",
    "slows down",
    "explains",
    "splits",
    "brings back",
    "pays for",
];
const WHAT: [&str; 16] = [
    "every open round",
    "the same list twice",
    "a van that stands idle",
    "half of the phone calls",
    "the hours of last month",
    "one more spreadsheet",
    "two stops out of nine",
    "the fuel of a whole week",
    "what the customer was told",
    "the keys of three depots",
    "a plan nobody printed",
    "the notes from the morning",
    "an address that changed",
    "the rest of the queue",
    "overtime on Fridays",
    "what finance asks for",
];
const WHEN: [&str; 10] = [
    "before the gates open",
    "once ten vans are out",
    "without a call to the office",
    "in the second month",
    "when snow closes a road",
    "and nobody has to ask",
    "as long as one person watches",
    "after the pilot",
    "on the smallest plan",
    "while the old tool still runs",
];
const TOPICS: [&str; 12] = [
    "route planning",
    "shift swaps",
    "proof of delivery",
    "cold chain",
    "returns",
    "fuel cards",
    "driver hours",
    "dock slots",
    "customs papers",
    "invoicing",
    "live maps",
    "data export",
];
const FEATURES: [&str; ROWS] = [
    "Plan by drag and drop",
    "Maps without a network",
    "Driver hours",
    "Signature on glass",
    "Dock booking",
    "Open interface",
    "Export of all data",
    "Single sign-on",
    "Cold chain log",
    "Roles and rights",
];
const MARKS: [&str; 4] = ["yes", "no", "partial", "planned"];
const PERSONAS: [(&str, &str); 4] = [
    ("depot-lead", "Depot lead"),
    ("fleet-owner", "Fleet owner"),
    ("it-manager", "IT manager"),
    ("bookkeeper", "Bookkeeper"),
];

/// Adds lines to a text.
macro_rules! add {
    ($text:ident, $($words:tt)*) => {
        let _ = writeln!($text, $($words)*);
    };
}
/// Writes a kit with so many competitors, each with objections, questions and a comparison of its own. Returns the
/// bytes of YAML.
pub fn write(folder: &Path, competitors: usize) -> io::Result<u64> {
    let mut kit = Writer { folder, bytes: 0 };
    kit.file("talktrack.yaml", "title: Haulage field guide\ncompany: Wrenway\nlanguage: en\n")?;
    kit.file("content/products/wrenway.yaml", "name: Wrenway\none_liner: Rounds that plan themselves.\n")?;
    for (id, role) in PERSONAS {
        let needs = Draws(role.len() as u64).sentence();
        kit.file(&format!("content/personas/{id}.yaml"), &format!("role: {role}\nneeds:\n  - {needs}\n"))?;
    }
    kit.file("content/claims/claims.yaml", &claims())?;
    for at in 0..competitors {
        let mut draws = Draws(at as u64 + 1);
        let (id, name) = named(at);
        kit.file(&format!("content/competitors/{id}.yaml"), &card(&mut draws, &name))?;
        kit.file(&format!("content/objections/{id}.yaml"), &objections(&mut draws, &id, &name))?;
        kit.file(&format!("content/faqs/{id}.yaml"), &questions(&mut draws, &id, &name))?;
        kit.file(&format!("content/comparisons/{id}.yaml"), &comparison(&mut draws, &id, &name))?;
    }
    Ok(kit.bytes)
}

/// Writes files and counts their bytes.
struct Writer<'a> {
    folder: &'a Path,
    bytes: u64,
}

impl Writer<'_> {
    fn file(&mut self, path: &str, text: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(self.folder))?;
        self.bytes += text.len() as u64;
        fs::write(path, text)
    }
}

fn named(at: usize) -> (String, String) {
    let name = format!("{}{}", FIRST[at % FIRST.len()], SECOND[at / FIRST.len() % SECOND.len()]);
    (format!("{}-{at}", name.to_lowercase()), name)
}

fn claims() -> String {
    let mut draws = Draws(0);
    let mut yaml = String::new();
    for at in 0..CLAIMS {
        let (text, topic, day) = (draws.sentence(), draws.one(&TOPICS), draws.day());
        add!(
            yaml,
            "- id: claim-{at}
  text: {text}
  topic: market
  verified: {day}
  evidence:
    - {{kind: study, title: Survey of {topic}, url: \"https://surveys.example/{at}\", captured: {day}, grade: B}}"
        );
    }
    yaml
}

fn card(draws: &mut Draws, name: &str) -> String {
    let topic = draws.one(&TOPICS);
    let mut yaml = String::new();
    add!(
        yaml,
        "name: {name}
kind: vendor
category: Tools for {topic}
one_liner: A planner for fleets that began with {topic}.
owner: Market desk
verified: {day}
tags: [{tag}]
quick_dismiss: {dismiss}
difference: |
  {difference}
overview: |
  {overview}",
        day = draws.day(),
        tag = draws.one(&["incumbent", "newcomer", "regional"]),
        dismiss = draws.sentence(),
        difference = draws.text(2),
        overview = draws.text(3),
    );
    yaml.push_str("why_we_win:\n");
    for _ in 0..3 {
        let (text, claim) = (draws.text(1), draws.below(CLAIMS));
        add!(yaml, "  - text: |\n      {text}\n    claims: [claim-{claim}]");
    }
    yaml.push_str("why_we_lose:\n");
    for _ in 0..2 {
        let (text, softer) = (draws.text(1), draws.sentence());
        add!(yaml, "  - text: |\n      {text}\n    mitigation: {softer}");
    }
    yaml.push_str("discovery:\n");
    for _ in 0..4 {
        let (topic, listen) = (draws.one(&TOPICS), draws.sentence());
        add!(yaml, "  - ask: Who looks after {topic} today?\n    listen_for: {listen}");
    }
    add!(yaml, "pricing:\n  model: Per van and month\n  verified: {}\n  plans:", draws.day());
    for plan in ["Start", "Fleet", "Region"] {
        let (price, note) = (draws.below(80) + 9, draws.sentence());
        add!(yaml, "    - {{name: {plan}, price: €{price} per van, note: {note}}}");
    }
    yaml
}

fn objections(draws: &mut Draws, id: &str, name: &str) -> String {
    let mut yaml = String::new();
    for at in 0..OBJECTIONS {
        let (topic, (persona, _)) = (draws.one(&TOPICS), PERSONAS[draws.below(PERSONAS.len())]);
        add!(
            yaml,
            "- id: {id}-{at}
  says: {name} does {topic} for less, case {at}.
  means: {means}
  category: {category}
  acknowledge: {acknowledge}
  explore:
    - What does {topic} cost you in a bad week?
  respond: |
    {respond}

    - {first}
    - {second}
  confirm: Would that settle {topic} for you?
  claims: [claim-{claim}]
  evidence:
    - {{kind: review, title: Letter about {topic}, url: \"https://letters.example/{id}/{at}\", captured: {day}}}
  personas: [{persona}]
  competitors: [{id}]",
            means = draws.sentence(),
            category = draws.one(&["price", "feature", "switching", "trust"]),
            acknowledge = draws.sentence(),
            respond = draws.text(3),
            first = draws.sentence(),
            second = draws.sentence(),
            claim = draws.below(CLAIMS),
            day = draws.day(),
        );
    }
    yaml
}

fn questions(draws: &mut Draws, id: &str, name: &str) -> String {
    let mut yaml = format!("title: Questions about {name}\nabout: {id}\nowner: Market desk\nquestions:\n");
    for at in 0..QUESTIONS {
        let (topic, short, answer) = (draws.one(&TOPICS), draws.sentence(), draws.text(3));
        add!(
            yaml,
            "  - ask: How does {name} do {topic}, part {at}?\n    short: {short}\n    answer: |\n      {answer} See [[objection:{id}-{at}]]."
        );
    }
    yaml
}

fn comparison(draws: &mut Draws, id: &str, name: &str) -> String {
    let mut yaml = format!("title: Wrenway and {name}\nowner: Market desk\ncolumns: [wrenway, {id}]\nrows:\n");
    for feature in FEATURES {
        let (ours, theirs, note) = (draws.one(&MARKS[..2]), draws.one(&MARKS), draws.sentence());
        add!(
            yaml,
            "  - name: {feature}\n    cells: {{wrenway: {ours}, {id}: {{value: {theirs}, note: {note}}}}}\n    advantage: even"
        );
    }
    yaml
}

/// Numbers that look drawn by lot and are the same every time (splitmix64).
struct Draws(u64);

impl Draws {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn sentence(&mut self) -> String {
        format!("{} {} {} {}.", self.one(&WHO), self.one(&DOES), self.one(&WHAT), self.one(&WHEN))
    }

    /// Markdown: sentences, some words in bold, now and then a link.
    fn text(&mut self, sentences: usize) -> String {
        let bold = format!("**{}** {} {}.", self.one(&WHO), self.one(&DOES), self.one(&WHAT));
        let mut text: Vec<String> = (1..sentences).map(|_| self.sentence()).collect();
        text.insert(0, bold);
        if self.below(3) == 0 {
            let (topic, at) = (self.one(&TOPICS), self.below(999));
            text.push(format!("More in [notes on {topic}](https://notes.example/{at})."));
        }
        text.join(" ")
    }

    fn day(&mut self) -> String {
        format!("2026-{:02}-{:02}", self.below(10) + 1, self.below(28) + 1)
    }
}
