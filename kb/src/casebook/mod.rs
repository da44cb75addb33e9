//! The facade.

pub mod view;
