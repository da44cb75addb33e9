//! The contract between window and shell, over Tauri's mock runtime: every command by name, each error code, and that
//! events reach the window. No display needed.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use casebook::args::Opening;
use casebook::desk::{Desk, Desktop, Size};
use casebook::events::DeskEvent;
use casebook::promises::Notice;
use kb::casebook::view::Event;
use kb::casebook::{Places, SystemWorld};
use kb::model::VaultPath;
use serde_json::{Value, json};
use tauri::WebviewWindow;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tempfile::TempDir;

#[derive(Default)]
struct TestDesktop {
    choice: Mutex<Option<PathBuf>>,
    copied: Mutex<Vec<String>>,
    opened: Mutex<Vec<String>>,
    heard: Mutex<Vec<Event>>,
    said: Mutex<Vec<DeskEvent>>,
    popped_out: Mutex<Vec<(String, VaultPath)>>,
    sizes: Mutex<BTreeMap<String, Size>>,
    shortcut: Mutex<Option<String>>,
    taken_by_others: Mutex<Vec<String>>,
    notices: Mutex<Vec<Notice>>,
}

impl Desktop for TestDesktop {
    fn choose_folder(&self, _: &str) -> Option<PathBuf> {
        self.choice.lock().expect("not poisoned").clone()
    }
    fn choose_files(&self, _: &str) -> Vec<PathBuf> {
        self.choice.lock().expect("not poisoned").clone().into_iter().collect()
    }
    fn open_file(&self, file: &Path) -> Result<(), String> {
        self.opened.lock().expect("not poisoned").push(format!("open {}", file.display()));
        Ok(())
    }
    fn show_in_folder(&self, file: &Path) -> Result<(), String> {
        self.opened.lock().expect("not poisoned").push(format!("show {}", file.display()));
        Ok(())
    }
    fn open_address(&self, address: &str) -> Result<(), String> {
        self.opened.lock().expect("not poisoned").push(address.to_owned());
        Ok(())
    }
    fn clipboard_text(&self) -> Option<String> {
        self.copied.lock().expect("not poisoned").last().cloned()
    }
    fn copy_rich(&self, _: &str, text: &str) -> Result<(), String> {
        self.copy(text)
    }

    fn copy(&self, text: &str) -> Result<(), String> {
        self.copied.lock().expect("not poisoned").push(text.to_owned());
        Ok(())
    }
    fn tell(&self, event: &Event) {
        self.heard.lock().expect("not poisoned").push(event.clone());
    }
    fn say(&self, event: &DeskEvent) {
        self.said.lock().expect("not poisoned").push(event.clone());
    }
    fn pop_out(&self, case: &VaultPath, label: Option<&str>) -> Result<String, String> {
        let mut popped_out = self.popped_out.lock().expect("not poisoned");
        let label = label.map_or_else(|| format!("case-{}", popped_out.len() + 1), str::to_owned);
        popped_out.push((label.clone(), case.clone()));
        Ok(label)
    }
    fn close_pop_outs(&self) {
        self.popped_out.lock().expect("not poisoned").clear();
    }
    fn narrow(&self, window: &str) -> Result<Size, String> {
        let mut sizes = self.sizes.lock().expect("not poisoned");
        let size = sizes.get_mut(window).ok_or("there is no such window")?;
        Ok(std::mem::replace(size, Size { width: 420, height: size.height }))
    }
    fn widen(&self, window: &str, size: Size) -> Result<(), String> {
        self.sizes.lock().expect("not poisoned").insert(window.to_owned(), size);
        Ok(())
    }
    fn use_shortcut(&self, keys: Option<&str>) -> Result<(), String> {
        let taken =
            keys.is_some_and(|keys| self.taken_by_others.lock().expect("not poisoned").iter().any(|it| it == keys));
        *self.shortcut.lock().expect("not poisoned") = keys.filter(|_| !taken).map(str::to_owned);
        if taken { Err("another program has it".to_owned()) } else { Ok(()) }
    }
    fn notify(&self, notice: &Notice) -> Result<(), String> {
        self.notices.lock().expect("not poisoned").push(notice.clone());
        Ok(())
    }
}

struct App {
    _folder: TempDir,
    data: PathBuf,
    desk: Arc<Desk>,
    desktop: Arc<TestDesktop>,
    window: WebviewWindow<MockRuntime>,
    _app: tauri::App<MockRuntime>,
}

