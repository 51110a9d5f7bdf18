//! `talktrack explain`: what a rule is about, and how to mend what it finds.

use super::{Outcome, print};
use crate::check::{RULES, rule};
use crate::cli::{Cli, Explain};
use crate::error::Error;

/// Runs it.
pub fn run(_: &Cli, args: &Explain) -> Result<Outcome, Error> {
    match args.rule.as_deref() {
        None => print(&all()),
        Some(name) => print(&one(name)),
    }
    Ok(Outcome::Fine)
}

fn all() -> String {
    let width = RULES.iter().map(|r| r.name.len()).max().unwrap_or_default();
    let lines = RULES.iter().map(|r| format!("{:width$}  {:7}  {}\n", r.name, r.level.word(), r.summary));
    let head = "`talktrack explain RULE` tells more. Rules:\n\n".to_owned();
    head + &lines.collect::<String>()
}

fn one(name: &str) -> String {
    let Some(rule) = rule(name) else { return String::new() };
    let indent = |text: &str| text.lines().map(|l| format!("    {l}\n")).collect::<String>();
    let adjust = if rule.adjustable {
        format!(
            "Change its level in talktrack.yaml (`rules: {{{name}: off}}`), or excuse it on one item:\n`allow: [{{rule: {name}, reason: \"…\", until: 2027-01-31}}]`."
        )
    } else {
        "It tells of something that cannot be built, so it is always an error or warning as it stands.".to_owned()
    };
    format!(
        "{name} ({})\n{}\n\n{}\n\nNot like this:\n\n{}\nLike this:\n\n{}\n{adjust}\n",
        rule.level.word(),
        rule.summary,
        rule.explanation,
        indent(rule.bad),
        indent(rule.good)
    )
}
