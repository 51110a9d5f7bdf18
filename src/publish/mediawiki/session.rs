//! A login at a MediaWiki: cookies, tokens, and a new login when the wiki has forgotten us. Every request says who we
//! must be, so that a lost session can never write without a name.

use std::collections::BTreeMap;

use serde_json::Value;

use super::words::{Said, fault, judge, one, said, unread};
use crate::publish::Access;
use crate::publish::form::{self, Upload};
use crate::publish::http::{Http, Login, Reply, Secret};
use crate::publish::wiki::Fault;

/// Where names and tokens come from.
pub const TOKENS: &str = "make a bot password at Special:BotPasswords; its name (such as `Ines@talktrack`) goes into the variable that `user_env` names, the password into that of `token_env`";
/// Where the API is found.
const ADDRESS: &str = "`url` is the address of api.php: open Special:Version of the wiki, it stands under \"Entry point URLs\", such as https://wiki.example/w/api.php";
/// How often one request is sent when tokens or logins have run out meanwhile; such a request has done nothing.
const ATTEMPTS: usize = 3;
/// Seconds that copies of a wiki's database may be behind before we wait.
const LAG: &str = "5";

/// Fields of a request.
pub type Fields<'a> = Vec<(&'a str, &'a str)>;

/// A login.
pub struct Session {
    http: Http,
    api: String,
    /// Empty: the token says who we are, and comes with every request.
    user: String,
    password: Secret,
    cookies: BTreeMap<String, String>,
    is_in: bool,
    token: Option<String>,
    /// Seconds since 1970 of the last answer, as the server's clock has it.
    pub date: Option<i64>,
}

impl Session {
    /// Not logged in yet: that happens when something is asked.
    ///
    /// # Errors
    /// When no password was given, or the address is not safe to send it to.
    pub fn new(api: &str, access: Access) -> Result<Session, Fault> {
        let Access { user, token, authority, patience, say, .. } = access;
        if token.reveal().is_empty() {
            return Err(Fault::Down("no password or token was given".into(), TOKENS.into()));
        }
        let login = if user.is_empty() { Login::Bearer(token.clone()) } else { Login::None };
        let mut http = Http::new(api, login, authority.as_deref(), patience, say)?;
        http.hide(&token);
        let is_in = user.is_empty();
        let (cookies, api) = (BTreeMap::new(), api.to_owned());
        Ok(Session { http, api, user, password: token, cookies, is_in, token: None, date: None })
    }

    /// How many reads and writes were asked.
    pub fn requests(&self) -> (usize, usize) {
        self.http.requests()
    }

