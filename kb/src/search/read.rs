//! How a query is read: words, phrases, `-x`, `OR`, `field:value`, `/re/`, or a pasted text. Every input is valid.

use super::asked::heading_line;
use super::parts::{Off, Part, PartKind, Wanted};
use super::score::{HEADING_WEIGHT, SURROUNDINGS_WEIGHT};
use crate::model::NoteKind;

/// The names `field:value` is known for; before any other name a colon is ordinary text.
pub const FIELDS: &[&str] = &[
    "kind",
    "status",
    "priority",
    "product",
    "tag",
    "owner",
    "customer",
    "confidence",
    "audience",
    "governance",
    "ref",
    "resolution",
    "year",
    "is",
];

/// From so many words on, a text without line breaks is taken as pasted too: nothing in it is an operator.
const PASTED_WORDS: usize = 20;

/// Most words read of a text.
const MAX_ITEMS: usize = 4_000;

/// A query as understood.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Reading {
    /// What is looked for; a note with all of these comes first.
    pub(super) clauses: Vec<Clause>,
    /// What each clause is worth; 1 beyond the end.
    pub(super) weights: Vec<f32>,
    /// What a hit must not have.
    pub(super) excluded: Vec<Atom>,
    /// Field and value pairs a hit must have.
    pub(super) filters: Vec<(String, String)>,
    /// The kind asked for by `kind:`.
    pub(super) kind: Option<NoteKind>,
    /// What was recognised, in the order written.
    pub(super) parts: Vec<Part>,
    /// Whether it was taken as a pasted text.
    pub(super) pasted: bool,
}

impl Atom {
    /// What it says; an expression says nothing.
    pub(super) fn words(&self) -> Option<&str> {
        match self {
            Self::Word { text, .. } | Self::Exact(text) | Self::Phrase(text) => Some(text),
            Self::Regex(_) => None,
        }
    }
}

/// One wish; any of its atoms grants it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) any: Vec<Atom>,
}

/// The smallest unit of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom {
    /// A word or identifier as typed; `prefix` when its end may still be missing.
    Word { text: String, prefix: bool },
    /// A word or identifier that counts as a whole only.
    Exact(String),
    /// Words in this order, side by side.
    Phrase(String),
    /// A regular expression over words and identifiers, without its slashes.
    Regex(String),
}

/// A piece of the input before it is understood.
struct Item<'a> {
    text: &'a str,
    negated: bool,
    quoted: bool,
    field: Option<&'a str>,
}

impl Reading {
    /// The last word, if it may go on.
    pub(super) fn open_end(&self) -> Option<&str> {
        match self.clauses.last()?.any.last()? {
            Atom::Word { text, prefix: true } => Some(text),
            _ => None,
        }
    }

    /// With the words of what a case runs on beside those of what is wrong with it.
    pub(super) fn with_surroundings(mut self, text: &str) -> Self {
        self.weights.resize(self.clauses.len(), 1.0);
        for word in text.split_whitespace().take(MAX_ITEMS) {
            self.clauses.push(Clause { any: vec![Atom::Word { text: word.to_owned(), prefix: false }] });
            self.weights.push(SURROUNDINGS_WEIGHT);
        }
        self
    }

    /// A part that is switched off, or holds: says which.
    fn told(&mut self, off: Off<'_>, kind: PartKind, text: &str) -> bool {
        let is_off = off.has(kind, text);
        if !self.parts.iter().any(|part| part.kind == kind && part.text == text) {
            self.parts.push(Part { off: is_off, ..Part::new(kind, text) });
        }
        !is_off
    }
}

/// What is wanted, as a reading: nothing in it is an operator.
pub(super) fn read_wanted(wanted: &[Wanted]) -> Reading {
    let atom = |one: &Wanted| match one.exact {
        true => Atom::Exact(one.text.clone()),
        false => Atom::Word { text: one.text.clone(), prefix: false },
    };
    Reading {
        clauses: wanted.iter().map(|one| Clause { any: vec![atom(one)] }).collect(),
        weights: wanted.iter().map(|one| one.weight).collect(),
        pasted: true,
        ..Reading::default()
    }
}

