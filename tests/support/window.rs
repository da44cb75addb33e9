//! What a person does with a window: find, click, type, press keys, read, and wait for what should happen.

use std::fmt::Display;
use std::fs;
use std::future::Future;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::Client;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::page::{self, Sought};
use super::{axe, keys};

/// How long anything may take to happen before the test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How often a condition is looked at again.
const POLL: Duration = Duration::from_millis(25);

/// How long the page of a failed test may take to be saved.
const LAST_LOOK: Duration = Duration::from_secs(10);

/// Where in a test a step stands, for the message when it fails.
type Place = &'static Location<'static>;

/// The app's main window.
pub(crate) struct Window {
    client: Client,
    kept: PathBuf,
}

impl Window {
    pub(super) fn new(client: Client, kept: PathBuf) -> Self {
        Self { client, kept }
    }

    /// The WebDriver client, for the rare thing there is no helper for.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The one visible element of this ARIA role whose accessible name is `name`, or else contains it (whatever the
    /// case). Waits until there is exactly one.
    #[track_caller]
    pub(crate) fn find(&self, role: &str, name: &str) -> impl Future<Output = Element> {
        let sought = Sought { role: Some(role.into()), name: Some(name.into()), ..Sought::default() };
        self.one(sought, Location::caller())
    }

    /// The one visible form control with this label.
    #[track_caller]
    pub(crate) fn field(&self, label: &str) -> impl Future<Output = Element> {
        let place = Location::caller();
        async move {
            let what = format!("one field labelled \"{label}\"");
            self.until(&what, place, async || self.one_field(label).await).await
        }
    }

    /// The one visible element with this `data-testid`.
    #[track_caller]
    pub(crate) fn by_test_id(&self, id: &str) -> impl Future<Output = Element> {
        self.one(Sought { test_id: Some(id.into()), ..Sought::default() }, Location::caller())
    }

    /// The one innermost visible element whose text contains `text`.
    #[track_caller]
    pub(crate) fn by_text(&self, text: &str) -> impl Future<Output = Element> {
        self.one(Sought { text: Some(text.into()), ..Sought::default() }, Location::caller())
    }

    /// How many visible elements there are of this role whose name contains `name` (empty: any), at this moment.
    pub(crate) async fn count(&self, role: &str, name: &str) -> usize {
        let name = (!name.is_empty()).then(|| name.to_owned());
        self.all(&Sought { role: Some(role.into()), name, ..Sought::default() }).await.len()
    }

    /// Clicks what [`find`](Self::find) finds. Waits on while something lies over it or it is disabled.
    #[track_caller]
    pub(crate) fn click(&self, role: &str, name: &str) -> impl Future<Output = ()> {
        let place = Location::caller();
        let sought = Sought { role: Some(role.into()), name: Some(name.into()), ..Sought::default() };
        async move {
            let what = format!("to click one {sought}");
            self.until(&what, place, async || match self.all(&sought).await.as_slice() {
                [only] if only.is_enabled().await.unwrap_or(false) => only.click().await.ok(),
                _ => None,
            })
            .await;
        }
    }

    /// Clicks what [`by_text`](Self::by_text) finds.
    #[track_caller]
    pub(crate) fn click_text(&self, text: &str) -> impl Future<Output = ()> {
        let place = Location::caller();
        let sought = Sought { text: Some(text.into()), ..Sought::default() };
        async move {
            let what = format!("to click one thing {sought}");
            self.until(&what, place, async || match self.all(&sought).await.as_slice() {
                [only] => only.click().await.ok(),
                _ => None,
            })
            .await;
        }
    }

    /// Replaces what stands in the field with this label.
    #[track_caller]
    pub(crate) fn fill(&self, label: &str, text: &str) -> impl Future<Output = ()> {
        let (field, place) = (self.field(label), Location::caller());
        async move {
            let field = field.await;
            self.must(field.clear(), &format!("the field \"{label}\" can be emptied"), place).await;
            self.must(field.send_keys(text), &format!("the field \"{label}\" takes text"), place).await;
        }
    }

