//! Attachments: files kept under `attachments/ID/` of the note they belong to, and the Markdown that leads to them.

use std::fs::File;
use std::path::Path;

use super::Casebook;
use super::error::Error;
use super::undo::Step;
use super::view::Attached;
use crate::format;
use crate::model::{NoteId, VaultPath};
use crate::vault::{Staged, Vault, VaultError};

/// Files of one name that a note can have: numbers are tried up to here.
const SAME_NAMES: usize = 1000;

/// What the window shows in the text; the others are links. SVG can act, and is a link.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp"];

/// What is attached.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// These bytes: a pasted picture, a pasted log.
    Bytes(&'a [u8]),
    /// A copy of this file, wherever it lies and however large it is.
    File(&'a Path),
    /// What this open file holds from where it stands, whether it has a name or not.
    Open(&'a File),
}

impl Casebook {
    /// Keeps a file with a note, under a name made safe, and returns the Markdown that leads to it. The note's text is
    /// not touched, except that a note without id gets one. What the note has already under that name is kept once.
    ///
    /// # Errors
    /// The note cannot get an id, or the file could not be read or kept; then nothing is left behind.
    pub fn attach(&self, note: &VaultPath, name: &str, content: Content<'_>) -> Result<Attached, Error> {
        let at = self.world.now();
        let id = self.id_of(note, at, "attaching a file to")?;
        let folder = format!("attachments/{}", folder_name(&id));
        let name = format::attachment_name(name);
        let path_of = |name: &str| VaultPath::new(format!("{folder}/{name}")).expect("a safe name in a safe folder");
        let staged = match content {
            Content::Bytes(mut bytes) => self.vault.stage(&path_of(&name), &mut bytes)?,
            Content::Open(mut file) => self.vault.stage(&path_of(&name), &mut file)?,
            Content::File(place) => self.vault.stage(&path_of(&name), &mut Vault::open_outside(place)?)?,
        };
        let names = (2..SAME_NAMES).map(|number| format::numbered_name(&name, number));
        let (path, undo) = self.place(std::iter::once(name.clone()).chain(names).map(|name| path_of(&name)), staged)?;
        let is_image = path.file_name().rsplit_once('.').is_some_and(|(_, end)| is_picture(end));
        Ok(Attached { link: link(note, &path, is_image), path, is_image, at, undo })
    }

    /// Gives the copy the first name that is free, or finds that the same content is there already.
    fn place(&self, paths: impl Iterator<Item = VaultPath>, staged: Staged) -> Result<(VaultPath, Option<u32>), Error> {
        let lock = self.vault.lock()?;
        let mut taken = None;
        for path in paths {
            match self.vault.read(&path, Some(0)) {
                Ok(found) if found.hash == staged.hash() => return Ok((path, None)),
                Err(VaultError::NotFound { .. }) => {
                    let saved = self.vault.place(&lock, &path, staged)?;
                    let undo = self.undo.push(Step::Created { path: path.clone(), hash: saved.hash });
                    return Ok((path, Some(undo)));
                }
                Ok(_) | Err(VaultError::NotAFile { .. } | VaultError::Outside { .. }) => taken = Some(path),
                Err(error) => return Err(error.into()),
            }
        }
        Err(VaultError::Exists { path: taken.expect("every name was taken") }.into())
    }
}

/// An id is opaque and may hold anything; a folder's name may not.
pub(super) fn folder_name(id: &NoteId) -> String {
    let id = id.as_str();
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if plain { id.to_owned() } else { format::slug(id) }
}

fn is_picture(end: &str) -> bool {
    PICTURES.iter().any(|known| end.eq_ignore_ascii_case(known))
}

/// The Markdown from `note` to `path`, whose name needs no escaping.
fn link(note: &VaultPath, path: &VaultPath, is_image: bool) -> String {
    let up = "../".repeat(note.as_str().matches('/').count());
    let mark = if is_image { "!" } else { "" };
    format!("{mark}[{}]({up}{path})", path.file_name())
}
