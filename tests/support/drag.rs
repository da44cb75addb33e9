//! A file dragged onto the app's window, as a file manager does it: over the X server, by the XDND protocol (version 5,
//! freedesktop.org). The app sees no difference.

use std::path::Path;
use std::time::Duration;

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window};
use x11rb::rust_connection::RustConnection;
use xtask::process::wait_until;

use super::{App, selection};

x11rb::atom_manager! {
    /// The protocol's words.
    Words: WordsCookie {
        XdndAware,
        XdndEnter,
        XdndPosition,
        XdndStatus,
        XdndDrop,
        XdndFinished,
        XdndSelection,
        XdndActionCopy,
        URI_LIST: b"text/uri-list",
    }
}

/// The version spoken, in the highest byte of the first message.
const VERSION: u32 = 5 << 24;
/// How long the app may take to answer on a busy machine.
const ANSWER: Duration = Duration::from_secs(30);

/// What the app has answered so far.
#[derive(Default)]
struct Answers {
    accepted: bool,
    read: bool,
    finished: bool,
}

/// One drag: the file manager's window, and the app's.
struct Drag {
    connection: RustConnection,
    words: Words,
    source: Window,
    target: Window,
    file: String,
}

/// Drops the file on this place of the page, in pixels from its corner.
///
/// # Panics
/// When the app does not take it.
pub(super) fn drop_file(app: &App, file: &Path, (x, y): (i16, i16)) {
    let (connection, source, root) = selection::program(app);
    let words = Words::new(&connection).expect("asked").reply().expect("the words");
    selection::own(&connection, source, words.XdndSelection);
    let target = aware_window(&connection, root, words.XdndAware);
    let place = connection.translate_coordinates(target, root, x, y).expect("asked").reply().expect("a place");
    let place = (u32::from(place.dst_x.cast_unsigned()) << 16) | u32::from(place.dst_y.cast_unsigned());

    let drag = Drag {
        connection,
        words,
        source,
        target,
        file: format!("file://{}\r\n", file.display().to_string().replace(' ', "%20")),
    };
    let mut answers = Answers::default();
    let words = &drag.words;
    drag.say(words.XdndEnter, [VERSION, words.URI_LIST, 0, 0]);
    // A hand that moves: the app answers each, and decides once it has read what is dragged.
    let taken = wait_until(ANSWER, || {
        drag.say(words.XdndPosition, [0, place, x11rb::CURRENT_TIME, words.XdndActionCopy]);
        drag.hear(&mut answers);
        answers.read && answers.accepted
    });
    assert!(taken, "the app does not take what is dragged over it (read: {})", answers.read);
    drag.say(words.XdndDrop, [0, x11rb::CURRENT_TIME, 0, 0]);
    let finished = wait_until(ANSWER, || {
        drag.hear(&mut answers);
        answers.finished
    });
    assert!(finished, "the app does not finish the drop");
}

/// The largest window on the screen that takes drops: a tooltip is one too.
fn aware_window(connection: &RustConnection, root: Window, aware: u32) -> Window {
    let tree = connection.query_tree(root).expect("asked").reply().expect("the windows");
    let is_aware = |window: &Window| {
        let asked = connection.get_property(false, *window, aware, AtomEnum::ANY, 0, 1);
        asked.ok().and_then(|asked| asked.reply().ok()).is_some_and(|property| property.value_len > 0)
    };
    let area = |window: &Window| {
        let size = connection.get_geometry(*window).ok().and_then(|asked| asked.reply().ok());
        size.map_or(0, |size| u32::from(size.width) * u32::from(size.height))
    };
    tree.children.into_iter().filter(is_aware).max_by_key(area).expect("a window that takes drops")
}

impl Drag {
    fn say(&self, word: u32, [a, b, c, d]: [u32; 4]) {
        let message = ClientMessageEvent::new(32, self.target, word, [self.source, a, b, c, d]);
        let sent = self.connection.send_event(false, self.target, EventMask::NO_EVENT, message);
        sent.expect("sent").check().expect("the window is there");
    }

    /// Takes what the app has said, and gives it the file's address when it asks.
    fn hear(&self, answers: &mut Answers) {
        while let Some(event) = self.connection.poll_for_event().expect("connected") {
            match event {
                Event::ClientMessage(said) if said.type_ == self.words.XdndStatus => {
                    answers.accepted = said.data.as_data32()[1] & 1 == 1;
                }
                Event::ClientMessage(said) if said.type_ == self.words.XdndFinished => answers.finished = true,
                Event::SelectionRequest(asked) => {
                    let given = (asked.target == self.words.URI_LIST).then_some(self.file.as_bytes());
                    answers.read |= given.is_some();
                    selection::answer(&self.connection, &asked, given);
                }
                _ => {}
            }
        }
    }
}
