//! Pages while one writes: a server on this machine alone, over the latest good state of the kit. A change is seen in
//! the browser at once; what is wrong is told where the author looks, and the last good pages stay.
//!
//! One thread, the `desk`, owns the kit and makes pages as they are asked for; `watch` tells it what changed;
//! `http` carries questions and answers.

mod desk;
mod http;

use std::net::{Ipv4Addr, TcpListener};
use std::sync::mpsc;

use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::project::Project;
use crate::source::Sources;
use crate::text::Audience;
use crate::watch;

/// How many ports after the wanted one are tried when it is taken.
const MORE_PORTS: u16 = 20;

/// What to serve.
pub struct Options {
    /// The port; the next free one when it is taken.
    pub port: u16,
    /// Whom the front page is for; every page can be looked at as any reader.
    pub audience: Audience,
    /// Whether insiders see drafts.
    pub drafts: bool,
    /// The day of the pages.
    pub today: Box<dyn Fn() -> Date + Send>,
}

/// What happens while it runs.
pub enum Event<'a> {
    /// It listens at this address.
    Listening(&'a str),
    /// The kit was read: what is wrong with it, and how long it took.
    Read { diagnostics: &'a Diagnostics, sources: &'a Sources, took: std::time::Duration },
    /// The kit could not be read at all.
    Unreadable(&'a Error),
}

/// What open pages are told.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct State {
    /// Grows when pages may have changed.
    version: u64,
    /// Changes when pages look or work otherwise than before, not only with their words.
    design: u64,
    /// What is wrong, in the words of the terminal; empty: nothing.
    problems: String,
    /// Whether the pages are older than the kit, because it has errors.
    stale: bool,
}

/// Serves until the program is stopped.
///
/// # Errors
/// When no port can be had.
pub fn serve(project: Project, options: Options, tell: impl Fn(Event) + Send + 'static) -> Result<(), Error> {
    let listener = listen(options.port)?;
    let port = listener.local_addr().map_or(options.port, |at| at.port());
    tell(Event::Listening(&format!("http://127.0.0.1:{port}/")));
    let (asks, questions) = mpsc::channel();
    let (state, states) = tokio::sync::watch::channel(State::default());
    let changed = asks.clone();
    watch::watch(&project, move |touched| changed.send(desk::Ask::Changed(touched)).is_ok());
    let audience = options.audience;
    let desk = desk::Desk::new(project, options, state, tell);
    std::thread::spawn(move || desk.work(&questions));
    http::answer(listener, http::Counter { asks, states, port, audience })
        .map_err(|cause| Error::NoPort { port, cause })
}

fn listen(wanted: u16) -> Result<TcpListener, Error> {
    let ports = (wanted..=wanted.saturating_add(MORE_PORTS)).chain([0]);
    let mut last = None;
    for port in ports {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(cause) => last = Some(cause),
        }
    }
    let cause = last.unwrap_or_else(|| std::io::Error::other("no port was tried"));
    Err(Error::NoPort { port: wanted, cause })
}
