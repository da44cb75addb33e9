//! The real app in a real window: the journeys of a working day. Each test opens its own, on a screen and in a home folder
//! of its own.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

#[path = "window/bus.rs"]
mod bus;
#[path = "window/case.rs"]
mod case;
#[path = "window/desktop.rs"]
mod desktop;
#[path = "window/hands.rs"]
mod hands;
#[path = "window/history.rs"]
mod history;
#[path = "window/large.rs"]
mod large;
#[path = "window/merging.rs"]
mod merging;
#[path = "window/onboarding.rs"]
mod onboarding;
#[path = "window/reports.rs"]
mod reports;
#[path = "window/searching.rs"]
mod searching;
mod support;
#[path = "window/typing.rs"]
mod typing;
#[path = "window/writing.rs"]
mod writing;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use support::{App, Launch};

const TITLE: &str = "VPN drops every 30 minutes after 7.4 upgrade";
/// Whether the editor's offers have been on show long enough to be meant by a key.
const OFFERED: &str = "const first = [...document.querySelectorAll('[data-editor]')].map((host) => host.shadowRoot?.querySelector('.cm-tooltip-autocomplete li')).find(Boolean); if (!first) { window.__since = null; return false } window.__since ??= performance.now(); return performance.now() - window.__since > 150 && first.textContent.includes('edge-dtlsd')";
const FIX: &str = "EdgeVPN 7.4 disconnects at DTLS rekey";

impl App {
    fn vault(&self) -> PathBuf {
        self.data().join("sample-vault")
    }

    /// The file of the case with this ticket number.
    fn case_file(&self, reference: &str) -> PathBuf {
        let mark = format!("\nref: {reference}\n");
        let folders = ["cases/2026", "cases/2025"].map(|folder| self.vault().join(folder));
        let files = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
        files
            .map(|entry| entry.path())
            .find(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains(&mark)))
            .unwrap_or_else(|| panic!("no case has the number {reference}"))
    }

    /// Turns the article on show to Read, Edit or File.
    async fn look_at(&self, mode: &str) {
        let script = "const it = [...document.querySelectorAll('[aria-label=\"How to look at it\"] label')].find((one) => one.textContent.trim() === arguments[0]); it.querySelector('input').click()";
        self.js(script, vec![json!(mode)]).await;
    }

    /// How many notes `kb search` finds.
    fn kb_total(&self, query: &str) -> u64 {
        let mut kb: Command = self.kb();
        let output =
            kb.arg("--json").arg("--vault").arg(self.vault()).args(["search", query]).output().expect("kb runs");
        let answer: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
        answer["total"].as_u64().expect("a count")
    }

    /// What `kb --json` answers about this app's vault, as its user would ask.
    fn kb_json(&self, args: &[&str]) -> Value {
        let mut kb: Command = self.kb();
        let output = kb.arg("--json").arg("--vault").arg(self.vault()).args(args).output().expect("kb runs");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("one JSON document")
    }
}

#[tokio::test]
async fn find_open_work_link_and_everything_is_kept() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };

    // Find, by a pasted error.
    app.wait_text(TITLE).await;
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.type_text("DTLS handshake timeout (code 0x2746)").await;
    app.wait_text("solved 14 cases").await;
    app.press("Enter").await;
    app.by_test_id("article").await;
    app.wait_text("Turn time-based rekeying off").await;

    // A new case, from words that were searched for.
    app.press("Control+N").await;
    app.fill("Title", "Tunnel resets on the hour at the depot").await;
    app.fill("Ticket (optional)", "ZD-60001").await;
    app.fill("Customer (optional)", "Kestrel Freight").await;
    app.press("Enter").await;
    app.wait_focus("Journal entry").await;
    let file = app.case_file("ZD-60001");

    // Notes: one for colleagues, one for the customer.
    app.type_text("edge-diag shows 0x2746 at every rekey").await;
    app.press("Control+Enter").await;
    app.wait_file(&file, |text| text.contains("· mira · internal · note ^")).await;
    app.wait_value("Journal entry", "").await;
    app.press("Alt+C").await;
    app.wait_text("they will read this").await;
    app.type_text("Hello, we found the cause and will change a setting at noon.").await;
    app.press("Control+Enter").await;
    app.wait_file(&file, |text| text.contains("· mira · customer · email ^")).await;
    app.wait_text("Customer sees this").await;

    // The knowledge beside it learned from the note; link what solved it.
    app.find("article", FIX).await;
    app.press("Control+L").await;
    let text = app.wait_file(&file, |text| text.contains("how: resolved-by")).await;
    assert!(text.contains("article: 01"), "{text}");
    app.wait_text("Resolved by").await;

    // The article knows it from its side.
    let entry = app.by_test_id("link-entry").await;
    entry.find(fantoccini::Locator::Css("button")).await.expect("the article's title").click().await.expect("clicked");
    app.by_test_id("article").await;
    app.wait_text("ZD-60001").await;
    app.press("Alt+1").await;

    // An outside edit appears by itself.
    let outside =
        std::fs::read_to_string(&file).expect("read").replace("Tunnel resets on the hour", "Tunnel resets at noon");
    std::fs::write(&file, outside).expect("written");
    app.wait_text("Tunnel resets at noon at the depot").await;

    // What is half written survives a kill; everything else was on disk all along.
    app.press("Alt+I").await;
    app.type_text("half a sentence that nobody").await;
    let drafts = app.data();
    app.wait_for("the draft is kept", async || holds(&drafts, "half a sentence that nobody").then_some(())).await;
    app.kill().await;
    app.start().await;
    app.wait_text("Tunnel resets at noon at the depot").await;
    app.wait_text("edge-diag shows 0x2746 at every rekey").await;
    app.wait_value("Journal entry", "half a sentence that nobody").await;
    app.quit().await;
}

