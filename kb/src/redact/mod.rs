//! Taking out of a text what does not belong where it goes. Pure: text in, text out.
//!
//! Used when an article is framed from a case: an article names no customer, contact or location (KCS: those stay in the
//! case), when a search is remembered, when the clipboard is offered, and when a report is read. What a secret is is decided once,
//! in [`secrets`]. It cannot know a name nobody told it; what it is
//! told it takes out however it is spelled. Addresses, long ids and secrets it knows by their shape.

mod names;
mod places;
mod secrets;
mod shapes;

pub(crate) use names::parts_of;
pub use names::{Names, Who};
pub use places::without_addresses;
pub(crate) use places::{is_address, is_host, is_network};
pub(crate) use secrets::private_key_goes_on;
pub use secrets::{MASK, masked, secrets};

/// For each shape of a secret: its name, a text that has it, and what must not be left of that text.
#[cfg(test)]
pub(crate) fn samples() -> impl Iterator<Item = (&'static str, String, String)> {
    let lines = include_str!("../../tests/data/secrets.tsv").lines().map(|line| line.split('\t'));
    lines.filter_map(|mut parts| Some((parts.next()?, parts.next()?.replace("\\n", "\n"), parts.next()?.to_owned())))
}
