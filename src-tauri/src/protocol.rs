//! The `kb:` protocol: images of the open vault, and nothing else. `kb://localhost/attachments/ID/name.png` is the file at that
//! path below the vault's folder once every link is resolved; what leads out of it, or is hidden, or is no image, is not
//! found.

use std::io::Read;

use tauri::http::{Request, Response, StatusCode, header};

use crate::desk::Desk;

/// Served at most, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Answers a request of the window for an image.
pub(crate) fn serve(desk: &Desk, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    match find(desk, request.uri().path()) {
        Some((kind, bytes)) => respond(StatusCode::OK, kind, bytes),
        None => respond(StatusCode::NOT_FOUND, "text/plain", Vec::new()),
    }
}

fn find(desk: &Desk, uri_path: &str) -> Option<(&'static str, Vec<u8>)> {
    let relative = percent_decoded(uri_path.strip_prefix('/')?)?;
    let kind = image_type(&relative)?;
    let file = desk.casebook().ok()?.attachment(&relative).ok()?;
    let mut bytes = Vec::new();
    std::fs::File::open(file).ok()?.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LARGEST).then_some((kind, bytes))
}

/// The type by the name's end. SVG is left out: it can carry scripts and references of its own.
fn image_type(path: &str) -> Option<&'static str> {
    let end = path.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match end.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "bmp" => "image/bmp",
        _ => return None,
    })
}

pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            let [high, low, after @ ..] = tail else { return None };
            let digit = |byte: &u8| char::from(*byte).to_digit(16);
            bytes.push(u8::try_from(digit(high)? * 16 + digit(low)?).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

fn respond(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_decoded_and_broken_ones_refused() {
        assert_eq!(percent_decoded("a%20b/%C3%A9.png").as_deref(), Some("a b/é.png"));
        for broken in ["%", "%2", "%zz", "%ff"] {
            assert_eq!(percent_decoded(broken), None, "{broken}");
        }
    }

    #[test]
    fn only_images_that_cannot_act_have_a_type() {
        assert_eq!(image_type("x/Y.PNG"), Some("image/png"));
        for other in ["a.svg", "a.html", "casebook.toml", "noend", "articles/a.md"] {
            assert_eq!(image_type(other), None, "{other}");
        }
    }
}
