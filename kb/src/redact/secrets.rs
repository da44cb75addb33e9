//! Secrets in a text: credentials, tokens, private keys, card numbers. Told by the [`shapes`](super::shapes) that those who
//! hand them out publish, and cards by their issuers' numbers and Luhn's check (ISO/IEC 7812).
//!
//! The only place that decides what a secret is: reports, the search log and the clipboard all ask here.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::shapes::{KEY_BEGINS, KEY_ENDS, SHAPES};

/// What stands in a secret's place. No word, so that nothing is found by it.
pub const MASK: &str = "\u{2022}\u{2022}\u{2022}\u{2022}";

/// Finds the signs of all shapes in one pass: most texts have none, and no pattern is run over them.
static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(SHAPES.iter().flat_map(|shape| shape.signs))
        .expect("a few constant words")
});

/// The place in the table of the shape that each sign belongs to.
static SHAPE_OF: LazyLock<Vec<usize>> = LazyLock::new(|| {
    SHAPES.iter().enumerate().flat_map(|(at, shape)| std::iter::repeat_n(at, shape.signs.len())).collect()
});

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| SHAPES.iter().map(|shape| constant(shape.pattern)).collect());

/// Thirteen to nineteen digits, alone or in groups: a card, if an issuer's and if Luhn agrees.
static CARD: LazyLock<Regex> = LazyLock::new(|| constant(r"[2-6][0-9](?:[ -]?[0-9]){11,17}"));

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern written here is one")
}

/// The secrets of a text, in order; none touches another.
#[must_use]
pub fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut has = [false; SHAPES.len()];
    for sign in SIGNS.find_overlapping_iter(text) {
        has[SHAPE_OF[sign.pattern().as_usize()]] = true;
    }
    for (pattern, _) in PATTERNS.iter().zip(has).filter(|(_, has)| *has) {
        let places =
            pattern.captures_iter(text).filter_map(|it| it.iter().skip(1).flatten().next().or_else(|| it.get(0)));
        found.extend(places.map(|place| place.range()));
    }
    found.extend(CARD.find_iter(text).map(|place| place.range()).filter(|place| is_card(text, place)));
    found.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// A text with a mask in place of each secret.
#[must_use]
pub fn masked(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for range in secrets(text) {
        kept.push_str(&text[at..range.start]);
        kept.push_str(MASK);
        at = range.end;
    }
    kept.push_str(&text[at..]);
    kept
}

/// Whether a private key goes on behind `line`; `inside` says whether the line stands within one. For texts that are read
/// line by line, in which [`secrets`] sees no more than the first line of a key.
pub(crate) fn private_key_goes_on(line: &str, inside: bool) -> bool {
    let ends = line.contains(KEY_ENDS);
    let begins = || line.find("-----BEGIN ").is_some_and(|at| line[at..].contains(KEY_BEGINS));
    !ends && (inside || begins())
}

/// A number that stands by itself, is one of a known issuer, and passes Luhn's check.
fn is_card(text: &str, place: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':');
    let is_alone = !text[..place.start].ends_with(joins)
        && !text[place.end..].starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
    let digits: Vec<u32> = text[place.clone()].chars().filter_map(|c| c.to_digit(10)).collect();
    is_alone && is_issued(&digits) && passes_luhn(&digits)
}

/// Whether an issuer gives out numbers that begin so and are so long: Visa, Mastercard, American Express, Diners Club,
/// Discover, JCB, UnionPay, Maestro. So a moment (`20261120092003`) is no card by chance.
fn is_issued(digits: &[u32]) -> bool {
    let beginning = digits.iter().take(4).fold(0, |number, digit| number * 10 + digit);
    let lengths: &[usize] = match beginning {
        4000..=4999 => &[13, 16, 19],
        5100..=5599 | 2221..=2720 | 3528..=3589 => &[16],
        3400..=3499 | 3700..=3799 => &[15],
        3000..=3059 | 3600..=3699 | 3800..=3999 => &[14, 16],
        6011 | 6200..=6299 | 6440..=6599 => &[16, 17, 18, 19],
        5000 | 5018..=5099 | 5600..=5899 | 6304 | 6700..=6799 => &[13, 14, 15, 16, 17, 18, 19],
        _ => &[],
    };
    lengths.contains(&digits.len())
}

