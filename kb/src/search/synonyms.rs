//! A team's own words for one thing, from `casebook.toml`: who asks for one asks for the others too, at a discount.
//! Applied to queries, so that a change holds at once and no note is indexed again.

use std::collections::HashMap;

use super::words::Words;

/// Longest synonym, in words.
const LONGEST: usize = 6;

/// Groups of words and phrases that mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// The stems of a member, and where its groups are.
    members: HashMap<Vec<String>, Vec<usize>>,
    groups: Vec<Vec<String>>,
}

impl Synonyms {
    /// Takes the groups as written. Members without a letter or digit mean nothing; longer ones than six words are
    /// sentences: neither counts.
    #[must_use]
    pub fn new(groups: &[Vec<String>]) -> Self {
        let mut words = Words::for_reading();
        let mut synonyms = Self::default();
        for group in groups {
            let number = synonyms.groups.len();
            for member in group {
                let stems = stems(&mut words, member);
                if (1..=LONGEST).contains(&stems.len()) {
                    synonyms.members.entry(stems).or_default().push(number);
                }
            }
            synonyms.groups.push(group.clone());
        }
        synonyms
    }

    /// Whether nothing means the same as anything else.
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The members of the groups, other than themselves, that words with these stems side by side belong to: where
    /// each run begins and how long it is. Longer runs come first; no word is in two.
    pub(super) fn find(&self, asked: &[Vec<String>]) -> Vec<(usize, usize, Vec<String>)> {
        let mut found = Vec::new();
        let mut taken = vec![false; asked.len()];
        if self.members.is_empty() {
            return found;
        }
        for len in (1..=LONGEST.min(asked.len())).rev() {
            for start in 0..=asked.len() - len {
                if taken[start..start + len].contains(&true) {
                    continue;
                }
                let run: Vec<String> = asked[start..start + len].iter().flatten().cloned().collect();
                let Some(groups) = self.members.get(&run) else { continue };
                let mut words = Words::for_reading();
                let mut others: Vec<String> = Vec::new();
                for member in groups.iter().flat_map(|group| &self.groups[*group]) {
                    if stems(&mut words, member) != run && !others.contains(member) {
                        others.push(member.clone());
                    }
                }
                taken[start..start + len].fill(true);
                found.push((start, len, others));
            }
        }
        found.sort_by_key(|(start, _, _)| *start);
        found
    }
}

/// The English stems of a text's words; camel-case words as wholes.
pub(super) fn stems(words: &mut Words, text: &str) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    let mut whole_end = 0;
    words.each(text, |range, _, stem| {
        if range.start >= whole_end {
            stems.push(stem.to_owned());
            whole_end = range.end;
        }
    });
    stems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(members: &[&str]) -> Vec<String> {
        members.iter().map(|member| (*member).to_owned()).collect()
    }

    fn found(synonyms: &Synonyms, text: &str) -> Vec<(usize, usize, Vec<String>)> {
        let mut words = Words::for_reading();
        let asked: Vec<Vec<String>> = text.split_whitespace().map(|word| stems(&mut words, word)).collect();
        synonyms.find(&asked)
    }

    #[test]
    fn any_member_stands_for_the_others_whatever_its_ending() {
        let synonyms = Synonyms::new(&[group(&["VPN", "tunnel", "remote access"]), group(&["0x2746", "10054"])]);
        assert_eq!(found(&synonyms, "the tunnels drop"), [(1, 1, group(&["VPN", "remote access"]))]);
        assert_eq!(found(&synonyms, "Remote Access drops"), [(0, 2, group(&["VPN", "tunnel"]))]);
        assert_eq!(found(&synonyms, "0x2746"), [(0, 1, group(&["10054"]))]);
        assert!(found(&synonyms, "remote printing access").is_empty());
        assert!(found(&synonyms, "").is_empty());
    }

    #[test]
    fn a_word_of_two_groups_stands_for_both_and_signs_for_nothing() {
        let synonyms = Synonyms::new(&[group(&["a1", "b1"]), group(&["a1", "c1", "--"]), group(&[])]);
        assert_eq!(found(&synonyms, "a1"), [(0, 1, group(&["b1", "c1", "--"]))]);
        assert!(found(&synonyms, "--").is_empty());
    }
}
