//! The steps of `doctor`, as each wiki writes them down.

use super::wiki::{Answered, Fault};

/// How far clocks may be apart, in seconds.
const APART: i64 = 300;

/// Steps that were taken.
#[derive(Debug, Default)]
pub struct Steps(pub Vec<Answered>);

impl Steps {
    /// All is well.
    pub fn fine(&mut self, what: impl Into<String>) {
        self.0.push(Answered { what: what.into(), fault: None });
    }

    /// Something is wrong: what was found, and the remedy.
    pub fn amiss(&mut self, what: impl Into<String>, found: impl Into<String>, help: impl Into<String>) {
        self.0.push(Answered { what: what.into(), fault: Some((found.into(), help.into())) });
    }

    /// Fine, or amiss.
    pub fn check(&mut self, what: &str, is_fine: bool, found: &str, help: &str) {
        if is_fine { self.fine(what) } else { self.amiss(what, found, help) }
    }

    /// The step could not be taken; so ends the examination.
    pub fn broken(mut self, what: &str, fault: Fault) -> Vec<Answered> {
        let (found, help) = match fault {
            Fault::Down(words, help) => (words, help),
            Fault::Refused(words) | Fault::Held(words) | Fault::Unknown(words) => (words, "try again later".into()),
            Fault::Exists | Fault::Moved | Fault::Gone => ("the answer makes no sense".into(), "try again".into()),
        };
        self.amiss(what, found, help);
        self.0
    }

    /// Whether the clocks agree: a machine with a wrong one has trouble with certificates and logins.
    pub fn clock(&mut self, server: Option<i64>) {
        let what = "the clocks of this machine and of the server agree";
        let Some(server) = server else { return };
        let apart = (jiff::Timestamp::now().as_second() - server).abs();
        let found = format!("they are {apart} seconds apart");
        self.check(what, apart <= APART, &found, "set the clock of the one that is wrong (by NTP)");
    }
}
