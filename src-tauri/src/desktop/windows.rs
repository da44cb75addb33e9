//! The main window, windows with one case each, and the narrow form of either.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use kb::model::VaultPath;
use tauri::{
    AppHandle, LogicalSize, Manager, PhysicalSize, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};

use crate::desk::{Desk, Size};

/// The label of the window that lasts.
const MAIN: &str = "main";
/// What the labels of windows with one case begin with; `src-tauri/capabilities/main.json` names them.
const CASE: &str = "case-";
/// A window with one case, without its frame.
const CASE_SIZE: (f64, f64) = (900.0, 820.0);
/// What the layout needs.
const LEAST: (f64, f64) = (720.0, 480.0);
/// The narrow form: beside a ticket system or a remote session.
const NARROW: f64 = 420.0;
const NARROW_LEAST: (f64, f64) = (360.0, 480.0);

/// The windows that show one case, by label.
#[derive(Default, Clone)]
pub(super) struct PopOuts(Arc<Mutex<BTreeMap<String, VaultPath>>>);

impl PopOuts {
    /// Shows the case in its own window, made when there is none, with this label if it is free; answers its label.
    ///
    /// # Errors
    /// The window cannot be made.
    pub(super) fn show(&self, app: &AppHandle, case: &VaultPath, wanted: Option<&str>) -> tauri::Result<String> {
        let label = match self.label_of(case, wanted) {
            Ok(new) => new,
            Err(open) => {
                if let Some(window) = app.get_webview_window(&open) {
                    raise(&window);
                }
                return Ok(open);
            }
        };
        let url = WebviewUrl::App(format!("index.html?case={}", encoded(case.as_str())).into());
        let made = WebviewWindowBuilder::new(app, &label, url)
            .title("Casebook")
            .inner_size(CASE_SIZE.0, CASE_SIZE.1)
            .min_inner_size(LEAST.0, LEAST.1)
            .build();
        let window = match made {
            Ok(window) => window,
            Err(error) => {
                self.forget(&label);
                return Err(error);
            }
        };
        let (pop_outs, app, own) = (self.clone(), app.clone(), label.clone());
        window.on_window_event(move |event| {
            let desk = app.state::<Arc<Desk>>();
            match event {
                // When the app ends, or another vault is opened, windows go without the user having closed them.
                WindowEvent::CloseRequested { .. } if pop_outs.forget(&own) => {
                    if let Err(failure) = desk.pop_out_closed(&own) {
                        tracing::warn!(message = failure.message, "a closed window may come back");
                    }
                }
                WindowEvent::Destroyed => {
                    pop_outs.forget(&own);
                    desk.forget_window(&own);
                }
                _ => {}
            }
        });
        Ok(label)
    }

    /// A label for the case, which is its own from now on; as an error the one it has. Nothing is asked of a window under
    /// the lock: the window's thread takes it when one closes.
    fn label_of(&self, case: &VaultPath, wanted: Option<&str>) -> Result<String, String> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((label, _)) = held.iter().find(|(_, path)| *path == case) {
            return Err(label.clone());
        }
        let wanted = wanted.filter(|label| label.starts_with(CASE) && !held.contains_key(*label));
        let label = wanted.map_or_else(|| free_label(&held), str::to_owned);
        held.insert(label.clone(), case.clone());
        Ok(label)
    }

    pub(super) fn close_all(&self, app: &AppHandle) {
        let open = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for window in open.keys().filter_map(|label| app.get_webview_window(label)) {
            if let Err(error) = window.close() {
                tracing::warn!(%error, "a window with a case of the vault before stays open");
            }
        }
    }

    /// Says whether the label was still in use.
    fn forget(&self, label: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(label).is_some()
    }
}

/// The lowest number that is free: sizes and places are kept by label, and should not pile up.
fn free_label(held: &BTreeMap<String, VaultPath>) -> String {
    (1_u32..).map(|number| format!("{CASE}{number}")).find(|label| !held.contains_key(label)).unwrap_or_default()
}

/// A path as the value of a query.
fn encoded(path: &str) -> String {
    path.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Brings the main window to the front; makes it again where it was closed and only windows with one case are left.
pub(crate) fn show_main(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        raise(&window);
        return;
    }
    let Some(config) = app.config().app.windows.iter().find(|window| window.label == MAIN) else { return };
    if let Err(error) = WebviewWindowBuilder::from_config(app, config).and_then(WebviewWindowBuilder::build) {
        tracing::error!(%error, "the main window cannot be opened again");
    }
}

fn raise(window: &WebviewWindow) {
    for result in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = result {
            tracing::warn!(%error, "the window does not come to the front");
        }
    }
}

/// Makes a window narrow and keeps it above others; answers the size it had.
pub(super) fn narrow(app: &AppHandle, label: &str) -> tauri::Result<Size> {
    let window = app.get_webview_window(label).ok_or(tauri::Error::WindowNotFound)?;
    let scale = window.scale_factor()?;
    let had = window.inner_size()?;
    window.unmaximize()?;
    window.set_min_size(Some(LogicalSize::new(NARROW_LEAST.0, NARROW_LEAST.1)))?;
    window.set_size(LogicalSize::new(NARROW, f64::from(had.height) / scale))?;
    window.set_always_on_top(true)?;
    Ok(Size { width: had.width, height: had.height })
}

/// Takes it back.
pub(super) fn widen(app: &AppHandle, label: &str, size: Size) -> tauri::Result<()> {
    let window = app.get_webview_window(label).ok_or(tauri::Error::WindowNotFound)?;
    window.set_always_on_top(false)?;
    window.set_size(PhysicalSize::new(size.width, size.height))?;
    window.set_min_size(Some(LogicalSize::new(LEAST.0, LEAST.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> VaultPath {
        VaultPath::new(text).expect("a path")
    }

    #[test]
    fn labels_are_used_again() {
        let mut held = BTreeMap::new();
        assert_eq!(free_label(&held), "case-1");
        held.insert("case-1".to_owned(), path("cases/a.md"));
        held.insert("case-3".to_owned(), path("cases/b.md"));
        assert_eq!(free_label(&held), "case-2");
    }

    #[test]
    fn no_path_can_end_the_query_it_is_in() {
        assert_eq!(encoded("cases/a b&c#d?é.md"), "cases%2Fa%20b%26c%23d%3F%C3%A9%2Emd");
    }
}
