//! What a vault promises about its files, on every ground the tests can find: an ordinary disk, memory, a root behind a
//! link, a root with an awkward name.

#![expect(clippy::disallowed_methods, reason = "the tests play the other programs that work on a vault")]

mod lock;
mod messages;
mod names;
mod read;
mod save;
mod trouble;
mod walk;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Base, ContentHash, Saved, Vault, VaultError};
use crate::model::VaultPath;

/// A vault of its own, with everything the other programs in a test need to reach around it.
struct Ground {
    name: &'static str,
    /// Outside the vault, on the same disk.
    dir: TempDir,
    vault: Vault,
}

impl Ground {
    fn plain() -> Self {
        Self::under("a folder", tempfile::tempdir().unwrap(), "vault")
    }

    fn under(name: &'static str, dir: TempDir, root: &str) -> Self {
        fs::create_dir(dir.path().join(root)).unwrap();
        let vault = Vault::open(&dir.path().join(root)).unwrap();
        Self { name, dir, vault }
    }

    /// Writes a file the way another program does, with the folders it needs.
    fn put(&self, path: &str, content: impl AsRef<[u8]>) -> VaultPath {
        let place = self.at(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, content).unwrap();
        vp(path)
    }

    fn at(&self, path: &str) -> PathBuf {
        self.vault.root().join(path)
    }

    fn on_disk(&self, path: &str) -> Vec<u8> {
        fs::read(self.at(path)).unwrap_or_else(|error| panic!("{path} on {}: {error}", self.name))
    }

    fn save(&self, path: &str, base: Base, content: impl AsRef<[u8]>) -> Result<Saved, VaultError> {
        self.vault.save(&self.vault.lock().unwrap(), &vp(path), base, content.as_ref())
    }

    /// The names in a folder of the vault, hidden ones too.
    fn names(&self, folder: &str) -> Vec<String> {
        names_in(&self.at(folder))
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn vp(path: &str) -> VaultPath {
    VaultPath::new(path).unwrap()
}

fn was(content: impl AsRef<[u8]>) -> Base {
    Base::Hash(ContentHash::of(content.as_ref()))
}

/// Runs `check` on every ground there is here.
fn everywhere(check: impl Fn(&Ground)) {
    check(&Ground::plain());
    check(&Ground::under(
        "an awkward name",
        tempfile::tempdir().unwrap(),
        "Su\u{308}pport %20 \n'\"$(x) \u{202e}vault",
    ));
    match tempfile::tempdir_in("/dev/shm") {
        Ok(dir) => check(&Ground::under("memory", dir, "vault")),
        Err(error) => println!("not checked in memory: {error}"),
    }
    #[cfg(unix)]
    {
        let mut ground = Ground::plain();
        let link = ground.dir.path().join("link");
        std::os::unix::fs::symlink(ground.vault.root(), &link).unwrap();
        ground.vault = Vault::open(&link).unwrap();
        ground.name = "a root behind a link";
        check(&ground);
    }
}
