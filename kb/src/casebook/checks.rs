//! What an article still wants (KCS: a page or less, complete, no customer in it), and what can be sent of it.

use std::collections::BTreeSet;

use super::Casebook;
use super::error::Error;
use super::open::count;
use super::view::{ArticleChecks, Check, CheckCode, CheckPlace, NewNoteWords, ReplyText};
use crate::model::{ArticleMeta, Note, NoteKind, Section, SectionKind, VaultPath};
use crate::render::{self, Links};

/// Linked cases whose contacts are looked for.
const CASES: usize = 50;
/// Customers looked for at most.
const CUSTOMERS: usize = 5000;
/// Places shown of one sort at most.
const PLACES: usize = 50;
/// A shorter name is a word of its own too often.
const SHORTEST_NAME: usize = 4;
/// What fits on a page, in words and in lines ("a page or less" of the KCS content standard).
const PAGE_WORDS: usize = 600;
const PAGE_LINES: usize = 80;

impl Casebook {
    /// Looks an article over, as its file is now.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is no article; the file or the caches cannot be read.
    pub fn check_article(&self, path: &VaultPath) -> Result<ArticleChecks, Error> {
        let (text, note) = self.parsed(path)?;
        let Some(article) = note.as_article() else {
            return Err(Error::Refused {
                what: format!("checking {path}"),
                reason: format!("it is a {}", note.kind()),
                hint: "Choose an article".to_owned(),
            });
        };
        let similar = self.possible_twins(&note, path)?;
        let look = Look { text: &text, note: &note };
        let has = |code, kind| Check { code, ok: look.says(kind), places: Vec::new() };
        let found = |code, places: Vec<CheckPlace>| Check { code, ok: places.is_empty(), places };
        let checks = vec![
            has(CheckCode::HasIssue, SectionKind::Issue),
            has(CheckCode::HasEnvironment, SectionKind::Environment),
            has(CheckCode::HasResolution, SectionKind::Resolution),
            Check { code: CheckCode::TitleSaysBoth, ok: look.title_says_both(), places: Vec::new() },
            Check { code: CheckCode::OnePage, ok: look.fits_a_page(), places: Vec::new() },
            found(CheckCode::NamesNobody, look.places_of(&self.names_of_people(&note)?)),
            found(CheckCode::LinksLead, self.dangling(path, &look)?),
            found(CheckCode::NoFlags, flags(article)),
            Check { code: CheckCode::NoTwin, ok: similar.is_empty(), places: Vec::new() },
        ];
        Ok(ArticleChecks { checks, similar })
    }

    /// The Resolution as it may be sent: internal callouts left out, links as their words.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no Resolution; the file cannot be read.
    pub fn reply_text(&self, path: &VaultPath) -> Result<ReplyText, Error> {
        let (text, note) = self.parsed(path)?;
        let parts = note.sections.iter().filter(|section| section.kind == SectionKind::Resolution);
        let whole: Vec<&str> = parts.filter_map(|section| text.get(section.text.clone())).collect();
        let (safe, left_out) = without_internal(&whole.join("\n\n"));
        if safe.trim().is_empty() {
            return Err(Error::Refused {
                what: format!("replying with {path}"),
                reason: "it has no Resolution that may be sent".to_owned(),
                hint: "Write the Resolution first".to_owned(),
            });
        }
        Ok(ReplyText { html: render::html(&safe, &NoLinks), text: render::plain(&safe), left_out })
    }

    fn possible_twins(&self, note: &Note, path: &VaultPath) -> Result<Vec<super::view::Hit>, Error> {
        let mut hits = self.possible_duplicates(&NewNoteWords::article(&note.title))?;
        hits.retain(|hit| hit.kind == NoteKind::Article && &hit.path != path);
        Ok(hits)
    }

    /// Customers of all cases, and contacts of the cases this article is linked to.
    fn names_of_people(&self, note: &Note) -> Result<BTreeSet<String>, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let mut names: BTreeSet<String> = snapshot.customers(CUSTOMERS)?.into_iter().map(|one| one.word).collect();
        if let Some(id) = &note.id {
            for used in snapshot.cases_using(id, CASES)?.0 {
                let contact = self
                    .read_note(&used.case.path, None)
                    .ok()
                    .and_then(|(_, parsed)| parsed.note.as_case().and_then(|case| case.contact.clone()));
                names.extend(contact);
            }
        }
        names.retain(|name| name.trim().chars().count() >= SHORTEST_NAME);
        Ok(names)
    }

    fn dangling(&self, path: &VaultPath, look: &Look<'_>) -> Result<Vec<CheckPlace>, Error> {
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let mut places = Vec::new();
        for found in snapshot.problems(Some(path.as_str()), PLACES)? {
            if found.problem.code == crate::model::ProblemCode::DanglingWikilink {
                places.extend(look.place(found.problem.range.start, found.problem.range.end));
            }
        }
        Ok(places)
    }
}

/// An article's text and what it was read as.
struct Look<'a> {
    text: &'a str,
    note: &'a Note,
}

