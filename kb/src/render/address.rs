//! Judging addresses: which may be followed, which lie in the vault, which are only shown.

use super::escape::percent_decode;
use crate::model::VaultPath;

/// What the address of a link or picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address<'a> {
    /// `http`, `https` or `mailto`: the system's browser or mail program may open it.
    Outside(&'a str),
    /// A place in the same text.
    Here(&'a str),
    /// A file of the vault by name, whether or not it is there.
    Inside(VaultPath, Option<&'a str>),
    /// Anything else: shown as text, never followed.
    Refused,
}

/// Judges an address as it stands in the text, entities and escapes already read.
pub(super) fn judge<'a>(address: &'a str, folder: &str) -> Address<'a> {
    let address = address.trim_matches([' ', '\t']);
    // A browser drops tabs, line ends and leading control characters before it looks for a scheme.
    if address.is_empty() || address.chars().any(|c| c.is_control() || c.is_whitespace() && c != ' ') {
        return Address::Refused;
    }
    if let Some(fragment) = address.strip_prefix('#') {
        return Address::Here(fragment);
    }
    if let Some((scheme, rest)) = scheme(address) {
        let is = |known: &str| scheme.eq_ignore_ascii_case(known);
        let web = (is("http") || is("https"))
            && rest.strip_prefix("//").is_some_and(|rest| !rest.starts_with(['/', '\\', '?', '#']) && !rest.is_empty());
        return if web || (is("mailto") && !rest.is_empty()) { Address::Outside(address) } else { Address::Refused };
    }
    if address.starts_with("//")
        || address.starts_with(r"\\")
        || address.starts_with(r"/\")
        || address.starts_with(r"\/")
    {
        return Address::Refused;
    }
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (address, None),
    };
    let path = path.split('?').next().unwrap_or(path);
    let found = percent_decode(path).and_then(|path| inside(folder, &path));
    found.map_or(Address::Refused, |path| Address::Inside(path, fragment))
}

/// The part before the first colon when it can be a scheme, and the part after it.
fn scheme(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let plausible = !scheme.contains(['/', '\\', '?', '#']);
    plausible.then_some((scheme, rest))
}

/// The file that `path` names from `folder`, or from the vault's root when it begins with `/`; nothing when it leads
/// out of the vault.
pub(super) fn inside(folder: &str, path: &str) -> Option<VaultPath> {
    let path = path.replace('\\', "/");
    if path.chars().any(char::is_control) {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    if !path.starts_with('/') {
        parts.extend(folder.split('/').filter(|part| !part.is_empty()));
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    VaultPath::new(parts.join("/")).ok()
}

/// The host of an address that has one, for saying where a picture would come from.
pub(super) fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("//")?.1;
    let host = rest.split(['/', '\\', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    (!host.is_empty() && host.len() <= 255).then_some(host)
}

/// Whether a file of this name can be shown as a picture.
pub(super) fn is_picture(path: &VaultPath) -> bool {
    const PICTURES: [&str; 9] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "svg", "ico"];
    let extension = path.file_name().rsplit_once('.').map_or("", |(_, extension)| extension);
    PICTURES.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Whether a file of this name would be a note.
pub(super) fn is_markdown(path: &VaultPath) -> bool {
    let extension = path.file_name().rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_may_be_followed() {
        for address in ["https://a.b/c?d=e#f", "HTTP://A", "mailto:ana@example.com"] {
            assert_eq!(judge(address, ""), Address::Outside(address));
        }
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:x",
            "java\nscript:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "ssh://-oProxyCommand=x",
            "magnet:?xt=1",
            "file:///etc/passwd",
            "//host/x",
            r"\\host\x",
            r"/\host",
            r"\/host",
            "http:x",
            "https:///x",
            r"https://\x",
            "http://",
            "mailto:",
            "",
            "  ",
            "x:y",
            "kb://localhost/a",
            "tauri://localhost",
            "https://a\u{a0}b",
            "https://a\u{2028}b",
        ] {
            assert_eq!(judge(address, ""), Address::Refused, "{address:?}");
        }
    }

    #[test]
    fn relative_addresses_stay_in_the_vault_by_name() {
        let path = |address: &str| match judge(address, "cases/2026") {
            Address::Inside(path, _) => path.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(path("a.png"), "cases/2026/a.png");
        assert_eq!(path("../../attachments/X/a%20b.png"), "attachments/X/a b.png");
        assert_eq!(path("/articles/a.md#fix"), "articles/a.md");
        assert_eq!(path("./a.md?x=1"), "cases/2026/a.md");
        assert_eq!(path(r"img\a.png"), "cases/2026/img/a.png");
        for out in [
            "../../../etc/passwd",
            "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            "..%5c..%5c..%5cx",
            "/..",
            "a%00.png",
            "..\\../..",
            "%ff.md",
            "../..",
        ] {
            assert_eq!(path(out), "Refused", "{out}");
        }
    }

    #[test]
    fn the_host_is_what_a_browser_would_ask() {
        assert_eq!(host("https://user:pw@evil.example:8/x"), Some("evil.example:8"));
        assert_eq!(host("//tracker/x.png"), Some("tracker"));
        assert_eq!(host("data:image/png;base64,x"), None);
    }
}