impl App {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let places = Places { cache: folder.path().join("cache"), data: data.clone(), logs: None };
        let desktop = Arc::new(TestDesktop::default());
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/sample-vault");
        let desk = Arc::new(Desk::new(places, Arc::new(SystemWorld), desktop.clone(), Some(sample)));
        let app = mock_builder()
            .manage(Arc::clone(&desk))
            .invoke_handler(casebook::ipc::handle)
            .build(mock_context(noop_assets()))
            .expect("the app is built");
        let window =
            tauri::WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().expect("a window");
        Self { _folder: folder, data, desk, desktop, window, _app: app }
    }

    fn with_sample() -> Self {
        let app = Self::new();
        app.ok("open_sample", json!({}));
        app.ok("set_preferences", json!({ "me": "mira" }));
        app.desk.casebook().expect("open").settle();
        app
    }

    #[expect(clippy::needless_pass_by_value, reason = "callers write json!(...) in place")]
    fn call(&self, command: &str, args: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().expect("an address"),
            body: InvokeBody::Json(json!({ "args": args })),
            headers: tauri::http::HeaderMap::new(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize().expect("JSON"))
    }

    fn ok(&self, command: &str, args: Value) -> Value {
        self.call(command, args).unwrap_or_else(|failure| panic!("{command}: {failure}"))
    }

    /// A call whose body is a file.
    #[expect(clippy::needless_pass_by_value, reason = "callers write json!(...) in place")]
    fn send(&self, command: &str, args: Value, body: &[u8]) -> Result<Value, Value> {
        let encoded: String = args.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
        let mut headers = tauri::http::HeaderMap::new();
        headers.insert(casebook::ipc::ARGS_HEADER, encoded.parse().expect("plain letters"));
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().expect("an address"),
            body: InvokeBody::Raw(body.to_vec()),
            headers,
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize().expect("JSON"))
    }

    fn code(&self, command: &str, args: Value) -> String {
        let failure = self.call(command, args).expect_err("a failure");
        for part in ["message", "hint"] {
            assert!(failure[part].as_str().is_some_and(|text| !text.is_empty()), "{command}: {part} in {failure}");
        }
        failure["code"].as_str().expect("a code").to_owned()
    }

    fn anchor(&self) -> String {
        let queue = self.ok("list_queue", json!({ "scope": "mine", "limit": 50 }));
        let rows = queue["rows"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["ref"] == "ZD-48213").expect("the anchor case is mira's");
        row["path"].as_str().expect("a path").to_owned()
    }
}

#[test]
fn without_a_vault_the_window_still_gets_a_status() {
    let app = App::new();
    let status = app.ok("get_status", json!({}));
    assert_eq!(status["vault"], Value::Null);
    assert_eq!(status["has_sample"], true);
    assert_eq!(
        app.code("search", json!({ "text": "x", "kind": null, "filters": [], "limit": 5, "number": 1 })),
        "no-vault"
    );
}

#[test]
fn searches_are_kept_counted_and_forgotten() {
    let app = App::with_sample();
    let asked =
        |text: &str, hits: u32, opened: Value| json!({ "text": text, "chosen": {}, "hits": hits, "opened": opened });
    let kept = app.ok("remember_search", asked("teleporter zzyzx apikey=hunter2hunter2", 0, Value::Null));
    assert!(!kept.to_string().contains("hunter2"), "a secret is never kept: {kept}");
    let article = app.ok(
        "search",
        json!({ "text": "dtls rekey", "kind": "article", "filters": [], "limit": 1, "number": 1, "off": [] }),
    );
    let path = &article["hits"][0]["path"];
    app.ok("remember_search", asked("dtls rekey", 3, json!({ "path": path, "rank": 2 })));
    let log = app.ok("get_search_log", json!({}));
    assert_eq!((&log["searches"], &log["opened"], &log["median_rank"]), (&json!(2), &json!(1), &json!(2.0)), "{log}");
    let text = log["without_result"][0]["text"].clone();
    app.ok("forget_search", json!({ "text": text }));
    assert_eq!(app.ok("get_search_log", json!({}))["searches"], 1);
}

