//! What the window works at: the vault that is open, the user's preferences, and the desktop around it. Commands are plain
//! functions over this, so that tests call them without a window.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use kb::casebook::view::Event;
use kb::casebook::{Casebook, Options, Places, Stay, World};
use kb::local::Local;
use kb::model::VaultPath;

use crate::args::Opening;
use crate::events::DeskEvent;
use crate::failure::Failure;
use crate::promises::Notice;
use crate::trial::Trial;
use crate::watchdog::FirstFrame;

mod around;
mod clipboard;
mod pop_outs;
mod upload;

pub use around::{Keep, Notifications, Size};
pub use upload::Piece;

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
    /// The text on the clipboard; `None` when there is none.
    fn clipboard_text(&self) -> Option<String>;
    /// Puts HTML on the clipboard, and plain text for programs that take no HTML.
    ///
    /// # Errors
    /// A sentence why not.
    fn copy_rich(&self, html: &str, text: &str) -> Result<(), String>;
    /// Passes what happened in the vault to every window.
    fn tell(&self, event: &Event);
    /// Passes what the shell itself has to say to every window.
    fn say(&self, event: &DeskEvent);
    /// Shows a case in a window of its own, or raises the one it has; answers its label. A new one takes the label that is
    /// asked for, if it is free.
    ///
    /// # Errors
    /// A sentence why not.
    fn pop_out(&self, case: &VaultPath, label: Option<&str>) -> Result<String, String>;
    /// Closes every window that shows one case.
    fn close_pop_outs(&self);
    /// Makes a window narrow and keeps it above others; answers the size it had.
    ///
    /// # Errors
    /// A sentence why not.
    fn narrow(&self, window: &str) -> Result<Size, String>;
    /// Gives a narrow window this size again and lets others lie over it.
    ///
    /// # Errors
    /// A sentence why not.
    fn widen(&self, window: &str, size: Size) -> Result<(), String>;
    /// Listens for this key combination wherever the user is, in place of the one before; `None` listens for none.
    ///
    /// # Errors
    /// A sentence why not; then none is listened for.
    fn use_shortcut(&self, keys: Option<&str>) -> Result<(), String>;
    /// Shows a notice of the desktop. May wait for the desktop: never call it on the window's thread.
    ///
    /// # Errors
    /// A sentence why not.
    fn notify(&self, notice: &Notice) -> Result<(), String>;
}

/// The vault that is open and everything around it.
pub struct Desk {
    places: Places,
    world: Arc<dyn World>,
    desktop: Arc<dyn Desktop>,
    sample: Option<PathBuf>,
    local: Mutex<Option<Local>>,
    open: RwLock<Option<Arc<Casebook>>>,
    opening: AtomicBool,
    problem: RwLock<Option<Failure>>,
    dropped: RwLock<Vec<PathBuf>>,
    uploads: upload::Uploads,
    around: around::Around,
    copied: clipboard::Copied,
    /// Whether a window has drawn anything.
    pub first_frame: FirstFrame,
    trial: Mutex<Option<Trial>>,
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
            dropped: RwLock::default(),
            uploads: upload::Uploads::default(),
            local: Mutex::default(),
            open: RwLock::default(),
            opening: AtomicBool::new(false),
            problem: RwLock::default(),
            around: around::Around::default(),
            copied: clipboard::Copied::default(),
            first_frame: FirstFrame::default(),
            trial: Mutex::new(None),
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

    /// Says that a vault is about to be opened: a window that asks before it is shows that, and not a first start.
    pub fn expect_vault(&self) {
        self.opening.store(true, Ordering::Release);
    }

    /// Whether a vault is being opened at the start.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.opening.load(Ordering::Acquire)
    }

    /// Opens the vault the command line asks for. A window hears when it is there, or why it is not.
    pub fn open_asked(&self, opening: &Opening) {
        let opened = match opening {
            Opening::Last => self.open_last(),
            Opening::Sample => self.open_sample(),
            Opening::Vault(folder) => self.open_vault(folder),
        };
        if let Err(failure) = opened {
            tracing::error!(message = failure.message, "the vault is not opened");
            *self.problem.write().unwrap_or_else(PoisonError::into_inner) = Some(failure);
        }
        self.opening.store(false, Ordering::Release);
        self.desktop.say(&DeskEvent::StatusChanged);
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
        let mut held = self.local.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(local) = held.as_ref() {
            return Ok(local.clone());
        }
        let local = Local::open(&self.places.data).map_err(kb::casebook::Error::from)?;
        Ok(held.insert(local).clone())
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
        // A case of the vault before means nothing in this one.
        self.desktop.close_pop_outs();
        let before = self.open.write().unwrap_or_else(PoisonError::into_inner).replace(casebook);
        drop(before);
        self.problem.write().unwrap_or_else(PoisonError::into_inner).take();
        self.trial.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(())
    }

    /// The sample vault where it came with the app, to look around in before any vault is open. What indexing it takes lies
    /// in a temporary folder that goes when a vault is opened.
    ///
    /// # Errors
    /// There is no sample with this build, or it cannot be read.
    pub fn sample_on_trial(&self) -> Result<Arc<Casebook>, Failure> {
        // Whoever asks meanwhile waits for the same one.
        let mut trial = self.trial.lock().unwrap_or_else(PoisonError::into_inner);
        if trial.is_none() {
            *trial = Some(Trial::start(self.bundled_sample()?, Arc::clone(&self.world))?);
        }
        let casebook = trial.as_ref().map(Trial::casebook);
        Ok(casebook.expect("it was started above"))
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
            crate::sample::copy(self.bundled_sample()?, &copy)?;
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

    /// Whose name goes into entries: the user's own; in the sample vault that of one of its engineers, so that a newcomer has
    /// a queue.
    ///
    /// # Errors
    /// The preferences cannot be read.
    pub fn me(&self) -> Result<String, Failure> {
        let root = self.casebook().ok().map(|casebook| casebook.root().to_owned());
        self.me_at(root.as_deref())
    }

    fn me_at(&self, root: Option<&Path>) -> Result<String, Failure> {
        if root.is_some_and(|root| self.is_sample_at(root)) {
            return Ok(SAMPLE_ENGINEER.to_owned());
        }
        self.name()
    }

    /// The user's own name: the one told, else the login name.
    ///
    /// # Errors
    /// The preferences cannot be read.
    pub fn name(&self) -> Result<String, Failure> {
        let told = self.local()?.text_preference("me").map_err(kb::casebook::Error::from)?;
        if let Some(told) = told.filter(|name| !name.is_empty()) {
            return Ok(told);
        }
        let login = ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        Ok(login.filter(|name| !name.is_empty()).unwrap_or_else(|| "me".to_owned()))
    }

    fn bundled_sample(&self) -> Result<&Path, Failure> {
        let none = || Failure::new("not-found", "this build carries no sample vault", "Open a folder instead");
        self.sample.as_deref().filter(|sample| sample.is_dir()).ok_or_else(none)
    }

    fn sample_copy(&self) -> PathBuf {
        self.places.data.join("sample-vault")
    }
}
