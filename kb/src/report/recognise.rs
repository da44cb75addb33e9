//! Whether a text is a report at all: the one place that decides it.

use super::{MarkKind, Report, Shape, read};

/// A single line with fewer words is something typed.
const LONG_LINE: usize = 6;

/// Reads a text that is a report; nothing for words, prose, and anything that was typed.
#[must_use]
pub fn recognise(text: &str) -> Option<Report> {
    let text = text.trim();
    if !text.contains('\n') && text.split_whitespace().nth(LONG_LINE).is_none() {
        return None;
    }
    let report = read(text);
    report.is_report().then_some(report)
}

impl Report {
    /// Whether what was read is a report: some of it has a form that programs write, and people do not.
    #[must_use]
    pub fn is_report(&self) -> bool {
        let lines = |shape: Shape| self.stretches.iter().filter(|s| s.shape == shape).map(|s| s.lines).sum::<u64>();
        if self.lines < 2 {
            // A day at the beginning of a line is written by people too.
            let has_clock = || self.parts.iter().any(|part| part.kind == MarkKind::Time && part.text.contains(':'));
            let line = self.stretches.first().map_or(Shape::Text, |stretch| stretch.shape);
            return match line {
                Shape::Log | Shape::Syslog => has_clock(),
                Shape::WebServer | Shape::JsonLines | Shape::Kernel => true,
                _ => false,
            };
        }
        self.stretches.iter().map(|stretch| stretch.shape).any(|shape| match shape {
            Shape::Text => false,
            Shape::WindowsEvent => lines(shape) > 1,
            _ if shape.is_trace() => lines(shape) > 1 || !self.exceptions.is_empty(),
            _ => true,
        })
    }
}
