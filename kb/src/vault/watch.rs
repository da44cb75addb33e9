//! Notices what other programs do to a vault; used by `reconcile`.
//!
//! An event only says where to look; what is on disk when one looks decides. So nothing here tracks renames or tells
//! kinds of changes apart: places are collected until the vault is quiet, and handed on. Our own saves come by as well;
//! whoever compares hashes drops them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{Config, RecommendedWatcher, RecursiveMode};

use super::names::{SETTINGS, is_note, is_skipped};
use super::{Vault, VaultError};
use crate::model::VaultPath;

/// How long nothing must happen before what happened is handed on.
const QUIET: Duration = Duration::from_millis(80);
/// How long a vault that is never quiet is waited for: a log that grows and grows holds nothing else up.
const LATEST: Duration = Duration::from_millis(400);
/// How often an idle watcher looks whether the vault's folder is still there: an unplugged drive or a renamed parent
/// folder raises no event.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// From how many places on a whole scan is cheaper than a look at each.
const FLOOD: usize = 2_000;

/// Where to look again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchEvent {
    /// These may have changed, appeared or gone.
    Touched {
        /// Notes, and `casebook.toml` at the root; sorted, links resolved to the file they lead to.
        files: Vec<VaultPath>,
        /// Folders to walk with [`Vault::walk_below`], and to compare with all that is known below them; sorted. May
        /// name a file that was no note and is gone: then there is nothing below it on either side.
        folders: Vec<VaultPath>,
    },
    /// Too much happened to say where, or some of it was missed: walk the whole vault.
    Rescan,
    /// The vault's folder vanished or was replaced; nothing more will come. Nothing in it is to be taken for removed.
    Gone,
    /// Some changes will not be noticed from now on.
    Failed {
        /// Why, in a sentence without a full stop.
        reason: String,
    },
}

/// Watches until it is dropped. An event that is being handed on at that moment may still arrive.
#[derive(Debug)]
pub struct Watcher {
    stop: Arc<AtomicBool>,
    _source: RecommendedWatcher,
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
    }
}

type Raw = notify::Result<notify::Event>;
type Sink = Box<dyn Fn(WatchEvent) + Send>;

impl Vault {
    /// Starts watching and calls `sink`, on a thread of its own, about 80 ms after the vault came to rest. Scan after
    /// this returns: what happened before raises no event. Neither does what another machine does on a network drive:
    /// there, walk again from time to time. After [`WatchEvent::Gone`], watch anew once the vault is available.
    ///
    /// # Errors
    /// [`VaultError::Watch`] when the system cannot watch the folder, or no more folders: fall back to scanning.
    pub fn watch(&self, sink: Sink) -> Result<Watcher, VaultError> {
        let failed = |source| VaultError::Watch { root: self.root().to_path_buf(), source };
        let (sender, receiver) = mpsc::channel();
        let config = Config::default().with_follow_symlinks(false);
        let mut source: RecommendedWatcher =
            notify::Watcher::new(move |raw| forward(&sender, raw), config).map_err(failed)?;
        notify::Watcher::watch(&mut source, self.root(), RecursiveMode::Recursive).map_err(failed)?;

        let stop = Arc::new(AtomicBool::new(false));
        let gatherer = Gatherer { vault: self.clone(), sink, stop: Arc::clone(&stop), pending: Pending::default() };
        thread::Builder::new()
            .name("vault watcher".into())
            .spawn(move || gatherer.run(&receiver))
            .map_err(|error| failed(notify::Error::io(error)))?;
        Ok(Watcher { stop, _source: source })
    }
}

/// How long to wait for more, when something has been pending for so long; zero when it is due now.
pub(super) fn patience(pending_for: Option<Duration>) -> Duration {
    pending_for.map_or(HEARTBEAT, |pending_for| QUIET.min(LATEST.saturating_sub(pending_for)))
}

/// Drops what is not a change right away: on Linux every file anybody opens raises an event, and a scan opens many.
fn forward(sender: &Sender<Raw>, raw: Raw) {
    let is_change = match &raw {
        Ok(event) => match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        },
        Err(_) => true,
    };
    if is_change {
        // Fails only when the watcher is being dropped.
        let _ = sender.send(raw);
    }
}

/// What happened since the last event handed on.
#[derive(Debug, Default)]
struct Pending {
    since: Option<Instant>,
    /// The places, and whether what happened there may have happened to a folder.
    places: BTreeMap<PathBuf, bool>,
    rescan: bool,
    failures: Vec<String>,
}

