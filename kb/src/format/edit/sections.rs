//! Sections: replace, create, take back.

use std::ops::Range;

use super::super::blocks::outline;
use super::super::journal::{entry_text, plain_lines};
use super::super::parse::Reading;
use super::super::problems::brief;
use super::check::{Expected, SectionFacts};
use super::restore::Undo;
use super::{Edit, EditError, Plan, Splice, line_end, next_line, with_line_ends};
use crate::model::{Section, SectionKind};

/// Replaces a section's text, which has to be `from`, or creates the section when `from` is empty.
pub(super) fn replace(
    text: &str,
    reading: &Reading<'_>,
    kind: SectionKind,
    from: &str,
    to: &str,
) -> Result<Plan, EditError> {
    // What is around the text stays; a section's text itself has no blank lines around it.
    let from = entry_text(from);
    let to = entry_text(to);
    refuse_structure(reading, &to)?;
    let current = |section: &Section| plain_lines(&text[section.text.clone()]);
    let mut same_kind = reading.note.sections.iter().enumerate().filter(|(_, section)| section.kind == kind);
    let found = if kind == SectionKind::Body {
        same_kind
            .clone()
            .find(|(_, section)| current(section) == from)
            .or_else(|| same_kind.next().filter(|_| !from.is_empty()))
    } else {
        same_kind.next()
    };
    let Some((at, section)) = found else {
        if from.is_empty() {
            return Ok(create(text, reading, kind, &to));
        }
        return Err(changed(kind, from, String::new()));
    };
    let now = current(section);
    if now != from {
        return Err(changed(kind, from, now));
    }
    if now == to {
        return Ok(Plan::nothing(text, reading));
    }
    let expected = Expected::unchanged(text, reading).body(|body| {
        if to.is_empty() && section.heading.is_none() {
            body.sections.remove(at);
        } else {
            body.sections[at].text.clone_from(&to);
        }
    });
    let splice = if section.text.is_empty() {
        filled(text, section, &to)
    } else {
        changed_lines(text, section.text.clone(), &to)
    };
    let undo = Undo::Edit(Edit::ReplaceSection { section: kind, from: to, to: from });
    Ok(Plan { splices: vec![splice], expected, undo: vec![undo] })
}

fn name(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Issue => "Issue",
        SectionKind::Environment => "Environment",
        SectionKind::Cause => "Cause",
        SectionKind::Resolution => "Resolution",
        SectionKind::Body => "text",
    }
}

fn changed(kind: SectionKind, expected: String, found: String) -> EditError {
    EditError::Changed { what: format!("the section {}", name(kind)), expected, found }
}

/// A text that would divide its section, or swallow what follows it, is refused with the line that would.
fn refuse_structure(reading: &Reading<'_>, to: &str) -> Result<(), EditError> {
    let structure = outline(to, 0);
    let dividing = structure.headings.iter().find(|heading| heading.level <= reading.layout.depth);
    let reason = if let Some(heading) = dividing {
        let line = to[heading.lines.clone()].lines().next().unwrap_or_default();
        format!(
            "the line {:?} would start a section of its own; use a deeper heading or edit the whole file",
            brief(line, 60)
        )
    } else if let Some(at) = structure.unclosed {
        let line = to[at..].lines().next().unwrap_or_default();
        format!("what {:?} opens is never closed and would take in the rest of the file; close it", brief(line, 60))
    } else {
        return Ok(());
    };
    Err(EditError::Invalid { what: "section text".to_owned(), reason })
}

/// The splice that turns the lines of `place` into those of `to`, leaving equal lines at both ends as they are.
fn changed_lines(text: &str, place: Range<usize>, to: &str) -> Splice {
    let end = line_end(text);
    let old: Vec<&str> = text[place.clone()].split('\n').collect();
    let new: Vec<&str> = to.split('\n').collect();
    let plain = |line: &&str| line.strip_suffix('\r').unwrap_or(line).to_owned();
    // The last line has no end of its own, so it always belongs to the change.
    let most = old.len().min(new.len()).saturating_sub(1);
    let before = old.iter().zip(&new).take(most).take_while(|(old, new)| plain(old) == **new).count();
    let skipped: usize = old[..before].iter().map(|line| line.len() + 1).sum();
    let with = with_line_ends(&new[before..].join("\n"), end);
    Splice { range: place.start + skipped..place.end, with }
}

