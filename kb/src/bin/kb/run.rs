//! One command from its arguments to its answer.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use kb::casebook::view::{Change, Filter, NewArticle, NewCase, SearchRequest};
use kb::casebook::{Casebook, Error, Options, Places, Stay, SystemWorld, find_vault};
use kb::format::text_of;
use kb::model::{NoteKind, Visibility};
use serde_json::{Value, json};

use super::args::{Args, Command, New, OnVault, Trashing};
use super::failure::{Failure, IO, NO_VAULT, USAGE};
use super::human;
use super::kept;

/// Read from a report or a body at most, in bytes.
const INPUT_LIMIT: u64 = 64 * 1024 * 1024;
/// Of a report, what is searched for, in bytes.
const REPORT_LIMIT: usize = 1_000_000;

/// An answer, both ways.
pub(crate) struct Outcome {
    pub(crate) json: Value,
    pub(crate) text: String,
    pub(crate) found: bool,
}

impl Outcome {
    pub(crate) fn done(json: Value, text: String) -> Self {
        Self { json, text, found: true }
    }
}

pub(crate) fn run(args: Args) -> Result<Outcome, Failure> {
    match args.command {
        Command::Report { file } => {
            // A log is read without a vault too; in one that can be opened its fault may be known.
            let vault = named(args.vault).or_else(|| find_vault(&here().ok()?));
            let casebook = vault.and_then(|vault| open(Some(vault)).ok());
            super::read_report::run(&file, casebook.as_ref())
        }
        Command::Restore { file, dir } => put_back(&file, &dir),
        Command::Eval { dir, baselines, no_model } => super::eval::run(&dir, baselines, no_model),
        Command::OnVault(command) => {
            let casebook = open(args.vault)?;
            // What an interrupted purge removed is missing, and meant to be.
            if !matches!(command, OnVault::Purge { finish: true, .. }) {
                mind_missing(&casebook, args.accept_missing)?;
            }
            on_vault(&casebook, command)
        }
    }
}

