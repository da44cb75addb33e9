//! Titles to file names.

use unicode_normalization::UnicodeNormalization;

/// Longest slug, in bytes.
const LONGEST: usize = 60;

/// The title as lower-case ASCII words with hyphens between them: at most 60 bytes, never empty, no name Windows
/// keeps for a device. Letters with accents lose them; other scripts are left out (`note` when nothing is left).
#[must_use]
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    // A title is a line; what a hostile one holds beyond this cannot matter to 60 bytes.
    for c in title.chars().take(4096).nfkd() {
        let word: &str = match c {
            'ß' => "ss",
            'æ' | 'Æ' => "ae",
            'œ' | 'Œ' => "oe",
            'ø' | 'Ø' => "o",
            'ł' | 'Ł' => "l",
            'đ' | 'Đ' => "d",
            '\u{300}'..='\u{36f}' | '\'' | '’' => continue,
            c if c.is_ascii_alphanumeric() => {
                push(&mut slug, &mut gap, c.to_ascii_lowercase().encode_utf8(&mut [0; 4]));
                continue;
            }
            _ => {
                gap = true;
                continue;
            }
        };
        push(&mut slug, &mut gap, word);
    }
    if slug.len() > LONGEST {
        // Whole words, unless the first alone is too long.
        let cut = slug[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    if slug.is_empty() {
        "note".clone_into(&mut slug);
    }
    if is_device(&slug) {
        slug.push_str("-note");
    }
    slug
}

fn push(slug: &mut String, gap: &mut bool, word: &str) {
    if std::mem::take(gap) && !slug.is_empty() {
        slug.push('-');
    }
    slug.push_str(word);
}

fn is_device(name: &str) -> bool {
    let numbered = |name: &str| name.len() == 4 && name.as_bytes()[3].is_ascii_digit();
    matches!(name, "con" | "prn" | "aux" | "nul")
        || ((name.starts_with("com") || name.starts_with("lpt")) && numbered(name))
}
