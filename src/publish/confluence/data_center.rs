//! Confluence Data Center (and Server): version 1 of the interface throughout.

use serde_json::{Value, json};

use super::api::{Answer, Api};
use super::edition::{Edition, File, PROPERTY, Page, Refusal, Rights, Space, is_allowed, text_of};
use crate::publish::wiki::{Draft, Fault, Sighting};

/// How many pages one answer holds, and one question asks for.
const PART: usize = 100;
/// What is told of a page.
const WHOLE: &str = "version,ancestors,space";

/// A Confluence Data Center.
pub struct DataCenter {
    /// To ask it.
    pub api: Api,
}

impl Edition for DataCenter {
    fn api(&mut self) -> &mut Api {
        &mut self.api
    }

    fn requests(&self) -> (usize, usize) {
        self.api.requests()
    }

    fn space(&mut self, key: &str) -> Result<Option<Space>, Fault> {
        let path = format!("/rest/api/space/{}", crate::render::encoded(key));
        let space = self.api.one(&path, &[("expand", "homepage")])?;
        Ok(space.map(|space| Space { id: text_of(&space["key"]), home: text_of(&space["homepage"]["id"]) }))
    }

    fn rights(&mut self, _space: &Space, parent: &str) -> Result<Rights, Fault> {
        let path = format!("/rest/api/content/{parent}");
        let told = if parent.is_empty() { None } else { self.api.one(&path, &[("expand", "operations")])? };
        let operations = told.unwrap_or_default()["operations"].take();
        let is_told = operations.is_array();
        Ok(is_told.then(|| ("pages may be changed", is_allowed(&operations, "update", "page"))).into_iter().collect())
    }

    /// Asks the search, which may not know the newest pages yet: those it does not find are asked for one by one.
    fn numbered(&mut self, ids: &[&str]) -> Result<Vec<Page>, Fault> {
        let mut found = Vec::new();
        for ids in ids.chunks(PART) {
            let cql = format!("id in ({})", ids.join(","));
            let query = [("cql", cql.as_str()), ("expand", WHOLE), ("limit", &PART.to_string())];
            found.extend(self.pages("/rest/api/content/search", &query, usize::MAX)?.0);
        }
        for id in ids.iter().filter(|id| !found.iter().any(|page: &Page| page.seen.id == **id)).collect::<Vec<_>>() {
            let page = self.api.one(&format!("/rest/api/content/{id}"), &[("expand", WHOLE)])?;
            found.extend(page.as_ref().map(self::page));
        }
        Ok(found)
    }

    fn titled(&mut self, space: &Space, title: &str, statuses: &[&str]) -> Result<Vec<Page>, Fault> {
        let mut found = Vec::new();
        for status in statuses.iter().filter(|status| **status != "archived") {
            let key = space.id.as_str();
            let query = [("spaceKey", key), ("title", title), ("type", "page"), ("status", *status), ("expand", WHOLE)];
            found.extend(self.pages("/rest/api/content", &query, 1)?.0);
        }
        Ok(found)
    }

    fn all(&mut self, space: &Space, parts: usize) -> Result<Option<Vec<Page>>, Fault> {
        let limit = PART.to_string();
        let query = [("spaceKey", space.id.as_str()), ("type", "page"), ("expand", WHOLE), ("limit", &limit)];
        let (pages, is_cut) = self.pages("/rest/api/content", &query, parts)?;
        Ok((!is_cut).then_some(pages))
    }

    fn page(&mut self, id: &str, version: Option<&str>) -> Result<Option<Page>, Fault> {
        let mut query = vec![("expand", "body.storage,version,ancestors,space")];
        if let Some(version) = version {
            query.extend([("status", "historical"), ("version", version)]);
        }
        let told = self.api.one(&format!("/rest/api/content/{id}"), &query)?;
        Ok(told.as_ref().map(self::page))
    }

    fn first_note(&mut self, id: &str) -> Result<String, Fault> {
        let Some(now) = self.page(id, None)? else { return Ok(String::new()) };
        let first = if now.seen.stamp == "1" { Some(now) } else { self.page(id, Some("1"))? };
        Ok(first.map(|page| page.note).unwrap_or_default())
    }

