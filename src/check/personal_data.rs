//! `personal-data`: people and customers on pages they did not agree to.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::phrases::Phrases;
use super::{Desk, Findings, Level, Look, Rule, Spot, SpotJudge};
use crate::load::shape::{self, Leaf};
use crate::load::walk::{self, Step};
use crate::text::{Audience, normalized_words};

/// The rule.
pub const RULE: Rule = Rule {
    name: "personal-data",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "a text for partners or prospects holds a person's mail address or number, or names a customer whose evidence is narrower",
    explanation: "A person's address on a public page is collected by machines within a day, and a customer named without permission is a customer lost. Addresses of roles (`sales@`, `support@`, `info@` …) are fine; a telephone number is one with a country's code, or behind a word such as \"phone\". A customer's name, taken from `by:` of some evidence, may stand in a text only for the audience that this evidence has. Use a role's address, ask for permission and widen the evidence, or say \"a retailer with 200 agents\".",
    bad: "audience: public\nanswer: Ask jane.miller@fernway.example.",
    good: "audience: public\nanswer: Ask sales@fernway.example.",
    looks: &[Look::Spots(prepare)],
};

const MAIL: &str = r"[\p{L}0-9][\p{L}0-9._%+\-]*@[\p{L}0-9.\-]+\.[A-Za-z]{2,}\b";
/// With a country's code, or with a name of the thing before it; figures with other meanings have neither. Digits are
/// written out, as those of all scripts take long to make ready.
const PHONE: &str = r"(?xi) (?:^|[^0-9A-Za-z_+./-]) ( \+[1-9][0-9０-９]{0,2} [\s./-]? (?:\(0?[0-9０-９]{1,4}\)[\s./-]?)? [0-9０-９] (?:[\s./-]?[0-9０-９]){7,12} )\b | (?: \b(?:phone|tel|telefon|telephone|mobile?|mobil|handy|fax|ring)\.?:?\s+ | tel: | 電話[:：]?\s* ) ( [(]?0[0-9０-９][0-9０-９\s()./-]{6,16}[0-9０-９] )\b";
/// Local parts that stand for a role.
const ROLES: &[&str] = &[
    "info",
    "sales",
    "support",
    "help",
    "helpdesk",
    "hello",
    "hi",
    "contact",
    "press",
    "media",
    "security",
    "privacy",
    "legal",
    "billing",
    "office",
    "team",
    "partners",
    "partner",
    "careers",
    "jobs",
    "hr",
    "ops",
    "feedback",
    "success",
    "service",
    "services",
    "customer",
    "customers",
    "noreply",
    "no",
    "reply",
    "abuse",
    "admin",
    "webmaster",
    "postmaster",
    "pmm",
    "marketing",
    "product",
    "field",
    "guide",
    "enquiries",
    "inquiries",
    "orders",
    "accounts",
    "accounting",
    "finance",
    "dpo",
    "gdpr",
    "ask",
    "mail",
    "email",
    "post",
    "trust",
    "compliance",
    "demo",
    "onboarding",
    "docs",
    "community",
    "events",
    "research",
    "data",
    "investors",
    "ir",
    "it",
    "eu",
    "us",
    "uk",
    "emea",
    "kontakt",
    "hallo",
    "vertrieb",
    "kundenservice",
    "kundendienst",
    "datenschutz",
    "presse",
    "buchhaltung",
    "personal",
    "bewerbung",
    "git",
    "you",
    "your",
    "name",
    "user",
    "someone",
    "me",
    "example",
    "first",
    "last",
    "firstname",
    "lastname",
];
/// Ends of files whose names look like addresses (`icon@2x.png`).
const FILES: &[&str] = &[".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif"];

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    static MAILS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(MAIL).ok());
    static PHONES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PHONE).ok());
    let customers = customers(desk);
    let search = Phrases::of(customers.keys().map(String::as_str), &[""; 0]);
    Box::new(move |spot, found| {
        if spot.audience == Audience::Internal
            || !(spot.is_prose() || *spot.leaf == Leaf::Name || *spot.leaf == Leaf::Url)
        {
            return;
        }
        let words = spot.words();
        if words.contains('@') {
            let mail = MAILS.iter().flat_map(|mail| mail.find_iter(words));
            let people = mail.map(|m| m.as_str()).filter(|m| !is_role(m));
            people.for_each(|who| {
                tell(desk, spot, who, "is a person's address", "write the address of a role, such as sales@…", found)
            });
        }
        if words.len() >= 8 && *spot.leaf != Leaf::Url && words.bytes().filter(u8::is_ascii_digit).count() >= 7 {
            let phone = PHONES.iter().flat_map(|phone| phone.captures_iter(words));
            let numbers = phone.filter_map(|c| c.get(1).or(c.get(2)));
            numbers.filter(|n| !is_figure(n.as_str())).for_each(|n| {
                tell(desk, spot, n.as_str(), "is a telephone number", "link to a contact page instead", found)
            });
        }
        if spot.is_prose() && spot.within() != "Person" {
            for hit in search.find(words) {
                let name = &words[hit];
                if let Some(widest) = customers.get(&name.to_lowercase()).filter(|widest| **widest < spot.audience) {
                    let help =
                        "ask for permission and widen the evidence that names them, or describe them without the name";
                    let what = format!("is a customer whose evidence is {}", widest.name());
                    tell(desk, spot, name, &what, help, found);
                }
            }
        }
    })
}

