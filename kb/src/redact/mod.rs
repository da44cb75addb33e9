//! Taking out of a text what does not belong where it goes. Pure: text in, text out.
//!
//! Used when an article is framed from a case: an article names no customer, contact or location (KCS: those stay in the
//! case), when a search is remembered, and when the clipboard is offered. It cannot know a name nobody told it; what it is
//! told it takes out however it is spelled. Addresses, long ids and secrets it knows by their shape.

mod names;
mod places;
mod secrets;

pub use names::{Names, Who};
pub use places::without_addresses;
pub(crate) use places::{is_address, is_host, is_network, is_secret, is_secret_key};
pub use secrets::{MASK, masked, secrets};