fn passes_luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digits = digits.iter().rev().enumerate();
    let weighed = digits.map(|(place, digit)| if place % 2 == 0 { *digit } else { doubled(*digit) });
    weighed.sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MASK, masked, private_key_goes_on, secrets};
    use crate::redact::samples;

    #[test]
    fn secrets_are_masked_and_what_is_around_them_stays() {
        for (text, kept) in [
            ("password=hunter2 refused", "password=•••• refused"),
            ("\"password\": \"hunter2\", \"user\": \"ana\"", "\"password\": \"••••\", \"user\": \"ana\""),
            ("Passwort: Sommer2026 geht nicht", "Passwort: •••• geht nicht"),
            ("DB_PASSWORD=s3cr3t;Host=db", "DB_PASSWORD=••••;Host=db"),
            ("curl --token abcdef https://x.example", "curl --token •••• https://x.example"),
            ("Authorization: Basic YW5hOmh1bnRlcjI=\nHost: x", "Authorization: Basic ••••\nHost: x"),
            ("authorization: bearer abc.def.ghi", "authorization: bearer ••••"),
            ("got Bearer abcdefgh1234 back", "got Bearer •••• back"),
            ("Set-Cookie: sid=1; HttpOnly\nX: 1", "Set-Cookie: ••••\nX: 1"),
            ("> Cookie: sid=1", "> Cookie: ••••"),
            ("postgres://ana:hunter2@db:5432/x", "postgres://ana:••••@db:5432/x"),
            ("key AKIAIOSFODNN7EXAMPLE denied", "key •••• denied"),
            ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "••••"),
            ("glpat-ABCDEFGHIJKLMNOPQRST expired", "•••• expired"),
            ("xoxb-123456789012-abcdef", "••••"),
            ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "••••"),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.abc-def", "••••"),
            ("paid with 4111 1111 1111 1111 today", "paid with •••• today"),
            ("5500-0000-0000-0004", "••••"),
            ("378282246310005", "••••"),
            ("token: a1b2c3d4e5", "token: ••••"),
            ("x\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\ny", "x\n••••\ny"),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz", "••••"),
        ] {
            assert_eq!(masked(text), kept, "{text}");
        }
    }

    #[test]
    fn every_shape_of_the_table_has_a_sample_that_is_masked() {
        for (name, text, secret) in samples() {
            assert!(text.contains(&secret), "{name}");
            let kept = masked(&text);
            assert!(kept.contains(MASK) && !kept.contains(&secret), "{name}: {kept}");
            assert_eq!(masked(&kept), kept, "{name}");
        }
        for (shape, pattern) in super::SHAPES.iter().zip(super::PATTERNS.iter()) {
            let met: Vec<String> = samples().map(|(_, text, _)| text).filter(|text| pattern.is_match(text)).collect();
            assert!(!met.is_empty(), "no sample has {pattern}");
            let has_sign = |text: &String| shape.signs.iter().any(|sign| text.to_lowercase().contains(sign));
            assert!(met.iter().all(has_sign), "{met:?} without a sign of {pattern}");
        }
    }

    #[test]
    fn a_private_key_goes_on_to_its_last_line() {
        for (line, inside, goes_on) in [
            ("-----BEGIN RSA PRIVATE KEY-----", false, true),
            ("key: -----BEGIN PGP PRIVATE KEY BLOCK-----", false, true),
            ("-----BEGIN CERTIFICATE-----", false, false),
            ("MIIE", false, false),
            ("MIIE", true, true),
            ("-----END RSA PRIVATE KEY-----", true, false),
            ("-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----", false, false),
        ] {
            assert_eq!(private_key_goes_on(line, inside), goes_on, "{line}");
        }
    }

    #[test]
    fn what_is_searched_for_is_no_secret() {
        for text in [
            "DTLS handshake timeout (code 0x2746) ORA-01555 SQLSTATE 42P01",
            "invalid token: expired",
            "The secret: restart twice",
            "the password expired and token refresh fails",
            "1234567890123456 is no card",
            "order 4111 1111 1111 1112",
            "2026-11-20T09:12:44 10.20.1.7:8443 EdgeVPN 7.4.1",
            "550e8400-e29b-41d4-a716-446655440000",
            "https://portal.northwind.example:8443/login",
            "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----",
            "java.lang.IllegalStateException: at sk.example.Task",
            "20261120092003 20261120092011 blk_4111111111111111 4111111111111111.log",
            "the cookie: it is gone after a restart",
            "ssh://git@host.example/repo",
        ] {
            assert!(secrets(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_and_masked_once(text in "(\\PC|[\\n:= -]|password|token|4111 1111 1111 1111){0,60}") {
            let once = masked(&text);
            for range in secrets(&text) {
                prop_assert!(text.get(range).is_some());
            }
            prop_assert!(secrets(&text).is_empty() || once.contains(MASK));
        }
    }
}
