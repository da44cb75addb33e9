//! Three versions of one property that need no person: a list to which both added, the moment of the last change.

use super::super::yaml::{self, Node, Shape};
use super::pieces::Key;
use crate::model::Moment;

/// The merged property, or `None` where somebody has to choose.
pub(super) fn merge(key: &Key, base: &str, mine: &str, theirs: &str) -> Option<String> {
    if *key == Key::Property("updated".to_owned(), 0) {
        return later(mine, theirs);
    }
    let [base, mine, theirs] = [base, mine, theirs].map(List::of);
    let (base, mine, theirs) = (base.unwrap_or_default(), mine?, theirs?);
    if mine.is_flow != theirs.is_flow {
        return None;
    }
    let kept = theirs.items.iter().filter(|item| mine.has(item) || !base.has(item));
    let added = mine.items.iter().filter(|item| !theirs.has(item) && !base.has(item));
    let items: Vec<&str> = kept.chain(added).map(String::as_str).collect();
    // Items with changes of both inside, such as one link: taking both would make two of one.
    let gone = base.items.iter().filter(|item| !mine.has(item) && !theirs.has(item)).count();
    let new = |list: &List| list.items.iter().filter(|item| !base.has(item)).count();
    if gone > 0 && new(&mine) > 0 && new(&theirs) > 0 {
        return None;
    }
    Some(if theirs.is_flow {
        format!("{}[{}]{}", theirs.before, items.join(", "), theirs.after)
    } else {
        let end_each = |item: &&str| if item.ends_with('\n') { (*item).to_owned() } else { format!("{item}\n") };
        format!("{}{}{}", theirs.before, items.iter().map(end_each).collect::<String>(), theirs.after)
    })
}

/// Of two moments the later one.
fn later(mine: &str, theirs: &str) -> Option<String> {
    let moment = |text: &str| {
        let mapping = yaml::read(text, 0..text.len()).ok()?;
        Moment::parse(mapping.entries.first()?.value.text()?).ok()
    };
    Some(if moment(mine)? > moment(theirs)? { mine } else { theirs }.to_owned())
}

/// A list as it is written.
#[derive(Default)]
struct List {
    before: String,
    /// Each as it stands in the text: of a list of lines with its indent and dash.
    items: Vec<String>,
    after: String,
    is_flow: bool,
}

impl List {
    fn of(text: &str) -> Option<Self> {
        let mapping = yaml::read(text, 0..text.len()).ok()?;
        let [entry] = mapping.entries.as_slice() else { return None };
        let Shape::List { items, flow } = &entry.value.value else { return None };
        let range = entry.value.range.clone();
        if *flow {
            let raw = |node: &Node<'_>| text.get(node.range.clone()).map(|raw| raw.trim().to_owned());
            let items = items.iter().map(raw).collect::<Option<Vec<_>>>()?;
            let (before, after) = (text.get(..range.start)?.to_owned(), text.get(range.end..)?.to_owned());
            return Some(Self { before, items, after, is_flow: true });
        }
        let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let starts: Vec<usize> = items.iter().map(|item| line_start(item.range.start)).collect();
        let first = *starts.first()?;
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        let lines = starts.iter().zip(ends).map(|(start, end)| text.get(*start..end).map(str::to_owned));
        let items = lines.collect::<Option<Vec<_>>>()?;
        items.iter().all(|item| item.trim_start().starts_with('-')).then_some(())?;
        Some(Self { before: text.get(..first)?.to_owned(), items, after: String::new(), is_flow: false })
    }

    fn has(&self, item: &str) -> bool {
        self.items.iter().any(|other| other.trim() == item.trim())
    }
}
