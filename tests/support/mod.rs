//! Driving the real app in a real window: start one with [`App::open`], then do what a person would do.
//!
//! Every helper waits for its condition, up to [`window::PATIENCE`], and fails with what it was looking for, where
//! in the test, and a copy of the page in `target/window/TEST/`, where the app's log is too. Nothing sleeps for a guessed time.

#![allow(dead_code, unused_imports, reason = "each test binary uses its part of this module")]
#![expect(clippy::disallowed_methods, reason = "tests look at files from outside, as another program would")]

mod app;
mod axe;
mod drag;
mod driver;
mod keyboard;
mod keys;
mod page;
mod selection;
pub(crate) mod window;

pub(crate) use app::{App, Launch};
pub(crate) use axe::Violation;
pub(crate) use keyboard::Keyboard;
pub(crate) use window::Window;
