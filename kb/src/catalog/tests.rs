//! Tests by subject, and the notes they put in.

mod flags;
mod indexing;
mod links;
mod lists;
mod lookup;
mod opening;
mod queue;

use std::collections::BTreeMap;

use tempfile::TempDir;

use super::*;
use crate::model::*;

/// A catalog in a folder of its own.
struct Fixture {
    catalog: Catalog,
    folder: TempDir,
}

fn fixture() -> Fixture {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let catalog = Catalog::open(&folder.path().join("catalog.db"), "store-1").expect("opens");
    Fixture { catalog, folder }
}

fn path(text: &str) -> VaultPath {
    VaultPath::new(text).expect("a vault path")
}

fn id(text: &str) -> NoteId {
    NoteId::new(text).expect("an id")
}

fn at(text: &str) -> Moment {
    Moment::parse(text).expect("a moment")
}

fn hash_of(byte: u8) -> ContentHash {
    [byte; 32]
}

fn note(title: &str, meta: NoteMeta) -> Note {
    Note {
        id: None,
        title: title.to_owned(),
        meta,
        products: Vec::new(),
        tags: Vec::new(),
        aliases: Vec::new(),
        see_also: Vec::new(),
        owner: None,
        source: None,
        front_matter: FrontMatter::Missing,
        unknown_keys: BTreeMap::new(),
        sections: Vec::new(),
        journal: Vec::new(),
        links: Vec::new(),
        wikilinks: Vec::new(),
        problems: Vec::new(),
    }
}

/// An entry of a journal at this time.
fn entry(time: &str) -> JournalEntry {
    JournalEntry {
        id: None,
        at: at(time),
        author: "mira".into(),
        visibility: Visibility::Internal,
        channel: Channel::Note,
        text: String::new(),
        range: 0..0,
    }
}

fn article(title: &str) -> Note {
    note(title, NoteMeta::Article(Box::default()))
}

fn case(title: &str) -> Note {
    note(title, NoteMeta::Case(Box::default()))
}

trait Build {
    fn id(self, id: &str) -> Self;
    fn alias(self, alias: &str) -> Self;
    fn linked(self, article: &str, how: LinkUse) -> Self;
    fn wikilinked(self, target: &str) -> Self;
    fn facts(self, change: impl FnOnce(&mut CaseMeta)) -> Self;
}

impl Build for Note {
    fn id(mut self, text: &str) -> Self {
        self.id = Some(id(text));
        self
    }
    fn alias(mut self, alias: &str) -> Self {
        self.aliases.push(alias.to_owned());
        self
    }
    fn linked(mut self, article: &str, how: LinkUse) -> Self {
        self.links.push(Link { article: id(article), how, at: None, query: None });
        self
    }
    fn wikilinked(mut self, target: &str) -> Self {
        let start = self.wikilinks.last().map_or(0, |last| last.range.end);
        let range = start..start + target.len() + 4;
        self.wikilinks.push(Wikilink { target: target.to_owned(), fragment: None, label: None, embed: false, range });
        self
    }
    fn facts(mut self, change: impl FnOnce(&mut CaseMeta)) -> Self {
        if let NoteMeta::Case(meta) = &mut self.meta {
            change(meta);
        }
        self
    }
}

impl Batch<'_> {
    fn put_with(&mut self, at: &str, note: &Note, hash: u8) -> i64 {
        let record = NoteRecord {
            path: &path(at),
            stamp: StoredStamp { size: 3, mtime_ns: 4, ctime_ns: 5, inode: u64::MAX },
            scanned_ns: 6,
            hash: &hash_of(hash),
            note,
            source: "",
            text: &NoteText { issue: note.title.clone(), ..NoteText::default() },
            faults: &[format!("fault {hash}")],
        };
        self.put(&record).expect("puts").row
    }
}

impl Fixture {
    fn put(&self, at: &str, note: &Note) -> i64 {
        self.put_hashed(at, note, 1)
    }

    fn put_hashed(&self, at: &str, note: &Note, hash: u8) -> i64 {
        let mut batch = self.catalog.begin().expect("begins");
        let row = batch.put_with(at, note, hash);
        batch.commit().expect("commits");
        row
    }

    fn remove(&self, at: &str) -> Option<i64> {
        let mut batch = self.catalog.begin().expect("begins");
        let row = batch.remove(&path(at)).expect("removes");
        batch.commit().expect("commits");
        row
    }

    fn read(&self) -> Snapshot<'_> {
        self.catalog.read().expect("reads")
    }

    /// Problems as `path: code`.
    fn problems(&self) -> Vec<String> {
        let found = self.read().problems(None, 100).expect("lists");
        found.iter().map(|found| format!("{}: {}", found.path, found.problem.code.as_str())).collect()
    }
}

fn paths(rows: &[NoteRow]) -> Vec<&str> {
    rows.iter().map(|row| row.path.as_str()).collect()
}
