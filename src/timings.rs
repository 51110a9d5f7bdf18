//! Where the time of a run goes, stage by stage: for `--timings`. Stages that overlap are told as one.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Stages with their time so far, in the order in which they first ended.
static STAGES: Mutex<Vec<(&str, Duration)>> = Mutex::new(Vec::new());

/// Does something, and adds its time to a stage.
pub fn stage<T>(name: &'static str, act: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = act();
    let spent = start.elapsed();
    let mut stages = STAGES.lock().unwrap_or_else(PoisonError::into_inner);
    match stages.iter_mut().find(|(known, _)| *known == name) {
        Some((_, time)) => *time += spent,
        None => stages.push((name, spent)),
    }
    done
}

/// The stages since this was last asked, a line each, in milliseconds.
pub fn told() -> String {
    let stages = std::mem::take(&mut *STAGES.lock().unwrap_or_else(PoisonError::into_inner));
    stages.iter().map(|(name, time)| format!("{name:<14} {:>9.1} ms\n", time.as_secs_f64() * 1000.0)).collect()
}
