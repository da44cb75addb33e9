//! Versions, drafts, the trash and a purge, by keyboard, in a real window.

use super::*;

#[tokio::test]
async fn what_another_program_overwrote_is_brought_back_with_the_keyboard() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    let file = app.case_file("ZD-48213");
    app.wait_text("Add note").await;
    app.press("Alt+I").await;
    app.wait_focus("Journal entry").await;
    app.type_text("words that must not be lost").await;
    app.press("Control+Enter").await;
    let mine = app.wait_file(&file, |text| text.contains("must not be lost")).await;
    app.wait_value("Journal entry", "").await;

    let theirs = mine.replace("words that must not be lost", "a script was here");
    std::fs::write(&file, &theirs).expect("written");
    app.wait_text("a script was here").await;
    app.press("Escape").await;
    app.press("Alt+H").await;
    app.wait_focus("Versions").await;
    app.wait_text("Changed by another program").await;
    app.wait_text("Saved here").await;
    app.wait_text("Kept on this machine").await;
    app.assert_accessible().await;
    app.shots("history").await;
    app.press("J").await;
    app.press("C").await;
    app.press("R").await;
    app.wait_file(&file, |text| text == mine).await;
    app.wait_text("Restored the earlier version").await;
    app.press("Control+Z").await;
    app.wait_file(&file, |text| text == theirs).await;
    app.quit().await;
}

#[tokio::test]
async fn a_note_goes_to_the_trash_and_comes_back() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    let file = app.case_file("ZD-48213");
    let text = std::fs::read_to_string(&file).expect("read");
    app.wait_text("Add note").await;
    app.press("Control+Shift+P").await;
    app.type_text("to the trash\n").await;
    app.wait_text("Moved to the trash").await;
    assert!(!file.exists());
    app.press("Control+Shift+P").await;
    app.type_text("trash deleted\n").await;
    app.wait_text("Kept on this machine for 30 days").await;
    app.wait_text(TITLE).await;
    app.assert_accessible().await;
    app.shots("trash").await;
    app.click("button", &format!("Bring back {TITLE}")).await;
    app.wait_text("The trash is empty").await;
    assert_eq!(std::fs::read_to_string(&file).expect("back"), text);
    app.quit().await;
}

#[tokio::test]
async fn a_customer_is_forgotten_after_the_name_was_typed() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    let file = app.case_file("ZD-48213");
    let text = std::fs::read_to_string(&file).expect("read");
    let customer = text.lines().find_map(|line| line.strip_prefix("customer: ")).expect("a customer").to_owned();
    app.wait_text("Add note").await;
    app.press("Control+Shift+P").await;
    app.type_text("purge\n").await;
    app.wait_text("out of reach").await;
    app.fill("Customer, or any name", &customer).await;
    app.press("Enter").await;
    app.wait_text("There is no undo").await;
    app.assert_accessible().await;
    app.shots("purge").await;
    app.fill(&format!("Type {customer} to confirm"), &customer).await;
    app.press("Enter").await;
    app.wait_text("Purged").await;
    assert!(!file.exists());
    app.shots("purged").await;
    app.quit().await;
    assert!(!holds(&app.vault(), &customer) && !holds(&app.data(), &customer), "a byte of {customer} is left");
}

#[tokio::test]
async fn what_forms_held_is_listed_after_a_kill_and_gone_on_with() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    let file = app.case_file("ZD-48213");
    app.wait_text("Add note").await;
    let drafts = app.data();
    app.press("Alt+S").await;
    app.fill("Reason, for the journal (optional)", "waits for the firmware of the depot").await;
    app.wait_for("the reason is kept", async || holds(&drafts, "firmware of the depot").then_some(())).await;
    app.press("Escape").await;
    app.press("Control+Shift+N").await;
    app.wait_focus("Title").await;
    app.type_text("Depot gateways forget their routes").await;
    app.wait_for("the title is kept", async || holds(&drafts, "forget their routes").then_some(())).await;
    app.kill().await;
    app.start().await;

    app.click("button", "2 drafts").await;
    app.wait_text("waits for the firmware of the depot").await;
    app.wait_text("Depot gateways forget their routes").await;
    app.assert_accessible().await;
    app.shots("drafts").await;
    app.click("button", &format!("Go on with Reason for a status: {TITLE}")).await;
    app.click("button", "Reason not saved").await;
    app.wait_text("Draft restored").await;
    app.shots("draft-restored").await;
    app.press("Enter").await;
    app.wait_file(&file, |text| text.contains("waits for the firmware of the depot")).await;
    app.click("button", "1 draft").await;
    app.click("button", "Give up New article: Depot gateways forget their routes").await;
    app.wait_text("Everything is saved").await;
    app.quit().await;
}

#[tokio::test]
async fn fields_of_no_note_come_back_after_a_kill() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    let drafts = app.data();
    app.click("button", "Views").await;
    app.fill("Name of this view", "Waiting for the depot").await;
    app.wait_for("the view's name is kept", async || holds(&drafts, "Waiting for the depot").then_some(())).await;
    app.press("Escape").await;
    app.press("Control+,").await;
    app.click("button", "You").await;
    app.fill("Your name", "Mira Lindqvist").await;
    app.wait_for("the name is kept", async || holds(&drafts, "Mira Lindqvist").then_some(())).await;
    app.kill().await;
    app.start().await;

    app.click("button", "Views").await;
    app.wait_text("Draft restored").await;
    app.shots("draft-view").await;
    app.press("Escape").await;
    app.press("Control+,").await;
    app.click("button", "You").await;
    app.wait_text("Draft restored").await;
    // The status line does not say that all is saved beside it.
    app.wait_gone("All saved").await;
    app.shots("draft-you").await;
    app.click("button", "Save").await;
    app.wait_gone("Draft restored").await;
    app.quit().await;
}
