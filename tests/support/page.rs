//! Scripts that look at the page the way assistive technology does, so that tests name things as people do.

/// What to look for. Every part that is given must hold.
#[derive(Debug, Clone, Default)]
pub(super) struct Sought {
    pub(super) role: Option<String>,
    pub(super) name: Option<String>,
    pub(super) text: Option<String>,
    pub(super) test_id: Option<String>,
}

impl Sought {
    pub(super) fn to_json(&self) -> serde_json::Value {
        serde_json::json!({ "role": self.role, "name": self.name, "text": self.text, "testId": self.test_id })
    }
}

impl std::fmt::Display for Sought {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts =
            [("", &self.role), ("named ", &self.name), ("saying ", &self.text), ("with test id ", &self.test_id)];
        let mut words = parts.iter().filter_map(|(label, value)| Some((label, value.as_ref()?)));
        words.try_for_each(
            |(label, value)| {
                if label.is_empty() { write!(f, "{value} ") } else { write!(f, "{label}\"{value}\" ") }
            },
        )
    }
}

/// Takes a sought thing, returns the visible elements that match.
pub(super) const FIND: &str = concat!(include_str!("page.js"), "return find(arguments[0]);");

/// Returns the visible text of the whole page, open shadow roots included, with single spaces.
pub(super) const TEXT: &str = concat!(include_str!("page.js"), "return pageText();");

/// Returns the accessible name of what has the focus, also inside an open shadow root; null when nothing has.
pub(super) const FOCUS: &str = concat!(include_str!("page.js"), "const it = focused(); return it && nameOf(it);");

/// Takes a field, returns what stands in it.
pub(super) const VALUE: &str = concat!(include_str!("page.js"), "return valueOf(arguments[0]);");

/// Returns the markup of the page, for a failed test.
pub(super) const MARKUP: &str = "return document.documentElement.outerHTML;";

/// Draws a frame every few milliseconds, for at most ten seconds: one pixel in view, between no
/// black and the least there is (less would round to the same colour, and nothing would be drawn).
pub(super) const KEEP_DRAWING: &str = "
    const pixel = document.createElement('div');
    pixel.id = 'webdriver-keeps-drawing';
    pixel.ariaHidden = 'true';
    const place = { position: 'fixed', top: 0, left: 0, width: '1px', height: '1px', zIndex: 2147483647 };
    Object.assign(pixel.style, place, { pointerEvents: 'none' });
    document.body.append(pixel);
    let frame = 0;
    const timer = setInterval(() => {
      if (!pixel.isConnected || ++frame > 500) return clearInterval(timer);
      pixel.style.background = frame % 2 ? 'rgb(0 0 0 / 0.004)' : 'transparent';
    }, 20);";

/// Ends [`KEEP_DRAWING`] and leaves no trace of it.
pub(super) const STOP_DRAWING: &str = "document.getElementById('webdriver-keeps-drawing')?.remove();";
