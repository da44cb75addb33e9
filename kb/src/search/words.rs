//! Texts cut into words, for the index, for queries and for highlights alike.
//!
//! A word is a run of letters and digits. A camel-case word is itself and its parts; Chinese and Japanese runs are
//! pairs of characters, and in the index each character too, so that a lone one is found. Words of a note that is not
//! in English carry its language's tag. Identifiers as wholes are not found here but in [`super::codes`].

use std::collections::VecDeque;
use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::fold::{MAX_WORD, Stems, fold_into};
use super::language::Language;

/// Most words taken from one text: more than a megabyte of prose has.
pub(super) const MAX_WORDS: usize = 250_000;

/// The tokenizer of the text fields.
#[derive(Clone)]
pub(super) struct Words {
    stems: Stems,
    /// The language texts are read in, unless one says its own by its tag.
    language: Language,
    /// Whether characters of pairs count by themselves too.
    with_singles: bool,
}

impl Words {
    /// For indexing: remembers many stems.
    pub(super) fn for_indexing() -> Self {
        Self { stems: Stems::new(1 << 14), language: Language::English, with_singles: true }
    }

    /// For a query or a passage: cheap to make.
    pub(super) fn for_reading() -> Self {
        Self { stems: Stems::new(1 << 8), language: Language::English, with_singles: false }
    }

    /// Reads texts in `language` from here on.
    pub(super) fn speak(&mut self, language: Language) {
        self.language = language;
    }

    /// Counts characters of pairs by themselves too, as the index does.
    pub(super) fn count_singles(&mut self) {
        self.with_singles = true;
    }

    /// What the index has for a folded word in `language`.
    pub(super) fn key(&mut self, language: Language, folded: &str) -> String {
        let mut key = String::new();
        self.stems.key_into(language, folded, &mut key);
        key
    }

    /// Calls `each` with every word of `text`: its byte range, its place among the words, and its stem.
    /// A camel-case word comes whole first, then in parts, the first part at the same place as the whole.
    pub(super) fn each(&mut self, text: &str, mut each: impl FnMut(Range<usize>, usize, &str)) {
        let mut stream = self.token_stream(text);
        while stream.advance() {
            let token = &stream.token;
            each(token.offset_from..token.offset_to, token.position, &token.text);
        }
    }

    /// As [`each`](Self::each), but with words folded instead of stemmed, and without those whose first letter is not among
    /// `initials`: their places count. What stems them comes with them.
    pub(super) fn each_folded(
        &mut self,
        text: &str,
        initials: Option<&Initials>,
        mut each: impl FnMut(&mut Stems, Range<usize>, usize, &str),
    ) {
        let mut stream = self.token_stream(text);
        stream.initials = initials;
        let mut folded = String::new();
        while let Some((range, place)) = stream.step() {
            folded.clear();
            fold_into(&text[range.clone()], &mut folded, MAX_WORD);
            each(stream.stems, range, place, &folded);
        }
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let tagged = Language::tagged(text);
        let language = if tagged == Language::English { self.language } else { tagged };
        WordStream {
            text,
            at: tagged.tag().len(),
            place: 0,
            taken: 0,
            waiting: VecDeque::new(),
            token: Token::default(),
            stems: &mut self.stems,
            language,
            with_singles: self.with_singles,
            initials: None,
        }
    }
}

/// The two letters that words of interest begin with. A stem begins as its word does, so a look at them saves most words of a
/// long text from being stemmed. A second letter that a stemmer may take for another says nothing: `dying` is a form of
/// `die`, and the German one takes `oel` for `öl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Initials {
    /// By the first letter, which second letters, a bit for each.
    seconds: [u128; 128],
}

impl Initials {
    /// Those of `words`, which are folded.
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut seconds = [0; 128];
        for word in words {
            let mut bytes = word.bytes();
            let (Some(first), second) = (bytes.next(), bytes.next()) else { continue };
            let wanted = second.filter(u8::is_ascii_alphanumeric).map_or(u128::MAX, |second| 1 << second);
            match seconds.get_mut(usize::from(first)) {
                Some(seconds) => *seconds |= wanted,
                // Not an ASCII letter: folding may have made it of several.
                None => seconds = [u128::MAX; 128],
            }
        }
        Self { seconds }
    }

    fn has(&self, word: &str) -> bool {
        let mut bytes = word.bytes().map(|byte| byte.to_ascii_lowercase());
        let Some(seconds) = bytes.next().and_then(|first| self.seconds.get(usize::from(first))) else { return true };
        match bytes.next() {
            Some(second) if second.is_ascii_alphanumeric() && !matches!(second, b'e' | b'y') => {
                seconds & 1 << second != 0
            }
            _ => *seconds != 0,
        }
    }
}