/// Every word of a pasted text; those of its heading count more.
fn read_pasted(text: &str) -> Reading {
    let heading = heading_line(text);
    let any = |word: &str| Clause { any: vec![Atom::Word { text: word.to_owned(), prefix: false }] };
    let mut reading =
        Reading { pasted: true, parts: vec![Part::new(PartKind::Pasted, "pasted text")], ..Reading::default() };
    for (number, line) in text.lines().enumerate() {
        let weight = if heading == Some(number) { HEADING_WEIGHT } else { 1.0 };
        for word in line.split_whitespace().take(MAX_ITEMS - reading.clauses.len()) {
            reading.clauses.push(any(word));
            reading.weights.push(weight);
        }
    }
    reading
}

/// Whether a text is taken as pasted: nothing in it is an operator then.
#[must_use]
pub fn is_pasted(text: &str) -> bool {
    let trimmed = text.trim();
    trimmed.contains('\n') || trimmed.split_whitespace().nth(PASTED_WORDS).is_some()
}

/// Reads `text`. `is_code` tells whether an identifier is in the index, `is_regex` whether an expression can be run.
pub(super) fn read(
    text: &str,
    last_is_prefix: bool,
    off: Off<'_>,
    is_code: &dyn Fn(&str) -> bool,
    is_regex: &dyn Fn(&str) -> bool,
) -> Reading {
    let trimmed = text.trim();
    if is_pasted(trimmed) {
        return read_pasted(trimmed);
    }
    let items = items(trimmed);
    let open_end = last_is_prefix && text.ends_with(|c: char| !c.is_whitespace());
    let positive = |item: &Item<'_>| !item.negated && item.field.is_none();
    let beside_positive = items.iter().any(positive);
    let mut reading = Reading::default();
    let (mut join, mut atoms) = (false, 0);
    for (i, item) in items.iter().enumerate() {
        // What is switched off leaves nothing to join with.
        let now: usize = reading.clauses.iter().map(|clause| clause.any.len()).sum();
        let has_left = std::mem::replace(&mut atoms, now) < now;
        let last = i + 1 == items.len();
        let open = last && open_end;
        let between = i > 0 && !last && positive(&items[i - 1]) && positive(&items[i + 1]);
        if item.text == "OR" && !item.quoted && !item.negated && item.field.is_none() && between {
            let either = format!("{} or {}", items[i - 1].text, items[i + 1].text);
            join = reading.told(off, PartKind::Either, &either) && has_left;
            continue;
        }
        if let Some(field) = item.field {
            if reading.told(off, PartKind::Field, &format!("{field}: {}", item.text)) {
                filter(&mut reading, field, item);
            } else {
                words(&mut reading, off, &format!("{field} {}", item.text), open);
            }
            continue;
        }
        if item.negated {
            let with_dash = format!("-{}", item.text);
            let is_flag = !item.quoted && is_code(&with_dash);
            if !beside_positive || is_flag {
                words(&mut reading, off, &with_dash, open);
            } else if reading.told(off, PartKind::Without, item.text) {
                reading.excluded.push(plain_atom(item, item.text, false));
            } else {
                words(&mut reading, off, item.text, open);
            }
            continue;
        }
        let regex = (!item.quoted).then(|| regex_of(item.text)).flatten().filter(|regex| is_regex(regex));
        if let Some(regex) = regex {
            if reading.told(off, PartKind::Regex, &format!("/{regex}/")) {
                push(&mut reading, Atom::Regex(regex.to_owned()), join);
            } else {
                words(&mut reading, off, regex, open);
            }
        } else if !item.quoted {
            word(&mut reading, off, item.text, open, join);
        } else if reading.told(off, PartKind::Phrase, item.text) {
            push(&mut reading, Atom::Phrase(item.text.to_owned()), join);
        } else {
            words(&mut reading, off, item.text, open);
        }
        join = false;
    }
    reading
}

/// Each word of `text` by itself.
fn words(reading: &mut Reading, off: Off<'_>, text: &str, open: bool) {
    let mut rest = text.split_whitespace().peekable();
    while let Some(next) = rest.next() {
        word(reading, off, next, open && rest.peek().is_none(), false);
    }
}

