//! What a word is by its form, and by the word before it: a code, an exception, a version, a path, or what varies. Hosts and
//! addresses are judged by [`redact`](crate::redact), so both agree.

use super::marks::{Before, MarkKind};
use super::times;
use crate::redact::{is_address, is_host, is_network};

pub(super) fn has(list: &[&str], word: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

pub(super) fn whole(word: &str, Before { word: before, is_key }: Before<'_>) -> Option<MarkKind> {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let plain = digits == 0 && word.bytes().all(|b| b.is_ascii_lowercase());
    // `host edge-01` names one, `host unreachable` does not.
    let is_named = is_key || digits > 0 || word.contains(['-', '.', '_', '\\']);
    let says_how = ["ed", "ing", "able"].iter().any(|end| word.ends_with(end));
    let of_whom = before.rsplit(['\u{2019}', '_']).next().unwrap_or_default();
    if has(&USERS, of_whom) && !has(&NO_NAMES, word) && (is_named || plain && !says_how) {
        return Some(MarkKind::User);
    }
    if has(&["host", "hostname", "node", "server_name", "computer"], before) && !has(&NO_NAMES, word) && is_named {
        return Some(MarkKind::Host);
    }
    if has(&["logger", "component", "service", "source", "unit", "module"], before)
        && word.len() > 2
        && digits < 3
        && is_named
    {
        return Some(MarkKind::Component);
    }
    if is_key && has(&["code", "error_code", "errorcode"], before) && digits == 0 && word.contains('_') {
        return Some(MarkKind::Code);
    }
    if plain {
        return None;
    }
    if digits == 0 {
        if is_exception(word) {
            return Some(MarkKind::Exception);
        }
        let capitals = word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
        if capitals && (has(&ERRNO, word) || word.contains('_') && word.len() > 5 && !word.starts_with('_')) {
            return Some(MarkKind::Code);
        }
    }
    if let Some(at) = word.find('@')
        && at > 0
        && word[at + 1..].contains('.')
        && word[at + 1..].bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
    {
        return Some(MarkKind::Email);
    }
    if digits > 0 && is_uuid(word) {
        return Some(MarkKind::Id);
    }
    if is_address(word) || word.bytes().filter(|b| matches!(b, b':' | b'-')).count() >= 2 && is_network(word) {
        return Some(MarkKind::Ip);
    }
    if word.contains('.') && is_host(word) {
        return Some(MarkKind::Host);
    }
    if let Some(hex) = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        let status = hex.len() == 8 && matches!(hex.as_bytes()[0], b'8' | b'c' | b'C');
        let short = (1..=5).contains(&hex.len());
        let place = has(&["at", "address", "addr", "ip", "sp", "pc", "offset", "id"], before);
        return hex.bytes().all(|b| b.is_ascii_hexdigit()).then_some(
            if !hex.is_empty() && !place && (status || short || has(&CODED, before)) {
                MarkKind::Code
            } else {
                MarkKind::Address
            },
        );
    }
    if let Some((domain, name)) = word.split_once('\\')
        && (2..=15).contains(&domain.len())
        && domain.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    {
        return Some(MarkKind::User); // CORP\mira
    }
    if is_path(word) {
        return Some(MarkKind::Path);
    }
    if digits == 0 {
        return None;
    }
    if is_code(word) {
        return Some(MarkKind::Code);
    }
    numeric(word, before, digits)
}

fn numeric(word: &str, before: &str, digits: usize) -> Option<MarkKind> {
    let all = digits == word.len();
    let bare = word.trim_start_matches(['v', 'V']);
    let dots = bare.bytes().filter(|b| *b == b'.').count();
    let starts = bare.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let head = bare.split(['-', '+', '_']).next().unwrap_or("");
    let numbered = starts && head.split('.').all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if numbered && bare.len() < 40 && head.len() < 24 {
        let named = has(&VERSIONED, before) || bare.len() < word.len();
        // `kernel: [10093.820492]` is a moment.
        let is_short = head.split('.').all(|n| n.len() < 5);
        if dots >= 2 && head.contains('.') || named && dots >= 1 && is_short {
            return Some(MarkKind::Version);
        }
    }
    if all || word.strip_prefix('-').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit())) {
        return Some(match () {
            () if has(&CODED, before) && word.len() <= 11 => MarkKind::Code,
            () if before.starts_with("HTTP") || before == "1.1" && word.len() == 3 => MarkKind::Code,
            () if has(&["pid", "tid", "thread", "process", "id", "ppid", "session"], before) => MarkKind::Id,
            () => MarkKind::Number,
        });
    }
    if has(&CODED, before) && word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
        return Some(MarkKind::Code); // SQLSTATE 42P01
    }
    if times::is_span(word, false) {
        return Some(MarkKind::Duration);
    }
    let hex = word.bytes().all(|b| b.is_ascii_hexdigit());
    let long = word.bytes().all(|b| b.is_ascii_alphanumeric());
    (hex && word.len() >= 7 || long && word.len() >= 16 && digits >= 3).then_some(MarkKind::Id)
}

