//! What is kept besides the vault: the history on a full disk, and purges that are killed in the middle.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::chance::Chance;
use super::disk::fill;
use super::ground::{Ground, Kept, Mount};
use super::{Broken, Effort, Found, Outcome};

/// Whom the purges are about.
const NAME: &str = "Kestrel";
/// Cases of theirs: so many that a vault without them would be asked about.
const THEIRS: usize = 24;

/// No room for versions: saves are acknowledged as ever, what was kept stays, and with room again versions are kept again.
pub(super) fn history_full(_: Effort, _: &mut Chance) -> Outcome {
    let ground = Ground::new("history-full")?;
    let place = ground.data.join("vaults");
    let mount = match Mount::at(&place, &["-t", "tmpfs", "-o", "size=1m", "tmpfs"]) {
        Ok(mount) => mount,
        Err(reason) => return Ok(Found::Skipped(reason)),
    };
    let mut kept = Vec::new();
    let mut save = |text: String| -> Result<(), Broken> {
        ground.expect(&["note", "C-1", &text], 0)?;
        kept.push(Kept { case: 1, text });
        Ok(())
    };
    save("entry before end".to_owned())?;
    let versions = ground.versions(1)?;
    let filler = fill(&place)?;
    for number in 0..5 {
        // Different words, which do not pack to nothing.
        let words: String = (0..2_000).map(|n| format!("{:x} ", n * 7_919 + number * 104_729)).collect();
        save(format!("entry {number} {words}end"))?;
    }
    if ground.versions(1)? < versions {
        return Err(Broken("versions are lost because there was no room for others".to_owned()));
    }
    fs::remove_file(filler)?;
    save("entry with room end".to_owned())?;
    if !ground.has_current_version(1)? {
        return Err(Broken("with room again the history has not what the file says".to_owned()));
    }
    ground.check(&kept)?;
    drop(mount);
    Ok(Found::Held(
        "5 saves with no room for their versions, all acknowledged; with room again versions are kept".to_owned(),
    ))
}

/// `kb purge` is killed at a random moment of it, and finished.
pub(super) fn purge_killed(effort: Effort, chance: &mut Chance) -> Outcome {
    let tries = effort.of(4, 40);
    let (mut takes, mut finished) = (Duration::ZERO, 0);
    for number in 0..tries {
        let ground = Ground::new("purge")?;
        let kept = name_them(&ground)?;
        let began = Instant::now();
        let mut kb = ground.kb(&["purge", "--customer", NAME, "--yes"]);
        let mut child = kb.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        if number == 0 {
            // How long it takes when nobody kills it.
            child.wait()?;
            takes = began.elapsed();
        } else {
            thread::sleep(chance.millis(usize::try_from(takes.as_millis()).unwrap_or(usize::MAX)));
            let _it_ended_meanwhile = child.kill();
            child.wait()?;
        }
        let said = ground.say(&["purge", "--finish"])?;
        match said.status {
            Some(0) => finished += 1,
            // Not begun, or done.
            Some(1) if said.out.contains("null") => {
                ground.expect(&["purge", "--customer", NAME, "--yes"], 0)?;
            }
            status => return Err(Broken(format!("the purge is not finished: {status:?} {}{}", said.out, said.error))),
        }
        nothing_names_them(&ground)?;
        ground.check(&kept)?;
    }
    Ok(Found::Held(format!(
        "{} purges killed, {finished} of them in the middle and finished by kb purge --finish: no byte of the name left, everything else there",
        tries - 1
    )))
}

/// Notes that are theirs and notes that name them, with versions of both.
fn name_them(ground: &Ground) -> Result<Vec<Kept>, Broken> {
    let folder = ground.root.join("cases/2025");
    fs::create_dir_all(&folder)?;
    for number in 0..THEIRS {
        let text = format!(
            "---\nid: K-{number}\ntype: case\ntitle: {NAME} {number}\nstatus: open\ncustomer: {NAME}\n---\n## Issue\nOf {NAME}\n\n## Journal\n"
        );
        fs::write(folder.join(format!("kestrel-{number}.md")), text)?;
        let attached = ground.root.join(format!("attachments/K-{number}"));
        fs::create_dir_all(&attached)?;
        fs::write(attached.join("gateway.log"), format!("host=gw.{NAME}.example\n"))?;
    }
    let mut kept = Vec::new();
    for number in 0..3 {
        ground.expect(&["note", &format!("K-{number}"), &format!("{NAME} called")], 0)?;
        let text = format!("entry {number} as with {NAME} end");
        ground.expect(&["note", &format!("C-{number}"), &text], 0)?;
        kept.push(Kept { case: number, text: text.replace(NAME, "the customer") });
    }
    Ok(kept)
}

fn nothing_names_them(ground: &Ground) -> Result<(), Broken> {
    let lower = NAME.to_lowercase();
    let folders: [&Path; 3] = [&ground.root, &ground.data, &ground.cache];
    let inside = Command::new("grep").args(["-rlaiF", &lower]).args(folders).output()?;
    let named = Command::new("find").args(folders).args(["-iname", &format!("*{lower}*")]).output()?;
    let found = String::from_utf8_lossy(&[inside.stdout, named.stdout].concat()).into_owned();
    if found.is_empty() { Ok(()) } else { Err(Broken(format!("after the purge they are still in {found}"))) }
}
