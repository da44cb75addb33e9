//! Every journey of a working day with the keyboard alone. `Hands` can press keys, type and read: it has no way to click. The first run,
//! the onboarding paths and changed keys are walked so where they are tested (`onboarding.rs`, `window.rs`).

use super::*;

/// More than the stops of Tab on any view.
const STOPS: usize = 80;

struct Hands<'a>(&'a App);

impl Hands<'_> {
    async fn press(&self, keys: &str) {
        self.0.press(keys).await;
    }

    async fn write(&self, text: &str) {
        self.0.type_text(text).await;
    }

    #[track_caller]
    fn see(&self, text: &str) -> impl Future<Output = ()> {
        self.0.wait_text(text)
    }

    #[track_caller]
    fn see_gone(&self, text: &str) -> impl Future<Output = ()> {
        self.0.wait_gone(text)
    }

    #[track_caller]
    fn be_on(&self, name: &str) -> impl Future<Output = ()> {
        self.0.wait_focus(name)
    }

    /// Presses Tab until the focus is on something with this in its name.
    async fn tab_to(&self, name: &str) {
        self.go("Tab", name).await;
    }

    /// Presses Shift+Tab until the focus is on something with this in its name.
    async fn tab_back_to(&self, name: &str) {
        self.go("Shift+Tab", name).await;
    }

    async fn go(&self, key: &str, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..STOPS {
            self.press(key).await;
            let now = self.0.focused().await;
            if now.contains(name) {
                return;
            }
            passed.push(now);
        }
        panic!("{key} never comes to \"{name}\": {passed:?}");
    }
}

#[tokio::test]
async fn a_case_goes_from_the_call_to_its_solution() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    let hands = Hands(&app);
    hands.see("Changed last").await;
    hands.press("Control+N").await;
    hands.be_on("Title").await;
    hands.write("Tunnel of the depot falls at every rekey").await;
    hands.tab_to("Ticket").await;
    hands.write("ZD-60002").await;
    hands.tab_to("Customer").await;
    hands.write("Brackwater Logistics").await;
    hands.tab_to("Issue").await;
    hands.write("DTLS handshake timeout (code 0x2746), retry 3").await;
    hands.tab_to("Normal").await;
    hands.press("ArrowRight").await;
    hands.press("Control+Enter").await;
    hands.be_on("Journal entry").await;
    let file = app.case_file("ZD-60002");
    assert!(std::fs::read_to_string(&file).expect("read").contains("\npriority: high\n"));

    // Written, and put right.
    hands.write("The session age at every drop is 1800 s").await;
    hands.press("Control+Enter").await;
    app.wait_value("Journal entry", "").await;
    hands.press("Alt+E").await;
    hands.be_on("Entry text").await;
    hands.press("Control+End").await;
    hands.write(" or a multiple of it").await;
    hands.press("Control+Enter").await;
    app.wait_file(&file, |text| text.contains("is 1800 s or a multiple of it")).await;
    hands.be_on("Edit").await;

    // What comes next, and when the customer hears of it.
    hands.press("Alt+N").await;
    hands.be_on("Next step").await;
    hands.write("Test dtls.rekey=0 on one gateway").await;
    hands.tab_to("Promised").await;
    hands.write("tomorrow 10:00").await;
    hands.press("Enter").await;
    app.wait_file(&file, |text| text.contains("\nnext: Test dtls.rekey=0") && text.contains("\npromised: 2")).await;

    // The issue gets a word more.
    hands.press("Control+E").await;
    hands.be_on("Issue text").await;
    hands.press("Control+End").await;
    hands.write("\nSince the upgrade to 7.4").await;
    hands.press("Control+Enter").await;
    app.wait_file(&file, |text| text.contains("Since the upgrade to 7.4")).await;

    // The article beside the case, read in the split view, tried, then what solved it.
    hands.press("Alt+K").await;
    hands.be_on(FIX).await;
    hands.press("Control+Shift+L").await;
    app.wait_file(&file, |text| text.contains("how: tried")).await;
    hands.press("Control+\\").await;
    hands.see("Turn time-based rekeying off").await;
    hands.press("Control+\\").await;
    hands.see_gone("Turn time-based rekeying off").await;

    hands.press("Control+Shift+Enter").await;
    hands.be_on("Solved").await;
    hands.tab_to("Resolved by").await;
    hands.press("ArrowDown").await;
    hands.tab_to("Resolution code").await;
    hands.write("workaround").await;
    hands.tab_to("Reason").await;
    hands.write("rekeying is off on edge-gw-03\n").await;
    let solved = app.wait_file(&file, |text| text.contains("\nstatus: solved\n")).await;
    assert!(solved.contains("how: resolved-by") && solved.contains("\nresolution: workaround\n"), "{solved}");
    hands.see("resolved by").await;
    hands.press("Control+Z").await;
    app.wait_file(&file, |text| text.contains("\nstatus: new\n") && !text.contains("how: resolved-by")).await;

    // Put away, and found again.
    hands.press("Control+W").await;
    hands.see("Changed last").await;
    hands.press("Control+K").await;
    hands.be_on("Find").await;
    hands.write("ZD-60002").await;
    hands.see("Tunnel of the depot falls at every rekey").await;
    hands.press("Enter").await;
    hands.see("or a multiple of it").await;
    app.quit().await;
}

