//! What all collateral on a page of questions shows.

use serde::Serialize;

use super::eye::Eye;
use super::parts::*;
use crate::model::Item;
use crate::model::faq::{Entry, Faq};

/// A page of questions.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct FaqView {
    pub id: String,
    pub title: String,
    pub intro: String,
    pub about: Option<Link>,
    /// Questions under their headings; the first heading may be empty.
    pub groups: Vec<GroupView>,
    /// Questions nobody has answered yet, for their owner.
    pub open: Vec<EntryView>,
    pub more: More,
}

/// Questions under one heading.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct GroupView {
    pub name: String,
    pub questions: Vec<EntryView>,
}

/// A question and its answer.
#[derive(Debug, Default, Clone, Serialize)]
#[allow(missing_docs)]
pub struct EntryView {
    /// `new`, `changed`, or empty.
    pub news: &'static str,
    pub ask: String,
    pub id: String,
    pub also: Vec<String>,
    /// Its heading; questions on the first level stand under it already.
    pub group: String,
    pub short: String,
    pub answer: String,
    pub rep_notes: String,
    pub asked_by: Vec<Link>,
    pub claims: Vec<ClaimView>,
    pub evidence: Vec<EvidenceView>,
    pub age: Age,
    pub is_open: bool,
    /// Has notes for reps, and no answer to give.
    pub reps_only: bool,
    pub follow_ups: Vec<EntryView>,
}

/// A page of questions, whole.
pub fn view<'a>(eye: &Eye<'a>, item: &'a Item<Faq>) -> FaqView {
    let file = &*item.origin.file;
    let mut groups: Vec<GroupView> = Vec::new();
    let mut open = Vec::new();
    for entry in &item.questions {
        let view = question(eye, entry, file);
        if entry.is_open() && entry.follow_ups.is_empty() {
            open.push(view);
            continue;
        }
        match groups.iter_mut().find(|g| g.name == entry.group.0) {
            Some(group) => group.questions.push(view),
            None => groups.push(GroupView { name: entry.group.to_string(), questions: vec![view] }),
        }
    }
    groups.sort_by_key(|g| !g.name.is_empty());
    FaqView {
        id: item.id.clone(),
        title: item.title.to_string(),
        intro: eye.text(&item.intro, file),
        about: item.about.as_ref().map(|id| eye.link("rival", id)),
        groups,
        open,
        more: eye.more(&item.common, file),
    }
}

fn question(eye: &Eye, entry: &Entry, file: &str) -> EntryView {
    let is_open = entry.is_open();
    EntryView {
        news: eye.part_news(file, &[&entry.ask]),
        ask: eye.text(&entry.ask, file),
        id: entry.id.to_string(),
        also: eye.lines(&entry.also, file),
        group: eye.text(&entry.group, file),
        short: eye.text(&entry.short, file),
        answer: eye.text(&entry.answer, file),
        rep_notes: eye.text(&entry.rep_notes, file),
        asked_by: eye.links(&entry.asked_by),
        claims: eye.claims(&entry.claims),
        evidence: eye.evidence(&entry.evidence, file),
        age: eye.age(entry.verified, entry.expires, "card"),
        is_open,
        reps_only: !is_open && entry.short.is_empty() && entry.answer.is_empty(),
        follow_ups: entry.follow_ups.iter().map(|e| question(eye, e, file)).collect(),
    }
}
