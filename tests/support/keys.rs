//! Key combinations as the help sheet writes them, `Control+Shift+Enter`, as WebDriver actions.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

/// Presses the keys in the order given and lets them go in reverse. A letter is the key it is printed on: with
/// `Control+K` the page sees `k`, as from a keyboard, and only with `Shift` among the keys `K`.
///
/// # Panics
/// On a name nobody knows.
pub(super) fn combination(keys: &str) -> KeyActions {
    let shifted = keys.split('+').any(|name| name == "Shift");
    let letter = |c: char| if shifted { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    let keys: Vec<char> = keys.split('+').map(|name| letter(key(name))).collect();
    let down = keys.iter().map(|value| KeyAction::Down { value: *value });
    let up = keys.iter().rev().map(|value| KeyAction::Up { value: *value });
    down.chain(up).fold(KeyActions::new("keyboard".to_owned()), KeyActions::then)
}

/// Types the text key by key into whatever has the focus.
pub(super) fn text(text: &str) -> KeyActions {
    let strokes = text.chars().map(|c| if c == '\n' { Key::Enter.into() } else { c });
    let actions = strokes.flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]);
    actions.fold(KeyActions::new("keyboard".to_owned()), KeyActions::then)
}

fn key(name: &str) -> char {
    let key = match name {
        "Control" | "Ctrl" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Space" => return ' ',
        "Plus" => return '+',
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "F1" => Key::F1,
        "F2" => Key::F2,
        "F5" => Key::F5,
        other => {
            let mut letters = other.chars();
            let (Some(letter), None) = (letters.next(), letters.next()) else { panic!("no key is called {other}") };
            return letter;
        }
    };
    key.into()
}
