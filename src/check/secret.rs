//! `secret`: a key or token in the kit.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};
use hashbrown::HashMap;
use regex::Regex;

use super::{Desk, Findings, Level, Look, PieceJudge, Rule};
use crate::diagnostic::Location;
use crate::load::{Kit, Written};
use crate::project::SETTINGS;

/// The rule.
pub const RULE: Rule = Rule {
    name: "secret",
    level: Level::Error,
    adjustable: true,
    always: true,
    summary: "a key, token or password",
    explanation: "Whoever reads a page or the repository can use it. Take it out, and replace it at once where it came from: what was written into git stays in its history. Looked for are the forms of well-known keys (AWS, Google, GitHub, GitLab, Slack, Stripe, npm, OpenAI, Atlassian …), private keys, web tokens, and addresses with a password in them; also in comments and in keys that begin with `x-`. Places to publish to take their tokens from the environment (`token_env`).",
    bad: "rep_notes: \"Demo login: https://demo:hunter2-b4t@demo.example\"",
    good: "rep_notes: The demo login is in the password manager, under Demo.",
    looks: &[Look::Pieces(prepare), Look::Kit(settings)],
};

/// A form of secret.
struct Form {
    /// What a finding calls it.
    name: &'static str,
    /// One of these stands in every line that it can match, in small letters.
    signs: &'static [&'static str],
    /// How it looks.
    form: LazyLock<Option<Regex>>,
}

/// The one sign that is a single byte.
const AT: &str = "@";

macro_rules! forms {
    ($($name:literal, [$($sign:expr),+], $form:literal;)+) => {
        [$(Form { name: $name, signs: &[$($sign),+], form: LazyLock::new(|| Regex::new($form).ok()) }),+]
    };
}

/// Forms of secrets, each read only when a sign of it was seen.
static FORMS: [Form; 20] = forms! {
    "a private key", ["-----begin"], r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY";
    "an AWS key", ["akia", "asia"], r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b";
    "a Google key", ["aiza"], r"\bAIza[0-9A-Za-z_\-]{35}";
    "a GitHub token", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat"], r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})";
    "a GitLab token", ["glpat-"], r"\bglpat-[A-Za-z0-9_\-]{20,}";
    "a Slack token", ["xox"], r"\bxox[abeoprs]-[A-Za-z0-9\-]{10,}";
    "a Slack address that posts", ["hooks.slack"], r"https://hooks\.slack\.com/services/T[A-Za-z0-9/]{20,}";
    "a Stripe key", ["k_live_"], r"\b[sr]k_live_[A-Za-z0-9]{16,}";
    "an npm token", ["npm_"], r"\bnpm_[A-Za-z0-9]{36}\b";
    "an OpenAI key", ["sk-"], r"\bsk-(?:proj-)?[A-Za-z0-9_\-]{32,}";
    "an Anthropic key", ["sk-ant-"], r"\bsk-ant-[A-Za-z0-9_\-]{32,}";
    "an Atlassian token", ["atatt3"], r"\bATATT3[A-Za-z0-9_\-=]{40,}";
    "a SendGrid key", ["sg."], r"\bSG\.[A-Za-z0-9_\-]{20,}\.[A-Za-z0-9_\-]{30,}";
    "a web token", ["eyj"], r"\beyJ[A-Za-z0-9_\-]{10,}\.eyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{10,}";
    "an address with a password in it", [AT], r"\b[a-z][a-z0-9+.\-]*://[^\s/:@\[\]]+:[^\s/:@\[\]]{4,}@[^\s/]";
    "a bearer token", ["bearer"], r"(?i)\bbearer\s+[A-Za-z0-9._~+/\-]{16,}=*";
    "a Hugging Face token", ["hf_"], r"\bhf_[A-Za-z0-9]{30,}";
    "a storage key", ["accountkey"], r"\bAccountKey=[A-Za-z0-9+/]{30,}";
    "a signed address", ["token", "sig", "key"], r"(?i)[?&](?:token|sig|signature|x-amz-signature|access_token|api_key)=[A-Za-z0-9%._\-]{16,}";
    "a password", ["password", "passwd", "pwd", "passwort", "kennwort", "key", "secret", "token", "パスワード"],
        r"(?i)(?:\b(?:password|passwd|pwd|passwort|kennwort|api[_\- ]?key|client[_-]?secret|secret[_-]?(?:access[_-]?)?key|access[_-]?token|auth[_-]?token|token)|パスワード)\s*[:=：]\s*[^\s]*(?:[0-9][^\s]*[A-Za-z]|[A-Za-z][^\s]*[0-9])[^\s]{6,}";
};

/// The signs, ready to search with, and the form of each.
struct Search {
    /// Finds lines with a sign quickly: several bytes at a time, which only goes for signs longer than [`AT`].
    quick: AhoCorasick,
    /// Finds all signs in a line, also those that stand in others.
    all: AhoCorasick,
    forms: Vec<usize>,
}