#[test]
fn the_journey_of_a_case() {
    let app = App::with_sample();
    let case = app.anchor();
    let found =
        app.ok("search", json!({ "text": "0x2746 rekey", "kind": "article", "filters": [], "limit": 5, "number": 7 }));
    assert_eq!(found["number"], 7);
    let article = found["hits"][0]["path"].as_str().expect("a path").to_owned();
    let suggestions = app.ok("suggest", json!({ "path": case }));
    assert!(suggestions["articles"].as_array().is_some_and(|hits| !hits.is_empty() && hits.len() <= 5));

    let before = app.ok("get_note", json!({ "path": case }));
    let added = app.ok("change", json!({ "change": { "do": "add-entry", "case": case, "visibility": "internal", "channel": "note", "text": "dtls.rekey=0 holds" } }));
    let linked = app.ok("change", json!({ "change": { "do": "link-article", "case": case, "article": article, "how": "resolved-by", "query": "0x2746" } }));
    app.ok("change", json!({ "change": { "do": "set-status", "case": case, "status": "solved", "resolution": "known", "reason": null } }));
    let after = app.ok("get_note", json!({ "path": case }));
    assert_eq!(after["case"]["status"], "solved");
    assert_eq!(after["links"].as_array().expect("links").len(), before["links"].as_array().expect("links").len() + 1);
    assert!(after["journal"].as_array().expect("a journal").iter().any(|entry| entry["text"] == "dtls.rekey=0 holds"));

    app.ok("undo", json!({ "undo": linked["undo"] }));
    app.ok("undo", json!({ "undo": added["undo"] }));
    let undone = app.ok("get_note", json!({ "path": case }));
    assert_eq!(undone["links"], before["links"], "undoing one change leaves the others");
    assert_eq!(undone["case"]["status"], "solved");

    app.desk.casebook().expect("open").settle();
    let heard = app.desktop.heard.lock().expect("not poisoned");
    assert!(heard.iter().any(
        |event| matches!(event, Event::NotesChanged { paths, .. } if paths.iter().any(|path| path.as_str() == case))
    ));
}

#[test]
fn each_error_code_reaches_the_window() {
    let app = App::with_sample();
    let case = app.anchor();
    assert_eq!(app.code("get_note", json!({ "path": "articles/none.md" })), "not-found");
    assert_eq!(app.code("get_note", json!({ "path": "../outside.md" })), "internal", "not even a path");
    let section =
        json!({ "do": "replace-section", "path": case, "section": "issue", "from": "not what it says", "to": "x" });
    assert_eq!(app.code("change", json!({ "change": section })), "conflict");
    let key =
        |key: &str, value: &str| json!({ "change": { "do": "set-key", "path": case, "key": key, "value": value } });
    assert_eq!(app.code("change", key("id", "x")), "refused");
    assert_eq!(app.code("change", key("priority", "asap")), "invalid");
    assert_eq!(app.code("undo", json!({ "undo": 4711 })), "refused");
    assert_eq!(app.code("open_vault", json!({ "path": "/no/such/folder" })), "vault-unavailable");
    assert_eq!(app.code("open_external", json!({ "url": "file:///etc/passwd" })), "refused");
    assert_eq!(app.code("open_external", json!({ "url": "ssh://-oProxyCommand=x" })), "refused");
    assert_eq!(app.code("set_preferences", json!({ "me": "a · b" })), "invalid");
    assert_eq!(app.code("set_preferences", json!({ "theme": "dark", "zoom": 20 })), "invalid");
    assert_eq!(app.ok("get_status", json!({}))["chosen"]["theme"], "system", "all of it or nothing");
    assert_eq!(app.code("set_preferences", json!({ "dates": "../x" })), "invalid");
    assert_eq!(app.code("set_preferences", json!({ "keys": { "go.cases": ["K".repeat(65)] } })), "invalid");
    assert_eq!(app.code("search", json!({ "nonsense": true })), "internal");
    assert!(app.call("no_such_command", json!({})).is_err());
    assert!(app.desktop.opened.lock().expect("not poisoned").is_empty());
}

#[test]
fn notes_that_are_missing_are_asked_about_and_taken_over() {
    let app = App::with_sample();
    let status = app.ok("look_again", json!({}));
    assert_eq!(status["vault"]["missing"], Value::Null);
    let root = std::path::PathBuf::from(status["vault"]["root"].as_str().expect("a folder"));
    std::fs::remove_dir_all(root.join("cases")).expect("removed");
    let status = app.ok("look_again", json!({}));
    assert!(status["vault"]["missing"]["missing"].as_u64().is_some_and(|count| count > 200), "{status}");
    let status = app.ok("accept_missing", json!({}));
    assert_eq!(status["vault"]["missing"], Value::Null);
    assert_eq!(app.ok("list_queue", json!({ "scope": "team", "limit": 10 }))["total"], 0);
}

