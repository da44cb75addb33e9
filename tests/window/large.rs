//! What is large: a long line, a long page, a vault of many notes and its list.

use serde_json::json;

use super::TITLE;
use super::support::{App, Launch};

#[tokio::test]
async fn a_file_of_fifty_megabytes_on_one_line_does_not_freeze_the_window() {
    let vault = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(vault.path().join("articles")).expect("made");
    let head = |title: &str| format!("---\ntype: article\ntitle: {title}\n---\n## Resolution\n");
    let line = "0123456789abcdef".repeat(50 * 1024 * 1024 / 16);
    std::fs::write(vault.path().join("articles/line.md"), format!("{}{line}\n", head("One long line")))
        .expect("written");
    let page = "A line of an article of a megabyte, with `code` and **words**.\n\n".repeat(15_000);
    std::fs::write(vault.path().join("articles/page.md"), format!("{}{page}", head("A megabyte"))).expect("written");
    let Some(mut app) = App::open(Launch::vault(vault.path())).await else { return };
    app.wait_text("2 notes indexed").await;
    app.press("Alt+2").await;
    for title in ["One long line", "A megabyte"] {
        app.js("window.__worst = 0; let last = performance.now(); clearInterval(window.__tick); window.__tick = setInterval(() => { const now = performance.now(); window.__worst = Math.max(window.__worst, now - last); last = now }, 20)", vec![]).await;
        app.click("option", title).await;
        let is_shown = "return document.querySelector('main article')?.getAttribute('aria-label') === arguments[0]";
        let shown = async || (app.js(is_shown, vec![json!(title)]).await == json!(true)).then_some(());
        app.wait_for("the article is shown", shown).await;
        println!(
            "{title}, reading: the window was busy for {} ms at most",
            app.js("return window.__worst", vec![]).await
        );
        app.js("window.__worst = 0", vec![]).await;
        app.look_at("File").await;
        if title == "A megabyte" {
            app.find("textbox", "Whole file").await;
        } else {
            app.wait_text("more than 4 MB").await;
            app.find("button", "Open in your editor").await;
        }
        println!(
            "{title}, whole file: the window was busy for {} ms at most",
            app.js("return window.__worst", vec![]).await
        );
        app.look_at("Read").await;
    }
    app.quit().await;
}

/// Scrolls a list to its end and back in steps of most of a page, one a frame, and jumps. What is in sight is noted: how
/// many frames there were, the longest, and in how many of them a row was not read yet.
const SCROLL: &str = "
    const list = document.querySelector('[role=listbox][aria-label=Articles]');
    const noted = { frames: 0, worst: 0, unread: 0, done: false };
    window.__scrolled = noted;
    const steps = [];
    const most = list.scrollHeight - list.clientHeight;
    for (let at = 0; at < 200; at += 1) steps.push(at * list.clientHeight * 0.8);
    for (let at = 0; at <= 200; at += 1) steps.push((most * at) / 200);
    for (let at = 0; at < 100; at += 1) steps.push(most - at * 60);
    let last = performance.now();
    const frame = (now) => {
      noted.frames += 1;
      noted.worst = Math.max(noted.worst, Math.round(now - last));
      last = now;
      if (list.querySelector('[aria-label=\"Not read yet\"]')) noted.unread += 1;
      const next = steps.shift();
      if (next === undefined) return void (noted.done = true);
      list.scrollTop = next;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);";

/// Articles in folders of 500: 24,000, or as many as `CASEBOOK_LARGE_VAULT` says.
fn large_vault() -> (tempfile::TempDir, u32) {
    let vault = tempfile::tempdir().expect("a folder");
    let count: u32 = std::env::var("CASEBOOK_LARGE_VAULT").ok().and_then(|it| it.parse().ok()).unwrap_or(24_000);
    for number in 0..count {
        let folder = vault.path().join(format!("articles/{}", number / 500));
        if number % 500 == 0 {
            std::fs::create_dir_all(&folder).expect("made");
        }
        let text = format!(
            "---\ntype: article\ntitle: Printer {number} loses its queue\n---\n## Issue\nError 0x{number:04x} at every restart of the spooler\n\n## Resolution\nClear the queue of printer {number} and start the spooler again.\n"
        );
        std::fs::write(folder.join(format!("printer-{number}.md")), text).expect("written");
    }
    (vault, count)
}

