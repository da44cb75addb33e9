//! Answers for people: plain text, no colours where no terminal reads them, control characters of notes made harmless.

use std::fmt::Write;
use std::io::{IsTerminal, stderr};

use kb::backup::Skipped;
use kb::casebook::view::{
    Changed, Event, Hit, NoteView, PathRow, PathView, ProblemRow, Reason, SameFault, SearchAnswer, Suggestions,
};
use kb::casebook::{BackedUp, Restored};
use kb::model::Visibility;

pub(crate) fn same_fault(fault: &SameFault) -> String {
    let name = fault.reference.as_deref().unwrap_or(&fault.title);
    let mut out = format!("Same fault as {}", plain(name));
    if fault.others > 0 {
        let _ = write!(out, " and {} other case{}", fault.others, if fault.others == 1 { "" } else { "s" });
    }
    if !fault.differs.is_empty() {
        let _ = write!(out, "; differs in {}", plain(&fault.differs.join(", ")));
    }
    if let Some(article) = &fault.article {
        let _ = write!(out, "\nResolved by {}\n         {}", plain(&article.title), article.path);
    }
    out.push('\n');
    out
}

pub(crate) fn answer(answer: &SearchAnswer) -> String {
    let mut out = String::new();
    if let Some(fault) = &answer.same_fault {
        out.push_str(&same_fault(fault));
    }
    for hit in &answer.hits {
        self::hit(&mut out, hit);
    }
    if answer.hits.is_empty() {
        out.push_str("Nothing found. Try fewer words, or the error code alone.\n");
    } else {
        let _ = writeln!(out, "{} of {}, {} us", answer.hits.len(), answer.total, answer.took_us);
    }
    if let Some(text) = &answer.did_you_mean {
        let _ = writeln!(out, "Did you mean: {}", plain(text));
    }
    if answer.stale {
        out.push_str("The newest changes are not indexed yet.\n");
    }
    out
}

pub(crate) fn suggestions(suggestions: &Suggestions) -> String {
    let mut out = String::new();
    for (title, hits) in [("Articles", &suggestions.articles), ("Earlier cases", &suggestions.cases)] {
        if !hits.is_empty() {
            let _ = writeln!(out, "{title}");
            hits.iter().for_each(|hit| self::hit(&mut out, hit));
        }
    }
    if out.is_empty() {
        out.push_str("Nothing to suggest yet. Write down the issue and the environment first.\n");
    }
    out
}

fn hit(out: &mut String, hit: &Hit) {
    let mut facts: Vec<String> = Vec::new();
    facts.extend(hit.reference.clone());
    facts.extend(hit.confidence.map(|confidence| confidence.to_string()));
    facts.extend(hit.status.map(|status| status.to_string()));
    facts.extend(hit.resolved_cases.filter(|&count| count > 0).map(|count| format!("solved {count}")));
    let _ = writeln!(out, "{:<8} {}", hit.kind.as_str(), plain(&hit.title));
    let _ = writeln!(
        out,
        "         {}{}",
        hit.path,
        facts.iter().fold(String::new(), |all, fact| all + " · " + &plain(fact))
    );
    if let Some(note) = &hit.version_note {
        let _ = writeln!(out, "         {}", plain(note));
    }
    if let Some(snippet) = &hit.snippet {
        let _ = writeln!(out, "         {}", plain(&snippet.text));
    }
    if !hit.why.is_empty() {
        let why: Vec<String> = hit
            .why
            .iter()
            .map(|why| match why.reason {
                Reason::SolvedCase => format!("solved {}", plain(&why.text)),
                Reason::Alike => format!("much like {}", plain(&why.text)),
                Reason::SameFault => format!("same fault as {}", plain(&why.text)),
                Reason::Code | Reason::Word | Reason::Meaning => plain(&why.text),
            })
            .collect();
        let _ = writeln!(out, "         matches {}", why.join(", "));
    }
}

pub(crate) fn note(note: &NoteView) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}\n{} · {}", plain(&note.title), note.kind, note.path);
    if let Some(case) = &note.case {
        let parts = [
            case.reference.clone(),
            Some(case.status.to_string()),
            Some(case.priority.to_string()),
            case.customer.clone(),
            note.owner.clone(),
        ];
        let _ =
            writeln!(out, "{}", parts.into_iter().flatten().map(|part| plain(&part)).collect::<Vec<_>>().join(" · "));
        if let Some(next) = &case.next {
            let _ = writeln!(out, "Next: {}", plain(next));
        }
        if let Some(promised) = &case.promised {
            let _ = writeln!(out, "Promised: {promised}");
        }
    }
    if let Some(article) = &note.article {
        let counts = note.counts;
        let _ = writeln!(
            out,
            "{} · {} · resolved {} cases, tried in {}, referenced in {}",
            article.confidence,
            article.audience,
            counts.resolved_by + counts.created,
            counts.tried,
            counts.referenced
        );
    }
    for section in &note.sections {
        let _ = writeln!(out, "\n## {}\n{}", plain(section.heading.as_deref().unwrap_or("-")), plain(&section.text));
    }
    for entry in &note.journal {
        let reader = if entry.visibility == Visibility::Customer { " · CUSTOMER READS THIS" } else { "" };
        let _ = writeln!(
            out,
            "\n[{} · {} · {}{reader}]\n{}",
            entry.at,
            plain(&entry.author),
            entry.channel,
            plain(&entry.text)
        );
    }
    for link in &note.links {
        let title = link.title.clone().unwrap_or_else(|| link.link.article.to_string());
        let _ = writeln!(out, "\n{}: {}", link.link.how, plain(&title));
    }
    for problem in &note.problems {
        let _ = writeln!(out, "\nProblem, line {}: {}. {}.", problem.line, problem.message, problem.hint);
    }
    out
}

