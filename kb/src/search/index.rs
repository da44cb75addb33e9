//! The index on disk: made, opened, written, read. The one place that touches the index folder.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tantivy::directory::error::LockError;
use tantivy::error::DataCorruption;
use tantivy::index::SegmentComponent;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, PreparedCommit, UserOperation};
use tantivy::{Index, IndexSettings, ReloadPolicy, TantivyDocument, TantivyError, Term};

use super::document::Entry;
use super::error::SearchError;
use super::folder::IndexFolder;
use super::schema::{Fields, SCHEMA_VERSION, TOKENIZER_VERSION, register_tokenizers, schema};

/// How often a writer asks again for a lock that somebody has.
const LOCK_TRIES: usize = 25;
/// How long it waits before it does.
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// What a commit says about itself: whose index it is and which state of the catalog it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// The catalog's own id.
    pub store_id: String,
    /// The catalog's generation.
    pub generation: u64,
}

/// The payload with the versions it was written under.
#[derive(Serialize, Deserialize)]
struct Stamp {
    schema: u32,
    tokenizer: u32,
    #[serde(flatten)]
    payload: Option<Payload>,
}

/// How much is about to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// A few notes at a time: small memory, one thread, quick commits.
    Live,
    /// A whole vault: two threads and room for large segments.
    Bulk,
}

/// An index folder that was found good. Cheap to clone.
#[derive(Clone)]
pub struct SearchIndex {
    path: PathBuf,
    index: Index,
    fields: Fields,
}

/// Makes an empty index in `path`, which is created if need be and must hold no index.
///
/// # Errors
/// [`SearchError::Io`] when the folder cannot be made, [`SearchError::Failed`] when there is an index already.
pub fn create(path: &Path) -> Result<SearchIndex, SearchError> {
    std::fs::create_dir_all(path).map_err(|source| SearchError::Io { path: path.to_owned(), source })?;
    let failed = |source| SearchError::from_tantivy(path, source);
    let folder = IndexFolder::open(path).map_err(|error| failed(error.into()))?;
    if Index::exists(&folder).map_err(|error| failed(error.into()))? {
        return Err(failed(TantivyError::IndexAlreadyExists));
    }
    let index = Index::create(folder, schema(), IndexSettings::default()).map_err(failed)?;
    let opened = SearchIndex::with_fields(path, index)?;
    // The versions stand in every commit, the very first included.
    opened.writer(Load::Live)?.prepare()?.commit_stamp(None)?;
    Ok(opened)
}

/// Opens the index in `path`.
///
/// # Errors
/// [`SearchError::Missing`], [`SearchError::Outdated`] and [`SearchError::Damaged`] want a rebuild;
/// [`SearchError::Io`] does not.
pub fn open(path: &Path) -> Result<SearchIndex, SearchError> {
    let failed = |source| SearchError::from_tantivy(path, source);
    let folder = IndexFolder::open(path).map_err(|error| failed(error.into()))?;
    if !Index::exists(&folder).map_err(|error| failed(error.into()))? {
        return Err(SearchError::Missing { path: path.to_owned() });
    }
    let index = Index::open(folder).map_err(failed)?;
    let opened = SearchIndex::with_fields(path, index)?;
    opened.stamp()?;
    opened.check_files()?;
    Ok(opened)
}

fn outdated(path: &Path, found: impl Into<String>) -> SearchError {
    SearchError::Outdated {
        path: path.to_owned(),
        found: found.into(),
        wanted: format!("fields {SCHEMA_VERSION}, words {TOKENIZER_VERSION}"),
    }
}

