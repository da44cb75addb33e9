//! Two who write one note at once, in a real window: what can be brought together is, the rest is chosen place by place.

use super::*;

const CASE: &str = "---\nid: C-MERGE\ntype: case\ntitle: Scanner loses every third page\nref: ZD-70001\nstatus: open\nopened: \
                    2026-11-20T09:00:00Z\n---\n## Issue\nEvery third page is missing.\n\nIt began on Monday.\n\nOnly in the office in \
                    Lyon.\n\n## Journal\n";

#[tokio::test]
async fn what_two_wrote_is_brought_together_or_chosen_place_by_place() {
    let vault = tempfile::tempdir().expect("a folder");
    let file = vault.path().join("cases/2026/scanner.md");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(&file, CASE).expect("written");
    let Some(mut app) = App::open(Launch::vault(vault.path())).await else { return };
    app.click_text("Scanner loses every third page").await;
    app.wait_text("Only in the office in Lyon.").await;

    // Somebody else changes another line: both are kept, and nobody is asked.
    app.press("Control+E").await;
    app.wait_focus("Issue text").await;
    app.press("Control+End").await;
    app.type_text("\n\nPaper jams too.").await;
    std::fs::write(&file, CASE.replace("Every third page", "Every fourth page")).expect("written");
    app.press("Control+Enter").await;
    app.wait_text("brought together with what was changed elsewhere").await;
    app.press("Control+Enter").await;
    let text = app.wait_file(&file, |text| text.contains("Paper jams too.")).await;
    assert!(text.contains("Every fourth page is missing."), "{text}");
    app.wait_no("textbox", "Issue text").await;

    // Somebody else changes the same line: both texts stand side by side.
    app.press("Control+E").await;
    app.wait_focus("Issue text").await;
    app.press("Control+End").await;
    app.type_text(" Twice a day.").await;
    let theirs = text.replace("Paper jams too.", "Paper jams on Fridays.").replace("on Monday", "on Tuesday");
    std::fs::write(&file, &theirs).expect("written");
    app.press("Control+Enter").await;
    app.wait_text("One place was changed by both").await;
    for (theme, width, height) in [("light", 1440, 900), ("dark", 1440, 900), ("light", 1100, 700), ("dark", 1100, 700)]
    {
        app.js("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await;
        app.resize(width, height).await;
        app.shot(&format!("merge-{theme}-{width}")).await;
        // The composer below keeps its room, whatever stands above it.
        let cut =
            "const it = document.querySelector('[aria-label=Composer]'); return it.scrollHeight - it.clientHeight";
        assert!(app.js(cut, vec![]).await.as_i64() <= Some(1), "the composer is cut at {width}");
        app.assert_accessible().await;
    }
    assert_eq!(std::fs::read_to_string(&file).expect("there"), theirs, "nothing is written before somebody chose");
    // The radio button itself is for screen readers; its label is what is seen.
    app.js("document.querySelector('[role=radiogroup] input[value=both]').closest('label').click()", vec![]).await;
    app.click("button", "Save this choice").await;
    let text = app.wait_file(&file, |text| text.contains("Twice a day.")).await;
    for said in ["Paper jams on Fridays.\nPaper jams too. Twice a day.", "It began on Tuesday.", "Every fourth page"] {
        assert!(text.contains(said), "{said} is missing: {text}");
    }
    assert!(!text.contains("<<<<") && !text.contains("====") && !text.contains(">>>>"), "{text}");
    app.wait_no("textbox", "Issue text").await;
    app.quit().await;
}

#[tokio::test]
async fn another_version_that_a_sync_program_made_is_brought_together_with_the_note() {
    let vault = tempfile::tempdir().expect("a folder");
    let folder = vault.path().join("cases/2026");
    let (file, copy) = (folder.join("scanner.md"), folder.join("scanner.sync-conflict-20261130-101500-ABC7DEF.md"));
    std::fs::create_dir_all(&folder).expect("made");
    std::fs::write(&file, CASE.replace("title: Scanner", "tags: [lyon]\ntitle: Scanner")).expect("written");
    let theirs = CASE.replace("on Monday", "on Tuesday").replace("status: open", "status: open\ncustomer: Acme");
    std::fs::write(&copy, theirs.replace("Scanner loses", "The scanner loses")).expect("written");
    let Some(mut app) = App::open(Launch::vault(vault.path())).await else { return };
    app.click_text("The scanner loses every third page").await;
    app.wait_text("This is another version of a note").await;
    app.click("button", "Bring together").await;
    app.wait_text("2 places were written in both").await;
    app.find("region", "Title").await;
    for (theme, width, height) in [("light", 1440, 900), ("dark", 1440, 900), ("light", 1100, 700), ("dark", 1100, 700)]
    {
        app.js("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await;
        app.resize(width, height).await;
        app.shot(&format!("versions-{theme}-{width}")).await;
        app.assert_accessible().await;
    }
    // Of each place the one on the left: this note's.
    let left = "document.querySelectorAll('[role=radiogroup] input[value=mine]').forEach((one) => one.closest('label').click())";
    app.js(left, vec![]).await;
    app.click("button", "Save this choice").await;
    let text = app.wait_file(&file, |text| text.contains("customer: Acme")).await;
    assert!(text.contains("tags: [lyon]") && text.contains("title: Scanner loses"), "{text}");
    app.wait_for("the other version to go", async || (!copy.exists()).then_some(())).await;
    app.wait_no("button", "Bring together").await;
    app.quit().await;
}
