//! The keyboard of the app's screen, as hands and other programs have it: through the X server.

use std::time::Duration;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, GrabMode, InputFocus, Keycode, ModMask, Window};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use xtask::process::wait_until;

use super::App;

/// X11's names of keys that type no sign.
const CONTROL: u32 = 0xffe3;
const ALT: u32 = 0xffe9;
const ENTER: u32 = 0xff0d;
const ESCAPE: u32 = 0xff1b;
const BACKSPACE: u32 = 0xff08;
const SPACE: u32 = 0x20;

/// How long a key stays with a program that has ended.
const RELEASE: Duration = Duration::from_secs(10);

/// A connection to the screen.
pub(crate) struct Keyboard {
    connection: RustConnection,
    root: Window,
}

impl Keyboard {
    /// The keyboard of the screen the app is on.
    pub(crate) fn of(app: &App) -> Self {
        let (connection, screen) = RustConnection::connect(Some(app.display())).expect("the screen takes a client");
        let root = connection.setup().roots[screen].root;
        Self { connection, root }
    }

    /// Presses the app's global shortcut.
    pub(crate) fn press_shortcut(&self) {
        self.press(&[CONTROL, ALT, SPACE]);
    }

    /// Presses the global shortcut until it is listened for, which begins after the first frame.
    pub(crate) async fn call_find(&self, app: &App) {
        let called = async || {
            self.press_shortcut();
            (app.count("dialog", "Find").await == 1).then_some(())
        };
        app.wait_for("the shortcut to open the find box", called).await;
    }

    /// Types small letters, spaces and, for line ends, Enter.
    pub(crate) fn type_keys(&self, text: &str) {
        for sign in text.chars() {
            self.press(&[if sign == '\n' { ENTER } else { u32::from(sign) }]);
        }
    }

    /// Presses Ctrl+Enter.
    pub(crate) fn press_control_enter(&self) {
        self.press(&[CONTROL, ENTER]);
    }

    /// Presses Ctrl and a letter or digit.
    pub(crate) fn press_control(&self, sign: char) {
        self.press(&[CONTROL, u32::from(sign)]);
    }

    /// Presses Alt and a letter or digit.
    pub(crate) fn press_alt(&self, sign: char) {
        self.press(&[ALT, u32::from(sign)]);
    }

    /// Presses Escape.
    pub(crate) fn press_escape(&self) {
        self.press(&[ESCAPE]);
    }

    /// Empties a field.
    pub(crate) fn clear_field(&self) {
        self.press_control('a');
        self.press(&[BACKSPACE]);
    }

    /// Gives the keyboard to the window with this title, as a window manager does.
    pub(crate) fn focus_window(&self, title: &str) {
        let tree = self.connection.query_tree(self.root).expect("asked").reply().expect("the windows");
        let titled = |window: &Window| {
            let kind = AtomEnum::ANY;
            let name = self.connection.get_property(false, *window, AtomEnum::WM_NAME, kind, 0, 100);
            let name = name.ok().and_then(|asked| asked.reply().ok()).map(|it| it.value).unwrap_or_default();
            String::from_utf8_lossy(&name).contains(title)
        };
        let window = tree.children.into_iter().find(titled).unwrap_or_else(|| panic!("a window named {title}"));
        let focus = self.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME);
        focus.expect("sent").check().expect("focused");
    }

    /// Listens for the global shortcut for as long as this lives, so that nobody else may. A program that has ended has it
    /// until the screen notices.
    pub(crate) fn take_shortcut(&self) {
        let modifiers = ModMask::CONTROL | ModMask::M1;
        let key = self.key(SPACE);
        let take = || self.connection.grab_key(false, self.root, modifiers, key, GrabMode::ASYNC, GrabMode::ASYNC);
        assert!(wait_until(RELEASE, || take().expect("sent").check().is_ok()), "Ctrl+Alt+Space is never free");
    }

    /// Presses keys one after the other and lets go of them in reverse.
    fn press(&self, signs: &[u32]) {
        const DOWN: u8 = 2;
        const UP: u8 = 3;
        let keys: Vec<_> = signs.iter().map(|sign| self.key(*sign)).collect();
        let strokes = keys.iter().map(|key| (DOWN, *key)).chain(keys.iter().rev().map(|key| (UP, *key)));
        for (kind, key) in strokes {
            self.connection.xtest_fake_input(kind, key, 0, self.root, 0, 0, 0).expect("sent").check().expect("pressed");
        }
    }

    /// The key that types this sign, by its X11 name's number.
    fn key(&self, sign: u32) -> Keycode {
        let (least, most) = (self.connection.setup().min_keycode, self.connection.setup().max_keycode);
        let asked = self.connection.get_keyboard_mapping(least, most - least + 1).expect("asked");
        let mapping = asked.reply().expect("the mapping");
        let each = usize::from(mapping.keysyms_per_keycode);
        let place = mapping.keysyms.chunks(each).position(|signs| signs.contains(&sign)).expect("such a key");
        least + Keycode::try_from(place).expect("a key code")
    }
}
