//! Samples of every shape, near misses, hostile input, and the rules that hold for any text.

use proptest::prelude::*;

use super::*;
use crate::redact::samples;

mod faults;

const JAVA: &str = "2026-11-20 09:20:03,123 [http-nio-8080-exec-5] ERROR com.acme.Pay - Request 4711 failed on host edge-01 (EdgeVPN 7.4.1)
java.lang.IllegalStateException: Could not open session 8812
\tat com.acme.Pay.open(Pay.java:42)
\tat com.acme.Pay.run(Pay.java:17)
Caused by: java.sql.SQLException: ORA-01555: snapshot too old
\tat com.acme.Db.query(Db.java:88)
\t... 12 more
";

fn part(report: &Report, kind: MarkKind) -> Vec<&str> {
    report.parts.iter().filter(|part| part.kind == kind).map(|part| part.text.as_str()).collect()
}

#[test]
fn each_shape_is_recognised() {
    let table: &[(&str, Shape)] = &[
        ("Nov 25 09:29:51 edge-03 sshd[1234]: Failed password for root", Shape::Syslog),
        ("2026-11-20T09:20:03.5+01:00 INFO started", Shape::Log),
        ("2026-11-20 09:20:03,123 [main] ERROR com.acme.Pay - no", Shape::Log),
        ("2026-11-20 09:20:03,123 - app.db - ERROR - no", Shape::Log),
        ("ERROR:root:no", Shape::Log),
        ("10.1.2.30 - - [20/Nov/2026:09:20:03 +0100] \"GET /a HTTP/1.1\" 502 157", Shape::WebServer),
        ("2026/11/20 09:20:03 [error] 12#12: *5 connect() failed", Shape::WebServer),
        ("{\"level\":\"error\",\"msg\":\"no\"}", Shape::JsonLines),
        ("\tat com.acme.Pay.open(Pay.java:42)", Shape::JavaTrace),
        ("Caused by: java.io.IOException: no", Shape::JavaTrace),
        ("   at Acme.Pay.Open(String name) in C:\\src\\Pay.cs:line 42", Shape::DotNetTrace),
        ("Traceback (most recent call last):", Shape::PythonTrace),
        ("thread 'main' panicked at src/main.rs:4:5:", Shape::RustTrace),
        ("goroutine 1 [running]:", Shape::GoTrace),
        ("    at open (/srv/app/pay.js:10:5)", Shape::JavaScriptTrace),
        ("#0  0x00007f3a in open_file (name=0x0) at file.c:12", Shape::NativeTrace),
        ("==77==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010", Shape::NativeTrace),
        ("HTTP/1.1 503 Service Unavailable", Shape::Http),
        ("POST /api/pay HTTP/1.1", Shape::Http),
        ("Event ID:      7031", Shape::WindowsEvent),
        ("[12345.678901] app[77]: segfault at 0 ip 00007f3a sp 00007ffd error 4", Shape::Kernel),
        ("just words", Shape::Text),
    ];
    for (line, shape) in table {
        assert_eq!(read(line).stretches[0].shape, *shape, "{line}");
    }
}

