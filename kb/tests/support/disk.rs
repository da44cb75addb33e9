//! A disk that loses what was not flushed, reorders names and refuses calls when it is told to.
//!
//! As SQLite's crash tests do, it lies over the real disk: every call is made, so that whoever looks at the vault finds
//! what the running system would show, and beside it is kept what a power cut would leave. That is as little as POSIX
//! promises: the content of a file only after its flush, a name only after the flush of its folder, any of the changes
//! of names since then without the others, and after a failed flush nothing of what it was for, whatever later flushes say.
#![expect(clippy::disallowed_methods, reason = "a disk writes and removes files")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File, ReadDir};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use kb::vault::{Access, Onto, SystemFs, VaultFs};

/// What befalls one call that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It fails: input or output.
    Io,
    /// It fails: no space.
    Full,
    /// A write is interrupted before it wrote anything; other calls are made.
    Interrupted,
    /// A write takes half of its bytes; other calls are made.
    Short,
}

/// See the module. Share it in an `Arc`: the vault has one half, the test the other.
#[derive(Debug)]
pub(crate) struct SimulatedDisk {
    root: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Calls so far that change something; reading is not counted, as threads that read come in any order.
    calls: usize,
    /// From this call on there is no power.
    cut: Option<usize>,
    trouble: BTreeMap<usize, Trouble>,
    /// Whether every reading call fails.
    unreadable: bool,
    /// The system's number of a file to ours: the system gives a number again once its file is gone.
    numbers: HashMap<u64, usize>,
    files: Vec<Content>,
    /// The folders that were opened, by the system's number.
    opened: HashMap<u64, PathBuf>,
    /// What is surely on disk: the file of each name, and by which change it came.
    names: BTreeMap<PathBuf, (Option<usize>, usize)>,
    folders: BTreeSet<PathBuf>,
    /// What may be on disk.
    pending: Vec<Change>,
    changes: usize,
}

#[derive(Debug, Clone, Default)]
struct Content {
    flushed: Vec<u8>,
    written: Vec<u8>,
    /// A flush failed: what was not on disk then never will be.
    lost: bool,
}

#[derive(Debug, Clone)]
struct Change {
    number: usize,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Name { place: PathBuf, file: Option<usize> },
    Rename { from: PathBuf, to: PathBuf, file: usize },
    Folder { place: PathBuf },
}

impl SimulatedDisk {
    /// The disk under the folder `root`; what is there now is on disk.
    pub(crate) fn over(root: &Path) -> Arc<Self> {
        let root = fs::canonicalize(root).expect("a folder");
        let mut state = State::default();
        take_in(&root, &mut state);
        Arc::new(Self { root, state: Mutex::new(state) })
    }

    /// Takes the power away before the call with this number, counted from 0.
    pub(crate) fn cut_at(&self, call: usize) {
        self.state().cut = Some(call);
    }

    /// Makes trouble at the call with this number.
    pub(crate) fn trouble_at(&self, call: usize, trouble: Trouble) {
        self.state().trouble.insert(call, trouble);
    }

    /// Refuses to read from now on, or reads again.
    pub(crate) fn refuse_reading(&self, refuse: bool) {
        self.state().unreadable = refuse;
    }

    /// Calls so far that change something.
    pub(crate) fn calls(&self) -> usize {
        self.state().calls
    }

    /// Whether the power is out.
    pub(crate) fn is_dark(&self) -> bool {
        let state = self.state();
        state.cut.is_some_and(|cut| state.calls >= cut)
    }

