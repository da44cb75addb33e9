//! WebKitWebDriver, which starts the app and passes on what a test does to it. Debian packages it with WebKitGTK;
//! no other driver stands in between.

use std::ffi::OsString;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use xtask::process::{Background, wait_until};

/// How long the driver and the first page may take on a busy machine.
const READY: Duration = Duration::from_secs(60);

/// How long a driver that answers no more may take to be seen as ended.
const DYING: Duration = Duration::from_secs(2);

/// A running driver; ends when dropped.
pub(super) struct Driver {
    process: Background,
    port: u16,
}

impl Driver {
    pub(super) const PROGRAM: &str = "WebKitWebDriver";

    /// Starts the driver with the environment the app is to have.
    pub(super) async fn start(mut command: Command) -> Self {
        let port = free_port();
        let process = Background::start(command.arg(format!("--port={port}")).stdout(Stdio::null()));
        let process = process.expect("WebKitWebDriver starts");
        let listens = wait_until(READY, || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok());
        assert!(listens, "WebKitWebDriver listens on its port");
        Self { process, port }
    }

    /// Lets the driver start the program and connects to its first window; `None` when the driver itself has died over it, which
    /// tells nothing of the program.
    pub(super) async fn open(&mut self, program: &str, arguments: &[OsString]) -> Option<Client> {
        let arguments: Vec<_> = arguments.iter().map(|it| it.to_str().expect("arguments in tests are UTF-8")).collect();
        let options = json!({ "binary": program, "args": arguments });
        let capabilities = [("webkitgtk:browserOptions".to_owned(), options)].into_iter().collect();
        let session = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await;
        match session {
            Ok(client) => Some(client),
            Err(_) if wait_until(DYING, || self.process.ended().is_some()) => None,
            Err(error) => panic!("the app opens no window the driver can see: {error}"),
        }
    }

    /// The process the driver started: the app.
    pub(super) fn child_process(&self) -> Option<u32> {
        let own = self.process.id().to_string();
        let processes = std::fs::read_dir("/proc").ok()?;
        let pids = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
        pids.into_iter().find(|pid| {
            // PID (NAME) STATE PARENT ...; the name may hold anything, so count from its last bracket.
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1));
            parent == Some(&own)
        })
    }
}

/// A port nobody has: from a range the system gives to no outgoing connection (those begin at 32768), and to each driver of this
/// process another one.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    const FIRST: u16 = 20_000;
    const RANGE: u16 = 12_000;
    let start = u16::try_from(std::process::id() % u32::from(RANGE)).expect("below the range");
    let free = (0..RANGE).find_map(|_| {
        let port = FIRST + (start + NEXT.fetch_add(1, Ordering::Relaxed) % RANGE) % RANGE;
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok().map(|_| port)
    });
    free.expect("a free port")
}