fn is_path(word: &str) -> bool {
    let b = word.as_bytes();
    let drive = b.len() > 3 && b[0].is_ascii_alphabetic() && b[1] == b':' && matches!(b[2], b'\\' | b'/');
    let unix = b.len() > 2 && b[0] == b'/' && b[1] != b'/' && b.iter().any(u8::is_ascii_alphabetic);
    drive || unix || word.starts_with("\\\\") && b.len() > 4 || word.starts_with("./") && b.len() > 3
}

fn is_uuid(word: &str) -> bool {
    let mut groups = word.split('-');
    [8, 4, 4, 4, 12].iter().all(|length| {
        groups.next().is_some_and(|group| group.len() == *length && group.bytes().all(|b| b.is_ascii_hexdigit()))
    }) && groups.next().is_none()
}

/// `ORA-01555`, `KB5034441`, `CVE-2026-1234`, `E0382`, `MSB3021`.
fn is_code(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &word[letters..];
    let number = rest.strip_prefix(['-', '_']).unwrap_or(rest);
    let shaped = number.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    (1..=8).contains(&letters) && shaped && (3..=10).contains(&number.len()) && !has(&NO_CODES, &word[..letters])
}

/// `java.io.IOException`, `ValueError`, `System.Net.WebException`, `std::bad_alloc`.
pub(super) fn is_exception(word: &str) -> bool {
    if word == "std::bad_alloc" || word == "std::out_of_range" {
        return true;
    }
    let last = word.rsplit(['.', ':', '$']).next().unwrap_or("");
    let ends = ["Exception", "Error", "Throwable", "Interrupt", "Fault", "Overflow", "NotFound", "DoesNotExist"];
    ends.iter()
        .any(|end| last.ends_with(end) && (last.len() > end.len() || word.len() > last.len() || *end == "Exception"))
        && last.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b':' | b'$' | b'_'))
}

/// What names an account, in the languages of programs; the last word of `d'utilisateur` and `db_user`.
const USERS: [&str; 10] = [
    "user",
    "username",
    "login",
    "uid",
    "account",
    "utilisateur",
    "benutzer",
    "benutzername",
    "usuario",
    "usu\u{e1}rio",
];
/// What looks like a code's letters and numbers requests, machines, methods and standards.
const NO_CODES: [&str; 22] = [
    "REQ", "TID", "PID", "ID", "JOB", "SESSION", "THREAD", "WORKER", "UTC", "GMT", "SHA", "AES", "RSA", "X", "PC",
    "VLAN", "ISO", "UTF", "S", "RFC", "COM", "WIN",
];
pub(super) const NO_NAMES: [&str; 23] = [
    "internal",
    "not",
    "is",
    "has",
    "and",
    "or",
    "for",
    "the",
    "was",
    "name",
    "null",
    "unknown",
    "id",
    "with",
    "cannot",
    "reply",
    "response",
    "ack",
    "data",
    "request",
    "packet",
    "connection",
    "user",
];
const CODED: [&str; 36] = [
    "fehlercode",
    "fehlernummer",
    "fehler",
    "erreur",
    "erro",
    "código",
    "codigo",
    "errore",
    "state",
    "msg",
    "code",
    "error",
    "errno",
    "status",
    "status_code",
    "statuscode",
    "sqlstate",
    "sqlcode",
    "exit",
    "rc",
    "hresult",
    "err",
    "signal",
    "event_id",
    "eventid",
    "errorcode",
    "error_code",
    "exitcode",
    "exit_code",
    "returned",
    "0x",
    "http",
    "http_status",
    "result",
    "event",
    "ret",
];
const VERSIONED: [&str; 16] = [
    "version", "release", "python", "java", "node", "ruby", "php", "go", "build", "kernel", "nginx", "apache",
    "openssl", "agent", "server", "HTTP",
];
const ERRNO: [&str; 30] = [
    "EACCES",
    "EADDRINUSE",
    "EADDRNOTAVAIL",
    "EAGAIN",
    "EBADF",
    "EBUSY",
    "ECONNABORTED",
    "ECONNREFUSED",
    "ECONNRESET",
    "EEXIST",
    "EFAULT",
    "EHOSTUNREACH",
    "EINTR",
    "EINVAL",
    "EIO",
    "EISDIR",
    "EMFILE",
    "ENETUNREACH",
    "ENOENT",
    "ENOMEM",
    "ENOSPC",
    "ENOTCONN",
    "ENOTDIR",
    "ENOTEMPTY",
    "ENOTFOUND",
    "EPERM",
    "EPIPE",
    "EROFS",
    "ETIMEDOUT",
    "EAI_AGAIN",
];
