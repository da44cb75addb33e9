//! Which front matter keys can be set one by one, and what each may hold.

use super::super::error::Error;
use crate::format::{Value, property_link};
use crate::model::{Audience, Confidence, Fix, Governance, Moment, Priority, UnknownWord};

/// Checks a value against its key; `None` and blank text remove the key.
///
/// # Errors
/// [`Error::Refused`] for a key that has its own change or none, [`Error::Invalid`] for a value the key cannot hold.
pub(super) fn checked(key: &str, value: Option<&str>) -> Result<Option<Value>, Error> {
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    let Some(text) = value else {
        return kind_of(key).map(|_| None);
    };
    let word = |read: Result<String, UnknownWord>| {
        read.map(|word| Some(Value::Text(word))).map_err(|error| Error::Invalid {
            what: error.what,
            value: text.to_owned(),
            reason: format!("use one of {}", error.known.join(", ")),
        })
    };
    match kind_of(key)? {
        Kind::Text => Ok(Some(Value::Text(text.to_owned()))),
        Kind::List => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect();
            Ok(Some(Value::List(items)))
        }
        Kind::Time => match Moment::parse(text) {
            Ok(_) => Ok(Some(Value::Text(text.to_owned()))),
            Err(error) => Err(Error::Invalid { what: "time", value: text.to_owned(), reason: error.to_string() }),
        },
        Kind::Word => match key {
            "priority" => word(text.parse::<Priority>().map(|word| word.to_string())),
            "confidence" => word(text.parse::<Confidence>().map(|word| word.to_string())),
            "audience" => word(text.parse::<Audience>().map(|word| word.to_string())),
            "governance" => word(text.parse::<Governance>().map(|word| word.to_string())),
            _ => word(text.parse::<Fix>().map(|word| word.to_string())),
        },
    }
}

/// Checks the values of a key that holds a list; none, or only blank ones, remove the key.
///
/// # Errors
/// As [`checked`]; a key that holds one value is refused.
pub(super) fn checked_list(key: &str, values: &[String]) -> Result<Option<Value>, Error> {
    if !matches!(kind_of(key)?, Kind::List) {
        return Err(Error::Refused {
            what: format!("setting {key} to a list"),
            reason: "it holds one value".to_owned(),
            hint: "Set one value".to_owned(),
        });
    }
    let mut items: Vec<String> = Vec::new();
    for value in values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()) {
        let value = if key == "see-also" { link(value)? } else { value.to_owned() };
        if !items.contains(&value) {
            items.push(value);
        }
    }
    Ok((!items.is_empty()).then_some(Value::List(items)))
}

/// A link as a property holds it: other programs know `[[...]]` by its brackets.
fn link(value: &str) -> Result<String, Error> {
    let refused =
        || Error::Invalid { what: "a link", value: value.to_owned(), reason: "write [[Title of the note]]".to_owned() };
    property_link(value).ok_or_else(refused)?;
    Ok(if value.starts_with("[[") { value.to_owned() } else { format!("[[{value}]]") })
}

enum Kind {
    Text,
    List,
    Time,
    Word,
}

fn kind_of(key: &str) -> Result<Kind, Error> {
    let refused = |reason: &str, hint: &str| Error::Refused {
        what: format!("setting {key}"),
        reason: reason.to_owned(),
        hint: hint.to_owned(),
    };
    match key {
        "title" | "owner" | "ref" | "url" | "customer" | "contact" | "sla" | "tier" | "next" | "resolution"
        | "fixed-in" => Ok(Kind::Text),
        "products" | "tags" | "aliases" | "applies-to" | "see-also" | "not-learned" => Ok(Kind::List),
        "promised" | "review-by" => Ok(Kind::Time),
        "priority" | "confidence" | "audience" | "governance" | "fix" => Ok(Kind::Word),
        "status" | "solved" => Err(refused("a status change also goes into the journal", "Change the status instead")),
        "links" => Err(refused("links are added and removed one by one", "Link or unlink the article instead")),
        "id" | "type" => Err(refused("what a note is and is known by stays", "Create a new note instead")),
        _ => Err(refused("Casebook does not know this key", "Edit the file itself to set it")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_checked_and_written_as_the_vocabulary_has_them() {
        assert_eq!(checked("priority", Some("URGENT")).expect("known"), Some(Value::Text("urgent".to_owned())));
        let error = checked("priority", Some("asap")).expect_err("unknown").to_string();
        assert_eq!(error, "priority cannot be \"asap\": use one of low, normal, high, urgent");
    }

    #[test]
    fn blank_text_removes_a_key() {
        assert_eq!(checked("next", Some("  ")).expect("known"), None);
        assert_eq!(checked("next", None).expect("known"), None);
    }

    #[test]
    fn keys_with_a_change_of_their_own_are_refused() {
        for key in ["status", "links", "id", "type", "solved", "no-such-key"] {
            assert!(matches!(checked(key, None), Err(Error::Refused { .. })), "{key}");
        }
    }

    #[test]
    fn a_list_keeps_its_commas_and_loses_blanks_and_twins() {
        let values = ["Port A, B".to_owned(), " ".to_owned(), "x".to_owned(), "x ".to_owned()];
        let items = vec!["Port A, B".to_owned(), "x".to_owned()];
        assert_eq!(checked_list("aliases", &values).expect("a list"), Some(Value::List(items)));
        assert_eq!(checked_list("tags", &[]).expect("a list"), None);
        assert!(matches!(checked_list("title", &values), Err(Error::Refused { .. })));
    }

    #[test]
    fn related_notes_are_links() {
        let written = vec!["[[A | b]]".to_owned(), "Plain title".to_owned()];
        let items = vec!["[[A | b]]".to_owned(), "[[Plain title]]".to_owned()];
        assert_eq!(checked_list("see-also", &written).expect("links"), Some(Value::List(items)));
        for wrong in ["[[a]] and more", "[[", "a]]"] {
            let error = checked_list("see-also", &[wrong.to_owned()]).expect_err(wrong);
            assert!(matches!(error, Error::Invalid { .. }), "{wrong}");
        }
    }

    #[test]
    fn a_promise_must_be_a_time() {
        assert!(checked("promised", Some("2026-11-23T10:30:00+01:00")).is_ok());
        assert!(matches!(checked("promised", Some("soon")), Err(Error::Invalid { .. })));
    }
}
