//! The desktop around the window: a case in its own window, what a restart brings back, a second start, the shortcut, and
//! starts that go wrong.

use std::path::Path;

use fantoccini::wd::WindowHandle;
use serde_json::json;

use super::bus::Bus;
use super::support::{App, Keyboard, Launch};
use super::{TITLE, holds};

impl App {
    async fn here(&self) -> WindowHandle {
        self.client().window().await.expect("a window is driven")
    }

    /// Drives another window from now on.
    async fn turn_to(&self, window: &WindowHandle) {
        self.client().switch_to_window(window.clone()).await.expect("the window is there");
    }

    /// Waits for a window beside this one.
    async fn other_window(&self) -> WindowHandle {
        let here = self.here().await;
        let other = async || self.client().windows().await.ok()?.into_iter().find(|window| *window != here);
        self.wait_for("another window", other).await
    }
}

#[tokio::test]
async fn a_case_in_its_own_window_and_the_main_window_see_each_other() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    let main = app.here().await;
    app.press("Control+Shift+O").await;
    let own = app.other_window().await;

    // What is typed there shows here, and goes from both when it is added.
    app.turn_to(&own).await;
    app.wait_text("edge-diag --session 4411").await;
    assert_eq!(app.count("listbox", "Cases").await, 0, "the queue stays in the main window");
    app.press("Alt+I").await;
    app.type_text("written on the second screen").await;
    app.turn_to(&main).await;
    app.wait_value("Journal entry", "written on the second screen").await;
    app.turn_to(&own).await;
    app.press("Control+Enter").await;
    app.wait_value("Journal entry", "").await;
    app.turn_to(&main).await;
    app.wait_value("Journal entry", "").await;
    app.wait_text("written on the second screen").await;

    // And the other way round.
    app.press("Alt+I").await;
    app.type_text("written on the first screen").await;
    app.press("Control+Enter").await;
    app.turn_to(&own).await;
    app.wait_text("written on the first screen").await;
    app.shot("pop-out").await;

    // Asked for again, it is raised and not doubled; closed, it leaves the app alone.
    app.turn_to(&main).await;
    app.press("Control+Shift+O").await;
    // As its close button does.
    app.invoke("plugin:window|close", json!({ "label": "case-1" })).await.expect("closed");
    let alone = async || (app.client().windows().await.ok()?.len() == 1).then_some(());
    app.wait_for("the main window alone", alone).await;
    app.wait_text("written on the first screen").await;
    assert!(!app.has_ended());
    app.quit().await;
}

#[tokio::test]
async fn a_restart_brings_back_size_selection_and_scroll() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.resize(1240, 640).await;
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    let journal = "const journal = document.querySelector('[data-journal]');";
    let height = app.js(&format!("{journal} return journal.scrollHeight - journal.clientHeight;"), vec![]).await;
    assert!(height.as_f64().is_some_and(|height| height > 120.0), "the journal is longer than its place: {height}");
    app.js(&format!("{journal} journal.scrollTop = 60;"), vec![]).await;
    let data = app.data();
    app.wait_for("the place is kept", async || holds(&data, "\",60]").then_some(())).await;
    app.restart().await;
    app.wait_text("edge-diag --session 4411").await;
    let place = format!("{journal} return [innerWidth, innerHeight, journal?.scrollTop];");
    let back = async || (app.js(&place, vec![]).await == json!([1240, 640, 60])).then_some(());
    app.wait_for("size and scroll to be as they were", back).await;

    // So it is with an article, also on the way back to it.
    app.press("Alt+2").await;
    app.click("option", "EdgeVPN 7.4 disconnects at DTLS rekey").await;
    app.wait_text("Turn time-based rekeying off").await;
    let article = "const article = document.querySelector('[data-testid=article] .scroll');";
    app.js(&format!("{article} article.scrollTop = 70;"), vec![]).await;
    app.wait_for("the place is kept", async || holds(&data, "\",70]").then_some(())).await;
    let place = format!("{article} return article?.scrollTop;");
    let at_place = async || (app.js(&place, vec![]).await == json!(70)).then_some(());
    app.press("Control+Shift+F").await;
    app.find("combobox", "Find in all notes").await;
    app.press("Alt+ArrowLeft").await;
    app.wait_for("the article as it was left", at_place).await;
    app.restart().await;
    app.wait_for("the article as it was left", async || (app.js(&place, vec![]).await == json!(70)).then_some(()))
        .await;

    // The view that was open, too.
    app.press("Alt+3").await;
    app.wait_for("the view is kept", async || holds(&data, "{\"view\":\"problems\"}").then_some(())).await;
    app.restart().await;
    app.find("heading", "Problems").await;
    app.quit().await;
}

