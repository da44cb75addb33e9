//! What a line looks like: which kind of log, trace, exchange or event text it comes from.

use serde::Serialize;

use super::forms::is_exception;
use super::times;

/// A form of text that reports are made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// RFC 3164 lines.
    Syslog,
    /// Lines that begin with a moment, a level, or keys and values: ISO-stamped, log4j, logback, Python logging, logfmt, klog; and
    /// what database clients say of a statement.
    Log,
    /// nginx and Apache, access and error logs.
    WebServer,
    /// A JSON object a line.
    JsonLines,
    /// Java and its like.
    JavaTrace,
    /// .NET.
    DotNetTrace,
    /// Python.
    PythonTrace,
    /// Rust.
    RustTrace,
    /// Go.
    GoTrace,
    /// JavaScript.
    JavaScriptTrace,
    /// gdb, sanitizers and core dumps.
    NativeTrace,
    /// Requests, statuses and headers (RFC 9110).
    Http,
    /// The text of a Windows event.
    WindowsEvent,
    /// dmesg.
    Kernel,
    /// Anything else.
    #[default]
    Text,
}

impl Shape {
    /// Whether it is the trace of an exception or a crash.
    #[must_use]
    pub fn is_trace(self) -> bool {
        matches!(
            self,
            Self::JavaTrace
                | Self::DotNetTrace
                | Self::PythonTrace
                | Self::RustTrace
                | Self::GoTrace
                | Self::JavaScriptTrace
                | Self::NativeTrace
        )
    }
}

/// The shape of `line`, which follows a line of shape `after`.
pub(super) fn shape(line: &str, after: Shape) -> Shape {
    let text = line.trim();
    let indented = line.starts_with([' ', '\t']);
    if text.starts_with('{') && text.ends_with('}') && text.contains("\":") {
        return Shape::JsonLines;
    }
    if let Some(shape) = trace(text, indented, after) {
        return shape;
    }
    if let Some(rest) = text.strip_prefix('[') {
        let seconds = rest.trim_start().split(']').next().unwrap_or("");
        if seconds.contains('.') && seconds.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return Shape::Kernel;
        }
        if times::moment(rest).is_some() {
            return if rest.starts_with(|c: char| c.is_ascii_uppercase()) { Shape::WebServer } else { Shape::Log };
        }
    }
    // RFC 5424 has a version behind the priority, RFC 3164 has none.
    let text = priority(text).map_or(text, |length| &text[length..]);
    if let Some(length) = times::moment(text) {
        return match text.as_bytes()[0] {
            _ if text.len() < line.trim().len() => Shape::Syslog,
            b'A'..=b'Z' if !times::is_klog(text) => Shape::Syslog,
            _ if text[length..].starts_with(" [error]") || text[length..].starts_with(" [crit]") => Shape::WebServer,
            _ => Shape::Log,
        };
    }
    if is_log_without_moment(text) {
        return Shape::Log;
    }
    if text.contains("\" ") && text.contains(" HTTP/") && text.contains('[') {
        return Shape::WebServer;
    }
    let methods = ["GET ", "POST ", "PUT ", "DELETE ", "PATCH ", "HEAD ", "OPTIONS "];
    let bare = text.trim_start_matches(['<', '>', '*']).trim_start();
    if bare.starts_with("HTTP/") || bare.contains(" HTTP/") && methods.iter().any(|method| bare.starts_with(method)) {
        return Shape::Http;
    }
    let key = text.split_once(':').map_or("", |(key, _)| key).trim();
    if [
        "Log Name",
        "Source",
        "Event ID",
        "Event Id",
        "Task Category",
        "Level",
        "Keywords",
        "Computer",
        "Faulting application name",
        "Faulting module name",
        "Exception code",
        "Name der fehlerhaften Anwendung",
        "Name des fehlerhaften Moduls",
        "Ausnahmecode",
        "Fault offset",
    ]
    .contains(&key)
    {
        return Shape::WindowsEvent;
    }
    let token = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    match after {
        Shape::Http if token => Shape::Http,
        Shape::WindowsEvent if token || key.contains(' ') => Shape::WindowsEvent,
        _ => Shape::Text,
    }
}

/// Whether a line begins as programs write it without a moment before it, or with one that is a value.
fn is_log_without_moment(text: &str) -> bool {
    const LEVELS: [&str; 6] = ["ERROR:", "WARNING:", "CRITICAL:", "INFO:", "DEBUG:", "type=AVC msg="];
    // MySQL, SQL Server, Oracle, curl.
    const NUMBERED: [&str; 6] = ["ERROR ", "Msg ", "ORA-", "PLS-", "SP2-", "curl: ("];
    let is_numbered =
        |head: &&str| text.strip_prefix(*head).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    LEVELS.iter().any(|level| text.starts_with(level))
        || NUMBERED.iter().any(is_numbered)
        || is_logfmt(text)
        || is_ruby_logger(text)
}

