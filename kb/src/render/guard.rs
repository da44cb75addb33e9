//! Texts that are built to make a Markdown parser slow or deep rather than to be read.

/// Quote and list marks one line may begin with.
const MARKS_A_LINE: usize = 100;
/// Whether the text is not worth parsing: it would be shown as it is.
pub(super) fn is_hostile(markdown: &str) -> bool {
    markdown.lines().any(|line| marks(line) > MARKS_A_LINE)
}

/// How many quote, list and footnote marks a line begins with, one inside the other.
fn marks(line: &str) -> usize {
    let mut rest = line.as_bytes();
    let mut marks = 0;
    loop {
        rest = rest.trim_ascii_start();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let length = match rest.get(digits) {
            Some(b'>') if digits == 0 => 1,
            Some(b'-' | b'+' | b'*') if digits == 0 && rest.get(1).is_none_or(u8::is_ascii_whitespace) => 1,
            Some(b'.' | b')') if digits > 0 && rest.get(digits + 1).is_none_or(u8::is_ascii_whitespace) => digits + 1,
            Some(b'[') if digits == 0 && rest.starts_with(b"[^") => {
                match rest.windows(2).take(200).position(|pair| pair == b"]:") {
                    Some(end) => end + 2,
                    None => return marks,
                }
            }
            _ => return marks,
        };
        marks += 1;
        rest = &rest[length..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_counted_one_inside_the_other() {
        assert_eq!(marks("> > - 1. text > -"), 4);
        assert_eq!(marks("[^1]: > x"), 2);
        assert_eq!(marks("-x"), 0);
        assert_eq!(marks("* * *"), 3);
        assert_eq!(marks(""), 0);
    }

    #[test]
    fn ordinary_texts_pass() {
        assert!(!is_hostile("- a\n  - b [link](x)\n\n> quote\n[[[ ]]]"));
        assert!(!is_hostile(&"* ".repeat(90)));
        assert!(is_hostile(&">".repeat(101)));
    }
}