/// The splice that gives a section without text one.
fn filled(text: &str, section: &Section, to: &str) -> Splice {
    let end = line_end(text);
    let at = section.text.start;
    let mut with = String::new();
    if at > 0 && !text[..at].ends_with('\n') {
        with.push_str(end);
    }
    with.push_str(&with_line_ends(to, end));
    with.push_str(end);
    let rest = &text[at..];
    let blank_follows = rest.lines().next().is_none_or(|line| line.trim().is_empty());
    if !blank_follows {
        with.push_str(end);
    }
    Splice { range: at..at, with }
}

/// Creates a section in the canonical order: Issue, Environment, Cause, Resolution, Journal.
fn create(text: &str, reading: &Reading<'_>, kind: SectionKind, to: &str) -> Plan {
    if to.is_empty() {
        return Plan::nothing(text, reading);
    }
    let sections = &reading.note.sections;
    let known = |section: &&Section| section.kind != SectionKind::Body;
    let journal = reading.layout.journals.first().map(|stretch| stretch.heading.start);
    let (at, index) = if kind == SectionKind::Body {
        (reading.body, 0)
    } else {
        let later = sections.iter().enumerate().find(|(_, section)| known(section) && section.kind > kind);
        let earlier = sections.iter().enumerate().rev().find(|(_, section)| known(section) && section.kind < kind);
        match (later, earlier) {
            (Some((index, section)), _) => (section.range.start, index),
            (None, Some((index, section))) => (section.range.end, index + 1),
            (None, None) => {
                let at = journal.unwrap_or(text.len());
                (at, sections.iter().filter(|section| section.range.start < at).count())
            }
        }
    };
    let end = line_end(text);
    let heading = (kind != SectionKind::Body).then(|| name(kind).to_owned());
    let mut with = String::new();
    let before = &text[..at];
    if at > reading.body {
        if !before.ends_with('\n') {
            with.push_str(end);
        }
        if !before.lines().next_back().is_none_or(|line| line.trim().is_empty()) {
            with.push_str(end);
        }
    }
    if let Some(heading) = &heading {
        let level = sections.iter().find(known).map_or(2, |_| reading.layout.depth);
        with.push_str(&format!("{} {heading}{end}", "#".repeat(usize::from(level))));
    }
    with.push_str(&with_line_ends(to, end));
    with.push_str(end);
    if at < text.len() {
        with.push_str(end);
    }
    let facts = SectionFacts { kind, heading, text: to.to_owned() };
    let expected = Expected::unchanged(text, reading).body(|body| body.sections.insert(index, facts));
    let undo = vec![Undo::Section { kind, text: to.to_owned() }];
    Plan { splices: vec![Splice { range: at..at, with }], expected, undo }
}

/// Removes a section that [`replace`] created, if it still has the text it was given.
pub(super) fn drop_created(text: &str, reading: &Reading<'_>, kind: SectionKind, was: &str) -> Result<Plan, EditError> {
    let of_kind = |(_, section): &(usize, &Section)| section.kind == kind;
    let is_same = |section: &Section| plain_lines(&text[section.text.clone()]) == was;
    let mut sections = reading.note.sections.iter().enumerate().filter(of_kind);
    let Some((at, section)) = sections.clone().find(|(_, section)| is_same(section)) else {
        let found = sections.next().map_or_else(String::new, |(_, section)| plain_lines(&text[section.text.clone()]));
        return Err(changed(kind, was.to_owned(), found));
    };
    let expected = Expected::unchanged(text, reading).body(|body| {
        body.sections.remove(at);
    });
    let range = section.range.start..section.range.end.max(next_line(text, section.text.end));
    Ok(Plan { splices: vec![Splice { range, with: String::new() }], expected, undo: Vec::new() })
}
