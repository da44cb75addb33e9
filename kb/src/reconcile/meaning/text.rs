//! What of a note the model reads.

use crate::catalog::NoteText;
use crate::render;

/// Characters of each part taken: the model reads about a thousand in all.
const PART: usize = 4_000;

/// Title, issue, environment and resolution, without Markdown's marks; the body of a note that has none of these, and of a case
/// without even that what its customer read.
pub(super) fn whole(title: &str, text: &NoteText) -> String {
    let mut whole = title.trim().to_owned();
    let sections = [&text.issue, &text.environment, &text.resolution];
    let has = |part: &&&String| !part.trim().is_empty();
    let mut parts: Vec<&String> = sections.iter().filter(has).copied().collect();
    if text.issue.trim().is_empty() {
        let instead = [&text.body, &text.journal_customer];
        parts.extend(instead.iter().filter(has).copied().take(1));
    }
    for part in parts {
        whole.push('\n');
        let end = part.floor_char_boundary(PART);
        whole.push_str(render::plain(&part[..end]).trim());
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_reads_the_sections_without_their_marks() {
        let text = NoteText {
            issue: "**VPN** drops".into(),
            environment: "- EdgeVPN 7.4".into(),
            cause: "rekey".into(),
            resolution: "Set `dtls.rekey=0`".into(),
            body: "other".into(),
            ..NoteText::default()
        };
        let read = whole("VPN drops after the upgrade", &text);
        assert_eq!(read, "VPN drops after the upgrade\nVPN drops\n- EdgeVPN 7.4\nSet dtls.rekey=0");
    }

    #[test]
    fn a_note_without_sections_is_read_by_its_body() {
        let body = NoteText { body: "Plain notes".into(), ..NoteText::default() };
        assert_eq!(whole("What now?", &body), "What now?\nPlain notes");
        let journal = NoteText { journal_customer: "It works".into(), ..NoteText::default() };
        assert_eq!(whole("VPN", &journal), "VPN\nIt works");
        assert_eq!(whole(" VPN ", &NoteText::default()), "VPN");
    }
}
