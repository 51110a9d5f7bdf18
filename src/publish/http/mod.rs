//! One blocking client for all wikis: rustls, proxies from the environment, a company's own authority, patience with a
//! busy server, and no secret in any word that comes back. Redirects are not followed, so that no credential ever
//! reaches another host.

mod login;
mod safety;
mod unreached;
mod waiting;

use std::time::Duration;

use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

use super::wiki::{Fault, Patience};
pub use login::{Login, Secret, header, secrets};
pub use safety::is_safe;
use safety::{certificates, is_loopback};
use unreached::{is_lasting, may_have_arrived, unreached};
use waiting::{jitter, later, wait_of};

/// Longest answer that is read, in bytes.
const MAX_ANSWER: u64 = 64 * 1024 * 1024;
/// First pause before a question is asked again; it doubles.
const PAUSE: Duration = Duration::from_millis(500);
/// How often a server may answer that it failed.
const FAILURES: usize = 4;
/// Longest single pause, whatever a server asks for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// A question to a server.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// `GET`, `POST` …
    pub method: &'static str,
    /// The whole address.
    pub url: String,
    /// Headers besides the login.
    pub headers: Vec<(&'static str, String)>,
    /// What is sent; `None`: nothing.
    pub body: Option<Vec<u8>>,
    /// Whether it changes something, so that it must not be asked twice unless it was clearly refused.
    pub writes: bool,
}

/// What a server said.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Headers, with names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// When it was said, by the server's clock, in seconds since 1970.
    pub fn seconds(&self) -> Option<i64> {
        Some(jiff::fmt::rfc2822::parse(self.header("date")?.trim()).ok()?.timestamp().as_second())
    }

    /// The body as JSON; anything else is null.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// What to make of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is an answer, good or bad.
    Answer,
    /// The server did nothing and wants to be asked later: why.
    Later(String),
}

/// What came of asking once.
enum Attempt {
    Answered(Reply),
    Later(Busy),
}

/// Why a server is to be asked later.
#[derive(Default)]
struct Busy {
    why: String,
    /// What a person could do meanwhile; empty, or ends in "or ".
    help: String,
    /// How long the server asks us to wait.
    asked_for: Option<Duration>,
}

/// A client for one server.
pub struct Http {
    agent: Agent,
    login: Login,
    patience: Patience,
    waited: Duration,
    secrets: Vec<String>,
    reads: usize,
    writes: usize,
    /// Told what is waited for.
    say: Box<dyn FnMut(&str)>,
}

