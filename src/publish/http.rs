//! One blocking client for all wikis: rustls, proxies from the environment, a company's own authority, patience with a
//! busy server, and no secret in any word that comes back. Redirects are not followed, so that no credential ever
//! reaches another host.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Proxy};

use super::wiki::{Fault, Patience};

/// Longest answer that is read, in bytes.
const MAX_ANSWER: u64 = 64 * 1024 * 1024;
/// First pause before a question is asked again; it doubles.
const PAUSE: Duration = Duration::from_millis(500);
/// How often a server may answer that it failed.
const FAILURES: usize = 4;
/// Longest single pause, whatever a server asks for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Who asks.
#[derive(Clone, Default)]
pub enum Login {
    /// Nobody: a wiki that logs in by other means.
    #[default]
    None,
    /// A name and a token.
    Basic(String, Secret),
    /// A token.
    Bearer(Secret),
}

/// A word that is never shown.
#[derive(Clone, Default)]
pub struct Secret(String);

impl Secret {
    /// Keeps a word.
    pub fn new(word: String) -> Secret {
        Secret(word)
    }

    /// The word, to be sent.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

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
        let (mut pause, mut failures) = (PAUSE, 1);
        loop {
            if question.writes {
                self.writes += 1
            } else {
                self.reads += 1
            }
            let (why, help, asked_for) = match self.once(question) {
                Ok(reply) => match later(&reply, judge) {
                    None if reply.status >= 500 && question.writes => {
                        return Err(Fault::Unknown(format!("the server answered {}", reply.status)));
                    }
                    None if reply.status < 500 => return redirected(question, reply),
                    None if failures == FAILURES => {
                        let words = format!("the server answered {}, {FAILURES} times", reply.status);
                        return Err(Fault::Down(words, "look at the server's own log".into()));
                    }
                    None => {
                        failures += 1;
                        (format!("the server answered {}", reply.status), String::new(), None)
                    }
                    Some(why) => (why, String::new(), wait_of(&reply)),
                },
                Err(error) if question.writes && may_have_arrived(&error) => {
                    return Err(Fault::Unknown(self.redacted(&unreached(&error).0)));
                }
                Err(error) if is_lasting(&error) => return Err(self.down(&error)),
                Err(error) => {
                    let (why, help) = unreached(&error);
                    (why, format!("{help}; or "), None)
                }
            };
            let wait = asked_for.unwrap_or(pause).min(LONGEST_PAUSE) + jitter(pause);
            if self.waited + wait > self.patience.in_all {
                let words = format!("{}, and still after {} s", self.redacted(&why), self.waited.as_secs());
                return Err(Fault::Down(
                    words,
                    format!("{help}run the same command again later: it goes on where it stopped"),
                ));
            }
            let words = format!("{}; waiting {:.0?}\n", self.redacted(&why), wait);
            (self.say)(&words);
            std::thread::sleep(wait);
            self.waited += wait;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
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

    fn down(&self, error: &ureq::Error) -> Fault {
        let (words, help) = unreached(error);
        Fault::Down(self.redacted(&words), help)
    }
}

/// The login as the value of a header; `None`: nobody logs in.
pub fn header(login: &Login) -> Option<String> {
    match login {
        Login::None => None,
        Login::Basic(name, token) => Some(format!("Basic {}", STANDARD.encode(format!("{name}:{}", token.reveal())))),
        Login::Bearer(token) => Some(format!("Bearer {}", token.reveal())),
    }
}

/// Everything that must not be shown: the token, and the forms in which it is sent.
pub fn secrets(login: &Login) -> Vec<String> {
    let token = match login {
        Login::None => "",
        Login::Basic(_, token) | Login::Bearer(token) => token.reveal(),
    };
    let sent = header(login).and_then(|h| h.split_once(' ').map(|(_, sent)| sent.to_owned()));
    let encoded = crate::render::encoded(token);
    [token.to_owned(), sent.unwrap_or_default(), encoded].into_iter().filter(|s| !s.is_empty()).collect()
}

/// https, or this very machine.
pub fn is_safe(url: &str) -> bool {
    url.starts_with("https://") || (url.starts_with("http://") && is_loopback(url))
}

fn is_loopback(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host =
        host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(h, _)| h);
    host == "localhost" || host == "[::1]" || host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate<'static>>, Fault> {
    let help = "`ca` names a file with certificates in PEM form (`-----BEGIN CERTIFICATE-----`)";
    let items = parse_pem(pem).filter_map(Result::ok);
    let found = items.filter_map(|item| match item {
        PemItem::Certificate(certificate) => Some(certificate.to_owned()),
        _ => None,
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        Err(Fault::Down("the file of `ca` holds no certificate".into(), help.into()))
    } else {
        Ok(found)
    }
}

/// Why a reply is no answer yet.
fn later(reply: &Reply, judge: fn(&Reply) -> Verdict) -> Option<String> {
    match (reply.status, judge(reply)) {
        (429, _) => Some("the server asks us to slow down".into()),
        (503, _) => Some("the server is not available for now".into()),
        (_, Verdict::Later(why)) => Some(why),
        (_, Verdict::Answer) => None,
    }
}

/// How long the server asks us to wait: seconds, or a date.
fn wait_of(reply: &Reply) -> Option<Duration> {
    let asked = reply.header("retry-after")?.trim();
    if let Ok(seconds) = asked.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = jiff::fmt::rfc2822::parse(asked).ok()?.timestamp();
    Duration::try_from(date.duration_since(jiff::Timestamp::now())).ok().or(Some(Duration::ZERO))
}

/// Up to half of a pause, so that many clients do not come back at one moment.
fn jitter(pause: Duration) -> Duration {
    let dice = Instant::now().elapsed().subsec_nanos() ^ std::process::id();
    pause.mul_f64(f64::from(dice % 100) / 200.0)
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

/// Whether a request may have reached the server although no answer came.
fn may_have_arrived(error: &ureq::Error) -> bool {
    !matches!(
        error,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed | ureq::Error::Tls(_) | ureq::Error::BadUri(_)
    ) && !matches!(error, ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve))
        && !matches!(error, ureq::Error::Io(cause) if cause.kind() == std::io::ErrorKind::ConnectionRefused)
}

/// Whether asking again is no use.
fn is_lasting(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Io(cause) => cause.to_string().contains("certificate") || is_nameless(&cause.to_string()),
        ureq::Error::Timeout(_) | ureq::Error::ConnectionFailed => false,
        _ => true,
    }
}

