//! Opening a vault: who leads, who follows, and what an open vault consists of.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tracing::warn;

use super::error::Error;
use super::history::{Ground, Keeper};
use super::long_report::Pieces;
use super::settings::{Said, TeamSettings};
use super::undo::Undo;
use super::view::{Event, MissingNotes, Origin, Progress, VaultStatus};
use super::world::World;
use crate::local::{Local, Presence, VaultPlace, VaultState};
use crate::model::Moment;
use crate::reconcile::{
    Caches, Embedding, LeaderLock, Meaning, ModelPlace, Outlet, Rebuilt, ReconcileError, Reconciler, Start, Step, Store,
};
use crate::report::Report;
use crate::vault::{SystemFs, Vault, VaultFs};

/// How long an opener stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    /// An app: opens at once, indexes in the background, watches, leads for life.
    Resident,
    /// A command: when it leads, everything is indexed before it answers.
    Visitor,
}

/// How to open a vault.
pub struct Options {
    /// The vault's folder.
    pub root: PathBuf,
    /// Where caches lie.
    pub cache: PathBuf,
    /// Where local state lies.
    pub data: PathBuf,
    /// Where the app's log lies, if that is known.
    pub logs: Option<PathBuf>,
    /// Where the model for meaning is.
    pub model: ModelPlace,
    /// Whose name goes into entries and new notes.
    pub author: String,
    /// How long the opener stays.
    pub stay: Stay,
    /// What the vault's files are read and changed through.
    pub fs: Arc<dyn VaultFs>,
    /// Time and ids.
    pub world: Arc<dyn World>,
    /// Called at each step of the crash protocol; tests kill the process there.
    pub at_step: Arc<dyn Fn(Step) + Send + Sync>,
}

impl Options {
    /// Options on the system's disk, with nothing happening at the steps of the crash protocol.
    #[must_use]
    pub fn new(root: PathBuf, places: super::Places, author: String, stay: Stay, world: Arc<dyn World>) -> Self {
        let model = ModelPlace::Folder(places.model_folder());
        Self {
            root,
            cache: places.cache,
            data: places.data,
            logs: places.logs,
            model,
            author,
            stay,
            fs: Arc::new(SystemFs),
            world,
            at_step: Arc::new(|_| {}),
        }
    }
}

/// An open vault. Cheap to share between threads; dropping the last handle gives up the lead.
pub struct Casebook {
    pub(super) vault: Vault,
    pub(super) local: VaultState,
    pub(super) world: Arc<dyn World>,
    pub(super) undo: Undo,
    pub(super) lead: Arc<Lead>,
    pub(super) stay: Stay,
    /// Keeps versions of notes; ends after whoever hands it some.
    pub(super) keeper: Keeper,
    author: RwLock<String>,
    /// That this app has the vault open.
    pub(super) presence: Mutex<Option<Presence>>,
    /// Where the app's log lies.
    pub(super) logs: Option<PathBuf>,
    /// Asks a change of many notes to stop.
    pub(super) stop: AtomicBool,
    /// Asks the reading of a report to stop.
    pub(super) stop_reading: AtomicBool,
    /// The report that is searched for, too long to be typed.
    pub(super) held: Mutex<Option<Arc<Report>>>,
    /// The one of which more is to come.
    pub(super) pieces: Mutex<Option<Pieces>>,
}

/// Who leads, and what everyone reads from.
pub(super) struct Lead {
    pub(super) caches: Caches,
    /// Ends before the reconciler, which holds the right to write.
    embedding: Mutex<Option<Embedding>>,
    pub(super) reconciler: Mutex<Option<Arc<Reconciler>>>,
    pub(super) shared: Arc<Shared>,
    pub(super) settings: Arc<TeamSettings>,
    vault: Vault,
    world: Arc<dyn World>,
    at_step: Arc<dyn Fn(Step) + Send + Sync>,
    watch: bool,
}

type Subscriber = Box<dyn Fn(&Event) + Send + Sync>;

/// What the leader's threads and the askers share.
pub(super) struct Shared {
    pub(super) store: RwLock<Option<Arc<Store>>>,
    pub(super) meaning: Arc<Meaning>,
    state: Mutex<State>,
    subscribers: RwLock<Vec<Subscriber>>,
}

#[derive(Clone, Default)]
struct State {
    indexing: Option<Progress>,
    embedding: Option<Progress>,
    unavailable: Option<String>,
    missing: Option<MissingNotes>,
    late: Option<String>,
}