#[tokio::test]
async fn an_article_is_framed_written_checked_and_flagged() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    let hands = Hands(&app);
    hands.see(TITLE).await;
    hands.press("Alt+Q").await;
    hands.be_on("Cases").await;
    hands.press("Home").await;
    hands.press("Enter").await;
    hands.see("edge-diag --session 4411").await;
    hands.press("Alt+F").await;
    hands.see("Article framed and linked").await;
    let shown = app.by_test_id("article").await;
    let file = app.vault().join(shown.attr("data-path").await.expect("asked").expect("a path"));

    hands.press("Control+E").await;
    hands.tab_to("Resolution text").await;
    hands.press("Control+End").await;
    hands.write("\nSet dtls.rekey=0 and watch for an hour").await;
    app.wait_file(&file, |text| text.contains("watch for an hour")).await;
    hands.tab_to("Confidence").await;
    hands.press("ArrowDown").await;
    app.wait_file(&file, |text| text.contains("\nconfidence: not-validated\n")).await;

    // Found in it and replaced.
    hands.press("Control+H").await;
    hands.be_on("Find").await;
    hands.write("for an hour").await;
    hands.tab_to("Replace").await;
    hands.write("for two hours").await;
    hands.tab_to("Replace all").await;
    hands.press("Enter").await;
    app.wait_file(&file, |text| text.contains("watch for two hours")).await;
    hands.be_on("Find").await;
    hands.press("Escape").await;
    hands.press("Control+E").await;
    // What was written is saved before it is read.
    app.find("button", "Flag").await;

    hands.press("Alt+G").await;
    hands.be_on("What is wrong").await;
    hands.write("Which gateways?\n").await;
    app.wait_file(&file, |text| text.contains("Which gateways?")).await;
    hands.press("Alt+1").await;
    hands.see("edge-diag --session 4411").await;
    app.quit().await;
}

#[tokio::test]
async fn the_find_page_is_narrowed_opened_and_kept() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    let hands = Hands(&app);
    hands.see(TITLE).await;
    hands.press("Control+Shift+F").await;
    hands.be_on("Find in all notes").await;
    hands.write("rekey").await;
    hands.see("matches").await;
    hands.tab_to("Articles").await;
    hands.press("Space").await;
    hands.tab_back_to("Find in all notes").await;
    hands.press("ArrowDown").await;
    hands.press("Enter").await;
    app.by_test_id("article").await;
    hands.press("Alt+ArrowLeft").await;
    hands.be_on("Find in all notes").await;
    hands.tab_to("Saved").await;
    hands.press("Enter").await;
    hands.be_on("Name of this view").await;
    hands.write("Rekey\n").await;
    hands.see("Kept as “Rekey”").await;
    hands.press("Escape").await;
    hands.be_on("Saved").await;
    app.quit().await;
}

#[tokio::test]
async fn lists_are_narrowed_sorted_kept_and_changed() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    let hands = Hands(&app);
    hands.see(TITLE).await;
    hands.press("Alt+2").await;
    hands.press("Alt+Q").await;
    hands.be_on("Articles").await;
    hands.press("F").await;
    hands.tab_to("Validated").await;
    hands.press("Space").await;
    hands.press("Escape").await;
    hands.see("Validated").await;
    hands.press("Alt+Q").await;
    hands.be_on("Articles").await;
    hands.press("Shift+S").await;
    hands.press("ArrowDown").await;
    hands.press("Enter").await;
    hands.press("Alt+Q").await;
    hands.be_on("Articles").await;
    hands.press("V").await;
    hands.be_on("Name of this view").await;
    hands.write("Validated, other order\n").await;
    hands.see("Kept as “Validated, other order”").await;
    hands.press("Escape").await;
    hands.press("Alt+Q").await;
    hands.be_on("Articles").await;
    hands.press("Home").await;
    hands.press("X").await;
    hands.press("Shift+ArrowDown").await;
    hands.see("2 selected").await;
    hands.press("T").await;
    hands.write("night-shift\n").await;
    hands.see("2 articles").await;
    let tagged = async |count: u64| (app.kb_total("tag:night-shift") == count).then_some(());
    app.wait_for("both articles to have the tag", async || tagged(2).await).await;
    hands.press("Control+Z").await;
    app.wait_for("the tag to be gone", async || tagged(0).await).await;
    hands.press("/").await;
    hands.be_on("Look through").await;
    hands.write("conntrack").await;
    hands.press("Enter").await;
    hands.press("Enter").await;
    app.by_test_id("article").await;
    app.quit().await;
}

#[tokio::test]
async fn settings_help_commands_and_problems() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    let hands = Hands(&app);
    hands.see(TITLE).await;
    hands.press("Control+,").await;
    hands.tab_to("You").await;
    hands.press("Enter").await;
    hands.tab_to("Your name").await;
    hands.press("Control+A").await;
    hands.write("Noor\n").await;
    let is = async |name: &str, value: Value| {
        let status = app.invoke("get_status", json!({})).await.ok()?;
        (status[name] == value || status["chosen"][name] == value).then_some(())
    };
    app.wait_for("the name", async || is("name", json!("Noor")).await).await;
    hands.tab_back_to("Appearance").await;
    hands.press("Enter").await;
    hands.tab_to("System").await;
    hands.press("ArrowRight").await;
    hands.press("ArrowRight").await;
    app.wait_for("the theme", async || is("theme", json!("dark")).await).await;
    hands.press("Control+=").await;
    app.wait_for("the size", async || is("zoom", json!(110)).await).await;
    hands.press("Control+0").await;
    app.wait_for("the size", async || is("zoom", json!(100)).await).await;

    hands.press("?").await;
    app.find("dialog", "Keys").await;
    hands.press("Escape").await;
    app.wait_no("dialog", "Keys").await;
    hands.press("Control+Shift+P").await;
    hands.write("about lic\n").await;
    hands.see("Casebook").await;
    app.find("heading", "About").await;

    hands.press("Alt+3").await;
    app.find("heading", "Problems").await;
    hands.press("Alt+1").await;
    hands.see("Cases").await;
    app.quit().await;
}
