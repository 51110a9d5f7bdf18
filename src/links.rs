//! Asks the web whether links still lead somewhere (`check --links`), politely: each host one question at a time, with a
//! pause; what was fine is not asked again for a week. Answers are kept in the kit's `.talktrack/links.json`, which can be
//! deleted at any time.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use crate::check::Dead;
use crate::error::Error;
use crate::project::Project;
use crate::write;

/// Where answers are kept.
const CACHE: &str = ".talktrack/links.json";
/// Days that a good answer is believed.
const FRESH: i32 = 7;
/// Hosts that are asked at the same time.
const HOSTS: usize = 8;
/// Between two questions to one host.
const PAUSE: Duration = Duration::from_millis(500);
/// For one answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The good answers of former runs: the day each address was fine.
#[derive(Default, Serialize, Deserialize)]
struct Cache(BTreeMap<String, Date>);

/// Asks for all addresses; tells how far it is through `say`.
///
/// # Errors
/// When none of several can be reached, which tells of the network and not of the links.
pub fn ask(project: &Project, urls: &[String], today: Date, say: &dyn Fn(&str)) -> Result<Dead, Error> {
    let path = project.root.join(CACHE);
    let mut cache: Cache =
        std::fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let fresh = |url: &String| cache.0.get(url).is_some_and(|day| *day <= today && (today - *day).get_days() < FRESH);
    let mut hosts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for url in urls.iter().filter(|url| !fresh(url)) {
        hosts.entry(host(url)).or_default().push(url);
    }
    let count = hosts.values().map(Vec::len).sum::<usize>();
    if count > 0 {
        say(&format!("asking {count} links on {} hosts\n", hosts.len()));
    }
    let answers = ask_hosts(hosts.into_values().collect());
    if count >= 3 && answers.iter().all(|(_, answer)| matches!(answer, Answer::Unreachable(_))) {
        return Err(Error::NoNetwork { count });
    }
    let mut dead = Dead::new();
    for (url, answer) in answers {
        match answer {
            Answer::Fine => drop(cache.0.insert(url, today)),
            Answer::Gone(words) | Answer::Unreachable(words) => drop(dead.insert(url, words)),
            Answer::Unsaid => {}
        }
    }
    cache.0.retain(|url, day| (today - *day).get_days() < FRESH && urls.contains(url));
    keep(&path, &cache);
    Ok(dead)
}

/// A cache that cannot be kept costs time, nothing else.
fn keep(path: &std::path::Path, cache: &Cache) {
    let folder = path.parent().map(std::fs::create_dir_all);
    if let (Some(Ok(())), Ok(bytes)) = (folder, serde_json::to_vec_pretty(cache)) {
        let _ = write::whole(path, &bytes);
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq)]
enum Answer {
    Fine,
    /// The host says that there is nothing.
    Gone(String),
    /// No host answered.
    Unreachable(String),
    /// The host would not say (it is busy, or wants a name and password).
    Unsaid,
}

fn ask_hosts(hosts: Vec<Vec<&str>>) -> Vec<(String, Answer)> {
    let (next, all) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let agent = agent();
    std::thread::scope(|scope| {
        for _ in 0..HOSTS.min(hosts.len()) {
            scope.spawn(|| {
                while let Some(urls) = hosts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    for (at, url) in urls.iter().enumerate() {
                        if at > 0 {
                            std::thread::sleep(PAUSE);
                        }
                        let answer = ask_one(&agent, url);
                        if let Ok(mut all) = all.lock() {
                            all.push(((*url).to_owned(), answer));
                        }
                    }
                }
            });
        }
    });
    all.into_inner().unwrap_or_default()
}

fn agent() -> Agent {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .max_redirects(5)
        .user_agent(concat!("talktrack/", env!("CARGO_PKG_VERSION"), " (link check)"))
        .tls_config(tls);
    config.build().new_agent()
}

/// Asks for the head of a page; where a host has none to give, for the page.
fn ask_one(agent: &Agent, url: &str) -> Answer {
    match agent.head(url).call() {
        Ok(answer) => match answer.status().as_u16() {
            200..=399 => Answer::Fine,
            _ => match agent.get(url).call() {
                Ok(answer) => said(answer.status().as_u16()),
                Err(error) => Answer::Unreachable(reason(&error)),
            },
        },
        Err(error) => Answer::Unreachable(reason(&error)),
    }
}

fn said(status: u16) -> Answer {
    match status {
        200..=399 => Answer::Fine,
        404 | 410 => Answer::Gone(format!("is not there any more ({status})")),
        401 | 403 | 405 | 408 | 429 | 451 | 503 => Answer::Unsaid,
        _ => Answer::Gone(format!("answers with {status}")),
    }
}

fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::HostNotFound => "names a host that does not exist".to_owned(),
        ureq::Error::Timeout(_) => format!("did not answer within {} seconds", PATIENCE.as_secs()),
        ureq::Error::TooManyRedirects => "leads round in circles".to_owned(),
        ureq::Error::BadUri(_) => "is not a web address".to_owned(),
        other => format!("cannot be reached: {other}"),
    }
}
