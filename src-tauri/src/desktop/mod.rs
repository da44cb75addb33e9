//! The real desktop: native dialogs, the user's browser, the clipboard, windows, the shortcut, notices and the tray.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use kb::casebook::view::Event;
use kb::model::VaultPath;
use serde::Serialize;
use tauri::{AppHandle, Emitter};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

use crate::desk::{Desktop, Size};
use crate::events::DeskEvent;
use crate::promises::Notice;

mod notices;
mod shortcut;
pub(crate) mod tray;
mod windows;

pub(crate) use windows::show_main;

/// What windows listen to for the vault; its payload is an `Event`.
const EVENT: &str = "casebook";
/// What windows listen to for the shell; its payload is a `DeskEvent`.
const DESK_EVENT: &str = "desk";

/// The desktop of a running app.
pub(crate) struct AppDesktop {
    app: AppHandle,
    pop_outs: windows::PopOuts,
    shortcut: shortcut::Heard,
}

impl AppDesktop {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self { app, pop_outs: windows::PopOuts::default(), shortcut: shortcut::Heard::default() }
    }

    fn emit(&self, name: &str, event: &(impl Serialize + Clone)) {
        if let Err(error) = self.app.emit(name, event) {
            tracing::warn!(%error, "a window did not hear of a change");
        }
    }
}

impl Desktop for AppDesktop {
    fn choose_folder(&self, title: &str) -> Option<PathBuf> {
        let (chosen, answer) = mpsc::channel();
        self.app.dialog().file().set_title(title).pick_folder(move |folder| {
            let _ = chosen.send(folder);
        });
        answer.recv().ok().flatten()?.into_path().ok()
    }

    fn choose_files(&self, title: &str) -> Vec<PathBuf> {
        let (chosen, answer) = mpsc::channel();
        self.app.dialog().file().set_title(title).pick_files(move |files| {
            let _ = chosen.send(files);
        });
        let files = answer.recv().ok().flatten().unwrap_or_default();
        files.into_iter().filter_map(|file| file.into_path().ok()).collect()
    }

    fn open_file(&self, file: &Path) -> Result<(), String> {
        self.app.opener().open_path(file.to_string_lossy(), None::<&str>).map_err(|error| error.to_string())
    }

    fn show_in_folder(&self, file: &Path) -> Result<(), String> {
        self.app.opener().reveal_item_in_dir(file).map_err(|error| error.to_string())
    }

    fn open_address(&self, address: &str) -> Result<(), String> {
        self.app.opener().open_url(address, None::<&str>).map_err(|error| error.to_string())
    }

    fn copy(&self, text: &str) -> Result<(), String> {
        self.app.clipboard().write_text(text).map_err(|error| error.to_string())
    }

    fn clipboard_text(&self) -> Option<String> {
        // An empty clipboard, or one with a picture, is an error to the plugin.
        self.app.clipboard().read_text().ok()
    }

    fn copy_rich(&self, html: &str, text: &str) -> Result<(), String> {
        self.app.clipboard().write_html(html, Some(text)).map_err(|error| error.to_string())
    }

    fn tell(&self, event: &Event) {
        self.emit(EVENT, event);
    }

    fn say(&self, event: &DeskEvent) {
        self.emit(DESK_EVENT, event);
    }

    fn pop_out(&self, case: &VaultPath, label: Option<&str>) -> Result<String, String> {
        self.pop_outs.show(&self.app, case, label).map_err(|error| error.to_string())
    }

    fn close_pop_outs(&self) {
        self.pop_outs.close_all(&self.app);
    }

    fn narrow(&self, window: &str) -> Result<Size, String> {
        windows::narrow(&self.app, window).map_err(|error| error.to_string())
    }

    fn widen(&self, window: &str, size: Size) -> Result<(), String> {
        windows::widen(&self.app, window, size).map_err(|error| error.to_string())
    }

    fn use_shortcut(&self, keys: Option<&str>) -> Result<(), String> {
        self.shortcut.replace(&self.app, keys)
    }

    fn notify(&self, notice: &Notice) -> Result<(), String> {
        notices::show(&self.app, notice)
    }
}
