//! Typing with an input method, as hands do it: keys go through the X server to ibus, which turns them into Japanese.

use std::process::Stdio;
use std::time::Duration;

use xtask::process::{Background, on_path};

use super::support::{App, Keyboard, Launch};
use super::{FIX, TITLE};

const DAEMON: &str = "ibus-daemon";
const ENGINE: &str = "/usr/libexec/ibus-engine-anthy";
/// What "nihongo" is turned into.
const WORD: &str = "日本語";

/// Whether the machine has the input method; says so where it has none.
#[expect(clippy::print_stdout, reason = "a skipped test says so where the test's output is read")]
fn has_input_method() -> bool {
    let found = on_path(DAEMON) && std::path::Path::new(ENGINE).exists();
    if !found {
        println!("skipped: there is no {DAEMON} or no {ENGINE}; `cargo xtask test` installs them where it may");
    }
    found
}

/// Starts ibus on the app's desktop and lets it turn Latin letters into Japanese.
async fn start_input_method(app: &App) -> Background {
    // It begins with Latin letters unless its settings say otherwise.
    let settings = app.home().join(".config/glib-2.0/settings");
    std::fs::create_dir_all(&settings).expect("made");
    let japanese = "[org/freedesktop/ibus/engine/anthy/common]\ninput-mode=0\n";
    std::fs::write(settings.join("keyfile"), japanese).expect("written");
    let mut daemon = app.beside(DAEMON);
    daemon.args(["--panel=disable", "--emoji-extension=disable", "--config=disable"]);
    daemon.env("GSETTINGS_BACKEND", "keyfile").stdout(Stdio::null()).stderr(Stdio::null());
    // The engine is a program of the system's Python.
    daemon.env("PATH", format!("/usr/bin:/bin:{}", std::env::var("PATH").unwrap_or_default()));
    let daemon = Background::start(&mut daemon).expect("ibus starts");
    let chosen = async || {
        // Asked for again until the daemon listens; it may say "failed" when it did it.
        app.beside("ibus").args(["engine", "anthy"]).output().ok()?;
        let now = app.beside("ibus").arg("engine").output().ok()?;
        (now.stdout.trim_ascii() == b"anthy").then_some(())
    };
    app.wait_for("the Japanese engine", chosen).await;
    daemon
}

/// Writes the first word in a field. The input method learns of the focus some time after the page does, and nobody is told
/// when: what was typed before that is taken out and typed again.
async fn write_first_word(app: &App, keyboard: &Keyboard, field: &str) {
    for _ in 0..6 {
        keyboard.type_keys("nihongo ");
        let written = async {
            while app.value(field).await.as_deref() != Some(WORD) {
                tokio::task::yield_now().await;
            }
        };
        if tokio::time::timeout(Duration::from_secs(3), written).await.is_ok() {
            keyboard.type_keys("\n");
            return;
        }
        keyboard.clear_field();
        app.wait_value(field, "").await;
    }
    panic!("the input method never wrote {WORD} in {field}");
}

/// Writes the word once more behind the `before` it is there already. It stands in the field while it is composed, and who
/// writes looks at it before Enter takes it.
async fn write_word_again(app: &App, keyboard: &Keyboard, field: &str, before: usize) {
    keyboard.type_keys("nihongo ");
    app.wait_value(field, &WORD.repeat(before + 1)).await;
    keyboard.type_keys("\n");
}

#[tokio::test]
async fn an_input_method_has_its_enter_and_escape_to_itself() {
    if !has_input_method() {
        return;
    }
    let Some(mut app) =
        App::open(Launch::sample().env("GTK_IM_MODULE", "ibus").env("IBUS_ENABLE_SYNC_MODE", "1")).await
    else {
        return;
    };
    let _ibus = start_input_method(&app).await;
    let keyboard = Keyboard::of(&app);
    keyboard.focus_window("Casebook");

    // In an entry: Enter takes the word, and only the next stroke adds the entry.
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    keyboard.press_alt('i');
    let is_editor =
        async || (app.js("return document.activeElement?.shadowRoot !== null", vec![]).await == true).then_some(());
    app.wait_for("the editor instead of the plain field", is_editor).await;
    app.wait_focus("Journal entry").await;
    write_first_word(&app, &keyboard, "Journal entry").await;
    // Written twice, the same word is where an editor that guesses what was composed goes wrong.
    write_word_again(&app, &keyboard, "Journal entry", 1).await;
    write_word_again(&app, &keyboard, "Journal entry", 2).await;
    app.wait_value("Journal entry", &WORD.repeat(3)).await;
    let cases = app.vault().join("cases");
    let thrice = WORD.repeat(3);
    let is_added =
        || walk(&cases).iter().any(|file| std::fs::read_to_string(file).is_ok_and(|it| it.contains(&thrice)));
    assert!(!is_added(), "nothing is added by the input method's Enter");
    keyboard.press_control_enter();
    app.wait_value("Journal entry", "").await;
    assert!(is_added());

    // In the find box: Enter takes the word and opens nothing, Escape gives the word up and closes nothing.
    keyboard.press_control('k');
    app.wait_focus("Find").await;
    write_first_word(&app, &keyboard, "Find").await;
    // The first gives up what the letters were turned into, the second the letters.
    keyboard.type_keys("nihongo ");
    app.wait_value("Find", &WORD.repeat(2)).await;
    keyboard.press_escape();
    keyboard.press_escape();
    app.wait_value("Find", WORD).await;
    write_word_again(&app, &keyboard, "Find", 1).await;
    assert_eq!(app.count("dialog", "Find").await, 1);
    keyboard.press_escape();
    app.wait_no("dialog", "Find").await;

    // In the editor of an article: it saves itself with the word in it.
    keyboard.press_alt('2');
    app.click("option", FIX).await;
    app.find("heading", FIX).await;
    let path = app.by_test_id("article").await.attr("data-path").await.expect("asked").expect("a path");
    keyboard.press_control('e');
    app.click("textbox", "Cause text").await;
    keyboard.clear_field();
    write_first_word(&app, &keyboard, "Cause text").await;
    app.wait_file(&app.vault().join(path), |text| text.contains(WORD)).await;
    app.quit().await;
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let inside = std::fs::read_dir(folder).expect("read").map(|entry| entry.expect("read").path());
    inside.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
