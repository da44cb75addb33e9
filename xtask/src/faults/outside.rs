//! What other programs do to an open vault: editors, floods of files, a folder that goes away, a second app.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use xtask::process::wait_until;

use super::chance::Chance;
use super::ground::{Ground, Kept, Said, field, finish, needs, wait_for};
use super::resident::Screen;
use super::{Broken, Effort, Found, Outcome};

/// How soon a change by another program must be found while the app runs.
const SOON: Duration = Duration::from_secs(10);

fn total(ground: &Ground, word: &str) -> Result<usize, Broken> {
    let Said { out, .. } = ground.say(&["search", word])?;
    Ok(field(&out, "total").parse().unwrap_or_default())
}

fn found_soon(ground: &Ground, word: &str, patience: Duration) -> Result<(), Broken> {
    let mut trouble = None;
    let found = wait_until(patience, || match total(ground, word) {
        Ok(count) => count > 0,
        Err(broken) => {
            trouble = Some(broken);
            true
        }
    });
    match trouble {
        Some(broken) => Err(broken),
        None if found => Ok(()),
        None => Err(Broken(format!("{word:?} is not found within {} s", patience.as_secs()))),
    }
}

/// Editors that save by renaming.
pub(super) fn editors(effort: Effort, _: &mut Chance) -> Outcome {
    let ground = Ground::new("editors")?;
    let screen = Screen::new(&ground)?;
    let app = screen.open(&ground)?;
    let article = ground.root.join("articles/a.md");
    let (mut edits, mut with) = (0, Vec::new());
    for number in 0..effort.of(3, 20) {
        let word = format!("sedword{number}");
        let done = Command::new("sed").args(["-i", &format!("s/^Set .*/Set {word}/")]).arg(&article).status()?;
        if !done.success() {
            return Err(Broken("sed failed".to_owned()));
        }
        found_soon(&ground, &word, SOON)?;
        edits += 1;
    }
    with.push("sed -i");
    if needs(&["vim"]).is_ok() {
        for number in 0..effort.of(3, 20) {
            let word = format!("vimword{number}");
            let substitute = format!("%s/^Set .*/Set {word}/");
            let mut vim = Command::new("vim");
            vim.args([
                "-u",
                "NONE",
                "-i",
                "NONE",
                "-es",
                "-c",
                "set backup writebackup backupcopy=no",
                "-c",
                &substitute,
                "-c",
                "wq",
            ]);
            vim.arg(&article)
                .env("HOME", ground.folder())
                .current_dir(ground.folder())
                .stdin(std::process::Stdio::null());
            finish(&mut vim)?;
            found_soon(&ground, &word, SOON)?;
            edits += 1;
        }
        with.push("vim");
    }
    fs::write(&article, "---\nid: A-a\ntitle: Article a\n---\n## Resolution\nSet rekey\n")?;
    found_soon(&ground, "rekey", SOON)?;
    app.end()?;
    ground.check(&[])?;
    Ok(Found::Held(format!("{edits} saves by {}, each found while the app ran", with.join(" and "))))
}

/// The vault goes away while the app is open, and comes back.
pub(super) fn removed(_: Effort, _: &mut Chance) -> Outcome {
    let ground = Ground::new("removed")?;
    let screen = Screen::new(&ground)?;
    let mut app = screen.open(&ground)?;
    let text = "entry before end".to_owned();
    ground.expect(&["note", "C-1", &text], 0)?;
    let away = ground.folder().join("away");
    fs::rename(&ground.root, &away)?;
    let refused = ground.say(&["note", "C-1", "entry into nowhere end"])?;
    if refused.status != Some(5) || !refused.error.contains("\"hint\":\"") {
        return Err(Broken(format!("without a vault kb ended with {:?}: {}", refused.status, refused.error)));
    }
    // An empty folder in its place, as an unmounted drive leaves it.
    fs::create_dir(&ground.root)?;
    let asked = ground.say(&["search", "drops"])?;
    if asked.status != Some(5) && total(&ground, "drops")? == 0 {
        return Err(Broken(format!("an empty folder was taken over: {:?} {}{}", asked.status, asked.out, asked.error)));
    }
    if !app.is_running() {
        return Err(Broken("the app did not outlive its vault".to_owned()));
    }
    fs::remove_dir(&ground.root)?;
    fs::rename(&away, &ground.root)?;
    let after = "entry after end".to_owned();
    let mut said = ground.say(&["note", "C-1", &after])?;
    wait_for("the vault takes changes again", || {
        if said.status != Some(0) {
            said = ground.say(&["note", "C-1", &after]).unwrap_or(Said {
                status: None,
                out: String::new(),
                error: String::new(),
            });
        }
        said.status == Some(0)
    })?;
    found_soon(&ground, "after", SOON)?;
    app.end()?;
    ground.check(&[Kept { case: 1, text }, Kept { case: 1, text: after }])?;
    Ok(Found::Held(
        "refused with status 5 while away, nothing taken over from an empty folder, back at once".to_owned(),
    ))
}