#[tokio::test]
async fn kb_and_the_window_see_each_other() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    app.kb_json(&["note", "@", "quuxly seen by the night shift"]);
    app.wait_text("quuxly seen by the night shift").await;
    assert_eq!(app.kb_json(&["search", "quuxly"])["total"], 1);
    app.press("Control+K").await;
    app.type_text("quuxly").await;
    let status = app.invoke("get_status", json!({ "args": {} })).await.expect("a status");
    app.wait_text(&format!("1 of {}", status["vault"]["notes"])).await;
    app.press("Escape").await;

    let changed = json!({ "do": "add-entry", "case": app.kb_json(&["show", "@"])["path"], "visibility": "internal", "channel": "note", "text": "frobnicated from the window" });
    app.invoke("change", json!({ "args": { "change": changed } })).await.expect("changed");
    let found = async || (app.kb_total("frobnicated") == 1).then_some(());
    app.wait_for("kb finds what the window wrote", found).await;
    app.quit().await;
}

#[tokio::test]
async fn status_and_undo() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    let file = app.case_file("ZD-48213");
    let before = std::fs::read_to_string(&file).expect("read");
    app.click("button", "Status: Open").await;
    app.click("radio", "On hold").await;
    app.click("button", "Set on hold").await;
    app.wait_file(&file, |text| text.contains("status: on-hold") && text.contains("open -> on-hold")).await;
    app.find("button", "Status: On hold").await;
    app.click("button", "Undo").await;
    app.find("button", "Status: Open").await;
    assert_eq!(std::fs::read_to_string(&file).expect("read"), before, "undone to the byte");
    app.quit().await;
}

#[tokio::test]
async fn an_article_is_edited_saves_itself_and_is_undone() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.press("Alt+2").await;
    app.press("Control+K").await;
    app.type_text("dtls rekey 7.4 disconnects\n").await;
    app.wait_no("dialog", "Find").await;
    let shown = app.by_test_id("article").await;
    let path = shown.attr("data-path").await.expect("asked").expect("a path");
    let file = app.vault().join(path);

    // Typing reaches the file by itself; a link comes from the vault.
    app.press("Control+E").await;
    app.click("textbox", "Cause text").await;
    app.press("Control+End").await;
    app.type_text("\nSeen by the night shift, see [[edge-dtlsd rest").await;
    app.wait_for("the offers are there to be chosen", async || app.js(OFFERED, vec![]).await.as_bool()?.then_some(()))
        .await;
    app.press("Enter").await;
    let link = "Seen by the night shift, see [[edge-dtlsd restarts under memory pressure]]";
    app.wait_file(&file, |text| text.contains(link)).await;
    app.wait_text("Saved").await;

    // A property, by its form.
    app.js("const it = [...document.querySelectorAll('select')].find((one) => one.labels[0].textContent === 'Confidence'); it.value = 'archived'; it.dispatchEvent(new Event('change', { bubbles: true }))", vec![]).await;
    app.wait_file(&file, |text| text.contains("confidence: archived")).await;

    // A change from outside while nothing is typed is taken over; while something is, both stay.
    let outside = std::fs::read_to_string(&file).expect("read").replace("Seen by the night", "Seen by the early");
    std::fs::write(&file, &outside).expect("written");
    app.wait_text("Seen by the early shift").await;

    // The whole file.
    app.look_at("File").await;
    app.find("textbox", "Whole file").await;
    app.press("Control+End").await;
    app.type_text("\nwritten in the file").await;
    app.wait_file(&file, |text| text.ends_with("\nwritten in the file")).await;
    app.look_at("Read").await;
    // While the editor is there, Ctrl+Z is the editor's.
    app.wait_no("textbox", "Whole file").await;
    app.wait_text("written in the file").await;

    // The sitting in the file is taken back, and nothing else; then the property before it.
    app.press("Control+Z").await;
    let text = app.wait_file(&file, |text| !text.contains("written in the file")).await;
    assert!(text.contains("confidence: archived") && text.contains("Seen by the early"), "{text}");
    app.press("Control+Z").await;
    let text = app.wait_file(&file, |text| !text.contains("confidence: archived")).await;
    assert!(text.contains("Seen by the early"), "{text}");
    app.quit().await;
}