    /// Leaves of the folder what a power cut leaves now; `chance` decides what that is. The disk is of no more use.
    pub(crate) fn lose_power(&self, chance: &mut fastrand::Rng) {
        let mut state = self.state();
        state.cut = Some(0);
        let survivors: Vec<Change> = state.pending.iter().filter(|_| chance.bool()).cloned().collect();
        for change in &survivors {
            state.put_on_disk(change);
        }
        let contents: Vec<Vec<u8>> = state.files.iter().map(|content| content.after_power_cut(chance)).collect();
        for entry in fs::read_dir(&self.root).expect("listed").flatten() {
            let place = entry.path();
            if place.is_dir() { fs::remove_dir_all(place) } else { fs::remove_file(place) }.expect("removed");
        }
        for folder in &state.folders {
            // A folder whose own folder was lost is lost.
            let _ = fs::create_dir(folder);
        }
        for (place, (file, _)) in &state.names {
            if let Some(file) = file
                && place.parent().is_some_and(Path::is_dir)
            {
                fs::write(place, &contents[*file]).expect("written");
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics while it holds the disk")
    }

    /// Counts a call that changes something; an error is what befalls it.
    fn count(&self, writes: bool) -> io::Result<Option<Trouble>> {
        let mut state = self.state();
        let call = state.calls;
        state.calls += 1;
        if state.cut.is_some_and(|cut| call >= cut) {
            return Err(io::Error::other("the power is out"));
        }
        match state.trouble.get(&call) {
            Some(Trouble::Io) => Err(rustix::io::Errno::IO.into()),
            Some(Trouble::Full) => Err(rustix::io::Errno::NOSPC.into()),
            Some(Trouble::Interrupted) if writes => Err(io::ErrorKind::Interrupted.into()),
            trouble => Ok(trouble.copied()),
        }
    }

    fn reading(&self) -> io::Result<()> {
        let state = self.state();
        if state.unreadable || state.cut.is_some_and(|cut| state.calls > cut) {
            return Err(rustix::io::Errno::IO.into());
        }
        Ok(())
    }
}

impl VaultFs for SimulatedDisk {
    fn open(&self, place: &Path) -> io::Result<File> {
        self.reading()?;
        let file = SystemFs.open(place)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            self.state().opened.insert(metadata.ino(), place.to_path_buf());
        }
        Ok(file)
    }

    fn read(&self, file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
        self.reading()?;
        SystemFs.read(file, buffer)
    }

    fn list(&self, folder: &Path) -> io::Result<ReadDir> {
        self.reading()?;
        SystemFs.list(folder)
    }

    fn create(&self, place: &Path, access: Access) -> io::Result<File> {
        self.count(false)?;
        let file = SystemFs.create(place, access)?;
        let mut state = self.state();
        let number = state.files.len();
        state.files.push(Content::default());
        state.numbers.insert(file.metadata()?.ino(), number);
        state.change(What::Name { place: place.to_path_buf(), file: Some(number) });
        Ok(file)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize> {
        let trouble = self.count(true)?;
        let bytes = if trouble == Some(Trouble::Short) { &bytes[..bytes.len().div_ceil(2)] } else { bytes };
        let count = SystemFs.write(file, bytes)?;
        let mut state = self.state();
        let number = state.numbers[&file.metadata()?.ino()];
        state.files[number].written.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        let metadata = file.metadata()?;
        let fate = self.count(false);
        let mut state = self.state();
        if metadata.is_dir() {
            fate?;
            let folder = state.opened[&metadata.ino()].clone();
            let (kept, flushed) = std::mem::take(&mut state.pending)
                .into_iter()
                .partition(|change| change.what.place().parent() != Some(folder.as_path()));
            state.pending = kept;
            let flushed: Vec<Change> = flushed;
            for change in &flushed {
                state.put_on_disk(change);
            }
            return Ok(());
        }
        let number = state.numbers[&metadata.ino()];
        let content = &mut state.files[number];
        content.lost |= fate.is_err();
        if !content.lost {
            content.flushed = content.written.clone();
        }
        fate.map(drop)
    }

    fn rename(&self, from: &Path, to: &Path, onto: Onto) -> io::Result<()> {
        self.count(false)?;
        let inode = fs::symlink_metadata(from)?.ino();
        SystemFs.rename(from, to, onto)?;
        let mut state = self.state();
        let file = state.numbers[&inode];
        state.change(What::Rename { from: from.to_path_buf(), to: to.to_path_buf(), file });
        Ok(())
    }

    fn remove(&self, place: &Path) -> io::Result<()> {
        self.count(false)?;
        SystemFs.remove(place)?;
        self.state().change(What::Name { place: place.to_path_buf(), file: None });
        Ok(())
    }

    fn make_folder(&self, place: &Path) -> io::Result<()> {
        // Most calls find the folder there: that is a look, not a change.
        if place.is_dir() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.count(false)?;
        SystemFs.make_folder(place)?;
        self.state().change(What::Folder { place: place.to_path_buf() });
        Ok(())
    }
}

impl State {
    fn change(&mut self, what: What) {
        self.changes += 1;
        self.pending.push(Change { number: self.changes, what });
    }

    fn put_on_disk(&mut self, change: &Change) {
        match &change.what {
            What::Name { place, file } => self.name(place, *file, change.number),
            What::Rename { from, to, file } => {
                // Whatever gave the file its old name came before, and does not bring it back when it is flushed later.
                self.name(from, None, change.number);
                self.name(to, Some(*file), change.number);
            }
            What::Folder { place } => {
                self.folders.insert(place.clone());
            }
        }
    }

    /// Sets what a name stands for, unless a later change has been flushed already.
    fn name(&mut self, place: &Path, file: Option<usize>, number: usize) {
        let known = self.names.entry(place.to_path_buf()).or_default();
        if known.1 <= number {
            *known = (file, number);
        }
    }
}

impl What {
    /// The name whose folder has to be flushed.
    fn place(&self) -> &Path {
        match self {
            Self::Name { place, .. } | Self::Folder { place } | Self::Rename { to: place, .. } => place,
        }
    }
}

impl Content {
    /// What was flushed; else any of what file systems are known to leave of a write.
    fn after_power_cut(&self, chance: &mut fastrand::Rng) -> Vec<u8> {
        if self.flushed == self.written {
            return self.flushed.clone();
        }
        let cut = self.written.len() / 2;
        match chance.usize(..if self.lost { 2 } else { 4 }) {
            0 => self.flushed.clone(),
            1 => vec![0; self.written.len()],
            2 => self.written[..cut].to_vec(),
            _ => self.written.clone(),
        }
    }
}

/// Everything below `folder` as it is, on disk.
fn take_in(folder: &Path, state: &mut State) {
    for entry in fs::read_dir(folder).expect("listed").flatten() {
        let place = entry.path();
        if place.is_dir() {
            state.folders.insert(place.clone());
            take_in(&place, state);
        } else {
            let (content, number) = (fs::read(&place).expect("read"), state.files.len());
            state.numbers.insert(entry.metadata().expect("looked at").ino(), number);
            state.files.push(Content { flushed: content.clone(), written: content, lost: false });
            state.names.insert(place, (Some(number), 0));
        }
    }
}
