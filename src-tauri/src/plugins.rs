//! The Tauri plugins the app is built with, in the order they must be registered.
//!
//! What the page may ask of them is in `src-tauri/capabilities/`, not here.

use std::path::Path;
use std::sync::Arc;

use tauri::{AppHandle, Builder, Manager, Wry};
use tauri_plugin_log::log::LevelFilter;
use tauri_plugin_log::{Target, TargetKind};

use crate::args::{self, Request};
use crate::desk::Desk;
use crate::start;

/// Adds every plugin to the builder.
///
/// Single instance comes first: a second start must hand over and leave before any other plugin opens a file.
pub(crate) fn install(builder: Builder<Wry>) -> Builder<Wry> {
    builder
        .plugin(tauri_plugin_single_instance::init(|app, arguments, folder| second_start(app, arguments, &folder)))
        .plugin(log())
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(input_methods())
}

/// Shows what is composed with an input method in the text, where it will stand. wry switches that off, for the sake of WebKitGTK
/// before 2.50, which placed the input method's list of candidates wrongly (wry pull request 1724).
fn input_methods() -> tauri::plugin::TauriPlugin<Wry> {
    tauri::plugin::Builder::new("input-methods")
        .on_webview_ready(|webview| {
            #[cfg(target_os = "linux")]
            if let Err(error) = webview.with_webview(|platform| {
                use webkit2gtk::{InputMethodContextExt, WebViewExt};
                if let Some(context) = platform.inner().input_method_context() {
                    context.set_enable_preedit(true);
                }
            }) {
                tracing::warn!(%error, "what is composed is not shown before it is finished");
            }
            #[cfg(not(target_os = "linux"))]
            let _elsewhere_it_is_shown = webview;
        })
        .build()
}

/// Another start of the app has handed over its command line and left. It has checked that it can be followed.
fn second_start(app: &AppHandle, arguments: Vec<String>, folder: &str) {
    let Ok(Request::Open(start)) = args::parse(arguments.into_iter().skip(1).map(Into::into)) else { return };
    start::obey(app, app.state::<Arc<Desk>>().inner(), start.seen_from(Path::new(folder)));
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
