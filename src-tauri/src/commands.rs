//! Everything the window can ask for, declared once: from this list follow the handler, the permissions and the
//! TypeScript in `ui/src/lib/bindings.ts`.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::{Config, TS, TypeVisitor};

use kb::casebook::view::{
    ArticleChecks, ArticleList, ArticleListRequest, Asked, Attached, CaseListRequest, Changed, Choices, ChoicesRequest,
    Comparison, CustomerContext, DraftRow, Facets, FileText, HeldReport, Hit, LearnedWords, MeaningView, MergedPart,
    NewNoteWords, NoteHistory, NoteName, NoteView, OpenCases, PartedTexts, PathRow, PathView, ProblemRow, PurgeRequest,
    Purged, Queue, Remembered, ReplyText, ReportPiece, SearchAnswer, SearchLog, SearchRequest, Searched, Suggestions,
    Template, Traces, Trash, UnlinkedMention, Words,
};
use kb::model::VaultPath;

use crate::desk::{Desk, Keep};
use crate::failure::Failure;

mod app;
mod desktop;
mod files;
mod kept;
mod learn;
mod lists;
mod meaning;
mod notes;
mod preferences;
mod reports;
mod write;

pub use app::{
    AppStatus, ClipboardText, CopyText, Nothing, OpenAddress, OpenVault, Painted, PaneState, RecentVault, ViewState,
};
pub use desktop::{DesktopStatus, Narrow, NotificationChoice, ShortcutChoice, ThisWindow};
pub use files::{AttachDropped, AttachName, AttachPiece};
pub use kept::{TracesOf, TrashPlace, VersionOf};
pub use learn::{StepPlace, StepTick};
pub use lists::{ForgetSearch, Kept, KeptKey, KeptName};
pub use meaning::MeaningChoice;
pub use notes::{ActiveCase, ChangeRequest, DraftKey, NotePath, UndoRequest};
pub use preferences::{Chosen, ForgetVault, KeyChanges, Preferences, Theme};
pub use reports::DroppedReport;
pub use write::{CompleteNotes, MarkdownOf, PastedHtml};

/// What a call brings along.
#[derive(Debug, Default)]
pub struct Call {
    /// The arguments.
    pub args: Value,
    /// The bytes of a file; they never travel as JSON. Empty for most commands.
    pub body: Vec<u8>,
}

/// One declared command.
pub struct Command {
    /// What the window calls it.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// Carries it out.
    pub run: fn(&Desk, Call) -> Result<Value, Failure>,
    /// The TypeScript names of its arguments and its answer.
    pub types: fn(&Config) -> (String, String),
    /// Visits the types it speaks in.
    pub visit: fn(&mut Declarations),
}

macro_rules! run {
    ($args:ty, $answer:ty, $run:path) => {
        |desk, call| carry_out::<$args, $answer>(desk, call.args, $run)
    };
    ($args:ty, $answer:ty, $run:path, body) => {
        |desk, call| carry_out::<$args, $answer>(desk, call.args, |desk, args| $run(desk, args, &call.body))
    };
}