#[tokio::test]
async fn several_cases_change_in_one_step_and_one_undo_brings_every_byte_back() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text(TITLE).await;
    let folder = app.vault().join("cases/2026");
    let before = texts(&folder);

    // Narrow the queue, select two rows, give both another priority: all from the keyboard.
    app.press("Alt+Q").await;
    app.wait_focus("Cases").await;
    app.press("F").await;
    app.find("group", "Filter").await;
    app.click("checkbox", "High").await;
    app.find("button", "Remove the filter High").await;
    app.press("Escape").await;
    app.press("Alt+Q").await;
    app.wait_focus("Cases").await;
    app.press("Home").await;
    app.press("X").await;
    app.press("Shift+ArrowDown").await;
    app.wait_text("2 selected").await;
    app.press("P").await;
    app.wait_focus("Priority").await;
    app.type_text("low\n").await;
    app.wait_text("Priority: Low · 2 cases").await;
    let after = texts(&folder);
    let changed: Vec<&String> =
        after.iter().filter(|(path, text)| before.get(*path) != Some(text)).map(|(_, text)| text).collect();
    assert_eq!(changed.len(), 2);
    assert!(changed.iter().all(|text| text.contains("\npriority: low\n")), "{changed:?}");

    app.press("Control+Z").await;
    app.wait_text("Undone").await;
    assert_eq!(texts(&folder), before, "undone to the byte");
    app.quit().await;
}

/// Every file of a folder by its path.
fn texts(folder: &Path) -> std::collections::BTreeMap<PathBuf, String> {
    let files = std::fs::read_dir(folder).expect("the folder is there").flatten().map(|entry| entry.path());
    files.map(|path| (path.clone(), std::fs::read_to_string(&path).expect("read"))).collect()
}

#[tokio::test]
async fn hostile_notes_stay_text() {
    let vault = tempfile::tempdir().expect("a folder");
    let evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
    std::fs::create_dir_all(vault.path().join("articles")).expect("made");
    let text = format!(
        "---\ntype: article\ntitle: 'Evil {evil}'\n---\n## Resolution\n{evil} [x](javascript:alert(1)) ![r](https://tracker.example/p.png)\n"
    );
    std::fs::write(vault.path().join("articles/evil.md"), text).expect("written");
    std::fs::write(vault.path().join("articles/broken.md"), "---\ntitle: [never\n---\nbroken words\n")
        .expect("written");
    let Some(mut app) = App::open(Launch::vault(vault.path())).await else { return };
    app.wait_text("2 notes indexed").await;
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.type_text("evil").await;
    app.find("option", "Evil <img").await;
    app.press("Enter").await;
    app.wait_text("tracker.example").await;
    assert!(!app.title().await.contains("owned"));
    let loaded = app.js("return [...document.images].map((image) => image.src)", vec![]).await;
    assert_eq!(loaded, json!([]));
    app.press("Alt+3").await;
    app.wait_text("articles/broken.md").await;
    app.quit().await;
}

#[tokio::test]
async fn keys_are_changed_by_keyboard_and_hold_after_a_restart() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.press("Control+Shift+P").await;
    app.wait_focus("Command").await;
    app.type_text("change keys\n").await;
    app.click("button", "Change New case").await;
    app.press("Control+K").await;
    app.wait_text("is already “Find”").await;
    app.press("Control+J").await;
    app.wait_text("Reset all (1)").await;
    app.press("Control+J").await;
    app.find("dialog", "New case").await;
    app.press("Escape").await;
    app.wait_no("dialog", "New case").await;
    app.restart().await;
    app.wait_text(TITLE).await;
    app.press("Control+J").await;
    app.find("dialog", "New case").await;
    app.press("Escape").await;
    app.wait_no("dialog", "New case").await;
    app.press("Control+Shift+P").await;
    app.type_text("new case").await;
    app.wait_text("Ctrl J").await;
    app.quit().await;
}

