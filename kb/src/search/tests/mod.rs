//! The index as a whole, through its public face.

mod anything;
mod facets;
mod golden;
mod identifiers;
mod marking;
mod store;
mod twins;
mod typing;

use tempfile::TempDir;

use super::{Answer, IndexDoc, IndexReader, Load, Payload, Query, SearchIndex, create};
use crate::model::{NoteId, NoteKind};

/// A note in few words.
#[derive(Default, Clone)]
pub(super) struct Note {
    pub(super) row: u64,
    pub(super) kind: Option<NoteKind>,
    pub(super) title: &'static str,
    pub(super) issue: &'static str,
    pub(super) resolution: &'static str,
    pub(super) journal: &'static str,
    pub(super) id: Option<&'static str>,
    pub(super) resolves: &'static [&'static str],
    pub(super) filters: &'static [(&'static str, &'static str)],
    pub(super) at: i64,
}

pub(super) fn article(row: u64, title: &'static str, issue: &'static str) -> Note {
    Note { row, title, issue, ..Note::default() }
}

pub(super) fn case(row: u64, title: &'static str, issue: &'static str) -> Note {
    Note { row, title, issue, kind: Some(NoteKind::Case), ..Note::default() }
}

pub(super) fn put(writer: &mut super::IndexWriter, note: &Note) {
    let id = note.id.map(|id| NoteId::new(id).unwrap());
    let resolves: Vec<NoteId> = note.resolves.iter().map(|id| NoteId::new(*id).unwrap()).collect();
    let filters: Vec<(String, String)> = note.filters.iter().map(|(f, v)| ((*f).to_owned(), (*v).to_owned())).collect();
    let mut doc = IndexDoc::new(note.kind.unwrap_or(NoteKind::Article), note.title);
    doc.issue = note.issue;
    doc.resolution = note.resolution;
    doc.journal_internal = note.journal;
    doc.id = id.as_ref();
    doc.resolves = &resolves;
    doc.filters = &filters;
    doc.at = note.at;
    writer.put(note.row, doc.entry()).unwrap();
}

pub(super) fn payload(generation: u64) -> Payload {
    Payload { store_id: "store".to_owned(), generation }
}

/// An index in a folder that goes away with it.
pub(super) struct Bench {
    pub(super) reader: IndexReader,
    pub(super) index: SearchIndex,
    pub(super) folder: TempDir,
}

pub(super) fn bench(notes: &[Note]) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let index = create(folder.path()).unwrap();
    let mut writer = index.writer(Load::Live).unwrap();
    for note in notes {
        put(&mut writer, note);
    }
    writer.commit(&payload(1)).unwrap();
    let reader = index.reader().unwrap();
    Bench { reader, index, folder }
}

impl Bench {
    pub(super) fn ask(&self, text: &str) -> Answer {
        self.reader.search(&Query::new(text)).unwrap()
    }

    pub(super) fn rows(&self, text: &str) -> Vec<u64> {
        rows(&self.ask(text))
    }

    pub(super) fn typing(&self, text: &str) -> Vec<u64> {
        let query = Query { last_word_is_prefix: true, ..Query::new(text) };
        rows(&self.reader.search(&query).unwrap())
    }
}

pub(super) fn rows(answer: &Answer) -> Vec<u64> {
    answer.hits.iter().map(|hit| hit.row).collect()
}