#[test]
fn the_desktop_is_asked_and_not_guessed() {
    let app = App::with_sample();
    app.ok("copy_text", json!({ "text": "Hello Ana" }));
    assert_eq!(*app.desktop.copied.lock().expect("not poisoned"), ["Hello Ana"]);
    assert_eq!(app.ok("peek_clipboard", json!({})), Value::Null, "what the app copied is not offered");
    app.desktop.copied.lock().expect("not poisoned").push("Hello Jonas".to_owned());
    assert_eq!(app.ok("peek_clipboard", json!({}))["text"], "Hello Jonas", "what others copied is");
    app.ok("open_external", json!({ "url": "https://tickets.halden.example/1" }));
    assert_eq!(app.desktop.opened.lock().expect("not poisoned").len(), 1);

    let before = app.ok("get_status", json!({}));
    assert_eq!(
        app.ok("choose_vault", json!({}))["vault"]["root"],
        before["vault"]["root"],
        "cancelled: nothing changes"
    );
    let other = app.data.join("other vault");
    std::fs::create_dir_all(&other).expect("made");
    std::fs::write(other.join("note.md"), "# A note\nordinary Markdown\n").expect("written");
    *app.desktop.choice.lock().expect("not poisoned") = Some(other);
    let status = app.ok("choose_vault", json!({}));
    assert_eq!(status["vault"]["name"], "other vault");
    assert_eq!(status["sample"], false);
    assert_eq!(status["recent_vaults"].as_array().expect("a list").len(), 2);
}

#[test]
fn the_sample_is_tried_before_anything_is_chosen_and_leaves_nothing() {
    let app = App::new();
    let asked = json!({ "text": "0x2746", "kind": null, "filters": [], "limit": 5, "number": 3 });
    let found = app.ok("try_search", asked.clone());
    assert_eq!(found["number"], 3);
    let hits = found["hits"].as_array().expect("hits");
    let article = hits.iter().find(|hit| hit["kind"] == "article").expect("an article");
    let best = app.ok("try_note", json!({ "path": article["path"] }));
    assert_eq!(best["title"], "EdgeVPN 7.4 disconnects at DTLS rekey");
    assert_eq!(app.ok("get_status", json!({}))["vault"], Value::Null);
    assert!(!app.data.join("sample-vault").exists(), "nothing is copied before it is asked for");
    assert_eq!(app.code("list_paths", json!({})), "no-vault");
    app.ok("open_sample", json!({}));
    assert!(app.data.join("sample-vault").is_dir());
}

#[test]
fn a_path_is_walked_and_what_was_told_is_kept() {
    let app = App::with_sample();
    let paths = app.ok("list_paths", json!({}));
    let week = paths.as_array().expect("paths").iter().find(|path| path["title"] == "First week: EdgeVPN");
    let week = week.expect("the sample has it")["path"].clone();
    let plan = app.ok("get_path", json!({ "path": week }))["plan"].clone();
    let (first, second) = (&plan[0]["key"], &plan[1]["key"]);
    let ticked = app.ok("tick_step", json!({ "path": week, "step": first, "done": true }));
    assert_eq!((&ticked["done"], &ticked["next"]), (&json!(1), &json!(2)));
    app.ok("visit_step", json!({ "path": week, "step": second }));
    assert_eq!(app.code("tick_step", json!({ "path": week, "step": "none", "done": true })), "not-found");
    assert_eq!(app.code("get_path", json!({ "path": app.anchor() })), "refused");

    let before = app.ok("get_status", json!({}));
    assert_eq!(
        (&before["introduced"], &before["sample_note"], &before["product"]),
        (&json!(false), &json!(true), &Value::Null)
    );
    app.ok("set_preferences", json!({ "introduced": true, "sample_note": false, "product": " EdgeVPN " }));
    let after = app.ok("get_status", json!({}));
    assert_eq!(
        (&after["introduced"], &after["sample_note"], &after["product"]),
        (&json!(true), &json!(false), &json!("EdgeVPN"))
    );
    assert_eq!(app.ok("set_preferences", json!({ "product": "" }))["product"], Value::Null);
    assert_eq!(app.code("set_preferences", json!({ "product": "two\nlines" })), "invalid");
}

#[test]
fn drafts_panes_and_preferences_come_back() {
    let app = App::with_sample();
    let case = app.anchor();
    app.ok("save_draft", json!({ "key": "entry:1", "text": "half a sentence" }));
    assert_eq!(app.ok("read_draft", json!({ "key": "entry:1" })), "half a sentence");
    app.ok("save_draft", json!({ "key": "entry:1", "text": "" }));
    assert_eq!(app.ok("read_draft", json!({ "key": "entry:1" })), Value::Null);
    app.ok("save_pane_state", json!({ "json": "{\"queue\":300}" }));
    assert_eq!(app.ok("read_pane_state", json!({})), "{\"queue\":300}");
    app.ok("set_active_case", json!({ "path": case }));
    let status = app.ok("set_preferences", json!({ "theme": "dark" }));
    assert_eq!((status["chosen"]["theme"].as_str(), status["me"].as_str()), (Some("dark"), Some("mira")));
    assert_eq!(status["active_case"], case);
    app.ok("painted", json!({ "content": false }));
    assert!(app.desk.first_frame.wait(std::time::Duration::ZERO));
    app.ok("save_view_state", json!({ "json": "{\"route\":1}" }));
    assert_eq!(app.ok("get_status", json!({}))["view"], "{\"route\":1}");
    assert!(app.ok("list_problems", json!({})).as_array().is_some_and(Vec::is_empty), "the sample vault has none");
    assert!(!app.ok("recent_notes", json!({})).as_array().expect("a list").is_empty());
    assert!(app.ok("list_articles", json!({ "limit": 500 }))["total"].as_u64().expect("a count") >= 25);
}

