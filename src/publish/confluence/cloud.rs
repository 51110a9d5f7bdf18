//! Confluence Cloud: version 2 of its interface for pages, version 1 for what only that has (labels, files, who we are).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::api::{Answer, Api};
use super::edition::{Edition, File, PROPERTY, Page, Refusal, Rights, Space, is_allowed, text_of};
use crate::publish::mark::Mark;
use crate::publish::wiki::{Draft, Fault, Sighting};

/// How many pages, comments … one answer holds.
const PART: &str = "250";
/// How many ids fit into one question.
const IDS: usize = 250;

/// A Confluence Cloud.
pub struct Cloud {
    /// To ask it.
    pub api: Api,
}

impl Edition for Cloud {
    fn api(&mut self) -> &mut Api {
        &mut self.api
    }

    fn requests(&self) -> (usize, usize) {
        self.api.requests()
    }

    fn space(&mut self, key: &str) -> Result<Option<Space>, Fault> {
        let list = self.api.list("/api/v2/spaces", &[("keys", key)], 1)?;
        let space = list.items.first();
        Ok(space.map(|space| Space { id: text_of(&space["id"]), home: text_of(&space["homepageId"]) }))
    }

    fn rights(&mut self, space: &Space, _parent: &str) -> Result<Rights, Fault> {
        let told = self.api.one(&format!("/api/v2/spaces/{}/operations", space.id), &[])?.unwrap_or_default();
        let operations = &told["operations"];
        let pages = is_allowed(operations, "create", "page");
        let files = is_allowed(operations, "create", "attachment");
        Ok(vec![("pages may be created and changed", pages), ("files may be added", files)])
    }

    fn numbered(&mut self, ids: &[&str]) -> Result<Vec<Page>, Fault> {
        let mut found = Vec::new();
        for ids in ids.chunks(IDS) {
            let mut query = vec![("limit", PART), ("status", "current"), ("status", "archived")];
            query.extend(ids.iter().map(|id| ("id", *id)));
            found.extend(self.pages(&query, usize::MAX)?.0);
        }
        Ok(found)
    }

    fn titled(&mut self, space: &Space, title: &str, statuses: &[&str]) -> Result<Vec<Page>, Fault> {
        let mut query = vec![("space-id", space.id.as_str()), ("title", title), ("limit", PART)];
        query.extend(statuses.iter().map(|status| ("status", *status)));
        Ok(self.pages(&query, usize::MAX)?.0)
    }

    fn all(&mut self, space: &Space, parts: usize) -> Result<Option<Vec<Page>>, Fault> {
        let query = [("space-id", space.id.as_str()), ("limit", PART), ("status", "current"), ("status", "archived")];
        let (pages, is_cut) = self.pages(&query, parts)?;
        Ok((!is_cut).then_some(pages))
    }

    fn page(&mut self, id: &str, version: Option<&str>) -> Result<Option<Page>, Fault> {
        let mut query = vec![("body-format", "storage")];
        query.extend(version.map(|version| ("version", version)));
        Ok(self.api.one(&format!("/api/v2/pages/{id}"), &query)?.as_ref().map(page))
    }

    fn first_note(&mut self, id: &str) -> Result<String, Fault> {
        let first = self.api.one(&format!("/api/v2/pages/{id}/versions/1"), &[])?.unwrap_or_default();
        Ok(text_of(&first["message"]))
    }

    /// A page cannot be created with a message, and one without would be nobody's if we broke off right then. So it
    /// begins as a draft, which nobody else sees, and is published with its message.
    fn add(&mut self, space: &Space, parent: &str, draft: &Draft) -> Result<Page, Refusal> {
        let mut body = json!({
            "spaceId": space.id, "status": "draft", "title": draft.name,
            "body": {"representation": "storage", "value": draft.text},
        });
        if !parent.is_empty() {
            body["parentId"] = parent.into();
        }
        let begun = good(self.api.send("POST", "/api/v2/pages", &body)?)?;
        let id = text_of(&begun["id"]);
        let published = self.change(&id, 1, parent, draft);
        if let Err(Refusal::No(_)) = &published {
            // Nothing hangs on it: a draft that stays is seen by nobody but its owner.
            let _ = self.api.delete(&format!("/api/v2/pages/{id}"), &[("draft", "true")]);
        }
        published
    }