fn on_vault(casebook: &Casebook, command: OnVault) -> Result<Outcome, Failure> {
    match command {
        OnVault::Search { query, kind, filter, limit, report } => {
            let piped = || (query == ["-"]).then(|| PathBuf::from("-"));
            let text = match report.or_else(piped) {
                Some(file) => head(&read_text(&file)?, REPORT_LIMIT).to_owned(),
                None => query.join(" "),
            };
            search(casebook, text, kind, filter, limit)
        }
        OnVault::Suggest { case } => {
            let suggestions = casebook.suggest(&casebook.case(&case)?)?;
            let found = !(suggestions.articles.is_empty() && suggestions.cases.is_empty());
            Ok(Outcome { text: human::suggestions(&suggestions), json: value(&suggestions), found })
        }
        OnVault::Show { id, html } => {
            let note = casebook.note(&casebook.find(&id)?)?;
            let mut json = value(&note);
            if !html {
                without_html(&mut json);
            }
            Ok(Outcome::done(json, human::note(&note)))
        }
        OnVault::New { what } => create(casebook, what),
        OnVault::Note { case, text, customer, channel } => {
            let text = match text.as_deref() {
                None | Some("-") => read_text(Path::new("-"))?,
                Some(text) => text.to_owned(),
            };
            let visibility = if customer { Visibility::Customer } else { Visibility::Internal };
            let case = casebook.case(&case)?;
            let done = casebook.change(Change::AddEntry { case, visibility, channel, text })?;
            let id = done.entry.map(|id| id.to_string()).unwrap_or_default();
            Ok(Outcome::done(json!({ "id": id, "at": done.at }), format!("Added ^{id} to {}", done.path)))
        }
        OnVault::Link { case, article, how } => {
            let (case, article) = (casebook.case(&case)?, casebook.article(&article)?);
            casebook.change(Change::LinkArticle { case: case.clone(), article: article.clone(), how, query: None })?;
            let (case, article) = (casebook.name_of(&case)?, casebook.name_of(&article)?);
            let text = format!("Linked {article} to {case} as {how}");
            Ok(Outcome::done(json!({ "case": case, "article": article, "how": how }), text))
        }
        OnVault::Unlink { case, article, how } => {
            let case = casebook.case(&case)?;
            let linked = casebook.linked_article(&case, &article)?;
            casebook.change(Change::UnlinkArticle { case: case.clone(), article: linked.clone(), how })?;
            let case = casebook.name_of(&case)?;
            let text = format!("Removed the link from {case} to {linked}");
            Ok(Outcome::done(json!({ "case": case, "article": linked, "how": how }), text))
        }
        OnVault::Frame { case } => {
            let done = casebook.change(Change::FrameArticle { case: casebook.case(&case)? })?;
            let json = json!({ "id": done.id, "path": done.path });
            Ok(Outcome::done(json, human::created(&done)))
        }
        OnVault::Status { case, status, resolution, reason } => {
            let case = casebook.case(&case)?;
            casebook.change(Change::SetStatus { case: case.clone(), status, resolution, reason, resolved_by: None })?;
            let case = casebook.name_of(&case)?;
            Ok(Outcome::done(json!({ "case": case, "status": status }), format!("{case} is {status}")))
        }
        OnVault::Learn { path: None } => {
            let paths = casebook.paths()?;
            let found = !paths.is_empty();
            Ok(Outcome { json: json!({ "paths": paths }), text: human::paths(&paths), found })
        }
        OnVault::Learn { path: Some(path) } => {
            let view = casebook.path(&casebook.onboarding_path(&path)?)?;
            let mut json = value(&view);
            without_html(&mut json);
            Ok(Outcome::done(json, human::path(&view)))
        }
        OnVault::Backup { file } => {
            let done = casebook.back_up(&file)?;
            Ok(Outcome::done(value(&done), human::backed_up(&done)))
        }
        OnVault::Check => {
            let problems = casebook.problems()?;
            let rows: Vec<Value> = problems
                .iter()
                .map(|row| {
                    let problem = &row.problem;
                    json!({ "path": row.path, "line": problem.line, "code": problem.code,
                            "message": problem.message, "hint": problem.hint })
                })
                .collect();
            let found = problems.is_empty();
            Ok(Outcome { json: json!({ "problems": rows }), text: human::problems(&problems), found })
        }
        OnVault::History { note } => kept::history(casebook, &note),
        OnVault::Revert { note, version } => kept::revert(casebook, &note, version),
        OnVault::Trash { what } => kept::trash(casebook, what.unwrap_or(Trashing::List)),
        OnVault::Purge { customer: Some(name), yes, .. } => kept::purge(casebook, &name, yes),
        OnVault::Purge { customer: None, .. } => kept::finish_purge(casebook),
        OnVault::Reindex { no_meaning } => reindex(casebook, !no_meaning),
    }
}

/// Goes no further while so much is missing that nothing is taken over, unless that is meant.
fn mind_missing(casebook: &Casebook, accept: bool) -> Result<(), Failure> {
    match casebook.missing()? {
        Some(_) if accept => Ok(casebook.accept_missing()?),
        Some(missing) => Err(Failure::opening(&Error::held(missing))),
        None => Ok(()),
    }
}

fn named(vault: Option<PathBuf>) -> Option<PathBuf> {
    vault.filter(|path| !path.as_os_str().is_empty())
}

fn here() -> Result<PathBuf, Failure> {
    std::env::current_dir().map_err(|error| {
        Failure::new("io", IO, format!("cannot tell the current folder: {error}"), "Name the vault with --vault")
    })
}

fn open(vault: Option<PathBuf>) -> Result<Casebook, Failure> {
    let root = match named(vault) {
        Some(path) => path,
        None => {
            let here = here()?;
            find_vault(&here).ok_or_else(|| {
                let message =
                    format!("no vault: neither {} nor a folder above it holds a casebook.toml", here.display());
                Failure::new("usage", USAGE, message, "Name the vault with --vault DIR or set KB_VAULT")
            })?
        }
    };
    let places = places()?;
    let author = author(&places);
    let options = Options::new(root, places, author, Stay::Visitor, Arc::new(SystemWorld));
    Casebook::open(options).map_err(|error| Failure::opening(&error))
}