#[test]
fn what_a_person_chose_is_kept_and_the_rest_stays() {
    let app = App::with_sample();
    let chosen = app.ok("get_status", json!({}))["chosen"].clone();
    assert_eq!(
        chosen,
        json!({ "theme": "system", "zoom": 100, "dates": "en-GB", "keys": {}, "offer_clipboard": true, "search_log": true })
    );
    app.ok("set_preferences", json!({ "zoom": 125, "keys": { "case.new": ["Ctrl+J"] } }));
    app.ok("set_preferences", json!({ "dates": "de" }));
    let chosen = app.ok("get_status", json!({}))["chosen"].clone();
    assert_eq!(
        chosen,
        json!({ "theme": "system", "zoom": 125, "dates": "de", "keys": { "case.new": ["Ctrl+J"] }, "offer_clipboard": true, "search_log": true })
    );
    let status = app.ok("set_preferences", json!({ "keys": {} }));
    assert_eq!(status["chosen"]["keys"], json!({}));
    assert_eq!(status["chosen"]["zoom"], 125);
}

#[test]
fn a_forgotten_vault_leaves_the_list_and_keeps_its_files() {
    let app = App::with_sample();
    let first = app.ok("get_status", json!({}))["vault"]["root"].clone();
    let other = app.data.join("other vault");
    std::fs::create_dir_all(&other).expect("made");
    app.ok("open_vault", json!({ "path": other }));
    let roots = |status: &Value| -> Vec<Value> {
        status["recent_vaults"].as_array().expect("a list").iter().map(|vault| vault["path"].clone()).collect()
    };
    assert!(roots(&app.ok("get_status", json!({}))).contains(&first));
    assert!(!roots(&app.ok("forget_vault", json!({ "path": first }))).contains(&first));
    assert!(Path::new(first.as_str().expect("a path")).is_dir());
}

#[test]
fn files_are_kept_with_a_note_and_never_named_by_the_window() {
    let app = App::with_sample();
    let case = app.anchor();
    let root = app.desk.casebook().expect("open").root().to_owned();
    let name = json!({ "note": case, "name": "gateway/März 3.log" });
    let kept = app.send("attach", name.clone(), b"dtls: peer closed \xff").expect("kept");
    let path = kept["path"].as_str().expect("a path");
    assert!(path.starts_with("attachments/") && path.ends_with("/März-3.log"), "{path}");
    assert_eq!(kept["link"], format!("[März-3.log](../../{path})"));
    assert_eq!(std::fs::read(root.join(path)).expect("read"), b"dtls: peer closed \xff");
    assert_eq!(app.send("attach", name, b"").expect_err("empty")["code"], "refused");
    assert_eq!(app.send("attach", Value::Null, b"x").expect_err("no name")["code"], "internal");

    let secret = app.data.join("key.png");
    std::fs::write(&secret, b"\x89PNG").expect("written");
    let dropped = json!({ "note": case, "file": secret });
    assert_eq!(app.code("attach_dropped", dropped.clone()), "refused", "nothing was dropped");
    app.desk.note_dropped(std::slice::from_ref(&secret));
    let picture = app.ok("attach_dropped", dropped);
    assert_eq!(picture["is_image"], true);
    assert!(picture["link"].as_str().expect("Markdown").starts_with("![key.png](../../attachments/"));
    *app.desktop.choice.lock().expect("not poisoned") = Some(secret);
    assert_eq!(app.ok("choose_attachments", json!({ "path": case }))[0]["undo"], Value::Null, "the same file again");

    app.ok("open_attachment", json!({ "path": path }));
    let script = app.send("attach", json!({ "note": case, "name": "fix.sh" }), b"rm -rf /").expect("kept");
    app.ok("open_attachment", json!({ "path": script["path"] }));
    assert_eq!(app.code("open_attachment", json!({ "path": "attachments/none.txt" })), "not-found");
    let opened = app.desktop.opened.lock().expect("not poisoned").clone();
    assert!(opened[0].starts_with("open ") && opened[1].starts_with("show "), "{opened:?}");

    app.ok("undo", json!({ "undo": kept["undo"] }));
    assert!(!root.join(path).exists());
}