fn tell(desk: &Desk, spot: &Spot, words: &str, what: &str, help: &str, found: &mut Findings) {
    let message = format!("this is {}, and `{words}` {what}", spot.audience.name());
    found.push(RULE.at(spot.place_of(desk, words), message).help(help));
}

/// Whether an address is that of a role: every part of its name is a word for one.
fn is_role(mail: &str) -> bool {
    let local = mail.split('@').next().unwrap_or_default().to_lowercase();
    let file = FILES.iter().any(|end| mail.to_lowercase().ends_with(end));
    file || local.split(['.', '-', '_', '+']).filter(|p| !p.is_empty()).all(|part| ROLES.contains(&part))
}

/// Round figures are no numbers to call.
fn is_figure(number: &str) -> bool {
    number.split([' ', '.', '/', '-']).filter(|part| part.chars().all(|c| c == '0')).count() >= 2
}

/// Customers and people named as the source of evidence, with the widest audience of such evidence. Our own house, our
/// products and our rivals are known anyway.
fn customers(desk: &Desk) -> HashMap<String, Audience> {
    let mut named: HashMap<String, Audience> = HashMap::new();
    let known = known_names(desk);
    for item in &desk.kit.items {
        let mut public_kind = false;
        walk::walk(shape::schema(item.kind.folder), item.node(), item.kind.cap, &mut |step| {
            if let Step::Block(block) = &step
                && block.mapping.name == "Evidence"
            {
                let kind = block.node.text_of("kind").unwrap_or_default();
                public_kind = matches!(kind, "analyst" | "study" | "benchmark" | "document" | "url");
            }
            let Step::Leaf { node, field: "company" | "name", audience, block, .. } = step else { return };
            let name = node.text().unwrap_or_default();
            if !public_kind
                && block.mapping.name == "Person"
                && block.field == "by"
                && name.chars().count() >= 3
                && !known.contains(&normalized_words(name))
            {
                let widest = named.entry(name.to_lowercase()).or_insert(audience);
                *widest = (*widest).max(audience);
            }
        });
    }
    named
}

fn known_names(desk: &Desk) -> Vec<String> {
    let library = desk.library;
    let ours = library.products.iter().flat_map(|p| p.aliases.iter().map(|a| &**a).chain([&*p.name.0]));
    let theirs = library.competitors.iter().flat_map(|c| c.aliases.iter().map(|a| &**a).chain([&*c.name.0]));
    ours.chain(theirs).chain([&*library.settings.company]).map(normalized_words).collect()
}
