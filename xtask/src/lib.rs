//! What `cargo xtask` and the tests share: a private display to open the app on, processes that are gone when their owner
//! is, and what the model for meaning consists of.
//!
//! Only the standard library, so that the first `cargo xtask` answers in seconds. No rule of the product is here.

#![expect(clippy::disallowed_methods, reason = "build tooling: these files are the project's own, never a vault's")]

pub mod display;
pub mod model;
pub mod picture;
pub mod process;