#[test]
fn a_long_text_crosses_in_pieces_into_a_file_of_a_note() {
    let app = App::with_sample();
    let case = app.anchor();
    let send = |text: u32, first: bool, last: bool, body: &[u8]| {
        let piece = json!({ "text": text, "first": first, "last": last });
        app.send("attach_piece", json!({ "note": case, "name": "pasted.log", "piece": piece }), body)
    };
    assert_eq!(send(1, false, false, b"x").expect_err("no beginning")["code"], "refused");
    assert_eq!(send(1, true, false, b"one "), Ok(Value::Null));
    assert_eq!(send(2, true, false, b"two "), Ok(Value::Null));
    assert_eq!(send(1, false, true, b"lost").expect_err("another came")["code"], "refused");
    assert_eq!(send(2, true, false, b"three "), Ok(Value::Null), "begun again");
    assert_eq!(send(2, false, false, b"four "), Ok(Value::Null));
    let mut cache = std::fs::read_dir(app.data.with_file_name("cache")).expect("listed").flatten();
    assert!(cache.all(|entry| entry.path().is_dir()), "nothing is left by an app that dies now");
    let kept = send(2, false, true, b"five").expect("kept");
    let path = app.desk.casebook().expect("open").root().join(kept["path"].as_str().expect("a path"));
    assert_eq!(std::fs::read(path).expect("read"), b"three four five");
}

#[test]
fn a_long_report_crosses_in_pieces_or_by_the_name_of_a_dropped_file() {
    let app = App::with_sample();
    let piece = |first: bool, complete: Option<bool>| json!({ "name": "Pasted", "reading": 7, "first": first, "complete": complete });
    let lines = "2026-11-20 09:19:00,001 INFO a b\n".repeat(1000);
    let (head, tail) = lines.as_bytes().split_at(5000);
    assert_eq!(app.send("take_report_piece", piece(true, None), head), Ok(Value::Null));
    let held = app.send("take_report_piece", piece(false, Some(true)), tail).expect("held");
    assert_eq!(held, json!({ "name": "Pasted", "bytes": lines.len() as f64, "lines": 1000.0, "complete": true }));
    assert_eq!(app.send("take_report_piece", piece(false, None), tail).expect_err("ended")["code"], "refused");

    let log = app.data.join("gateway.log");
    std::fs::write(&log, &lines).expect("written");
    let dropped = json!({ "file": log });
    assert_eq!(app.code("hold_dropped_report", dropped.clone()), "refused", "nothing was dropped");
    app.desk.note_dropped(std::slice::from_ref(&log));
    assert_eq!(app.ok("hold_dropped_report", dropped)["name"], "gateway.log");
    let asked = json!({ "text": "", "kind": null, "filters": [], "limit": 5, "number": 3, "off": [] });
    assert_eq!(app.ok("search_held", asked)["number"], 3);
    app.ok("stop_reading", json!({}));
}

#[test]
fn a_vault_is_opened_beside_the_window_and_the_window_is_told() {
    let app = App::new();
    app.desk.expect_vault();
    let status = app.ok("get_status", json!({}));
    assert_eq!((&status["opening"], &status["vault"]), (&json!(true), &Value::Null));
    app.desk.open_asked(&Opening::Sample);
    assert_eq!(*app.desktop.said.lock().expect("not poisoned"), [DeskEvent::StatusChanged]);
    let status = app.ok("get_status", json!({}));
    assert_eq!(status["opening"], false);
    assert_eq!(status["sample"], true);

    app.desk.open_asked(&Opening::Vault("/no/such/folder".into()));
    let status = app.ok("get_status", json!({}));
    assert_eq!(status["problem"]["code"], "vault-unavailable");
    assert_eq!(status["sample"], true, "the one before stays");
}

#[test]
fn a_refused_shortcut_is_off_and_says_why() {
    let app = App::new();
    let desktop = |status: Value| status["desktop"].clone();
    app.desktop.taken_by_others.lock().expect("not poisoned").push("Ctrl+Alt+Space".to_owned());
    app.desk.start_shortcut().expect("the preferences are read");
    let status = desktop(app.ok("get_status", json!({})));
    assert_eq!(status["shortcut"], "Ctrl+Alt+Space");
    assert_eq!(status["shortcut_problem"], "another program has it");

    let status = desktop(app.ok("set_shortcut", json!({ "keys": "Ctrl+Alt+F" })));
    assert_eq!((&status["shortcut"], &status["shortcut_problem"]), (&json!("Ctrl+Alt+F"), &Value::Null));
    assert_eq!(app.code("set_shortcut", json!({ "keys": "Ctrl+Alt+Space" })), "refused");
    assert_eq!(
        app.desktop.shortcut.lock().expect("not poisoned").as_deref(),
        Some("Ctrl+Alt+F"),
        "the one before stays"
    );

    let status = desktop(app.ok("set_shortcut", json!({ "keys": null })));
    assert_eq!((&status["shortcut"], &status["shortcut_problem"]), (&Value::Null, &Value::Null));
    app.desk.start_shortcut().expect("the preferences are read");
    assert_eq!(*app.desktop.shortcut.lock().expect("not poisoned"), None, "off stays off");
}

