//! Calls to a DokuWiki, and what it says when it will not.

use serde_json::{Value, json};

use crate::publish::Access;
use crate::publish::http::{Http, Login, Question, Reply, Secret, Verdict};
use crate::publish::wiki::Fault;

/// Where the calls go, below the wiki's address.
const DOOR: &str = "lib/exe/jsonrpc.php";
/// Where names and tokens come from.
const TOKENS: &str = "put the name of the wiki's account into the variable that `user_env` names and its password into that of `token_env`; or only a token from \"Update Profile\", and no `user_env`";
/// How the calls are switched on.
const SWITCH: &str = "an administrator switches them on in the Configuration Manager: `remote`, and in `remoteuser` the accounts or @groups that may use them";

/// A wiki's answer that it will not do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its number.
    pub code: i64,
    /// The status of the reply.
    pub status: u16,
    /// What it means, in the wiki's words.
    pub words: String,
}

impl Said {
    /// Whether it says that there is no such page or file.
    pub fn is_missing(&self) -> bool {
        matches!(self.code, 121 | 221)
    }
}

/// A line to a wiki.
pub struct Rpc {
    http: Http,
    door: String,
    user: String,
    is_known: bool,
    /// Seconds since 1970 of the last answer, as the server's clock has it.
    pub date: Option<i64>,
}

impl Rpc {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// When no token was given, or the address is not safe to send it to.
    pub fn new(address: &str, access: Access) -> Result<Rpc, Fault> {
        let Access { user, token, authority, patience, say, .. } = access;
        if token.reveal().is_empty() {
            return Err(Fault::Down("no password or token was given".into(), TOKENS.into()));
        }
        let door = match address.trim_end_matches('/') {
            address if address.ends_with(".php") => address.to_owned(),
            address => format!("{address}/{DOOR}"),
        };
        let http = Http::new(&door, login(&user, token), authority.as_deref(), patience, say)?;
        Ok(Rpc { http, door, user, is_known: false, date: None })
    }

    /// How many reads and writes were asked.
    pub fn requests(&self) -> (usize, usize) {
        self.http.requests()
    }

    /// Reads something; `None`: it is not there.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn read(&mut self, method: &str, fields: Value) -> Result<Option<Value>, Fault> {
        self.introduce()?;
        match self.ask(method, fields, false)? {
            Ok(answer) => Ok(Some(answer)),
            Err(said) if said.is_missing() => Ok(None),
            Err(said) => Err(self.unread(said)),
        }
    }

    /// Writes something; any answer but `true` is a failure.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub fn write(&mut self, method: &str, fields: Value) -> Result<(), Fault> {
        self.introduce()?;
        match self.ask(method, fields, true)? {
            Ok(Value::Bool(true)) => Ok(()),
            Ok(other) => Err(Fault::Refused(format!("the wiki does not take it (its answer is {other})"))),
            Err(said) => Err(fault(said)),
        }
    }

    /// Who we are for the wiki: its name for us.
    ///
    /// # Errors
    /// [`Fault::Down`], also when we are nobody, for what nobody writes has no name to it.
    pub fn introduce(&mut self) -> Result<String, Fault> {
        if self.is_known {
            return Ok(self.user.clone());
        }
        let answer = match self.ask("core.whoAmI", json!({}), false)? {
            Ok(answer) => answer,
            Err(said) => return Err(self.unread(said)),
        };
        match answer["login"].as_str() {
            Some(login) if !login.is_empty() => {
                self.is_known = true;
                login.clone_into(&mut self.user);
                Ok(self.user.clone())
            }
            _ => Err(Fault::Down("the wiki does not know who we are".into(), TOKENS.into())),
        }
    }

    /// One call and its answer.
    fn ask(&mut self, method: &str, fields: Value, writes: bool) -> Result<Result<Value, Said>, Fault> {
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": fields});
        let question = Question {
            method: "POST",
            url: self.door.clone(),
            headers: vec![("Content-Type", "application/json".into())],
            body: Some(call.to_string().into_bytes()),
            writes,
        };
        let reply = self.http.ask(&question, |_| Verdict::Answer)?;
        self.date = reply.seconds();
        let mut answer = reply.json();
        if let Some(error) = answer.get("error").filter(|error| error.is_object()) {
            let words = error["message"].as_str().unwrap_or_default().to_owned();
            return Ok(Err(Said { code: error["code"].as_i64().unwrap_or_default(), status: reply.status, words }));
        }
        match answer.get_mut("result") {
            Some(result) if reply.status == 200 => Ok(Ok(result.take())),
            _ => Err(self.stray(&reply, writes)),
        }
    }

    /// An answer that is none of the wiki's.
    fn stray(&self, reply: &Reply, writes: bool) -> Fault {
        let what = format!("`{}` answers {} with something that is not DokuWiki's", self.door, reply.status);
        match reply.status {
            200 if writes => Fault::Unknown(what),
            413 if writes => Fault::Refused("it is larger than the server takes".into()),
            401 => self.stranger(),
            _ => Fault::Down(what, "`url` is the address of the wiki's start page without `doku.php`".into()),
        }
    }

    fn stranger(&self) -> Fault {
        let who = if self.user.is_empty() { "the token".into() } else { format!("`{}` with this password", self.user) };
        let help = format!("{TOKENS}. If they are right: {SWITCH}");
        Fault::Down(format!("the wiki does not let {who} in"), help)
    }

    /// What it means that something cannot be read.
    fn unread(&self, said: Said) -> Fault {
        let Said { code, status, words } = said;
        match (code, status) {
            (-32605, _) => Fault::Down("the wiki takes no calls from programs".into(), SWITCH.into()),
            (_, 401) => self.stranger(),
            (_, 403) => Fault::Down(format!("`{}` may not do this: {words}", self.user), SWITCH.into()),
            _ if words.contains("Method does not exist") => Fault::Down(
                "this DokuWiki is too old: it does not know the calls we need".into(),
                "it takes version 2024-02-06 \"Kaos\" or newer; ask who runs the wiki to bring it up to date".into(),
            ),
            _ => Fault::Down(format!("the wiki says: {words}"), "run `talktrack doctor` on this place".into()),
        }
    }
}

