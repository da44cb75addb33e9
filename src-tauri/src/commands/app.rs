//! Commands about the app itself: its vault, and the desktop around it.

use std::path::PathBuf;

use kb::casebook::Error;
use kb::casebook::view::VaultStatus;
use kb::model::VaultPath;
use kb::redact::masked;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::desktop::{self, DesktopStatus};
use super::preferences::{self, Chosen};
use crate::desk::Desk;
use crate::failure::Failure;

/// No arguments, or nothing to say.
#[derive(Debug, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// A vault that was open before.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RecentVault {
    path: String,
    name: String,
}

/// How the app is.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AppStatus {
    /// The open vault, if there is one.
    pub vault: Option<VaultStatus>,
    /// Whose name goes into entries.
    pub me: String,
    /// The user's own name: the same but for the sample, where they sit in for one of its engineers.
    pub name: String,
    /// How the window looks and answers.
    pub chosen: Chosen,
    /// Where drafts, preferences and what was removed are kept.
    pub data_folder: String,
    /// Where search indexes are kept; it can be deleted at any time.
    pub cache_folder: String,
    /// The case that was open last in this vault.
    pub active_case: Option<VaultPath>,
    /// Vaults that were open before, the last one first.
    pub recent_vaults: Vec<RecentVault>,
    /// The app's version.
    pub version: String,
    /// Whether the open vault is the user's copy of the sample.
    pub sample: bool,
    /// Whether this build carries a sample vault to start with.
    pub has_sample: bool,
    /// Whether the sample vault still says that it is one.
    pub sample_note: bool,
    /// Whether the first run was gone through or skipped.
    pub introduced: bool,
    /// The product the user works with, if they said so.
    pub product: Option<String>,
    /// Why the vault asked for at the start could not be opened.
    pub problem: Option<Failure>,
    /// Whether a vault is being opened at the start.
    pub opening: bool,
    /// What the window showed of this vault the last time, as it was kept.
    pub view: Option<String>,
    /// The desktop around the window.
    pub desktop: DesktopStatus,
}

/// Which folder to open.
#[derive(Debug, Deserialize, TS)]
pub struct OpenVault {
    path: PathBuf,
}

/// Which address to open.
#[derive(Debug, Deserialize, TS)]
pub struct OpenAddress {
    url: String,
}

/// What to put on the clipboard.
#[derive(Debug, Deserialize, TS)]
pub struct CopyText {
    text: String,
}

/// What is on the clipboard, as it may be searched for.
#[derive(Debug, Serialize, TS)]
pub struct ClipboardText {
    /// The text with its secrets masked; of a longer one the beginning, which is what a search reads.
    pub text: String,
    /// Its first line that says something, for showing.
    pub first: String,
    /// How many lines it has.
    pub lines: u32,
}

/// How much the window has shown.
#[derive(Debug, Deserialize, TS)]
pub struct Painted {
    /// The vault's contents, or why there are none; else just the first frame.
    content: bool,
}

/// What the window shows of a vault, as it writes it.
#[derive(Debug, Deserialize, TS)]
#[ts(optional_fields)]
pub struct ViewState {
    json: String,
    /// The vault's folder, which may be the one before; the open one when left out.
    vault: Option<PathBuf>,
}

/// The widths of the panes, as the window writes them.
#[derive(Debug, Deserialize, TS)]
pub struct PaneState {
    json: String,
}

/// Most of the clipboard that is offered, in bytes: a search reads no more.
const OFFERED: usize = 64 * 1024;
/// Most of its first line that is shown, in characters.
const SHOWN: usize = 120;
/// Recent vaults offered.
const RECENT: usize = 8;
/// Pane state kept at most, in bytes.
const PANE_STATE: usize = 16 * 1024;
/// The same for what is shown of a vault, which holds paths.
const VIEW_STATE: usize = 256 * 1024;
/// Under which name a vault keeps it.
const VIEW: &str = "view";