/// The words of one text, in order.
pub(super) struct WordStream<'a> {
    text: &'a str,
    at: usize,
    place: usize,
    taken: usize,
    waiting: VecDeque<(Range<usize>, usize)>,
    token: Token,
    stems: &'a mut Stems,
    language: Language,
    with_singles: bool,
    initials: Option<&'a Initials>,
}

impl WordStream<'_> {
    /// The next word that is wanted, and its place.
    fn step(&mut self) -> Option<(Range<usize>, usize)> {
        while self.taken < MAX_WORDS {
            let (range, place) = match self.waiting.pop_front() {
                Some(waiting) => waiting,
                None => self.next_word()?,
            };
            if self.initials.is_none_or(|initials| initials.has(&self.text[range.clone()])) {
                self.taken += 1;
                return Some((range, place));
            }
        }
        None
    }

    /// The next word of the text, whole; its parts wait.
    fn next_word(&mut self) -> Option<(Range<usize>, usize)> {
        let start = self.at + word_start(&self.text[self.at..]);
        let Run { len, kind } = run(&self.text[start..]);
        self.at = start + len;
        if len == 0 {
            return None;
        }
        let word = start..self.at;
        let place = self.place;
        match kind {
            Kind::Plain => self.place += 1,
            Kind::Humped if len <= MAX_WORD => {
                let parts = camel_parts(&self.text[word.clone()]);
                self.place += parts.len().max(1);
                let parts = parts.into_iter().map(|part| start + part.start..start + part.end);
                self.waiting.extend(parts.zip(place..));
            }
            Kind::Humped => self.place += 1,
            Kind::Pictographic => {
                self.queue_pairs(&word);
                return self.waiting.pop_front();
            }
        }
        Some((word, place))
    }

    /// Queues runs of pictographic characters as overlapping pairs and what stands between them as words.
    fn queue_pairs(&mut self, word: &Range<usize>) {
        let text = &self.text[word.clone()];
        let mut chars = text.char_indices().map(|(at, c)| (word.start + at, c)).peekable();
        while let Some((start, c)) = chars.next() {
            let mut end = start + c.len_utf8();
            if is_pictographic(c) {
                let single = start..end;
                match chars.peek() {
                    Some(&(next, second)) if is_pictographic(second) => {
                        end = next + second.len_utf8();
                        if self.with_singles {
                            self.waiting.push_back((single, self.place));
                        }
                    }
                    _ if start > word.start && self.text[..start].chars().next_back().is_some_and(is_pictographic) => {
                        if self.with_singles {
                            self.waiting.push_back((single, self.place - 1));
                        }
                        continue;
                    }
                    _ => {}
                }
            } else {
                while let Some(&(next, other)) = chars.peek().filter(|(_, other)| !is_pictographic(*other)) {
                    end = next + other.len_utf8();
                    chars.next();
                }
            }
            self.waiting.push_back((start..end, self.place));
            self.place += 1;
        }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((range, place)) = self.step() else { return false };
        self.token.text.clear();
        fold_into(&self.text[range.clone()], &mut self.token.text, MAX_WORD);
        self.stems.stem(self.language, &mut self.token.text);
        self.token.text.push_str(self.language.tag());
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        self.token.position = place;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Whether `c` belongs to a word.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}') }
}

/// Where the first word of `text` begins; its end when there is none.
fn word_start(text: &str) -> usize {
    match text.bytes().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()) {
        Some(at) if text.as_bytes()[at].is_ascii() => at,
        Some(at) => at + text[at..].find(is_word).unwrap_or(text.len() - at),
        None => text.len(),
    }
}

/// The letters and digits a text begins with.
struct Run {
    len: usize,
    kind: Kind,
}

/// What is to be looked for in a run of letters and digits.
enum Kind {
    Plain,
    /// It has a capital after its first letter, and ASCII alone.
    Humped,
    /// It has characters of a script without spaces.
    Pictographic,
}

fn run(text: &str) -> Run {
    let mut humped = false;
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() {
            humped |= at > 0 && byte.is_ascii_uppercase();
        } else if byte.is_ascii() {
            return Run { len: at, kind: if humped { Kind::Humped } else { Kind::Plain } };
        } else {
            let word = &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())];
            let kind = if word.chars().any(is_pictographic) {
                Kind::Pictographic
            } else if humped && word.is_ascii() {
                Kind::Humped
            } else {
                Kind::Plain
            };
            return Run { len: word.len(), kind };
        }
    }
    Run { len: text.len(), kind: if humped { Kind::Humped } else { Kind::Plain } }
}

