//! What a person chose for themselves: name, theme, text size, language of dates, keys. Kept in the local state, never in a
//! vault.

use std::collections::BTreeMap;
use std::path::PathBuf;

use kb::casebook::Error;
use kb::local::Local;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::app::{AppStatus, Nothing, get_status};
use crate::desk::Desk;
use crate::events::DeskEvent;
use crate::failure::Failure;

/// Light, dark, or as the desktop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// As the desktop is.
    #[default]
    System,
}

impl Theme {
    fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::System => "system",
        }
    }

    fn read(word: Option<&str>) -> Self {
        match word {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }
}

/// Keys of commands that are not as declared, by the command's name.
pub type KeyChanges = BTreeMap<String, Vec<String>>;

/// How the window looks and answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Chosen {
    /// The theme.
    pub theme: Theme,
    /// The size of everything, in per cent.
    pub zoom: u16,
    /// The language dates are written in: a BCP 47 tag, `iso`, or `system`.
    pub dates: String,
    /// Keys that are not as declared.
    pub keys: KeyChanges,
    /// Whether the box to find offers what is on the clipboard.
    pub offer_clipboard: bool,
    /// Whether searches are kept.
    pub search_log: bool,
}

/// What to change; what is left out stays.
#[derive(Debug, Deserialize, TS)]
#[ts(optional_fields)]
pub struct Preferences {
    theme: Option<Theme>,
    me: Option<String>,
    /// 50 to 300 per cent.
    zoom: Option<u16>,
    dates: Option<String>,
    /// All keys that are not as declared.
    keys: Option<KeyChanges>,
    /// Whether the box to find offers what is on the clipboard.
    offer_clipboard: Option<bool>,
    /// Whether searches are kept.
    search_log: Option<bool>,
    /// The product the user works with; blank for none.
    product: Option<String>,
    /// Whether the first run is over.
    introduced: Option<bool>,
    /// Whether the sample vault goes on saying that it is one.
    sample_note: Option<bool>,
}

/// Which folder to take off the recent vaults.
#[derive(Debug, Deserialize, TS)]
pub struct ForgetVault {
    path: PathBuf,
}

/// The language of dates of those who chose none: English, as the window is.
const DATES: &str = "en-GB";
/// The sizes a window can have, in per cent.
const ZOOM: std::ops::RangeInclusive<u16> = 50..=300;
/// Changed keys kept at most, and the length of a name or a chord.
const KEYS: usize = 500;
const CHORD: usize = 64;

/// Reads what was chosen; what no Casebook wrote counts as not chosen.
pub(super) fn read(local: &Local) -> Result<Chosen, Failure> {
    let text = |key| local.text_preference(key).map_err(Error::from);
    let value = |key| local.preference(key).map_err(Error::from);
    let zoom = value("zoom")?.and_then(|zoom| u16::try_from(zoom.as_u64()?).ok());
    let is_on = |key| value(key).map(|value| value.and_then(|value| value.as_bool()).unwrap_or(true));
    let keys = value("keys")?.and_then(|keys| serde_json::from_value(keys).ok());
    Ok(Chosen {
        theme: Theme::read(text("theme")?.as_deref()),
        zoom: zoom.filter(|zoom| ZOOM.contains(zoom)).unwrap_or(100),
        dates: text("dates")?.filter(|tag| is_tag(tag)).unwrap_or_else(|| DATES.to_owned()),
        keys: keys.unwrap_or_default(),
        offer_clipboard: is_on("offer-clipboard")?,
        search_log: is_on("search-log")?,
    })
}

