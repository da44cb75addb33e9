//! What the window works at: the vault that is open, the user's preferences, and the desktop around it. Commands are plain
//! functions over this, so that tests call them without a window.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use kb::casebook::view::Event;
use kb::casebook::{Casebook, Options, Places, Stay, World};
use kb::local::Local;

use crate::failure::Failure;

/// An engineer of the sample vault, with cases to work on.
const SAMPLE_ENGINEER: &str = "mira";
/// Vaults looked at for the one of the last time.
const RECENT: usize = 8;

/// What the desktop does for the app.
pub trait Desktop: Send + Sync {
    /// Asks the user for a folder; `None` when they think better of it. Blocks: never call it on the window's thread.
    fn choose_folder(&self, title: &str) -> Option<PathBuf>;
    /// Asks the user for files; none when they think better of it. Blocks: never call it on the window's thread.
    fn choose_files(&self, title: &str) -> Vec<PathBuf>;
    /// Opens a file in the user's own program.
    ///
    /// # Errors
    /// A sentence why not.
    fn open_file(&self, file: &Path) -> Result<(), String>;
    /// Shows a file in its folder.
    ///
    /// # Errors
    /// A sentence why not.
    fn show_in_folder(&self, file: &Path) -> Result<(), String>;
    /// Opens a web or mail address in the user's own program.
    ///
    /// # Errors
    /// A sentence why not.
    fn open_address(&self, address: &str) -> Result<(), String>;
    /// Puts text on the clipboard.
    ///
    /// # Errors
    /// A sentence why not.
    fn copy(&self, text: &str) -> Result<(), String>;
    /// Puts HTML on the clipboard, and plain text for programs that take no HTML.
    ///
    /// # Errors
    /// A sentence why not.
    fn copy_rich(&self, html: &str, text: &str) -> Result<(), String>;
    /// Passes an event to the window.
    fn tell(&self, event: &Event);
}

/// The vault that is open and everything around it.
pub struct Desk {
    places: Places,
    world: Arc<dyn World>,
    desktop: Arc<dyn Desktop>,
    sample: Option<PathBuf>,
    open: RwLock<Option<Arc<Casebook>>>,
    problem: RwLock<Option<Failure>>,
    dropped: RwLock<Vec<PathBuf>>,
}

impl Desk {
    /// A desk with no vault on it. `sample` is the folder the sample vault is copied from, where there is one.
    #[must_use]
    pub fn new(places: Places, world: Arc<dyn World>, desktop: Arc<dyn Desktop>, sample: Option<PathBuf>) -> Self {
        Self {
            places,
            world,
            desktop,
            sample,
            open: RwLock::new(None),
            problem: RwLock::new(None),
            dropped: RwLock::default(),
        }
    }