/// An account with its password, or a token alone.
fn login(user: &str, token: Secret) -> Login {
    if user.is_empty() { Login::Bearer(token) } else { Login::Basic(user.to_owned(), token) }
}

/// What a refusal means for a page that was to be written.
fn fault(Said { code, status, words }: Said) -> Fault {
    match code {
        121 | 221 => Fault::Gone,
        133 => Fault::Held("somebody has it open for editing".into()),
        _ if status == 401 || status == 403 => {
            Fault::Refused("the account may not write there; an administrator gives the right (access control)".into())
        }
        _ => Fault::Refused(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: i64, status: u16) -> Said {
        Said { code, status, words: "Because.".into() }
    }

    #[test]
    fn a_page_that_somebody_edits_is_held_and_one_we_may_not_write_is_refused() {
        assert_eq!(fault(said(133, 400)), Fault::Held("somebody has it open for editing".into()));
        assert!(matches!(fault(said(-32604, 403)), Fault::Refused(words) if words.contains("may not write there")));
        assert_eq!(fault(said(134, 400)), Fault::Refused("Because.".into()));
        assert_eq!(fault(said(121, 400)), Fault::Gone);
    }

    #[test]
    fn a_missing_page_or_file_is_no_error_of_a_read() {
        assert!(said(121, 400).is_missing() && said(221, 400).is_missing());
        assert!(!said(0, 500).is_missing() && !said(133, 400).is_missing());
    }

    #[test]
    fn the_door_is_found_from_the_start_page_or_named_outright_and_needs_a_token() {
        let access = |token: &str| Access {
            user: String::new(),
            token: Secret::new(token.into()),
            authority: None,
            patience: crate::publish::wiki::Patience {
                answer: std::time::Duration::ZERO,
                in_all: std::time::Duration::ZERO,
            },
            kit: String::new(),
            say: Box::new(|_| {}),
        };
        let door = |address: &str| Rpc::new(address, access("t")).map(|rpc| rpc.door).ok();
        let wanted = Some("https://wiki.example/w/lib/exe/jsonrpc.php".to_owned());
        assert_eq!(door("https://wiki.example/w/"), wanted);
        assert_eq!(door("https://wiki.example/w/lib/exe/jsonrpc.php"), wanted);
        assert_eq!(door("http://wiki.example/"), None);
        assert!(matches!(Rpc::new("https://wiki.example/", access("")), Err(Fault::Down(..))));
    }
}
