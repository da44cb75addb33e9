//! Writing in a case in a real window: the composer is the article's editor, with what the vault offers.

use super::*;

/// The offers of the editor on show: what they say, and where they and their window are.
const OFFERS: &str = "const list = [...document.querySelectorAll('[data-editor]')]
      .map((host) => host.shadowRoot?.querySelector('.cm-tooltip-autocomplete')).find(Boolean);
    if (!list) { window.__since = null; return null }
    // A list that is still changing takes no key.
    const shown = list.className + list.textContent;
    if (window.__since === null || window.__shown !== shown) window.__since = performance.now();
    window.__shown = shown;
    const box = list.getBoundingClientRect();
    const { x, y } = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    let top = document.elementFromPoint(x, y);
    while (top?.shadowRoot?.elementFromPoint(x, y)) top = top.shadowRoot.elementFromPoint(x, y);
    return { says: [...list.querySelectorAll('li')].map((one) => one.textContent),
      ready: performance.now() - window.__since > 250 && !list.classList.contains('cm-tooltip-autocomplete-disabled'),
      whole: box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight && box.height > 20,
      onTop: list.contains(top) }";

impl App {
    /// Waits until the editor offers something that contains this, long enough to be meant by a key.
    async fn wait_offer(&self, text: &str) {
        self.wait_for(&format!("the editor to offer {text}"), async || {
            let offers = self.js(OFFERS, vec![]).await;
            let says = offers["says"].as_array()?.iter().any(|one| one.as_str().is_some_and(|one| one.contains(text)));
            let ready = says && offers["ready"] == json!(true);
            assert!(!ready || offers["whole"] == json!(true), "the offers are whole in the window: {offers}");
            assert!(!ready || offers["onTop"] == json!(true), "nothing lies over the offers: {offers}");
            ready.then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn the_composer_completes_from_the_vault_and_sends_on_ctrl_enter() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    let file = app.case_file("ZD-48213");
    for (theme, width, height) in [("light", 1440, 900), ("dark", 1440, 900), ("light", 1100, 700), ("dark", 1100, 700)]
    {
        app.js("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await;
        app.resize(width, height).await;
        app.press("Alt+I").await;
        app.wait_focus("Journal entry").await;
        app.type_text("see [[EdgeVPN 7.4 dis").await;
        app.wait_offer(FIX).await;
        app.shot(&format!("composer-offers-{theme}-{width}")).await;
        // Escape closes the offers and nothing else.
        app.press("Escape").await;
        app.wait_for("the offers to go", async || app.js(OFFERS, vec![]).await.is_null().then_some(())).await;
        app.wait_focus("Journal entry").await;
        app.press("Control+A").await;
        app.press("Delete").await;
    }
    app.type_text("like ??dtls rekey").await;
    app.wait_offer(FIX).await;
    app.press("Enter").await;
    app.wait_value("Journal entry", &format!("like [[{FIX}]]")).await;

    // Tab leaves the field, Shift+Tab comes back; Ctrl+Enter adds what is there.
    app.press("Tab").await;
    let elsewhere = "return document.activeElement?.dataset.editor !== 'Journal entry'";
    app.wait_for("Tab to leave", async || (app.js(elsewhere, vec![]).await == json!(true)).then_some(())).await;
    app.press("Shift+Tab").await;
    app.wait_focus("Journal entry").await;
    app.press("Control+Enter").await;
    app.wait_file(&file, |text| text.contains(&format!("like [[{FIX}]]"))).await;
    app.wait_value("Journal entry", "").await;
    app.press("Control+Z").await;
    app.wait_file(&file, |text| !text.contains("like [[")).await;

    // A reply text knows whom it is for, and leaves places for what it does not know.
    app.press("Alt+C").await;
    app.wait_focus("Journal entry").await;
    app.type_text("::known fix").await;
    app.wait_offer("Reply with a known fix").await;
    app.press("Enter").await;
    app.wait_text("Hello Ana Ruiz,").await;
    app.assert_accessible().await;
    app.shot("composer-reply").await;
    // However long the reply, the journal keeps room above it and the composer stays in the window.
    let fits = "const [journal, composer] = ['[data-journal]', '[data-scope=composer]']
          .map((one) => document.querySelector(one).getBoundingClientRect());
        return journal.height > 50 && composer.bottom < innerHeight - 20";
    assert_eq!(app.js(fits, vec![]).await, json!(true));
    app.quit().await;
}

#[tokio::test]
async fn sections_and_entries_of_a_case_complete_and_escape_leaves_them() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    let file = app.case_file("ZD-48213");
    app.press("Control+E").await;
    app.wait_focus("Issue text").await;
    app.press("Control+End").await;
    app.type_text("\n#rek").await;
    app.wait_offer("#").await;
    app.press("Escape").await;
    app.wait_focus("Issue text").await;
    app.wait_for("the offers to go", async || app.js(OFFERS, vec![]).await.is_null().then_some(())).await;
    app.shot("section-edit").await;
    app.type_text(" and so on").await;
    app.press("Control+Enter").await;
    app.wait_file(&file, |text| text.contains("#rek and so on")).await;
    app.wait_no("textbox", "Issue text").await;
    app.press("Alt+E").await;
    app.wait_focus("Entry text").await;
    app.press("Escape").await;
    app.wait_no("textbox", "Entry text").await;
    app.quit().await;
}

#[tokio::test]
async fn what_is_typed_before_the_editor_is_there_stays_in_order() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    app.restart().await;
    // From the first moment, while the editor is on its way.
    let there = "const it = document.activeElement; return (it?.ariaLabel ?? it?.dataset.editor) === 'Journal entry'";
    app.wait_for("the composer to take the focus", async || {
        app.press("Alt+I").await;
        (app.js(there, vec![]).await == json!(true)).then_some(())
    })
    .await;
    let words = "the quick brown fox jumps over the lazy dog, twice and once more";
    app.type_text(words).await;
    app.wait_value("Journal entry", words).await;
    app.quit().await;
}

#[tokio::test]
async fn a_line_of_fifty_megabytes_leaves_the_window_alive() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    for (key, name) in [("Alt+I", "Journal entry"), ("Control+E", "Issue text")] {
        app.press(key).await;
        app.wait_focus(name).await;
        app.js(
            "const data = new DataTransfer();
             data.setData('text/plain', 'x'.repeat(50_000_000));
             const host = document.activeElement;
             const field = host.shadowRoot?.activeElement ?? host;
             field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true }));",
            vec![],
        )
        .await;
        app.wait_text("That is too much for a note").await;
        app.click("button", "Leave it out").await;
        app.wait_gone("That is too much for a note").await;
    }
    app.quit().await;
}

