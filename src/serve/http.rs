//! Questions and answers over HTTP, on this machine alone. Pages of a reader stand below `/internal/`, `/partner/` and
//! `/public/`; what the server adds to them, below `/~talktrack/`.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::mpsc::Sender;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State as Held};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use futures_util::stream::{Stream, unfold};
use tokio::sync::{oneshot, watch};

use super::State;
use super::desk::{Answer, Ask};
use crate::media::media_type;
use crate::text::Audience;

/// The script that tells a page of changes and problems.
const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

/// Where questions are handed in.
#[derive(Clone)]
pub struct Counter {
    /// To the desk.
    pub asks: Sender<Ask>,
    /// What open pages are told.
    pub states: watch::Receiver<State>,
    /// The port it listens at.
    pub port: u16,
    /// Whom the front page is for.
    pub audience: Audience,
}

/// Answers until the program is stopped.
pub fn answer(listener: TcpListener, counter: Counter) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let routes = Router::new()
            .route("/", get(front))
            .route("/~talktrack/state", get(state))
            .route("/~talktrack/page.js", get(|| async { typed("page.js", SCRIPT.into()) }))
            .route("/~talktrack/page.css", get(|| async { typed("page.css", STYLE.into()) }))
            .route("/{audience}", get(door))
            .route("/{audience}/", get(door))
            .route("/{audience}/{*path}", get(file))
            .layer(middleware::from_fn_with_state(counter.clone(), only_from_here))
            .with_state(counter);
        axum::serve(tokio::net::TcpListener::from_std(listener)?, routes).await
    })
}

/// Another site could have its name lead here; then the browser says that name, and is sent away.
async fn only_from_here(Held(counter): Held<Counter>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let own = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{}", counter.port));
    if !own.iter().any(|name| name.eq_ignore_ascii_case(host)) {
        let words = format!("this server answers only to {}\n", own.join(", "));
        return (StatusCode::MISDIRECTED_REQUEST, words).into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

async fn front(Held(counter): Held<Counter>) -> Redirect {
    Redirect::temporary(&format!("/{}/", counter.audience.name()))
}

async fn door(counter: Held<Counter>, Path(audience): Path<String>) -> Response {
    file(counter, Path((audience, "index.html".to_owned()))).await
}

async fn file(Held(counter): Held<Counter>, Path((name, path)): Path<(String, String)>) -> Response {
    let Some(audience) = Audience::parse(&name) else {
        return (StatusCode::NOT_FOUND, notice(Audience::Internal, "Nothing is here.")).into_response();
    };
    let (reply, answer) = oneshot::channel();
    let asked = counter.asks.send(Ask::File { audience, path: path.clone(), reply });
    let answer = if asked.is_ok() { answer.await.unwrap_or(Answer::Broken) } else { Answer::Broken };
    match answer {
        Answer::File(bytes) if path.ends_with(".html") => typed(&path, watched(bytes, audience)),
        Answer::File(bytes) => typed(&path, bytes),
        Answer::Missing => {
            (StatusCode::NOT_FOUND, notice(audience, "There is no such page for these readers.")).into_response()
        }
        Answer::Broken => (StatusCode::OK, notice(audience, "This page cannot be made yet.")).into_response(),
    }
}

/// A page that also hears of changes.
fn watched(bytes: Vec<u8>, audience: Audience) -> Vec<u8> {
    let mut page = bytes;
    let end = page.windows(7).rposition(|w| w == b"</body>").unwrap_or(page.len());
    page.splice(end..end, added(audience).into_bytes());
    page
}

/// What is added to every page.
fn added(audience: Audience) -> String {
    let name = audience.name();
    format!(
        "<link rel=\"stylesheet\" href=\"/~talktrack/page.css\">\n<script src=\"/~talktrack/page.js\" data-audience=\"{name}\" defer></script>\n"
    )
}

/// A page in the place of one that is not there.
fn notice(audience: Audience, words: &str) -> axum::response::Html<String> {
    axum::response::Html(format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\"><title>talktrack</title></head>\n<body><main class=\"t-notice\"><h1>{words}</h1><p><a href=\"/{}/\">To the front page</a></p></main>\n{}</body></html>\n",
        audience.name(),
        added(audience)
    ))
}

/// Tells a page how things stand, now and whenever that changes.
async fn state(Held(counter): Held<Counter>) -> Sse<impl Stream<Item = Result<sse::Event, Infallible>>> {
    let told = |state: &State| sse::Event::default().data(serde_json::to_string(state).unwrap_or_default());
    let mut states = counter.states;
    states.mark_changed();
    let news = unfold(states, move |mut states| async move {
        states.changed().await.ok()?;
        let event = told(&states.borrow_and_update());
        Some((Ok(event), states))
    });
    Sse::new(news).keep_alive(KeepAlive::default())
}

fn typed(path: &str, bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, media_type(path))], Body::from(bytes)).into_response()
}