pub(crate) fn created(done: &Changed) -> String {
    let mut out = format!("Created {}\n", done.path);
    if !done.possible_duplicates.is_empty() {
        out.push_str("It may say the same as:\n");
        done.possible_duplicates.iter().for_each(|hit| self::hit(&mut out, hit));
    }
    out
}

pub(crate) fn paths(rows: &[PathRow]) -> String {
    if rows.is_empty() {
        return "No onboarding paths. A note in the folder paths with a list of [[links]] is one.\n".to_owned();
    }
    rows.iter().fold(String::new(), |out, row| out + &path_row(row))
}

fn path_row(row: &PathRow) -> String {
    let mut out = format!("{}\n    {}\n", plain(&row.title), row.path);
    let _ = write!(out, "    {} of {} steps read", row.done, row.steps);
    let _ = match (row.next, &row.next_title) {
        (Some(next), Some(title)) => {
            writeln!(out, ", {} min left; next is step {next}: {}", row.minutes_left, plain(title))
        }
        _ => writeln!(out),
    };
    if row.changed > 0 {
        let _ = writeln!(out, "    {} changed since you read it", row.changed);
    }
    out
}

pub(crate) fn path(view: &PathView) -> String {
    let mut out = path_row(&view.row);
    for step in &view.plan {
        let mark = match (&step.missing, step.done) {
            (Some(_), _) => "?",
            (None, Some(_)) => "x",
            (None, None) => " ",
        };
        let _ = writeln!(out, "{:>3}. [{mark}] {} ({} min)", step.number, plain(&step.title), step.minutes);
        if let Some(missing) = &step.missing {
            let _ = writeln!(out, "         {}.", plain(missing));
        }
        if step.changed {
            out.push_str("         Changed since you read it.\n");
        }
        if !step.why.is_empty() {
            let _ = writeln!(out, "         {}", plain(&step.why));
        }
    }
    out
}

pub(crate) fn problems(rows: &[ProblemRow]) -> String {
    let mut out = String::new();
    for row in rows {
        let problem = &row.problem;
        let _ = writeln!(out, "{}:{}: {}: {}", plain(&row.path), problem.line, problem.code.as_str(), problem.message);
        let _ = writeln!(out, "    {}.", problem.hint);
    }
    let _ = match rows.len() {
        0 => writeln!(out, "No problems."),
        1 => writeln!(out, "1 problem."),
        many => writeln!(out, "{many} problems."),
    };
    out
}

/// A subscriber that shows how far indexing is, on one line of a terminal, or a line for every tenth elsewhere.
pub(crate) fn progress_to_stderr() -> impl Fn(&Event) + Send + Sync {
    let last_tenth = std::sync::atomic::AtomicU32::new(u32::MAX);
    move |event| {
        let (progress, what) = match event {
            Event::Indexing { progress: Some(progress) } => (progress, "files"),
            Event::Embedding { progress: Some(progress) } => (progress, "notes read for their meaning"),
            _ => return,
        };
        if progress.total == 0 {
            return;
        }
        let tenth = progress.done * 10 / progress.total;
        if stderr().is_terminal() {
            eprint!("\r{} of {} {what} ", progress.done, progress.total);
        } else if last_tenth.swap(tenth, std::sync::atomic::Ordering::Relaxed) != tenth {
            eprintln!("{} of {} {what}", progress.done, progress.total);
        }
    }
}

/// Text of a note or a log without what a terminal would obey: control characters, and those that turn the text round.
pub(crate) fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|&c| c == '\n' || c == '\t' || !(c.is_control() || turns(c))).collect()
}

/// What went into a backup, and what did not.
pub(crate) fn backed_up(done: &BackedUp) -> String {
    let BackedUp { file, files, bytes, skipped } = done;
    let what = format!("{} holds {files} files, {bytes} bytes, each compared with what was read", file.display());
    with_skipped(what, skipped)
}

/// What came out of a backup, and what did not.
pub(crate) fn restored(done: &Restored) -> String {
    with_skipped(format!("{} files are in {}", done.files, done.folder.display()), &done.skipped)
}

fn with_skipped(what: String, skipped: &[Skipped]) -> String {
    skipped.iter().fold(what, |text, skipped| format!("{text}\nleft out: {}: {}", skipped.path, skipped.reason))
}
