//! Questions to a Confluence and its answers: addresses, JSON, answers that come in parts, files that are sent, and
//! what a refusal means to the people who wait for it. Nothing here knows what a page is.

use serde_json::Value;

use crate::publish::form::{Upload, post};
use crate::publish::http::{Http, Question, Reply, Verdict};
use crate::publish::wiki::Fault;
use crate::render::encoded;

/// How much of a server's own words is shown, in characters.
const WORDS: usize = 300;

/// A Confluence, as far as asking goes.
pub struct Api {
    http: Http,
    root: String,
    remedy: String,
}

/// An answer that is data, good or bad.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The data; null when there was none.
    pub json: Value,
    /// The time on the server's clock, as its header has it.
    pub date: Option<String>,
}

impl Answer {
    /// It is what was asked for.
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// What Confluence says about a refusal.
    pub fn words(&self) -> String {
        let first = |pointer| self.json.pointer(pointer).and_then(Value::as_str).filter(|words| !words.is_empty());
        let places = ["/errors/0/detail", "/errors/0/title", "/message", "/data/errors/0/message/key", "/reason"];
        let words = places.into_iter().find_map(first).unwrap_or("without a reason");
        words.chars().take(WORDS).collect()
    }
}

impl Api {
    /// A Confluence at this address. `remedy` tells how to come by a token that it accepts.
    pub fn new(http: Http, root: &str, remedy: String) -> Api {
        Api { http, root: root.trim_end_matches('/').to_owned(), remedy }
    }

    /// How many requests were made so far, reads and writes.
    pub fn requests(&self) -> (usize, usize) {
        self.http.requests()
    }