/// Whether nobody knows a server of this name, in the words of the system's own resolver.
fn is_nameless(words: &str) -> bool {
    words.contains("failed to lookup address") && !words.contains("emporary")
}

/// Why a server was not reached, and the remedy.
fn unreached(error: &ureq::Error) -> (String, String) {
    let words = error.to_string();
    if words.contains("certificate") || words.contains("Certificate") {
        let help = "if the company has its own authority, name its file with `ca: company-ca.pem`; else look at the date of this machine and of the certificate";
        return (format!("the certificate of the server is not trusted ({words})"), help.into());
    }
    let nowhere = ("no server has this name".into(), "check `url`, the network, and HTTPS_PROXY".into());
    match error {
        ureq::Error::HostNotFound => nowhere,
        ureq::Error::Io(_) if is_nameless(&words) => nowhere,
        ureq::Error::Timeout(_) => {
            ("no answer came in time".into(), "try again, or give it longer with `timeout`".into())
        }
        ureq::Error::ConnectProxyFailed(_) | ureq::Error::InvalidProxyUrl => {
            (format!("the proxy does not let us through ({words})"), "check HTTPS_PROXY and NO_PROXY".into())
        }
        _ => (format!("the server cannot be reached ({words})"), "check `url`, the network, and HTTPS_PROXY".into()),
    }
}
