//! Faults of many kinds, each with itself on another day and with another of its form.

/// A text, another with the same fault on another day, host and release, and one of the same form with another fault.
pub(super) type Faults = (&'static str, String, String, String);

pub(super) fn faults() -> Vec<Faults> {
    let log =
        |day: u8, host: &str, said: &str| format!("2026-11-{day} 09:20:03,123 ERROR com.acme.Net - {host}{said}\n");
    let pair = |one: &str, other: &str| (log(20, "", one), log(24, "", one), log(24, "", other));
    let named = |name: &'static str, (a, b, c): (String, String, String)| (name, a, b, c);
    let event = |host: &str, program: &str, module: &str, at: &str| {
        format!(
            "Log Name:      Application\nEvent ID:      1000\nComputer:      {host}\nFaulting application name: {program}, version: 4.2.0.0, \
             time stamp: 0x64aa0f11\nFaulting module name: {module}, version: 10.0.1.2, time stamp: 0x1b64aa6f\nException code: \
             0xc0000005\nFault offset: {at}\n"
        )
    };
    let exchange = |day: u8, path: &str, what: &str| {
        format!(
            "> GET {path} HTTP/1.1\n> Host: a{day}.example\n>\n< HTTP/1.1 503 Service Unavailable\n< Date: Fri, {day} Nov 2026 09:20:03 GMT\n<\n{what}\n"
        )
    };
    let oops = |at: &str, function: &str| {
        format!(
            "[{at}.11] BUG: kernel NULL pointer dereference, address: 0000000000000008\n[{at}.12] Oops: 0000 [#1] SMP PTI\n\
             [{at}.13] RIP: 0010:{function}+0x5a0/0xb90 [fs]\n"
        )
    };
    let python = |line: u8, name: &str, said: &str| {
        format!(
            "Traceback (most recent call last):\n  File \"/srv/a.py\", line {line}, in load\n    x()\n{name}: {said}\n"
        )
    };
    let java = |at: &str, function: &str, prefix: &str| {
        format!("{prefix}java.lang.IllegalStateException: no\n{prefix}\tat com.acme.{function}(Pay.java:{at})\n")
    };
    let german = |function: &str, line: u8| {
        format!(
            "System.NullReferenceException: Objektverweis\n   bei Acme.{function}(String n) in C:\\src\\Pay.cs:Zeile {line}.\n"
        )
    };
    let colours = |day: u8, said: &str| {
        format!("\u{1b}[2m2026-11-{day}T09:20:03Z\u{1b}[0m \u{1b}[31mERROR\u{1b}[0m app::db: {said}\n")
    };
    let syslog =
        |day: u8, host: &str, said: &str| format!("<165>1 2026-11-{day}T09:20:03Z {host} ledgerd 77 ID4 - {said}\n");
    let node = |line: u8, said: &str| {
        format!(
            "Error: connect {said}\n    at TCPConnectWrap.done (node:net:{line}:16)\n    at open (/srv/a.js:{line}:9)\n"
        )
    };
    let rust = |thread: u16, said: &str| {
        format!(
            "thread 'main' ({thread}) panicked at src/a.rs:{thread}:4:\n{said}\nnote: run with `RUST_BACKTRACE=1`\n"
        )
    };
    let cpp = |said: &str| {
        format!("terminate called after throwing an instance of 'std::runtime_error'\n  what():  {said}\nAborted\n")
    };
    let json = |day: u8, name: &str| {
        format!(
            "{{\"time\":\"2026-11-{day}T09:20:03Z\",\"level\":\"error\",\"message\":\"Unhandled exception in a request of theirs\",\"exception\":\"{name}: no\"}}\n"
        )
    };
    let firefox = |host: &str, name: &str| {
        format!(
            "TypeError: a is undefined\n{name}@https://{host}.example/s/main.js:2:11\nrun@https://{host}.example/s/main.js:2:99\n"
        )
    };
    vec![
        named(
            "a file is what cannot be opened",
            pair("Cannot open the file /etc/acme/tls.key", "Cannot open the file /etc/acme/queue.db"),
        ),
        named(
            "a word in quotes",
            pair(
                "Relation violates unique constraint \"users_email\"",
                "Relation violates unique constraint \"invoice_numbers\"",
            ),
        ),
        named(
            "a sentence in quotes",
            pair("Posting failed: \"Period is already closed\"", "Posting failed: \"Printer has no paper\""),
        ),
        named(
            "a code in German",
            pair(
                "Buchung fehlgeschlagen, Fehlercode 4711 vom Server",
                "Buchung fehlgeschlagen, Fehlercode 5022 vom Server",
            ),
        ),
        named(
            "a code in French",
            pair("\u{c9}chec de l'envoi : code erreur 1203", "\u{c9}chec de l'envoi : code erreur 4410"),
        ),
        named("what a host is", pair("Cannot send, host unreachable for now", "Cannot send, host untrusted for now")),
        named(
            "what became of a user",
            pair("Login failed: user disabled by policy", "Login failed: user unlicensed by policy"),
        ),
        (
            "sizes vary",
            log(20, "", "Out of memory at 1834MB of 4GB, pool failed"),
            log(24, "", "Out of memory at 77MB of 8GB, pool failed"),
            log(24, "", "Out of memory at 77MB of 8GB, cache failed"),
        ),
        (
            "a request of a web server",
            "10.1.2.3 - - [20/Nov/2026:09:20:03 +0000] \"POST /api/v2/payroll HTTP/1.1\" 502 157\n".to_owned(),
            "10.9.2.3 - - [24/Nov/2026:09:20:03 +0000] \"POST /api/v2/payroll HTTP/1.1\" 502 99\n".to_owned(),
            "10.1.2.3 - - [20/Nov/2026:09:20:03 +0000] \"GET /printers/list HTTP/1.1\" 502 157\n".to_owned(),
        ),
        (
            "an exchange",
            exchange(20, "/api/rates", "no rates"),
            exchange(24, "/api/rates", "no rates"),
            exchange(20, "/print/queue", "maintenance"),
        ),
        (
            "a program that fails in Windows",
            event("pc-1.corp.example", "kasse.exe", "ntdll.dll", "0x000000000002a3f1"),
            event("pc-7.corp.example", "kasse.exe", "ntdll.dll", "0x000000000009a3f1"),
            event("pc-1.corp.example", "sheet.exe", "ntdll.dll", "0x000000000002a3f1"),
        ),
        (
            "the place of an oops",
            oops("91", "cifs_reconnect"),
            oops("  7043", "cifs_reconnect"),
            oops("91", "nfs_wait"),
        ),
        (
            "an exception that is not called one",
            python(3, "socket.timeout", "timed out"),
            python(9, "socket.timeout", "timed out"),
            python(3, "subprocess.TimeoutExpired", "timed out"),
        ),
        (
            "a key that is missing",
            python(3, "KeyError", "'warehouse'"),
            python(9, "KeyError", "'warehouse'"),
            python(3, "KeyError", "'currency'"),
        ),
        (
            "a trace in a quoted mail",
            java("42", "Pay.open", "> "),
            java("57", "Pay.open", ">> "),
            java("42", "Pay.close", "> "),
        ),
        (
            "a trace of a container",
            java("42", "Pay.open", "pay-1  | "),
            java("57", "Pay.open", "pay-12 | "),
            java("42", "Pay.close", "pay-1  | "),
        ),
        (
            "a generated class",
            java("1", "Pay$$EnhancerBySpringCGLIB$$3f2a91bc.open", ""),
            java("1", "Pay$$EnhancerBySpringCGLIB$$77c0ffee.open", ""),
            java("1", "Pay$$EnhancerBySpringCGLIB$$3f2a91bc.close", ""),
        ),
        ("functions in German", german("Pay.Open", 4), german("Pay.Open", 9), german("Mail.Send", 4)),
        (
            "colours",
            colours(20, "no lease for the pool"),
            colours(24, "no lease for the pool"),
            colours(24, "no route to the pool"),
        ),
        (
            "syslog with a priority",
            syslog(20, "edge-1", "Failed to open the ledger"),
            syslog(24, "edge-9", "Failed to open the ledger"),
            syslog(20, "edge-1", "Failed to close the ledger"),
        ),
        ("a plain Error", node(3, "ECONNREFUSED"), node(9, "ECONNREFUSED"), node(3, "ETIMEDOUT")),
        (
            "a panic with the number of its thread",
            rust(4123, "index out of bounds"),
            rust(99, "index out of bounds"),
            rust(4123, "called unwrap on None"),
        ),
        ("terminate", cpp("cannot open the device"), cpp("cannot open the device"), cpp("the licence has expired")),
        (
            "what a line of JSON names",
            json(20, "System.IO.IOException"),
            json(24, "System.IO.IOException"),
            json(20, "System.FormatException"),
        ),
        ("functions of Firefox", firefox("p", "render"), firefox("q", "render"), firefox("p", "commit")),
    ]
}