#[tokio::test]
async fn nothing_is_cut_off_at_any_size() {
    const CUT: &str = "return [innerWidth, document.documentElement.scrollWidth <= innerWidth
        && document.querySelector('[data-testid=status-bar]').getBoundingClientRect().bottom <= innerHeight + 1];";
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.resize(1440, 900).await;
    for (zoom, key) in [(80, "Control+-"), (200, "Control+=")] {
        let wanted = 1440 * 100 / zoom;
        app.wait_for("the size", async || {
            let now = app.js("return innerWidth;", vec![]).await.as_u64()?;
            if now.abs_diff(wanted) <= 2 {
                return Some(());
            }
            app.press(key).await;
            None
        })
        .await;
        for view in ["Alt+1", "Alt+2", "Alt+3", "Control+,"] {
            app.press(view).await;
            let fits = app.js(CUT, vec![]).await;
            assert_eq!(fits[1], json!(true), "{zoom} %, {view}: {fits}");
        }
    }
    app.restart().await;
    app.wait_for("the size is kept", async || {
        let now = app.js("return innerWidth;", vec![]).await.as_u64()?;
        (now < 1000).then_some(())
    })
    .await;
    app.press("Control+0").await;
    app.quit().await;
}

/// What has the focus: what it is, its name, whether the focus shows, and whether it is in sight. A text field shows its caret, a
/// list its chosen row.
const FOCUSED: &str = "let e = document.activeElement;
    if (!e || e === document.body) return null;
    while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    const ringed = (x) => x && getComputedStyle(x).outlineStyle !== 'none' && parseFloat(getComputedStyle(x).outlineWidth) > 0;
    const own = e.matches('textarea, input:not([type=radio]):not([type=checkbox]), [role=listbox], [contenteditable=true]');
    const box = e.getBoundingClientRect();
    const labels = [...(e.labels ?? [])].map((label) => label.innerText).join(' ');
    const name = (e.getAttribute('aria-label') || labels || e.innerText || document.getElementById(e.getAttribute('aria-labelledby'))?.innerText || '').trim();
    return { what: e.outerHTML.slice(0, 120), name: name !== '' , shown: own || ringed(e) || ringed(e.closest('label')),
        inSight: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth };";

#[tokio::test]
async fn every_stop_of_tab_has_a_name_and_shows_itself() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("Knowledge").await;
    for view in views() {
        view.show(&app).await;
        let mut stops = 0;
        for _ in 0..30 {
            app.press("Tab").await;
            // A page that is laid out anew comes to rest a moment after the key.
            let what = format!("what Tab reached in {} to have a name, show its focus and be in sight", view.name);
            let reached = async || {
                let now = app.js(FOCUSED, vec![]).await;
                let good = ["name", "shown", "inSight"].iter().all(|must| now[*must] == json!(true));
                (now.is_null() || good).then_some(!now.is_null())
            };
            if !app.wait_for(&what, reached).await {
                continue;
            }
            stops += 1;
        }
        assert!(stops > 3, "{}: Tab reached {stops} things", view.name);
        if !view.leave.is_empty() {
            view.leave(&app).await;
        }
    }
    app.quit().await;
}

#[tokio::test]
async fn every_view_is_accessible_in_both_themes() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text("Changed last").await;
    app.assert_accessible().await;
    app.click("option", TITLE).await;
    app.wait_text("Knowledge").await;
    for theme in ["light", "dark"] {
        app.invoke("set_preferences", json!({ "args": { "theme": theme } })).await.expect("set");
        app.js("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await;
        for view in views() {
            view.show(&app).await;
            let found = app.axe().await;
            assert!(found.is_empty(), "{theme}, {}: {found:#?}", view.name);
            view.leave(&app).await;
        }
    }
    app.quit().await;
}

/// Pictures for the documents and for our own eyes: every view at two sizes and in two themes. Only when `CASEBOOK_SHOTS` names a
/// folder (`cargo xtask shots`).
#[tokio::test]
async fn shots() {
    for theme in ["light", "dark"] {
        let Some(mut app) = posing(theme).await else { return };
        app.wait_text("Changed last").await;
        app.resize(1440, 900).await;
        app.shot(&format!("start-{theme}-1440")).await;
        app.click("option", TITLE).await;
        app.wait_text("Knowledge").await;
        for (width, height) in [(1440, 900), (1100, 700)] {
            app.resize(width, height).await;
            for view in views() {
                view.show(&app).await;
                app.shot(&format!("{}-{theme}-{width}", view.name)).await;
                view.leave(&app).await;
            }
        }
        app.quit().await;
    }
}

