//! Moments and spans at the beginning of a text: ISO 8601, RFC 3164, the common log format, dmesg's seconds.

/// With the German ones that differ and are three letters of ASCII.
const MONTHS: [&[u8]; 15] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec", b"Mai", b"Okt",
    b"Dez",
];
const DAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];
const SPANS: [&str; 22] = [
    "ns", "us", "µs", "ms", "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minutes", "h", "hours", "d",
    "days", "msec", "millis", "hrs", "hour", "day",
];

/// Length in bytes of the moment that `text` begins with.
pub(super) fn moment(text: &str) -> Option<usize> {
    let b = text.as_bytes();
    match b.first()? {
        b'0'..=b'9' => date_and_time(b),
        b'I' | b'W' | b'E' | b'F' if is_klog(text) => clock(b, 6),
        b'A'..=b'Z' => named(b),
        _ => None,
    }
    .filter(|&end| text.is_char_boundary(end) && !b.get(end).is_some_and(u8::is_ascii_alphanumeric))
}

/// Whether `word` is a number with a unit of time (`350ms`), or a unit alone when `bare`.
pub(super) fn is_span(word: &str, bare: bool) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    (unit.len() < word.len()) != bare && SPANS.contains(&unit)
}

/// Whether a text begins as klog writes: a level's letter, month and day, and the time of day (`E1120 09:20:03.123456`).
pub(super) fn is_klog(text: &str) -> bool {
    let b = text.as_bytes();
    matches!(b.first(), Some(b'I' | b'W' | b'E' | b'F'))
        && digits(b, 1) == 4
        && b.get(5) == Some(&b' ')
        && clock(b, 6).is_some()
}

fn digits(b: &[u8], at: usize) -> usize {
    b.iter().skip(at).take(10).take_while(|c| c.is_ascii_digit()).count()
}

fn date_and_time(b: &[u8]) -> Option<usize> {
    let first = digits(b, 0);
    if let Some(end) = clock(b, 0) {
        return Some(end);
    }
    let sign = *b.get(first)?;
    if !matches!(sign, b'-' | b'/' | b'.') && sign != b' ' {
        return None;
    }
    if let Some(month) = b.get(first + 1..first + 4)
        && MONTHS.contains(&month)
        && first <= 2
        && b.get(first + 4) == Some(&sign)
        && digits(b, first + 5) == 4
    {
        return Some(then_clock(b, first + 9));
    }
    let second = digits(b, first + 1);
    let third_at = first + 1 + second + 1;
    let third = digits(b, third_at);
    let shaped = matches!((first, second, third), (4, 1..=2, 1..=2) | (1..=2, 1..=2, 4));
    // `10.11.2026` and `2026.01.10` are days, `7.4.1` and `2026.1.0` are versions.
    let shaped = shaped && (sign != b'.' || first < 4 || second == 2 && third == 2);
    (sign != b' ' && b.get(first + 1 + second) == Some(&sign) && shaped).then(|| then_clock(b, third_at + third))
}

fn named(b: &[u8]) -> Option<usize> {
    let mut at = 0;
    if DAYS.contains(&b.get(..3)?) {
        at = 3 + b.iter().skip(3).take(2).take_while(|c| matches!(c, b' ' | b',')).count();
        if let Some(end) = b.get(at..).and_then(|rest| date_and_time(rest).filter(|_| rest[0].is_ascii_digit())) {
            return Some(at + end);
        }
    }
    if !MONTHS.contains(&b.get(at..at + 3)?) {
        return None;
    }
    at += 3;
    at += b.iter().skip(at).take(2).take_while(|c| **c == b' ').count();
    let day = digits(b, at);
    if !(1..=2).contains(&day) || b.get(at + day) != Some(&b' ') {
        return None;
    }
    let mut end = clock(b, at + day + 1)?;
    if b.get(end) == Some(&b' ') && digits(b, end + 1) == 4 {
        end += 5;
    }
    Some(end)
}

fn then_clock(b: &[u8], end: usize) -> usize {
    match b.get(end) {
        Some(b'T' | b' ' | b':' | b't') => clock(b, end + 1).unwrap_or(end),
        _ => end,
    }
}

/// `09:20:03`, with a fraction and a zone or not.
fn clock(b: &[u8], at: usize) -> Option<usize> {
    let hours = digits(b, at);
    let mut end = at + hours;
    if !(1..=2).contains(&hours) || b.get(end) != Some(&b':') || digits(b, end + 1) != 2 {
        return None;
    }
    end += 3;
    if b.get(end) != Some(&b':') || digits(b, end + 1) != 2 {
        return None;
    }
    end += 3;
    if matches!(b.get(end), Some(b'.' | b',')) && digits(b, end + 1) > 0 {
        end += 1 + digits(b, end + 1);
    }
    let space = usize::from(b.get(end) == Some(&b' '));
    match b.get(end + space) {
        Some(b'Z') if space == 0 => end += 1,
        Some(b'+' | b'-') if digits(b, end + space + 1) == 4 => end += space + 5,
        Some(b'+' | b'-') if space == 0 && digits(b, end + 1) == 2 => {
            end += 3;
            if b.get(end) == Some(&b':') && digits(b, end + 1) == 2 {
                end += 3;
            }
        }
        _ => {}
    }
    // `12:30:45:67` and `00:1b:44:11` are no times of day.
    (!matches!(b.get(end), Some(b':')) || b.get(end + 1) == Some(&b' ') || b.get(end + 1).is_none()).then_some(end)
}
