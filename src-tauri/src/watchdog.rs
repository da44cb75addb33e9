//! Waits for the first frame: what may start after it does, and a window that stays blank is not left unexplained.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long the first frame may take before the user is told what to try: much longer than any start seen, on a
/// machine that is busy.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What is said then, to the terminal and in a dialog.
pub const BLANK: &str = "\
Casebook's window has not drawn anything yet. Some graphics drivers leave it blank. Close it and start it with

    casebook --safe-mode

which draws without the graphics card. If that helps, keep it. If it does not, start it from a terminal: what it \
prints there says more. Your notes are not affected.";

/// Whether the window has shown its first frame.
#[derive(Default)]
pub struct FirstFrame {
    shown: Mutex<bool>,
    news: Condvar,
}

impl FirstFrame {
    /// Says that it has.
    pub fn shown(&self) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.news.notify_all();
    }

    /// Waits until it has; `false` when it has not within `patience`.
    #[must_use]
    pub fn wait(&self, patience: Duration) -> bool {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.news.wait_timeout_while(shown, patience, |shown| !*shown);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// How long to wait: `CASEBOOK_FIRST_FRAME_SECONDS`, else [`PATIENCE`].
#[must_use]
pub fn patience(told: Option<&str>) -> Duration {
    told.and_then(|seconds| seconds.parse().ok()).map_or(PATIENCE, Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn whoever_waits_hears_of_the_first_frame() {
        let frame = Arc::new(FirstFrame::default());
        let waiting = {
            let frame = Arc::clone(&frame);
            std::thread::spawn(move || frame.wait(PATIENCE))
        };
        frame.shown();
        assert!(waiting.join().expect("it ends"));
        assert!(frame.wait(Duration::ZERO), "and so does whoever comes later");
    }

    #[test]
    fn a_window_that_stays_blank_is_noticed() {
        assert!(!FirstFrame::default().wait(Duration::ZERO));
    }

    #[test]
    fn the_patience_can_be_told() {
        assert_eq!(patience(None), PATIENCE);
        assert_eq!(patience(Some("0")), Duration::ZERO);
        assert_eq!(patience(Some("soon")), PATIENCE);
    }
}
