//! The language of a note, by which its words lose their endings.
//!
//! Told by the small words no prose does without. Support texts are half identifiers and log lines, and are read at
//! the rate of ten thousand notes a second: counting small words of the first two kilobytes is both surer on such
//! texts and some fifty times faster than comparing letter statistics. What cannot be told is English.

use frostem::Algorithm;

/// Most of a note that is looked at, in bytes.
const LOOKED_AT: usize = 2_000;
/// Fewest small words that tell a language other than English.
const FEWEST: u32 = 3;
/// Longest small word, in bytes.
const LONGEST: usize = 8;

/// Stands before the letter of a language, before texts and behind words.
pub(super) const SIGN: char = '\u{2}';

/// The languages whose endings are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Language {
    #[default]
    English,
    German,
    French,
    Spanish,
    Portuguese,
}

impl Language {
    /// Those besides English.
    pub(super) const OTHERS: [Self; 4] = [Self::German, Self::French, Self::Spanish, Self::Portuguese];

    /// What is put before the texts of a note, and behind each of its words: words of two languages are never
    /// mistaken for each other, however alike what is left of them. Nothing for English.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::English => "",
            Self::German => "\u{2}d",
            Self::French => "\u{2}f",
            Self::Spanish => "\u{2}s",
            Self::Portuguese => "\u{2}p",
        }
    }

    /// The language whose tag `text` begins with.
    pub(super) fn tagged(text: &str) -> Self {
        let is_tagged = |language: &Self| text.starts_with(language.tag());
        Self::OTHERS.into_iter().find(is_tagged).unwrap_or_default()
    }

    /// Whether a folded word is one of the small words of this language and none of English.
    pub(super) fn has_small_word(self, folded: &str) -> bool {
        let languages = speakers(folded.as_bytes());
        languages & EN == 0 && languages & self.bit() != 0
    }

    fn bit(self) -> u8 {
        match self {
            Self::English => EN,
            Self::German => DE,
            Self::French => FR,
            Self::Spanish => ES,
            Self::Portuguese => PT,
        }
    }

    pub(super) fn algorithm(self) -> Algorithm {
        match self {
            Self::English => Algorithm::English,
            Self::German => Algorithm::German,
            Self::French => Algorithm::French,
            Self::Spanish => Algorithm::Spanish,
            Self::Portuguese => Algorithm::Portuguese,
        }
    }

    /// Endings a stem may have lost: `upgradi` is on its way to `upgrading`, whose stem is `upgrad`.
    pub(super) fn endings(self) -> &'static [&'static str] {
        match self {
            Self::English => &[
                "ing", "ings", "ed", "es", "ers", "ments", "ations", "ions", "ives", "able", "ability", "ally",
                "ities", "ness",
            ],
            Self::German => &["en", "er", "ern", "em", "es", "end", "ungen", "lich", "ische", "igkeit", "heiten"],
            Self::French => &["er", "ees", "ement", "ements", "ations", "euses", "ites", "ives", "ables"],
            Self::Spanish => &["es", "ado", "ados", "ando", "aciones", "amente", "idades", "mente"],
            Self::Portuguese => &["es", "ado", "ados", "ando", "acoes", "amente", "idades", "mente"],
        }
    }

    /// A folded word with the accent of its ending put back, without which its ending is not known; and the plural of
    /// French nouns in -ion taken off, which would pass for that of a verb (`connexions`).
    pub(super) fn restored(self, word: &str) -> Option<String> {
        let endings: &[(&str, &str)] = match self {
            Self::English | Self::German => &[],
            Self::French => {
                &[("ees", "\u{e9}es"), ("ee", "\u{e9}e"), ("tions", "tion"), ("sions", "sion"), ("xions", "xion")]
            }
            Self::Spanish => &[("cion", "ci\u{f3}n"), ("sion", "si\u{f3}n")],
            Self::Portuguese => &[("coes", "\u{e7}\u{f5}es"), ("cao", "\u{e7}\u{e3}o"), ("oes", "\u{f5}es")],
        };
        let (bare, accented) = endings.iter().find(|(bare, _)| word.ends_with(bare))?;
        Some(format!("{}{accented}", &word[..word.len() - bare.len()]))
    }
}

/// Whether a folded word is a small word of any language.
pub(super) fn is_small_word(folded: &str) -> bool {
    speakers(folded.as_bytes()) != 0
}

/// The language most of the small words of `texts` belong to.
pub(super) fn detect<'a>(texts: impl Iterator<Item = &'a str>) -> Language {
    let mut counts = [0_u32; 5];
    let mut left = LOOKED_AT;
    for text in texts {
        let head = &text.as_bytes()[..text.len().min(left)];
        count(head, &mut counts);
        left -= head.len();
        if left == 0 {
            break;
        }
    }
    let english = counts[0];
    let mut best = (0, Language::English);
    for (language, count) in Language::OTHERS.into_iter().zip(counts.into_iter().skip(1)) {
        if count > best.0 {
            best = (count, language);
        }
    }
    if best.0 >= FEWEST && best.0 > english { best.1 } else { Language::English }
}

