//! A pasted error report: read as one, its fault recognised, its parts switched off and on, a long one read by the core.

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
