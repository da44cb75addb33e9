//! How letters are compared: lower case, compatibility forms and diacritics folded, endings stemmed by language.
//!
//! Used for what is indexed, what is asked and what is highlighted, so that the three always agree. Changing
//! anything here wants a new [`super::TOKENIZER_VERSION`].

use arrayvec::ArrayString;
use frostem::Stemmer;
use unicode_normalization::UnicodeNormalization;

use super::language::Language;

/// Longest word kept, in bytes after folding; the rest of a longer one is cut off.
pub(super) const MAX_WORD: usize = 64;

/// Appends `text` to `out` in the form texts are compared in, stopping at `max` bytes.
pub(super) fn fold_into(text: &str, out: &mut String, max: usize) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(&text[..text.len().min(max)]);
        out[start..].make_ascii_lowercase();
        return;
    }
    for c in text.chars().flat_map(char::to_lowercase).nfkd() {
        if out.len() + 4 > max {
            return;
        }
        match c {
            '\u{300}'..='\u{36f}' => {}
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// `text` in the form texts are compared in.
pub(super) fn fold(text: &str, max: usize) -> String {
    let mut out = String::with_capacity(text.len().min(max));
    fold_into(text, &mut out, max);
    out
}

/// The form in which filter values are kept and compared: folded, white space around it removed.
#[must_use]
pub fn fold_value(text: &str) -> String {
    fold(text.trim(), 256)
}

/// Longest word that is stemmed, in bytes.
const LONGEST: usize = 32;
/// Longest word that is remembered: two of these and what goes with them are one line of a processor's cache.
const REMEMBERED: usize = 24;
/// How many words are remembered at first.
const FEW: usize = 1 << 8;

/// The stemmers with the words they met last: prose repeats itself, so most words are looked up.
#[derive(Clone)]
pub(super) struct Stems {
    seen: Vec<Seen>,
    /// How many words are remembered at most: a note alone has few, and a whole vault many.
    most: usize,
    /// How many words were not remembered since there was last more room made.
    missed: usize,
}

/// A word that was met, and its stem.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Seen {
    language: Language,
    word: ArrayString<REMEMBERED>,
    stem: ArrayString<REMEMBERED>,
}

impl Stems {
    /// Stemmers that remember up to `most` words; a power of two.
    pub(super) fn new(most: usize) -> Self {
        Self { seen: Vec::new(), most, missed: 0 }
    }

    /// What the index has for a folded word in `language`, put in the place of what `key` holds.
    pub(super) fn key_into(&mut self, language: Language, folded: &str, key: &mut String) {
        key.clear();
        key.push_str(folded);
        self.stem(language, key);
        key.push_str(language.tag());
    }

    /// Replaces a folded `word` by its stem. Words with anything but ASCII letters are codes or of another script:
    /// kept whole.
    pub(super) fn stem(&mut self, language: Language, word: &mut String) {
        if !(3..=LONGEST).contains(&word.len()) || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return;
        }
        let seen = self.slot(word);
        if seen.word.as_str() == word && seen.language == language {
            word.clear();
            word.push_str(&seen.stem);
            return;
        }
        let stem = stem_of(language, word);
        if let (Ok(word), Ok(stem)) = (ArrayString::from(word), ArrayString::from(&stem)) {
            *seen = Seen { language, word, stem };
        }
        *word = stem;
        self.missed += 1;
    }

    /// Where `word` is remembered, if it is. Room grows with what it had no place for.
    fn slot(&mut self, word: &str) -> &mut Seen {
        let slots = self.seen.len();
        if self.missed >= slots && slots < self.most {
            self.seen = vec![Seen::default(); (slots * 4).max(FEW).min(self.most)];
            self.missed = 0;
        }
        let hash =
            word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        let slots = self.seen.len();
        &mut self.seen[usize::try_from(hash >> 32).unwrap_or(0) & (slots - 1)]
    }
}

fn stem_of(language: Language, word: &str) -> String {
    let stemmer = Stemmer::new(language.algorithm());
    let restored = language.restored(word);
    fold(&stemmer.stem(restored.as_deref().unwrap_or(word)), MAX_WORD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_and_accents_do_not_count() {
        assert_eq!(fold("Café Straße ＦＵＬＬ ŁÓDŹ İ", 64), "cafe strasse full lodz i");
        assert_eq!(fold_value("  Northwind GmbH "), "northwind gmbh");
    }

    #[test]
    fn folding_never_exceeds_its_limit_nor_cuts_a_character() {
        for max in 0..40 {
            assert!(fold("Überlänge ﷺ x", max).len() <= max);
            assert!(fold("plain ascii text that is long", max).len() <= max);
        }
    }

    #[test]
    fn a_word_met_twice_has_one_stem() {
        let mut stems = Stems::new(2);
        for word in ["upgrading", "connections", "upgraded", "upgrading", "0x80", "übung"] {
            let mut once = word.to_owned();
            stems.stem(Language::English, &mut once);
            let mut fresh = word.to_owned();
            Stems::new(1).stem(Language::English, &mut fresh);
            assert_eq!(once, fresh);
        }
    }

    #[test]
    fn more_words_than_there_is_room_for_have_the_stems_they_have_alone() {
        let mut stems = Stems::new(FEW * 4);
        let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).expect("a letter"));
        let words = (0..FEW * 8).map(|n| format!("{}{}{}ings", letter(n), letter(n / 26), letter(n / 676)));
        for mut word in words.chain(["antidisestablishmentarianisms".to_owned()]) {
            let mut fresh = word.clone();
            Stems::new(1).stem(Language::English, &mut fresh);
            let mut again = word.clone();
            stems.stem(Language::English, &mut word);
            stems.stem(Language::English, &mut again);
            assert_eq!((&word, &again), (&fresh, &fresh));
        }
        assert_eq!(stems.seen.len(), FEW * 4);
    }

    #[test]
    fn the_forms_of_a_word_have_one_stem_with_and_without_accents() {
        let table: &[(Language, &[&str])] = &[
            (Language::German, &["Verbindung", "Verbindungen"]),
            (Language::German, &["L\u{f6}sung", "Loesung", "L\u{f6}sungen", "Losung"]),
            (Language::German, &["Drucker", "Druckern", "Druckers"]),
            (Language::French, &["erreur", "erreurs"]),
            (Language::French, &["install\u{e9}e", "install\u{e9}es", "installer", "installee"]),
            (Language::French, &["connexion", "connexions"]),
            (Language::Spanish, &["conexi\u{f3}n", "conexiones", "conexion"]),
            (Language::Spanish, &["actualizaci\u{f3}n", "actualizaciones", "actualizacion"]),
            (Language::Portuguese, &["instala\u{e7}\u{e3}o", "instala\u{e7}\u{f5}es", "instalacao", "instalacoes"]),
            (Language::Portuguese, &["impressora", "impressoras"]),
        ];
        let mut stems = Stems::new(8);
        for (language, forms) in table {
            let mut stem_of = |form: &str| {
                let mut word = fold(form, MAX_WORD);
                stems.stem(*language, &mut word);
                word
            };
            let first = stem_of(forms[0]);
            for form in *forms {
                assert_eq!(stem_of(form), first, "{form}");
            }
        }
    }
}
