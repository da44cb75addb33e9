//! Secrets in a text: credentials, tokens, private keys, card numbers. Told by published patterns: the shapes that services
//! give their tokens (as gitleaks collects them), the headers and settings that carry one, and Luhn's check (ISO/IEC 7812).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What stands in a secret's place. No word, so that nothing is found by it.
pub const MASK: &str = "\u{2022}\u{2022}\u{2022}\u{2022}";

/// Where a pattern has a group, the group is the secret; what is before it only announces it.
static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // RFC 7468. The end may be cut off.
        r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\z)",
        // Tokens by the shape their services give them.
        r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b",
        r"\bgh[pousr]_[0-9A-Za-z]{20,255}\b",
        r"\bgithub_pat_[0-9A-Za-z_]{20,255}\b",
        r"\bglpat-[0-9A-Za-z_-]{20,64}",
        r"\bxox[abeoprs]-[0-9A-Za-z-]{10,250}",
        r"\b(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{10,99}\b",
        r"\bsk-[0-9A-Za-z_-]{20,200}",
        r"\bAIza[0-9A-Za-z_-]{35}",
        r"\bnpm_[0-9A-Za-z]{36}\b",
        r"\bhvs\.[0-9A-Za-z_-]{20,200}",
        r"\bSG\.[0-9A-Za-z_-]{16,32}\.[0-9A-Za-z_-]{16,64}",
        // RFC 7519.
        r"\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}(?:\.[0-9A-Za-z_-]*)?",
        // RFC 9110: a scheme and what proves who asks; cookies.
        r"(?im)\b(?:proxy-)?authorization\s*:\s*(?:(?:basic|bearer|digest|negotiate|ntlm|token)\s+)?(\S[^\r\n]{0,4000})",
        r"(?i)\bbearer\s+([0-9A-Za-z._~+/-]{8,}=*)",
        r"(?im)^\W{0,4}(?:set-)?cookie\s*:\s*([^\r\n]{1,8000})",
        // RFC 3986: the password of an address.
        r"\b[A-Za-z][0-9A-Za-z+.-]{1,20}://[^\s/:@]{0,200}:([^\s/@]{1,200})@",
        // A setting that carries one. `=` gives a value; a colon may go on with prose where the word is an everyday one.
        r#"(?i)(?:password|passwd|passphrase|passwort|kennwort|pwd|secret|api[_-]?key|access[_-]?key|token|credentials?)["']?\s{0,3}=\s{0,3}["']?([^\s"'&;,})]{3,500})"#,
        r#"(?i)(?:password|passwd|passphrase|passwort|kennwort|pwd|api[_-]?key|access[_-]?key)["']?\s{0,3}:\s{0,3}["']?([^\s"'&;,})]{3,500})"#,
        r#"(?i)(?:secret|token|credentials?)["']\s{0,3}:\s{0,3}["']([^"']{3,500})"#,
        r#"(?i)(?:secret|token|credentials?)\s{0,3}:\s{0,3}([^\s"'&;,})]{2,200}[0-9][^\s"'&;,})]{2,200})"#,
        r"(?i)\s--?(?:password|passwd|token|secret|api-key)[ =]([^\s]{3,200})",
    ]
    .iter()
    .map(|pattern| Regex::new(pattern).expect("a pattern written here is one"))
    .collect()
});

/// Thirteen to nineteen digits, alone or in groups: a card, if Luhn agrees.
static CARD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b[2-6][0-9](?:[ -]?[0-9]){11,17}\b").expect("a pattern written here is one"));

/// The secrets of a text, in order; none touches another.
#[must_use]
pub fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for pattern in PATTERNS.iter() {
        let places = pattern.captures_iter(text).filter_map(|it| it.get(1).or_else(|| it.get(0)));
        found.extend(places.map(|place| place.range()));
    }
    found.extend(CARD.find_iter(text).filter(|place| is_card(place.as_str())).map(|place| place.range()));
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

/// Luhn's check of a number.
fn is_card(number: &str) -> bool {
    let digits = number.bytes().rev().filter(u8::is_ascii_digit).map(|digit| u32::from(digit - b'0'));
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let weighed = digits.enumerate().map(|(place, digit)| if place % 2 == 0 { digit } else { doubled(digit) });
    weighed.sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MASK, masked, secrets};

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