impl SearchIndex {
    fn with_fields(path: &Path, index: Index) -> Result<Self, SearchError> {
        let fields = Fields::of(&index.schema()).ok_or_else(|| outdated(path, "other fields"))?;
        register_tokenizers(&index);
        Ok(Self { path: path.to_owned(), index, fields })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the last commit said about itself; `None` for an index nothing was committed to.
    ///
    /// # Errors
    /// [`SearchError::Outdated`] when it was written under other versions.
    pub fn payload(&self) -> Result<Option<Payload>, SearchError> {
        Ok(self.stamp()?.payload)
    }

    fn stamp(&self) -> Result<Stamp, SearchError> {
        let metas = self.index.load_metas().map_err(|source| SearchError::from_tantivy(&self.path, source))?;
        let Some(text) = metas.payload else { return Err(outdated(&self.path, "no version")) };
        let stamp: Stamp = serde_json::from_str(&text).map_err(|_| outdated(&self.path, "no version"))?;
        if (stamp.schema, stamp.tokenizer) == (SCHEMA_VERSION, TOKENIZER_VERSION) {
            Ok(stamp)
        } else {
            Err(outdated(&self.path, format!("fields {}, words {}", stamp.schema, stamp.tokenizer)))
        }
    }

    /// Reads every byte and compares checksums: nothing waits for the disk when the index is written, so after a crash of
    /// the system it may not be what it was.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when a file is not what was written.
    pub fn verify(&self) -> Result<(), SearchError> {
        let failed = |source| SearchError::from_tantivy(&self.path, source);
        let damaged = self.index.validate_checksum().map_err(failed)?;
        match damaged.into_iter().next() {
            None => Ok(()),
            Some(file) => {
                let what = DataCorruption::new(file, "its checksum differs".to_owned());
                Err(SearchError::Damaged { path: self.path.clone(), source: what.into() })
            }
        }
    }

    /// Checks that no file of a segment is missing. tantivy takes one without positions for an old one, and finds out when
    /// it is searched.
    fn check_files(&self) -> Result<(), SearchError> {
        use SegmentComponent::{FastFields, FieldNorms, Positions, Postings, Store, Terms};
        let failed = |source| SearchError::from_tantivy(&self.path, source);
        for segment in self.index.searchable_segment_metas().map_err(failed)? {
            let missing = [Postings, Positions, Terms, FieldNorms, FastFields, Store]
                .map(|part| segment.relative_path(part))
                .into_iter()
                .find(|file| !self.path.join(file).is_file());
            if let Some(file) = missing {
                let what = DataCorruption::new(file, "it is missing".to_owned());
                return Err(SearchError::Damaged { path: self.path.clone(), source: what.into() });
            }
        }
        Ok(())
    }

    /// Takes the index for writing. There is one writer at a time; it waits a quarter of a second at most for another:
    /// a program that this process is just starting holds a copy of a lock given up meanwhile until it runs.
    ///
    /// # Errors
    /// [`SearchError::Locked`] when another process or part of this one has it.
    pub fn writer(&self, load: Load) -> Result<IndexWriter, SearchError> {
        let failed = |source| SearchError::from_tantivy(&self.path, source);
        let (threads, memory) = match load {
            Load::Live => (1, 16 << 20),
            Load::Bulk => (2, 128 << 20),
        };
        let take = || {
            let options = IndexWriterOptions::builder()
                .num_worker_threads(threads)
                .memory_budget_per_thread(memory)
                .num_merge_threads(1)
                .build();
            self.index.writer_with_options(options)
        };
        let is_busy =
            |taken: &tantivy::Result<_>| matches!(taken, Err(TantivyError::LockFailure(LockError::LockBusy, _)));
        let mut taken = take();
        for _ in 0..LOCK_TRIES {
            if !is_busy(&taken) {
                break;
            }
            std::thread::sleep(LOCK_PAUSE);
            taken = take();
        }
        let writer = IndexWriter { path: self.path.clone(), fields: self.fields, writer: taken.map_err(failed)? };
        writer.make_ready()?;
        Ok(writer)
    }

    /// A reader of the last commit. It stays there until [`IndexReader::reload`].
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when the index cannot be read.
    pub fn reader(&self) -> Result<IndexReader, SearchError> {
        let failed = |source| SearchError::from_tantivy(&self.path, source);
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        Ok(IndexReader { index: self.clone(), reader })
    }
}

/// The one writer of an index.
pub struct IndexWriter {
    path: PathBuf,
    fields: Fields,
    writer: tantivy::IndexWriter<TantivyDocument>,
}

impl IndexWriter {
    /// What tantivy's writer needs before its first change, when it is made and when a rollback has made it anew.
    fn make_ready(&self) -> Result<(), SearchError> {
        let mut merges = LogMergePolicy::default();
        merges.set_min_num_segments(6);
        merges.set_min_layer_size(500);
        merges.set_del_docs_ratio_before_merge(0.3);
        self.writer.set_merge_policy(Box::new(merges));
        // tantivy 0.27 counts changes on from the last commit, beginning with its very number. A merge that a killed writer
        // left undone starts before the next commit, takes a first deletion of that number for part of the last one, and
        // passes over it in segments that had deletions then: the note stays beside its new version. An empty run takes the
        // number.
        let passed = self.writer.run(std::iter::empty::<UserOperation>());
        passed.map(|_| ()).map_err(|source| SearchError::from_tantivy(&self.path, source))
    }

