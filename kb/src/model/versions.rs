//! What an article says about a version: does it apply, is it fixed there, and what a reader wants to know of that.
//!
//! `7.4` in an article's versions means every 7.4.x; `7.2 - 7.4` ends with the last of 7.4. What cannot be read says
//! nothing.

use std::cmp::Ordering;

use super::version::Version;

/// Versions an article applies to.
#[derive(Debug, Clone, PartialEq)]
enum Range {
    /// This one, or all it stands for.
    Of(Version),
    /// From and up to; ends included as told, and the upper end with all it stands for.
    Between { from: Option<(Version, bool)>, to: Option<(Version, bool)> },
}

impl Range {
    fn has(&self, version: &Version) -> Option<bool> {
        match self {
            Self::Of(of) if of.covers(version) => Some(true),
            Self::Of(of) if version.is_vaguer_than(of) => None,
            Self::Of(_) => Some(false),
            Self::Between { from, to } => {
                let above = from.as_ref().is_none_or(|(from, included)| match version.order(from) {
                    Ordering::Less => false,
                    Ordering::Equal => *included,
                    Ordering::Greater => *included || !from.covers(version),
                });
                let below = to.as_ref().is_none_or(|(to, included)| match version.order(to) {
                    Ordering::Less => true,
                    Ordering::Equal => *included,
                    Ordering::Greater => *included && to.covers(version),
                });
                let ends = from.iter().chain(to);
                let vague = ends.clone().any(|(end, _)| version.is_vaguer_than(end));
                if vague { None } else { Some(above && below) }
            }
        }
    }

    /// Reads one statement: a range, a bound, or a version.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches('"').trim();
        let lower = text.to_lowercase();
        if text.contains(',') {
            return Self::both(text.split(','));
        }
        for (words, from, included) in [
            (">=", true, true),
            ("\u{2265}", true, true),
            (">", true, false),
            ("<=", false, true),
            ("\u{2264}", false, true),
            ("<", false, false),
            ("up to", false, true),
            ("through", false, true),
            ("until", false, true),
            ("before", false, false),
            ("from", true, true),
            ("since", true, true),
            ("after", true, false),
        ] {
            if let Some(rest) = lower.strip_prefix(words) {
                for second in [" to ", " - ", " and ", " up to ", " < ", " <= "] {
                    if let Some((low, high)) = rest.split_once(second).filter(|_| from) {
                        let to = (Version::read(high)?, second.trim() != "<");
                        return Some(Self::Between { from: Some((Version::read(low)?, included)), to: Some(to) });
                    }
                }
                let end = Some((Version::read(rest)?, included));
                return Some(if from {
                    Self::Between { from: end, to: None }
                } else {
                    Self::Between { from: None, to: end }
                });
            }
        }
        for (words, from, included) in [
            ("and later", true, true),
            ("and newer", true, true),
            ("and above", true, true),
            ("or later", true, true),
            ("or newer", true, true),
            ("onwards", true, true),
            ("+", true, true),
            ("and earlier", false, true),
            ("and older", false, true),
            ("and below", false, true),
            ("or earlier", false, true),
            ("or older", false, true),
        ] {
            if let Some(rest) = lower.strip_suffix(words) {
                let end = Some((Version::read(rest)?, included));
                return Some(if from {
                    Self::Between { from: end, to: None }
                } else {
                    Self::Between { from: None, to: end }
                });
            }
        }
        for dash in [" - ", " \u{2013} ", "\u{2013}", " to ", " through ", " .. ", ".."] {
            if let Some((low, high)) = lower.split_once(dash) {
                let (low, high) = (Version::read(low)?, Version::read(high)?);
                return Some(Self::Between { from: Some((low, true)), to: Some((high, true)) });
            }
        }
        if let Some(of) = ["x", "*"].into_iter().find_map(|any| lower.strip_suffix(any)) {
            let bare = of.strip_suffix('.')?;
            return Self::read(bare).filter(|range| matches!(range, Self::Of(_)));
        }
        if let Some((low, high)) = lower.split_once('-')
            && let (Some(low), Some(high)) = (Version::read(low), Version::read(high))
            && low.pre.is_none()
        {
            return Some(Self::Between { from: Some((low, true)), to: Some((high, true)) });
        }
        Version::read(text).map(Self::Of)
    }

    /// Bounds of which all must hold.
    fn both<'t>(parts: impl Iterator<Item = &'t str>) -> Option<Self> {
        let (mut from, mut to) = (None, None);
        for part in parts {
            match Self::read(part)? {
                Self::Between { from: Some(low), to: None } => from = Some(low),
                Self::Between { from: None, to: Some(high) } => to = Some(high),
                _ => return None,
            }
        }
        Some(Self::Between { from, to })
    }
}

/// The versions an article names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Versions {
    ranges: Vec<Range>,
    /// Whether something of `applies-to` could not be read: then nothing is outside of it for sure.
    has_unread: bool,
    written: Vec<String>,
    fixed: Option<Version>,
}