/// Whether a line is keys and values (logfmt).
pub(super) fn is_logfmt(line: &str) -> bool {
    ["time=", "ts=", "level="].iter().any(|key| line.trim_start().starts_with(key)) && line.contains(" msg=")
}

/// `E, [2026-11-20T09:20:03.123456 #812] ERROR -- : no`
fn is_ruby_logger(text: &str) -> bool {
    text.get(1..4) == Some(", [") && times::moment(&text[4..]).is_some()
}

/// Length of the priority that syslog sends before a line, its version included: `<165>1 `, `<38>`.
pub(super) fn priority(text: &str) -> Option<usize> {
    let digits = text.strip_prefix('<')?.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(1 + digits..)?.strip_prefix('>').filter(|_| (1..=3).contains(&digits))?;
    Some(text.len() - rest.strip_prefix("1 ").unwrap_or(rest).len())
}

/// A function of a .NET trace, behind "at" in the language of the system.
pub(super) fn localised_frame(text: &str) -> Option<&str> {
    // ASP.NET's page of an error: `Acme.Portal.Startup.Configure(IAppBuilder app) +62`
    let is_page = || text.rsplit_once(") +").is_some_and(|(_, offset)| offset.parse::<u32>().is_ok());
    let behind = ["bei ", "\u{e0} ", "en ", "em "].iter().find_map(|at| text.strip_prefix(at));
    let frame = behind.or_else(|| is_page().then_some(text))?;
    let name = frame.split('(').next().filter(|name| name.len() < frame.len())?;
    (name.contains('.') && !name.contains(' ')).then_some(frame)
}

fn trace(text: &str, indented: bool, after: Shape) -> Option<Shape> {
    if indented && localised_frame(text).is_some() {
        return Some(Shape::DotNetTrace);
    }
    if let Some(frame) = text.strip_prefix("at ") {
        let place = frame.rsplit_once('(').map_or("", |(_, place)| place);
        let lines = frame.trim_end_matches(')').rsplit(':').take(2).all(|n| n.bytes().all(|b| b.is_ascii_digit()));
        return Some(if after == Shape::RustTrace {
            Shape::RustTrace
        } else if lines {
            Shape::JavaScriptTrace
        } else if place.contains(".java:")
            || place.contains(".kt:")
            || place.contains(".scala:")
            || place.starts_with("Unknown Source")
            || place.starts_with("Native Method")
        {
            Shape::JavaTrace
        } else if indented && frame.contains('(') {
            Shape::DotNetTrace
        } else if indented {
            Shape::JavaScriptTrace
        } else {
            return None;
        });
    }
    // Firefox and Safari: `render@https://portal.example/main.js:2:11`
    if let Some((name, place)) = text.split_once('@')
        && (place.starts_with("http") || place.starts_with("file:"))
        && !name.contains(' ')
        && place.rsplit(':').take(2).all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    {
        return Some(Shape::JavaScriptTrace);
    }
    if text.starts_with("Caused by: ")
        || text.starts_with("... ") && text.ends_with(" more")
        || text.starts_with("Exception in thread ")
    {
        return Some(Shape::JavaTrace);
    }
    if text.starts_with("---> ") || text.starts_with("--- End of ") || text.starts_with("Unhandled exception.") {
        return Some(Shape::DotNetTrace);
    }
    if text.starts_with("Traceback (most recent call last)")
        || indented && text.starts_with("File \"") && text.contains(", line ")
        || text.starts_with("During handling of the above")
        || text.starts_with("The above exception was the direct cause")
        || after == Shape::PythonTrace
            && !text.is_empty()
            && (indented || is_python_exception(text.split(':').next().unwrap_or("")))
    {
        return Some(Shape::PythonTrace);
    }
    if text.starts_with("thread '") && text.contains(" panicked at ")
        || text.starts_with("stack backtrace:")
        || after == Shape::RustTrace && !text.is_empty()
    {
        return Some(Shape::RustTrace);
    }
    if text.starts_with("goroutine ") && text.ends_with("]:")
        || text.starts_with("panic: ")
        || text.starts_with("fatal error: ")
        || after == Shape::GoTrace && !text.is_empty()
    {
        return Some(Shape::GoTrace);
    }
    let native = text.strip_prefix('#').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if native
        || text.contains("ERROR: AddressSanitizer")
        || text.contains("received signal SIG")
        || text.starts_with("terminate called ")
    {
        return Some(Shape::NativeTrace);
    }
    let says = after == Shape::NativeTrace && text.starts_with("what(): ");
    (says || after.is_trace() && indented && text.starts_with("...")).then_some(after)
}

/// What stands behind the functions of a Python trace is an exception if it has a package, whatever it is called.
pub(super) fn is_python_exception(name: &str) -> bool {
    const BUILT_IN: [&str; 4] = ["StopIteration", "StopAsyncIteration", "SystemExit", "GeneratorExit"];
    let is_dotted = || {
        name.contains('.')
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))
    };
    is_exception(name) || BUILT_IN.contains(&name) || is_dotted()
}