    fn change(&mut self, id: &str, version: u64, parent: &str, draft: &Draft) -> Result<Page, Refusal> {
        let mut body = json!({
            "id": id, "status": "current", "title": draft.name,
            "body": {"representation": "storage", "value": draft.text},
            "version": {"number": version, "message": draft.mark.to_string()},
        });
        if !parent.is_empty() {
            body["parentId"] = parent.into();
        }
        let changed = good(self.api.send("PUT", &format!("/api/v2/pages/{id}"), &body)?)?;
        Ok(page(&changed))
    }

    fn bin(&mut self, id: &str) -> Result<Answer, Fault> {
        self.api.delete(&format!("/api/v2/pages/{id}"), &[])
    }

    fn property(&mut self, id: &str) -> Result<Option<Value>, Fault> {
        let answer = self.api.one(&format!("/api/v2/pages/{id}/properties"), &[("key", PROPERTY)])?;
        Ok(answer.and_then(|list| list.pointer("/results/0/value").cloned()))
    }

    fn set_property(&mut self, id: &str, value: &Value) -> Result<Answer, Fault> {
        let body = json!({"key": PROPERTY, "value": value});
        self.api.send("POST", &format!("/api/v2/pages/{id}/properties"), &body)
    }

    fn open_comments(&mut self, id: &str) -> Result<usize, Fault> {
        let query = [("resolution-status", "open"), ("resolution-status", "reopened"), ("limit", PART)];
        Ok(self.api.list(&format!("/api/v2/pages/{id}/inline-comments"), &query, 1)?.items.len())
    }

    fn below(&mut self, id: &str) -> Result<Vec<String>, Fault> {
        // Ten levels are as deep as it goes; what stands deeper stands below one of these.
        let query = [("limit", PART), ("depth", "10")];
        let list = self.api.list(&format!("/api/v2/pages/{id}/descendants"), &query, usize::MAX)?;
        Ok(list.items.iter().map(|below| text_of(&below["id"])).collect())
    }

    fn file(&mut self, page: &str, name: &str) -> Result<Option<File>, Fault> {
        let list = self.api.list(&format!("/api/v2/pages/{page}/attachments"), &[("filename", name)], 1)?;
        Ok(list.items.first().map(|file| File {
            id: text_of(&file["id"]),
            version: file["version"]["number"].as_u64().unwrap_or_default(),
            size: file["fileSize"].as_u64().unwrap_or_default(),
            comment: text_of(&file["comment"]),
        }))
    }

    /// One question for all; of pages that we changed last nobody asks who it was. Ids tell a reader nothing.
    fn name_people(&mut self, pages: &mut [Page]) -> Result<(), Fault> {
        let foreign = pages.iter().filter(|page| Mark::read(&page.note).is_none() && !page.seen.by.is_empty());
        let ids: BTreeSet<String> = foreign.map(|page| page.seen.by.clone()).collect();
        let mut names = BTreeMap::new();
        if !ids.is_empty() {
            let answer = self.api.query("/api/v2/users-bulk", &json!({"accountIds": ids}))?;
            let people = answer.json["results"].as_array().into_iter().flatten();
            names.extend(people.map(|one| (text_of(&one["accountId"]), text_of(&one["displayName"]))));
        }
        for page in pages {
            page.seen.by = names.get(&page.seen.by).cloned().unwrap_or_default();
        }
        Ok(())
    }
}

impl Cloud {
    fn pages(&mut self, query: &[(&str, &str)], parts: usize) -> Result<(Vec<Page>, bool), Fault> {
        let list = self.api.list("/api/v2/pages", query, parts)?;
        Ok((list.items.iter().map(page).collect(), list.is_cut))
    }
}

fn good(answer: Answer) -> Result<Value, Refusal> {
    if answer.is_good() { Ok(answer.json) } else { Err(Refusal::No(answer)) }
}

fn page(told: &Value) -> Page {
    let version = &told["version"];
    Page {
        seen: Sighting {
            id: text_of(&told["id"]),
            name: text_of(&told["title"]),
            stamp: text_of(&version["number"]),
            parent: text_of(&told["parentId"]),
            by: text_of(&version["authorId"]),
            at: text_of(&version["createdAt"]),
            closed: None,
        },
        status: text_of(&told["status"]),
        space: text_of(&told["spaceId"]),
        text: text_of(&told["body"]["storage"]["value"]),
        note: text_of(&version["message"]),
    }
}