macro_rules! commands {
    ($($(#[doc = $about:literal])+ $name:ident($args:ty $(, $body:ident)?) -> $answer:ty = $run:path;)+) => {
        /// The list.
        pub const COMMANDS: &[Command] = &[$(Command {
            name: stringify!($name),
            about: concat!($($about),+),
            run: run!($args, $answer, $run $(, $body)?),
            types: |config| (<$args as TS>::name(config), <$answer as TS>::name(config)),
            visit: |declarations| {
                declarations.add::<$args>();
                declarations.add::<$answer>();
            },
        }),+];
    };
}

commands! {
    /// How the app and its vault are.
    get_status(Nothing) -> AppStatus = app::get_status;
    /// Searches articles and cases.
    search(SearchRequest) -> SearchAnswer = notes::search;
    /// Reads a piece of a pasted report, sent as the body of the call; with its last one it is held to be searched for.
    take_report_piece(ReportPiece, body) -> Option<HeldReport> = reports::take_report_piece;
    /// Reads a report that was dropped on the window; the shell knows what was dropped.
    hold_dropped_report(DroppedReport) -> HeldReport = reports::hold_dropped_report;
    /// Searches for the report that is held.
    search_held(SearchRequest) -> SearchAnswer = reports::search_held;
    /// Stops the reading of a report.
    stop_reading(Nothing) -> Nothing = reports::stop_reading;
    /// How all matches of a search are spread.
    facets(SearchRequest) -> Facets = lists::facets;
    /// A window of the queue.
    list_queue(CaseListRequest) -> Queue = lists::list_queue;
    /// The paths of a window of the queue.
    list_queue_paths(CaseListRequest) -> Vec<VaultPath> = lists::list_queue_paths;
    /// A window of the articles.
    list_articles(ArticleListRequest) -> ArticleList = lists::list_articles;
    /// The paths of a window of the articles.
    list_article_paths(ArticleListRequest) -> Vec<VaultPath> = lists::list_article_paths;
    /// The values a list can be narrowed by.
    list_choices(ChoicesRequest) -> Choices = lists::list_choices;
    /// Keeps views and searches of this vault on this machine.
    keep(Kept) -> Nothing = lists::keep;
    /// What was kept.
    read_kept(KeptKey) -> Option<String> = lists::read_kept;
    /// Remembers a search without the names and addresses in it.
    remember_search(Searched) -> Remembered = lists::remember_search;
    /// What was searched for lately, the newest first.
    recent_searches(Nothing) -> Vec<Asked> = lists::recent_searches;
    /// What searching in this vault came to.
    get_search_log(Nothing) -> SearchLog = lists::get_search_log;
    /// Forgets every search with a text.
    forget_search(ForgetSearch) -> Nothing = lists::forget_search;
    /// Forgets what was searched for.
    forget_searches(Nothing) -> Nothing = lists::forget_searches;
    /// How searching by meaning is, what it costs and how far it is.
    get_meaning(Nothing) -> MeaningView = meaning::get_meaning;
    /// Uses the model for meaning from now on, or does not.
    use_meaning(MeaningChoice) -> MeaningView = meaning::use_meaning;
    /// One note, whole, as its file has it now.
    get_note(NotePath) -> NoteView = notes::get_note;
    /// Articles and earlier cases that may help with a case.
    suggest(NotePath) -> Suggestions = notes::suggest;
    /// Notes that may say the same as one that is about to be made.
    find_duplicates(NewNoteWords) -> Vec<Hit> = notes::find_duplicates;
    /// What is wrong with the vault's files.
    list_problems(Nothing) -> Vec<ProblemRow> = notes::list_problems;
    /// The notes changed last.
    recent_notes(Nothing) -> Vec<Hit> = notes::recent_notes;
    /// Notes to link to.
    complete_notes(CompleteNotes) -> Vec<NoteName> = write::complete_notes;
    /// The tags, products and owners in use.
    list_words(Nothing) -> Words = write::list_words;
    /// The texts of `templates/`.
    list_templates(Nothing) -> Vec<Template> = write::list_templates;
    /// Markdown of a note as it will be shown.
    render_markdown(MarkdownOf) -> String = write::render_markdown;
    /// HTML from the clipboard as Markdown.
    convert_html(PastedHtml) -> String = write::convert_html;
    /// The whole text of a file.
    read_file_text(NotePath) -> FileText = write::read_file_text;
    /// An edit and what the file says by now, brought together.
    merge_texts(PartedTexts) -> Vec<MergedPart> = write::merge_texts;
    /// What an article still wants.
    check_article(NotePath) -> ArticleChecks = write::check_article;
    /// Notes that name an article without linking to it.
    list_unlinked_mentions(NotePath) -> Vec<UnlinkedMention> = write::list_unlinked_mentions;
    /// What an article learned from the cases it solved; never part of what is sent.
    list_learned_words(NotePath) -> LearnedWords = notes::list_learned_words;
    /// Puts what may be sent of an article on the clipboard, as rich and plain text.
    copy_reply(NotePath) -> ReplyText = write::copy_reply;
    /// Opens a note's file in the user's own editor.
    open_in_editor(NotePath) -> Nothing = write::open_in_editor;
    /// Carries out one change; it is on disk when this answers.
    change(ChangeRequest) -> Changed = notes::change;
    /// Undoes a change by its number.
    undo(UndoRequest) -> Changed = notes::undo;
    /// Stops the change of many notes that runs; what is changed by then stays and can be undone.
    stop_changing(Nothing) -> Nothing = notes::stop_changing;
    /// The earlier versions of a note.
    list_history(NotePath) -> NoteHistory = kept::list_history;
    /// What differs between a version of a note and the file now, or the version before.
    compare_version(VersionOf) -> Comparison = kept::compare_version;
    /// What was removed from the vault and can be brought back.
    list_trash(Nothing) -> Trash = kept::list_trash;
    /// Deletes one thing of the trash for good; answers with the rest.
    delete_trashed(TrashPlace) -> Trash = kept::delete_trashed;
    /// Deletes everything in the trash for good.
    empty_trash(Nothing) -> Trash = kept::empty_trash;
    /// Everything that names a customer.
    find_traces(TracesOf) -> Traces = kept::find_traces;
    /// Takes everything that names a customer out for good.
    purge(PurgeRequest) -> Purged = kept::purge;
    /// Brings a purge that was interrupted to its end; answers nothing when none was.
    finish_purge(Nothing) -> Option<Purged> = kept::finish_purge;
    /// Keeps pasted bytes, sent as the body of the call, with a note.
    attach(AttachName, body) -> Attached = files::attach;
    /// Takes the next piece of a long text, sent as the body of the call; after the last one the text is kept with a note.
    attach_piece(AttachPiece, body) -> Option<Attached> = files::attach_piece;
    /// Keeps a file that was dropped on the window with a note; the shell knows what was dropped.
    attach_dropped(AttachDropped) -> Attached = files::attach_dropped;
    /// Asks for files and keeps them with a note.
    choose_attachments(NotePath) -> Vec<Attached> = files::choose_attachments;
    /// Opens an attachment in the user's own program, or shows it in its folder when it could act.
    open_attachment(NotePath) -> Nothing = files::open_attachment;
    /// Keeps what is being typed.
    save_draft(Keep) -> Nothing = notes::save_draft;
    /// What was being typed.
    read_draft(DraftKey) -> Option<String> = notes::read_draft;
    /// All that is being typed, the latest first.
    list_drafts(Nothing) -> Vec<DraftRow> = notes::list_drafts;
    /// Says which case is open, for `kb ... @`.
    set_active_case(ActiveCase) -> Nothing = notes::set_active_case;
    /// What is known of the customer of a case: their other cases, what they run on.
    customer_context(NotePath) -> CustomerContext = notes::customer_context;
    /// Keeps which cases are open, by the number of their key.
    save_open_cases(OpenCases) -> Nothing = notes::save_open_cases;
    /// The cases that were open, by the number of their key.
    read_open_cases(Nothing) -> OpenCases = notes::read_open_cases;
    /// The onboarding paths, with the progress of whoever asks.
    list_paths(Nothing) -> Vec<PathRow> = learn::list_paths;
    /// One onboarding path, step by step.
    get_path(NotePath) -> PathView = learn::get_path;
    /// Ticks a step of a path, or takes the tick back.
    tick_step(StepTick) -> PathView = learn::tick_step;
    /// Remembers which step of a path is being read.
    visit_step(StepPlace) -> Nothing = learn::visit_step;
    /// Searches the sample vault before any vault is open; nothing is copied and nothing is kept.
    try_search(SearchRequest) -> SearchAnswer = learn::try_search;
    /// One note of the sample vault before any vault is open.
    try_note(NotePath) -> NoteView = learn::try_note;
    /// Changes what a person chose for themselves.
    set_preferences(Preferences) -> AppStatus = preferences::set_preferences;
    /// Takes a vault off the recent ones; its files and drafts stay.
    forget_vault(ForgetVault) -> AppStatus = preferences::forget_vault;
    /// Asks for a folder and opens it as the vault.
    choose_vault(Nothing) -> AppStatus = app::choose_vault;
    /// Opens a folder as the vault.
    open_vault(OpenVault) -> AppStatus = app::open_vault;
    /// Looks whether what is missing from the vault is back.
    look_again(Nothing) -> AppStatus = app::look_again;
    /// Takes over that notes are missing from the vault.
    accept_missing(Nothing) -> AppStatus = app::accept_missing;
    /// Opens the user's copy of the sample vault.
    open_sample(Nothing) -> AppStatus = app::open_sample;
    /// Opens a web or mail address in the user's own program.
    open_external(OpenAddress) -> Nothing = app::open_external;
    /// The text on the clipboard, its secrets masked; asked for when the box to find opens, and never kept.
    peek_clipboard(Nothing) -> Option<ClipboardText> = app::peek_clipboard;
    /// Puts text on the clipboard.
    copy_text(CopyText) -> Nothing = app::copy_text;
    /// Says that the window has shown its first frame, or what it opens with.
    painted(Painted) -> Nothing = app::painted;
    /// Keeps the widths of the panes.
    save_pane_state(PaneState) -> Nothing = app::save_pane_state;
    /// The widths of the panes, as they were kept.
    read_pane_state(Nothing) -> Option<String> = app::read_pane_state;
    /// Keeps what the window shows of this vault and how far it is scrolled.
    save_view_state(ViewState) -> Nothing = app::save_view_state;
    /// Chooses the key combination that calls Casebook from anywhere, or none.
    set_shortcut(ShortcutChoice) -> AppStatus = desktop::set_shortcut;
    /// Says whether promises that come due are shown on the desktop.
    set_notifications(NotificationChoice) -> AppStatus = desktop::set_notifications;
    /// Shows a notice, to see whether the desktop does.
    try_notification(Nothing) -> Nothing = desktop::try_notification;
    /// Shows a case in a window of its own.
    pop_out(NotePath) -> Nothing = desktop::pop_out;
    /// Makes the window narrow and keeps it above others, or takes that back.
    toggle_narrow(ThisWindow) -> Narrow = desktop::toggle_narrow;
}

/// Reads the arguments, runs the command and writes the answer.
fn carry_out<A: DeserializeOwned, R: Serialize>(
    desk: &Desk,
    args: Value,
    run: impl FnOnce(&Desk, &A) -> Result<R, Failure>,
) -> Result<Value, Failure> {
    let args: A = serde_json::from_value(args).map_err(|error| {
        Failure::new("internal", format!("the window asked in a way that is not understood: {error}"), "Report this")
    })?;
    let answer = run(desk, &args)?;
    Ok(serde_json::to_value(answer).expect("answers are plain values with string keys"))
}

/// TypeScript declarations by name, each once.
#[derive(Default)]
pub struct Declarations {
    config: Config,
    by_name: std::collections::BTreeMap<String, String>,
}

impl Declarations {
    /// Adds a type and all it consists of.
    pub fn add<T: TS + 'static + ?Sized>(&mut self) {
        self.visit::<T>();
    }

    /// The declarations in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.by_name.values().map(String::as_str)
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types with a place of their own are declared; the others are written out where they are used.
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            if self.by_name.contains_key(&name) {
                return;
            }
            self.by_name.insert(name, T::decl(&self.config));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}
