//! Taking out of a text what does not belong where it goes. Pure: text in, text out.
//!
//! Used when an article is framed from a case: an article names no customer, contact or location (KCS: those stay in the
//! case). It cannot know a name nobody told it; what it is told it takes out however it is spelled.

mod names;

pub use names::{Names, Who};