#[tokio::test]
async fn the_window_answers_while_a_large_vault_is_indexed_and_its_list_scrolls() {
    let (vault, count) = large_vault();
    let Some(mut app) = App::open(Launch::vault(vault.path())).await else { return };
    let share = async || {
        let text = app.text().await;
        let (before, _) = text.split_once(" % indexed")?;
        before.rsplit(' ').next()?.parse::<u32>().ok()
    };
    let first = app.wait_for("the share that is indexed", share).await;
    app.press("Control+K").await;
    app.wait_focus("Find").await;
    app.type_text("spooler").await;
    app.wait_text("loses its queue").await;
    assert!(share().await.is_some(), "it answered while there was more to index");
    app.wait_for("the share to grow", async || share().await.is_none_or(|now| now > first).then_some(())).await;
    app.press("Escape").await;
    let all = format!("{},{:03} notes indexed", count / 1000, count % 1000);
    app.wait_for("everything to be indexed", async || app.text().await.contains(&all).then_some(())).await;

    // A list of all of them: few rows are in the page whatever is in sight, and none stays unread.
    app.press("Alt+2").await;
    let rows = "const list = document.querySelector('[role=listbox][aria-label=Articles]'); if (!list) return null; const rows = [...list.querySelectorAll('[role=option]')]; return { rows: rows.length, unread: rows.filter((row) => row.getAttribute('aria-label') === 'Not read yet').length, last: Math.max(0, ...rows.map((row) => Number(row.ariaPosInSet))) }";
    let read = async || {
        let it = app.js(rows, vec![]).await;
        (it["rows"].as_u64()? > 0 && it["unread"] == 0).then_some(it)
    };
    app.wait_for("the first rows", read).await;
    app.js(SCROLL, vec![]).await;
    let noted = app
        .wait_for("the list to be scrolled through", async || {
            let noted = app.js("return window.__scrolled", vec![]).await;
            (noted["done"] == true).then_some(noted)
        })
        .await;
    println!("{count} rows scrolled through: {noted}");
    let there = app.wait_for("the rows in sight", read).await;
    assert!(there["rows"].as_u64().is_some_and(|rows| rows < 60), "{there}");

    // From the keyboard to either end; the row there can be opened.
    app.press("Alt+Q").await;
    app.wait_focus("Articles").await;
    app.press("Home").await;
    app.press("End").await;
    let last = async || (read().await?["last"] == count).then_some(());
    app.wait_for("the last row", last).await;
    app.press("Enter").await;
    app.find("heading", "loses its queue").await;

    // A thousand notes in one step: it says how far it is, can be stopped, and one undo brings every byte back.
    let tagged = || {
        let folders = std::fs::read_dir(vault.path().join("articles")).expect("read");
        let files = folders.flat_map(|folder| std::fs::read_dir(folder.expect("read").path()).expect("read"));
        files
            .filter(|file| {
                let file = file.as_ref().expect("read").path();
                std::fs::read_to_string(file).expect("read").contains("tags: [spooler]")
            })
            .count()
    };
    app.press("Alt+Q").await;
    app.press("Control+A").await;
    app.wait_text("1,000 selected").await;
    app.press("T").await;
    app.wait_focus("Add a tag").await;
    app.type_text("spooler\n").await;
    app.find("progressbar", "Changing notes").await;
    app.press("Escape").await;
    app.wait_text("stopped after").await;
    let changed = tagged();
    assert!((1..1_000).contains(&changed), "{changed} notes changed before the stop");
    app.press("Control+Z").await;
    app.wait_text("Undone").await;
    assert_eq!(tagged(), 0);
    app.quit().await;
}

/// The most the window was busy at a stretch since it was last asked, in milliseconds.
const BUSY: &str = "const worst = window.__worst ?? 0; window.__worst = 0;
    if (!window.__tick) {
      let last = performance.now();
      window.__tick = setInterval(() => {
        const now = performance.now();
        window.__worst = Math.max(window.__worst, Math.round(now - last));
        last = now;
      }, 20);
    }
    return worst";

