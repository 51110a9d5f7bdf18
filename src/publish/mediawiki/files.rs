//! Files of a MediaWiki. They belong to no page; the stamp of one is the SHA-1 of its bytes.

use serde_json::Value;
use sha1::{Digest, Sha1};

use super::session::Session;
use super::text;
use crate::publish::form::Upload;
use crate::publish::wiki::{Fault, FileDraft, FileSighting};

/// Warnings that do not keep a new file from being sent: others hold the same bytes, or once did.
const HARMLESS: [&str; 4] = ["duplicate", "duplicate-archive", "was-deleted", "bad-prefix"];

/// Looks at a file.
///
/// # Errors
/// [`Fault::Down`].
pub fn look(session: &mut Session, draft: &FileDraft) -> Result<Option<FileSighting>, Fault> {
    let title = format!("File:{}", draft.name);
    let fields = [("action", "query"), ("prop", "imageinfo"), ("titles", &*title), ("iiprop", "sha1")];
    let answer = session.read(&fields)?;
    let Some(sha1) = answer["query"]["pages"][0]["imageinfo"][0]["sha1"].as_str() else { return Ok(None) };
    Ok(Some(FileSighting { stamp: sha1.to_owned(), same: sha1 == stamp(draft.bytes) }))
}

/// Sends a file: a new one only where there is none, a newer one only over the one that was seen.
///
/// # Errors
/// Any [`Fault`].
pub fn send(session: &mut Session, draft: &FileDraft, seen: Option<&FileSighting>) -> Result<String, Fault> {
    let now = look(session, draft)?;
    match (seen, &now) {
        (_, Some(now)) if now.same => return Ok(now.stamp.clone()),
        (Some(_), None) => return Err(Fault::Gone),
        (None, Some(_)) => return Err(Fault::Exists),
        (Some(seen), Some(now)) if seen.stamp != now.stamp => return Err(Fault::Moved),
        _ => {}
    }
    let comment = draft.mark.to_string();
    let mut fields =
        vec![("action", "upload"), ("filename", draft.name), ("comment", &*comment), ("watchlist", "nochange")];
    if seen.is_some() {
        fields.push(("ignorewarnings", "1"));
    }
    let file = Upload { field: "file", name: draft.name, bytes: draft.bytes };
    let mut answer = session.write(&fields, Some(&file))?;
    let key = text(&answer["upload"]["filekey"]);
    if answer["upload"]["result"] == "Warning" && is_harmless(&answer["upload"]["warnings"]) && !key.is_empty() {
        fields.extend([("ignorewarnings", "1"), ("filekey", &key)]);
        answer = session.write(&fields, None)?;
    }
    done(draft, &answer["upload"])
}

fn done(draft: &FileDraft, upload: &Value) -> Result<String, Fault> {
    let sha1 = text(&upload["imageinfo"]["sha1"]);
    match upload["result"].as_str() {
        Some("Success") if sha1 == stamp(draft.bytes) || sha1.is_empty() => Ok(stamp(draft.bytes)),
        Some("Success") => Err(Fault::Unknown("the wiki keeps other bytes than were sent".into())),
        Some("Warning") if upload["warnings"].get("exists").is_some() => Err(Fault::Exists),
        _ => Err(Fault::Refused(format!("the wiki does not take the file `{}`: {}", draft.name, upload["warnings"]))),
    }
}

fn is_harmless(warnings: &Value) -> bool {
    warnings.as_object().is_some_and(|all| all.keys().all(|name| HARMLESS.contains(&name.as_str())))
}

/// The SHA-1 of some bytes, in hex.
fn stamp(bytes: &[u8]) -> String {
    Sha1::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
