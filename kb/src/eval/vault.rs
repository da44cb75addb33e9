//! The data as a vault, opened and asked as the app opens and asks any other.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use super::DEPTH;
use super::data::Data;
use super::error::EvalError;
use crate::casebook::{Casebook, Options, Places, Stay, SystemWorld, Without};
use crate::format::{
    Context, Edit, HeadingWords, NewArticleFields, NewCaseFields, apply, new_article, new_case, sections_text,
};
use crate::model::{Audience, Confidence, Link, LinkUse, Moment, NoteId, Priority, Status, VaultPath};
use crate::reconcile::ModelPlace;

/// When everything in the vault was written: no note is newer than another.
const WRITTEN: &str = "2026-01-01T00:00:00Z";

/// A vault to ask.
pub(super) struct Asked {
    casebook: Casebook,
    /// The place among the articles of each row of the catalog.
    places: HashMap<u64, usize>,
    has_meaning: bool,
    /// Goes when the vault is closed.
    _folder: TempDir,
}

impl Asked {
    /// Writes the vault into a temporary folder, indexes it, and embeds it where a model is named.
    pub(super) fn make(data: &Data, model: Option<&Path>, progress: &dyn Fn(&str)) -> Result<Self, EvalError> {
        let folder = TempDir::with_prefix("kb-eval-").map_err(|source| EvalError::Scratch { source })?;
        let root = folder.path().join("vault");
        write(data, &root).map_err(|source| EvalError::Scratch { source })?;
        let places = Places { cache: folder.path().join("cache"), data: folder.path().join("data"), logs: None };
        let mut options = Options::new(root, places, "eval".to_owned(), Stay::Visitor, Arc::new(SystemWorld));
        if let Some(model) = model {
            options.model = ModelPlace::Folder(model.to_path_buf());
        }
        let casebook = Casebook::open(options)?;
        if model.is_some() {
            progress("embedding");
            casebook.embed()?;
            if let Some(reason) = casebook.meaning()?.reason {
                return Err(EvalError::Model { reason });
            }
        }
        let mut places = HashMap::new();
        for at in 0..data.articles.len() {
            let row = casebook.row_of(&article_path(at))?;
            places.extend(row.map(|row| (row, at)));
        }
        Ok(Self { casebook, places, has_meaning: model.is_some(), _folder: folder })
    }

    /// Whether anything was embedded.
    pub(super) fn has_meaning(&self) -> bool {
        self.has_meaning
    }

    /// The articles that answer `text`, best first, by their places in the data.
    pub(super) fn ask(&self, text: &str, without: Without) -> Result<Vec<usize>, EvalError> {
        let rows = self.casebook.ranked_articles(text, DEPTH, without)?;
        Ok(rows.iter().filter_map(|row| self.places.get(row).copied()).collect())
    }
}

fn article_path(at: usize) -> VaultPath {
    VaultPath::new(format!("articles/{at}.md")).expect("letters, digits and a slash")
}

#[expect(clippy::disallowed_methods, reason = "a vault for one measurement, which nobody else sees")]
fn write(data: &Data, root: &Path) -> std::io::Result<()> {
    for folder in ["articles", "cases"] {
        std::fs::create_dir_all(root.join(folder))?;
    }
    std::fs::write(root.join("casebook.toml"), "id = \"kb-eval\"\n")?;
    let written = Moment::parse(WRITTEN).expect("a moment");
    for (at, article) in data.articles.iter().enumerate() {
        let text = new_article(&NewArticleFields {
            id: article.id.clone(),
            title: article.title.clone(),
            confidence: Confidence::NotValidated,
            audience: Audience::Internal,
            products: Vec::new(),
            owner: None,
            created: written,
            body: Some(sections_text(&[("Issue", &article.text)])),
        });
        std::fs::write(root.join(article_path(at).as_str()), text)?;
    }
    for (at, case) in data.cases.iter().enumerate() {
        // An id of its own: a case may bear the id of an article elsewhere in the data.
        let id = NoteId::new(format!("case-{at}")).map_err(std::io::Error::other)?;
        let text = new_case(&NewCaseFields {
            id,
            title: case.title.clone(),
            reference: Some(case.id.clone()),
            customer: None,
            status: Status::Solved,
            priority: Priority::Normal,
            owner: None,
            products: Vec::new(),
            opened: written,
            issue: Some(case.text.clone()),
        });
        let link = Link {
            article: data.articles[case.article].id.clone(),
            how: LinkUse::ResolvedBy,
            at: Some(written),
            query: None,
        };
        let context = Context { folder: Some("cases"), fallback_title: "", headings: &HeadingWords::default() };
        let linked = apply(text.as_bytes(), &context, &[Edit::AddLink { link }]).map_err(std::io::Error::other)?;
        std::fs::write(root.join("cases").join(format!("{at}.md")), linked.bytes)?;
    }
    Ok(())
}
