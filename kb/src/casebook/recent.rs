//! What was searched for lately: local state, kept without the names and addresses that were searched for.

use super::Casebook;
use super::error::Error;
use super::view::{Asked, Remembered};
use crate::redact::{Names, Who, without_addresses};

/// The setting of the vault that holds them, the newest first.
const KEPT: &str = "recent-searches";
/// Searches kept.
const MOST: usize = 12;
/// Longer texts are pasted: what they hold is not kept. In characters.
const LONGEST: usize = 200;
/// Customers whose names are looked for.
const CUSTOMERS: usize = 20_000;
/// The facet whose values are names.
const CUSTOMER: &str = "customer";

impl Casebook {
    /// Remembers a search without the names of customers, addresses, long ids and secrets in it. Pasted texts are not
    /// remembered at all, nor is a search of which nothing is left.
    ///
    /// # Errors
    /// The local state cannot be written, or the catalog not be asked for the names.
    pub fn remember_search(&self, asked: &Asked) -> Result<Remembered, Error> {
        let mut recent = self.recent_searches()?;
        let Some(kept) = self.redacted(asked)? else { return Ok(Remembered { kept: None, recent }) };
        recent.retain(|other| *other != kept);
        recent.insert(0, kept.clone());
        recent.truncate(MOST);
        let json = serde_json::to_string(&recent).expect("texts are JSON");
        self.local.set_setting(KEPT, Some(&json))?;
        Ok(Remembered { kept: Some(kept), recent })
    }

    /// What was searched for lately, the newest first; a state that cannot be read is none.
    ///
    /// # Errors
    /// The local state cannot be read.
    pub fn recent_searches(&self) -> Result<Vec<Asked>, Error> {
        let json = self.local.setting(KEPT)?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// Forgets them all.
    ///
    /// # Errors
    /// The local state cannot be written.
    pub fn forget_searches(&self) -> Result<(), Error> {
        Ok(self.local.set_setting(KEPT, None)?)
    }

    fn redacted(&self, asked: &Asked) -> Result<Option<Asked>, Error> {
        let text = asked.text.trim();
        if text.contains(['\n', '\r']) || text.chars().count() > LONGEST {
            return Ok(None);
        }
        // Addresses first: half of one without a name in it would no longer look like one.
        let text = without_addresses(text);
        let text = self.names_in(&text)?.left_out_of(&text);
        // What stood around a name: `customer:` or quotes with nothing in them.
        let is_left = |word: &&str| word.contains(char::is_alphanumeric) && !word.trim_end_matches('"').ends_with(':');
        let text: Vec<&str> = text.split_whitespace().filter(is_left).collect();
        let text = text.join(" ");
        let mut chosen = asked.chosen.clone();
        chosen.remove(CUSTOMER);
        Ok((!text.is_empty() || !chosen.is_empty()).then_some(Asked { text, chosen }))
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
