//! The first run and the onboarding paths, by keyboard, in a real window.

use super::support::Keyboard;
use super::*;

const WEEK: &str = "First week: EdgeVPN";

#[tokio::test]
async fn the_first_run_leads_to_the_sample_with_the_keyboard_alone() {
    let Some(mut app) = App::open(Launch::plain()).await else { return };
    app.wait_focus("Try it on the sample").await;
    app.wait_text("What is never sent").await;
    app.assert_accessible().await;
    app.type_text("dtls timeout 0x2746").await;
    app.wait_text(FIX).await;
    app.wait_text("Turn time-based rekeying off").await;
    app.assert_accessible().await;
    assert!(!app.vault().exists(), "nothing is copied before it is chosen");
    app.press("Enter").await;

    app.wait_focus("Your name").await;
    app.assert_accessible().await;
    app.press("Control+A").await;
    app.type_text("Noor").await;
    app.press("Tab").await;
    app.type_text("EdgeVPN").await;
    // Enter in here belongs to the list of products that the field offers.
    app.press("Shift+Tab").await;
    app.wait_focus("Your name").await;
    app.press("Enter").await;

    app.wait_text("One key for everything").await;
    app.press("Escape").await;
    app.wait_value("Your name", "Noor").await;
    app.press("Enter").await;
    app.wait_focus("Start working").await;
    // The desktop gives the key for every program: it is the one to try.
    app.wait_text("here or in any other program").await;
    Keyboard::of(&app).press_shortcut();
    app.wait_text("That is it.").await;
    app.assert_accessible().await;
    app.press("Enter").await;
    app.by_test_id("article").await;
    app.wait_text(FIX).await;
    app.wait_text("This is the sample vault").await;

    let status = app.invoke("get_status", json!({})).await.expect("a status");
    assert_eq!(
        (&status["name"], &status["product"], &status["introduced"]),
        (&json!("Noor"), &json!("EdgeVPN"), &json!(true))
    );
    app.click("button", "Do not show again").await;
    app.wait_gone("This is the sample vault").await;

    // It does not come back, and neither does the note about the sample.
    app.restart().await;
    app.wait_text(FIX).await;
    app.press("Alt+1").await;
    app.by_test_id("start").await;
    app.wait_text(&format!("Begin with {WEEK}")).await;
    let text = app.text().await;
    assert!(!text.contains("This is the sample vault") && !text.contains("Who writes?"), "{text}");
    app.quit().await;
}

#[tokio::test]
async fn a_path_is_walked_and_resumed_after_a_restart() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.by_test_id("start").await;
    app.press("Alt+4").await;
    app.click("button", WEEK).await;
    app.wait_focus("Steps").await;
    app.wait_text("Turn time-based rekeying off").await;
    let steps = app.kb_json(&["learn", WEEK])["steps"].as_u64().expect("a count");
    app.press("N").await;
    app.wait_text(&format!("1 of {steps} read")).await;
    app.find("heading", "Raise the idle timeout on EdgeVPN gateways").await;
    app.press("J").await;
    app.press("T").await;
    app.wait_text(&format!("2 of {steps} read")).await;
    app.press("K").await;
    app.find("heading", "Raise the idle timeout on EdgeVPN gateways").await;
    let resumed = async || (app.kb_json(&["learn", WEEK])["next"] == 2).then_some(());
    app.wait_for("kb learn to know where the path is resumed", resumed).await;
    assert_eq!(app.kb_json(&["learn", WEEK])["done"], 2);

    // The path is on show again; the start screen resumes it too.
    app.restart().await;
    app.find("heading", "Raise the idle timeout on EdgeVPN gateways").await;
    app.press("Alt+1").await;
    app.wait_text(&format!("Resume: {WEEK}, step 2 of {steps}")).await;
    app.assert_accessible().await;
    app.press("Alt+Shift+R").await;
    app.find("heading", "Raise the idle timeout on EdgeVPN gateways").await;
    app.wait_text(&format!("2 of {steps} read")).await;

    // The article that was read first changes outside, and the step says so.
    let path = app.kb_json(&["learn", WEEK])["plan"][0]["path"].as_str().expect("a path").to_owned();
    let file = app.vault().join(path);
    let text = std::fs::read_to_string(&file).expect("read");
    std::fs::write(&file, format!("{text}\nAnd once more: measure before and after.\n")).expect("written");
    app.wait_text("Changed since you read it").await;
    app.assert_accessible().await;
    app.quit().await;
}