/// The sample in this theme, to be pictured. Opened again, so that nothing is half way from one theme to the other. `None` where
/// nobody wants pictures.
#[expect(clippy::print_stdout, reason = "a skipped test says so where the output is read")]
async fn posing(theme: &str) -> Option<App> {
    if std::env::var_os("CASEBOOK_SHOTS").is_none() {
        println!("skipped: CASEBOOK_SHOTS names no folder");
        return None;
    }
    let mut app = App::open(Launch::sample()).await?;
    app.invoke("set_preferences", json!({ "args": { "theme": theme } })).await.expect("set");
    app.restart().await;
    Some(app)
}

/// A view of the window and how to get there by keyboard.
struct View {
    name: &'static str,
    keys: &'static [&'static str],
    then_type: &'static str,
    shows: &'static str,
    leave: &'static [&'static str],
}

impl View {
    async fn show(&self, app: &App) {
        for keys in self.keys {
            app.press(keys).await;
        }
        if !self.then_type.is_empty() {
            app.type_text(self.then_type).await;
        }
        if self.then_type.ends_with('\n') {
            // What was behind the box may already say what is waited for.
            app.wait_no("dialog", "Find").await;
            app.wait_no("dialog", "Commands").await;
        }
        app.wait_text(self.shows).await;
    }

    async fn leave(&self, app: &App) {
        for keys in self.leave {
            app.press(keys).await;
        }
    }
}

fn views() -> Vec<View> {
    let view = |name, keys, then_type, shows, leave| View { name, keys, then_type, shows, leave };
    vec![
        view("case", &["Alt+1"], "", "Environment", &[]),
        view("composer-customer", &["Alt+C"], "", "they will read this", &["Alt+I", "Escape"]),
        view("find", &["Control+K"], "0x2746 rekey", "Ask two users to reconnect once", &["Escape"]),
        view("find-nothing", &["Control+K"], "zzxxyyqq", "Nothing in this vault says that yet", &["Escape"]),
        view("find-page", &["Control+Shift+F"], "dtls rekey", "Ask two users to reconnect once", &["Alt+1"]),
        view("new-case", &["Control+N"], "VPN drops after upgrade", "May be the same", &["Escape"]),
        view("article", &["Alt+2", "Control+K"], "dtls rekey 7.4 disconnects\n", "Use in ZD-48213", &[]),
        view("article-edit", &["Control+E"], "", "Properties", &["Control+E"]),
        view("paths", &["Alt+4"], "", "Late shift: databases and printing in two afternoons", &[]),
        view("history", &["Alt+1", "Alt+H"], "", "Kept on this machine", &["Alt+1"]),
        view("trash", &["Control+Shift+P"], "trash deleted\n", "The trash is empty", &["Alt+1"]),
        view("purge", &["Control+Shift+P"], "purge\n", "out of reach", &["Alt+1"]),
        view("problems", &["Alt+3"], "", "Problems", &[]),
        view("settings", &["Control+,"], "", "Where things are kept", &[]),
        view("settings-keys", &["Control+Shift+P"], "change keys\n", "Reset all", &[]),
        view("settings-about", &["Control+Shift+P"], "about licences\n", "packages of other people", &[]),
        view("settings-meaning", &["Control+Shift+P"], "search by meaning\n", "What it costs", &[]),
        view("gallery", &["Control+Shift+P"], "component gallery\n", "Colour carries meaning only", &[]),
        view("keys", &["Alt+1", "?"], "", "Link as resolved by", &["Escape"]),
        view("palette", &["Control+Shift+P"], "case", "Next step and promise", &["Escape"]),
    ]
}

/// Whether any file below the folder holds the text: SQLite keeps what is typed as it is.
fn holds(folder: &Path, text: &str) -> bool {
    let entries = || std::fs::read_dir(folder).into_iter().flatten().flatten();
    let found = entries().any(|entry| {
        let path = entry.path();
        let inside = |bytes: Vec<u8>| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        if path.is_dir() { holds(&path, text) } else { std::fs::read(&path).is_ok_and(inside) }
    });
    // What a database holds beside a journal is taken back when the process dies now.
    found && !entries().any(|entry| entry.file_name().to_string_lossy().ends_with("-journal"))
}
