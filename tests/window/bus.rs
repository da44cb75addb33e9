//! A desktop with notices and a tray: the services the app looks for on the session bus, answered as a desktop answers them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::blocking::{Connection, Proxy, connection};
use zbus::message::Header;
use zbus::zvariant::OwnedValue;

use super::support::App;

const NOTICES: &str = "org.freedesktop.Notifications";
const NOTICES_AT: &str = "/org/freedesktop/Notifications";
const TRAY: &str = "org.kde.StatusNotifierWatcher";
const TRAY_AT: &str = "/StatusNotifierWatcher";
const MENU: &str = "com.canonical.dbusmenu";

/// What the app said to the desktop.
#[derive(Debug, Default)]
struct Said {
    /// The two lines of each notice.
    notices: Vec<(String, String)>,
    /// Who put an icon into the tray.
    icons: Vec<String>,
}

/// The services; gone when it is dropped.
pub(crate) struct Bus {
    connection: Connection,
    said: Arc<Mutex<Said>>,
}

impl Bus {
    /// Comes up on the session bus of the app's screen.
    pub(crate) fn start(app: &App) -> Self {
        let said = Arc::<Mutex<Said>>::default();
        let built = connection::Builder::address(app.bus_address())
            .and_then(|it| it.name(NOTICES))
            .and_then(|it| it.name(TRAY))
            .and_then(|it| it.serve_at(NOTICES_AT, Notices(Arc::clone(&said))))
            .and_then(|it| it.serve_at(TRAY_AT, Tray(Arc::clone(&said))))
            .and_then(connection::Builder::build);
        Self { connection: built.expect("the session bus takes two services"), said }
    }

    /// The notices so far.
    pub(crate) fn notices(&self) -> Vec<(String, String)> {
        self.said.lock().expect("whole").notices.clone()
    }

    /// Clicks the notice with this number, counted from 1.
    pub(crate) fn click_notice(&self, number: u32) {
        let clicked =
            self.connection.emit_signal(None::<&str>, NOTICES_AT, NOTICES, "ActionInvoked", &(number, "default"));
        clicked.expect("said");
    }

    /// How many icons are in the tray.
    pub(crate) fn icons(&self) -> usize {
        self.said.lock().expect("whole").icons.len()
    }

    /// Chooses the entry with this label in the menu of the icon.
    pub(crate) fn choose(&self, label: &str) {
        type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);
        let owner = self.said.lock().expect("whole").icons.last().expect("an icon").clone();
        let menu = Proxy::new(&self.connection, owner, "/MenuBar", MENU).expect("a menu");
        let all: (u32, Entry) = menu.call("GetLayout", &(0, -1, Vec::<String>::new())).expect("its entries");
        let named = all.1.2.into_iter().map(|it| Entry::try_from(it).expect("an entry")).find(|(_, properties, _)| {
            properties.get("label").is_some_and(|it| it.downcast_ref::<&str>().is_ok_and(|it| it == label))
        });
        let (id, ..) = named.unwrap_or_else(|| panic!("an entry {label}"));
        let data = OwnedValue::from(0_u8);
        // Who is told to quit may be gone before it answers; what came of it is looked for by who chose.
        menu.call_noreply("Event", &(id, "clicked", data, 0_u32)).expect("sent");
    }
}

struct Notices(Arc<Mutex<Said>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notices {
    #[expect(clippy::too_many_arguments, reason = "as the protocol has it")]
    fn notify(
        &self,
        _app: &str,
        _replaces: u32,
        _icon: &str,
        summary: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let mut said = self.0.lock().expect("whole");
        said.notices.push((summary, body));
        u32::try_from(said.notices.len()).expect("few")
    }

    #[expect(clippy::unused_self, reason = "as the protocol has it")]
    fn get_capabilities(&self) -> Vec<String> {
        vec!["actions".to_owned(), "body".to_owned()]
    }
}

struct Tray(Arc<Mutex<Said>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Tray {
    #[expect(clippy::needless_pass_by_value, reason = "the attribute gives it so")]
    fn register_status_notifier_item(&self, _service: &str, #[zbus(header)] header: Header<'_>) {
        let sender = header.sender().expect("a caller").to_string();
        self.0.lock().expect("whole").icons.push(sender);
    }

    #[zbus(property)]
    #[expect(clippy::unused_self, reason = "as the protocol has it")]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}
