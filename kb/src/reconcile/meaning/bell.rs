//! What wakes the thread that embeds, what ends it, and what makes it wait.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// One thread listens, everyone else rings or asks.
#[derive(Debug, Default)]
pub(super) struct Bell {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    rung: bool,
    stopped: bool,
    asking: usize,
}

/// Somebody waits for an answer.
#[derive(Debug)]
pub struct Asking<'a>(&'a Bell);

impl Bell {
    /// There may be work.
    pub(super) fn ring(&self) {
        self.lock().rung = true;
        self.changed.notify_all();
    }

    /// Ends the thread.
    pub(super) fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_all();
    }

    /// Lets a thread begin again after another was stopped.
    pub(super) fn begin(&self) {
        self.lock().stopped = false;
    }

    /// Waits until it rings; false when the thread is to end.
    pub(super) fn wait(&self) -> bool {
        let quiet = |state: &mut State| !state.rung && !state.stopped;
        let mut state = self.changed.wait_while(self.lock(), quiet).unwrap_or_else(PoisonError::into_inner);
        state.rung = false;
        !state.stopped
    }

    /// Waits until nobody asks; false when the thread is to end.
    pub(super) fn give_way(&self) -> bool {
        let busy = |state: &mut State| state.asking > 0 && !state.stopped;
        let state = self.changed.wait_while(self.lock(), busy).unwrap_or_else(PoisonError::into_inner);
        !state.stopped
    }

    /// Whether it rang since the last wait.
    pub(super) fn has_rung(&self) -> bool {
        self.lock().rung
    }

    pub(super) fn ask(&self) -> Asking<'_> {
        self.lock().asking += 1;
        Asking(self)
    }

    /// Three plain values are never half changed: they are good even after a thread that held them has panicked.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.lock().asking -= 1;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_embeds_waits_for_who_asks_and_ends_all_the_same() {
        let bell = Bell::default();
        let (first, second) = (bell.ask(), bell.ask());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| bell.give_way());
            drop(first);
            assert!(!waiting.is_finished(), "somebody still asks");
            drop(second);
            assert!(waiting.join().expect("ends"));
            let _asking = bell.ask();
            let stopped = scope.spawn(|| bell.give_way());
            bell.stop();
            assert!(!stopped.join().expect("ends"));
        });
        assert!(!bell.wait(), "it stays stopped");
        bell.begin();
        bell.ring();
        assert!(bell.has_rung() && bell.wait() && !bell.has_rung());
    }
}
