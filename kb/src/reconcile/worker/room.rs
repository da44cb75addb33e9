//! How much may be under way between threads, in bytes.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A limited number of bytes that threads take and give back. One taker that wants more than there is at all gets it
/// when nobody else has any, so that nothing is too large to pass.
pub(super) struct Room {
    limit: usize,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    taken: usize,
    closed: bool,
}

impl Room {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, state: Mutex::new(State { taken: 0, closed: false }), changed: Condvar::new() }
    }

    /// Takes `bytes`, waiting until they are free; false when the room was closed.
    pub(super) fn take(&self, bytes: usize) -> bool {
        let full = |state: &mut State| !state.closed && state.taken > 0 && state.taken + bytes > self.limit;
        let mut state = self.changed.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        state.taken += bytes;
        !state.closed
    }

    pub(super) fn give_back(&self, bytes: usize) {
        let mut state = self.lock();
        state.taken = state.taken.saturating_sub(bytes);
        self.changed.notify_all();
    }

    /// Sends everybody who waits away.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// A count is never half changed: it is good even after a thread that held it has panicked.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_gets_in_when_bytes_come_back_and_out_when_it_closes() {
        let room = Room::new(10);
        assert!(room.take(8));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| room.take(5));
            room.give_back(8);
            assert!(waiting.join().expect("ends"));
            let refused = scope.spawn(|| room.take(6));
            room.close();
            assert!(!refused.join().expect("ends"));
        });
    }

    #[test]
    fn what_is_larger_than_the_room_passes_alone() {
        let room = Room::new(10);
        assert!(room.take(50));
        room.give_back(50);
        assert!(room.take(10));
    }
}
