//! Bytes to text: byte order marks, UTF-16, what is not text at all. Keeps the mark in place, so that ranges of the
//! text are ranges of the file.

use crate::model::{Problem, ProblemCode};

/// The text of a file and, where it must not be written back, why.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) problem: Option<Problem>,
    /// Why the text cannot be edited; `None` when its bytes are the file's.
    pub(super) fixed: Option<String>,
}

const BOM: &str = "\u{feff}";

/// Length of the byte order mark at the start of `text`: 0 or 3 bytes.
pub(super) fn bom_len(text: &str) -> usize {
    if text.starts_with(BOM) { BOM.len() } else { 0 }
}

/// The text of bytes that were written by anybody: UTF-16 where it says so, else UTF-8; what is neither is replaced.
#[must_use]
pub fn text_of(bytes: &[u8]) -> String {
    let mut text = decode(bytes).text;
    text.drain(..bom_len(&text));
    text
}

pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let utf16: Option<fn([u8; 2]) -> u16> = match bytes {
        [0xff, 0xfe, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] => Some(u16::from_be_bytes),
        _ => None,
    };
    if let Some(unit) = utf16 {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        let problem = not_utf8("the file is UTF-16, which is shown but never rewritten");
        return Decoded {
            text: String::from_utf16_lossy(&units),
            problem: Some(problem),
            fixed: Some("the file is UTF-16".to_owned()),
        };
    }
    let (text, lossy) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => (String::from_utf8_lossy(bytes).into_owned(), Some(error.valid_up_to())),
    };
    if text.as_bytes().contains(&0) {
        let problem = Problem::whole(
            ProblemCode::Binary,
            "the file holds NUL bytes, so it is taken for a binary one",
            "If it is meant to be text, open it in an editor and remove the NUL bytes",
        );
        return Decoded { text, problem: Some(problem), fixed: Some("the file holds NUL bytes".to_owned()) };
    }
    if let Some(at) = lossy {
        let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let mut problem = not_utf8(&format!("line {line} holds bytes that are not UTF-8"));
        problem.range = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
        problem.line = line;
        return Decoded { text, problem: Some(problem), fixed: Some("the file is not UTF-8".to_owned()) };
    }
    Decoded { text, problem: None, fixed: None }
}

fn not_utf8(message: &str) -> Problem {
    Problem::whole(ProblemCode::NotUtf8, message, "Save the file as UTF-8 in the editor it came from")
}
