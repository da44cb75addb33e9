//! What stands for one machine or account: addresses, hosts, long ids. Told by their shape, word by word; what is secret
//! is told by [`secrets`](super::secrets).

use std::net::{IpAddr, SocketAddr};

use super::names::ADDRESS;
use super::secrets::{MASK, masked};

/// Ends of the names of machines. Endings that files and programs have too (`py`, `rs`, `so`) are left out.
const DOMAINS: [&str; 66] = [
    "app",
    "ar",
    "at",
    "au",
    "be",
    "biz",
    "br",
    "ca",
    "ch",
    "cl",
    "cloud",
    "cn",
    "co",
    "com",
    "corp",
    "cz",
    "de",
    "dev",
    "dk",
    "edu",
    "ee",
    "es",
    "eu",
    "example",
    "fi",
    "fr",
    "gov",
    "gr",
    "hk",
    "home",
    "hr",
    "hu",
    "ie",
    "il",
    "in",
    "info",
    "internal",
    "intra",
    "invalid",
    "io",
    "it",
    "jp",
    "kr",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "lt",
    "lv",
    "mx",
    "net",
    "nl",
    "no",
    "nz",
    "org",
    "pt",
    "ro",
    "ru",
    "se",
    "sg",
    "si",
    "sk",
    "test",
    "tr",
    "ua",
    "uk",
];
/// How the names of packages of code begin, which otherwise look like machines (`org.apache.http`).
const PACKAGES: [&str; 6] = ["android", "com", "java", "javax", "net", "org"];
/// Characters of one kind from which on an id is one machine's or person's, and no code that others meet.
const LONG_ID: usize = 16;
/// Digits from which on a number is one of a phone, a card or a contract.
const LONG_NUMBER: usize = 9;

/// `text` without the words that name one machine, account or secret, each whole. Error codes, versions and names of
/// code stay: they are what is searched for.
#[must_use]
pub fn without_addresses(text: &str) -> String {
    // First, since a secret may go over several words and lines.
    let text = masked(text);
    let is_around = |c: char| "\"'`()[]{}<>,;!?".contains(c);
    let kept: Vec<&str> = text.split_whitespace().filter(|word| !is_private(word.trim_matches(is_around))).collect();
    kept.join(" ")
}

fn is_private(word: &str) -> bool {
    let lower = word.to_lowercase();
    let has_home = ["/home/", "/users/", "\\users\\"].iter().any(|home| lower.contains(home));
    has_home
        || word.contains(MASK)
        || word.starts_with("\\\\")
        || word.contains("://")
        || ADDRESS.is_match(word)
        || is_network(word)
        || word.split(['=', ':', '/', ',']).any(|part| is_address(part) || is_host(part) || is_id(part))
}

/// An address of the network with all its colons and slashes.
pub(crate) fn is_network(word: &str) -> bool {
    let bare = word.split_once('/').map_or(word, |(address, _)| address);
    let bare = bare.split_once("]:").map_or(bare, |(address, _)| address);
    let hardware: Vec<&str> = bare.split([':', '-']).collect();
    let is_hardware = hardware.len() == 6
        && hardware.iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let sixth =
        bare.parse::<IpAddr>().is_ok_and(|address| address.is_ipv6()) && bare.bytes().any(|b| b.is_ascii_digit());
    is_hardware || sixth || bare.parse::<SocketAddr>().is_ok()
}

/// An address of four numbers. `7.4.1.2` is a version more often.
pub(crate) fn is_address(part: &str) -> bool {
    part.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.octets().iter().any(|octet| *octet > 9))
}

/// `edge-gw-03.northwind.example`. In capitals it is a name of code more often.
pub(crate) fn is_host(part: &str) -> bool {
    let labels: Vec<&str> = part.trim_end_matches('.').split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    labels.len() >= 2
        && labels.iter().all(is_label)
        && labels.last().is_some_and(|end| DOMAINS.contains(end))
        && !labels.first().is_some_and(|first| PACKAGES.contains(first))
}

/// A long number, a long hexadecimal id, or what only a machine would make up.
fn is_id(part: &str) -> bool {
    let (mut letters, mut digits) = (0, 0);
    for c in part.chars() {
        match c {
            c if c.is_ascii_digit() => digits += 1,
            c if c.is_alphabetic() => letters += 1,
            _ => {}
        }
    }
    let is_number =
        letters == 0 && digits >= LONG_NUMBER && part.chars().all(|c| c.is_ascii_digit() || "-+. ".contains(c));
    let hexadecimal = part.bytes().filter(|byte| *byte != b'-').all(|byte| byte.is_ascii_hexdigit());
    let is_hexadecimal = hexadecimal && digits > 0 && letters + digits >= LONG_ID;
    let is_made_up = part.split(|c: char| !c.is_ascii_alphanumeric()).any(|run| {
        run.len() >= LONG_ID && run.bytes().filter(u8::is_ascii_digit).count() >= 3 && !run.starts_with("0x")
    });
    is_number || is_hexadecimal || is_made_up
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::without_addresses;

    #[test]
    fn what_names_one_machine_or_person_goes() {
        for word in [
            "ana.ruiz@brackwater.example",
            "mailto:ana@x.de",
            "10.20.1.7",
            "10.20.1.7:8443",
            "10.20.0.0/16",
            "peer=81.2.69.142",
            "fe80::1ff:fe23:4567:890a",
            "[2001:db8::7]:443",
            "00:1b:44:11:3a:b7",
            "https://portal.northwind.example/login?user=ana",
            "edge-gw-03.northwind.example",
            "db.corp.local:5432",
            "northwind.de",
            "550e8400-e29b-41d4-a716-446655440000",
            "9f86d081884c7d659a2feaa0c55ad015",
            "01JD3V8M6Q4T7X9K2B5N8R0W1Y",
            "4111111111111111",
            "+47-22-85-50-50-1",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "password=hunter2",
            "--token=abc",
            "\"/home/ana/.ssh/id_rsa\"",
            "C:\\Users\\ana\\report.xlsx",
            "\\\\fileserver\\share",
        ] {
            assert_eq!(without_addresses(&format!("login {word} fails")), "login fails", "{word}");
        }
        assert_eq!(without_addresses("Authorization: Bearer abc.def 401"), "Authorization: Bearer 401");
        assert_eq!(without_addresses("password: hunter2 refused"), "password: refused");
    }

    #[test]
    fn what_others_meet_too_stays() {
        for text in [
            "DTLS handshake timeout (code 0x2746)",
            "0x80072746 0xc00000e9",
            "ORA-01555 SQLSTATE 42P01 ERR_SSL_PROTOCOL_ERROR",
            "EdgeVPN 7.4.1 7.4.1.2 KB5034441",
            "java.lang.NullPointerException org.apache.http System.IO",
            "libssl.so.3 setup.py main.rs edge-dtlsd",
            "std::io::Error status:open -without /re.*key/ \"word for word\"",
            "10:20 2026-11-20 ZD-48213 STATUS_ACCESS_VIOLATION",
        ] {
            assert_eq!(without_addresses(text), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in "\\PC{0,200}") {
            let _ = without_addresses(&text);
        }

        #[test]
        fn an_address_never_stays(a in 10u8.., b: u8, c: u8, d: u8, before in "[a-z]{0,8}", port in 1u16..) {
            let address = format!("{a}.{b}.{c}.{d}");
            let kept = without_addresses(&format!("{before} {address}:{port} {address}"));
            prop_assert_eq!(kept, before);
        }
    }
}