    /// Types the text key by key into whatever has the focus; `\n` is Enter.
    #[track_caller]
    pub(crate) fn type_text(&self, text: &str) -> impl Future<Output = ()> {
        let (actions, place) = (keys::text(text), Location::caller());
        async move { self.must(self.client.perform_actions(actions), "keys can be typed", place).await }
    }

    /// Presses keys together, wherever the focus is: `Control+K`, `Control+Shift+Enter`, `Escape`.
    #[track_caller]
    pub(crate) fn press(&self, combination: &str) -> impl Future<Output = ()> {
        let (actions, place) = (keys::combination(combination), Location::caller());
        async move { self.must(self.client.perform_actions(actions), "keys can be pressed", place).await }
    }

    /// Waits until the page shows this text (spaces squeezed, case as written).
    #[track_caller]
    pub(crate) fn wait_text(&self, text: &str) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            let what = format!("the page to say \"{text}\"");
            self.until(&what, place, async || self.text().await.contains(text).then_some(())).await;
        }
    }

    /// Waits until the page no longer shows this text.
    #[track_caller]
    pub(crate) fn wait_gone(&self, text: &str) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            let what = format!("the page to stop saying \"{text}\"");
            self.until(&what, place, async || (!self.text().await.contains(text)).then_some(())).await;
        }
    }

    /// Waits until no element of this role and name is visible.
    #[track_caller]
    pub(crate) fn wait_no(&self, role: &str, name: &str) -> impl Future<Output = ()> {
        let place = Location::caller();
        let sought = Sought { role: Some(role.into()), name: Some(name.into()), ..Sought::default() };
        async move {
            let what = format!("no {sought}");
            self.until(&what, place, async || self.all(&sought).await.is_empty().then_some(())).await;
        }
    }

    /// Waits until the one field with this label holds exactly this value.
    #[track_caller]
    pub(crate) fn wait_value(&self, label: &str, value: &str) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            let what = format!("the field \"{label}\" to hold \"{value}\"");
            self.until(&what, place, async || {
                // Looked for anew each time: a plain field may give way to an editor of the same name.
                (self.value(label).await?.as_str() == value).then_some(())
            })
            .await;
        }
    }

    /// What the one field with this label holds now, if there is one.
    pub(crate) async fn value(&self, label: &str) -> Option<String> {
        let field = serde_json::to_value(self.one_field(label).await?).ok()?;
        let value = self.client.execute(page::VALUE, vec![field]).await.ok()?;
        value.as_str().map(str::to_owned)
    }

    /// The accessible name of what has the focus at this moment.
    pub(crate) async fn focused(&self) -> String {
        let name = self.client.execute(page::FOCUS, vec![]).await;
        name.ok().and_then(|name| Some(name.as_str()?.to_owned())).unwrap_or_default()
    }

    /// Waits until the focus is on something with this accessible name.
    #[track_caller]
    pub(crate) fn wait_focus(&self, name: &str) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            let what = format!("the focus to be on \"{name}\"");
            self.until(&what, place, async || self.focused().await.contains(name).then_some(())).await;
        }
    }

    /// Waits for any other condition: until the closure returns something.
    #[track_caller]
    pub(crate) fn wait_for<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> impl Future<Output = T> {
        let place = Location::caller();
        async move { self.until(what, place, async || look().await).await }
    }

    /// Waits until a file exists and its text fulfils a condition; returns the text.
    #[track_caller]
    pub(crate) fn wait_file(&self, path: &Path, mut holds: impl FnMut(&str) -> bool) -> impl Future<Output = String> {
        let place = Location::caller();
        async move {
            let what = format!("{} to hold what was entered", path.display());
            self.until(&what, place, async || fs::read_to_string(path).ok().filter(|text| holds(text))).await
        }
    }

    /// The visible text of the page at this moment, spaces squeezed.
    pub(crate) async fn text(&self) -> String {
        let text = self.client.execute(page::TEXT, vec![]).await;
        text.ok().and_then(|text| Some(text.as_str()?.to_owned())).unwrap_or_default()
    }

    /// The title of the page.
    pub(crate) async fn title(&self) -> String {
        self.client.title().await.unwrap_or_default()
    }

    /// Runs the body of a function in the page and returns what it returns.
    #[track_caller]
    pub(crate) fn js(&self, script: &str, arguments: Vec<Value>) -> impl Future<Output = Value> {
        let place = Location::caller();
        async move { self.must(self.client.execute(script, arguments), "a script runs in the page", place).await }
    }

    /// Calls a Tauri command past the UI: its answer, or its error as the page would get it.
    #[track_caller]
    pub(crate) fn invoke(&self, command: &str, arguments: Value) -> impl Future<Output = Result<Value, Value>> {
        const SCRIPT: &str = "const [command, args, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, args).then(
              (ok) => done({ ok: ok ?? null }), (error) => done({ error: error?.message ?? error }));";
        let place = Location::caller();
        async move {
            let answer = self.client.execute_async(SCRIPT, vec![json!(command), arguments]);
            let mut answer = self.must(answer, &format!("the command {command} answers"), place).await;
            match answer.get_mut("error") {
                Some(error) => Err(error.take()),
                None => Ok(answer["ok"].take()),
            }
        }
    }

    /// Gives the page this size in CSS pixels and waits until it has it.
    #[track_caller]
    pub(crate) fn resize(&self, width: u32, height: u32) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            let what = format!("the window to be {width} by {height}");
            self.must(self.client.set_window_size(width, height), &what, place).await;
            self.until(&what, place, async || {
                let size = self.client.execute("return [innerWidth, innerHeight];", vec![]).await.ok()?;
                (size == json!([width, height])).then_some(())
            })
            .await;
        }
    }

    /// Saves what the window shows as PNG, with the folders on its way.
    #[track_caller]
    pub(crate) fn screenshot(&self, path: &Path) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            let png = self.must(self.picture(), "the window can be pictured", place).await;
            self.must(async { write(path, &png) }, "the picture is written", place).await;
        }
    }

    /// Saves a picture for the docs as `NAME.png` in the folder `CASEBOOK_SHOTS` names; nothing without it.
    #[track_caller]
    pub(crate) fn shot(&self, name: &str) -> impl Future<Output = ()> {
        let path = std::env::var_os("CASEBOOK_SHOTS").map(|folder| PathBuf::from(folder).join(format!("{name}.png")));
        let place = Location::caller();
        async move {
            let Some(path) = path else { return };
            self.stand_still(place).await;
            let png = self.must(self.picture(), "the window can be pictured", place).await;
            self.must(async { write(&path, &png) }, "the picture is written", place).await;
        }
    }

    /// What axe-core finds wrong with the page as it is (WCAG 2.2 A and AA).
    #[track_caller]
    pub(crate) fn axe(&self) -> impl Future<Output = Vec<axe::Violation>> {
        let place = Location::caller();
        async move {
            // Half way from one colour to another no contrast is right.
            self.stand_still(place).await;
            self.must(axe::run(&self.client), "axe-core runs in the page", place).await
        }
    }

    /// Fails, with what axe-core found, unless it finds nothing.
    #[track_caller]
    pub(crate) fn assert_accessible(&self) -> impl Future<Output = ()> {
        let (found, place) = (self.axe(), Location::caller());
        async move {
            let found = found.await;
            let list: String = found.iter().map(|violation| format!("\n  {violation}")).collect();
            assert!(found.is_empty(), "{place}: axe-core found on this page:{list}");
        }
    }

    /// Waits until nothing on the page is on its way from one look to another.
    async fn stand_still(&self, place: Place) {
        let still = async || {
            let running = "return document.getAnimations().filter((one) => one.playState === 'running').length;";
            (self.client.execute(running, vec![]).await.ok()? == json!(0)).then_some(())
        };
        self.until("the page to stand still", place, still).await;
    }

    /// Asks the window to close, as its close button does.
    pub(super) async fn ask_to_close(&self) {
        // No answer comes when the page goes with its window first.
        const SCRIPT: &str =
            "setTimeout(() => window.__TAURI_INTERNALS__.invoke('plugin:window|close', { label: 'main' }));";
        let _whoever_waits_for_the_end_will_tell = self.client.execute(SCRIPT, vec![]).await;
    }

    /// Waits until the app is in the place of the frame drawn before it, so that a test may look at it and press keys at once.
    #[track_caller]
    pub(super) fn wait_loaded(&self) -> impl Future<Output = ()> {
        const SCRIPT: &str = "return document.querySelector('[data-testid=app]') !== null;";
        let place = Location::caller();
        async move {
            let loaded = async || self.client.execute(SCRIPT, vec![]).await.ok()?.as_bool()?.then_some(());
            self.until("the app to be drawn", place, loaded).await;
        }
    }

    async fn one(&self, sought: Sought, place: Place) -> Element {
        let what = format!("exactly one visible {sought}");
        self.until(&what, place, async || match self.all(&sought).await.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        })
        .await
    }

    /// The one visible form control with this label at this moment.
    async fn one_field(&self, label: &str) -> Option<Element> {
        for role in ["textbox", "searchbox", "combobox", "spinbutton", "checkbox", "radio", "switch", "listbox"] {
            let sought = Sought { role: Some(role.into()), name: Some(label.into()), ..Sought::default() };
            if let [only] = self.all(&sought).await.as_slice() {
                return Some(only.clone());
            }
        }
        None
    }

    /// Every visible match at this moment. A page that is just being replaced has none.
    async fn all(&self, sought: &Sought) -> Vec<Element> {
        let found = self.client.execute(page::FIND, vec![sought.to_json()]).await.unwrap_or_default();
        let found = found.as_array().cloned().unwrap_or_default();
        let ids = found.iter().filter_map(|element| element.as_object()?.values().next()?.as_str());
        ids.map(|id| Element::from_element_id(self.client.clone(), id.to_owned().into())).collect()
    }

    async fn until<T>(&self, what: &str, place: Place, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let seen = timeout(PATIENCE, async {
            loop {
                if let Some(seen) = look().await {
                    return seen;
                }
                sleep(POLL).await;
            }
        });
        match seen.await {
            Ok(seen) => seen,
            Err(_) => self.fail(&format!("waited {} s for {what}", PATIENCE.as_secs()), place).await,
        }
    }

    /// What the driver answers; ends the test when that is an error or nothing.
    async fn must<T, E: Display>(&self, asked: impl Future<Output = Result<T, E>>, what: &str, place: Place) -> T {
        match timeout(PATIENCE, asked).await {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => self.fail(&format!("{what}: {error}"), place).await,
            Err(_) => self.fail(&format!("{what}: no answer within {} s", PATIENCE.as_secs()), place).await,
        }
    }

    /// The page as PNG. WebKitGTK takes it with the next frame, and a page at rest draws none: so a pixel nobody
    /// can see is redrawn until then.
    async fn picture(&self) -> Result<Vec<u8>, CmdError> {
        self.client.execute(page::KEEP_DRAWING, vec![]).await?;
        let png = self.client.screenshot().await;
        self.client.execute(page::STOP_DRAWING, vec![]).await?;
        png
    }

    /// Ends the test, leaving the page and a picture of it behind if it still answers.
    async fn fail(&self, why: &str, place: Place) -> ! {
        let text = timeout(LAST_LOOK, self.text()).await.unwrap_or_default();
        let keep = async {
            let markup = self.client.execute(page::MARKUP, vec![]).await.ok()?;
            write(&self.kept.join("page.html"), markup.as_str()?.as_bytes()).ok()?;
            write(&self.kept.join("page.png"), &self.picture().await.ok()?).ok()
        };
        let kept = match timeout(LAST_LOOK, keep).await {
            Ok(Some(())) => format!("It is kept in {}", self.kept.display()),
            Ok(None) | Err(_) => "It does not answer any more.".to_owned(),
        };
        panic!("{place}: {why}\nThe page says: {text}\n{kept}");
    }
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}
