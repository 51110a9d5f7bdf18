//! How much each finding weighs: the rule's own level, what `rules:` says, and what `overrides:` says for some files.

use std::collections::HashMap;

use globset::{Glob, GlobMatcher};
use indexmap::IndexMap;

use super::{Level, RULES, Rule, Scope, rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::settings::Settings;
use crate::model::value::Name;

/// The levels of a kit.
pub struct Levels<'a> {
    scope: Scope<'a>,
    kit: HashMap<&'static str, Level>,
    overrides: Vec<(Vec<GlobMatcher>, HashMap<&'static str, Level>)>,
}

impl<'a> Levels<'a> {
    /// As the settings say.
    pub fn of(settings: &Settings, scope: Scope<'a>) -> Self {
        Levels {
            scope,
            kit: written(&settings.rules),
            overrides: settings.overrides.iter().map(|o| (globs(&o.paths), written(&o.rules))).collect(),
        }
    }

    /// The rules to judge by: those that weigh something somewhere.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        RULES.iter().copied().filter(|rule| self.asks_for(rule))
    }

    fn asks_for(&self, rule: &Rule) -> bool {
        match self.scope {
            Scope::Pages => rule.always && self.is_on(rule),
            Scope::All => self.is_on(rule),
            Scope::Only(names) => names.iter().any(|n| n == rule.name),
        }
    }

    fn is_on(&self, rule: &Rule) -> bool {
        let on = |levels: &HashMap<_, _>| levels.get(rule.name).is_some_and(|l| *l != Level::Off);
        let here = self.kit.get(rule.name).copied().unwrap_or(rule.level) != Level::Off;
        here || self.overrides.iter().any(|(_, levels)| on(levels))
    }

    /// The level of a rule in a file; the last override that speaks of both wins.
    pub fn level(&self, rule: &Rule, file: &str) -> Level {
        if !rule.adjustable {
            return rule.level;
        }
        let here = |(paths, levels): &(Vec<GlobMatcher>, HashMap<_, Level>)| {
            levels.get(rule.name).copied().filter(|_| paths.iter().any(|p| p.is_match(file)))
        };
        let written = self.overrides.iter().rev().find_map(here).or_else(|| self.kit.get(rule.name).copied());
        match (written.unwrap_or(rule.level), self.scope) {
            (Level::Off, Scope::Only(_)) => Level::Warning,
            (level, _) => level,
        }
    }

    /// A finding as it weighs here; none where its rule is off or not asked for. A finding that is softer than its
    /// rule stays softer.
    pub fn weighed(&self, mut found: Diagnostic) -> Option<Diagnostic> {
        let Some(rule) = rule(found.rule) else { return Some(found) };
        if let Scope::Only(_) = self.scope
            && rule.adjustable
            && !self.asks_for(rule)
        {
            return None;
        }
        let softer = rule.level == Level::Error && found.severity == Severity::Warning;
        match self.level(rule, &found.location.file) {
            Level::Off => return None,
            Level::Error if rule.adjustable && !softer => found.severity = Severity::Error,
            Level::Warning if rule.adjustable => found.severity = Severity::Warning,
            _ => {}
        }
        Some(found)
    }
}

fn globs(paths: &[Name]) -> Vec<GlobMatcher> {
    paths.iter().filter_map(|p| Glob::new(p.trim_start_matches("./")).ok()).map(|g| g.compile_matcher()).collect()
}

fn written(levels: &IndexMap<String, Name>) -> HashMap<&'static str, Level> {
    levels.iter().filter_map(|(name, level)| Some((rule(name)?.name, Level::parse(level)?))).collect()
}