struct Gatherer {
    vault: Vault,
    sink: Sink,
    stop: Arc<AtomicBool>,
    pending: Pending,
}

impl Gatherer {
    fn run(mut self, receiver: &Receiver<Raw>) {
        while !self.stop.load(Ordering::Acquire) {
            let patience = patience(self.pending.since.map(|since| since.elapsed()));
            let is_due = patience.is_zero();
            match if is_due { Err(RecvTimeoutError::Timeout) } else { receiver.recv_timeout(patience) } {
                Ok(raw) => self.pending.add(raw, self.vault.root()),
                Err(RecvTimeoutError::Timeout) => {
                    if self.hand_on().is_err() {
                        return;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Tells the sink what is pending. Fails when the vault is gone, which is the last thing to tell.
    fn hand_on(&mut self) -> Result<(), VaultError> {
        let pending = std::mem::take(&mut self.pending);
        if let Err(gone) = self.vault.available() {
            self.tell(WatchEvent::Gone);
            return Err(gone);
        }
        for reason in pending.failures {
            self.tell(WatchEvent::Failed { reason });
        }
        match if pending.rescan { None } else { self.sort_out(&pending.places) } {
            None => self.tell(WatchEvent::Rescan),
            Some((files, folders)) if files.is_empty() && folders.is_empty() => {}
            Some((files, folders)) => self.tell(WatchEvent::Touched { files, folders }),
        }
        Ok(())
    }

    fn tell(&self, event: WatchEvent) {
        if !self.stop.load(Ordering::Acquire) {
            (self.sink)(event);
        }
    }

    /// Tells notes from folders by what is there now; `None` when only a scan can.
    fn sort_out(&self, places: &BTreeMap<PathBuf, bool>) -> Option<(Vec<VaultPath>, Vec<VaultPath>)> {
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for (place, &maybe_folder) in places {
            let Some(path) = self.vault.path_of(place) else {
                // Not UTF-8: a walk of its folder reports it.
                folders.push(self.vault.path_of(place.parent()?)?);
                continue;
            };
            let is_file = is_note(path.file_name().as_ref()) || path.as_str() == SETTINGS;
            match fs::symlink_metadata(place) {
                Ok(metadata) if metadata.is_dir() => folders.push(path),
                Ok(metadata) if metadata.is_symlink() => {
                    // The link itself may have become a finding, or ceased to be one.
                    folders.push(path);
                    files.extend(
                        fs::canonicalize(place)
                            .ok()
                            .filter(|real| real.is_file())
                            .and_then(|real| is_note(real.file_name()?).then(|| self.vault.path_of(&real))?),
                    );
                }
                Ok(_) if is_file => files.push(path),
                Ok(_) => {}
                // Gone, or out of sight.
                Err(_) => {
                    if maybe_folder {
                        folders.push(path.clone());
                    }
                    if is_file {
                        files.push(path);
                    }
                }
            }
        }
        files.sort_unstable();
        files.dedup();
        folders.sort_unstable();
        folders.dedup();
        Some((files, folders))
    }
}

impl Pending {
    fn add(&mut self, raw: Raw, root: &Path) {
        let event = match raw {
            Ok(event) => event,
            Err(error) => {
                self.start();
                // Whatever was missed by now is found again; what comes later in the same place is not.
                self.rescan = true;
                self.failures.push(error.to_string());
                return;
            }
        };
        if event.need_rescan() {
            self.start();
            self.rescan = true;
            return;
        }
        let maybe_folder = !matches!(
            event.kind,
            EventKind::Create(CreateKind::File)
                | EventKind::Remove(RemoveKind::File)
                | EventKind::Modify(ModifyKind::Data(_))
                | EventKind::Access(_)
        );
        for place in event.paths {
            let Ok(below) = place.strip_prefix(root) else { continue };
            if below.as_os_str().is_empty() {
                // About the root itself: whether it is still there is asked when this is handed on.
                self.start();
            } else if !below.iter().any(is_skipped) {
                self.start();
                self.note(place, maybe_folder);
            }
        }
    }

    fn start(&mut self) {
        self.since.get_or_insert_with(Instant::now);
    }

    fn note(&mut self, place: PathBuf, maybe_folder: bool) {
        if self.rescan {
            return;
        }
        *self.places.entry(place).or_default() |= maybe_folder;
        if self.places.len() > FLOOD {
            self.places.clear();
            self.rescan = true;
        }
    }
}
