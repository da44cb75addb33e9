//! The case screen in a real window: own entries, files, framing, the cases that are open.

use super::*;

/// Pastes a file into what has the focus, as a browser does: through an event with the file in it.
const PASTE: &str = "
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(arguments[1]), (c) => c.charCodeAt(0));
    data.items.add(new File([bytes], arguments[0], { type: 'image/png' }));
    const host = document.activeElement;
    const field = host.shadowRoot?.activeElement ?? host;
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true }));
";
/// A picture of one pixel.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

#[tokio::test]
async fn an_article_is_framed_from_a_case_in_one_step() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    let file = app.case_file("ZD-48213");
    let before = std::fs::read_to_string(&file).expect("read");
    app.wait_text("Frame a new article").await;
    app.shot("frame-card").await;
    app.press("Alt+F").await;
    app.by_test_id("article").await;
    app.wait_text("Searched for: vpn disconnects after 30 minutes idle").await;
    let text = app.wait_file(&file, |text| text.contains("how: created")).await;
    assert!(text.starts_with(&before[..40]));
    let shown = app.text().await;
    assert!(!shown.contains("Ana Ruiz says"), "{shown}");
    app.shot("framed-article").await;
    app.press("Control+Z").await;
    app.wait_file(&file, |text| text == before).await;
    app.quit().await;
}

#[tokio::test]
async fn an_own_entry_is_edited_and_a_picture_pasted() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    let file = app.case_file("ZD-48213");
    app.wait_text("Add note").await;
    app.press("Alt+I").await;
    app.wait_focus("Journal entry").await;
    app.type_text("first words").await;
    app.press("Control+Enter").await;
    app.wait_file(&file, |text| text.contains("first words")).await;
    app.wait_value("Journal entry", "").await;
    app.press("Alt+E").await;
    app.wait_focus("Entry text").await;
    app.press("Control+End").await;
    app.type_text(" and second thoughts").await;
    app.press("Control+Enter").await;
    app.wait_file(&file, |text| text.contains("first words and second thoughts")).await;
    app.wait_text("first words and second thoughts").await;

    // A pasted picture crosses to the shell as raw bytes, lies with the case and is shown in the entry.
    app.press("Alt+I").await;
    app.wait_focus("Journal entry").await;
    app.js(PASTE, vec![json!("trace 1.png"), json!(PIXEL)]).await;
    app.wait_text("Attached trace-1.png").await;
    let kept = app.vault().join("attachments/01M7W07P46S7FQ0GMJ9MS0W8CT/trace-1.png");
    assert_eq!(std::fs::read(&kept).expect("kept").len(), 70);
    app.press("Control+Enter").await;
    app.wait_file(&file, |text| text.contains("![trace-1.png](../../attachments/")).await;
    let loaded =
        "return [...document.images].some((image) => image.src.endsWith('/trace-1.png') && image.naturalWidth === 1)";
    let shown = async || (app.js(loaded, vec![]).await == json!(true)).then_some(());
    app.wait_for("the picture is shown", shown).await;
    app.shot("entry-with-picture").await;
    app.quit().await;
}

#[tokio::test]
async fn open_cases_keep_their_keys_over_a_restart() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    app.press("Control+N").await;
    app.fill("Title", "A second case at hand").await;
    app.press("Enter").await;
    app.wait_focus("Journal entry").await;
    app.press("Control+1").await;
    app.wait_text("edge-diag --session 4411").await;
    app.restart().await;
    app.wait_text("edge-diag --session 4411").await;
    app.press("Control+2").await;
    app.wait_no("article", "Case VPN drops").await;
    app.wait_text("Nothing written yet").await;
    app.quit().await;
}

/// For our own eyes: the case screen at two sizes and in two themes, split and not.
#[tokio::test]
async fn case_shots() {
    for theme in ["light", "dark"] {
        let Some(mut app) = posing(theme).await else { return };
        app.click("option", TITLE).await;
        app.wait_text("Frame a new article").await;
        for (width, height) in [(1440, 900), (1100, 700)] {
            app.resize(width, height).await;
            app.shot(&format!("case-screen-{theme}-{width}")).await;
            app.press("Control+\\").await;
            app.by_test_id("article").await;
            app.shot(&format!("case-split-{theme}-{width}")).await;
            app.press("Control+\\").await;
            app.wait_no("region", "Article beside the case").await;
            app.press("Alt+E").await;
            app.wait_focus("Entry text").await;
            app.shot(&format!("case-edit-entry-{theme}-{width}")).await;
            app.press("Escape").await;
        }
        app.quit().await;
    }
}