/// Characters of scripts written without spaces between words.
pub(super) fn is_pictographic(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// The parts of a camel-case word (`HTTPServerError`: `HTTP`, `Server`, `Error`); empty when it has only one.
pub(super) fn camel_parts(word: &str) -> Vec<Range<usize>> {
    let bytes = word.as_bytes();
    if !word.is_ascii() || !bytes.iter().skip(1).any(u8::is_ascii_uppercase) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for i in 1..bytes.len() {
        let (before, here) = (bytes[i - 1], bytes[i]);
        let hump = before.is_ascii_lowercase() && here.is_ascii_uppercase();
        let after_acronym = before.is_ascii_uppercase()
            && here.is_ascii_uppercase()
            && bytes.len() > i + 2
            && bytes[i + 1].is_ascii_lowercase()
            && bytes[i + 2].is_ascii_lowercase();
        if hump || after_acronym {
            parts.push(start..i);
            start = i;
        }
    }
    if start == 0 {
        return Vec::new();
    }
    parts.push(start..bytes.len());
    parts
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        Words::for_reading().each(text, |range, place, stem| {
            found.push(format!("{place}:{stem}={}", &text[range]));
        });
        found
    }

    #[test]
    fn words_keep_their_place_and_their_range() {
        assert_eq!(words("The VPNs are upgrading."), ["0:the=The", "1:vpns=VPNs", "2:are=are", "3:upgrad=upgrading"]);
        assert_eq!(words("snake_case T-Test"), ["0:snake=snake", "1:case=case", "2:t=T", "3:test=Test"]);
    }

    #[test]
    fn camel_case_is_found_whole_and_in_parts() {
        assert_eq!(
            words("HTTPServerError x"),
            ["0:httpservererror=HTTPServerError", "0:http=HTTP", "1:server=Server", "2:error=Error", "3:x=x"]
        );
    }

    #[test]
    fn scripts_without_spaces_are_pairs() {
        assert_eq!(words("日本語 a"), ["0:日本=日本", "1:本語=本語", "2:a=a"]);
        assert_eq!(words("語"), ["0:語=語"]);
        assert_eq!(words("東京tower5"), ["0:東京=東京", "1:tower5=tower5"]);
    }

    #[test]
    fn the_index_has_each_character_beside_its_pairs() {
        let mut found = Vec::new();
        Words::for_indexing().each("日本語 a", |_, place, stem| found.push(format!("{place}:{stem}")));
        assert_eq!(found, ["0:日", "0:日本", "1:本", "1:本語", "1:語", "2:a"]);
    }

    #[test]
    fn words_of_a_tagged_text_carry_its_tag() {
        let mut found = Vec::new();
        Words::for_indexing().each("\u{2}dVPN-Verbindungen", |range, place, stem| {
            found.push(format!("{place}:{stem}:{}", range.start));
        });
        assert_eq!(found, ["0:vpn\u{2}d:2", "1:verbind\u{2}d:6"]);
        let mut words = Words::for_reading();
        words.speak(Language::German);
        words.each("Verbindung", |_, _, stem| assert_eq!(stem, "verbind\u{2}d"));
        assert_eq!(words.key(Language::German, "verbindung"), "verbind\u{2}d");
        assert_eq!(words.key(Language::English, "upgrading"), "upgrad");
    }

    #[test]
    fn words_of_other_initials_are_left_out_and_keep_their_places() {
        let initials = Initials::of(["rekey", "http"].into_iter());
        let mut found = Vec::new();
        Words::for_reading().each_folded(
            "a Rekey of HTTPServer, État rekeys",
            Some(&initials),
            |_, _, place, word| {
                found.push(format!("{place}:{word}"));
            },
        );
        assert_eq!(found, ["1:rekey", "3:httpserver", "3:http", "5:etat", "6:rekeys"]);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the sample vault is many words here")]
    fn no_stem_begins_otherwise_than_its_word_where_that_is_told_by_two_letters() {
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../src-tauri/sample-vault/articles");
        let notes =
            std::fs::read_dir(sample).unwrap().map(|note| std::fs::read_to_string(note.unwrap().path()).unwrap());
        let mut stems = Stems::new(1 << 8);
        let mut seen = 0;
        for text in notes.chain(["dying lying tying dyed oel aerger uebung skies ions year ay y e".to_owned()]) {
            Words::for_reading().each(&text, |range, _, _| {
                let (word, mut key) = (fold(&text[range.clone()], MAX_WORD), String::new());
                for language in [Language::English].into_iter().chain(Language::OTHERS) {
                    stems.key_into(language, &word, &mut key);
                    assert!(Initials::of([key.as_str()].into_iter()).has(&text[range.clone()]), "{word} {key:?}");
                    seen += 1;
                }
            });
        }
        assert!(seen > 50_000, "{seen}");
    }

    #[test]
    fn one_endless_word_is_one_short_token() {
        let found = words(&"x".repeat(1_000_000));
        assert_eq!(found.len(), 1);
        let mut stems = Vec::new();
        Words::for_reading().each(&"é".repeat(100_000), |_, _, stem| stems.push(stem.len()));
        assert!(stems.iter().all(|len| *len <= MAX_WORD));
    }
}
