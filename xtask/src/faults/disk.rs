//! Disks that refuse: full, failing, read-only, or with names of their own.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::chance::Chance;
use super::ground::{Ground, Kept, Mount, Said, finish, needs};
use super::{Broken, Effort, Found, Outcome};

/// Fills the file system `place` is on to the last byte; says with which file.
pub(super) fn fill(place: &Path) -> Result<std::path::PathBuf, Broken> {
    let file = place.join("filler");
    let mut filler = fs::File::create(&file)?;
    for block in [1 << 16, 1 << 10, 1] {
        while std::io::Write::write_all(&mut filler, &vec![b'x'; block]).is_ok() {}
    }
    Ok(file)
}

fn refused(said: &Said, words: &str) -> Result<(), Broken> {
    if said.status == Some(4) && said.error.contains(words) && said.error.contains("\"hint\":\"") {
        return Ok(());
    }
    Err(Broken(format!("not refused with {words:?}: {:?} {}{}", said.status, said.out, said.error)))
}

/// A full disk under the vault.
pub(super) fn full(_: Effort, _: &mut Chance) -> Outcome {
    let ground = Ground::bare("full")?;
    let mount = match Mount::at(&ground.root, &["-t", "tmpfs", "-o", "size=2m", "tmpfs"]) {
        Ok(mount) => mount,
        Err(reason) => return Ok(Found::Skipped(reason)),
    };
    ground.fill()?;
    ground.expect(&["search", "drops"], 0)?;
    let before = fs::read(ground.case(1))?;
    let filler = fill(&ground.root)?;
    let long = format!("entry {} end", "x".repeat(60_000));
    refused(&ground.say(&["note", "C-1", &long])?, "no space is left")?;
    refused(&ground.say(&["new", "case", "--title", &"long ".repeat(2_000)])?, "no space is left")?;
    if fs::read(ground.case(1))? != before {
        return Err(Broken("the old file is not what it was".to_owned()));
    }
    ground.expect(&["search", "drops"], 0)?;
    fs::remove_file(filler)?;
    let text = "entry with room end".to_owned();
    ground.expect(&["note", "C-1", &text], 0)?;
    ground.check(&[Kept { case: 1, text }])?;
    drop(mount);
    Ok(Found::Held(
        "2 saves refused with \"no space is left\", the old file whole; with room again it went on".to_owned(),
    ))
}

/// A full disk under caches and local state: the vault is not touched by that.
pub(super) fn caches_full(_: Effort, _: &mut Chance) -> Outcome {
    let mut ground = Ground::bare("caches-full")?;
    let place = ground.folder().join("small");
    let mount = match Mount::at(&place, &["-t", "tmpfs", "-o", "size=8m", "tmpfs"]) {
        Ok(mount) => mount,
        Err(reason) => return Ok(Found::Skipped(reason)),
    };
    (ground.cache, ground.data) = (place.join("cache"), place.join("data"));
    ground.fill()?;
    ground.expect(&["search", "drops"], 0)?;
    let filler = fill(&place)?;
    let text = "entry without room end".to_owned();
    let said = ground.say(&["note", "C-1", &text])?;
    let saved = fs::read_to_string(ground.case(1))?.contains(&text);
    let is_clear = if said.status == Some(0) { saved } else { said.error.contains("\"hint\":\"") };
    if !is_clear {
        return Err(Broken(format!("{:?}, saved: {saved}: {}{}", said.status, said.out, said.error)));
    }
    ground.check_files(&[])?;
    fs::remove_file(filler)?;
    ground.check(&[])?;
    drop(mount);
    Ok(Found::Held(format!(
        "kb ended with {:?}, the entry {} in the file, and all went on with room again",
        said.status,
        if saved { "is" } else { "is not" }
    )))
}

/// Each flush fails in turn with EIO.
pub(super) fn fsync_fails(effort: Effort, _: &mut Chance) -> Outcome {
    if let Err(reason) = needs(&["strace"]) {
        return Ok(Found::Skipped(reason));
    }
    let ground = Ground::new("fsync")?;
    let (mut kept, mut refused, mut unconfirmed) = (Vec::new(), 0, 0);
    for call in 1..=effort.of(6, 20) {
        let text = format!("entry {call} end");
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"]);
        strace.args(["-e", &format!("inject=fsync,fdatasync:error=EIO:when={call}")]);
        let kb = ground.kb(&["note", "C-2", &text]);
        strace.arg(kb.get_program()).args(kb.get_args());
        ground.place(&mut strace);
        let said = finish(&mut strace)?;
        if said.error.contains("ptrace") {
            return Ok(Found::Skipped(format!("strace may not trace here: {}", said.error.trim())));
        }
        let is_there = fs::read_to_string(ground.case(2))?.contains(&text);
        match said.status {
            Some(0) => kept.push(Kept { case: 2, text }),
            Some(_) if said.error.contains("the disk did not confirm it") && is_there => unconfirmed += 1,
            Some(_) if !is_there && said.error.contains("\"hint\":\"") => refused += 1,
            status => return Err(Broken(format!("flush {call}: {status:?}, there: {is_there}: {}", said.error))),
        }
        ground.check_files(&kept)?;
    }
    if refused + unconfirmed == 0 {
        return Err(Broken("no failed flush was ever reported".to_owned()));
    }
    ground.check(&kept)?;
    Ok(Found::Held(format!(
        "{refused} saves refused with the old file whole, {unconfirmed} said to be unconfirmed, {} not touched by it",
        kept.len()
    )))
}