static SEARCH: LazyLock<Option<Search>> = LazyLock::new(Search::new);

impl Search {
    fn new() -> Option<Self> {
        let signs = || FORMS.iter().enumerate().flat_map(|(at, form)| form.signs.iter().map(move |sign| (at, sign)));
        let words = || signs().map(|(_, sign)| sign);
        let long = words().filter(|sign| sign.len() > AT.len());
        Some(Search {
            quick: AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(long).ok()?,
            all: AhoCorasick::new(words()).ok()?,
            forms: signs().map(|(at, _)| at).collect(),
        })
    }

    /// What looks like a secret in a text, and where. Only lines with a sign are read closely, and only for its forms.
    fn find(&self, text: &str) -> Vec<(&'static str, Range<usize>)> {
        let small = text.to_ascii_lowercase();
        let ats = memchr::memmem::find_iter(small.as_bytes(), AT);
        let mut places: Vec<usize> = self.quick.find_iter(&small).map(|sign| sign.start()).chain(ats).collect();
        places.sort_unstable();
        let mut found = Vec::new();
        let mut line = 0..0;
        for place in places {
            if place < line.end {
                continue;
            }
            let start = small[..place].rfind('\n').map_or(0, |i| i + 1);
            line = start..small[place..].find('\n').map_or(small.len(), |i| place + i);
            let signs = self.all.find_overlapping_iter(&small[line.clone()]);
            let signed: BTreeSet<usize> = signs.map(|sign| self.forms[sign.pattern().as_usize()]).collect();
            Self::read(&text[line.clone()], line.start, &signed, &mut found);
        }
        found
    }

    /// Reads a line for some of the forms.
    fn read(line: &str, start: usize, signed: &BTreeSet<usize>, found: &mut Vec<(&'static str, Range<usize>)>) {
        for Form { name, form, .. } in signed.iter().map(|at| &FORMS[*at]) {
            let hits = form.iter().flat_map(|form| form.find_iter(line)).filter(|m| is_random(name, m.as_str()));
            for hit in hits {
                let range = start + hit.start()..start + hit.end();
                if !found.iter().any(|(_, r)| r.start < range.end && range.start < r.end) {
                    found.push((name, range));
                }
            }
        }
    }
}

/// Keys hold many different signs; the words of an example do not.
fn is_random(name: &str, hit: &str) -> bool {
    let tail: String = hit.chars().rev().take_while(|c| !matches!(c, '=' | ':' | '：' | ' ')).collect();
    let mut different: Vec<char> = tail.chars().collect();
    different.sort_unstable();
    different.dedup();
    let mixed = hit.chars().any(char::is_uppercase) && hit.chars().any(|c| c.is_ascii_digit());
    different.len() >= 6 && (!matches!(name, "an OpenAI key" | "an Anthropic key") || mixed)
}

/// Each item answers for the text from the end of the item before it, the last one to the end of the file: comments and
/// notes are searched too, as git keeps what was once written anywhere.
fn prepare<'a>(desk: &'a Desk<'a>) -> PieceJudge<'a> {
    let regions = regions(desk.kit);
    Box::new(move |piece, found| {
        if !piece.block.field.is_empty() {
            return;
        }
        if let (Some(search), Some(text)) = (&*SEARCH, desk.sources.text(&piece.item.file)) {
            let region = regions.get(&place(piece.item)).cloned().unwrap_or(0..usize::MAX);
            tell(search, &piece.item.file, text, region, found);
        }
    })
}

fn settings(desk: &Desk, found: &mut Findings) {
    if let (Some(search), Some(text)) = (&*SEARCH, desk.sources.text(SETTINGS)) {
        tell(search, SETTINGS, text, 0..text.len(), found);
    }
}

/// The part of its file that each item answers for; of a file with one item, all.
fn regions(kit: &Kit) -> HashMap<(&str, u32), Range<usize>> {
    let mut regions = HashMap::new();
    for items in kit.items.chunk_by(|a, b| Arc::ptr_eq(&a.file, &b.file)).filter(|items| items.len() > 1) {
        let mut start = 0;
        for (at, item) in items.iter().enumerate() {
            let end = if at + 1 == items.len() { usize::MAX } else { item.node().end() as usize };
            regions.insert(place(item), start..end);
            start = end;
        }
    }
    regions
}

fn place(item: &Written) -> (&str, u32) {
    (&item.file, item.node().start())
}

fn tell(search: &Search, file: &str, text: &str, region: Range<usize>, found: &mut Findings) {
    let start = text.floor_char_boundary(region.start);
    let end = text.floor_char_boundary(region.end).max(start);
    for (name, hit) in search.find(&text[start..end]) {
        let help = "take it out, and replace it where it came from: git keeps what was once written";
        let place = Location::span(file, start + hit.start..start + hit.end);
        found.push(RULE.at(place, format!("this looks like {name}")).help(help));
    }
}