impl Casebook {
    /// Opens a vault. A resident answers from the last index at once; a visitor that leads has indexed everything.
    ///
    /// # Errors
    /// The folder cannot be read, or caches or local state cannot be opened.
    pub fn open(options: Options) -> Result<Self, Error> {
        let vault = Vault::open_on(&options.root, options.fs)?;
        let settings = TeamSettings::open(&vault)?;
        let said = settings.said();
        let caches = Caches::of(&options.cache, vault.root())?;
        let now = options.world.now();
        let name = said.name(vault.root());
        let place = VaultPlace { root: vault.root(), id: said.settings.id.as_deref(), name: &name };
        let local = Local::open(&options.data)?.vault(place, now, options.world.new_note_id().as_str())?;
        let mut presence = None;
        if options.stay == Stay::Resident {
            presence = Some(local.be_present()?.ok_or_else(|| Error::Refused {
                what: format!("opening {name}"),
                reason: "what names a customer is being purged from it just now".to_owned(),
                hint: "Wait until that is done, then open it again".to_owned(),
            })?);
            local.mark_opened(now)?;
        }
        let meaning = Arc::new(Meaning::new(options.model, caches.vectors(), super::meaning::is_wanted(&local)?));
        let lead = Arc::new(Lead {
            caches,
            embedding: Mutex::new(None),
            reconciler: Mutex::new(None),
            shared: Arc::new(Shared::new(meaning)),
            settings: Arc::new(settings),
            vault: vault.clone(),
            world: Arc::clone(&options.world),
            at_step: options.at_step,
            watch: options.stay == Stay::Resident,
        });
        let (shared, said) = (Arc::clone(&lead.shared), Arc::clone(&lead.settings));
        let keeper = Keeper::start(Ground {
            vault: vault.clone(),
            folder: local.folder()?,
            world: Arc::clone(&options.world),
            store: Box::new(move || shared.store.read().unwrap_or_else(PoisonError::into_inner).clone()),
            headings: Box::new(move || said.said().settings.headings.clone()),
        });
        let casebook = Self {
            vault,
            keeper,
            local,
            world: options.world,
            undo: Undo::default(),
            presence: Mutex::new(presence),
            logs: options.logs,
            stop: AtomicBool::new(false),
            stop_reading: AtomicBool::new(false),
            held: Mutex::new(None),
            pieces: Mutex::new(None),
            lead,
            stay: options.stay,
            author: RwLock::new(options.author),
        };
        if options.stay == Stay::Resident {
            casebook.keep_from_now_on();
            casebook.expire_trash();
        }
        casebook.join()?;
        Ok(casebook)
    }