/// What a reader who runs a version wants to know of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionNote {
    /// "Fixed in 7.4.2; the case says 7.4.1".
    pub text: String,
    /// Whether the article is about that version.
    pub fits: bool,
}

/// What an article says about one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Yes.
    Yes,
    /// No.
    No,
    /// It does not say.
    Unknown,
}

impl Versions {
    /// Takes `applies-to` and `fixed-in` as written. What precedes the first digit of an entry may name the product.
    #[must_use]
    pub fn new(applies_to: &[String], fixed_in: Option<&str>) -> Self {
        let mut versions =
            Self { fixed: fixed_in.and_then(|text| Version::read(without_name(text))), ..Self::default() };
        for text in applies_to.iter().filter(|text| !text.trim().is_empty()) {
            // `7.1, 7.3` is two versions, `>= 7.2, < 7.4` one range.
            let listed =
                || text.split([',', ';']).map(|one| Range::read(without_name(one))).collect::<Option<Vec<_>>>();
            match Range::read(without_name(text)).map(|range| vec![range]).or_else(listed) {
                Some(ranges) => versions.ranges.extend(ranges),
                None => versions.has_unread = true,
            }
            versions.written.push(text.trim().trim_matches('"').to_owned());
        }
        versions
    }

    /// Whether the article is about `version`.
    #[must_use]
    pub fn applies(&self, version: &Version) -> Holds {
        let answers: Vec<Option<bool>> = self.ranges.iter().map(|range| range.has(version)).collect();
        if answers.contains(&Some(true)) {
            Holds::Yes
        } else if answers.is_empty() || self.has_unread || answers.contains(&None) {
            Holds::Unknown
        } else {
            Holds::No
        }
    }

    /// Whether what the article is about is fixed in `version`.
    #[must_use]
    pub fn is_fixed(&self, version: &Version) -> Holds {
        match &self.fixed {
            None => Holds::Unknown,
            Some(fixed) if version.is_vaguer_than(fixed) => Holds::Unknown,
            Some(fixed) if version.order(fixed).is_ge() => Holds::Yes,
            Some(_) => Holds::No,
        }
    }

    /// The version with the fix.
    #[must_use]
    pub fn fixed(&self) -> Option<&Version> {
        self.fixed.as_ref()
    }

    /// Whether the first number of `version` is that of a version it names: a version without a product's name is
    /// taken for one of this article's only then.
    #[must_use]
    pub fn is_of_its_line(&self, version: &Version) -> bool {
        let ends = self.ranges.iter().flat_map(|range| match range {
            Range::Of(of) => vec![of],
            Range::Between { from, to } => from.iter().chain(to).map(|(end, _)| end).collect(),
        });
        ends.chain(&self.fixed).any(|end| end.part(0) == version.part(0))
    }

    /// What a reader who runs `version` wants to know, and how the article fits; `None` where it says nothing of it.
    /// `asker` is who says the version: "the case".
    #[must_use]
    pub fn note(&self, version: &Version, asker: &str) -> Option<VersionNote> {
        let (yes, no) = (|text| Some(VersionNote { text, fits: true }), |text| Some(VersionNote { text, fits: false }));
        let applies = self.applies(version);
        let fixed = self.fixed.as_ref().map(|fixed| (fixed, self.is_fixed(version)));
        match (applies, fixed) {
            (_, Some((fixed, Holds::Yes))) => no(format!("Fixed since {fixed}; {asker} says {version}")),
            (Holds::No, _) => no(format!("Does not say {version}: applies to {}", self.applies_to())),
            (_, Some((fixed, Holds::No))) => yes(format!("Fixed in {fixed}; {asker} says {version}")),
            (Holds::Yes, _) => yes(format!("Applies to {version}")),
            (Holds::Unknown, _) => None,
        }
    }

    /// The versions it applies to, as written.
    #[must_use]
    pub fn applies_to(&self) -> String {
        self.written.join(", ")
    }
}

