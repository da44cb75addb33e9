//! What was searched for: local state, redacted before it is kept, bounded, and shown as what nothing was found for and
//! how far down what was opened stood.

use std::collections::BTreeMap;

use super::Casebook;
use super::error::Error;
use super::view::{Asked, Remembered, SearchLog, Searched, Unanswered};
use crate::local::{self, KeptSearch};
use crate::redact::{Names, Who, without_addresses};
use crate::search::Query;

/// The preference that says whether searches are kept; they are unless it is false.
const KEEPS: &str = "search-log";
/// Recent searches offered to be asked again.
const RECENT: usize = 12;
/// Longer texts, and those of several lines, are pasted: they are counted, and not offered again. In characters.
const LONGEST: usize = 200;
/// Of a pasted text so much is kept, in characters.
const KEPT_OF_PASTED: usize = 400;
/// Of a pasted text so much is read, in bytes.
const READ_OF_PASTED: usize = 16 * 1024;
/// Words without result named.
const UNANSWERED: usize = 50;
/// Customers whose names are looked for.
const CUSTOMERS: usize = 20_000;
/// The facet whose values are names.
const CUSTOMER: &str = "customer";

impl Casebook {
    /// Remembers a search without the names of customers, addresses, long ids and secrets in it, unless searches are not
    /// kept. Of a pasted text the beginning is remembered, of a report that is held what was asked for it; a search of which
    /// nothing is left is not.
    ///
    /// # Errors
    /// The local state cannot be written, or the catalog not be asked for the names.
    pub fn remember_search(&self, searched: &Searched) -> Result<Remembered, Error> {
        let kept = match self.keeps_searches()? {
            true if searched.held => self.redacted_report(&searched.asked)?,
            true => self.redacted(&searched.asked)?,
            false => None,
        };
        let Some((Asked { text, chosen }, pasted)) = kept else {
            return Ok(Remembered { kept: None, recent: self.recent_searches()? });
        };
        let opened = searched.opened.as_ref().map(|opened| (opened.path.clone(), opened.rank));
        let kept = (!pasted).then(|| Asked { text: text.clone(), chosen: chosen.clone() });
        let search = local::Searched { text, chosen, pasted, hits: searched.hits, opened };
        self.local.log_search(&search, self.world.now())?;
        Ok(Remembered { kept, recent: self.recent_searches()? })
    }

    /// What was searched for lately, the newest first, each once.
    ///
    /// # Errors
    /// The local state cannot be read.
    pub fn recent_searches(&self) -> Result<Vec<Asked>, Error> {
        let mut recent: Vec<Asked> = Vec::new();
        for KeptSearch { search, .. } in self.local.searches()? {
            let asked = Asked { text: search.text, chosen: search.chosen };
            if !search.pasted && !recent.contains(&asked) && recent.len() < RECENT {
                recent.push(asked);
            }
        }
        Ok(recent)
    }

    /// What searching came to: how far down what was opened stood, and what nothing was found for.
    ///
    /// # Errors
    /// The local state cannot be read, or the index not be asked.
    pub fn search_log(&self) -> Result<SearchLog, Error> {
        let searches = self.local.searches()?;
        let mut ranks: Vec<u32> = searches.iter().filter_map(|kept| Some(kept.search.opened.as_ref()?.1)).collect();
        ranks.sort_unstable();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(SearchLog {
            kept: self.keeps_searches()?,
            searches: number(searches.len()),
            since: searches.last().map(|kept| kept.at),
            opened: number(ranks.len()),
            first_three: number(ranks.iter().filter(|rank| **rank <= 3).count()),
            median_rank: median(&ranks),
            without_result: self.unanswered(&searches)?,
        })
    }

    /// Forgets every search with this text.
    ///
    /// # Errors
    /// The local state cannot be written.
    pub fn forget_search(&self, text: &str) -> Result<(), Error> {
        Ok(self.local.forget_search(text)?)
    }

    /// Forgets them all.
    ///
    /// # Errors
    /// The local state cannot be written.
    pub fn forget_searches(&self) -> Result<(), Error> {
        Ok(self.local.forget_searches()?)
    }

