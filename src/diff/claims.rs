//! Claims that stopped holding, and claims that hold again, judged on one day.

use jiff::civil::Date;
use serde::Serialize;

use super::Side;
use crate::load;
use crate::load::Written;
use crate::load::tree::Node;
use crate::model::settings::Settings;
use crate::model::value::Day;

/// Whether a claim holds on the day of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It held by what was written before, and does not by what is written now.
    Expired,
    /// It did not hold before, and does now.
    HoldsAgain,
}

/// Tells whether claims hold, by the settings of either side.
pub struct Judge {
    before: Settings,
    after: Settings,
    today: Date,
}

impl Judge {
    /// Judges two states of a kit on one day.
    pub fn of(before: &Side, after: &Side, today: Date) -> Judge {
        let typed = |side: &Side| load::library(side.settings, &[]).settings;
        Judge { before: typed(before), after: typed(after), today }
    }

    /// What became of a claim. It can change without a word of its own: by `freshness` in the settings.
    pub fn state(&self, old: &Written, new: &Written) -> Option<State> {
        if new.kind.word != "claim" {
            return None;
        }
        match (self.holds(old.node(), &self.before), self.holds(new.node(), &self.after)) {
            (true, false) => Some(State::Expired),
            (false, true) => Some(State::HoldsAgain),
            _ => None,
        }
    }

    fn holds(&self, claim: Node, settings: &Settings) -> bool {
        let day = |field: &str| claim.text_of(field).and_then(|d| d.parse::<Date>().ok()).map(Day);
        let topic = claim.text_of("topic").unwrap_or("market");
        let until = settings.holds_until(day("verified"), day("expires"), topic);
        let sure = !matches!(claim.text_of("status"), Some("disputed" | "outdated"));
        sure && until.is_none_or(|until| until >= self.today)
    }
}