    /// The vault that is open.
    ///
    /// # Errors
    /// `no-vault` when none is.
    pub fn casebook(&self) -> Result<Arc<Casebook>, Failure> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.clone()
            .ok_or_else(|| Failure::new("no-vault", "no vault is open", "Open a folder, or start with the sample"))
    }

    /// Keeps why the vault asked for at the start could not be opened, for the window to say.
    pub fn keep_problem(&self, failure: Failure) {
        *self.problem.write().unwrap_or_else(PoisonError::into_inner) = Some(failure);
    }

    /// Why the vault asked for at the start could not be opened; gone once one is open.
    #[must_use]
    pub fn problem(&self) -> Option<Failure> {
        self.problem.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes note of files dropped on the window: the ones of the last drop may be attached, and no others.
    pub fn note_dropped(&self, files: &[PathBuf]) {
        files.clone_into(&mut self.dropped.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether this file was in the last drop.
    #[must_use]
    pub fn was_dropped(&self, file: &Path) -> bool {
        self.dropped.read().unwrap_or_else(PoisonError::into_inner).iter().any(|known| known == file)
    }

    /// The desktop.
    #[must_use]
    pub fn desktop(&self) -> &dyn Desktop {
        self.desktop.as_ref()
    }

    /// Where caches and the user's own state are.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The user's own state: preferences and the vaults they opened.
    ///
    /// # Errors
    /// The data folder cannot be used.
    pub fn local(&self) -> Result<Local, Failure> {
        Ok(Local::open(&self.places.data).map_err(kb::casebook::Error::from)?)
    }

    /// Opens the vault at `root` and puts it in place of the one before, which is closed. The one before stays when
    /// this fails.
    ///
    /// # Errors
    /// The folder cannot be opened as a vault.
    pub fn open_vault(&self, root: &Path) -> Result<(), Failure> {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let held =
            self.casebook().ok().filter(|casebook| std::fs::canonicalize(&root).is_ok_and(|r| r == casebook.root()));
        if held.is_some() {
            return Ok(());
        }
        let me = self.me_at(Some(&root))?;
        let options = Options::new(root, self.places.clone(), me, Stay::Resident, Arc::clone(&self.world));
        let casebook = Arc::new(Casebook::open(options)?);
        let desktop = Arc::clone(&self.desktop);
        casebook.subscribe(move |event| desktop.tell(event));
        let before = self.open.write().unwrap_or_else(PoisonError::into_inner).replace(casebook);
        drop(before);
        self.problem.write().unwrap_or_else(PoisonError::into_inner).take();
        Ok(())
    }

    /// Opens the vault of the last time, if it is still there.
    ///
    /// # Errors
    /// It is there, but cannot be opened.
    pub fn open_last(&self) -> Result<(), Failure> {
        let recent = self.local()?.recent_vaults(RECENT).map_err(kb::casebook::Error::from)?;
        match recent.into_iter().find(|vault| vault.root.is_dir()) {
            Some(vault) => self.open_vault(&vault.root),
            None => Ok(()),
        }
    }

    /// Opens the user's own copy of the sample vault, made on first use.
    ///
    /// # Errors
    /// There is no sample with this build, or the copy cannot be made.
    pub fn open_sample(&self) -> Result<(), Failure> {
        let copy = self.sample_copy();
        if !copy.is_dir() {
            let none = || Failure::new("not-found", "this build carries no sample vault", "Open a folder instead");
            let from = self.sample.as_deref().ok_or_else(none)?;
            crate::sample::copy(from, &copy)?;
        }
        self.open_vault(&copy)
    }

    /// Whether the open vault is the user's copy of the sample.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.casebook().is_ok_and(|casebook| self.is_sample_at(casebook.root()))
    }

    fn is_sample_at(&self, root: &Path) -> bool {
        let canonical = |path: &Path| std::fs::canonicalize(path).ok();
        canonical(&self.sample_copy()).is_some_and(|copy| canonical(root) == Some(copy))
    }

    /// Whether this build carries a sample vault.
    #[must_use]
    pub fn has_sample(&self) -> bool {
        self.sample.as_deref().is_some_and(Path::is_dir)
    }

    /// Whose name goes into entries: the one told, else the login name; in the sample vault one of its engineers, so that a
    /// newcomer has a queue.
    ///
    /// # Errors
    /// The preferences cannot be read.
    pub fn me(&self) -> Result<String, Failure> {
        let root = self.casebook().ok().map(|casebook| casebook.root().to_owned());
        self.me_at(root.as_deref())
    }

    fn me_at(&self, root: Option<&Path>) -> Result<String, Failure> {
        let told = self.local()?.text_preference("me").map_err(kb::casebook::Error::from)?;
        if let Some(told) = told.filter(|name| !name.is_empty()) {
            return Ok(told);
        }
        if root.is_some_and(|root| self.is_sample_at(root)) {
            return Ok(SAMPLE_ENGINEER.to_owned());
        }
        let login = ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        Ok(login.filter(|name| !name.is_empty()).unwrap_or_else(|| "me".to_owned()))
    }

    fn sample_copy(&self) -> PathBuf {
        self.places.data.join("sample-vault")
    }
}