    fn keeps_searches(&self) -> Result<bool, Error> {
        Ok(self.local.app().preference(KEEPS)?.and_then(|value| value.as_bool()).unwrap_or(true))
    }

    /// The texts nothing was found for and nothing was opened from, however they are written; facets find less on purpose.
    fn unanswered(&self, searches: &[KeptSearch]) -> Result<Vec<Unanswered>, Error> {
        let mut by_text: BTreeMap<String, Unanswered> = BTreeMap::new();
        for KeptSearch { at, search, .. } in searches {
            if search.hits > 0 || search.text.is_empty() || !search.chosen.is_empty() {
                continue;
            }
            let found = by_text.entry(search.text.to_lowercase()).or_insert_with(|| Unanswered {
                text: search.text.clone(),
                times: 0,
                last: *at,
                now: 0,
            });
            found.times += 1;
        }
        let mut unanswered: Vec<Unanswered> = by_text.into_values().collect();
        unanswered.sort_by(|a, b| b.times.cmp(&a.times).then(b.last.cmp(&a.last)));
        unanswered.truncate(UNANSWERED);
        let store = self.store()?;
        for found in &mut unanswered {
            let answer = store.index.search(&Query { limit: 1, ..Query::new(found.text.as_str()) })?;
            found.now = u32::try_from(answer.total).unwrap_or(u32::MAX);
        }
        Ok(unanswered)
    }

    /// The search for the report that is held, by what was asked for it.
    fn redacted_report(&self, asked: &Asked) -> Result<Option<(Asked, bool)>, Error> {
        let Some(text) = self.words_of_held() else { return Ok(None) };
        let kept = self.redacted(&Asked { text, chosen: asked.chosen.clone() })?;
        Ok(kept.map(|(asked, _)| (asked, true)))
    }

    /// A search as it may be kept, and whether it was pasted.
    fn redacted(&self, asked: &Asked) -> Result<Option<(Asked, bool)>, Error> {
        let text = asked.text.trim();
        let pasted = text.contains(['\n', '\r']) || text.chars().count() > LONGEST;
        // Secrets and addresses first: half of one without a name in it would no longer look like one.
        let text = without_addresses(&text[..text.floor_char_boundary(READ_OF_PASTED)]);
        let text = self.names_in(&text)?.left_out_of(&text);
        // What stood around a name: `customer:` or quotes with nothing in them.
        let is_left = |word: &&str| word.contains(char::is_alphanumeric) && !word.trim_end_matches('"').ends_with(':');
        let text: Vec<&str> = text.split_whitespace().filter(is_left).collect();
        let text: String = text.join(" ").chars().take(KEPT_OF_PASTED).collect();
        let mut chosen = asked.chosen.clone();
        chosen.remove(CUSTOMER);
        Ok((!text.is_empty() || !chosen.is_empty()).then_some((Asked { text, chosen }, pasted)))
    }

    /// The customers of this vault that a text may name.
    fn names_in(&self, text: &str) -> Result<Names, Error> {
        let lower = text.to_lowercase();
        let store = self.store()?;
        let snapshot = store.catalog.read()?;
        let products: Vec<String> = snapshot.products(CUSTOMERS)?.into_iter().map(|product| product.word).collect();
        let is_named = |customer: &str| {
            let mut parts = customer.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() > 1);
            parts.any(|part| lower.contains(&part.to_lowercase()))
        };
        let customers = snapshot.customers(CUSTOMERS)?.into_iter().map(|customer| customer.word);
        let named = customers.filter(|customer| is_named(customer));
        Ok(named.fold(Names::new(), |names, customer| names.with(Who::Customer, &customer, &products)))
    }
}

/// The middle of sorted ranks.
fn median(ranks: &[u32]) -> Option<f32> {
    let upper = *ranks.get(ranks.len() / 2)? as f32;
    let lower = if ranks.len().is_multiple_of(2) { ranks[ranks.len() / 2 - 1] as f32 } else { upper };
    Some(f32::midpoint(lower, upper))
}