#[tokio::test]
async fn a_case_in_its_own_window_comes_back_where_it_was() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    app.press("Control+Shift+O").await;
    let own = app.other_window().await;
    app.turn_to(&own).await;
    app.wait_text("edge-diag --session 4411").await;
    app.resize(840, 700).await;
    app.log_out().await;
    app.start().await;
    app.wait_text(TITLE).await;
    let main = app.here().await;
    let own = app.other_window().await;
    app.turn_to(&own).await;
    app.wait_text("edge-diag --session 4411").await;
    let size = async || (app.js("return [innerWidth, innerHeight];", vec![]).await == json!([840, 700])).then_some(());
    app.wait_for("the size it had", size).await;

    // Closed by its close button it stays closed.
    app.turn_to(&main).await;
    app.invoke("plugin:window|close", json!({ "label": "case-1" })).await.expect("closed");
    let alone = async || (app.client().windows().await.ok()?.len() == 1).then_some(());
    app.wait_for("the main window alone", alone).await;
    app.log_out().await;
    app.start().await;
    app.wait_text(TITLE).await;
    // By the time the shortcut is listened for, windows that come back are there.
    let screen = Keyboard::of(&app);
    screen.call_find(&app).await;
    assert_eq!(app.client().windows().await.expect("listed").len(), 1);
    app.quit().await;
}

#[tokio::test]
async fn a_second_start_hands_over_what_it_was_asked() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text(TITLE).await;
    let start = |arguments: &[&str], folder: &Path| {
        let status = app.second_start().args(arguments).current_dir(folder).status().expect("it starts");
        assert!(status.success(), "{arguments:?}: {status}");
    };
    start(&["--find"], app.home());
    app.find("dialog", "Find").await;
    app.press("Escape").await;

    std::fs::create_dir_all(app.home().join("other notes")).expect("made");
    std::fs::write(app.home().join("other notes/one.md"), "# The only note\nhere\n").expect("written");
    start(&["--vault", "other notes"], app.home());
    app.wait_text("1 note indexed").await;
    assert!(app.title().await.contains("other notes"));
    app.quit().await;
}

#[tokio::test]
async fn the_shortcut_calls_find_and_says_when_another_program_has_it() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text(TITLE).await;
    let screen = Keyboard::of(&app);
    screen.call_find(&app).await;
    app.quit().await;

    screen.take_shortcut();
    app.start().await;
    app.wait_text(TITLE).await;
    app.press("Control+,").await;
    app.click("button", "Shortcut and notifications").await;
    app.wait_text("another program has Ctrl+Alt+Space").await;
    app.shot("shortcut-refused").await;
    app.fill("Find from anywhere", "Ctrl+Alt+F9").await;
    app.click("button", "Use these keys").await;
    app.wait_gone("another program has Ctrl+Alt+Space").await;
    app.quit().await;
}

/// Waits until the window is this wide.
async fn width(app: &App, wanted: u32) {
    let is = async || (app.js("return innerWidth;", vec![]).await == json!(wanted)).then_some(());
    app.wait_for("the window to change its width", is).await;
}

#[tokio::test]
async fn a_narrow_window_has_what_a_call_needs_and_becomes_wide_again() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.resize(1300, 860).await;
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    app.press("Control+Shift+M").await;
    width(&app, 420).await;
    app.find("group", "Composer").await;
    app.find("complementary", "Knowledge").await;
    app.assert_accessible().await;
    app.shot("narrow").await;
    app.press("Control+Shift+M").await;
    width(&app, 1300).await;

    // Closed while narrow, it opens narrow, and still knows how wide it was.
    app.press("Control+Shift+M").await;
    width(&app, 420).await;
    app.restart().await;
    width(&app, 420).await;
    app.press("Control+Shift+M").await;
    width(&app, 1300).await;
    app.quit().await;
}