fn places() -> Result<Places, Failure> {
    Places::from_env(|name| std::env::var_os(name))
        .map_err(|error| Failure::new("io", NO_VAULT, error.to_string(), "Set KB_CACHE and KB_DATA"))
}

fn put_back(file: &Path, dir: &Path) -> Result<Outcome, Failure> {
    let done = kb::casebook::restore(file, dir, &places()?, &SystemWorld)?;
    Ok(Outcome::done(value(&done), human::restored(&done)))
}

/// The name the app was told, else the login name.
fn author(places: &Places) -> String {
    let told = kb::local::Local::open(&places.data).and_then(|local| local.text_preference("me")).ok().flatten();
    let login = || ["KB_AUTHOR", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    std::env::var("KB_AUTHOR").ok().or(told).or_else(login).unwrap_or_else(|| "me".to_owned())
}

fn search(
    casebook: &Casebook,
    text: String,
    kind: Option<NoteKind>,
    filter: Vec<(String, String)>,
    limit: u32,
) -> Result<Outcome, Failure> {
    let filters = filter.into_iter().map(|(field, value)| Filter { field, value }).collect();
    let mut answer = casebook.search(&SearchRequest { text, kind, filters, limit, number: 0, off: Vec::new() })?;
    answer.hits.truncate(limit as usize);
    let mut json = value(&answer);
    if let Some(object) = json.as_object_mut() {
        object.remove("number");
    }
    Ok(Outcome { text: human::answer(&answer), json, found: !answer.hits.is_empty() })
}

fn create(casebook: &Casebook, what: New) -> Result<Outcome, Failure> {
    let change = match what {
        New::Article { title, body } => {
            let body = body.map(|file| read_text(&file)).transpose()?;
            Change::NewArticle(NewArticle { title, body })
        }
        New::Case { title, reference, customer, priority } => {
            Change::NewCase(NewCase { title, reference, customer, priority, issue: None })
        }
    };
    let done = casebook.change(change)?;
    let text = human::created(&done);
    let json = json!({ "id": done.id, "path": done.path, "possible_duplicates": done.possible_duplicates });
    Ok(Outcome::done(json, text))
}

fn reindex(casebook: &Casebook, meaning: bool) -> Result<Outcome, Failure> {
    casebook.subscribe(human::progress_to_stderr());
    let started = Instant::now();
    let rebuilt = casebook.reindex()?;
    let embedded = if meaning { casebook.embed()?.fresh } else { 0 };
    let seconds = started.elapsed().as_secs_f64();
    let (files, indexed, problems) = (rebuilt.files, rebuilt.indexed, rebuilt.problems);
    let read = if embedded > 0 { format!(", {embedded} notes read for their meaning") } else { String::new() };
    let text = format!("{indexed} of {files} files indexed in {seconds:.1} s, {problems} problems{read}");
    let json =
        json!({ "files": files, "indexed": indexed, "problems": problems, "seconds": seconds, "embedded": embedded });
    Ok(Outcome::done(json, text))
}

/// Reads a file, or standard input for `-`, in UTF-8 or UTF-16. What is neither is replaced, not refused: logs are like that.
fn read_text(file: &Path) -> Result<String, Failure> {
    let shown = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let failed = |error: std::io::Error| {
        Failure::new("io", IO, format!("cannot read {shown}: {error}"), "Check the name and that it can be read")
    };
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(INPUT_LIMIT).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        std::fs::File::open(file).map_err(failed)?.take(INPUT_LIMIT).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(text_of(&bytes))
}

fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

pub(crate) fn value(answer: &impl serde::Serialize) -> Value {
    serde_json::to_value(answer).expect("answers are plain values with string keys")
}

fn without_html(json: &mut Value) {
    match json {
        Value::Object(object) => {
            object.retain(|key, _| key != "html" && !key.ends_with("_html"));
            object.values_mut().for_each(without_html);
        }
        Value::Array(items) => items.iter_mut().for_each(without_html),
        _ => {}
    }
}