const EN: u8 = 1;
const DE: u8 = 2;
const FR: u8 = 4;
const ES: u8 = 8;
const PT: u8 = 16;

fn count(text: &[u8], counts: &mut [u32; 5]) {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
    let mut rest = text;
    while let Some(start) = rest.iter().position(is_letter) {
        let word = &rest[start..];
        let len = word.iter().position(|byte| !is_letter(byte)).unwrap_or(word.len());
        rest = &word[len..];
        if len > LONGEST {
            continue;
        }
        let mut folded = [0; LONGEST];
        folded[..len].copy_from_slice(&word[..len]);
        folded.make_ascii_lowercase();
        let mut languages = speakers(&folded[..len]);
        while languages != 0 {
            counts[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
    }
}

/// The languages of which `word` is a small word. Its letters are lower-case where they are ASCII.
fn speakers(word: &[u8]) -> u8 {
    match word {
        b"the" | b"and" | b"is" | b"are" | b"to" | b"of" | b"with" | b"for" | b"not" | b"this" | b"that" | b"when"
        | b"after" | b"it" | b"on" | b"be" | b"was" | b"in" | b"at" | b"or" | b"if" | b"you" | b"from" | b"by" => EN,
        b"der" | b"und" | b"ist" | b"nicht" | b"ein" | b"eine" | b"einen" | b"einem" | b"mit" | b"auf" | b"nach"
        | b"bei" | b"wird" | b"von" | b"zu" | b"sich" | b"den" | b"dem" | b"im" | b"kann" | b"sind" | b"wenn"
        | b"oder" | b"auch" | b"alle" | b"seit" | b"die" | b"das" | b"wir" | b"aber" | b"nur" | b"noch" | b"aus"
        | b"keine" | b"zum" | b"zur" | b"ich" | b"f\xc3\xbcr" => DE,
        b"le" | b"les" | b"est" | b"une" | b"pas" | b"dans" | b"avec" | b"pour" | b"sur" | b"qui" | b"du" | b"et"
        | b"au" | b"il" | b"ce" | b"sont" | b"aux" | b"ne" | b"sans" | b"nous" | b"depuis" => FR,
        b"el" | b"los" | b"las" | b"una" | b"con" | b"del" | b"al" | b"y" | b"pero" | b"desde" | b"cuando"
        | b"est\xc3\xa1" => ES,
        b"os" | b"uma" | b"um" | b"com" | b"do" | b"da" | b"dos" | b"em" | b"ao" | b"na" | b"mas" | b"quando"
        | b"n\xc3\xa3o" | b"\xc3\xa9" | b"pelo" | b"foi" => PT,
        b"la" | b"un" => FR | ES,
        b"des" => FR | DE,
        b"que" => FR | ES | PT,
        b"de" => FR | ES | PT,
        b"no" => EN | ES | PT,
        b"as" => EN | PT,
        b"se" | b"por" | b"para" => ES | PT,
        b"en" => FR | ES,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_support_text_tells_its_language_and_a_log_does_not() {
        let table = [
            ("VPN trennt alle 30 Minuten seit dem Update", Language::German),
            (
                "Die Verbindung bricht ab und der Client meldet sich nicht. Log: connection reset by peer",
                Language::German,
            ),
            ("The session is closed at the rekey, and die Anzeige bleibt", Language::English),
            ("La connexion est perdue apr\u{e8}s une mise \u{e0} jour du client", Language::French),
            ("La conexi\u{f3}n se pierde cuando el cliente no responde y los usuarios esperan", Language::Spanish),
            (
                "A conex\u{e3}o cai quando o cliente n\u{e3}o responde e os usu\u{e1}rios esperam uma resposta",
                Language::Portuguese,
            ),
            ("ERROR 0x80070005 at System.Net.Http in module x", Language::English),
            ("Lizenz abgelaufen", Language::English),
            ("", Language::English),
        ];
        for (text, language) in table {
            assert_eq!(detect([text].into_iter()), language, "{text}");
        }
    }

    #[test]
    fn only_the_beginning_is_looked_at() {
        let long = format!("{}{}", "the and is ".repeat(200), "der die das und ".repeat(2_000));
        assert_eq!(detect([long.as_str()].into_iter()), Language::English);
        assert_eq!(detect(["der die das", "und ist nicht"].into_iter()), Language::German);
    }

    #[test]
    fn a_tag_is_known_again() {
        for language in Language::OTHERS {
            assert_eq!(Language::tagged(&format!("{}text", language.tag())), language);
            assert!(language.tag().starts_with(SIGN));
        }
        assert_eq!(Language::tagged("text"), Language::English);
    }
}