pub(super) fn get_status(desk: &Desk, _: &Nothing) -> Result<AppStatus, Failure> {
    // First: a vault that is opened while the rest is asked for must not look like none.
    let opening = desk.is_opening();
    let local = desk.local()?;
    let casebook = desk.casebook().ok();
    let recent = local.recent_vaults(RECENT).map_err(Error::from)?;
    Ok(AppStatus {
        opening: opening && casebook.is_none(),
        vault: casebook.as_ref().map(|casebook| casebook.status()).transpose()?,
        me: desk.me()?,
        name: desk.name()?,
        chosen: preferences::read(&local)?,
        data_folder: desk.places().data.to_string_lossy().into_owned(),
        cache_folder: desk.places().cache.to_string_lossy().into_owned(),
        active_case: casebook.as_ref().map(|casebook| casebook.active_case()).transpose()?.flatten(),
        recent_vaults: recent
            .into_iter()
            .map(|vault| RecentVault { path: vault.root.to_string_lossy().into_owned(), name: vault.name })
            .collect(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sample: desk.is_sample(),
        has_sample: desk.has_sample(),
        sample_note: local.preference("sample-note").map_err(Error::from)? != Some(false.into()),
        introduced: local.preference("introduced").map_err(Error::from)? == Some(true.into()),
        product: local.text_preference("product").map_err(Error::from)?.filter(|product| !product.is_empty()),
        problem: desk.problem(),
        view: casebook
            .as_ref()
            .map(|casebook| casebook.local().setting(VIEW))
            .transpose()
            .map_err(Error::from)?
            .flatten(),
        desktop: desktop::status(desk)?,
    })
}

pub(super) fn choose_vault(desk: &Desk, nothing: &Nothing) -> Result<AppStatus, Failure> {
    if let Some(folder) = desk.desktop().choose_folder("Open a folder as vault") {
        desk.open_vault(&folder)?;
    }
    get_status(desk, nothing)
}

pub(super) fn open_vault(desk: &Desk, request: &OpenVault) -> Result<AppStatus, Failure> {
    desk.open_vault(&request.path)?;
    get_status(desk, &Nothing {})
}

pub(super) fn look_again(desk: &Desk, nothing: &Nothing) -> Result<AppStatus, Failure> {
    desk.casebook()?.look_again();
    get_status(desk, nothing)
}

pub(super) fn accept_missing(desk: &Desk, nothing: &Nothing) -> Result<AppStatus, Failure> {
    desk.casebook()?.accept_missing()?;
    get_status(desk, nothing)
}

pub(super) fn open_sample(desk: &Desk, nothing: &Nothing) -> Result<AppStatus, Failure> {
    desk.open_sample()?;
    get_status(desk, nothing)
}

pub(super) fn open_external(desk: &Desk, request: &OpenAddress) -> Result<Nothing, Failure> {
    let scheme = request.url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    if !matches!(scheme.as_deref(), Some("http" | "https" | "mailto")) || request.url.chars().any(char::is_control) {
        return Err(Failure::new(
            "refused",
            format!("{:?} is not opened: only http, https and mailto addresses are", request.url),
            "Copy the address if you trust it",
        ));
    }
    let failed =
        |reason| Failure::new("io", format!("cannot open {}: {reason}", request.url), "Copy the address instead");
    desk.desktop().open_address(&request.url).map_err(failed)?;
    Ok(Nothing {})
}

pub(super) fn copy_text(desk: &Desk, request: &CopyText) -> Result<Nothing, Failure> {
    desk.copy(&request.text)?;
    Ok(Nothing {})
}

/// `cargo xtask run` and `cargo xtask start` wait for the files this leaves.
pub(super) fn painted(desk: &Desk, painted: &Painted) -> Result<Nothing, Failure> {
    desk.first_frame.shown();
    let name = if painted.content { "CASEBOOK_SHOWN_FILE" } else { "CASEBOOK_PAINTED_FILE" };
    if let Some(file) = std::env::var_os(name) {
        let failed = |error: std::io::Error| {
            Failure::new("io", format!("cannot write {}: {error}", file.display()), format!("Check {name}"))
        };
        std::fs::File::create(&file).map_err(failed)?;
    }
    Ok(Nothing {})
}

pub(super) fn save_pane_state(desk: &Desk, state: &PaneState) -> Result<Nothing, Failure> {
    if state.json.len() > PANE_STATE {
        return Err(Failure::new("invalid", "the state of the panes is too long to keep", "Report this"));
    }
    desk.local()?.set_preference("panes", Some(&state.json.as_str().into())).map_err(Error::from)?;
    Ok(Nothing {})
}

pub(super) fn save_view_state(desk: &Desk, state: &ViewState) -> Result<Nothing, Failure> {
    if state.json.len() > VIEW_STATE {
        return Err(Failure::new("invalid", "what the window shows is too long to keep", "Report this"));
    }
    desk.state_of(state.vault.as_deref())?.set_setting(VIEW, Some(&state.json)).map_err(Error::from)?;
    Ok(Nothing {})
}

pub(super) fn read_pane_state(desk: &Desk, _: &Nothing) -> Result<Option<String>, Failure> {
    Ok(desk.local()?.text_preference("panes").map_err(Error::from)?)
}

pub(super) fn peek_clipboard(desk: &Desk, _: &Nothing) -> Result<Option<ClipboardText>, Failure> {
    Ok(desk.foreign_clipboard().and_then(|text| offered(&text)))
}

/// A text as it is offered; `None` for one that says nothing.
fn offered(text: &str) -> Option<ClipboardText> {
    let lines = u32::try_from(text.trim().lines().count()).unwrap_or(u32::MAX);
    let text = masked(text[..text.floor_char_boundary(OFFERED)].trim());
    let first = text.lines().map(str::trim).find(|line| line.contains(char::is_alphanumeric))?;
    let first = first.chars().take(SHOWN).collect();
    Some(ClipboardText { text, first, lines })
}

#[cfg(test)]
mod tests {
    use super::offered;

    #[test]
    fn the_clipboard_is_offered_by_its_first_line_without_its_secrets() {
        let found = offered("\n  ----\n  login password=hunter2\r\nsecond\n\n").expect("text");
        assert_eq!((found.first.as_str(), found.lines), ("login password=\u{2022}\u{2022}\u{2022}\u{2022}", 3));
        assert!(!found.text.contains("hunter2") && found.text.ends_with("second"));
        for nothing in ["", " \n\t", "-- ...", "\u{0}"] {
            assert!(offered(nothing).is_none(), "{nothing:?}");
        }
    }

    #[test]
    fn a_secret_of_any_published_shape_is_offered_masked() {
        for sample in include_str!("../../../kb/tests/data/secrets.tsv").lines() {
            let mut parts = sample.split('\t');
            let [name, text, secret] = [(); 3].map(|()| parts.next().expect("three parts").replace("\\n", "\n"));
            let found = offered(&format!("gateway {text}")).expect("text");
            assert!(!found.text.contains(&secret) && !found.first.contains(&secret), "{name}: {}", found.text);
            assert!(found.text.contains(kb::redact::MASK), "{name}: {}", found.text);
        }
    }

    #[test]
    fn of_a_long_text_the_beginning_is_offered() {
        let found = offered(&"\u{e9}rror 7\n".repeat(40_000)).expect("text");
        assert!(found.text.len() <= super::OFFERED && found.lines == 40_000);
        assert_eq!(offered(&"x".repeat(500)).map(|found| found.first.len()), Some(super::SHOWN));
    }
}
