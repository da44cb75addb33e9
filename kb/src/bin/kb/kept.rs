//! The commands about what is kept besides the files: versions, the trash, and everything that names a customer.

use std::fmt::Write;

use kb::casebook::view::{Change, NoteHistory, PurgeRequest, Purged, Traces, Trash};
use kb::casebook::{Casebook, Code};
use kb::model::VaultPath;
use serde_json::json;

use super::args::Trashing;
use super::failure::Failure;
use super::run::{Outcome, value};

pub(crate) fn history(casebook: &Casebook, note: &str) -> Result<Outcome, Failure> {
    let path = named(casebook, note)?;
    let history = casebook.history(&path)?;
    let found = !history.versions.is_empty();
    Ok(Outcome { text: listed(&path, &history), json: value(&history), found })
}

pub(crate) fn revert(casebook: &Casebook, note: &str, number: u32) -> Result<Outcome, Failure> {
    let path = named(casebook, note)?;
    let base = match casebook.note(&path) {
        Ok(note) => Some(note.version),
        Err(error) if error.code() == Code::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    casebook.change(Change::RestoreVersion { path: path.clone(), number, base })?;
    Ok(Outcome::done(json!({ "path": path, "version": number }), format!("{path} is as it was in version {number}")))
}

pub(crate) fn trash(casebook: &Casebook, what: Trashing) -> Result<Outcome, Failure> {
    match what {
        Trashing::List => {
            let trash = casebook.trash()?;
            Ok(Outcome { text: in_trash(&trash), json: value(&trash), found: !trash.items.is_empty() })
        }
        Trashing::Restore { place } => {
            let done = casebook.change(Change::RestoreTrashed { place })?;
            Ok(Outcome::done(json!({ "path": done.path }), format!("Brought back {}", done.path)))
        }
        Trashing::Empty { yes: false } => {
            let trash = casebook.trash()?;
            let text = format!("{}\nNothing was deleted. Say --yes to delete all of it for good.", in_trash(&trash));
            Ok(Outcome { text, json: json!({ "deleted": 0 }), found: trash.items.is_empty() })
        }
        Trashing::Empty { yes: true } => {
            let deleted = casebook.empty_trash()?;
            Ok(Outcome::done(json!({ "deleted": deleted }), format!("Deleted {deleted} for good")))
        }
    }
}

pub(crate) fn purge(casebook: &Casebook, name: &str, yes: bool) -> Result<Outcome, Failure> {
    let traces = casebook.find_traces(name)?;
    if !yes {
        let json = json!({ "traces": traces });
        let text = format!("{}\nNothing was changed. Say --yes to take all of it out for good.", traced(&traces));
        return Ok(Outcome { found: !is_empty(&traces), json, text });
    }
    let remove = traces.notes.iter().filter(|note| note.is_theirs).map(|note| note.path.clone()).collect();
    let purged = casebook.purge(&PurgeRequest { name: name.to_owned(), remove })?;
    let found = purged.left.is_empty();
    Ok(Outcome { text: done(&purged), json: json!({ "traces": traces, "purged": purged }), found })
}

pub(crate) fn finish_purge(casebook: &Casebook) -> Result<Outcome, Failure> {
    let Some(purged) = casebook.finish_purge()? else {
        let text = "No purge was interrupted".to_owned();
        return Ok(Outcome { text, json: json!({ "purged": null }), found: false });
    };
    Ok(Outcome { text: done(&purged), json: json!({ "purged": purged }), found: purged.left.is_empty() })
}

/// A note by its id or path, or the path of one that is gone.
fn named(casebook: &Casebook, note: &str) -> Result<VaultPath, Failure> {
    match casebook.find(note) {
        Err(error) if error.code() == Code::NotFound && note.contains('/') => {
            VaultPath::new(note).map_err(|_| error.into())
        }
        found => Ok(found?),
    }
}

fn listed(path: &VaultPath, history: &NoteHistory) -> String {
    let mut out = String::new();
    for version in &history.versions {
        let by =
            serde_json::to_value(version.by).ok().and_then(|by| by.as_str().map(str::to_owned)).unwrap_or_default();
        let who = version.who.as_deref().unwrap_or("-");
        let now = if version.is_current { "*" } else { " " };
        let said = version.said.as_deref().unwrap_or_default();
        let _ =
            writeln!(out, "{now}{:>6}  {}  {by:<8} {who:<10} {:>8}  {said}", version.number, version.at, version.bytes);
    }
    if out.is_empty() {
        out = format!("No version of {path} is kept\n");
    }
    if let Some(lost) = &history.lost {
        let _ = writeln!(out, "{lost}");
    }
    if let Some(trouble) = &history.trouble {
        let _ = writeln!(out, "Versions are not kept just now: {trouble}");
    }
    out
}

fn in_trash(trash: &Trash) -> String {
    if trash.items.is_empty() {
        return format!("The trash is empty; what is in it is kept for {} days", trash.days);
    }
    let line = |item: &kb::casebook::view::TrashItem| {
        let how = if item.outside { "removed by another program" } else { "moved to the trash" };
        format!("{}  {}  {} ({how})\n", item.at, item.place, item.path)
    };
    trash.items.iter().map(line).collect()
}

/// What no purge reaches and nobody should forget.
const BACKUPS: &str = "Backups made before a purge still hold the name (archives of kb backup, copies, git): make a new backup, and delete those";

fn is_empty(traces: &Traces) -> bool {
    let besides = [traces.drafts, traces.versions, traces.trashed, traces.searches, traces.settings, traces.logs];
    traces.notes.is_empty() && traces.files.is_empty() && besides.iter().all(|count| *count == 0)
}

fn traced(traces: &Traces) -> String {
    let mut out = String::new();
    for note in &traces.notes {
        let fate = if note.is_theirs { "remove" } else { "mask" };
        let (times, entries, files) = (note.times, note.entries, note.attachments);
        let _ = writeln!(out, "{fate:<7} {}  {times} times, {entries} entries, {files} attachments", note.path);
    }
    for path in &traces.files {
        let _ = writeln!(out, "file    {path}");
    }
    if !traces.also.is_empty() {
        let _ = writeln!(out, "besides {} (not looked for: purge each by itself)", traces.also.join(", "));
    }
    let Traces { drafts, versions, trashed, searches, settings, put_aside, logs, .. } = traces;
    let _ = write!(
        out,
        "{drafts} drafts, {versions} earlier versions, {trashed} files in the trash, {searches} searches, {settings} settings, {put_aside} damaged histories, {logs} lines of the app's log\n{BACKUPS}"
    );
    out
}

fn done(purged: &Purged) -> String {
    let Purged { removed, masked, attachments, drafts, versions, trashed, searches, settings, logs, left } = purged;
    let mut out = format!(
        "Removed {removed} notes with {attachments} attachments, masked {masked} files; took out {drafts} drafts, {versions} earlier versions, {trashed} files of the trash, {searches} searches, {settings} settings, {logs} lines of the log; catalog, index and vectors are made anew\n{BACKUPS}"
    );
    for left in left {
        let _ = write!(out, "\nStill there: {}: {}", left.path, left.reason);
    }
    out
}
