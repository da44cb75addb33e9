//! What can be typed. Help and parsing follow from these declarations.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use kb::model::{Channel, LinkUse, NoteKind, Priority, Status};

/// Find the prior fix, document cases and link them to the articles that solved them.
///
/// CASE and ARTICLE are an id, an unambiguous beginning of one, a ticket number (ZD-48213) or a path in the vault;
/// `@` is the case that is open in the app. `-` reads standard input.
///
/// Exit status: 0 done, 1 nothing found or refused by a rule, 2 usage, 3 conflict, 4 input/output, 5 the vault cannot be opened, or so much
/// is missing from it at once that nothing is taken over.
#[derive(Debug, Parser)]
#[command(name = "kb", version, max_term_width = 100)]
pub(crate) struct Args {
    /// The vault's folder; else $KB_VAULT, else the nearest parent folder with a casebook.toml.
    #[arg(long, global = true, value_name = "DIR", env = "KB_VAULT")]
    pub(crate) vault: Option<PathBuf>,
    /// Print exactly one JSON document.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// When much of the vault is missing at once: it is meant to be, take it over.
    #[arg(long, global = true)]
    pub(crate) accept_missing: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(flatten)]
    OnVault(OnVault),
    /// What a log or an error report is made of; needs no vault and reads any length.
    Report {
        /// The text's file; `-` is standard input.
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
    },
    /// Put a backup back as a vault in a new folder; needs no vault and replaces nothing.
    Restore {
        /// The archive.
        file: PathBuf,
        /// The new folder: not there yet, or empty.
        dir: PathBuf,
    },
    /// How well search finds, on data whose right answers are known; needs no vault.
    ///
    /// DIR holds corpus.jsonl (articles: _id, title, text), cases.jsonl (_id, title, text, article), queries.jsonl (_id, text, form,
    /// class) and qrels.tsv (a heading; query id, article id, score).
    Eval {
        /// The folder with the data.
        dir: PathBuf,
        /// Also the cases ignored, plain BM25, BM25 with the cases' texts appended, and SQLite's FTS5, on the same texts.
        #[arg(long)]
        baselines: bool,
        /// Words alone, even where the model for meaning is there.
        #[arg(long)]
        no_model: bool,
    },
}

