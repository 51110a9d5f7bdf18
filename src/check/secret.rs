//! `secret`: a key or token in the kit.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use regex::{Regex, RegexSet};

use super::{Desk, Findings, Level, Look, Rule, desk};
use crate::diagnostic::{Diagnostic, Location};
use crate::load::Written;
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
    looks: &[Look::Kit(check)],
};

/// Forms of secrets; the names say what a finding calls them.
const FORMS: &[(&str, &str)] = &[
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY"),
    ("an AWS key", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    ("a Google key", r"\bAIza[0-9A-Za-z_\-]{35}"),
    ("a GitHub token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})"),
    ("a GitLab token", r"\bglpat-[A-Za-z0-9_\-]{20,}"),
    ("a Slack token", r"\bxox[abeoprs]-[A-Za-z0-9\-]{10,}"),
    ("a Slack address that posts", r"https://hooks\.slack\.com/services/T[A-Za-z0-9/]{20,}"),
    ("a Stripe key", r"\b[sr]k_live_[A-Za-z0-9]{16,}"),
    ("an npm token", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("an OpenAI key", r"\bsk-(?:proj-)?[A-Za-z0-9_\-]{32,}"),
    ("an Anthropic key", r"\bsk-ant-[A-Za-z0-9_\-]{32,}"),
    ("an Atlassian token", r"\bATATT3[A-Za-z0-9_\-=]{40,}"),
    ("a SendGrid key", r"\bSG\.[A-Za-z0-9_\-]{20,}\.[A-Za-z0-9_\-]{30,}"),
    ("a web token", r"\beyJ[A-Za-z0-9_\-]{10,}\.eyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{10,}"),
    ("an address with a password in it", r"\b[a-z][a-z0-9+.\-]*://[^\s/:@\[\]]+:[^\s/:@\[\]]{4,}@[^\s/]"),
    ("a bearer token", r"(?i)\bbearer\s+[A-Za-z0-9._~+/\-]{16,}=*"),
    ("a Hugging Face token", r"\bhf_[A-Za-z0-9]{30,}"),
    ("a storage key", r"\bAccountKey=[A-Za-z0-9+/]{30,}"),
    ("a signed address", r"(?i)[?&](?:token|sig|signature|x-amz-signature|access_token|api_key)=[A-Za-z0-9%._\-]{16,}"),
    (
        "a password",
        r"(?i)(?:\b(?:password|passwd|pwd|passwort|kennwort|api[_\- ]?key|client[_-]?secret|secret[_-]?(?:access[_-]?)?key|access[_-]?token|auth[_-]?token|token)|パスワード)\s*[:=：]\s*[^\s]*(?:[0-9][^\s]*[A-Za-z]|[A-Za-z][^\s]*[0-9])[^\s]{6,}",
    ),
];
/// One of these stands in every line that a form can match.
const SIGNS: &[&str] = &[
    "-----begin",
    "akia",
    "asia",
    "aiza",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat",
    "glpat-",
    "xox",
    "hooks.slack",
    "k_live_",
    "npm_",
    "sk-",
    "atatt3",
    "sg.",
    "eyj",
    "hf_",
    "bearer",
    "accountkey",
    "password",
    "passwd",
    "pwd",
    "passwort",
    "kennwort",
    "key",
    "secret",
    "token",
    "sig",
    "パスワード",
    "@",
];

/// The forms, ready to search with.
struct Search {
    signs: AhoCorasick,
    set: RegexSet,
    forms: Vec<Regex>,
}

impl Search {
    fn new() -> Option<Self> {
        let forms = FORMS.iter().map(|(_, form)| Regex::new(form).ok()).collect::<Option<_>>()?;
        let signs = AhoCorasick::builder().ascii_case_insensitive(true).build(SIGNS).ok()?;
        Some(Search { signs, set: RegexSet::new(FORMS.iter().map(|(_, form)| *form)).ok()?, forms })
    }

    /// What looks like a secret in a text, and where. Only lines with a sign are read closely.
    fn find(&self, text: &str) -> Vec<(&'static str, Range<usize>)> {
        let mut found: Vec<(&'static str, Range<usize>)> = Vec::new();
        let mut read = 0;
        for sign in self.signs.find_iter(text).map(|m| m.start()) {
            if sign < read {
                continue;
            }
            let start = text[..sign].rfind('\n').map_or(0, |i| i + 1);
            let end = text[sign..].find('\n').map_or(text.len(), |i| sign + i);
            self.read(&text[start..end], start, &mut found);
            read = end;
        }
        found
    }

    fn read(&self, line: &str, start: usize, found: &mut Vec<(&'static str, Range<usize>)>) {
        for at in self.set.matches(line) {
            for hit in self.forms[at].find_iter(line).filter(|m| is_random(FORMS[at].0, m.as_str())) {
                let range = start + hit.start()..start + hit.end();
                if !found.iter().any(|(_, r)| r.start < range.end && range.start < r.end) {
                    found.push((FORMS[at].0, range));
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

/// Whole files are searched, with their comments and notes: git keeps what was once written anywhere in them.
fn check(desk: &Desk, found: &mut Findings) {
    let Some(search) = Search::new() else { return };
    let files: BTreeSet<&str> = desk.kit.items.iter().map(|i| &*i.file).chain([SETTINGS]).collect();
    let files: Vec<&str> = files.into_iter().collect();
    let hits = |file: &&str| {
        let text = desk.sources.text(file);
        let hits = text.map(|t| search.find(t)).unwrap_or_default();
        hits.into_iter().map(|(name, range)| (file.to_string(), name, range)).collect::<Vec<_>>()
    };
    let all: Vec<(String, &'static str, Range<usize>)> = files.par_iter().flat_map_iter(hits).collect();
    for (file, name, range) in all {
        let holds =
            |i: &&Written| *i.file == *file && (i.node.start as usize..i.node.end as usize).contains(&range.start);
        let about = desk.kit.items.iter().find(holds).map(desk::about);
        let help = "take it out, and replace it where it came from: git keeps what was once written";
        let finding = RULE.at(Location::span(file, range), format!("this looks like {name}")).help(help);
        found.push(Diagnostic { item: about.map(Into::into), ..finding });
    }
}