    fn add(&mut self, space: &Space, parent: &str, draft: &Draft) -> Result<Page, Refusal> {
        let mut body = written(1, parent, draft);
        body["space"] = json!({"key": space.id});
        told(self.api.send("POST", "/rest/api/content", &body)?)
    }

    fn change(&mut self, id: &str, version: u64, parent: &str, draft: &Draft) -> Result<Page, Refusal> {
        let mut body = written(version, parent, draft);
        body["id"] = id.into();
        body["status"] = "current".into();
        told(self.api.send("PUT", &format!("/rest/api/content/{id}"), &body)?)
    }

    fn bin(&mut self, id: &str) -> Result<Answer, Fault> {
        self.api.delete(&format!("/rest/api/content/{id}"), &[])
    }

    fn property(&mut self, id: &str) -> Result<Option<Value>, Fault> {
        let answer = self.api.one(&format!("/rest/api/content/{id}/property/{PROPERTY}"), &[])?;
        Ok(answer.map(|property| property["value"].clone()))
    }

    fn set_property(&mut self, id: &str, value: &Value) -> Result<Answer, Fault> {
        let body = json!({"key": PROPERTY, "value": value});
        self.api.send("POST", &format!("/rest/api/content/{id}/property"), &body)
    }

    fn open_comments(&mut self, id: &str) -> Result<usize, Fault> {
        let query = [("location", "inline"), ("depth", "all"), ("expand", "extensions.resolution"), ("limit", "100")];
        let list = self.api.list(&format!("/rest/api/content/{id}/child/comment"), &query, usize::MAX)?;
        let status = |comment: &&Value| text_of(&comment["extensions"]["resolution"]["status"]);
        Ok(list.items.iter().filter(|comment| matches!(status(comment).as_str(), "open" | "reopened")).count())
    }

    fn below(&mut self, id: &str) -> Result<Vec<String>, Fault> {
        let path = format!("/rest/api/content/{id}/descendant/page");
        let list = self.api.list(&path, &[("limit", &PART.to_string())], usize::MAX)?;
        Ok(list.items.iter().map(|page| text_of(&page["id"])).collect())
    }

    fn file(&mut self, page: &str, name: &str) -> Result<Option<File>, Fault> {
        let query = [("filename", name), ("expand", "version")];
        let list = self.api.list(&format!("/rest/api/content/{page}/child/attachment"), &query, 1)?;
        Ok(list.items.first().map(|file| File {
            id: text_of(&file["id"]),
            version: file["version"]["number"].as_u64().unwrap_or_default(),
            size: file["extensions"]["fileSize"].as_u64().unwrap_or_default(),
            comment: text_of(&file["extensions"]["comment"]),
        }))
    }
}

impl DataCenter {
    fn pages(&mut self, path: &str, query: &[(&str, &str)], parts: usize) -> Result<(Vec<Page>, bool), Fault> {
        let list = self.api.list(path, query, parts)?;
        Ok((list.items.iter().map(page).collect(), list.is_cut))
    }
}

fn written(version: u64, parent: &str, draft: &Draft) -> Value {
    let mut body = json!({
        "type": "page", "title": draft.name,
        "body": {"storage": {"representation": "storage", "value": draft.text}},
        "version": {"number": version, "message": draft.mark.to_string(), "minorEdit": true},
    });
    if !parent.is_empty() {
        body["ancestors"] = json!([{"id": parent}]);
    }
    body
}

fn told(answer: Answer) -> Result<Page, Refusal> {
    if answer.is_good() { Ok(page(&answer.json)) } else { Err(Refusal::No(answer)) }
}

fn page(told: &Value) -> Page {
    let version = &told["version"];
    let above = told["ancestors"].as_array().and_then(|list| list.last());
    Page {
        seen: Sighting {
            id: text_of(&told["id"]),
            name: text_of(&told["title"]),
            stamp: text_of(&version["number"]),
            parent: above.map(|page| text_of(&page["id"])).unwrap_or_default(),
            by: text_of(&version["by"]["displayName"]),
            at: text_of(&version["when"]),
            closed: None,
        },
        status: text_of(&told["status"]),
        space: text_of(&told["space"]["key"]),
        text: text_of(&told["body"]["storage"]["value"]),
        note: text_of(&version["message"]),
    }
}