#[tokio::test]
async fn an_article_framed_from_a_case_has_it_at_hand_and_is_linked_to_others() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("Frame a new article").await;
    app.press("Alt+F").await;
    app.by_test_id("article").await;
    app.press("Control+E").await;
    app.wait_text("Framed from ZD-48213").await;
    app.click("button", "Framed from ZD-48213").await;
    let seen = "return document.querySelector('[data-entry]')?.getBoundingClientRect().top < innerHeight";
    app.wait_for("the journal to be in sight", async || (app.js(seen, vec![]).await == json!(true)).then_some(()))
        .await;
    app.assert_accessible().await;
    app.shot("origin-case").await;

    // A property that links: offered by title, opened by a click where it is read.
    app.click("combobox", "See also").await;
    app.type_text("dtls rekey dis").await;
    app.find("option", FIX).await;
    app.shot("see-also-offers").await;
    app.press("Enter").await;
    app.find("button", &format!("Remove {FIX}")).await;
    app.press("Control+E").await;
    app.find("navigation", "See also").await;
    app.shot("see-also-read").await;
    app.js("document.querySelector('[aria-label=\"See also\"] button').click()", vec![]).await;
    app.wait_text("cases it was tried in").await;
    app.assert_accessible().await;
    app.shot("success").await;
    app.quit().await;
}

#[tokio::test]
async fn what_is_read_is_searched_and_its_markup_stays_as_it_is() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    // What the page looks like under the marks, and which text is marked.
    let markup = "return [...document.querySelectorAll('[data-journal] .prose')].map((one) => one.innerHTML).join()";
    let marked = "return ['find', 'find-here'].map((name) => [...(CSS.highlights.get(name) ?? [])].map(String))";
    let in_sight = "const [here] = CSS.highlights.get('find-here'); const box = here.getBoundingClientRect();
        const journal = document.querySelector('[data-journal]').getBoundingClientRect();
        return box.height > 0 && box.top >= journal.top && box.bottom <= journal.bottom";
    for (theme, width, height) in [("light", 1440, 900), ("dark", 1100, 700)] {
        app.js("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await;
        app.resize(width, height).await;
        let before = app.js(markup, vec![]).await;
        app.press("Control+F").await;
        app.wait_focus("Find in this case").await;
        app.type_text("0x2746").await;
        app.wait_text("1 of 3").await;
        app.press("Enter").await;
        app.wait_text("2 of 3").await;
        assert_eq!(app.js(marked, vec![]).await, json!([["0x2746", "0x2746"], ["0x2746"]]));
        app.wait_for("the place to be in sight", async || {
            (app.js(in_sight, vec![]).await == json!(true)).then_some(())
        })
        .await;
        assert_eq!(app.js(markup, vec![]).await, before);
        app.assert_accessible().await;
        app.shot(&format!("find-in-case-{theme}-{width}")).await;
        app.press("Escape").await;
        app.wait_no("search", "Find in this case").await;
        assert_eq!(app.js(marked, vec![]).await, json!([[], []]));
    }
    app.press("Control+K").await;
    app.type_text("dtls rekey 7.4 disconnects\n").await;
    app.wait_text("Use in ZD-48213").await;
    app.press("Control+F").await;
    app.wait_focus("Find in this article").await;
    app.type_text("gateway").await;
    app.wait_text("1 of ").await;
    app.shot("find-in-article").await;
    app.quit().await;
}
