//! Files of a DokuWiki. They belong to no page; the stamp of one is the MD5 of its bytes.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::rpc::Rpc;
use super::{md5, word};
use crate::publish::wiki::{Fault, FileDraft, FileSighting};

/// Files: id → stamp.
pub type Files = BTreeMap<String, String>;

/// All files of a namespace.
///
/// # Errors
/// [`Fault::Down`].
pub fn list(rpc: &mut Rpc, space: &str) -> Result<Files, Fault> {
    let listed = rpc.read("core.listMedia", json!({"namespace": space, "depth": 0, "hash": true}))?;
    let listed: Vec<Value> = serde_json::from_value(listed.unwrap_or_default()).unwrap_or_default();
    Ok(listed.iter().map(|file| (word(&file["id"]), word(&file["hash"]))).collect())
}

/// A file among others.
pub fn sighting(files: &Files, draft: &FileDraft) -> Option<FileSighting> {
    let stamp = files.get(draft.name)?.clone();
    Some(FileSighting { same: stamp == md5(draft.bytes), stamp })
}

/// Sends a file: a new one only where there is none, a newer one only over the one that was seen.
///
/// # Errors
/// Any [`Fault`].
pub fn send(rpc: &mut Rpc, draft: &FileDraft, seen: Option<&FileSighting>) -> Result<String, Fault> {
    let info = rpc.read("core.getMediaInfo", json!({"media": draft.name, "hash": true}))?;
    let now = info.map(|info| word(&info["hash"]));
    match (seen, &now) {
        (_, Some(now)) if *now == md5(draft.bytes) => return Ok(now.clone()),
        (Some(_), None) => return Err(Fault::Gone),
        (None, Some(_)) => return Err(Fault::Exists),
        (Some(seen), Some(now)) if seen.stamp != *now => return Err(Fault::Moved),
        _ => {}
    }
    let fields = json!({"media": draft.name, "base64": STANDARD.encode(draft.bytes), "overwrite": seen.is_some()});
    rpc.write("core.saveMedia", fields)?;
    Ok(md5(draft.bytes))
}
