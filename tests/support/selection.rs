//! What another program gives away over the X server: its selections (ICCCM 2.2), among them the clipboard.

use std::thread;

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt as _, CreateWindowAux, EventMask, PropMode, SELECTION_NOTIFY_EVENT,
    SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::App;

x11rb::atom_manager! {
    /// The words it takes.
    Words: WordsCookie {
        CLIPBOARD,
        TARGETS,
        UTF8_STRING,
    }
}

/// A window of a program beside the app, and the screen's root.
pub(super) fn program(app: &App) -> (RustConnection, Window, Window) {
    let (connection, screen) = RustConnection::connect(Some(app.display())).expect("the screen takes a client");
    let root = connection.setup().roots[screen].root;
    let window = connection.generate_id().expect("an id");
    let look = CreateWindowAux::new();
    let made = connection.create_window(0, window, root, 0, 0, 1, 1, 0, WindowClass::INPUT_ONLY, 0, &look);
    made.expect("sent").check().expect("a window");
    (connection, window, root)
}

/// Has this window give the selection away from now on.
pub(super) fn own(connection: &RustConnection, window: Window, selection: Atom) {
    let owned = connection.set_selection_owner(window, selection, x11rb::CURRENT_TIME);
    owned.expect("sent").check().expect("the selection");
}

/// Answers one who asked for a selection: in the form asked for, or that there is none such.
pub(super) fn answer(connection: &RustConnection, asked: &SelectionRequestEvent, given: Option<&[u8]>) {
    if let Some(bytes) = given {
        let put = connection.change_property8(PropMode::REPLACE, asked.requestor, asked.property, asked.target, bytes);
        put.expect("sent").check().expect("given");
    }
    tell(connection, asked, given.is_some());
}

fn tell(connection: &RustConnection, asked: &SelectionRequestEvent, is_given: bool) {
    let answer = SelectionNotifyEvent {
        response_type: SELECTION_NOTIFY_EVENT,
        sequence: 0,
        time: asked.time,
        requestor: asked.requestor,
        selection: asked.selection,
        target: asked.target,
        property: if is_given { asked.property } else { AtomEnum::NONE.into() },
    };
    let sent = connection.send_event(false, asked.requestor, EventMask::NO_EVENT, answer);
    sent.expect("sent").check().expect("answered");
}

/// Copies a text in another program, which gives it away until the screen goes.
pub(super) fn copy_elsewhere(app: &App, text: &str) {
    let (connection, window, _) = program(app);
    let words = Words::new(&connection).expect("asked").reply().expect("the words");
    own(&connection, window, words.CLIPBOARD);
    let text = text.as_bytes().to_owned();
    thread::spawn(move || {
        while let Ok(event) = connection.wait_for_event() {
            let Event::SelectionRequest(asked) = event else { continue };
            if asked.target == words.TARGETS {
                let kinds = [words.TARGETS, words.UTF8_STRING];
                let (mode, kind) = (PropMode::REPLACE, AtomEnum::ATOM);
                let put = connection.change_property32(mode, asked.requestor, asked.property, kind, &kinds);
                put.expect("sent").check().expect("told");
                tell(&connection, &asked, true);
            } else {
                answer(&connection, &asked, (asked.target == words.UTF8_STRING).then_some(&text[..]));
            }
        }
    });
}
