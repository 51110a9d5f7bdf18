//! Plans and outcomes in words for people, one line a page, and as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::apply::{Done, Outcome};
use super::decide::Action;
use super::plan::{News, Plan, Step};

/// The sign in front of a line: what will be new, what will change, what a person has to look at.
fn sign(action: Action) -> char {
    match action {
        Action::Create => '+',
        Action::Update | Action::Converged => '~',
        Action::Orphan | Action::Forget => '-',
        action if action.needs_a_person() => '!',
        _ => ' ',
    }
}

/// What a person can do about a page that needs one; `None`: nothing has to be done.
fn advice(place: &str, step: &Step) -> Option<String> {
    let key = &step.key;
    Some(match step.action {
        Action::Adoptable => format!("`talktrack adopt {place}` takes it back into the ledger"),
        Action::Blocked => format!(
            "rename one of them, or give the page to the kit: `talktrack adopt {place} {key} {}`",
            if step.id.is_empty() { "ID" } else { &step.id }
        ),
        Action::Drift | Action::Conflict => format!(
            "`talktrack pull {place} {key}` shows the words; `talktrack publish {place} --take-ours {key}@{}` overwrites them",
            step.stamp
        ),
        Action::Deleted => format!("`talktrack publish {place} --recreate {key}` makes it again"),
        _ => return None,
    })
}

/// What is behind an action, in words.
fn reason(step: &Step) -> String {
    let who = match (&*step.by, &*step.at) {
        ("", "") => String::new(),
        ("", at) => format!("changed {at}"),
        (by, "") => format!("changed by {by}"),
        (by, at) => format!("changed by {by}, {at}"),
    };
    let base = match step.action {
        Action::Update => news(&step.news),
        Action::Drift | Action::Conflict if step.why.is_empty() => who,
        Action::Blocked if !who.is_empty() => return format!("{} ({who})", step.why),
        Action::Deleted => "a person deleted it".to_owned(),
        Action::Converged => "a person wrote what the kit says now".to_owned(),
        _ => String::new(),
    };
    [base, step.why.clone()].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("; ")
}

fn news(news: &News) -> String {
    let files = match news.files.len() {
        0 => String::new(),
        1 => "one file".to_owned(),
        many => format!("{many} files"),
    };
    let parts = [if news.text { "text" } else { "" }, if news.place { "place" } else { "" }, &files];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A line of a plan.
pub fn line(place: &str, step: &Step, width: usize) -> String {
    let reason = reason(step);
    let reason = if reason.is_empty() { String::new() } else { format!("  {reason}") };
    let line = format!("{} {:<9} {:<width$}{reason}", sign(step.action), step.action.name(), step.key);
    match advice(place, step) {
        Some(advice) => format!("{}\n    {advice}\n", line.trim_end()),
        None => format!("{}\n", line.trim_end()),
    }
}

/// The lines of the pages that a filter keeps, and a summary.
pub fn plan(plan: &Plan, keep: fn(&Step) -> bool) -> String {
    let shown: Vec<&Step> = plan.pages.iter().filter(|s| keep(s)).collect();
    let width = shown.iter().map(|s| s.key.chars().count()).max().unwrap_or(0).min(48);
    let lines: String = shown.iter().map(|step| line(&plan.place, step, width)).collect();
    format!("{lines}{}\n", summary(plan))
}

/// How many pages for each action.
pub fn summary(plan: &Plan) -> String {
    let counts = plan.counts();
    let told: Vec<String> = counts.iter().map(|(action, count)| format!("{count} {}", in_summary(*action))).collect();
    if told.is_empty() { format!("{}: no pages", plan.place) } else { format!("{}: {}", plan.place, told.join(", ")) }
}

fn in_summary(action: Action) -> &'static str {
    match action {
        Action::Create => "to create",
        Action::Update => "to update",
        Action::Nothing => "unchanged",
        Action::Orphan => "no longer in the kit",
        Action::Converged | Action::Forget => "to record",
        action => action.name(),
    }
}

/// A line of a run, once a step is done; `None`: there is nothing to say.
pub fn done(step: &Step, done: &Done) -> Option<String> {
    let why = if done.why().is_empty() { String::new() } else { format!("  {}", done.why()) };
    (*done != Done::Left).then(|| format!("{:<9} {}{why}\n", done.name(), step.key))
}

/// How many pages for each outcome; pages left alone are told by what a person has to decide.
pub fn ended(plan: &Plan, outcome: &Outcome) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (step, done) in plan.pages.iter().zip(&outcome.done) {
        let word = if *done == Done::Left { in_summary(step.action) } else { done.name() };
        *counts.entry(word).or_insert(0) += 1;
    }
    let told: Vec<String> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
    format!("{}: {}\n", plan.place, told.join(", "))
}

/// A plan as JSON; with an outcome, what came of each page too.
pub fn json(plan: &Plan, outcome: Option<&Outcome>, requests: (usize, usize)) -> Value {
    let mut value = serde_json::to_value(plan).unwrap_or_default();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, step) in plan.pages.iter().enumerate() {
        let done = outcome.and_then(|o| o.done.get(at));
        let word = done.filter(|d| **d != Done::Left).map_or(step.action.name(), Done::name);
        *counts.entry(word).or_insert(0) += 1;
        if let Some(done) = done {
            value["pages"][at]["done"] = json!(done.name());
            value["pages"][at]["said"] = json!(done.why());
        }
    }
    value["counts"] = json!(counts);
    value["requests"] = json!({"reads": requests.0, "writes": requests.1});
    if let Some((words, help)) = outcome.and_then(|o| o.stopped.as_ref()) {
        value["stopped"] = json!({"why": words, "help": help});
    }
    value
}
