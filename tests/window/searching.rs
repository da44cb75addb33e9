//! Searching in a real window: what articles learned, suggestions that stay where they are, the log of searches, the
//! clipboard, and how versions and slips are told.

use std::time::Duration;

use fantoccini::actions::{InputSource, MouseActions, PointerAction};

use super::*;

/// The titles of the suggested articles, from the top, with the place of the first on the screen.
const SUGGESTED: &str = "const cards = [...document.querySelectorAll('[data-suggestion]')];
    return cards.map((card) => [card.dataset.suggestion, Math.round(card.getBoundingClientRect().top)])";
const LOOKS: [(&str, u32, u32); 4] =
    [("light", 1440, 900), ("dark", 1440, 900), ("light", 1100, 700), ("dark", 1100, 700)];

impl App {
    /// Pictures of what is on show, in both themes and both sizes.
    pub(crate) async fn shots(&self, name: &str) {
        for (theme, width, height) in LOOKS {
            self.js("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await;
            self.resize(width, height).await;
            self.shot(&format!("{name}-{theme}-{width}")).await;
        }
        self.js("document.documentElement.dataset.theme = 'light'", vec![]).await;
        self.resize(1440, 900).await;
    }

    /// Puts the pointer at a place of the window.
    async fn point_at(&self, x: i64, y: i64) {
        let to = PointerAction::MoveTo { duration: Some(Duration::ZERO), x: x as f64, y: y as f64 };
        let moves = MouseActions::new("pointer".to_owned()).then(to);
        self.client().perform_actions(moves).await.expect("the pointer moves");
    }

    /// The file of the article with this title.
    fn article_file(&self, title: &str) -> PathBuf {
        let folder = std::fs::read_dir(self.vault().join("articles")).expect("listed").flatten();
        let mark = format!("title: {title}");
        let has = |path: &PathBuf| std::fs::read_to_string(path).is_ok_and(|text| text.contains(&mark));
        folder.map(|entry| entry.path()).find(has).unwrap_or_else(|| panic!("no article is called {title}"))
    }
}

#[tokio::test]
async fn a_learned_word_is_dropped_and_comes_back() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text(TITLE).await;
    let file = app.article_file(FIX);
    let before = std::fs::read_to_string(&file).expect("read");
    app.press("Alt+2").await;
    app.click("option", FIX).await;
    app.find("region", "Learned words").await;
    let show = "document.querySelector('[aria-label=\"Learned words\"]').scrollIntoView({ block: 'center' })";
    app.js(show, vec![]).await;
    app.shots("learned-words").await;
    app.assert_accessible().await;
    let first = "const drop = document.querySelector('[aria-label^=\"Not about\"]'); drop.focus(); \
                 return drop.getAttribute('aria-label').match(/“(.+)”/)[1]";
    let word = app.js(first, vec![]).await;
    let word = word.as_str().expect("a word");
    app.press("Enter").await;
    let text = app.wait_file(&file, |text| text.contains("not-learned:")).await;
    assert!(text.contains(word), "{word}: {text}");
    app.find("button", &format!("Learn again: “{word}”")).await;
    app.shot("learned-word-dropped").await;
    app.press("Control+Z").await;
    app.wait_file(&file, |text| text == before).await;
    app.find("button", &format!("Not about “{word}”")).await;
    app.quit().await;
}

#[tokio::test]
async fn suggestions_stay_under_the_pointer_and_follow_when_it_leaves() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    let suggested = async |app: &App| app.js(SUGGESTED, vec![]).await;
    let before = app
        .wait_for("suggestions", async || {
            let found = suggested(&app).await;
            (found.as_array()?.len() >= 3).then_some(found)
        })
        .await;
    app.shots("suggestions").await;
    let before = if suggested(&app).await == before { before } else { suggested(&app).await };
    let place = "const card = document.querySelectorAll('[data-suggestion]')[1].getBoundingClientRect(); \
                 return [Math.round(card.x + 40), Math.round(card.y + 12)]";
    let at = app.js(place, vec![]).await;
    app.point_at(at[0].as_i64().expect("x"), at[1].as_i64().expect("y")).await;

    // Somebody writes in the case that it is about something else.
    let file = app.case_file("ZD-48213");
    let text = std::fs::read_to_string(&file).expect("read");
    let entry = "### 2026-11-24T09:00:00+01:00 · jonas · internal · note ^zzz1\nThe printers: Printwell queue stuck, spooler crash 0xc0000005 pwmon, driver update, PCL XL error, printer offline, SNMP, badge reader.\n";
    std::fs::write(&file, format!("{}\n{entry}", text.trim_end())).expect("written");
    app.wait_text("New suggestions").await;
    assert_eq!(suggested(&app).await, before, "nothing moves under the pointer");
    app.shot("suggestions-waiting").await;
    app.point_at(600, 300).await;
    app.wait_for("the suggestions to follow", async || (suggested(&app).await != before).then_some(())).await;
    app.wait_gone("New suggestions").await;
    app.quit().await;
}