#[tokio::test]
async fn a_window_that_stays_blank_is_explained_and_safe_mode_draws_without_the_graphics_card() {
    let hasty = Launch::sample().env("CASEBOOK_FIRST_FRAME_SECONDS", "0");
    let Some(mut app) = App::open(hasty.clone()).await else { return };
    app.wait_text(TITLE).await;
    assert!(App::log().contains("casebook --safe-mode"), "{}", App::log());
    app.quit().await;

    app.set_launch(Launch::sample().arg("--safe-mode"));
    app.start().await;
    app.wait_text(TITLE).await;
    for name in ["WEBKIT_DISABLE_COMPOSITING_MODE", "WEBKIT_DISABLE_DMABUF_RENDERER"] {
        assert_eq!(app.variable(name).as_deref(), Some("1"), "{name}");
    }
    app.quit().await;
}

#[tokio::test]
async fn dates_are_written_in_the_chosen_language_whatever_the_system_speaks() {
    let odd = Launch::sample().env("LC_ALL", "de_XX@odd").env("LANG", "xx").env("LANGUAGE", "de:xx");
    let Some(mut app) = App::open(odd).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("Add note").await;
    app.press("Alt+I").await;
    app.wait_focus("Journal entry").await;
    app.type_text("written now").await;
    app.press("Control+Enter").await;
    app.wait_text("Today").await;
    app.invoke("set_preferences", json!({ "args": { "dates": "de" } })).await.expect("kept");
    app.wait_text("Heute").await;
    app.quit().await;
}

#[tokio::test]
async fn a_promise_is_shown_by_a_desktop_that_shows_notices_and_the_tray_has_an_icon_where_there_is_one() {
    let vault = tempfile::tempdir().expect("a folder");
    let cases = vault.path().join("cases");
    std::fs::create_dir(&cases).expect("made");
    let case = |name: &str, keys: &str| {
        let text = format!("---\ntype: case\ntitle: {name}\nowner: Noor\n{keys}---\n## Issue\n\nIt is slow.\n");
        std::fs::write(cases.join(format!("{name}.md")), text).expect("written");
    };
    case("Slow-login", "ref: ZD-1\npriority: low\npromised: 2026-11-02T10:00:00+01:00\n");
    case("Other", "ref: ZD-2\npriority: urgent\n");
    let Some(mut app) = App::open(Launch::vault(vault.path())).await else { return };

    // A desktop that has neither: the app says so and goes on; it asks once, when there is a promise.
    app.invoke("set_preferences", json!({ "args": { "me": "Noor" } })).await.expect("set");
    app.press("Alt+1").await;
    app.click("button", "Tell me").await;
    app.wait_gone("A promise waits to be kept").await;
    app.press("Control+,").await;
    app.click("button", "Shortcut and notifications").await;
    app.wait_text("This desktop has no tray").await;
    app.click("button", "Show one to try").await;
    app.wait_text("the desktop shows no notice").await;
    app.quit().await;

    // One that has both.
    let bus = Bus::start(&app);
    app.start().await;
    let told = async || bus.notices().first().cloned();
    let (summary, body) = app.wait_for("the promise to be told", told).await;
    assert_eq!(summary, "ZD-1: Slow-login");
    assert!(body.starts_with("Promised for ") && body.ends_with("overdue"), "{body}");
    app.wait_for("the icon in the tray", async || (bus.icons() == 1).then_some(())).await;
    app.press("Alt+2").await;
    app.wait_no("listbox", "Cases").await;
    bus.click_notice(1);
    app.find("heading", "Slow-login").await;

    // The icon's menu leads into the app too; and the promise is told once only.
    bus.choose("New case");
    app.find("dialog", "New case").await;
    app.press("Escape").await;
    bus.choose("Find");
    app.find("dialog", "Find").await;
    app.press("Escape").await;
    app.press("Control+,").await;
    app.click("button", "Shortcut and notifications").await;
    app.wait_text("Casebook is in the tray of your desktop").await;
    app.restart().await;
    app.wait_for("the icon in the tray again", async || (bus.icons() == 2).then_some(())).await;
    assert_eq!(bus.notices().len(), 1, "told once");
    bus.choose("Quit");
    app.wait_for("the app to end", async || app.has_ended().then_some(())).await;
}