    /// The vault's folder, canonical.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.vault.root()
    }

    /// Drafts and other local state of this vault.
    #[must_use]
    pub fn local(&self) -> &VaultState {
        &self.local
    }

    pub(crate) fn now(&self) -> Moment {
        self.world.now()
    }

    /// Where an attachment lies, for showing it.
    ///
    /// # Errors
    /// It is not a file inside the vault.
    pub fn attachment(&self, relative: &str) -> Result<PathBuf, Error> {
        Ok(self.vault.attachment(relative)?)
    }

    /// Whose name goes into entries.
    #[must_use]
    pub fn author(&self) -> String {
        self.author.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes whose name goes into entries.
    pub fn set_author(&self, name: &str) {
        name.clone_into(&mut self.author.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Hears every event from now on, on the leader's thread: return quickly.
    pub fn subscribe(&self, subscriber: impl Fn(&Event) + Send + Sync + 'static) {
        self.lead.shared.subscribers.write().unwrap_or_else(PoisonError::into_inner).push(Box::new(subscriber));
    }

    /// How the vault is.
    ///
    /// # Errors
    /// The catalog cannot be read.
    pub fn status(&self) -> Result<VaultStatus, Error> {
        let counts = self.store()?.catalog.counts()?;
        let State { indexing, embedding, unavailable, late, .. } = self.lead.shared.state();
        let said = self.said();
        Ok(VaultStatus {
            name: said.name(self.root()),
            root: self.root().to_string_lossy().into_owned(),
            notes: counts.notes,
            problems: counts.problems + count(said.problems.len()),
            leader: self.leads(),
            indexing,
            embedding,
            unavailable,
            missing: self.missing()?,
            late,
            unkept: self.keeper.trouble(),
            unfinished_purge: self.unfinished_purge().ok().flatten().map(|request| request.name),
            products: said.settings.products.clone(),
            resolution_codes: said.settings.resolution_codes.clone(),
        })
    }

    /// Builds the index anew beside the one in use and swaps it in. A follower asks the leader and waits.
    ///
    /// # Errors
    /// It could not be built; the one in use stays.
    pub fn reindex(&self) -> Result<Rebuilt, Error> {
        self.lead.rebuild().map_err(Error::from)
    }

    /// What `casebook.toml` says now.
    pub(super) fn said(&self) -> Arc<Said> {
        self.lead.settings.said()
    }
}

impl Lead {
    /// Takes the lead if nobody has it; says whether this process leads now.
    pub(super) fn try_lead(&self) -> Result<bool, ReconcileError> {
        let mut reconciler = self.reconciler.lock().unwrap_or_else(PoisonError::into_inner);
        if reconciler.is_some() {
            return Ok(true);
        }
        let Some(lock) = LeaderLock::try_take(self.caches.home())? else { return Ok(false) };
        let (shared, world, clock) = (Arc::clone(&self.shared), Arc::clone(&self.world), Arc::clone(&self.world));
        let at_step = Arc::clone(&self.at_step);
        let (settings, vault) = (Arc::clone(&self.settings), self.vault.clone());
        let started = Reconciler::start(Start {
            vault: self.vault.clone(),
            caches: self.caches.clone(),
            lock,
            headings: self.settings.said().settings.headings.clone(),
            read_settings: Box::new(move || settings.read_again(&vault).settings.headings.clone()),
            new_store_id: Box::new(move || world.new_note_id().as_str().to_lowercase()),
            now_ns: Box::new(move || clock.now().unix_nanoseconds()),
            outlet: Box::new(move |said| shared.hear(said)),
            at_step: Box::new(move |step| at_step(step)),
            watch: self.watch,
        })?;
        *reconciler = Some(Arc::new(started));
        if self.watch {
            self.embed_in_background();
        }
        Ok(true)
    }

    /// Searching does not depend on it: without the thread it goes on without meaning.
    fn embed_in_background(&self) {
        let (shared, hears) = (Arc::clone(&self.shared), Arc::clone(&self.shared));
        let store = move || shared.store.read().unwrap_or_else(PoisonError::into_inner).clone();
        let progress = move |progress| hears.hear_embedding(progress);
        match Embedding::start(Arc::clone(&self.shared.meaning), Box::new(store), Box::new(progress)) {
            Ok(started) => *self.embedding.lock().unwrap_or_else(PoisonError::into_inner) = Some(started),
            Err(error) => warn!(%error, "no note will be embedded"),
        }
    }

    /// The reconciler, if this process leads. Nothing is locked while the caller uses it.
    pub(super) fn reconciler(&self) -> Option<Arc<Reconciler>> {
        self.reconciler.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Shared {
    fn new(meaning: Arc<Meaning>) -> Self {
        Self { store: RwLock::default(), meaning, state: Mutex::default(), subscribers: RwLock::default() }
    }

    pub(super) fn use_store(&self, store: Arc<Store>) {
        *self.store.write().unwrap_or_else(PoisonError::into_inner) = Some(store);
    }

    /// What the brake of this process holds back, if it leads.
    pub(super) fn missing(&self) -> Option<MissingNotes> {
        self.state().missing
    }

    /// Whether vault or caches could not be used at the last try.
    pub(super) fn is_unavailable(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).unavailable.is_some()
    }

    fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hear_embedding(&self, progress: Option<(usize, usize)>) {
        let progress = progress.map(|(done, total)| Progress { done: count(done), total: count(total) });
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let news = state.embedding != progress;
        state.embedding = progress;
        drop(state);
        if news {
            self.tell(&Event::Embedding { progress });
        }
    }

    /// Keeps what the leader's thread says and passes it on, each change of state once.
    fn hear(&self, said: Outlet) {
        // What is said about the vault alone comes before the first note is looked at.
        let is_about_notes = !matches!(said, Outlet::Late(_) | Outlet::Held(_) | Outlet::Opened(_));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let event = match said {
            Outlet::Changed { paths, ours } => {
                Some(Event::NotesChanged { paths, origin: if ours { Origin::Here } else { Origin::Outside } })
            }
            Outlet::Indexing(progress) => {
                let progress = progress.map(|(done, total)| Progress { done: count(done), total: count(total) });
                let news = state.indexing != progress;
                state.indexing = progress;
                news.then_some(Event::Indexing { progress })
            }
            Outlet::Unavailable(reason) => {
                let news = state.unavailable != reason;
                state.unavailable.clone_from(&reason);
                news.then_some(Event::Availability { unavailable: reason })
            }
            Outlet::Held(missing) => {
                let missing = missing.map(MissingNotes::from);
                let news = state.missing != missing;
                state.missing = missing;
                news.then_some(Event::Missing { missing })
            }
            Outlet::Late(late) => {
                let news = state.late != late;
                state.late.clone_from(&late);
                news.then_some(Event::Late { late })
            }
            Outlet::Opened(store) => {
                self.use_store(store);
                None
            }
            Outlet::Swapped(store) => {
                self.use_store(store);
                Some(Event::NotesChanged { paths: Vec::new(), origin: Origin::Outside })
            }
        };
        let is_current = is_about_notes && state.indexing.is_none();
        drop(state);
        if is_current {
            self.meaning.look();
        }
        if let Some(event) = event {
            self.tell(&event);
        }
    }

    pub(super) fn tell(&self, event: &Event) {
        for subscriber in self.subscribers.read().unwrap_or_else(PoisonError::into_inner).iter() {
            subscriber(event);
        }
    }
}

/// A count as the UI takes it.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