#[tokio::test]
async fn a_book_of_an_article_a_case_of_ten_thousand_entries_and_ten_thousand_links_to_one_article_open_and_answer() {
    let vault = tempfile::tempdir().expect("a folder");
    for folder in ["articles", "cases"] {
        std::fs::create_dir_all(vault.path().join(folder)).expect("made");
    }
    let write = |path: &str, text: String| std::fs::write(vault.path().join(path), text).expect("written");
    let paragraph = "The spooler keeps a queue of jobs and hands them on one after the other.\n\n";
    let book = paragraph.repeat(187_000 / paragraph.split_whitespace().count() + 1);
    write("articles/book.md", format!("---\ntype: article\ntitle: The book of printing\n---\n## Resolution\n{book}"));
    write(
        "articles/used.md",
        "---\nid: USED\ntype: article\ntitle: The fix of all\n---\n## Resolution\nStart it again.\n".into(),
    );
    let entry = |at: usize| {
        let (hour, minute, second) = (at / 3600 % 24, at / 60 % 60, at % 60);
        format!(
            "### 2026-11-{:02}T{hour:02}:{minute:02}:{second:02}Z · mira · internal · note ^e{at}\nStep {at} of many.\n\n",
            1 + at / 86_400
        )
    };
    let journal: String = (0..10_000).map(entry).collect();
    let head = |title: &str, links: &str| {
        format!("---\ntype: case\nstatus: open\ntitle: {title}\n{links}---\n## Issue\nIt prints nothing.\n")
    };
    write("cases/long.md", format!("{}\n## Journal\n\n{journal}", head("The longest case", "")));
    for at in 0..10_000 {
        let links = "links:\n  - article: USED\n    how: resolved-by\n";
        write(&format!("cases/{at}.md"), head(&format!("Case number {at}"), links));
    }
    let Some(mut app) = App::open(Launch::vault(vault.path())).await else { return };
    let indexed = async || app.text().await.contains("10,003 notes indexed").then_some(());
    app.wait_for("everything to be indexed", indexed).await;
    app.js(BUSY, vec![]).await;
    for (title, shown) in [
        ("The book of printing", "hands them on"),
        ("The longest case", "Step 9999 of many."),
        ("The fix of all", "Start it again."),
    ] {
        app.press("Control+K").await;
        app.wait_focus("Find").await;
        app.press("Control+A").await;
        app.type_text(title).await;
        app.click("option", title).await;
        app.press("Enter").await;
        let closed = "return !document.querySelector('dialog[open]')";
        app.wait_for("the find box to close", async || (app.js(closed, vec![]).await == json!(true)).then_some(()))
            .await;
        app.wait_text(shown).await;
        // It answers: the find box opens over it and closes again.
        app.press("Control+K").await;
        app.wait_focus("Find").await;
        app.press("Escape").await;
        println!("{title}: the window was busy for {} ms at most", app.js(BUSY, vec![]).await);
        app.shot(&format!("hostile-{}", title.replace(' ', "-").to_lowercase())).await;
    }
    app.quit().await;
}

#[tokio::test]
async fn a_very_long_paste_into_a_note_becomes_a_file_beside_it() {
    let Some(mut app) = App::open(Launch::sample()).await else { return };
    app.click("option", TITLE).await;
    let file = app.case_file("ZD-48213");
    app.wait_text("Add note").await;
    app.press("Alt+I").await;
    app.wait_focus("Journal entry").await;
    let line = "2026-11-20 09:19:00,001 INFO [worker-1] net.acme.Worker - report 4711 written in 31 ms\n";
    let lines = super::reports::large_paste() / line.len();
    let paste = "const data = new DataTransfer(); data.setData('text/plain', arguments[0].repeat(arguments[1]));
        const host = document.activeElement;
        const field = host.shadowRoot?.activeElement ?? host;
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true }))";
    app.js(BUSY, vec![]).await;
    app.js(paste, vec![json!(line), json!(lines)]).await;
    app.wait_text("of text was pasted").await;
    app.wait_text("That is too much for a note").await;
    let asking = app.js(BUSY, vec![]).await;
    app.click("button", "Attach as a file").await;
    app.wait_gone("of text was pasted").await;
    println!(
        "{lines} lines pasted: busy for {asking} ms until asked, for {} ms until kept",
        app.js(BUSY, vec![]).await
    );
    app.press("Control+Enter").await;
    let text = app.wait_file(&file, |text| text.contains("pasted-2")).await;
    let link = text.split_once("[pasted-").and_then(|(_, rest)| rest.split_once("](")?.1.split_once(')'));
    let (place, _) = link.unwrap_or_else(|| panic!("no link in {text}"));
    let kept = file.parent().expect("a folder").join(place);
    assert_eq!(std::fs::metadata(&kept).expect("kept").len(), (lines * line.len()) as u64, "{}", kept.display());
    app.quit().await;
}
