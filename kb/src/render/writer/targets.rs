//! Links and pictures: what they lead to and how that is written.

use pulldown_cmark::LinkType;

use super::super::address::{Address, host, is_markdown, is_picture, judge};
use super::super::escape::{percent_encode, text};
use super::super::sanitize::{OUTSIDE_REL, VAULT_ADDRESS};
use super::super::words::{cut, slug};
use super::{Open, Writer};
use crate::model::VaultPath;

/// Bytes of an address that is shown because it is not followed.
const SHOWN_ADDRESS: usize = 200;

impl Writer<'_> {
    pub(super) fn start_link(&mut self, link_type: LinkType, address: &str) {
        if self.in_link || self.in_image > 0 {
            return self.open.push(Open::Plain(""));
        }
        let (opening, closing) = if let LinkType::WikiLink { .. } = link_type {
            self.wikilink(address)
        } else if link_type == LinkType::Email {
            (outside(&text(&format!("mailto:{address}"))), "</a>".to_owned())
        } else {
            self.address(address, link_type == LinkType::Autolink)
        };
        self.in_link = true;
        self.out.push_str(&opening);
        self.open.push(Open::Link(closing));
    }

    /// How a wikilink opens and closes.
    fn wikilink(&self, address: &str) -> (String, String) {
        let (target, fragment) = match address.split_once('#') {
            Some((target, fragment)) => (target.trim(), Some(fragment.trim())),
            None => (address.trim(), None),
        };
        let missing = || (lost(&format!("No note is called {}", cut(target, SHOWN_ADDRESS))), "</span>".to_owned());
        if target.is_empty() {
            return fragment.map_or_else(missing, |fragment| (self.here(fragment), "</a>".to_owned()));
        }
        match self.links.wikilink(target, fragment) {
            Some(path) => (note_link(&path, fragment), "</a>".to_owned()),
            None => match self.links.attachment(target).filter(is_attachment) {
                Some(path) => (file_link(&path), "</a>".to_owned()),
                None => missing(),
            },
        }
    }

    /// How a Markdown link opens and closes.
    fn address(&self, address: &str, is_own_label: bool) -> (String, String) {
        match judge(address, self.links.note_folder()) {
            Address::Outside(address) => (outside(&text(address)), "</a>".to_owned()),
            Address::Here(fragment) => (self.here(fragment), "</a>".to_owned()),
            Address::Inside(path, fragment) if self.links.is_note(&path) => {
                (note_link(&path, fragment), "</a>".to_owned())
            }
            Address::Inside(path, _) if is_attachment(&path) => (file_link(&path), "</a>".to_owned()),
            Address::Inside(path, _) => {
                let place = cut(path.as_str(), SHOWN_ADDRESS);
                (lost(&format!("The vault holds no note at {place}")), "</span>".to_owned())
            }
            // Shown, so that a server or a share can still be read off and copied.
            Address::Refused if is_own_label => ("<span class=\"refused\">".to_owned(), "</span>".to_owned()),
            Address::Refused => {
                let shown = text(cut(address, SHOWN_ADDRESS));
                ("<span class=\"refused\">".to_owned(), format!(" ({shown})</span>"))
            }
        }
    }

    fn here(&self, fragment: &str) -> String {
        format!("<a href=\"#{}-h-{}\">", self.prefix, slug(fragment))
    }

    /// A picture; `alt` is escaped already.
    pub(super) fn image(&mut self, alt: &str, address: &str, is_wikilink: bool) {
        if self.in_image > 0 {
            return self.out.push_str(alt);
        }
        let inside = if is_wikilink {
            let (target, fragment) = address.split_once('#').map_or((address, None), |(a, b)| (a, Some(b)));
            let target = target.trim();
            if target.is_empty() {
                return self.out.push_str(alt);
            }
            if let Some(path) = self.links.wikilink(target, fragment) {
                return self.embed(&note_link(&path, fragment), alt);
            }
            self.links.attachment(target)
        } else {
            match judge(address, self.links.note_folder()) {
                Address::Inside(path, _) => Some(path),
                _ => None,
            }
        };
        match inside {
            Some(path) if is_picture(&path) => {
                let source = percent_encode(path.as_str());
                // A wikilink's words are its size or its name.
                let alt = if is_wikilink { text(path.file_name()) } else { alt.to_owned() };
                self.out.push_str(&format!("<img src=\"{VAULT_ADDRESS}{source}\" alt=\"{alt}\" loading=\"lazy\">"));
            }
            Some(path) if is_attachment(&path) => self.embed(&file_link(&path), alt),
            Some(_) => self.out.push_str(&format!("<span class=\"missing\">{alt}</span>")),
            None => {
                let from = host(address).map_or_else(String::new, |host| format!(" ({})", text(host)));
                self.out.push_str(&format!("<span class=\"remote-image\">{alt}{from}</span>"));
            }
        }
    }

    fn embed(&mut self, opening: &str, label: &str) {
        if self.in_link {
            self.out.push_str(label);
        } else {
            self.out.push_str(&format!("{opening}{label}</a>"));
        }
    }
}

/// How a link out of the window opens; the address is escaped already.
pub(super) fn outside(escaped: &str) -> String {
    format!("<a href=\"{escaped}\" rel=\"{OUTSIDE_REL}\" data-external=\"\">")
}

/// How the words of a link open that leads nowhere. They look unlike a link's, and say why.
fn lost(why: &str) -> String {
    format!("<span class=\"missing\" title=\"{}\">", text(why))
}

fn note_link(path: &VaultPath, fragment: Option<&str>) -> String {
    let fragment = fragment.filter(|fragment| !fragment.is_empty());
    let fragment = fragment.map_or_else(String::new, |fragment| format!(" data-fragment=\"{}\"", text(fragment)));
    format!("<a href=\"#\" data-note=\"{}\"{fragment}>", text(path.as_str()))
}

fn file_link(path: &VaultPath) -> String {
    format!("<a href=\"#\" data-file=\"{}\">", text(path.as_str()))
}

/// Whether a file that is not a note can be one of the vault's attachments: it has an extension, and not a note's.
fn is_attachment(path: &VaultPath) -> bool {
    !is_markdown(path) && path.stem() != path.file_name()
}
