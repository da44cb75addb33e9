//! A Tauri window with nothing in it: what `cargo xtask start` measures ours against. No plugin, no vault, one line of
//! page; it says that it has drawn the way ours does, by making the file `CASEBOOK_PAINTED_FILE` names.

use tauri::http::{Response, header};
use tauri::{WebviewUrl, WebviewWindowBuilder};

/// The environment variable that asks for it.
pub(crate) const SWITCH: &str = "CASEBOOK_EMPTY_WINDOW";

const PAGE: &str = "<!doctype html><title>Empty</title><p>Empty</p><script src=\"painted.js\"></script>";
const SCRIPT: &str = "requestAnimationFrame(() => { new Image().src = 'painted' })";

/// Builds the app with its empty window.
///
/// # Errors
/// The window cannot be made.
pub(crate) fn build() -> tauri::Result<tauri::App> {
    let mut context = crate::context();
    context.config_mut().app.windows.clear();
    let size = (1440.0, 900.0);
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, request| {
            let (kind, body) = match request.uri().path() {
                "/painted.js" => ("text/javascript", SCRIPT),
                "/painted" => {
                    note_painted();
                    ("image/png", "")
                }
                _ => ("text/html", PAGE),
            };
            let mut response = Response::new(body.as_bytes().to_vec());
            response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
            response
        })
        .setup(move |app| {
            let url = WebviewUrl::CustomProtocol("empty://localhost/".parse()?);
            WebviewWindowBuilder::new(app, "empty", url).title("Empty").inner_size(size.0, size.1).build()?;
            Ok(())
        })
        .build(context)
}

fn note_painted() {
    let Some(file) = std::env::var_os("CASEBOOK_PAINTED_FILE") else { return };
    if let Err(error) = std::fs::File::create(&file) {
        tracing::error!(%error, file = %file.display(), "the first frame is not noted");
    }
}
