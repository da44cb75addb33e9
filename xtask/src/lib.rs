//! What `cargo xtask` and the window tests share: a private display to open the app on, and processes that are
//! gone when their owner is.
//!
//! Only the standard library, so that the first `cargo xtask` answers in seconds. No rule of the product is here.

#![expect(clippy::disallowed_methods, reason = "build tooling: these files are the project's own, never a vault's")]

pub mod display;
pub mod picture;
pub mod process;