    /// Adds a note, or replaces the one of the same row. Seen after the next commit and reload.
    ///
    /// # Errors
    /// When an earlier write failed (disk full).
    pub fn put(&mut self, row: u64, entry: Entry) -> Result<(), SearchError> {
        self.delete(row);
        self.add(row, entry)
    }

    /// Adds a note whose row is known to be new: as [`IndexWriter::put`], without looking for an older one.
    ///
    /// # Errors
    /// As [`IndexWriter::put`].
    pub fn add(&mut self, row: u64, entry: Entry) -> Result<(), SearchError> {
        self.writer
            .add_document(entry.of_row(row))
            .map(|_| ())
            .map_err(|source| SearchError::from_tantivy(&self.path, source))
    }

    /// Removes the note of `row`, if it is there.
    pub fn delete(&mut self, row: u64) {
        self.writer.delete_term(Term::from_field_u64(self.fields.row, row));
    }

    /// Writes everything since the last commit, seen by nobody before [`Prepared::commit`]. Without that it is part of the
    /// next commit, unless [`IndexWriter::rollback`] forgets it.
    ///
    /// # Errors
    /// [`SearchError::Io`] for a full disk and the like.
    pub fn prepare(&mut self) -> Result<Prepared<'_>, SearchError> {
        let path = &self.path;
        let commit = self.writer.prepare_commit().map_err(|source| SearchError::from_tantivy(path, source))?;
        Ok(Prepared { path, commit })
    }

    /// Makes everything since the last commit durable, at once or not at all.
    ///
    /// # Errors
    /// [`SearchError::Io`] for a full disk and the like; nothing of it is seen then.
    pub fn commit(&mut self, payload: &Payload) -> Result<(), SearchError> {
        self.prepare()?.commit(payload.clone())
    }

    /// Forgets everything since the last commit.
    ///
    /// # Errors
    /// When the writer cannot start again.
    pub fn rollback(&mut self) -> Result<(), SearchError> {
        self.writer.rollback().map_err(|source| SearchError::from_tantivy(&self.path, source))?;
        self.make_ready()
    }

    /// Ends writing after the merges under way are done.
    ///
    /// # Errors
    /// When a merge failed.
    pub fn finish(self) -> Result<(), SearchError> {
        self.writer.wait_merging_threads().map_err(|source| SearchError::from_tantivy(&self.path, source))
    }
}

/// A commit that is written but for its being seen.
pub struct Prepared<'a> {
    path: &'a Path,
    commit: PreparedCommit<'a, TantivyDocument>,
}

impl Prepared<'_> {
    /// Has it seen, at once or not at all.
    ///
    /// # Errors
    /// As [`IndexWriter::prepare`].
    pub fn commit(self, payload: Payload) -> Result<(), SearchError> {
        self.commit_stamp(Some(payload))
    }

    fn commit_stamp(mut self, payload: Option<Payload>) -> Result<(), SearchError> {
        let stamp = Stamp { schema: SCHEMA_VERSION, tokenizer: TOKENIZER_VERSION, payload };
        let text = serde_json::to_string(&stamp).expect("a stamp of numbers and text is always JSON");
        self.commit.set_payload(&text);
        self.commit.commit().map(|_| ()).map_err(|source| SearchError::from_tantivy(self.path, source))
    }
}

/// Answers from the commit it last loaded. Cheap to clone; clones load together.
#[derive(Clone)]
pub struct IndexReader {
    index: SearchIndex,
    reader: tantivy::IndexReader,
}

impl IndexReader {
    /// Goes on to the last commit.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when it cannot be read.
    pub fn reload(&self) -> Result<(), SearchError> {
        self.reader.reload().map_err(|source| self.failed(source))
    }

    /// What the last commit on disk said about itself.
    ///
    /// # Errors
    /// [`SearchError::Outdated`] when another version wrote it.
    pub fn payload(&self) -> Result<Option<Payload>, SearchError> {
        self.index.payload()
    }

    /// How many notes there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether there is no note.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn searcher(&self) -> tantivy::Searcher {
        self.reader.searcher()
    }

    pub(super) fn fields(&self) -> Fields {
        self.index.fields
    }

    pub(super) fn failed(&self, source: tantivy::TantivyError) -> SearchError {
        SearchError::from_tantivy(&self.index.path, source)
    }
}
