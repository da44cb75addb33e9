//! What the links of a text mean, as the caller knows it.

use crate::model::VaultPath;

/// Answers where links lead. The renderer asks; it never looks itself.
pub trait Links {
    /// The folder of the note the text is from, with `/` between its parts; empty at the vault's root. Relative
    /// addresses start here.
    fn note_folder(&self) -> &str;

    /// The note a `[[target#fragment]]` means, if there is one. The target is never empty.
    fn wikilink(&self, target: &str, fragment: Option<&str>) -> Option<VaultPath>;

    /// Whether a note lies at this path.
    fn is_note(&self, path: &VaultPath) -> bool;

    /// The file an embedded `![[target]]` that is not a note means. By default one beside the note, or from the
    /// vault's root when the target has a folder.
    fn attachment(&self, target: &str) -> Option<VaultPath> {
        let folder = if target.contains('/') { "" } else { self.note_folder() };
        super::address::inside(folder, target)
    }

    /// Sets the ids of this text apart from those of others on one page, such as the journal entry's id.
    fn scope(&self) -> &str {
        ""
    }
}
