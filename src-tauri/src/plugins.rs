//! The Tauri plugins the app is built with, in the order they must be registered.
//!
//! What the page may ask of them is in `src-tauri/capabilities/`, not here.

use tauri::{Builder, Wry};
use tauri_plugin_log::log::LevelFilter;
use tauri_plugin_log::{Target, TargetKind};

/// Adds every plugin to the builder.
///
/// Single instance comes first: a second start must hand over and leave before any other plugin opens a file.
pub(crate) fn install(builder: Builder<Wry>) -> Builder<Wry> {
    builder
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| crate::show_main_window(app)))
        .plugin(log())
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
}

/// To the terminal and the log folder. Dependencies only from `Warn` up: tantivy and the clipboard flood it else.
fn log() -> tauri::plugin::TauriPlugin<Wry> {
    tauri_plugin_log::Builder::new()
        .clear_targets()
        .target(Target::new(TargetKind::Stderr))
        .target(Target::new(TargetKind::LogDir { file_name: None }))
        .level(LevelFilter::Warn)
        .level_for("casebook", LevelFilter::Info)
        .level_for("kb", LevelFilter::Info)
        .build()
}