/// What needs a vault.
#[derive(Debug, Subcommand)]
pub(crate) enum OnVault {
    /// Search articles and cases; every text is a valid query.
    Search {
        /// Words, an error code, "a phrase", -without, field:value; `-` for standard input; may be left out with --report.
        #[arg(required_unless_present = "report", num_args = 0..)]
        query: Vec<String>,
        /// Only articles or only cases.
        #[arg(long, value_parser = word::<NoteKind>)]
        kind: Option<NoteKind>,
        /// Only notes with this value: status=open, product=EdgeVPN, tag=..., owner=..., customer=...
        #[arg(long, value_name = "KEY=VALUE", value_parser = filter)]
        filter: Vec<(String, String)>,
        /// How many hits at most.
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=200))]
        limit: u32,
        /// Search for what a pasted log or error report says; its first megabyte is read.
        #[arg(long, value_name = "FILE|-")]
        report: Option<PathBuf>,
    },
    /// Articles and earlier cases that may help with a case.
    Suggest { case: String },
    /// One note: front matter, sections, journal, links both ways, problems.
    Show {
        id: String,
        /// With --json: the text as HTML too.
        #[arg(long)]
        html: bool,
    },
    /// Create a case or an article.
    New {
        #[command(subcommand)]
        what: New,
    },
    /// Add a journal entry; the answer is printed when it is on disk.
    Note {
        case: String,
        /// The text; left out or `-`: standard input.
        text: Option<String>,
        /// The customer reads this entry.
        #[arg(long)]
        customer: bool,
        /// note, call, email, chat or diagnostic.
        #[arg(long, default_value = "note", value_parser = word::<Channel>)]
        channel: Channel,
    },
    /// Link an article to a case.
    Link {
        case: String,
        article: String,
        /// resolved-by, tried or referenced.
        #[arg(long, value_parser = linkable)]
        how: LinkUse,
    },
    /// Remove a link.
    Unlink {
        case: String,
        article: String,
        /// Only this use; left out, every one.
        #[arg(long, value_parser = word::<LinkUse>)]
        how: Option<LinkUse>,
    },
    /// Frame an article from a case: issue, environment, what was tried and searched for, no names; linked as created.
    Frame { case: String },
    /// Change a case's status: new, open, pending, on-hold, solved or closed.
    Status {
        case: String,
        #[arg(value_parser = word::<Status>)]
        status: Status,
        /// The resolution code.
        #[arg(long, value_name = "CODE")]
        resolution: Option<String>,
        /// Why, for the journal.
        #[arg(long)]
        reason: Option<String>,
    },
    /// The onboarding paths and how far you are; with PATH its steps.
    Learn {
        /// An id, a path in the vault, a title or a file name.
        path: Option<String>,
    },
    /// Write vault and local state into one archive (.tar.gz), and read it back before it gets its name.
    Backup {
        /// The archive to make; nothing may have the name.
        file: PathBuf,
    },
    /// The earlier versions of a note that are kept on this machine.
    History {
        /// An id or a path in the vault; the path of a note that is gone too.
        note: String,
    },
    /// Write an earlier version of a note back; what it replaces is kept.
    Revert {
        /// An id or a path in the vault.
        note: String,
        /// Its number, as `history` lists it.
        version: u32,
    },
    /// What was removed from the vault: list it, bring it back or delete it for good.
    Trash {
        #[command(subcommand)]
        what: Option<Trashing>,
    },
    /// List everything that names a customer, and with --yes take it out for good.
    Purge {
        /// The customer's name, or any other text.
        #[arg(long, value_name = "NAME", required_unless_present = "finish")]
        customer: Option<String>,
        /// Do it: remove their cases, mask the name elsewhere, clear versions, trash, drafts, searches, log and caches.
        #[arg(long, requires = "customer")]
        yes: bool,
        /// Bring a purge that was interrupted to its end.
        #[arg(long, conflicts_with = "customer")]
        finish: bool,
    },
    /// List every problem of every file; exit status 1 when there are any.
    Check,
    /// Build catalog and index anew from the files; with the model for meaning, read with it what it has not read yet.
    Reindex {
        /// Leave what the model has not read to the app.
        #[arg(long)]
        no_meaning: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Trashing {
    /// List what can be brought back; done when nothing is asked for.
    List,
    /// Bring something back to where it was, under a free name when that is taken.
    Restore {
        /// As `list` shows it.
        place: String,
    },
    /// Delete everything in the trash for good.
    Empty {
        /// Do it: nothing brings it back.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum New {
    /// An article; without a body it gets the four headings.
    Article {
        #[arg(long)]
        title: String,
        /// The Markdown below the front matter.
        #[arg(long, value_name = "FILE|-")]
        body: Option<PathBuf>,
    },
    /// A case.
    Case {
        #[arg(long)]
        title: String,
        /// The ticket number.
        #[arg(long = "ref", value_name = "REF")]
        reference: Option<String>,
        #[arg(long)]
        customer: Option<String>,
        /// low, normal, high or urgent.
        #[arg(long, value_parser = word::<Priority>)]
        priority: Option<Priority>,
    },
}

fn word<T: std::str::FromStr<Err = kb::model::UnknownWord>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: kb::model::UnknownWord| error.to_string())
}

/// `created` is not among them: it says that the article was made from the case, which only making it so can say.
fn linkable(text: &str) -> Result<LinkUse, String> {
    match word(text)? {
        LinkUse::Created => Err("created is set when an article is framed from a case".to_owned()),
        how => Ok(how),
    }
}

fn filter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() && !value.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write it as key=value, such as status=open".to_owned()),
    }
}
