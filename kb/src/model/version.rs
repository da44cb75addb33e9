//! Versions as products write them, in their order, and where a text states one of a product.
//!
//! Pre-releases come before their release. What cannot be read is no version: no answer is better than a wrong one.

use std::cmp::Ordering;
use std::fmt;

/// Most numbers of a version.
const MOST_PARTS: usize = 6;

/// A version: numbers, and what marks a pre-release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    parts: Vec<u64>,
    /// `rc2` of `7.4.1-rc2`: its name and its number.
    pub(super) pre: Option<(String, u64)>,
    /// As written, without a leading `v`.
    written: String,
}

impl Version {
    /// Reads `7.4`, `7.4.1-rc2`, `v2`, `10.0.19045.3803`, `2026.1`, `7.4.1 build 55`; nothing else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let bare = lower
            .strip_prefix("version")
            .or_else(|| lower.strip_prefix('v'))
            .map_or(lower.as_str(), |rest| rest.trim_start_matches(['.', ' ']));
        let numbers = bare.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let (numbers, rest) = bare.split_at(numbers);
        let parts: Vec<u64> = numbers.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        if parts.len() > MOST_PARTS {
            return None;
        }
        let (pre, known) = pre_release(rest)?;
        let written = bare[..numbers.len() + known].to_owned();
        Some(Self { parts, pre, written })
    }

    pub(super) fn part(&self, at: usize) -> u64 {
        self.parts.get(at).copied().unwrap_or(0)
    }

    /// Whether `other` is this version or one of those it stands for: 7.4.2 is of 7.4.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let same = (0..self.parts.len()).all(|at| self.part(at) == other.part(at));
        same && (self.pre.is_none() || self.pre == other.pre)
    }

    /// Whether so little is said that this may be any of those `other` lies among: a case says 7.4, the fix is in 7.4.2.
    pub(super) fn is_vaguer_than(&self, other: &Self) -> bool {
        self.parts.len() < other.parts.len() && (0..self.parts.len()).all(|at| self.part(at) == other.part(at))
    }
}

/// The pre-release `rest` tells, and how much of it was read; `None` when it is no end of a version.
fn pre_release(rest: &str) -> Option<(Option<(String, u64)>, usize)> {
    let trimmed = rest.trim_start_matches(['-', '.', ' ', '_']);
    if trimmed.is_empty() || trimmed.starts_with(['(', '+']) || trimmed.starts_with("build") {
        return Some((None, 0));
    }
    let letters = trimmed.bytes().take_while(u8::is_ascii_lowercase).count();
    let (name, after) = trimmed.split_at(letters);
    let after = after.trim_start_matches(['.', '-', ' ']);
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let known = rest.len() - after.len() + digits;
    let number = after[..digits].parse().unwrap_or(0);
    match name {
        "alpha" | "beta" | "rc" | "pre" | "preview" | "dev" | "snapshot" | "ea" | "a" | "b" => {
            (after.len() == digits).then(|| (Some((name.to_owned(), number)), known))
        }
        // A patch after the release.
        "p" | "patch" | "sp" | "hotfix" | "hf" | "u" | "update" | "r" => (after.len() == digits).then_some((None, 0)),
        _ => None,
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl PartialOrd for Version {
    /// By number, missing ones being 0; a pre-release before its release. Versions written differently may be equal in
    /// order: `7.4` and `7.4.0`.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.order(other))
    }
}

impl Version {
    /// See [`PartialOrd`].
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let len = self.parts.len().max(other.parts.len());
        (0..len).map(|at| self.part(at).cmp(&other.part(at))).find(|order| order.is_ne()).unwrap_or_else(|| {
            match (&self.pre, &other.pre) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(mine), Some(theirs)) => rank(&mine.0).cmp(&rank(&theirs.0)).then(mine.1.cmp(&theirs.1)),
            }
        })
    }
}

fn rank(pre: &str) -> u8 {
    match pre {
        "dev" | "snapshot" => 0,
        "alpha" | "a" => 1,
        "beta" | "b" => 2,
        "pre" | "preview" | "ea" => 3,
        _ => 4,
    }
}

