//! What a MediaWiki says when it will not do something. Its errors come with status 200, and a code.

use serde_json::Value;

use crate::publish::http::{Reply, Verdict};
use crate::publish::wiki::Fault;

/// What to do when the account may not edit.
const RIGHTS: &str =
    "give the bot password the grants to edit existing pages, create pages and upload files, and see that its user may";

/// An error of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its code, such as `editconflict`.
    pub code: String,
    /// What it means, in the wiki's words.
    pub words: String,
}

/// The error in an answer.
pub fn said(answer: &Value) -> Option<Said> {
    answer["errors"].get(0).map(one)
}

/// An error as it stands in a list of them. Why a wiki is read-only stands beside its words.
pub fn one(error: &Value) -> Said {
    let word = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
    let (words, reason) = (word(&error["text"]), word(&error["data"]["readonlyreason"]));
    let words = if reason.is_empty() { words } else { format!("{words} ({reason})") };
    Said { code: word(&error["code"]), words }
}

/// Whether a wiki did nothing, and wants to be asked later.
pub fn judge(reply: &Reply) -> Verdict {
    let busy = ["readonly", "ratelimited", "maxlag"];
    let codes = reply.header("mediawiki-api-error").unwrap_or_default();
    if !codes.split(',').any(|code| busy.contains(&code.trim())) {
        return Verdict::Answer;
    }
    match said(&reply.json()) {
        Some(Said { words, .. }) if !words.is_empty() => Verdict::Later(format!("the wiki says: {words}")),
        _ => Verdict::Later("the wiki is busy".into()),
    }
}

/// What an error means for a page that was to be written.
pub fn fault(Said { code, words }: Said) -> Fault {
    match code.as_str() {
        "articleexists" => Fault::Exists,
        "editconflict" => Fault::Moved,
        "missingtitle" | "nosuchpageid" | "pagedeleted" => Fault::Gone,
        "protectedpage" | "protectedtitle" | "cascadeprotected" | "protectednamespace" | "immobilenamespace" => {
            Fault::Held(format!("it is protected ({words})"))
        }
        "blocked" | "autoblocked" | "globalblocking-ipblocked" => {
            Fault::Down(format!("the account is blocked: {words}"), "ask an administrator of the wiki".into())
        }
        "permissiondenied" | "writeapidenied" | "noapiwrite" | "cantcreate" | "noedit" => {
            Fault::Refused(format!("the account has no right to do this ({words}); {RIGHTS}"))
        }
        "readapidenied" => Fault::Down(format!("the account may not read this wiki: {words}"), RIGHTS.into()),
        _ if code.starts_with("internal_api_error") => Fault::Unknown(words),
        _ if code.starts_with("mwoauth") => {
            Fault::Down(format!("the token is not accepted: {words}"), super::session::TOKENS.into())
        }
        _ => Fault::Refused(format!("{words} [{code}]")),
    }
}

/// A fault while something is read: that the run cannot go on.
pub fn unread(fault: Fault) -> Fault {
    match fault {
        Fault::Down(..) => fault,
        Fault::Refused(words) | Fault::Held(words) | Fault::Unknown(words) => Fault::Down(
            format!("the wiki does not let us read: {words}"),
            "run `talktrack doctor` on this place".into(),
        ),
        Fault::Exists | Fault::Moved | Fault::Gone => {
            Fault::Down("the wiki's answer makes no sense".into(), "run `talktrack doctor` on this place".into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(code: &str) -> Reply {
        let body = format!(r#"{{"errors":[{{"code":"{code}","text":"Because."}}]}}"#).into_bytes();
        Reply { status: 200, headers: vec![("mediawiki-api-error".into(), code.into())], body }
    }

    #[test]
    fn a_busy_wiki_is_asked_later_and_a_clear_no_is_an_answer() {
        for code in ["readonly", "ratelimited", "maxlag"] {
            assert_eq!(judge(&reply(code)), Verdict::Later("the wiki says: Because.".into()), "{code}");
        }
        assert_eq!(judge(&reply("protectedpage")), Verdict::Answer);
        assert_eq!(judge(&Reply { status: 200, ..Reply::default() }), Verdict::Answer);
    }

    #[test]
    fn an_error_nobody_foresaw_is_told_in_the_words_of_the_wiki() {
        let fault = fault(Said { code: "abusefilter-disallowed".into(), words: "No links to rivals.".into() });
        assert_eq!(fault, Fault::Refused("No links to rivals. [abusefilter-disallowed]".into()));
    }
}
