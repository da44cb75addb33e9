//! Names of customers, people and places, and addresses of e-mail.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization;

/// Whose name it is, and so what stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// An organisation.
    Customer,
    /// A person.
    Contact,
    /// A site, a city, a building.
    Place,
}

impl Who {
    const fn instead(self) -> &'static str {
        match self {
            Self::Customer => "the customer",
            Self::Contact => "the user",
            Self::Place => "the site",
        }
    }
}

/// Words that organisations are called by and that mean something in any text: alone they name nobody.
const GENERIC: [&str; 44] = [
    "academy",
    "agency",
    "association",
    "authority",
    "bank",
    "clinic",
    "club",
    "college",
    "company",
    "construction",
    "consulting",
    "council",
    "data",
    "department",
    "education",
    "energy",
    "foods",
    "foundation",
    "freight",
    "general",
    "global",
    "gmbh",
    "group",
    "health",
    "hospital",
    "hotel",
    "industries",
    "institute",
    "insurance",
    "international",
    "library",
    "limited",
    "logistics",
    "media",
    "museum",
    "partners",
    "print",
    "public",
    "school",
    "services",
    "solutions",
    "systems",
    "trading",
    "university",
];
/// Shortest part of an organisation's name that is taken out alone.
const LEAST_CUSTOMER: usize = 4;
/// Shortest part of a person's name that is taken out alone.
const LEAST_CONTACT: usize = 3;
/// From this length on a part is taken out in any case: shorter ones are words too often (`Mark`, `Lift`).
const TELLING_CUSTOMER: usize = 6;
/// The same for a person's name.
const TELLING_CONTACT: usize = 5;

pub(super) static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+\b").expect("a constant pattern")
});

/// Names to take out of texts.
#[derive(Debug, Default)]
pub struct Names {
    /// Whole names, in any spelling, before parts.
    patterns: Vec<(Regex, Who)>,
    parts: Vec<(Regex, Who)>,
}

impl Names {
    /// No names: only addresses are taken out.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more name. Whole, it is found in any case and with any separators (`Ana Ruiz`, `ana.ruiz`, `AnaRuiz`); its
    /// parts alone too, short ones only as they are written, and never words that name nobody. Words of `keep` (products)
    /// stay.
    #[must_use]
    pub fn with(mut self, who: Who, name: &str, keep: &[String]) -> Self {
        let name: String = name.nfc().collect();
        let parts: Vec<&str> = parts_of(&name).collect();
        let whole = whole(&parts);
        let is_kept = |part: &str| keep.iter().any(|kept| kept.to_lowercase().contains(&part.to_lowercase()));
        let longest = parts.iter().map(|part| part.chars().count()).max().unwrap_or_default();
        if longest >= 2 && !(parts.len() == 1 && is_kept(&name)) {
            self.patterns.extend(pattern(&whole, true).map(|pattern| (pattern, who)));
        }
        if parts.len() > 1 {
            let least = if who == Who::Contact { LEAST_CONTACT } else { LEAST_CUSTOMER };
            let telling = if who == Who::Contact { TELLING_CONTACT } else { TELLING_CUSTOMER };
            for part in parts {
                let generic = who != Who::Contact && GENERIC.contains(&part.to_lowercase().as_str());
                let length = part.chars().count();
                if length >= least && part.starts_with(char::is_uppercase) && !generic && !is_kept(part) {
                    self.parts.extend(pattern(&regex::escape(part), length >= telling).map(|pattern| (pattern, who)));
                }
            }
        }
        self
    }

    /// One more name, found whole only: in any case and with any separators.
    #[must_use]
    pub fn with_whole(mut self, who: Who, name: &str) -> Self {
        let name: String = name.nfc().collect();
        let parts: Vec<&str> = parts_of(&name).collect();
        if parts.iter().any(|part| part.chars().count() >= 2) {
            self.patterns.extend(pattern(&whole(&parts), true).map(|pattern| (pattern, who)));
        }
        self
    }

    /// `text` without the names, composed (NFC).
    #[must_use]
    pub fn out_of(&self, text: &str) -> String {
        let text: String = text.nfc().collect();
        self.replaced(&ADDRESS.replace_all(&text, "an e-mail address"), Who::instead)
    }

    /// `text` with nothing in place of the names, composed (NFC).
    #[must_use]
    pub fn left_out_of(&self, text: &str) -> String {
        let text: String = text.nfc().collect();
        self.replaced(&text, |_| "")
    }

    /// How often the names are in `text`.
    #[must_use]
    pub fn times_in(&self, text: &str) -> usize {
        // No text has it: what stands for a name is counted.
        let counted = self.replaced(text, |_| "\u{fdd0}");
        counted.matches('\u{fdd0}').count()
    }