pub(super) fn set_preferences(desk: &Desk, preferences: &Preferences) -> Result<AppStatus, Failure> {
    let me = preferences.me.as_deref().map(checked_name).transpose()?;
    let zoom = preferences.zoom.map(checked_zoom).transpose()?;
    let dates = preferences.dates.as_deref().map(checked_tag).transpose()?;
    let keys = preferences.keys.as_ref().map(checked_keys).transpose()?;
    let product = preferences.product.as_deref().map(checked_product).transpose()?;
    let values = [
        ("theme", preferences.theme.map(|theme| theme.word().into())),
        ("zoom", zoom.map(Into::into)),
        ("dates", dates.map(Into::into)),
        ("keys", keys.map(|keys| serde_json::json!(keys))),
        ("me", me.map(Into::into)),
        ("offer-clipboard", preferences.offer_clipboard.map(Into::into)),
        ("search-log", preferences.search_log.map(Into::into)),
        ("product", product.map(Into::into)),
        ("introduced", preferences.introduced.map(Into::into)),
        ("sample-note", preferences.sample_note.map(Into::into)),
    ];
    let local = desk.local()?;
    for (key, value) in values {
        if let Some(value) = value {
            local.set_preference(key, Some(&value)).map_err(Error::from)?;
        }
    }
    if let (Some(_), Ok(casebook)) = (me, desk.casebook()) {
        casebook.set_author(&desk.me()?);
    }
    let status = get_status(desk, &Nothing {})?;
    desk.desktop().say(&DeskEvent::PreferencesChanged {
        chosen: status.chosen.clone(),
        me: status.me.clone(),
        name: status.name.clone(),
        sample_note: status.sample_note,
    });
    Ok(status)
}

pub(super) fn forget_vault(desk: &Desk, request: &ForgetVault) -> Result<AppStatus, Failure> {
    desk.local()?.forget_recent(&request.path).map_err(Error::from)?;
    get_status(desk, &Nothing {})
}

/// A name goes into journal headings, between ` · ` marks and on one line.
fn checked_name(name: &str) -> Result<&str, Failure> {
    let name = name.trim();
    let bad = name.is_empty() || name.chars().count() > 80 || name.contains('·') || name.chars().any(char::is_control);
    if bad {
        return Err(Failure::new(
            "invalid",
            format!("{name:?} cannot be your name: it is 1 to 80 characters on one line without a middle dot"),
            "Choose another name",
        ));
    }
    Ok(name)
}

/// A product is one line; none at all is as good.
fn checked_product(product: &str) -> Result<&str, Failure> {
    let product = product.trim();
    if product.chars().count() > 80 || product.chars().any(char::is_control) {
        return Err(Failure::new(
            "invalid",
            format!("{product:?} cannot be your product: it is at most 80 characters on one line"),
            "Choose a shorter name, or leave it empty",
        ));
    }
    Ok(product)
}

fn checked_zoom(zoom: u16) -> Result<u16, Failure> {
    let (least, most) = (ZOOM.start(), ZOOM.end());
    let bad = || {
        let message = format!("{zoom} % is no size for the window: it can be {least} to {most} %");
        Failure::new("invalid", message, "Choose a size between")
    };
    if ZOOM.contains(&zoom) { Ok(zoom) } else { Err(bad()) }
}

/// Shaped like a language tag. Which of them the window knows is its own matter.
fn is_tag(tag: &str) -> bool {
    (2..=35).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn checked_tag(tag: &str) -> Result<&str, Failure> {
    let bad = || {
        let message = format!("{tag:?} names no language for dates");
        Failure::new("invalid", message, "Choose one from the list, or the system's")
    };
    if is_tag(tag) { Ok(tag) } else { Err(bad()) }
}

fn checked_keys(keys: &KeyChanges) -> Result<&KeyChanges, Failure> {
    let short = |text: &String| text.len() <= CHORD && !text.chars().any(char::is_control);
    let good = keys.len() <= KEYS
        && keys.iter().all(|(command, chords)| short(command) && chords.len() <= 8 && chords.iter().all(short));
    let bad = || Failure::new("invalid", "these keys cannot be kept: too many, or too long a name", "Report this");
    if good { Ok(keys) } else { Err(bad()) }
}