#[test]
fn promises_are_told_once_and_only_to_those_who_want_it() {
    let app = App::with_sample();
    let case = app.anchor();
    let promise = |at: &str| json!({ "change": { "do": "set-key", "path": case, "key": "promised", "value": at } });
    app.ok("change", promise("2026-01-01T10:00:00+01:00"));
    app.desk.casebook().expect("open").settle();
    assert_eq!(app.ok("get_status", json!({}))["desktop"]["notifications"], "ask");
    assert_eq!(app.desk.tell_promises().expect("looked"), 0, "nobody said yes");
    app.ok("set_notifications", json!({ "notifications": "on" }));
    assert!(app.desk.tell_promises().expect("looked") > 0);
    assert_eq!(app.desk.tell_promises().expect("looked"), 0, "told once");
    assert!(!app.desktop.notices.lock().expect("not poisoned").is_empty());
    app.ok("set_notifications", json!({ "notifications": "off" }));
    app.ok("change", promise("2026-01-02T10:00:00+01:00"));
    app.desk.casebook().expect("open").settle();
    assert_eq!(app.desk.tell_promises().expect("looked"), 0, "switched off");
}

#[test]
fn a_narrow_window_gets_its_size_back_even_after_a_restart() {
    let app = App::new();
    let wide = Size { width: 1440, height: 900 };
    let size = || app.desktop.sizes.lock().expect("not poisoned")["main"];
    assert_eq!(app.code("toggle_narrow", json!({ "window": "main" })), "io", "no window yet");
    app.desktop.sizes.lock().expect("not poisoned").insert("main".to_owned(), wide);
    assert_eq!(app.ok("toggle_narrow", json!({ "window": "main" }))["narrow"], true);
    assert_eq!(size().width, 420);

    let places = Places { cache: app.data.with_file_name("cache"), data: app.data.clone(), logs: None };
    let again = Desk::new(places, Arc::new(SystemWorld), app.desktop.clone(), None);
    again.restore_narrow().expect("narrow again");
    assert_eq!(size().width, 420);
    assert!(!again.toggle_narrow("main").expect("wide"));
    assert_eq!(size(), wide);
    again.restore_narrow().expect("nothing to do");
    assert_eq!(size(), wide, "wide stays wide");
}

#[test]
fn a_case_gets_its_own_window_and_windows_hear_each_others_drafts() {
    let app = App::with_sample();
    let case = app.anchor();
    app.ok("pop_out", json!({ "path": case }));
    assert_eq!(app.code("pop_out", json!({ "path": "cases/none.md" })), "not-found");
    assert_eq!(app.desktop.popped_out.lock().expect("not poisoned").len(), 1);
    app.ok("save_draft", json!({ "key": "composer:x", "text": "half", "by": "window 2" }));
    let kept = DeskEvent::DraftKept { key: "composer:x".into(), text: "half".into(), by: Some("window 2".into()) };
    assert!(app.desktop.said.lock().expect("not poisoned").contains(&kept));

    let other = app.data.join("other");
    std::fs::create_dir_all(&other).expect("made");
    app.ok("open_vault", json!({ "path": other }));
    assert!(app.desktop.popped_out.lock().expect("not poisoned").is_empty(), "its case is not of this vault");
}

#[test]
fn versions_trash_and_traces_cross() {
    let app = App::with_sample();
    let case = app.anchor();
    let text = "Asked for a capture.";
    let entry = json!({ "do": "add-entry", "case": case, "visibility": "internal", "channel": "note", "text": text });
    app.ok("change", json!({ "change": entry }));
    let history = app.ok("list_history", json!({ "path": case }));
    let newest = &history["versions"][0];
    assert_eq!((&newest["by"], &newest["is_current"]), (&json!("app"), &json!(true)));
    let with = |with_now: bool| json!({ "path": case, "number": newest["number"], "with_now": with_now });
    assert_eq!(app.ok("compare_version", with(true))["differs"], json!(false));
    assert!(app.ok("compare_version", with(false))["pieces"].to_string().contains(text));
    assert_eq!(app.code("compare_version", json!({ "path": case, "number": 4000, "with_now": true })), "not-found");

    app.ok("change", json!({ "change": { "do": "trash", "path": case } }));
    let place = app.ok("list_trash", json!({}))["items"][0]["place"].clone();
    app.ok("change", json!({ "change": { "do": "restore-trashed", "place": place } }));
    assert_eq!(app.code("change", json!({ "change": { "do": "restore-trashed", "place": place } })), "not-found");
    app.ok("change", json!({ "change": { "do": "trash", "path": case } }));
    let place = app.ok("list_trash", json!({}))["items"][0]["place"].clone();
    assert_eq!(app.ok("delete_trashed", json!({ "place": place }))["items"], json!([]));
    assert_eq!(app.ok("empty_trash", json!({}))["items"], json!([]));

    assert_eq!(app.code("find_traces", json!({ "name": "x" })), "invalid");
    let traces = app.ok("find_traces", json!({ "name": "Nobody In Here" }));
    assert_eq!(traces["notes"], json!([]));
    let purged = app.ok("purge", json!({ "name": "Nobody In Here", "remove": [] }));
    assert_eq!(purged["left"], json!([]));
    assert_eq!(app.ok("finish_purge", json!({})), Value::Null, "none was interrupted");
}