/// Two apps on one vault, and `kb` beside them; the one that keeps the index dies.
pub(super) fn two_apps(_: Effort, _: &mut Chance) -> Outcome {
    let ground = Ground::new("two-apps")?;
    let screen = Screen::new(&ground)?;
    let first = screen.open(&ground)?;
    let second = match screen.open(&ground) {
        Ok(app) => app,
        // Where there is a bus the second start raises the first window and ends.
        Err(Broken(why)) if why.contains("exit status: 0") => {
            return Ok(Found::Held("the second start ended in good order".to_owned()));
        }
        Err(broken) => return Err(broken),
    };
    let mut kept = Vec::new();
    for number in 0..3 {
        let text = format!("entry {number} end");
        ground.expect(&["note", "C-2", &text], 0)?;
        kept.push(Kept { case: 2, text });
    }
    first.kill();
    let text = "entry orphan end".to_owned();
    ground.expect(&["note", "C-3", &text], 0)?;
    kept.push(Kept { case: 3, text });
    found_soon(&ground, "orphan", SOON)?;
    second.end()?;
    ground.check(&kept)?;
    Ok(Found::Held(
        "4 entries beside two apps, the one that kept the index killed; the other went on with it".to_owned(),
    ))
}

/// So many files at once that the watcher cannot keep up.
pub(super) fn flood(_: Effort, _: &mut Chance) -> Outcome {
    const FILES: usize = 50_000;
    let ground = Ground::new("flood")?;
    let screen = Screen::new(&ground)?;
    let app = screen.open(&ground)?;
    write_many(&ground.root.join("articles"), FILES, 1)?;
    let began = std::time::Instant::now();
    wait_for_total(&ground, "flooded", FILES, Duration::from_secs(600))?;
    let took = began.elapsed();
    app.end()?;
    ground.check(&[])?;
    Ok(Found::Held(format!("{FILES} files written at once, all found {:.0} s later", took.as_secs_f64())))
}

fn write_many(folder: &Path, files: usize, folders: usize) -> Result<(), Broken> {
    for number in 0..files {
        let folder = if folders == 1 { folder.to_path_buf() } else { folder.join(format!("f{}", number % folders)) };
        if number < folders {
            fs::create_dir_all(&folder)?;
        }
        fs::write(folder.join(format!("n{number}.md")), format!("# Note {number}\nflooded\n"))?;
    }
    Ok(())
}

fn wait_for_total(ground: &Ground, word: &str, count: usize, patience: Duration) -> Result<(), Broken> {
    let mut last = 0;
    let all = wait_until(patience, || {
        last = total(ground, word).unwrap_or(last);
        last == count
    });
    if all { Ok(()) } else { Err(Broken(format!("{last} of {count} are found"))) }
}

/// More folders than the system lets one user watch: looked at from time to time instead.
pub(super) fn watch_limit(_: Effort, _: &mut Chance) -> Outcome {
    beyond_the_limit("watch-limit", 40, 40, 10)
}

/// The same with 100,000 files in 2,000 folders.
pub(super) fn many_folders(_: Effort, _: &mut Chance) -> Outcome {
    beyond_the_limit("many-folders", 100_000, 2_000, 1_000)
}

/// A namespace of its own has a limit of its own, so that nobody else on the machine is touched by it.
fn beyond_the_limit(name: &str, files: usize, folders: usize, limit: usize) -> Outcome {
    let shell = format!("echo {limit} > /proc/sys/user/max_inotify_watches && exec \"$@\"");
    let namespace = ["unshare", "--user", "--map-root-user", "sh", "-c", &shell, "sh"];
    let mut probe = Command::new(namespace[0]);
    probe.args(&namespace[1..]).arg("true");
    match finish(&mut probe) {
        Ok(said) if said.status == Some(0) => {}
        Ok(said) => return Ok(Found::Skipped(format!("unshare: {}", said.error.trim()))),
        Err(Broken(why)) => return Ok(Found::Skipped(why)),
    }
    let ground = Ground::new(name)?;
    write_many(&ground.root.join("articles"), files, folders)?;
    let screen = Screen::new(&ground)?;
    let app = screen.open_through(&ground, &namespace)?;
    wait_for_total(&ground, "flooded", files, Duration::from_secs(600))?;
    fs::write(ground.root.join(format!("articles/f{}/late.md", folders - 1)), "# Late\ncame by unseen\n")?;
    // Looked at every ten seconds, or twenty times as long as a look takes.
    let began = std::time::Instant::now();
    found_soon(&ground, "unseen", Duration::from_secs(120))?;
    let took = began.elapsed();
    app.end()?;
    ground.check(&[])?;
    Ok(Found::Held(format!(
        "{files} files in {folders} folders, {limit} of them watchable: a change found after {:.0} s",
        took.as_secs_f64()
    )))
}
