//! The key combination that calls Casebook from anywhere.
//!
//! X11 gives a combination to one program. Wayland gives none to programs at all: there the user makes a shortcut of
//! the desktop's own that runs `casebook --find`, and is told so.

use std::sync::Mutex;
use std::sync::PoisonError;

use tauri::AppHandle;
use tauri_plugin_global_shortcut::{GlobalShortcutExt, Shortcut, ShortcutState};

use crate::desk::Desk;
use crate::events::DeskEvent;

/// What is listened for, if anything.
#[derive(Default)]
pub(super) struct Heard(Mutex<State>);

#[derive(Default)]
struct State {
    plugged_in: bool,
    shortcut: Option<Shortcut>,
}

impl Heard {
    /// Listens for `keys` in place of what was listened for.
    ///
    /// # Errors
    /// A sentence why not; then nothing is listened for.
    pub(super) fn replace(&self, app: &AppHandle, keys: Option<&str>) -> Result<(), String> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = state.shortcut.take() {
            app.global_shortcut().unregister(before).map_err(|error| error.to_string())?;
        }
        let Some(keys) = keys else { return Ok(()) };
        let shortcut = read(keys)?;
        if on_wayland(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
            return Err("Wayland lets no program listen for keys everywhere. In the settings of your desktop, make a \
                        shortcut that runs: casebook --find"
                .to_owned());
        }
        if !state.plugged_in {
            let plugin = tauri_plugin_global_shortcut::Builder::new().build();
            app.plugin(plugin).map_err(|error| error.to_string())?;
            state.plugged_in = true;
        }
        let hear = |app: &AppHandle, _: &Shortcut, event: tauri_plugin_global_shortcut::ShortcutEvent| {
            if event.state == ShortcutState::Pressed {
                called(app);
            }
        };
        app.global_shortcut().on_shortcut(shortcut, hear).map_err(|error| in_words(keys, &error))?;
        state.shortcut = Some(shortcut);
        Ok(())
    }
}

fn called(app: &AppHandle) {
    use tauri::Manager;
    super::show_main(app);
    app.state::<std::sync::Arc<Desk>>().desktop().say(&DeskEvent::FindAsked);
}

/// Reads a combination. One without Ctrl, Alt or Super would take a key away from every program.
fn read(keys: &str) -> Result<Shortcut, String> {
    use tauri_plugin_global_shortcut::Modifiers;
    let shortcut: Shortcut = keys.parse().map_err(|_| format!("{keys:?} is no key combination"))?;
    if !shortcut.mods.intersects(Modifiers::CONTROL | Modifiers::ALT | Modifiers::SUPER) {
        return Err("it needs Ctrl, Alt or Super".to_owned());
    }
    Ok(shortcut)
}

fn in_words(keys: &str, error: &tauri_plugin_global_shortcut::Error) -> String {
    let text = error.to_string();
    if text.contains("already registered") { format!("another program has {keys}") } else { text }
}

fn on_wayland(is_set: impl Fn(&str) -> bool) -> bool {
    // A window forced onto X11 (Xwayland) hears the keys of other X11 windows at least, which is worse than clear.
    is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combination_needs_a_key_that_is_not_typed() {
        assert!(read("Ctrl+Alt+Space").is_ok());
        assert!(read("Super+K").is_ok());
        assert_eq!(read("Shift+K").unwrap_err(), "it needs Ctrl, Alt or Super");
        assert_eq!(read("F7").unwrap_err(), "it needs Ctrl, Alt or Super");
        assert!(read("Ctrl+Nonsense").unwrap_err().contains("is no key combination"));
        assert!(read("").is_err());
    }

    #[test]
    fn wayland_is_known_by_its_display() {
        assert!(on_wayland(|name| name == "WAYLAND_DISPLAY"));
        assert!(!on_wayland(|name| name == "DISPLAY"));
    }
}
