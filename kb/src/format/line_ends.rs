//! Line ends of a file that was edited as a whole by an editor that knows only `\n`.

/// `new` with the line ends of `old`: lines at the beginning and the end that stay the same keep theirs, the others get
/// the one most of the old lines have.
#[must_use]
pub fn with_line_ends_of(old: &str, new: &str) -> String {
    let new = plain(new);
    if !old.contains('\r') {
        return new;
    }
    let before = lines(old);
    let after: Vec<&str> = new.split_inclusive('\n').collect();
    let same = |(old, new): &(&&str, &&str)| plain(old) == **new;
    let most = before.len().min(after.len());
    let head = before.iter().zip(&after).take_while(same).count();
    let tail = before.iter().rev().zip(after.iter().rev()).take(most - head).take_while(same).count();
    let windows = before.iter().filter(|line| line.ends_with("\r\n")).count() * 2 > before.len();
    let mut text = before[..head].concat();
    for line in &after[head..after.len() - tail] {
        match line.strip_suffix('\n') {
            Some(line) if windows => {
                text.push_str(line);
                text.push_str("\r\n");
            }
            _ => text.push_str(line),
        }
    }
    text.push_str(&before[before.len() - tail..].concat());
    text
}

fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The lines with their ends, whichever of the three they have.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\n']) {
        let end = if rest[at..].starts_with("\r\n") { at + 2 } else { at + 1 };
        lines.push(&rest[..end]);
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::with_line_ends_of;

    #[test]
    fn lines_that_stay_keep_their_ends_and_new_ones_get_the_usual_one() {
        assert_eq!(with_line_ends_of("a\r\nb\r\nc\nd\r\n", "a\nb2\nnew\nc\nd\n"), "a\r\nb2\r\nnew\r\nc\nd\r\n");
        assert_eq!(with_line_ends_of("a\nb\n", "a\nB\n"), "a\nB\n");
        assert_eq!(with_line_ends_of("a\r\nb", "a\nb"), "a\r\nb");
        assert_eq!(with_line_ends_of("a\r\nb\r\n", ""), "");
        assert_eq!(with_line_ends_of("", "x\ny\n"), "x\ny\n");
    }

    #[test]
    fn a_lone_carriage_return_stays_where_nothing_changed() {
        assert_eq!(with_line_ends_of("a\rb\r\nc\r\n", "a\nb\nc!\n"), "a\rb\r\nc!\r\n");
    }
}
