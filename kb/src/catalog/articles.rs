//! The list of articles: in which order, narrowed by what; read in windows.

use rusqlite::types::Value;

use super::codec::pack;
use super::listing::{Clause, Narrow, reversed};
use super::rows::HydratedRow;
use super::{CatalogError, Snapshot};
use crate::model::{Audience, Confidence, Moment, VaultPath};

/// The orders. Each is from what matters most, and can be turned around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ArticleOrder {
    /// The last changed first.
    #[default]
    Updated,
    /// By title.
    Title,
    /// What resolved the most cases first.
    Solved,
}

/// A list of articles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArticleQuery {
    /// One of these; none means any.
    pub confidence: Vec<Confidence>,
    /// One of these; none means any.
    pub audience: Vec<Audience>,
    /// Only articles with an open flag, and those that wanted a look before this.
    pub wants_review: Option<Moment>,
    /// Labels and words.
    pub narrow: Narrow,
    /// In which order.
    pub order: ArticleOrder,
    /// Turned around.
    pub reversed: bool,
}

impl Snapshot<'_> {
    /// The articles from `offset` on, at most `limit`, each with how many cases it resolved; and how many are in the
    /// list.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn articles(
        &self,
        query: &ArticleQuery,
        offset: usize,
        limit: usize,
    ) -> Result<(Vec<HydratedRow>, u32), CatalogError> {
        let (clause, order) = (query.clause(), query.order());
        let (rows, total) = self.ask("list articles", |connection| {
            let rows = clause.rows(connection, query.from(), &order, (offset, limit))?;
            Ok((rows, clause.count(connection)?))
        })?;
        Ok((self.hydrate(&rows)?, total))
    }

    /// The paths of the articles from `offset` on, at most `limit`.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn article_paths(
        &self,
        query: &ArticleQuery,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<VaultPath>, CatalogError> {
        self.ask("list articles", |connection| {
            query.clause().paths(connection, query.from(), &query.order(), (offset, limit))
        })
    }

    /// How many articles of the list come before the one at `path`; `None` when it is not in the list.
    ///
    /// # Errors
    /// [`CatalogError`] when the file cannot be read.
    pub fn place_of_article(&self, query: &ArticleQuery, path: &VaultPath) -> Result<Option<usize>, CatalogError> {
        self.ask("look for an article in a list", |connection| {
            query.clause().place(connection, query.from(), &query.order(), path)
        })
    }
}

impl ArticleQuery {
    fn clause(&self) -> Clause {
        let mut clause = Clause::new("n.kind = 0");
        clause.one_of("n.confidence", self.confidence.iter().map(|confidence| *confidence as i64));
        clause.one_of("n.audience", self.audience.iter().map(|audience| *audience as i64));
        if let Some(moment) = self.wants_review {
            clause.and("(n.flags > 0 OR n.review_by < ?)", [Value::Integer(pack(moment))]);
        }
        clause.narrow(&self.narrow);
        clause
    }

    fn from(&self) -> &'static str {
        match self.order {
            ArticleOrder::Updated | ArticleOrder::Title => "notes n",
            ArticleOrder::Solved => {
                "notes n LEFT JOIN (SELECT article, count(DISTINCT row) AS cases FROM links WHERE how IN (0, 3)
                                    GROUP BY article) u ON u.article = n.id"
            }
        }
    }

    fn order(&self) -> String {
        let terms: &[(&str, bool)] = match self.order {
            ArticleOrder::Updated => &[("coalesce(n.updated, 0)", true), ("n.path", false)],
            ArticleOrder::Title => &[("n.title_key", false), ("n.path", false)],
            ArticleOrder::Solved => {
                &[("coalesce(u.cases, 0)", true), ("coalesce(n.updated, 0)", true), ("n.path", false)]
            }
        };
        reversed(terms, self.reversed)
    }
}