/// The versions a text states of `product`: those that stand behind its name on one line, at most a few words on, and
/// where the text is nothing but a version, that.
#[must_use]
pub fn stated<'t>(text: &'t str, product: &str) -> Vec<Version> {
    let product = product.to_lowercase();
    let mut found: Vec<Version> = Vec::new();
    if product.is_empty() {
        return found;
    }
    let tokens_of = |line: &'t str| line.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '"'));
    for line in text.lines() {
        let lower = line.to_lowercase();
        // Lower case may be longer: where it is, names are not looked for by place.
        if lower.len() != line.len() {
            continue;
        }
        let mut from = 0;
        while let Some(at) = lower[from..].find(&product).map(|at| from + at) {
            from = at + product.len();
            let is_word = lower[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
                && lower[from..].chars().next().is_none_or(|c| !c.is_alphanumeric());
            if !is_word {
                continue;
            }
            let version = tokens_of(&line[from..]).filter(|token| !token.is_empty()).take(4).find_map(plain_version);
            if let Some(version) = version
                && !found.contains(&version)
            {
                found.push(version);
            }
        }
    }
    found
}

/// A token that is a version beyond doubt: with a dot, or a `v` in front.
#[must_use]
pub fn plain_version(token: &str) -> Option<Version> {
    let token = token.trim_end_matches(['.', ':', '!', '?']);
    let has_v = token.strip_prefix(['v', 'V']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_dotted = token.starts_with(|c: char| c.is_ascii_digit()) && token.contains('.');
    if !(has_v || is_dotted) {
        return None;
    }
    // An address has four numbers as well, of at most three digits.
    let is_address =
        token.split('.').count() == 4 && token.split('.').all(|part| part.len() <= 3 && part.parse::<u8>().is_ok());
    Version::read(token).filter(|version| !is_address && version.parts.len() > usize::from(!has_v))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::read(text).unwrap_or_else(|| panic!("{text} is a version"))
    }

    #[test]
    fn versions_are_in_order_as_products_write_them() {
        let ordered = [
            "2",
            "v3-dev",
            "3.0",
            "7.4",
            "7.4.1-alpha",
            "7.4.1-beta2",
            "7.4.1-rc1",
            "7.4.1-rc2",
            "7.4.1",
            "7.4.2",
            "7.10",
            "10.0.19045.3803",
            "10.0.19045.3930",
            "2025.3",
            "2026.1",
            "2026.1.3",
        ];
        for pair in ordered.windows(2) {
            assert_eq!(version(pair[0]).order(&version(pair[1])), Ordering::Less, "{pair:?}");
            assert_eq!(version(pair[1]).order(&version(pair[0])), Ordering::Greater, "{pair:?}");
        }
        assert_eq!(version("7.4").order(&version("7.4.0")), Ordering::Equal);
        assert_eq!(version("V 7.4.1 build 55").to_string(), "7.4.1");
        for text in ["", "x", "all", "7..4", "7.4 and more", "1.2.3.4.5.6.7", "99999999999999999999999", "7.4x"] {
            assert_eq!(Version::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_states_versions_of_the_product_it_names() {
        let table = [
            ("- EdgeVPN gateway 7.4.1 (2026-11-14), client 7.4.1", "EdgeVPN", "7.4.1"),
            ("edgevpn v8 drops", "EdgeVPN", "8"),
            ("EdgeVPN on Windows 11 23H2", "EdgeVPN", ""),
            ("EdgeVPN at 10.0.9.2 does not answer", "EdgeVPN", ""),
            ("EdgeVPNs 7.4", "EdgeVPN", ""),
            ("Ledgerline 2026.1.2, Oracle 19.21", "Ledgerline", "2026.1.2"),
            ("Oracle 19.21", "Ledgerline", ""),
            ("Ledgerline 2025.3\nLedgerline 2026.1.", "Ledgerline", "2025.3 2026.1"),
            ("\u{130}stanbul EdgeVPN 7.4", "EdgeVPN", ""),
            ("anything 7.4", "", ""),
        ];
        for (text, product, expected) in table {
            let found: Vec<String> = stated(text, product).iter().map(ToString::to_string).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