    /// Asks for data.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn get(&mut self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        self.ask(Question { method: "GET", url: self.url(path, query), ..Question::default() })
    }

    /// Asks for one thing; `None`: there is no such thing, or none we may see.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn one(&mut self, path: &str, query: &[(&str, &str)]) -> Result<Option<Value>, Fault> {
        let answer = self.get(path, query)?;
        match answer.status {
            404 => Ok(None),
            _ if answer.is_good() => Ok(Some(answer.json)),
            _ => Err(self.refused(&answer, path)),
        }
    }

    /// Asks for a list, part by part, and for at most so many parts.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn list(&mut self, path: &str, query: &[(&str, &str)], parts: usize) -> Result<List, Fault> {
        let mut url = self.url(path, query);
        let mut list = List::default();
        for _ in 0..parts {
            let answer = self.ask(Question { method: "GET", url: url.clone(), ..Question::default() })?;
            if !answer.is_good() {
                return Err(self.refused(&answer, path));
            }
            list.items.extend(answer.json["results"].as_array().into_iter().flatten().cloned());
            // The next part is named from the site's own root, which is not ours behind a gateway.
            let Some((_, next)) = answer.json["_links"]["next"].as_str().and_then(|next| next.split_once('?')) else {
                return Ok(list);
            };
            url = format!("{}{path}?{next}", self.root);
        }
        list.is_cut = true;
        Ok(list)
    }

    /// Sends data that changes something.
    ///
    /// # Errors
    /// [`Fault::Down`], [`Fault::Unknown`].
    pub fn send(&mut self, method: &'static str, path: &str, body: &Value) -> Result<Answer, Fault> {
        self.ask(self.carrying(method, path, body, true))
    }

    /// Asks with more words than an address holds; nothing is changed.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn query(&mut self, path: &str, body: &Value) -> Result<Answer, Fault> {
        self.ask(self.carrying("POST", path, body, false))
    }

    /// Deletes something.
    ///
    /// # Errors
    /// [`Fault::Down`], [`Fault::Unknown`].
    pub fn delete(&mut self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        self.ask(Question { method: "DELETE", url: self.url(path, query), writes: true, ..Question::default() })
    }

    /// Sends a file as a form, with words about it; nobody gets a mail.
    ///
    /// # Errors
    /// [`Fault::Down`], [`Fault::Unknown`].
    pub fn upload(&mut self, path: &str, name: &str, bytes: &[u8], words: &str) -> Result<Answer, Fault> {
        let fields = [("comment", words), ("minorEdit", "true")];
        let mut question = post(&self.url(path, &[]), &fields, Some(&Upload { field: "file", name, bytes }));
        // Without it Confluence takes a form for a forged one.
        question.headers.push(("X-Atlassian-Token", "no-check".into()));
        self.ask(Question { writes: true, ..question })
    }

    /// What to make of an answer that nobody expected.
    pub fn refused(&self, answer: &Answer, what: &str) -> Fault {
        let words = format!("Confluence answered {} to `{what}`: {}", answer.status, answer.words());
        Fault::Down(words, "ask `talktrack doctor` about this place: it goes through address, token and rights".into())
    }

    fn url(&self, path: &str, query: &[(&str, &str)]) -> String {
        let pairs: Vec<_> = query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let mark = if pairs.is_empty() { "" } else { "?" };
        format!("{}{path}{mark}{}", self.root, pairs.join("&"))
    }

    fn carrying(&self, method: &'static str, path: &str, body: &Value, writes: bool) -> Question {
        let headers = vec![("Content-Type", "application/json".to_owned())];
        Question { method, url: self.url(path, &[]), headers, body: Some(body.to_string().into_bytes()), writes }
    }

    fn ask(&mut self, question: Question) -> Result<Answer, Fault> {
        let (answer, locked_out) = self.put(question)?;
        if answer.status == 401 || locked_out { Err(self.unwelcome(&answer, locked_out)) } else { Ok(answer) }
    }

    /// Asks who we are; what is wrong with the address is the first fault, what is wrong with the token the second.
    ///
    /// # Errors
    /// [`Fault::Down`]: nothing that answers is a Confluence.
    pub fn knock(&mut self) -> Result<(Answer, Option<Fault>), Fault> {
        let url = self.url("/rest/api/user/current", &[]);
        let (answer, locked_out) = self.put(Question { method: "GET", url, ..Question::default() })?;
        let is_stranger = answer.status == 401 || answer.json["type"] == "anonymous";
        let fault = (is_stranger || locked_out).then(|| self.unwelcome(&answer, locked_out));
        Ok((answer, fault))
    }

    fn put(&mut self, mut question: Question) -> Result<(Answer, bool), Fault> {
        question.headers.push(("Accept", "application/json".to_owned()));
        let reply = self.http.ask(&question, |_| Verdict::Answer)?;
        let date = reply.header("date").map(str::to_owned);
        let answer = Answer { status: reply.status, json: reply.json(), date };
        let locked_out = is_locked_out(&reply);
        if is_page(&reply) && !locked_out {
            let words = format!("`{}` answers with a web page (status {}), not with data", self.root, reply.status);
            let help = "check `url`: Cloud needs `/wiki` at its end, a Data Center the folder it stands in; a login page in between lets no program through";
            return Err(Fault::Down(words, help.into()));
        }
        Ok((answer, locked_out))
    }

    fn unwelcome(&self, answer: &Answer, is_locked_out: bool) -> Fault {
        if is_locked_out {
            let words = "Confluence lets nobody in under this name for now, after too many wrong tries".into();
            return Fault::Down(words, "log in once by hand in the browser and answer what it asks there".into());
        }
        if answer.words().contains("scope") {
            let words = format!("the token may not do this: {}", answer.words());
            return Fault::Down(words, "make a token with the scopes that docs/confluence.md lists".into());
        }
        Fault::Down("Confluence does not accept the token (wrong, expired or withdrawn)".into(), self.remedy.clone())
    }
}

/// A list, or the start of one.
#[derive(Debug, Default)]
pub struct List {
    /// What it holds.
    pub items: Vec<Value>,
    /// There is more.
    pub is_cut: bool,
}

/// A Data Center that wants a person to prove to be one says so here.
fn is_locked_out(reply: &Reply) -> bool {
    reply.header("x-seraph-loginreason").is_some_and(|reason| reason.contains("AUTHENTICATION_DENIED"))
}

/// A web page, where data should be; a server in front may say 401 or 413 with one, and is clear all the same.
fn is_page(reply: &Reply) -> bool {
    !matches!(reply.status, 401 | 413) && reply.header("content-type").is_some_and(|kind| kind.contains("html"))
}