/// An entry without a product's name in front: `EdgeVPN 7.2 - 7.4`.
fn without_name(text: &str) -> &str {
    let text = text.trim();
    let known = ["from", "since", "up to", "before", "until", "after", "through", "version", "v"];
    let Some(digit) = text.find(|c: char| c.is_ascii_digit()) else { return text };
    let mut start = 0;
    for (at, word) in
        text[..digit].split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
    {
        let lower = word.to_lowercase();
        let is_known = known.iter().any(|known| known.split(' ').next() == Some(lower.as_str()));
        if is_known || !word.starts_with(char::is_alphabetic) {
            break;
        }
        start = at + word.len();
    }
    text[start..].trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::read(text).unwrap_or_else(|| panic!("{text} is a version"))
    }

    fn versions(applies: &[&str], fixed: &str) -> Versions {
        let applies: Vec<String> = applies.iter().map(|text| (*text).to_owned()).collect();
        Versions::new(&applies, (!fixed.is_empty()).then_some(fixed))
    }

    #[test]
    fn an_article_says_whether_it_applies() {
        let table: &[(&[&str], &str, Holds)] = &[
            (&["7.4"], "7.4.2", Holds::Yes),
            (&["7.4"], "7.5", Holds::No),
            (&["7.4.1"], "7.4", Holds::Unknown),
            (&["7.x"], "7.9.3", Holds::Yes),
            (&["7.x"], "8.0", Holds::No),
            (&["7.4.*"], "7.4.9", Holds::Yes),
            (&["7.2 - 7.4"], "7.4.9", Holds::Yes),
            (&["7.2-7.4"], "7.3", Holds::Yes),
            (&["7.2 \u{2013} 7.4"], "7.1.9", Holds::No),
            (&["EdgeVPN 7.2 to 7.4"], "7.5", Holds::No),
            (&["7.3.0 - 7.4.1"], "7.4", Holds::Unknown),
            (&[">= 7.2, < 7.4.2"], "7.4.1", Holds::Yes),
            (&[">= 7.2, < 7.4.2"], "7.4.2", Holds::No),
            (&[">= 7.2, < 7.4.2"], "7.4.2-rc1", Holds::Yes),
            (&["\">= 7.4.0\""], "8.0", Holds::Yes),
            (&["> 7.4"], "7.4.3", Holds::No),
            (&["up to 7.4.1"], "7.4.1", Holds::Yes),
            (&["up to 7.4"], "7.4.5", Holds::Yes),
            (&["before 7.4"], "7.4.0", Holds::No),
            (&["from 7.2 to 7.4"], "7.1", Holds::No),
            (&["7.2 and later"], "9.0", Holds::Yes),
            (&["7.2+"], "7.1", Holds::No),
            (&["7.1", "7.3"], "7.3.4", Holds::Yes),
            (&["7.1, 7.3"], "7.3.4", Holds::Yes),
            (&["7.1, 7.3"], "7.2", Holds::No),
            (&["all supported versions"], "7.2", Holds::Unknown),
            (&["7.1", "the cloud service"], "7.2", Holds::Unknown),
            (&["Windows 10 10.0.19045"], "10.0.19045.3803", Holds::Unknown),
            (&["10.0.19045"], "10.0.19045.3803", Holds::Yes),
            (&[], "7.2", Holds::Unknown),
        ];
        for (applies, stated, expected) in table {
            assert_eq!(versions(applies, "").applies(&version(stated)), *expected, "{stated} of {applies:?}");
        }
    }

    #[test]
    fn an_article_says_whether_it_is_fixed() {
        let table = [
            ("7.4.2", "7.4.1", Holds::No),
            ("7.4.2", "7.4.2", Holds::Yes),
            ("7.4.2", "7.5", Holds::Yes),
            ("7.4.2", "7.4", Holds::Unknown),
            ("7.4.2", "7.4.2-rc1", Holds::No),
            ("v7.5", "7.4.9", Holds::No),
            ("", "7.4", Holds::Unknown),
            ("soon", "7.4", Holds::Unknown),
        ];
        for (fixed, stated, expected) in table {
            assert_eq!(versions(&[], fixed).is_fixed(&version(stated)), expected, "{stated} of {fixed}");
        }
    }

    #[test]
    fn a_reader_is_told_how_the_article_fits() {
        let table = [
            (&["7.2 - 7.4"][..], "7.4.2", "7.4.1", "Fixed in 7.4.2; the case says 7.4.1"),
            (&["7.2 - 7.4.1"], "7.4.2", "7.5", "Fixed since 7.4.2; the case says 7.5"),
            (&["7.2 - 7.4"], "7.4.2", "7.4.3", "Fixed since 7.4.2; the case says 7.4.3"),
            (&["7.2 - 7.4"], "", "8.0", "Does not say 8.0: applies to 7.2 - 7.4"),
            (&["7.2 - 7.4"], "", "7.3", "Applies to 7.3"),
            (&[], "7.4.2", "7.4.1", "Fixed in 7.4.2; the case says 7.4.1"),
            (&[], "7.4.2", "7.4", ""),
            (&["all"], "", "7.4", ""),
        ];
        for (applies, fixed, stated, expected) in table {
            let note = versions(applies, fixed).note(&version(stated), "the case");
            let fits = note.as_ref().is_some_and(|note| note.fits);
            assert_eq!(fits, ["Fixed in", "Applies"].iter().any(|begin| expected.starts_with(begin)), "{expected}");
            assert_eq!(note.map(|note| note.text).unwrap_or_default(), expected);
        }
        assert!(versions(&["7.4"], "").is_of_its_line(&version("7.9")));
        assert!(!versions(&["7.4"], "8.1").is_of_its_line(&version("3.0")));
    }
}