#[test]
fn what_varies_gives_way_and_what_names_the_fault_stays() {
    let table = [
        ("2026-11-20T09:20:03Z pid 4711 took 350ms", "<time> pid <id> took <duration>"),
        ("Nov 25 09:29:51 edge-03 sshd[1234]: closed", "<time> <host> sshd[<number>]: closed"),
        ("from 10.1.2.30 port 5050", "from <ip> port <number>"),
        ("mac 00:1b:44:11:3a:b7 via fe80::1", "mac <ip> via <ip>"),
        ("mail to ana@northwind.example", "mail to <email>"),
        ("db-01.northwind.com is away", "<host> is away"),
        ("id 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "id <id>"),
        ("at address 0x7ffe12345678", "at address <address>"),
        ("failed with 0x80070005 and ORA-01555", "failed with 0x80070005 and ORA-01555"),
        ("HTTP/1.1 503 Service Unavailable", "HTTP/1.1 503 Service Unavailable"),
        ("exit code 137, errno=110 ECONNREFUSED", "exit code 137, errno=110 ECONNREFUSED"),
        ("EdgeVPN 7.4.1 needs KB5034441 for CVE-2026-1234", "EdgeVPN 7.4.1 needs KB5034441 for CVE-2026-1234"),
        ("since 2026.11.20 with Ledgerline 2026.1.0", "since <time> with Ledgerline 2026.1.0"),
        ("SQLSTATE[42P01] in java.io.IOException", "SQLSTATE[42P01] in java.io.IOException"),
        ("cannot open /home/mira/app/a.conf", "cannot open /home/<user>/app/a.conf"),
        ("user=mira host=edge-03", "user=<user> host=<host>"),
    ];
    for (line, expected) in table {
        assert_eq!(read(line).templates[0].text, expected, "{line}");
    }
}

#[test]
fn a_java_trace_tells_outermost_and_root_cause() {
    let report = read(JAVA);
    let told: Vec<_> = report.exceptions.iter().map(|e| (e.name.as_str(), e.role, e.message.as_str())).collect();
    assert_eq!(
        told,
        [
            ("java.lang.IllegalStateException", Role::Outermost, "Could not open session 8812"),
            ("java.sql.SQLException", Role::RootCause, "ORA-01555: snapshot too old"),
        ]
    );
    assert_eq!(report.exceptions[0].frames, ["com.acme.Pay.open", "com.acme.Pay.run"]);
    assert_eq!(part(&report, MarkKind::Code), ["ORA-01555"]);
    assert_eq!(part(&report, MarkKind::Component), ["com.acme.Pay"]);
    assert_eq!(part(&report, MarkKind::Version), ["7.4.1"]);
    let clues: Vec<_> = report.clues().into_iter().map(|clue| (clue.why, clue.text, clue.terms.join(" "))).collect();
    let clue = |why, text: &str, terms: &str| (why, text.to_owned(), terms.to_owned());
    assert_eq!(
        clues,
        [
            clue(Why::Code, "ORA-01555", "ORA-01555"),
            clue(Why::RootCause, "SQLException", "SQLException"),
            clue(Why::Exception, "IllegalStateException", "IllegalStateException"),
            clue(Why::Message, "ORA-01555: snapshot too old", "snapshot too old"),
            clue(Why::Message, "Could not open session \u{2026}", "Could open session"),
            clue(
                Why::Message,
                "Request \u{2026} failed on host \u{2026} (EdgeVPN 7.4.1)",
                "Request failed host EdgeVPN"
            ),
            clue(Why::Component, "com.acme.Pay", "com.acme.Pay"),
            clue(Why::Version, "7.4.1", "7.4.1"),
        ]
    );
}

#[test]
fn a_report_is_told_from_what_people_write() {
    let table = [
        (JAVA, true),
        (
            "Hello,\nsince Monday we see this:\nTypeError: x is undefined\n    at load (/srv/a.js:1:2)\nPlease help",
            true,
        ),
        ("2026-11-20 09:20:03,123 [main] ERROR com.acme.Pay - Request failed on the host", true),
        ("{\"level\":\"error\",\"msg\":\"no route\", \"n\": 1, \"a\": 2, \"b\": 3}", true),
        ("GET /a HTTP/1.1\nHost: a.example\n\nHTTP/1.1 503 Service Unavailable", true),
        ("Event ID: 7031\nSource: Service Control Manager\nThe spooler ended", true),
        ("vpn drops", false),
        ("java.lang.NullPointerException com.acme.Pay", false),
        ("2026-11-20 the vpn drops every half hour since Monday", false),
        ("VPN drops every half hour\nsince the upgrade to 7.4.1 there is an error\nSource: the customer", false),
        ("We restarted\n  at noon and it failed", false),
        ("calc freezes when opening this document\ncreated by mira, works fine with ooo", false),
        ("", false),
    ];
    for (text, expected) in table {
        assert_eq!(recognise(text).is_some(), expected, "{text}");
    }
}

#[test]
fn the_words_of_a_header_are_no_words_of_a_message() {
    let table = [
        (
            "2026-11-20 09:20:03,123 [http-nio-8080-exec-5] ERROR com.acme.Pay - Request refused",
            "com.acme.Pay",
            "Request refused",
        ),
        (
            "2026-11-20T09:20:03.123+01:00 ERROR 4711 --- [main] o.s.b.SpringApplication : Run failed",
            "o.s.b.SpringApplication",
            "Run failed",
        ),
        ("2026-11-20 09:20:03,123 - app.db - ERROR - no lease", "app.db", "no lease"),
        ("2026-11-20T09:20:03Z ERROR app::db: no lease", "app::db", "no lease"),
        ("2026-11-20T09:20:03Z ERROR no lease for Unit.x", "", "no lease for Unit.x"),
        ("Nov 25 09:29:51 edge-03 sshd[1234]: Failed password", "sshd", "Failed password"),
        ("{\"level\":\"error\",\"logger\":\"app.db\",\"msg\":\"no lease\"}", "app.db", "no lease"),
        (
            "[12345.678901] usb 1-1: device not accepting address",
            "",
            "usb <number>-<number>: device not accepting address",
        ),
    ];
    for (line, component, message) in table {
        let report = read(line);
        assert_eq!(report.templates[0].message, message, "{line}");
        assert_eq!(part(&report, MarkKind::Component).join(" "), component, "{line}");
    }
}

#[test]
fn what_is_secret_is_kept_nowhere() {
    let secret = "s3cr3tW0rd9";
    let table = [
        format!("2026-11-20 09:20:03 ERROR login failed password={secret} host=edge-01"),
        format!("2026-11-20 09:20:03 ERROR login failed {{\"password\": \"{secret}\", \"a\": 1}}"),
        format!("2026-11-20 09:20:03 ERROR login failed {{\"clientSecret\":\"{secret} two\"}}"),
        format!("GET /a HTTP/1.1\nAuthorization: Bearer {secret}\nCookie: a=b; id={secret}\nX-Api-Key: {secret}"),
        format!(
            "java.sql.SQLException: cannot open https://root:{secret}@db.example/x?token={secret} now\n\tat com.acme.Db.open(Db.java:4)"
        ),
        format!("2026-11-20 09:20:03 ERROR key ghp_16C7e42F292c6912E7710c8{secret} refused"),
        format!(
            "2026-11-20 09:20:03 ERROR read\n-----BEGIN RSA PRIVATE KEY-----\nMIIE{secret}\n{secret}AB/cd\n-----END RSA PRIVATE KEY-----\n"
        ),
        format!("2026-11-20 09:20:03 ERROR --token {secret} --api-key={secret} dbPassword: {secret}"),
    ];
    for text in &table {
        let report = read(text);
        let kept = format!("{report:?} {:?}", report.clues());
        assert!(!kept.contains("s3cr3t"), "{text}\n{kept}");
        assert!(kept.contains("<secret>"), "{text}");
    }
    assert_eq!(read("the token expired").templates[0].text, "the token expired");
}

#[test]
fn a_secret_of_any_published_shape_is_kept_nowhere() {
    for (name, text, secret) in samples() {
        let wrapped = format!("2026-11-20 09:20:03 ERROR com.acme.Gate - refused: {text}");
        let traced = format!("java.lang.IllegalStateException: {text}\n\tat com.acme.Gate.open(Gate.java:4)");
        for text in [&text, &wrapped, &traced] {
            let report = read(text);
            let kept = format!("{report:?} {:?}", report.clues());
            assert!(kept.contains("<secret>"), "{name}: {kept}");
            for part in secret.split_whitespace() {
                assert!(!kept.contains(part), "{name}: {kept}");
            }
            for template in report.templates {
                assert_eq!(super::template(&template.text), template.text, "{name}");
            }
        }
    }
}

#[test]
fn one_more_line_or_exception_changes_no_fingerprint() {
    let other = "java.net.SocketTimeoutException: Read timed out\n\tat com.acme.Mail.send(Mail.java:4)\n";
    let line = "2026-11-20 09:19:00,123 [main] ERROR com.acme.Mail - The mail server is not there today\n";
    let left = read(JAVA);
    for more in [format!("{other}{JAVA}"), format!("{JAVA}{other}"), format!("{line}{JAVA}{line}")] {
        assert!(compare(&left, &read(&more)).same_fault, "{more}");
        assert!(compare(&read(&more), &left).same_fault, "{more}");
    }
    // What both say before they fail is not what failed.
    let same_line = JAVA.replace("ORA-01555", "ORA-00060").replace("SQLException", "SQLSyntaxErrorException");
    assert!(!compare(&left, &read(&same_line)).same_fault);
    assert!(compare(&read(line), &read(&format!("{line}{other}"))).same_fault, "a line speaks where nothing else does");
    let wrapped = JAVA.replace("java.lang.IllegalStateException: Could not open", "java.lang.RuntimeException: No");
    assert!(compare(&left, &read(&wrapped)).same_fault, "the root cause tells, not what was made of it");
}

#[test]
fn other_languages_tell_their_exceptions_too() {
    /// A trace, the types it names with their parts in it, and its top frame, or nothing where it has none.
    type Sample = (&'static str, &'static [(&'static str, Role)], &'static str);
    let table: &[Sample] = &[
        (
            "Traceback (most recent call last):\n  File \"/srv/a.py\", line 3, in load\n    x = d[k]\nKeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"/srv/b.py\", line 9, in run\n    load()\nacme.errors.LoadError: no a\n",
            &[("acme.errors.LoadError", Role::Outermost), ("KeyError", Role::RootCause)],
            "b.py:run",
        ),
        (
            "Unhandled exception. System.InvalidOperationException: no ---> System.IO.IOException: disk\n   at Acme.Pay.Open(String n) in C:\\a.cs:line 4\n",
            &[("System.InvalidOperationException", Role::Outermost), ("System.IO.IOException", Role::RootCause)],
            "",
        ),
        (
            "thread 'main' panicked at src/main.rs:4:5:\nindex out of bounds\nstack backtrace:\n   0: core::panicking::panic_fmt\n             at /rustc/x.rs:1:1\n",
            &[("panicked", Role::Only)],
            "core::panicking::panic_fmt",
        ),
        (
            "panic: runtime error: invalid memory address\n\ngoroutine 1 [running]:\nmain.load(0xc000012345)\n\t/srv/main.go:12 +0x1d\n",
            &[("panic", Role::Only)],
            "main.load",
        ),
        ("TypeError: x is undefined\n    at load (/srv/a.js:1:2)\n", &[("TypeError", Role::Only)], "load"),
        (
            "==77==ERROR: AddressSanitizer: heap-use-after-free on address 0x60\n    #0 0x4f in load /srv/a.c:3\n",
            &[("heap-use-after-free", Role::Only)],
            "load",
        ),
    ];
    for (text, expected, frame) in table {
        let report = read(text);
        let told: Vec<_> = report.exceptions.iter().map(|e| (e.name.as_str(), e.role)).collect();
        assert_eq!(told, *expected, "{text}");
        assert_eq!(report.exceptions[0].frames.first().map_or("", String::as_str), *frame, "{text}");
    }
}

#[test]
fn the_same_fault_elsewhere_is_the_same_and_another_is_not() {
    let elsewhere = JAVA
        .replace("2026-11-20 09:20:03,123", "2027-01-02 23:59:59,001")
        .replace("edge-01", "edge-77")
        .replace("exec-5", "exec-31")
        .replace("8812", "17")
        .replace("7.4.1", "7.5.0")
        .replace("Pay.java:42", "Pay.java:57");
    let (left, right) = (read(JAVA), read(&elsewhere));
    let compared = compare(&left, &right);
    assert!(compared.same_fault);
    let differs: Vec<_> = compared.differences.iter().map(|d| (d.kind, d.left.join(" "), d.right.join(" "))).collect();
    assert_eq!(
        differs,
        [
            (MarkKind::Version, "7.4.1".to_owned(), "7.5.0".to_owned()),
            (MarkKind::Host, "edge-01".to_owned(), "edge-77".to_owned())
        ]
    );
    for (from, to) in [("ORA-01555", "ORA-00060"), ("Db.query", "Db.commit"), ("SQLException", "SQLTimeoutException")] {
        assert!(!compare(&left, &read(&JAVA.replace(from, to))).same_fault, "{to}");
    }
    let log = "Nov 25 09:29:51 edge-03 dhcpd[12]: error: no lease for 00:1b:44:11:3a:b7\n";
    let more = log.replace("09:29:51 edge-03", "11:00:00 edge-04").repeat(3);
    assert!(compare(&read(log), &read(&more)).same_fault, "repetitions fold");
    assert!(!compare(&read(log), &read(&log.replace("no lease", "no route"))).same_fault);
    assert!(!compare(&read(""), &read("")).same_fault, "nothing is no fault");
}

#[test]
fn hostile_input_is_read_in_bounded_memory() {
    let mut reader = Reader::default();
    for _ in 0..50 {
        reader.push(&vec![b'a'; 1_000_000]);
    }
    reader.push(b"\n\xff\xfe ORA-00600 \xc3");
    let report = reader.finish();
    assert_eq!((report.lines, report.bytes), (2, 50_000_015));
    let code = &report.parts[0];
    assert_eq!((code.text.as_str(), code.range.clone()), ("ORA-00600", 50_000_004..50_000_013));
    let many: String = (0..6000_u32)
        .map(|n| format!("w{} failed\n", "x".repeat(n as usize % 80) + &"y".repeat(n as usize / 80)))
        .collect();
    let report = read(&many);
    assert_eq!(report.templates.len() as u64 + report.folded, 6000);
    assert_eq!(report.templates.len(), 4096);
    for text in [
        "[".repeat(20_000),
        "a:".repeat(8000),
        "1.".repeat(8000),
        "\u{202e}\u{0}\u{1b}[31m".repeat(500),
        "Caused by: a.BException: ".repeat(900),
    ] {
        let _ = read(&text).clues();
    }
}

proptest! {
    #[test]
    fn the_cut_does_not_matter(bytes in prop::collection::vec(prop_oneof![Just(b'\n'), any::<u8>()], 0..300), at in 0usize..300, java: bool) {
        let bytes = if java { JAVA.as_bytes().to_vec() } else { bytes };
        let at = at.min(bytes.len());
        let mut whole = Reader::default();
        whole.push(&bytes);
        let mut cut = Reader::default();
        cut.push(&bytes[..at]);
        cut.push(b"");
        for byte in &bytes[at..] {
            cut.push(&[*byte]);
        }
        prop_assert_eq!(whole.finish(), cut.finish());
    }

    #[test]
    fn ranges_are_in_order_and_say_what_the_text_says(text in "(\\PC|[\n\t .:/=@0-9a-fA-Z_-]){0,200}") {
        let report = read(&text);
        for part in &report.parts {
            prop_assert_eq!(text.get(part.range.start as usize..part.range.end as usize), Some(part.text.as_str()));
        }
        prop_assert!(report.stretches.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        let found = super::marks::marks(&text);
        prop_assert!(found.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        let _ = report.clues();
    }

    #[test]
    fn the_template_of_a_template_is_itself(
        words in prop::collection::vec(prop::sample::select(vec![
            "failed", "2026-11-20T09:20:03Z", "10.1.2.30:443", "pid", "4711", "worker-3", "user=mira", "7.4.1", "0x80070005",
            "a@b.example", "/home/mira/x.log", "Main.java:42", "[77]", "350ms", "ORA-01555", "status=503", "x=1,", "host",
        ]), 0..12)
    ) {
        let once = template(&words.join(" "));
        prop_assert_eq!(template(&once), once.clone());
    }
}

#[test]
fn a_long_log_is_counted_and_what_is_rare_in_it_is_found() {
    let line = |n: usize| {
        format!(
            "2026-11-20 09:{:02}:{:02},123 INFO com.acme.Pool - took connection {n} of db-{}\n",
            n / 60 % 60,
            n % 60,
            n % 7
        )
    };
    let mut text = String::new();
    for n in 0..40_000 {
        text.push_str(&line(n));
        if n == 30_000 {
            text.push_str(JAVA);
        }
        if n == 35_000 {
            text.push_str("2026-11-20 10:00:00,123 INFO com.acme.Pool - password=hunter2secret taken\n");
        }
        if n % 10 == 0 {
            text.push_str(&format!("2026-11-20 09:00:00,123 ERROR com.acme.Pool - status={} of {n}\n", 500 + n % 4));
        }
    }
    assert!(text.len() > 3_000_000);
    let report = read(&text);
    let kept: u64 = report.templates.iter().map(|template| template.count).sum();
    assert_eq!((kept + report.folded, report.bytes), (report.lines, text.len() as u64));
    assert_eq!(report.templates[0].count, 40_000);
    assert_eq!(
        &text[report.templates[0].last.start as usize..report.templates[0].last.end as usize],
        line(39_999).trim_end()
    );
    assert_eq!(report.exceptions.len(), 2);
    assert_eq!(report.exceptions[1].frames, ["com.acme.Db.query"]);
    assert!(read(JAVA).is_same_fault(&report));
    assert!(part(&report, MarkKind::Code).contains(&"ORA-01555"));
    assert!(!format!("{report:?}").contains("hunter2"));
}

#[test]
fn a_fault_is_told_from_one_of_the_same_form() {
    for (name, text, again, other) in faults::faults() {
        assert!(recognise(&text).is_some(), "{name}: {text}");
        let (text, again, other) = (read(&text), read(&again), read(&other));
        assert!(compare(&text, &again).same_fault, "{name}: {:#?}\n{:#?}", text.fingerprints, again.templates);
        assert!(!compare(&text, &other).same_fault, "{name}: {:?}", other.templates);
    }
}

#[test]
fn one_line_that_many_faults_share_is_not_enough() {
    let line = |said: &str| format!("2026-11-20 09:20:03,123 ERROR com.acme.Db - {said}\n");
    let end = line("Aborting the start of the server");
    let one = read(&(line("Cannot lock the data file") + &end));
    assert!(!one.is_same_fault(&read(&(line("Unknown variable in settings") + &end))));
    assert!(
        one.is_same_fault(&read(&(line("Cannot lock the data file") + &end + &line("Pool was not closed, error"))))
    );
    assert!(one.is_same_fault(&read(&line("Cannot lock the data file"))));
}

#[test]
fn a_report_pasted_between_words_is_found_whatever_wrote_it() {
    for report in [
        "Nov 20 09:20:03 app01 systemd[1]: Failed to start ledger.service - Ledger reports.",
        "ERROR:  relation \"orders\" does not exist at character 15",
        "[10093.12] EXT4-fs error (device sda1): ext4_find_entry: reading directory",
        "{\"level\":\"error\",\"msg\":\"cannot open the queue of jobs\"}",
        "> java.lang.IllegalStateException: no\n> \tat com.acme.Pay.open(Pay.java:42)",
    ] {
        let text = format!("The customer sent this:\n\n{report}\n\nAsked for more.");
        assert_eq!(fingerprints_in([text.as_str()]).len(), 1, "{report}");
    }
    assert!(fingerprints_in(["Called the customer.\n\nAll is well again, no error since noon."]).is_empty());
}

#[test]
fn an_exception_is_seen_wherever_it_is_named() {
    let names = |text: &str| read(text).exceptions.into_iter().map(|e| (e.name, e.message)).collect::<Vec<_>>();
    let named = |name: &str, message: &str| vec![(name.to_owned(), message.to_owned())];
    assert_eq!(names("Error: System.IO.IOException: disk full"), named("System.IO.IOException", "disk full"));
    assert_eq!(names("Error: none of these\nAll is well"), []);
    let json = r#"{"level":"error","msg":"no","stack":"a.BException: gone\\r\\n\\tat a.B.open(B.java:3)\\r\\n","n":1}"#
        .replace("\\\\", "\\");
    assert_eq!(names(&json), named("a.BException", "gone"));
    assert_eq!(read(&json).exceptions[0].frames, ["a.B.open"]);
    // What a log says behind a trace is no exception.
    let python =
        "Traceback (most recent call last):\n  File \"/a.py\", line 3, in load\n    x()\nsocket.timeout: late\n";
    let report = read(&format!("{python}INFO:root:started again\nThanks"));
    assert_eq!(report.exceptions.len(), 1);
    assert_eq!(
        report.stretches.iter().map(|s| s.shape).collect::<Vec<_>>(),
        [Shape::PythonTrace, Shape::Log, Shape::Text]
    );
}

#[test]
fn an_exception_without_functions_speaks_unless_it_is_the_one_of_a_trace() {
    let line = "2026-11-20 09:20:03,123 ERROR com.acme.Pool - java.net.SocketTimeoutException: pool is not there\n";
    let other = "java.lang.IllegalStateException: no\n\tat com.acme.Pay.open(Pay.java:4)\n";
    assert!(read(line).is_same_fault(&read(&format!("{line}{other}"))));
    let trace =
        |function: &str| format!("{line}java.net.SocketTimeoutException: late\n\tat com.acme.{function}(A.java:4)\n");
    assert!(!read(&trace("Pay.open")).is_same_fault(&read(&trace("Mail.send"))));
}

#[test]
fn a_text_in_utf_16_is_read_as_the_same_in_utf_8() {
    let text = JAVA.replace("Could not", "Não pôde 😀");
    for big in [false, true] {
        let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let bytes: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(unit).collect();
        for size in [1, 3, 7, bytes.len()] {
            let mut reader = Reader::default();
            bytes.chunks(size).for_each(|piece| reader.push(piece));
            assert_eq!(reader.finish(), read(&text), "{big} {size}");
        }
    }
    let mut reader = Reader::default();
    reader.push(b"a");
    assert_eq!(reader.finish().bytes, 1, "too short to tell");
}

#[test]
fn what_only_looks_like_a_code_is_not_searched_for() {
    for text in [
        "E1120 09:20:03.123456 17 pods.go:12] cannot mount",
        "2026-11-20T09:20:03.123+01:00 ERROR 47112 --- [main] o.s.b.App : no start",
        "Faulting process id: 0x1a2c\nFault offset: 0x2a3f1",
        "2026-11-20 09:20:03 ERROR panicked, set RUST_BACKTRACE=1",
        "2026-11-20 09:20:03 ERROR key of SHA256 and VLAN-100 on PC-0041 refused",
    ] {
        assert_eq!(part(&read(text), MarkKind::Code), Vec::<&str>::new(), "{text}");
    }
    assert_eq!(part(&read("Source: Service Control Manager\nEvent ID: 7031"), MarkKind::Code), ["7031"]);
    let mysql = "2026-11-20T09:20:03.123456Z 0 [ERROR] [MY-012574] [InnoDB] Unable to lock ./ibdata1";
    assert_eq!(part(&read(mysql), MarkKind::Code), ["MY-012574"]);
}