impl Look<'_> {
    fn says(&self, kind: SectionKind) -> bool {
        self.note.sections.iter().any(|section| section.kind == kind && !self.of(section).trim().is_empty())
    }

    fn of(&self, section: &Section) -> &str {
        self.text.get(section.text.clone()).unwrap_or_default()
    }

    /// Title = main issue + main environment: at least four words, one of them from the Environment or a product.
    fn title_says_both(&self) -> bool {
        let title = words(&self.note.title);
        let mut environment: BTreeSet<String> = self.note.products.iter().flat_map(|product| words(product)).collect();
        for section in self.note.sections.iter().filter(|section| section.kind == SectionKind::Environment) {
            environment.extend(words(self.of(section)));
        }
        title.len() >= 4 && title.iter().any(|word| environment.contains(word))
    }

    fn fits_a_page(&self) -> bool {
        let texts = || self.note.sections.iter().map(|section| self.of(section));
        texts().map(|text| text.split_whitespace().count()).sum::<usize>() <= PAGE_WORDS
            && texts().map(|text| text.lines().count()).sum::<usize>() <= PAGE_LINES
    }

    /// Every place that says one of the names as words of their own, whatever the case.
    fn places_of(&self, names: &BTreeSet<String>) -> Vec<CheckPlace> {
        let mut places = Vec::new();
        let lower_title = self.note.title.to_lowercase();
        for name in names {
            let wanted = name.trim().to_lowercase();
            if occurrences(&lower_title, &wanted).next().is_some() {
                places.push(CheckPlace { section: None, kind: None, line: 1, text: name.clone() });
            }
        }
        for (at, section) in self.note.sections.iter().enumerate() {
            for (line, text) in self.of(section).lines().enumerate() {
                let text = text.to_lowercase();
                for name in names {
                    if places.len() < PLACES && occurrences(&text, &name.trim().to_lowercase()).next().is_some() {
                        places.push(CheckPlace {
                            section: Some(count(at)),
                            kind: Some(section.kind),
                            line: count(line + 1),
                            text: name.clone(),
                        });
                    }
                }
            }
        }
        places
    }

    /// The place of a byte range of the file, if it lies in a section.
    fn place(&self, start: usize, end: usize) -> Option<CheckPlace> {
        let at = self.note.sections.iter().position(|section| section.text.contains(&start))?;
        let section = &self.note.sections[at];
        let before = self.text.get(section.text.start..start)?;
        Some(CheckPlace {
            section: Some(count(at)),
            kind: Some(section.kind),
            line: count(before.matches('\n').count() + 1),
            text: self.text.get(start..end).unwrap_or_default().to_owned(),
        })
    }
}

fn flags(article: &ArticleMeta) -> Vec<CheckPlace> {
    article.flags.iter().map(|flag| CheckPlace { section: None, kind: None, line: 1, text: flag.clone() }).collect()
}

/// The words of a text, in lower case, longer than two letters.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '.')
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| word.chars().count() > 2)
        .collect()
}

/// Where `name` stands in `text` with no letter or digit beside it.
fn occurrences<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_edge = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    text.match_indices(name)
        .map(|(at, _)| at)
        .filter(move |&at| is_edge(text[..at].chars().next_back()) && is_edge(text[at + name.len()..].chars().next()))
}

/// The text without its `> [!internal]` callouts, and whether there were any.
fn without_internal(markdown: &str) -> (String, bool) {
    let mut kept = String::with_capacity(markdown.len());
    let mut left_out = false;
    let mut leaving = false;
    for line in markdown.split_inclusive('\n') {
        let quoted = line.trim_start().strip_prefix('>');
        let starts = quoted.is_some_and(|rest| rest.trim_start().to_ascii_lowercase().starts_with("[!internal]"));
        leaving = starts || (leaving && quoted.is_some());
        left_out |= starts;
        if !leaving {
            kept.push_str(line);
        }
    }
    (kept, left_out)
}

/// A text that leaves the vault leads nowhere in it.
struct NoLinks;

impl Links for NoLinks {
    fn note_folder(&self) -> &str {
        ""
    }

    fn wikilink(&self, _: &str, _: Option<&str>) -> Option<VaultPath> {
        None
    }

    fn is_note(&self, _: &VaultPath) -> bool {
        false
    }

    fn scope(&self) -> &str {
        "reply"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_words_of_its_own_only() {
        assert_eq!(occurrences("the northwind gateway", "northwind").count(), 1);
        assert_eq!(occurrences("northwinds, xnorthwind", "northwind").count(), 0);
        assert_eq!(occurrences("ana ruiz (northwind)", "northwind").count(), 1);
    }

    #[test]
    fn internal_callouts_are_left_out_whole() {
        let text = "Do this.\n\n> [!INTERNAL] Ask Jon\n> first.\n\n> [!NOTE]\n> kept\n";
        assert_eq!(without_internal(text), ("Do this.\n\n\n> [!NOTE]\n> kept\n".to_owned(), true));
        assert_eq!(without_internal("> quoted\n"), ("> quoted\n".to_owned(), false));
    }
}
