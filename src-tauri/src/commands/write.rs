//! Commands of the editor: what it offers while somebody writes, and how the text will look.

use kb::casebook::view::{
    ArticleChecks, FileText, MergedPart, NoteName, PartedTexts, ReplyText, Template, UnlinkedMention, Words,
};
use kb::model::VaultPath;
use kb::vault::Vault;
use serde::Deserialize;
use ts_rs::TS;

use super::{NotePath, Nothing};
use crate::desk::Desk;
use crate::failure::Failure;

/// What a link to a note begins with.
#[derive(Debug, Deserialize, TS)]
pub struct CompleteNotes {
    text: String,
    limit: u32,
}

/// Markdown, and the note it is for.
#[derive(Debug, Deserialize, TS)]
pub struct MarkdownOf {
    path: VaultPath,
    text: String,
}

/// HTML from the clipboard.
#[derive(Debug, Deserialize, TS)]
pub struct PastedHtml {
    html: String,
}

pub(super) fn complete_notes(desk: &Desk, request: &CompleteNotes) -> Result<Vec<NoteName>, Failure> {
    Ok(desk.casebook()?.complete_notes(&request.text, request.limit)?)
}

pub(super) fn list_words(desk: &Desk, _: &Nothing) -> Result<Words, Failure> {
    Ok(desk.casebook()?.words()?)
}

pub(super) fn list_templates(desk: &Desk, _: &Nothing) -> Result<Vec<Template>, Failure> {
    Ok(desk.casebook()?.templates()?)
}

pub(super) fn render_markdown(desk: &Desk, request: &MarkdownOf) -> Result<String, Failure> {
    Ok(desk.casebook()?.preview(&request.path, &request.text)?)
}

pub(super) fn merge_texts(desk: &Desk, request: &PartedTexts) -> Result<Vec<MergedPart>, Failure> {
    Ok(desk.casebook()?.merge(request)?)
}

pub(super) fn read_file_text(desk: &Desk, request: &NotePath) -> Result<FileText, Failure> {
    Ok(desk.casebook()?.file_text(&request.path)?)
}

pub(super) fn convert_html(_: &Desk, request: &PastedHtml) -> Result<String, Failure> {
    Ok(kb::paste::markdown(&request.html))
}

pub(super) fn list_unlinked_mentions(desk: &Desk, request: &NotePath) -> Result<Vec<UnlinkedMention>, Failure> {
    Ok(desk.casebook()?.unlinked_mentions(&request.path)?)
}

pub(super) fn check_article(desk: &Desk, request: &NotePath) -> Result<ArticleChecks, Failure> {
    Ok(desk.casebook()?.check_article(&request.path)?)
}

pub(super) fn copy_reply(desk: &Desk, request: &NotePath) -> Result<ReplyText, Failure> {
    let reply = desk.casebook()?.reply_text(&request.path)?;
    desk.copy_rich(&reply.html, &reply.text)?;
    Ok(reply)
}

pub(super) fn open_in_editor(desk: &Desk, request: &NotePath) -> Result<Nothing, Failure> {
    if !Vault::is_note(&request.path) {
        let message = format!("{} is not opened: it is no note", request.path);
        return Err(Failure::new("refused", message, "Open it from the vault's folder"));
    }
    let file = desk.casebook()?.attachment(request.path.as_str())?;
    let failed =
        |reason| Failure::new("io", format!("cannot open {}: {reason}", request.path), "Open it from its folder");
    desk.desktop().open_file(&file).map_err(failed)?;
    Ok(Nothing {})
}
