//! How the leader hears of what other programs change: the system tells, or it looks from time to time.
//!
//! Looking costs a walk over the vault. It is done at most so often that walking takes a twentieth of the time.

use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use tracing::warn;

use super::backlog::Job;
use crate::vault::{Vault, VaultError, WatchEvent, Watcher};

/// How often the vault is walked at most.
const OFTEN: Duration = Duration::from_secs(10);
/// How often it is walked at least.
const SELDOM: Duration = Duration::from_secs(600);
/// The walk takes at most one in so many seconds.
const ONE_IN: u32 = 20;

/// What tells of changes.
#[derive(Default)]
pub(super) struct Notice {
    /// Held for what it does when it is dropped.
    _watcher: Option<Watcher>,
    looking: Option<Looking>,
}

/// Walks the vault from time to time.
struct Looking {
    why: String,
    every: Duration,
    next: Instant,
}

impl Notice {
    /// Starts watching; where that is not enough, looks from time to time as well.
    pub(super) fn start(vault: &Vault, jobs: &Sender<Job>) -> Self {
        let mut notice = Self::default();
        match watch(vault, jobs) {
            Ok(watcher) => notice._watcher = Some(watcher),
            Err(error) => notice.look_too(format!("{error}. {}", error.hint())),
        }
        if let Some(network) = vault.network() {
            notice.look_too(format!(
                "The vault is on a network drive ({network}), which does not tell what other machines change"
            ));
        }
        notice
    }

    /// Looks from time to time from now on, because of `why`: a sentence without a full stop.
    pub(super) fn look_too(&mut self, why: String) {
        warn!(%why, "changes by other programs are looked for from time to time");
        self.looking = Some(Looking { why, every: OFTEN, next: Instant::now() + OFTEN });
    }

    /// Why changes of other programs show late, if they do, in a sentence without a full stop.
    pub(super) fn why_late(&self) -> Option<String> {
        self.looking.as_ref().map(|looking| {
            format!("{}; changes by other programs show within {} s", looking.why, looking.every.as_secs())
        })
    }

    pub(super) fn is_due(&self) -> bool {
        self.looking.as_ref().is_some_and(|looking| Instant::now() >= looking.next)
    }

    /// Sets the time of the next look by how long one takes.
    pub(super) fn looked(&mut self, took: Duration) {
        if let Some(looking) = &mut self.looking {
            looking.every = interval(took);
            looking.next = Instant::now() + looking.every;
        }
    }
}

fn interval(took: Duration) -> Duration {
    took.saturating_mul(ONE_IN).clamp(OFTEN, SELDOM)
}

fn watch(vault: &Vault, jobs: &Sender<Job>) -> Result<Watcher, VaultError> {
    let jobs = jobs.clone();
    let sink = move |event| {
        let job = match event {
            WatchEvent::Touched { mut files, folders } if folders.is_empty() => {
                if files.iter().any(Vault::is_settings) {
                    let _ = jobs.send(Job::Settings);
                }
                files.retain(Vault::is_note);
                Job::Touched { paths: files, ours: false }
            }
            WatchEvent::Touched { .. } | WatchEvent::Rescan => Job::Rescan,
            WatchEvent::Gone => Job::VaultGone,
            WatchEvent::Failed { reason } => Job::Deaf { reason },
        };
        let _ = jobs.send(job);
    };
    vault.watch(Box::new(sink))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walking_takes_at_most_a_twentieth_of_the_time_and_is_never_given_up() {
        assert_eq!(interval(Duration::from_millis(3)), Duration::from_secs(10));
        assert_eq!(interval(Duration::from_secs(2)), Duration::from_secs(40));
        assert_eq!(interval(Duration::from_secs(300)), Duration::from_secs(600));
    }
}
