//! When a server wants to be asked later, and how long to wait.

use std::time::{Duration, Instant};

use super::{Reply, Verdict};

/// Why a reply is no answer yet.
pub(super) fn later(reply: &Reply, judge: fn(&Reply) -> Verdict) -> Option<String> {
    match (reply.status, judge(reply)) {
        (429, _) => Some("the server asks us to slow down".into()),
        (503, _) => Some("the server is not available for now".into()),
        (_, Verdict::Later(why)) => Some(why),
        (_, Verdict::Answer) => None,
    }
}

/// How long the server asks us to wait: seconds, or a date.
pub(super) fn wait_of(reply: &Reply) -> Option<Duration> {
    let asked = reply.header("retry-after")?.trim();
    if let Ok(seconds) = asked.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = jiff::fmt::rfc2822::parse(asked).ok()?.timestamp();
    Duration::try_from(date.duration_since(jiff::Timestamp::now())).ok().or(Some(Duration::ZERO))
}

/// Up to half of a pause, so that many clients do not come back at one moment.
pub(super) fn jitter(pause: Duration) -> Duration {
    let dice = Instant::now().elapsed().subsec_nanos() ^ std::process::id();
    pause.mul_f64(f64::from(dice % 100) / 200.0)
}
