//! `secret`: a key or token in the kit.

use regex::RegexSet;

use super::{Desk, Level, Look, Rule, SpotJudge};

/// The rule.
pub const RULE: Rule = Rule {
    name: "secret",
    level: Level::Error,
    adjustable: true,
    always: true,
    summary: "a key, token or password",
    explanation: "Whoever reads a page or the repository can use it. Take it out, and replace it at once where it came from: what was written into git stays in its history. Looked for are the forms of well-known keys (AWS, Google, GitHub, GitLab, Slack, Stripe, npm, OpenAI, Atlassian …), private keys, web tokens, and addresses with a password in them. Places to publish to take their tokens from the environment (`token_env`).",
    bad: "rep_notes: \"Demo login: https://demo:hunter2-b4t@demo.example\"",
    good: "rep_notes: The demo login is in the password manager, under Demo.",
    looks: &[Look::Spots(prepare)],
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
    (
        "a password",
        r"(?i)\b(?:password|passwd|api[_-]?key|secret[_-]?key|access[_-]?token)\s*[:=]\s*[^\s]*(?:[0-9][^\s]*[A-Za-z]|[A-Za-z][^\s]*[0-9])[^\s]{6,}",
    ),
];
/// One of these stands in every text that a form can match, but for addresses with a password.
const SIGNS: &[&str] = &[
    "-----BEGIN",
    "AKIA",
    "ASIA",
    "AIza",
    "gh",
    "github_pat",
    "glpat-",
    "xox",
    "hooks.slack",
    "k_live_",
    "npm_",
    "sk-",
    "ATATT3",
    "SG.",
    "eyJ",
    "assw",
    "ASSW",
    "api",
    "API",
    "Api",
    "ecret",
    "ECRET",
    "ccess",
    "CCESS",
];

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let signs = aho_corasick::AhoCorasick::new(SIGNS).ok();
    let forms = RegexSet::new(FORMS.iter().map(|(_, form)| *form)).ok();
    Box::new(move |spot, found| {
        let words = spot.words();
        let signed =
            || signs.as_ref().is_some_and(|s| s.is_match(words)) || (words.contains('@') && words.contains("://"));
        if words.len() < 12 || !signed() {
            return;
        }
        let Some(at) = forms.as_ref().and_then(|f| f.matches(words).iter().next()) else { return };
        let (name, form) = FORMS[at];
        let hit = regex::Regex::new(form).ok().and_then(|f| f.find(words).map(|m| m.range()));
        let place = hit.map_or_else(|| spot.place(), |range| spot.place_at(desk, range));
        let help = "take it out, and replace it where it came from: git keeps what was once written";
        found.push(RULE.at(place, format!("this looks like {name}")).help(help));
    })
}
