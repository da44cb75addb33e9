//! As much of the WebDriver protocol as driving the app takes: a session, scripts, keys. Plain HTTP to WebKitWebDriver on this
//! machine. What a script returns must be text without quotes and backslashes: so no JSON has to be read.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

/// How long one answer may take, the start of the app included.
const PATIENCE: Duration = Duration::from_secs(90);

/// The keys that are not letters, as WebDriver numbers them.
pub(super) const ALT: char = '\u{E00A}';

/// A window that is driven.
pub(super) struct Session {
    port: u16,
    id: String,
}

impl Session {
    /// Lets the driver on `port` start a program, and waits for its window.
    pub(super) fn open(port: u16, program: &Path, arguments: &[&str]) -> Result<Self, String> {
        let list: Vec<String> = arguments.iter().map(|argument| quoted(argument)).collect();
        let options = format!("{{\"binary\":{},\"args\":[{}]}}", quoted(&program.to_string_lossy()), list.join(","));
        let asked = format!("{{\"capabilities\":{{\"alwaysMatch\":{{\"webkitgtk:browserOptions\":{options}}}}}}}");
        let answer = post(port, "/session", &asked)?;
        let id = answer.split("\"sessionId\":\"").nth(1).and_then(|rest| rest.split('"').next());
        let id = id.ok_or_else(|| format!("no session: {answer}"))?.to_owned();
        Ok(Self { port, id })
    }

    /// Runs the body of a function in the page; `arguments` are JSON. Returns the text it returns.
    pub(super) fn script(&self, body: &str, arguments: &[String]) -> Result<String, String> {
        self.run("sync", body, arguments)
    }

    /// The same for a body that hands its text to its last argument, a function.
    pub(super) fn script_that_waits(&self, body: &str, arguments: &[String]) -> Result<String, String> {
        self.run("async", body, arguments)
    }

    fn run(&self, how: &str, body: &str, arguments: &[String]) -> Result<String, String> {
        let asked = format!("{{\"script\":{},\"args\":[{}]}}", quoted(body), arguments.join(","));
        let answer = self.post(&format!("execute/{how}"), &asked)?;
        let text = answer.split_once("\"value\":\"").and_then(|(_, rest)| rest.split('"').next());
        Ok(text.ok_or_else(|| format!("the page answers no text: {answer}"))?.to_owned())
    }

    /// Types a text key by key into whatever has the focus.
    pub(super) fn type_text(&self, text: &str) -> Result<(), String> {
        self.act(&text.chars().flat_map(|key| [("keyDown", key), ("keyUp", key)]).collect::<Vec<_>>())
    }

    /// Presses keys together.
    pub(super) fn press(&self, keys: &[char]) -> Result<(), String> {
        let down = keys.iter().map(|key| ("keyDown", *key));
        self.act(&down.chain(keys.iter().rev().map(|key| ("keyUp", *key))).collect::<Vec<_>>())
    }

    fn act(&self, strokes: &[(&str, char)]) -> Result<(), String> {
        let strokes: Vec<String> = strokes
            .iter()
            .map(|(stroke, key)| format!("{{\"type\":\"{stroke}\",\"value\":{}}}", quoted(&key.to_string())))
            .collect();
        let source = format!("{{\"type\":\"key\",\"id\":\"keyboard\",\"actions\":[{}]}}", strokes.join(","));
        self.post("actions", &format!("{{\"actions\":[{source}]}}")).map(drop)
    }

    fn post(&self, what: &str, body: &str) -> Result<String, String> {
        post(self.port, &format!("/session/{}/{what}", self.id), body)
    }
}

/// A port nobody has, from a range the system gives to no outgoing connection (those begin at 32768).
pub(super) fn free_port() -> io::Result<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    const FIRST: u16 = 8_000;
    const RANGE: u16 = 12_000;
    let start = u16::try_from(std::process::id() % u32::from(RANGE)).unwrap_or_default();
    let tried = (0..RANGE).map(|_| FIRST + (start + NEXT.fetch_add(1, Ordering::Relaxed) % RANGE) % RANGE);
    tried
        .into_iter()
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .ok_or_else(|| io::Error::other("no port is free"))
}

/// Whether the driver on `port` answers.
pub(super) fn listens(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Asks the driver, and returns the body of its answer.
fn post(port: u16, path: &str, body: &str) -> Result<String, String> {
    let answer = exchange(port, path, body).map_err(|error| format!("the driver does not answer: {error}"))?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("the driver broke off its answer")?;
    if head.split(' ').nth(1) == Some("200") { Ok(body.to_owned()) } else { Err(body.to_owned()) }
}

fn exchange(port: u16, path: &str, body: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// A text as JSON writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => {
                let _memory_takes_it = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_quoted_as_json_has_it() {
        assert_eq!(quoted("a \"b\"\\\n\u{E00A}"), "\"a \\\"b\\\"\\\\\\u000a\u{E00A}\"");
    }

    #[test]
    fn ports_are_told_apart() {
        assert_ne!(free_port().expect("one"), free_port().expect("another"));
    }
}