impl Http {
    /// A client. `authority` holds PEM certificates to trust instead of the machine's own.
    ///
    /// # Errors
    /// When the address is not safe to send a token to, or the authority cannot be read.
    pub fn new(
        url: &str,
        login: Login,
        authority: Option<&[u8]>,
        patience: Patience,
        say: Box<dyn FnMut(&str)>,
    ) -> Result<Http, Fault> {
        if !is_safe(url) {
            return Err(Fault::Down(
                format!("`{url}` would send the token in the clear"),
                "write the address with https:// (http:// is for this very machine only)".into(),
            ));
        }
        let roots = match authority {
            Some(pem) => RootCerts::from(certificates(pem)?),
            None => RootCerts::PlatformVerifier,
        };
        let proxy = if is_loopback(url) { None } else { Proxy::try_from_env() };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy)
            .timeout_global(Some(patience.answer))
            .user_agent(concat!("talktrack/", env!("CARGO_PKG_VERSION")))
            .tls_config(TlsConfig::builder().root_certs(roots).build());
        let secrets = secrets(&login);
        let agent = config.build().new_agent();
        Ok(Http { agent, login, patience, waited: Duration::ZERO, secrets, reads: 0, writes: 0, say })
    }

    /// Keeps another word out of everything that is shown, such as a password that is sent in a form.
    pub fn hide(&mut self, secret: &Secret) {
        self.secrets.extend(Some(secret.reveal().to_owned()).filter(|s| !s.is_empty()));
    }

    /// How many reads and writes were asked.
    pub fn requests(&self) -> (usize, usize) {
        (self.reads, self.writes)
    }

    /// Words without any secret.
    pub fn redacted(&self, words: &str) -> String {
        self.secrets.iter().fold(words.to_owned(), |words, secret| words.replace(secret, "(secret)"))
    }

    /// Asks, and asks again while the server wants to be asked later. `judge` tells from a reply with status 200
    /// whether it is one of those; 429 and 503 always are.
    ///
    /// # Errors
    /// [`Fault::Unknown`] when a write got no clear answer; [`Fault::Down`] when the server cannot be reached, or stays
    /// busy for longer than patience goes.
    pub fn ask(&mut self, question: &Question, judge: fn(&Reply) -> Verdict) -> Result<Reply, Fault> {
        let (mut pause, mut failures) = (PAUSE, 0);
        loop {
            match self.attempt(question, judge, &mut failures)? {
                Attempt::Answered(reply) => return redirected(question, reply),
                Attempt::Later(busy) => self.wait(&busy, pause)?,
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Asks once.
    fn attempt(
        &mut self,
        question: &Question,
        judge: fn(&Reply) -> Verdict,
        failures: &mut usize,
    ) -> Result<Attempt, Fault> {
        *(if question.writes { &mut self.writes } else { &mut self.reads }) += 1;
        match self.once(question) {
            Ok(reply) => match later(&reply, judge) {
                Some(why) => Ok(Attempt::Later(Busy { why, asked_for: wait_of(&reply), ..Busy::default() })),
                None if reply.status < 500 => Ok(Attempt::Answered(reply)),
                None if question.writes => Err(Fault::Unknown(format!("the server answered {}", reply.status))),
                None => {
                    *failures += 1;
                    let why = format!("the server answered {}", reply.status);
                    if *failures < FAILURES {
                        return Ok(Attempt::Later(Busy { why, ..Busy::default() }));
                    }
                    Err(Fault::Down(format!("{why}, {FAILURES} times"), "look at the server's own log".into()))
                }
            },
            Err(error) => {
                let (why, help) = unreached(&error);
                let why = self.redacted(&why);
                match error {
                    error if question.writes && may_have_arrived(&error) => Err(Fault::Unknown(why)),
                    error if is_lasting(&error) => Err(Fault::Down(why, help)),
                    _ => Ok(Attempt::Later(Busy { why, help: format!("{help}; or "), asked_for: None })),
                }
            }
        }
    }

    /// Waits before the server is asked again.
    fn wait(&mut self, busy: &Busy, pause: Duration) -> Result<(), Fault> {
        let why = self.redacted(&busy.why);
        let wait = busy.asked_for.unwrap_or(pause).min(LONGEST_PAUSE) + jitter(pause);
        if self.waited + wait > self.patience.in_all {
            let words = format!("{why}, and still after {} s", self.waited.as_secs());
            let help = format!("{}run the same command again later: it goes on where it stopped", busy.help);
            return Err(Fault::Down(words, help));
        }
        (self.say)(&format!("{why}; waiting {wait:.0?}\n"));
        std::thread::sleep(wait);
        self.waited += wait;
        Ok(())
    }

    fn once(&self, question: &Question) -> Result<Reply, ureq::Error> {
        let mut request = ureq::http::Request::builder().method(question.method).uri(&question.url);
        if let Some(login) = header(&self.login) {
            request = request.header("Authorization", login);
        }
        for (name, value) in &question.headers {
            request = request.header(*name, value);
        }
        let body = question.body.clone().unwrap_or_default();
        let mut response = match question.body {
            Some(_) => self.agent.run(request.body(body)?)?,
            None => self.agent.run(request.body(())?)?,
        };
        let pairs = response.headers().iter();
        let headers = pairs.map(|(n, v)| (n.as_str().to_owned(), String::from_utf8_lossy(v.as_bytes()).into_owned()));
        let headers = headers.collect();
        let body = response.body_mut().with_config().limit(MAX_ANSWER).read_to_vec()?;
        Ok(Reply { status: response.status().as_u16(), headers, body })
    }
}

/// A redirect is told, not followed.
fn redirected(question: &Question, reply: Reply) -> Result<Reply, Fault> {
    if !(300..400).contains(&reply.status) || reply.status == 304 {
        return Ok(reply);
    }
    let to = reply.header("location").unwrap_or("another address");
    let words = format!("`{}` sends us on to `{to}`", question.url);
    Err(Fault::Down(words, "a token is not carried elsewhere; if that is your wiki, write its address as `url`".into()))
}
