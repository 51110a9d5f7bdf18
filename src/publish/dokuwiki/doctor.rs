//! What can be wrong between us and a DokuWiki, asked step by step.

use serde_json::json;

use super::names;
use super::rpc::Rpc;
use crate::model::settings::Place;
use crate::publish::steps::Steps;
use crate::publish::wiki::Answered;

/// DokuWiki's numbers for rights, each of which holds those before it.
const RIGHTS: [(i64, &str, &str); 4] = [
    (1, "we may read pages there", "read"),
    (2, "we may change pages there", "edit"),
    (4, "we may make pages there", "create"),
    (8, "we may send pictures there", "upload"),
];

/// Asks whether everything is in place; nothing is written.
pub fn examine(rpc: &mut Rpc, place: &Place) -> Vec<Answered> {
    let mut steps = Steps::default();
    let what = format!("there is a DokuWiki at `{}`, and it lets us in", &*place.url);
    match rpc.introduce() {
        Ok(login) => steps.fine(format!("{what}: we are `{login}`")),
        Err(fault) => return steps.broken(&what, fault),
    }
    steps.clock(rpc.date);
    let space = names::space(place);
    let probe = format!("{space}:talktrack");
    let right = match rpc.read("core.aclCheck", json!({"page": probe})) {
        Ok(right) => right.and_then(|right| right.as_i64()).unwrap_or_default(),
        Err(fault) => return steps.broken("our rights can be asked for", fault),
    };
    for (needed, what, word) in RIGHTS {
        let found = format!("the account has no right to {word} in `{space}:`");
        let help = format!("an administrator gives it in \"Access Control List Management\": `{word}` for `{space}:*`");
        steps.check(what, right >= needed, &found, &help);
    }
    let what = format!("the pages of `{space}:` can be listed");
    match rpc.read("core.listPages", json!({"namespace": space, "depth": 1, "hash": false})) {
        Ok(_) => steps.fine(what),
        Err(fault) => return steps.broken(&what, fault),
    }
    steps.0
}
