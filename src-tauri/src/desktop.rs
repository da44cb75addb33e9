//! The real desktop: native dialog, the user's browser, the clipboard, the window.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use kb::casebook::view::Event;
use tauri::{AppHandle, Emitter};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

use crate::desk::Desktop;

/// What the window listens to; its payload is an `Event`.
pub(crate) const EVENT: &str = "casebook";

/// The desktop of a running app.
pub(crate) struct AppDesktop(pub(crate) AppHandle);

impl Desktop for AppDesktop {
    fn choose_folder(&self, title: &str) -> Option<PathBuf> {
        let (chosen, answer) = mpsc::channel();
        self.0.dialog().file().set_title(title).pick_folder(move |folder| {
            let _ = chosen.send(folder);
        });
        answer.recv().ok().flatten()?.into_path().ok()
    }

    fn choose_files(&self, title: &str) -> Vec<PathBuf> {
        let (chosen, answer) = mpsc::channel();
        self.0.dialog().file().set_title(title).pick_files(move |files| {
            let _ = chosen.send(files);
        });
        let files = answer.recv().ok().flatten().unwrap_or_default();
        files.into_iter().filter_map(|file| file.into_path().ok()).collect()
    }

    fn open_file(&self, file: &Path) -> Result<(), String> {
        self.0.opener().open_path(file.to_string_lossy(), None::<&str>).map_err(|error| error.to_string())
    }

    fn show_in_folder(&self, file: &Path) -> Result<(), String> {
        self.0.opener().reveal_item_in_dir(file).map_err(|error| error.to_string())
    }

    fn open_address(&self, address: &str) -> Result<(), String> {
        self.0.opener().open_url(address, None::<&str>).map_err(|error| error.to_string())
    }

    fn copy(&self, text: &str) -> Result<(), String> {
        self.0.clipboard().write_text(text).map_err(|error| error.to_string())
    }

    fn copy_rich(&self, html: &str, text: &str) -> Result<(), String> {
        self.0.clipboard().write_html(html, Some(text)).map_err(|error| error.to_string())
    }

    fn tell(&self, event: &Event) {
        if let Err(error) = self.0.emit(EVENT, event) {
            tracing::warn!(%error, "the window did not hear of a change");
        }
    }
}