#[tokio::test]
async fn what_nothing_is_found_for_is_in_the_log() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text(TITLE).await;
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.type_text("teleporter zzyzx apikey=hunter2").await;
    app.wait_text("Nothing in this vault says that yet").await;
    app.press("Escape").await;
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.type_text("dtls rekey").await;
    app.wait_text("solved 14 cases").await;
    app.press("Enter").await;
    app.by_test_id("article").await;
    app.press("Control+Shift+F").await;
    app.find("region", "Found nothing").await;
    app.wait_text("teleporter zzyzx").await;
    app.wait_text("Of 2 searches").await;
    app.wait_text("led to a note that was opened").await;
    assert!(!app.text().await.contains("hunter2"), "a secret is never kept");
    app.shots("search-log").await;
    app.assert_accessible().await;
    app.click("button", "Forget every search for “teleporter zzyzx”").await;
    app.wait_gone("teleporter zzyzx").await;
    app.quit().await;
}

#[tokio::test]
async fn the_clipboard_is_offered_masked_and_taken_by_its_key() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text(TITLE).await;
    let log = "login failed password=hunter2\nDTLS handshake timeout (code 0x2746)\nsession 4411 closed";
    app.copy_elsewhere(log);
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.wait_text("Search the clipboard").await;
    app.wait_text("3 lines").await;
    let shown = app.text().await;
    assert!(shown.contains("login failed") && !shown.contains("hunter2"), "{shown}");
    app.shots("clipboard-chip").await;
    app.assert_accessible().await;
    app.press("Alt+V").await;
    app.wait_text("pasted text").await;
    app.wait_text("solved 14 cases").await;
    app.wait_gone("Search the clipboard").await;
    app.shot("clipboard-taken").await;
    app.press("Escape").await;
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.wait_text("Recent").await;
    assert!(!app.text().await.contains("Search the clipboard"), "what was asked last is not offered again");
    app.press("Escape").await;

    // Nor is what the app itself copied; what another program copies after it is.
    app.invoke("copy_text", json!({ "args": { "text": "Hello Ana, rekeying is off now" } })).await.expect("copied");
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.wait_text("Recent").await;
    let offer = app.invoke("peek_clipboard", json!({ "args": {} })).await.expect("asked");
    assert_eq!((offer, app.text().await.contains("Search the clipboard")), (Value::Null, false));
    app.press("Escape").await;
    app.copy_elsewhere("ERR_SSL_PROTOCOL_ERROR");
    app.press("Control+K").await;
    app.wait_text("Search the clipboard").await;
    app.wait_text("ERR_SSL_PROTOCOL_ERROR").await;
    app.quit().await;
}

#[tokio::test]
async fn a_new_case_that_may_be_an_old_one_says_so() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.wait_text(TITLE).await;
    app.press("Control+N").await;
    app.find("dialog", "New case").await;
    app.type_text("VPN drops every 30 minutes after upgrade").await;
    app.wait_text("May be the same").await;
    app.wait_text("May solve it").await;
    app.shots("duplicates-case").await;
    app.assert_accessible().await;
    app.press("Enter").await;
    app.wait_text("May be the same as").await;
    app.shots("duplicates-banner").await;
    app.assert_accessible().await;
    app.quit().await;
}

#[tokio::test]
async fn slips_and_versions_are_told_where_they_are_looked_for() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    app.wait_text("edge-diag --session 4411").await;
    app.wait_text("Fixed in 7.4.2").await;
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.type_text("EdgeVPN 7.4.1 dtls handshkae rekey").await;
    app.wait_text("Did you mean").await;
    app.wait_text("Fixed in 7.4.2").await;
    app.shots("did-you-mean-box").await;
    app.assert_accessible().await;
    app.press("Escape").await;
    app.press("Control+Shift+F").await;
    app.wait_focus("Find in all notes").await;
    app.press("Control+A").await;
    app.type_text("EdgeVPN 7.4.1 dtls handshkae rekey").await;
    app.wait_text("Did you mean").await;
    app.shots("did-you-mean-page").await;
    app.assert_accessible().await;
    app.quit().await;
}