fn word(reading: &mut Reading, off: Off<'_>, text: &str, open: bool, join: bool) {
    if reading.told(off, PartKind::Word, text) {
        // What the index has for an open end is not known yet: a prefix that holds is told once it is.
        let prefix = open && (!off.has(PartKind::Prefix, text) || reading.told(off, PartKind::Prefix, text));
        push(reading, Atom::Word { text: text.to_owned(), prefix }, join);
    }
}

fn push(reading: &mut Reading, atom: Atom, join: bool) {
    match reading.clauses.last_mut().filter(|_| join) {
        Some(clause) => clause.any.push(atom),
        None => reading.clauses.push(Clause { any: vec![atom] }),
    }
}

fn plain_atom(item: &Item<'_>, text: &str, prefix: bool) -> Atom {
    if item.quoted { Atom::Phrase(text.to_owned()) } else { Atom::Word { text: text.to_owned(), prefix } }
}

fn regex_of(text: &str) -> Option<&str> {
    let regex = text.strip_prefix('/')?.strip_suffix('/')?;
    (!regex.is_empty() && !regex.contains('/')).then_some(regex)
}

fn filter(reading: &mut Reading, field: &str, item: &Item<'_>) {
    if field == "kind"
        && let Ok(kind) = item.text.parse::<NoteKind>()
    {
        reading.kind = Some(kind);
    } else {
        reading.filters.push((field.to_owned(), item.text.to_owned()));
    }
}

const QUOTES: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{201e}'];

/// Cuts the text at white space, except between quotes that open at the start of an item or after `field:`.
fn items(text: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && items.len() < MAX_ITEMS {
        let negated = rest.strip_prefix('-').is_some_and(|after| {
            after
                .starts_with(|c: char| c.is_alphanumeric() || QUOTES.contains(&c) || matches!(c, '.' | '_' | '#' | '@'))
        });
        let body = if negated { &rest[1..] } else { rest };
        let field = if negated { None } else { field_of(body) };
        let value = field.map_or(body, |field| &body[field.len() + 1..]);
        let (text, quoted, after) = match quoted(value) {
            Some((inner, after)) => (inner, true, after),
            None => {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                (&value[..end], false, &value[end..])
            }
        };
        rest = after.trim_start();
        if !text.is_empty() {
            items.push(Item { text, negated, quoted, field });
        }
    }
    items
}

/// The known field `text` begins with, if a value follows its colon.
fn field_of(text: &str) -> Option<&'static str> {
    let colon = text.find(':')?;
    let value = text[colon + 1..].chars().next()?;
    let name = FIELDS.iter().find(|name| name.eq_ignore_ascii_case(&text[..colon]))?;
    (!value.is_whitespace() && value != ':').then_some(*name)
}

fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix(QUOTES)?;
    let end = inner.find(QUOTES)?;
    let after = inner[end..].chars().next().map_or(end, |quote| end + quote.len_utf8());
    (!inner[..end].trim().is_empty()).then(|| (inner[..end].trim(), &inner[after..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Reading {
        reading_without(text, &[])
    }

    fn reading_without(text: &str, off: &[(PartKind, &str)]) -> Reading {
        let off: Vec<(PartKind, String)> = off.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
        read(text, true, Off(&off), &|code| code.eq_ignore_ascii_case("-force"), &|regex| !regex.contains('['))
    }

    fn shape(reading: &Reading) -> String {
        let atom = |atom: &Atom| match atom {
            Atom::Word { text, prefix } => format!("{text}{}", if *prefix { "*" } else { "" }),
            Atom::Exact(text) => format!("={text}"),
            Atom::Phrase(text) => format!("<{text}>"),
            Atom::Regex(text) => format!("/{text}/"),
        };
        let mut parts: Vec<String> = Vec::new();
        for clause in &reading.clauses {
            parts.push(clause.any.iter().map(atom).collect::<Vec<_>>().join("|"));
        }
        parts.extend(reading.excluded.iter().map(|a| format!("!{}", atom(a))));
        parts.extend(reading.filters.iter().map(|(field, value)| format!("{field}={value}")));
        parts.extend(reading.kind.map(|kind| format!("kind={kind}")));
        parts.join(" ")
    }

    #[test]
    fn operators_are_read_and_everything_else_is_words() {
        let table = [
            ("vpn drops", "vpn drops*"),
            ("vpn drops ", "vpn drops"),
            ("\"session has been closed\" vpn", "<session has been closed> vpn*"),
            ("vpn -7.3", "vpn !7.3"),
            ("-7.3", "-7.3*"),
            ("Remove-Item -Force", "Remove-Item -Force*"),
            ("rm -force", "rm -force*"),
            ("vpn -\"old client\"", "vpn !<old client>"),
            ("dtls OR tls rekey", "dtls|tls rekey*"),
            ("dtls OR tls OR ssl rekey", "dtls|tls|ssl rekey*"),
            ("OR tls", "OR tls*"),
            ("tls OR", "tls OR*"),
            ("status:open vpn", "vpn* status=open"),
            ("Status:open", "status=open"),
            ("customer:\"North Wind\" vpn", "vpn* customer=North Wind"),
            ("kind:case vpn", "vpn* kind=case"),
            ("kind:thing", "kind=thing"),
            ("error:5 https://a.b", "error:5 https://a.b*"),
            ("status: open", "status: open*"),
            ("/dtls.*rekey/", "/dtls.*rekey/"),
            ("/bad[/", "/bad[/*"),
            ("/etc/hosts/", "/etc/hosts/*"),
            ("/etc/hosts", "/etc/hosts*"),
            ("\"unclosed phrase", "\"unclosed phrase*"),
            ("\"\"", "\"\"*"),
            ("--no-verify git", "--no-verify git*"),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(shape(&reading(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_pasted_text_has_no_operators() {
        let reading = reading("status:open failed\n-x \"quoted\" OR /re/");
        assert!(reading.pasted && reading.filters.is_empty() && reading.excluded.is_empty());
        assert_eq!(reading.clauses.len(), 6);
        assert_eq!(reading.parts, [Part::new(PartKind::Pasted, "pasted text")]);
    }

    #[test]
    fn what_was_recognised_is_told_and_each_part_can_be_switched_off() {
        use PartKind::{Either, Field, Phrase, Prefix, Regex, Without, Word};
        let text = "\"a b\" c OR d -e status:open /f/";
        let told: Vec<_> = reading(text).parts.into_iter().map(|part| (part.kind, part.text)).collect();
        let all = [
            (Phrase, "a b"),
            (Word, "c"),
            (Either, "c or d"),
            (Word, "d"),
            (Without, "e"),
            (Field, "status: open"),
            (Regex, "/f/"),
        ];
        assert_eq!(told, all.map(|(kind, text)| (kind, text.to_owned())));
        let table: [(&[(PartKind, &str)], &str); 8] = [
            (&[], "<a b> c|d /f/ !e status=open"),
            (&[(Phrase, "a b")], "a b c|d /f/ !e status=open"),
            (&[(Word, "c")], "<a b> d /f/ !e status=open"),
            (&[(Either, "c or d")], "<a b> c d /f/ !e status=open"),
            (&[(Without, "e")], "<a b> c|d e /f/ status=open"),
            (&[(Field, "status: open")], "<a b> c|d status open /f/ !e"),
            (&[(Regex, "/f/")], "<a b> c|d f* !e status=open"),
            (&[(Regex, "/f/"), (Prefix, "f"), (Word, "x")], "<a b> c|d f !e status=open"),
        ];
        for (off, expected) in table {
            let reading = reading_without(text, off);
            assert_eq!(shape(&reading), expected, "{off:?}");
            for (kind, name) in off.iter().filter(|(kind, name)| (*kind, *name) != (Word, "x")) {
                let part = reading.parts.iter().find(|part| part.kind == *kind && part.text == *name);
                assert!(part.is_some_and(|part| part.off), "{name} stays to be switched on again");
            }
        }
    }
}
