//! Lists: what is asked of the queue and of the articles, and windows of the answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ArticleRow, CaseRow};
use crate::model::{Audience, Confidence, Moment, NoteKind, Priority, Status, VaultPath};

/// Whom the queue is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum QueueScope {
    /// Cases of one owner that need work.
    #[default]
    Mine,
    /// Everyone's cases that need work.
    Team,
    /// Solved and closed cases, newest first.
    Solved,
}

/// In which order cases are listed. Each is from what matters most, and can be turned around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum CaseSort {
    /// By promise, then priority, then age, in groups; solved ones by when they were.
    #[default]
    Due,
    /// The higher priority first.
    Priority,
    /// The last opened first.
    Opened,
    /// The latest journal entry first.
    LastEntry,
    /// By title.
    Title,
}

/// What the customer was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PromiseFilter {
    /// Something.
    Some,
    /// Nothing.
    None,
    /// Something that is late now.
    Late,
}

/// What narrows a list of cases. Within one field any of the values will do; between fields all must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default)]
pub struct CaseFilter {
    /// Words that title, ticket, customer, owner, products and tags together hold.
    pub text: String,
    /// Where they stand.
    pub status: Vec<Status>,
    /// How soon they matter.
    pub priority: Vec<Priority>,
    /// Whose they are.
    pub owner: Vec<String>,
    /// The customers.
    pub customer: Vec<String>,
    /// The products.
    pub product: Vec<String>,
    /// The tags.
    pub tag: Vec<String>,
    /// What was promised.
    pub promise: Option<PromiseFilter>,
    /// Opened longer ago than this many days.
    pub older_than_days: Option<u32>,
}

/// A window of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default)]
pub struct CaseListRequest {
    /// Whose.
    pub scope: QueueScope,
    /// What narrows it.
    pub filter: CaseFilter,
    /// In which order.
    pub sort: CaseSort,
    /// Turned around.
    pub reversed: bool,
    /// How many to skip.
    pub offset: u32,
    /// At most this many; 1 to 1000.
    pub limit: u32,
    /// Also say where this case is in the list.
    pub find: Option<VaultPath>,
}

/// A window of the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Queue {
    /// The rows of the window.
    pub rows: Vec<CaseRow>,
    /// How many cases are in the list.
    pub total: u32,
    /// Cases of everyone that are not solved or closed.
    pub open: u32,
    /// The groups in the order of the list; empty when it has none.
    pub groups: Vec<QueueGroup>,
    /// How many come before the case asked for; `None` when it is not in the list.
    pub found: Option<u32>,
}

/// A stretch of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QueueGroup {
    /// What its cases wait for.
    pub waits: Waits,
    /// How many it has; may be 0.
    pub count: u32,
}

/// What a case waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Waits {
    /// A promise that is late or due within two hours.
    DueSoon,
    /// Us.
    ForUs,
    /// The customer, or someone else.
    ForOthers,
}

/// In which order articles are listed. Each is from what matters most, and can be turned around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ArticleSort {
    /// The last changed first.
    Updated,
    /// By title.
    Title,
    /// What resolved the most cases first.
    #[default]
    Solved,
}

/// What narrows the list of articles. Within one field any of the values will do; between fields all must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default)]
pub struct ArticleFilter {
    /// Words that title, owner, products and tags together hold.
    pub text: String,
    /// How far they can be trusted.
    pub confidence: Vec<Confidence>,
    /// Who may read them.
    pub audience: Vec<Audience>,
    /// Whose they are.
    pub owner: Vec<String>,
    /// The products.
    pub product: Vec<String>,
    /// The tags.
    pub tag: Vec<String>,
    /// Only those with an open flag and those whose review is due.
    pub needs_review: bool,
}

/// A window of the articles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default)]
pub struct ArticleListRequest {
    /// What narrows it.
    pub filter: ArticleFilter,
    /// In which order.
    pub sort: ArticleSort,
    /// Turned around.
    pub reversed: bool,
    /// How many to skip.
    pub offset: u32,
    /// At most this many; 1 to 1000.
    pub limit: u32,
    /// Also say where this article is in the list.
    pub find: Option<VaultPath>,
}

/// A window of the articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ArticleList {
    /// The rows of the window.
    pub rows: Vec<ArticleRow>,
    /// How many articles are in the list.
    pub total: u32,
    /// How many come before the article asked for; `None` when it is not in the list.
    pub found: Option<u32>,
}

/// Of which list the values are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChoicesRequest {
    /// Cases or articles.
    pub kind: NoteKind,
    /// Of cases: the finished ones.
    pub done: bool,
}

/// The values a list can be narrowed by, the most used first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Choices {
    /// Owners.
    pub owner: Vec<Choice>,
    /// Customers.
    pub customer: Vec<Choice>,
    /// Products.
    pub product: Vec<Choice>,
    /// Tags.
    pub tag: Vec<Choice>,
}

/// A value and how many notes have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Choice {
    /// The value as a note has it.
    pub value: String,
    /// How many notes.
    pub count: u32,
}

/// How the matches of a search are spread, counted over all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Facets {
    /// By kind, status, confidence, product, tag, customer, year.
    pub facets: Vec<FacetView>,
    /// The number of the request.
    pub number: u32,
}

/// The values of one field. A field that is filtered by is counted as if it were not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FacetView {
    /// Its name, as in `field:value`.
    pub field: String,
    /// The most frequent first.
    pub values: Vec<Choice>,
}

/// A search as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Asked {
    /// What was typed.
    pub text: String,
    /// The facets that narrowed it: one value by field.
    pub chosen: BTreeMap<String, String>,
}

/// A search that stood when something was opened, or when it was left.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Searched {
    /// What was asked.
    #[serde(flatten)]
    pub asked: Asked,
    /// Whether the report that is held was searched for, in place of the text.
    #[serde(default)]
    #[cfg_attr(feature = "bindings", ts(as = "Option<bool>", optional))]
    pub held: bool,
    /// How many notes it found.
    pub hits: u32,
    /// What was opened of them.
    pub opened: Option<OpenedHit>,
}

/// A hit that was opened or used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OpenedHit {
    /// Where it is.
    pub path: VaultPath,
    /// Its place among the hits, from 1.
    pub rank: u32,
}

/// What searching in this vault came to, for whoever fills its gaps. Counts and texts of one person on one machine.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SearchLog {
    /// Whether searches are kept.
    pub kept: bool,
    /// How many are.
    pub searches: u32,
    /// When the oldest was.
    pub since: Option<Moment>,
    /// How many led to something that was opened.
    pub opened: u32,
    /// How many led to one of the first three hits.
    pub first_three: u32,
    /// The place of what was opened, half above and half below.
    pub median_rank: Option<f32>,
    /// What nothing was found for: what was asked most comes first.
    pub without_result: Vec<Unanswered>,
}

/// Words that found nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Unanswered {
    /// What was asked, without names and addresses.
    pub text: String,
    /// How often.
    pub times: u32,
    /// When the last time was.
    pub last: Moment,
    /// How many notes it finds by now.
    pub now: u32,
}

/// What came of remembering a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Remembered {
    /// The search as it is kept; `None` when nothing of it may be.
    pub kept: Option<Asked>,
    /// All that are kept, the newest first.
    pub recent: Vec<Asked>,
}
