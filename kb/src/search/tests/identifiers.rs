//! Identifiers of many kinds, each beside a near miss: whole, in parts, half typed, in any case.

use super::{article, bench};

/// The identifier, its near miss, a part both are not equal in, and how far one typed.
const TWINS: &[(&str, &str)] = &[
    ("0x80070005", "0x80070006"),
    ("ORA-01555", "ORA-01556"),
    (".NET 3.5", ".NET 3.6"),
    ("T-Test", "F-Test"),
    ("snake_case", "snake_cast"),
    ("azure.com", "azure.org"),
    (r"C:\x\y", r"C:\x\z"),
    ("10.0.6", "10.0.7"),
    ("10.0.6", "1.10.0.6"),
    ("NullReferenceException", "NullArgumentException"),
    ("C#", "C++"),
    ("C++", "C#"),
    ("802.1X", "802.1Q"),
    ("KB5034441", "KB5034442"),
    ("CVE-2026-1234", "CVE-2026-1235"),
    ("3F2504E0-4F89-11D3-9A0C-0305E82C3301", "3F2504E0-4F89-11D3-9A0C-0305E82C3302"),
    ("00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5F"),
    ("fe80::1ff:fe23:4567:890a", "fe80::1ff:fe23:4567:890b"),
    ("--no-verify", "--no-edit"),
    ("System.Net.Http", "System.Net.Mail"),
    ("std::sync::Mutex", "std::sync::RwLock"),
    ("edge-gw-03", "edge-gw-04"),
    ("HTTP/2", "HTTP/3"),
    ("ERR_CONNECTION_RESET", "ERR_CONNECTION_REFUSED"),
    ("/etc/hosts", "/etc/host.conf"),
    ("5034441", "5034442"),
    ("ora-600", "ora-6000"),
    ("E1101", "E1102"),
    ("v7.4.1", "v7.4.2"),
    ("user@northwind.example", "user@southwind.example"),
];

#[test]
fn the_exact_identifier_comes_before_its_near_miss_however_often_that_is_repeated() {
    for (exact, near) in TWINS {
        let one: &'static str =
            format!("The log has {exact}, once, in a rather long sentence about many other things.").leak();
        let many: &'static str = format!("{near}: {near} and {near}").leak();
        let bench = bench(&[
            article(1, "Near miss", many),
            article(2, "The one", one),
            article(3, "Another", "Nothing to see here"),
        ]);
        for text in [(*exact).to_owned(), exact.to_lowercase(), format!("log {exact}"), format!("“{exact}”")] {
            assert_eq!(bench.rows(&text).first(), Some(&2), "{text} beside {near}");
        }
        let typed: Vec<char> = exact.chars().collect();
        for end in (typed.len() * 2 / 3).max(2)..=typed.len() {
            let text: String = typed[..end].iter().collect();
            assert!(bench.typing(&text).contains(&2), "{text} on the way to {exact}");
        }
    }
}

#[test]
fn a_part_finds_the_whole() {
    let parts = [
        ("https://portal.azure.com/x?y=1", "azure.com"),
        ("https://portal.azure.com/x?y=1", "portal"),
        ("my_snake_case_name", "snake"),
        ("NullReferenceException", "reference"),
        ("NullReferenceException", "nullreferenceexception"),
        ("HRESULT=0x80070005", "0x80070005"),
        ("0x80070005", "80070005"),
        ("KB5034441", "5034441"),
        (r"C:\Windows\System32\drivers\etc", "system32"),
        (r"C:\Windows\System32\drivers\etc", "drivers"),
        ("[guide](https://docs.example.org/a-b.html)", "docs.example.org"),
        ("System.Net.Http.HttpRequestException", "HttpRequestException"),
        ("OpenOffice", "openoffice"),
        ("error[E0502]:", "E0502"),
    ];
    for (text, part) in parts {
        let bench = bench(&[article(1, "Other", "nothing of it"), article(2, "Whole", text)]);
        assert_eq!(bench.rows(part), [2], "{part} in {text}");
    }
}

#[test]
fn a_half_typed_code_finds_it() {
    let bench = bench(&[article(1, "Access denied", "Error 0x80070005 on update"), article(2, "Other", "0x90000000")]);
    for typed in ["0x8", "0x8007", "0x80070005"] {
        assert_eq!(bench.typing(typed).first(), Some(&1), "{typed}");
    }
    assert!(bench.rows("0x8007").is_empty(), "only while typing");
}
