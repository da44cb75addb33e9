//! Commands about lists: windows of them, what they can be narrowed by, and the views and searches a person keeps.

use kb::casebook::view::{
    ArticleList, ArticleListRequest, Asked, CaseListRequest, Choices, ChoicesRequest, Facets, Queue, Remembered,
    SearchLog, SearchRequest, Searched,
};
use kb::model::VaultPath;
use serde::Deserialize;
use ts_rs::TS;

use super::Nothing;
use crate::desk::Desk;
use crate::failure::Failure;

/// Kept at most under one name, in bytes.
const KEPT: usize = 64 * 1024;

/// What is kept of the lists; each is one text the window writes and reads.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum KeptName {
    /// Named views of the queue.
    CaseViews,
    /// Named views of the articles.
    ArticleViews,
    /// Named searches.
    Searches,
}

impl KeptName {
    fn key(self) -> &'static str {
        match self {
            Self::CaseViews => "lists.case-views",
            Self::ArticleViews => "lists.article-views",
            Self::Searches => "lists.searches",
        }
    }
}

/// What to keep.
#[derive(Debug, Deserialize, TS)]
pub struct Kept {
    name: KeptName,
    json: String,
}

/// What was kept.
#[derive(Debug, Deserialize, TS)]
pub struct KeptKey {
    name: KeptName,
}

/// Which searches to forget.
#[derive(Debug, Deserialize, TS)]
pub struct ForgetSearch {
    text: String,
}

pub(super) fn facets(desk: &Desk, request: &SearchRequest) -> Result<Facets, Failure> {
    Ok(desk.casebook()?.facets(request)?)
}

pub(super) fn list_queue(desk: &Desk, request: &CaseListRequest) -> Result<Queue, Failure> {
    Ok(desk.casebook()?.queue(request)?)
}

pub(super) fn list_queue_paths(desk: &Desk, request: &CaseListRequest) -> Result<Vec<VaultPath>, Failure> {
    Ok(desk.casebook()?.queue_paths(request)?)
}

pub(super) fn list_articles(desk: &Desk, request: &ArticleListRequest) -> Result<ArticleList, Failure> {
    Ok(desk.casebook()?.articles(request)?)
}

pub(super) fn list_article_paths(desk: &Desk, request: &ArticleListRequest) -> Result<Vec<VaultPath>, Failure> {
    Ok(desk.casebook()?.article_paths(request)?)
}

pub(super) fn list_choices(desk: &Desk, request: &ChoicesRequest) -> Result<Choices, Failure> {
    Ok(desk.casebook()?.choices(*request)?)
}

pub(super) fn keep(desk: &Desk, kept: &Kept) -> Result<Nothing, Failure> {
    if kept.json.len() > KEPT {
        return Err(Failure::new(
            "invalid",
            format!("more than {} KB of views or searches cannot be kept", KEPT / 1024),
            "Remove some you no longer use",
        ));
    }
    desk.casebook()?.local().set_setting(kept.name.key(), Some(&kept.json)).map_err(kb::casebook::Error::from)?;
    Ok(Nothing {})
}

pub(super) fn read_kept(desk: &Desk, kept: &KeptKey) -> Result<Option<String>, Failure> {
    Ok(desk.casebook()?.local().setting(kept.name.key()).map_err(kb::casebook::Error::from)?)
}

pub(super) fn remember_search(desk: &Desk, searched: &Searched) -> Result<Remembered, Failure> {
    Ok(desk.casebook()?.remember_search(searched)?)
}

pub(super) fn get_search_log(desk: &Desk, _: &Nothing) -> Result<SearchLog, Failure> {
    Ok(desk.casebook()?.search_log()?)
}

pub(super) fn forget_search(desk: &Desk, request: &ForgetSearch) -> Result<Nothing, Failure> {
    desk.casebook()?.forget_search(&request.text)?;
    Ok(Nothing {})
}

pub(super) fn recent_searches(desk: &Desk, _: &Nothing) -> Result<Vec<Asked>, Failure> {
    Ok(desk.casebook()?.recent_searches()?)
}

pub(super) fn forget_searches(desk: &Desk, _: &Nothing) -> Result<Nothing, Failure> {
    desk.casebook()?.forget_searches()?;
    Ok(Nothing {})
}
