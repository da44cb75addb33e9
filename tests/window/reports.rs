//! A pasted error report: read as one, its fault recognised, its parts switched off and on, a long one read by the core.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::support::{App, Launch};

/// What a colleague of another customer sends half a year later: other hosts, other times, another version.
pub(crate) const TRACE: &str = "2026-11-20 09:20:03,123 ERROR [report-worker-2] net.ledgerline.report.Worker - RPT-0500 worker lost on rep-09.example.org, report restarted (2 of 2), ledger-reportd 2026.2.0
java.lang.OutOfMemoryError: Java heap space
\tat java.base/java.util.Arrays.copyOf(Arrays.java:3541)
\tat net.ledgerline.report.xlsx.CellBuffer.grow(CellBuffer.java:91)
\tat net.ledgerline.report.xlsx.SheetWriter.append(SheetWriter.java:150)
";

/// Puts the text into the field that has the focus, as a paste does; too long for the field, the page's own handler takes it.
const PASTE: &str = "const field = document.activeElement; const data = new DataTransfer(); data.setData('text/plain', arguments[0]);
    if (field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))) document.execCommand('insertText', false, arguments[0])";

impl App {
    pub(crate) async fn paste(&self, text: &str) {
        self.js(PASTE, vec![json!(text)]).await;
    }
}

#[tokio::test]
async fn a_pasted_trace_leads_to_the_case_that_had_its_fault() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text("indexed").await;
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.paste(TRACE).await;
    app.by_test_id("same-fault").await;
    app.wait_text("Same fault as ZD-45718").await;
    app.wait_text("differs in version (2026.2.0, there 2026.1.0), host").await;
    app.wait_text("same fault as ZD-45718").await;
    app.wait_text("Set aside, since it varies").await;
    app.assert_accessible().await;

    // A part is switched off and on again, by mouse and by keyboard.
    app.click("button", "exception OutOfMemoryError").await;
    let pressed = "return [...document.querySelectorAll('[aria-label=\"Read as\"] button')].find((one) => one.textContent.includes('OutOfMemoryError'))?.getAttribute('aria-pressed')";
    app.wait_for("the exception is off", async || (app.js(pressed, vec![]).await == "false").then_some(())).await;
    app.wait_text("Same fault as ZD-45718").await;
    app.press("Space").await;
    app.wait_for("the exception is on", async || (app.js(pressed, vec![]).await == "true").then_some(())).await;

    app.click("button", "ZD-45718").await;
    app.wait_no("dialog", "Find").await;
    app.wait_text("Freight statistics: empty sheet and everyone else's reports lost").await;

    // One that is too long to be shown is read by the core, and says the same.
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    let line =
        "2026-11-20 09:19:00,001 INFO  [report-worker-1] net.ledgerline.report.Worker - report 4711 written in 31 ms\n";
    app.paste(&(line.repeat(20_000) + TRACE)).await;
    app.by_test_id("long-report").await;
    app.wait_text("20,005 lines").await;
    app.wait_text("Same fault as ZD-45718").await;
    app.click("button", "Take this report away").await;
    app.wait_gone("20,005 lines").await;
    app.press("Escape").await;
    app.quit().await;
}

/// Lines of which each is another one and tells of a failure: none may be only counted, so that reading takes its time.
fn slow_log(file: &Path) {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file).expect("made"));
    let letters = |mut number: u32| -> String {
        std::iter::from_fn(|| {
            let letter = char::from(b'a' + u8::try_from(number % 26).expect("a letter"));
            number /= 26;
            (number > 0).then_some(letter)
        })
        .collect()
    };
    for number in 0..1_500_000 {
        let word = letters(number + 1_000_000);
        writeln!(out, "2026-11-20 09:19:00,001 ERROR [worker-1] net.acme.{word}.Task - {word} failed for no reason")
            .expect("written");
    }
    out.write_all(TRACE.as_bytes()).expect("written");
}