/// A vault that cannot be written to is read, searched, and says why it takes no change.
pub(super) fn read_only(_: Effort, _: &mut Chance) -> Outcome {
    let ground = Ground::new("read-only")?;
    let place = ground.root.display().to_string();
    let mount = match Mount::at(&ground.root, &["--bind", &place]) {
        Ok(mount) => mount,
        Err(reason) => return Ok(Found::Skipped(reason)),
    };
    let done = Command::new("mount").args(["-o", "remount,ro,bind"]).arg(&ground.root).status()?;
    if !done.success() {
        return Ok(Found::Skipped("a bind mount cannot be made read-only here".to_owned()));
    }
    ground.forget_caches()?;
    ground.expect(&["search", "drops"], 0)?;
    ground.expect(&["show", "C-1"], 0)?;
    for arguments in [["note", "C-1", "entry refused end"].as_slice(), &["new", "case", "--title", "Refused"]] {
        refused(&ground.say(arguments)?, "Read-only file system")?;
    }
    drop(mount);
    ground.check(&[])?;
    Ok(Found::Held("searched and shown from nothing, 2 changes refused with \"Read-only file system\"".to_owned()))
}

/// Files and folders that this user may not write to, tried as a user to whom permissions mean something.
pub(super) fn protected(_: Effort, _: &mut Chance) -> Outcome {
    if let Err(reason) = needs(&["setpriv"]) {
        return Ok(Found::Skipped(reason));
    }
    let ground = Ground::bare("protected")?;
    ground.fill()?;
    // kb itself may lie where others cannot look.
    let kb = ground.folder().join("kb");
    fs::copy(super::ground::program("kb"), &kb)?;
    for folder in [&ground.cache, &ground.data] {
        fs::create_dir_all(folder)?;
    }
    let shell = format!(
        "chown -R 65534:65534 '{0}' && chmod 555 '{0}/vault/cases' && chmod 444 '{0}/vault/articles/a.md'",
        ground.folder().display()
    );
    let done = Command::new("sh").args(["-c", &shell]).output()?;
    if !done.status.success() {
        return Ok(Found::Skipped("files cannot be given to another user here".to_owned()));
    }
    let say = |arguments: &[&str]| -> Result<Said, Broken> {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&kb)
            .args(["--json", "--vault"])
            .arg(&ground.root)
            .args(arguments);
        ground.place(&mut command);
        finish(&mut command)
    };
    let searched = say(&["search", "drops"])?;
    if searched.status != Some(0) {
        return Err(Broken(format!("a protected vault is not searched: {:?} {}", searched.status, searched.error)));
    }
    refused(&say(&["note", "C-1", "entry refused end"])?, "Permission denied")?;
    let done = Command::new("chmod").arg("755").arg(ground.root.join("cases")).status()?;
    if !done.success() {
        return Err(Broken("the folder cannot be opened again".to_owned()));
    }
    let text = "entry allowed end".to_owned();
    let allowed = say(&["note", "C-1", &text])?;
    if allowed.status != Some(0) {
        return Err(Broken(format!("not written although it may be: {}", allowed.error)));
    }
    fs::remove_dir_all(&ground.cache)?;
    ground.check(&[Kept { case: 1, text }])?;
    Ok(Found::Held(
        "searched as an ordinary user, a read-only folder refused with \"Permission denied\", then written".to_owned(),
    ))
}

/// A file system that takes other spellings for the same name, as those of macOS and Windows do.
pub(super) fn other_spellings(_: Effort, _: &mut Chance) -> Outcome {
    if let Err(reason) = needs(&["mkfs.ext4", "chattr"]) {
        return Ok(Found::Skipped(reason));
    }
    let ground = Ground::bare("spellings")?;
    let image = ground.folder().join("image");
    fs::File::create(&image)?.set_len(64 << 20)?;
    let made = Command::new("mkfs.ext4").args(["-q", "-O", "casefold", "-E", "encoding=utf8"]).arg(&image).output()?;
    if !made.status.success() {
        return Ok(Found::Skipped(format!("mkfs.ext4: {}", String::from_utf8_lossy(&made.stderr).trim())));
    }
    let place = image.display().to_string();
    let mount = match Mount::at(&ground.root, &["-o", "loop", &place]) {
        Ok(mount) => mount,
        Err(reason) => return Ok(Found::Skipped(reason)),
    };
    let folded = ground.root.join("cases");
    fs::create_dir(&folded)?;
    let done = Command::new("chattr").arg("+F").arg(&folded).output()?;
    if !done.status.success() {
        return Ok(Found::Skipped(format!("chattr: {}", String::from_utf8_lossy(&done.stderr).trim())));
    }
    ground.fill()?;
    ground.expect(&["search", "drops"], 0)?;
    // The vault is renamed by other programs here: in case alone, and from one spelling of a letter to the other.
    let text = "entry under another name end".to_owned();
    ground.expect(&["note", "cases/c1.md", &text], 0)?;
    fs::rename(ground.case(1), folded.join("C1.md"))?;
    fs::rename(ground.case(2), folded.join("Cafe\u{301}.md"))?;
    fs::rename(folded.join("Cafe\u{301}.md"), folded.join("Caf\u{e9}.md"))?;
    ground.expect(&["note", "C-2", "entry in the cafe end"], 0)?;
    let held = fs::read_to_string(folded.join("CAFE\u{301}.md")).is_ok_and(|found| found.contains("in the cafe"));
    if !held {
        return Err(Broken("the entry is not in the renamed file".to_owned()));
    }
    fs::rename(folded.join("caf\u{e9}.md"), ground.case(2))?;
    fs::rename(folded.join("C1.md"), ground.case(1))?;
    ground.check(&[Kept { case: 1, text }])?;
    drop(mount);
    Ok(Found::Held(
        "4 renames in case and in spelling alone on ext4 with casefold, each found and written to".to_owned(),
    ))
}
