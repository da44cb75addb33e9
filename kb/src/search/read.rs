//! How a query is read: words, phrases, `-x`, `OR`, `field:value`, `/re/`, or a pasted text. Every input is valid.

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
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// What is looked for; a note with all of these comes first.
    pub(super) clauses: Vec<Clause>,
    /// What a hit must not have.
    pub(super) excluded: Vec<Atom>,
    /// Field and value pairs a hit must have.
    pub(super) filters: Vec<(String, String)>,
    /// The kind asked for by `kind:`.
    pub(super) kind: Option<NoteKind>,
    /// What was recognised beyond words, in the order written.
    pub(super) read_as: Vec<String>,
    /// Whether it was taken as a pasted text.
    pub(super) pasted: bool,
}

impl Reading {
    /// The words of `text` that say something together: all of a pasted one, and of a typed one what is looked for. `None` for
    /// less than two words, and where none is more than an identifier.
    pub(super) fn meant(&self, text: &str) -> Option<String> {
        if self.pasted {
            return Some(text.to_owned());
        }
        let words: Vec<&str> = self.clauses.iter().flat_map(|clause| &clause.any).filter_map(Atom::words).collect();
        let is_plain = |word: &str| word.len() > 2 && word.chars().all(char::is_alphabetic);
        let meant = words.join(" ");
        let several = meant.split_whitespace().count() > 1;
        (several && meant.split_whitespace().any(is_plain)).then_some(meant)
    }
}

impl Atom {
    fn words(&self) -> Option<&str> {
        match self {
            Self::Word { text, .. } | Self::Phrase(text) => Some(text),
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

/// Reads `text`. `is_code` tells whether an identifier is in the index, `is_regex` whether an expression can be run.
pub(super) fn read(
    text: &str,
    last_is_prefix: bool,
    is_code: &dyn Fn(&str) -> bool,
    is_regex: &dyn Fn(&str) -> bool,
) -> Reading {
    let trimmed = text.trim();
    let words = trimmed.split_whitespace().take(PASTED_WORDS + 1).count();
    if trimmed.contains('\n') || words > PASTED_WORDS {
        let any = |word: &str| Clause { any: vec![Atom::Word { text: word.to_owned(), prefix: false }] };
        let clauses = trimmed.split_whitespace().take(MAX_ITEMS).map(any).collect();
        return Reading { clauses, pasted: true, read_as: vec!["pasted text".to_owned()], ..Reading::default() };
    }
    let items = items(trimmed);
    let open_end = last_is_prefix && text.ends_with(|c: char| !c.is_whitespace());
    let positive = |item: &Item<'_>| !item.negated && item.field.is_none();
    let beside_positive = items.iter().any(positive);
    let mut reading = Reading::default();
    let mut join = false;
    for (i, item) in items.iter().enumerate() {
        let last = i + 1 == items.len();
        let between = i > 0 && !last && positive(&items[i - 1]) && positive(&items[i + 1]);
        if item.text == "OR" && !item.quoted && !item.negated && item.field.is_none() && between {
            join = true;
            continue;
        }
        if let Some(field) = item.field {
            filter(&mut reading, field, item);
            continue;
        }
        if item.negated {
            let with_dash = format!("-{}", item.text);
            let is_flag = !item.quoted && is_code(&with_dash);
            if beside_positive && !is_flag {
                reading.read_as.push(format!("without {}", item.text));
                reading.excluded.push(plain_atom(item, item.text, false));
            } else {
                push(&mut reading, Atom::Word { text: with_dash, prefix: last && open_end }, false);
            }
            continue;
        }
        let atom = atom(item, last && open_end, is_regex);
        match &atom {
            Atom::Phrase(phrase) => reading.read_as.push(format!("phrase \u{201c}{phrase}\u{201d}")),
            Atom::Regex(regex) => reading.read_as.push(format!("/{regex}/")),
            Atom::Word { .. } => {}
        }
        if join {
            reading.read_as.push(format!("{} or {}", items[i - 2].text, item.text));
        }
        push(&mut reading, atom, join);
        join = false;
    }
    reading
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

fn atom(item: &Item<'_>, prefix: bool, is_regex: &dyn Fn(&str) -> bool) -> Atom {
    let inner = item.text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    match inner {
        Some(regex) if !item.quoted && !regex.is_empty() && !regex.contains('/') && is_regex(regex) => {
            Atom::Regex(regex.to_owned())
        }
        _ => plain_atom(item, item.text, prefix),
    }
}

fn filter(reading: &mut Reading, field: &str, item: &Item<'_>) {
    if field == "kind"
        && let Ok(kind) = item.text.parse::<NoteKind>()
    {
        reading.kind = Some(kind);
    } else {
        reading.filters.push((field.to_owned(), item.text.to_owned()));
    }
    reading.read_as.push(format!("{field}: {}", item.text));
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
        read(text, true, &|code| code.eq_ignore_ascii_case("-force"), &|regex| !regex.contains('['))
    }

    fn shape(text: &str) -> String {
        let reading = reading(text);
        let atom = |atom: &Atom| match atom {
            Atom::Word { text, prefix } => format!("{text}{}", if *prefix { "*" } else { "" }),
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
            assert_eq!(shape(text), expected, "{text}");
        }
    }

    #[test]
    fn a_pasted_text_has_no_operators() {
        let reading = reading("status:open failed\n-x \"quoted\" OR /re/");
        assert!(reading.pasted && reading.filters.is_empty() && reading.excluded.is_empty());
        assert_eq!(reading.clauses.len(), 6);
        assert_eq!(reading.read_as, ["pasted text"]);
    }

    #[test]
    fn what_was_recognised_is_told() {
        let told = reading("\"a b\" c OR d -e status:open /f/").read_as;
        assert_eq!(told, ["phrase \u{201c}a b\u{201d}", "c or d", "without e", "status: open", "/f/"]);
    }
}