#[tokio::test]
async fn a_dropped_log_shows_how_far_it_is_can_be_stopped_and_leaves_the_app_usable() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text("indexed").await;
    let (log, trace) = (app.home().join("gateway 1.log"), app.home().join("trace.log"));
    slow_log(&log);
    std::fs::write(&trace, TRACE).expect("written");
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.drop_file(&log, "textbox", "Find").await;
    app.wait_text("gateway 1.log").await;
    app.find("progressbar", "Reading gateway 1.log").await;
    app.wait_text(" MB of 1").await;
    app.assert_accessible().await;

    // Meanwhile others are answered.
    let asked = json!({ "text": "dtls rekey", "kind": null, "filters": [], "limit": 3, "number": 1, "off": [] });
    let answer = app.invoke("search", json!({ "args": asked })).await.expect("answered");
    assert!(answer["total"].as_u64() > Some(0), "{answer}");
    app.find("progressbar", "Reading gateway 1.log").await;
    app.shots("long-report-reading").await;
    app.click("button", "Stop").await;
    app.wait_text("reading was stopped there").await;
    app.shots("long-report-stopped").await;

    // Another one takes its place, dropped on what there is of the first.
    app.drop_file(&trace, "button", "Take this report away").await;
    app.wait_text("5 lines").await;
    app.wait_text("Same fault as ZD-45718").await;
    app.shots("long-report-held").await;

    // Closed while one is read, the box reads no further.
    app.drop_file(&log, "button", "Take this report away").await;
    app.find("progressbar", "Reading gateway 1.log").await;
    app.press("Escape").await;
    app.wait_no("dialog", "Find").await;
    app.press("Control+Shift+F").await;
    app.wait_text("Of 2 searches").await;
    app.quit().await;
}

/// Pasted, in bytes: enough to see whether the window freezes. `CASEBOOK_LARGE_PASTE` says another size in megabytes.
pub(crate) fn large_paste() -> usize {
    let megabytes = std::env::var("CASEBOOK_LARGE_PASTE").ok().and_then(|it| it.parse().ok()).unwrap_or(24);
    megabytes * 1024 * 1024
}

#[tokio::test]
async fn a_very_long_paste_goes_over_in_pieces_while_the_window_answers() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text("indexed").await;
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    let line = "2026-11-20 09:19:00,001 INFO [report-worker-1] net.ledgerline.Worker - report 4711 written in 31 ms\n";
    let lines = large_paste() / line.len();
    // The text is made before the clock starts: a clipboard has it already.
    let paste = "const field = document.activeElement; const data = new DataTransfer();
        data.setData('text/plain', arguments[0].repeat(arguments[1]));
        window.__worst = 0; window.__ticks = 0; let last = performance.now();
        setInterval(() => { const now = performance.now(); window.__worst = Math.max(window.__worst, now - last); window.__ticks += 1; last = now }, 20);
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        window.__taken = performance.now() - last;";
    app.js(paste, vec![json!(line), json!(lines)]).await;
    app.find("progressbar", "Reading Pasted text").await;
    app.wait_text(&format!("{} lines", thousands(lines))).await;
    let [worst, taken, ticks] =
        ["return Math.round(window.__worst)", "return Math.round(window.__taken)", "return window.__ticks"];
    let (worst, taken, ticks) = (app.js(worst, vec![]).await, app.js(taken, vec![]).await, app.js(ticks, vec![]).await);
    println!("{} MB pasted: taken in {taken} ms, then the window was busy for {worst} ms at most", large_paste() >> 20);
    assert!(ticks.as_u64() > Some(1), "the window answers between the pieces");
    app.quit().await;
}

fn thousands(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", thousands(number / 1000), number % 1000) }
}

/// Pictures of the same. Only when `CASEBOOK_SHOTS` names a folder.
#[tokio::test]
async fn report_shots() {
    for theme in ["light", "dark"] {
        let Some(mut app) = crate::posing(theme).await else { return };
        app.wait_text("indexed").await;
        for (width, height) in [(1440, 900), (1100, 700)] {
            app.resize(width, height).await;
            app.press("Control+K").await;
            app.wait_focus("Find").await;
            app.paste(TRACE).await;
            app.wait_text("Same fault as ZD-45718").await;
            app.shot(&format!("find-report-{theme}-{width}")).await;
            app.press("Escape").await;
            app.press("Control+K").await;
            app.wait_focus("Find").await;
            app.type_text("\"session closed\" dtls OR tls -macos status:closed vpn rek").await;
            app.wait_text("without macos").await;
            app.shot(&format!("find-parts-{theme}-{width}")).await;
            app.press("Escape").await;
        }
        app.quit().await;
    }
}