#[test]
fn windows_with_one_case_come_back_after_a_restart_unless_they_were_closed() {
    let app = App::with_sample();
    let rows = app.ok("list_queue", json!({ "scope": "team", "limit": 2 }))["rows"].clone();
    let cases = [&rows[0]["path"], &rows[1]["path"], &json!(app.anchor())].map(Clone::clone);
    cases.iter().for_each(|case| drop(app.ok("pop_out", json!({ "path": case }))));
    let wide = Size { width: 900, height: 800 };
    let sizes = [("case-2", wide), ("case-3", wide)].map(|(label, size)| (label.to_owned(), size));
    app.desktop.sizes.lock().expect("not poisoned").extend(sizes);
    app.ok("toggle_narrow", json!({ "window": "case-3" }));
    app.desk.pop_out_closed("case-1").expect("kept");

    app.desktop.popped_out.lock().expect("not poisoned").clear();
    let places = Places { cache: app.data.with_file_name("cache"), data: app.data.clone(), logs: None };
    let again = Desk::new(places, Arc::new(SystemWorld), app.desktop.clone(), None);
    again.open_last().expect("opened");
    again.reopen_pop_outs().expect("open again");
    let open = app.desktop.popped_out.lock().expect("not poisoned").clone();
    let path = |case: &Value| VaultPath::new(case.as_str().expect("a path")).expect("a path");
    assert_eq!(open, [("case-2".to_owned(), path(&cases[1])), ("case-3".to_owned(), path(&cases[2]))]);
    // The narrow one is so again, and knows how wide it was.
    assert!(!again.toggle_narrow("case-3").expect("wide"));
    assert_eq!(app.desktop.sizes.lock().expect("not poisoned")["case-3"], wide);
}

#[test]
fn what_was_typed_in_the_vault_before_is_kept_with_that_vault() {
    let app = App::with_sample();
    let root = app.ok("get_status", json!({}))["vault"]["root"].clone();
    let other = app.data.join("other");
    std::fs::create_dir_all(&other).expect("made");
    app.ok("open_vault", json!({ "path": other }));
    let heard = app.desktop.said.lock().expect("not poisoned").len();

    // The window does not know yet that another vault is open.
    app.ok("save_draft", json!({ "key": "composer:x", "text": "the last words", "vault": root }));
    app.ok("save_view_state", json!({ "json": "{\"route\":null}", "vault": root }));
    assert_eq!(app.ok("read_draft", json!({ "key": "composer:x" })), Value::Null);
    assert_eq!(app.ok("get_status", json!({}))["view"], Value::Null);
    assert_eq!(app.desktop.said.lock().expect("not poisoned").len(), heard, "no window of this vault has it");
    assert_eq!(app.code("save_draft", json!({ "key": "k", "text": "x", "vault": "/no/such" })), "not-found");

    app.ok("open_vault", json!({ "path": root }));
    assert_eq!(app.ok("read_draft", json!({ "key": "composer:x" })), "the last words");
    assert_eq!(app.ok("get_status", json!({}))["view"], "{\"route\":null}");
}

#[test]
fn every_window_hears_what_the_user_chose() {
    let app = App::with_sample();
    app.ok("set_preferences", json!({ "theme": "dark", "zoom": 110, "me": "Mira Holt" }));
    let said = app.desktop.said.lock().expect("not poisoned").clone();
    let Some(DeskEvent::PreferencesChanged { chosen, name, me, .. }) = said.last() else { panic!("{said:?}") };
    assert_eq!(serde_json::to_value(chosen).expect("JSON")["theme"], "dark");
    assert_eq!((chosen.zoom, name.as_str(), me.as_str()), (110, "Mira Holt", "mira"));
}