    /// `text` with a word for whose each name is, and everything else as it is.
    #[must_use]
    pub fn masked_in(&self, text: &str) -> String {
        self.replaced(text, Who::instead)
    }

    fn replaced(&self, text: &str, instead: impl Fn(Who) -> &'static str) -> String {
        let patterns = self.patterns.iter().chain(&self.parts);
        patterns.fold(text.to_owned(), |text, (pattern, who)| replaced(&text, pattern, instead(*who)))
    }
}

/// The words of a name.
pub(crate) fn parts_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

/// Matches a name with any separators between its words.
fn whole(parts: &[&str]) -> String {
    parts.iter().map(|part| regex::escape(part)).collect::<Vec<_>>().join(r"[^\p{L}\p{N}]{0,3}")
}

/// A name can be long and hostile; one that makes no pattern is not looked for.
fn pattern(source: &str, any_case: bool) -> Option<Regex> {
    RegexBuilder::new(source).case_insensitive(any_case).size_limit(1 << 20).build().ok()
}

/// Replaces what stands alone: no letter touches it. Digits, dots and underscores may (`northwind01`, `northwind_prod`).
fn replaced(text: &str, pattern: &Regex, instead: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut kept = 0;
    let mut from = 0;
    while let Some(found) = pattern.find_at(text, from) {
        if found.is_empty() {
            break;
        }
        let touches = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        if touches(text[..found.start()].chars().next_back()) || touches(text[found.end()..].chars().next()) {
            from = found.start() + text[found.start()..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        out.push_str(&text[kept..found.start()]);
        out.push_str(instead);
        (kept, from) = (found.end(), found.end());
    }
    out.push_str(&text[kept..]);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names() -> Names {
        let products = ["EdgeVPN".to_owned()];
        Names::new()
            .with(Who::Customer, "Brackwater Logistics", &products)
            .with(Who::Contact, "Ana Ruiz", &products)
            .with(Who::Place, "Halden", &products)
    }

    #[test]
    fn names_go_however_they_are_spelled_and_the_rest_stays() {
        for (text, without) in [
            ("Ana Ruiz of BRACKWATER LOGISTICS calls", "the user of the customer calls"),
            ("Ana says: Ruiz, A.", "the user says: the user, A."),
            ("ana.ruiz@brackwater.example writes", "an e-mail address writes"),
            ("login ana_ruiz, AnaRuiz", "login the user, the user"),
            ("Brackwater's gateway", "the customer's gateway"),
            ("db brackwater_logistics01", "db the customer01"),
            ("ssh brackwater-gw, an anagram", "ssh the customer-gw, an anagram"),
            ("logistics of a banana, general", "logistics of a banana, general"),
            ("at Halden, Haldenstraße", "at the site, Haldenstraße"),
            ("`0x2746` on EdgeVPN 7.4", "`0x2746` on EdgeVPN 7.4"),
        ] {
            assert_eq!(names().out_of(text), without);
        }
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same_name() {
        let names = Names::new().with(Who::Contact, "Zoe\u{301} Brunel", &[]);
        assert_eq!(names.out_of("Zo\u{e9} Brunel and Zoe\u{301}"), "the user and the user");
    }

    #[test]
    fn names_are_counted_and_masked_and_nothing_else_is_touched() {
        let text = "Brackwater Logistics, mail ops@brackwater.example. Cafe\u{301}.";
        assert_eq!(names().times_in(text), 2);
        assert_eq!(names().masked_in(text), "the customer, mail ops@the customer.example. Cafe\u{301}.");
    }

    #[test]
    fn a_whole_name_leaves_its_words_alone() {
        let names = Names::new().with_whole(Who::Customer, "First Nobody Bank");
        assert_eq!(names.masked_in("FIRST-NOBODY BANK: nobody, first, Bank"), "the customer: nobody, first, Bank");
    }

    #[test]
    fn a_customer_called_like_the_product_does_not_take_the_product_out() {
        let names = Names::new().with(Who::Customer, "EdgeVPN", &["EdgeVPN".to_owned()]);
        assert_eq!(names.out_of("EdgeVPN 7.4"), "EdgeVPN 7.4");
    }

    proptest! {
        #[test]
        fn a_whole_name_never_stays(before in "[ a-z.,]{0,20}", name in "[A-Z][a-z]{3,9} [A-Z][a-z]{3,9}", after in "[ .,0-9_]{0,9}") {
            let text = format!("{before} {name}{after}");
            prop_assert!(!Names::new().with(Who::Contact, &name, &[]).out_of(&text).contains(&name));
        }

        #[test]
        fn any_name_and_any_text_are_taken(name in ".{0,40}", text in ".{0,200}") {
            let _ = Names::new().with(Who::Customer, &name, &[]).out_of(&text);
        }
    }
}