    /// Reads something, as the user.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn read(&mut self, fields: &[(&str, &str)]) -> Result<Value, Fault> {
        self.ask(fields, None, false).map_err(unread)
    }

    /// Writes something, as the user.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub fn write(&mut self, fields: &[(&str, &str)], file: Option<&Upload>) -> Result<Value, Fault> {
        self.ask(fields, file, true)
    }

    /// Asks without a login.
    ///
    /// # Errors
    /// [`Fault::Down`], also when there is no MediaWiki at this address.
    pub fn greet(&mut self, fields: &[(&str, &str)]) -> Result<Value, Fault> {
        self.send(fields, None, false)
    }

    fn ask(&mut self, fields: &[(&str, &str)], file: Option<&Upload>, writes: bool) -> Result<Value, Fault> {
        let mut attempt = 1;
        loop {
            self.enter()?;
            let mut all: Fields = fields.to_vec();
            all.push(("assert", "user"));
            let token = if writes { self.edit_token()? } else { String::new() };
            if writes {
                all.extend([("maxlag", LAG), ("token", token.as_str())]);
            }
            let answer = self.send(&all, file, writes)?;
            match said(&answer) {
                None => return Ok(answer),
                Some(Said { code, .. }) if code == "badtoken" && attempt < ATTEMPTS => self.token = None,
                Some(Said { code, .. }) if code == "assertuserfailed" && attempt < ATTEMPTS => self.leave(),
                Some(Said { code, words }) if code == "assertuserfailed" => return Err(self.stranger(&words)),
                Some(error) => return Err(fault(error)),
            }
            attempt += 1;
        }
    }

    /// Logs in, unless we are.
    fn enter(&mut self) -> Result<(), Fault> {
        if self.is_in {
            return Ok(());
        }
        self.cookies.clear();
        let answer = self.send(&[("action", "query"), ("meta", "tokens"), ("type", "login")], None, false)?;
        let token = answer["query"]["tokens"]["logintoken"].as_str().unwrap_or_default().to_owned();
        let (user, password) = (self.user.clone(), self.password.clone());
        let fields = [("action", "login"), ("lgname", &*user), ("lgpassword", password.reveal()), ("lgtoken", &*token)];
        let answer = self.send(&fields, None, false)?;
        if answer["login"]["result"] != "Success" {
            let reason = &answer["login"]["reason"];
            let words = said(&answer).unwrap_or_else(|| one(reason)).words;
            let words = if words.is_empty() { reason.as_str().unwrap_or("no reason given").to_owned() } else { words };
            return Err(self.stranger(&words));
        }
        self.is_in = true;
        Ok(())
    }

    /// The token that goes with a write.
    fn edit_token(&mut self) -> Result<String, Fault> {
        if let Some(token) = &self.token {
            return Ok(token.clone());
        }
        let fields = [("action", "query"), ("meta", "tokens"), ("type", "csrf"), ("assert", "user")];
        let mut answer = self.send(&fields, None, false)?;
        if said(&answer).is_some_and(|s| s.code == "assertuserfailed") {
            self.leave();
            self.enter()?;
            answer = self.send(&fields, None, false)?;
        }
        let token = answer["query"]["tokens"]["csrftoken"].as_str().filter(|t| t.len() > 2);
        let Some(token) = token else { return Err(self.stranger("it gives us no token to write with")) };
        Ok(self.token.insert(token.to_owned()).clone())
    }

    /// What the wiki has forgotten, we forget too.
    fn leave(&mut self) {
        self.is_in = self.user.is_empty();
        self.token = None;
    }

    fn stranger(&self, words: &str) -> Fault {
        let who = if self.user.is_empty() { "the token".into() } else { format!("`{}`", self.user) };
        Fault::Down(self.http.redacted(&format!("the wiki does not let {who} in: {words}")), TOKENS.into())
    }

    /// One request and its answer, good or bad.
    fn send(&mut self, fields: &[(&str, &str)], file: Option<&Upload>, writes: bool) -> Result<Value, Fault> {
        let mut all: Fields = vec![("format", "json"), ("formatversion", "2"), ("errorformat", "plaintext")];
        all.extend_from_slice(fields);
        let mut question = form::post(&self.api, &all, file);
        question.writes = writes;
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            question.headers.push(("Cookie", cookies.join("; ")));
        }
        let reply = self.http.ask(&question, judge)?;
        self.keep(&reply);
        let answer = reply.json();
        if answer.is_object() { Ok(answer) } else { Err(self.stray(&reply, writes)) }
    }

    /// Keeps the cookies of an answer, and its date.
    fn keep(&mut self, reply: &Reply) {
        self.date = reply.seconds();
        for (_, cookie) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else { continue };
            if value.is_empty() || value == "deleted" {
                self.cookies.remove(name.trim());
            } else {
                self.cookies.insert(name.trim().to_owned(), value.to_owned());
            }
        }
    }

    /// An answer that is none of the API's.
    fn stray(&self, reply: &Reply, writes: bool) -> Fault {
        let what = format!("`{}` answers {} with something that is not MediaWiki's API", self.api, reply.status);
        match reply.status {
            200 if writes => Fault::Unknown(what),
            413 if writes => Fault::Refused("it is larger than the server takes".into()),
            401 | 407 => Fault::Down(
                format!("`{}` wants a login of its own before the wiki's", self.api),
                "ask who runs the wiki for an address that programs can use".into(),
            ),
            _ => Fault::Down(what, ADDRESS.into()),
        }
    }
}
