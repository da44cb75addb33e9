//! Power cuts on real file systems: vault, caches and local state lie in an image; while `kb` writes, the image is copied,
//! which is what a disk holds when the power goes; the copy is mounted in its place.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use xtask::process::signal;

use super::chance::Chance;
use super::ground::{CASES, Ground, Kept, Mount, needs};
use super::{Broken, Effort, Found, Outcome};

pub(super) fn ext4(effort: Effort, chance: &mut Chance) -> Outcome {
    cuts("ext4", &["mkfs.ext4", "-q"], 96, effort.of(6, 30), chance)
}

/// XFS takes no smaller image.
pub(super) fn xfs(effort: Effort, chance: &mut Chance) -> Outcome {
    cuts("xfs", &["mkfs.xfs", "-q"], 320, effort.of(1, 12), chance)
}

fn cuts(kind: &str, make: &[&str], megabytes: u64, rounds: usize, chance: &mut Chance) -> Outcome {
    if let Err(reason) = needs(&make[..1]) {
        return Ok(Found::Skipped(reason));
    }
    let (mut kept_in_all, mut lost_writes) = (0, 0);
    for _ in 0..rounds {
        let mut ground = Ground::bare(kind)?;
        let image = ground.folder().join("image");
        fs::File::create(&image)?.set_len(megabytes << 20)?;
        let made = Command::new(make[0]).args(&make[1..]).arg(&image).output()?;
        if !made.status.success() {
            return Ok(Found::Skipped(format!("{}: {}", make[0], String::from_utf8_lossy(&made.stderr).trim())));
        }
        let place = ground.folder().join("mounted");
        let mount = match mounted(&image, &place) {
            Ok(mount) => mount,
            Err(reason) => return Ok(Found::Skipped(reason)),
        };
        ground.all_in(&place);
        fs::create_dir(&ground.root)?;
        ground.fill()?;
        ground.expect(&["search", "drops"], 0)?;
        let _flushed = Command::new("sync").arg("-f").arg(&place).status()?;

        let (kept, copy) = write_and_cut(&ground, &image, chance)?;
        let written = fs::read_dir(ground.root.join("cases"))?.count();
        drop(mount);
        let mount = mounted(&copy, &place).map_err(Broken)?;
        ground.check_files(&kept)?;
        lost_writes += usize::from(fs::read_dir(ground.root.join("cases"))?.count() < written);
        ground.check(&kept)?;
        kept_in_all += kept.len();
        drop(mount);
    }
    let _some_cuts_lose_what_nobody_acknowledged = lost_writes;
    Ok(Found::Held(format!("{rounds} power cuts, all {kept_in_all} acknowledged entries there, every file whole")))
}

fn mounted(image: &Path, place: &Path) -> Result<Mount, String> {
    Mount::at(place, &["-o", "loop", &image.display().to_string()])
}

/// Writes entries until a random moment, when everything stops at once; says what was acknowledged by then, and where the
/// image of that moment is.
fn write_and_cut(ground: &Ground, image: &Path, chance: &mut Chance) -> Result<(Vec<Kept>, PathBuf), Broken> {
    let mut kept = Vec::new();
    let saves = 2 + chance.below(8);
    for number in 0..saves {
        let (case, text) = (chance.below(CASES), format!("entry {number} end"));
        let [note, id, words] = Ground::entry(case, &text);
        let mut kb = ground.kb(&[&note, &id, &words]).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        if number + 1 < saves {
            if kb.wait()?.success() {
                kept.push(Kept { case, text });
            }
            continue;
        }
        // The last one is in the middle of something.
        thread::sleep(chance.millis(400));
        let copy = freeze(&mut kb, image)?;
        return Ok((kept, copy));
    }
    Err(Broken("nothing was written".to_owned()))
}

/// Stops the program and copies the image: twice, until both copies are the same, so that they are of one moment.
fn freeze(kb: &mut Child, image: &Path) -> Result<PathBuf, Broken> {
    signal(kb.id(), "STOP");
    let (copy, again) = (image.with_extension("cut"), image.with_extension("again"));
    for _ in 0..20 {
        for target in [&copy, &again] {
            let done = Command::new("cp").arg("--sparse=always").arg(image).arg(target).status()?;
            if !done.success() {
                return Err(Broken("the image cannot be copied".to_owned()));
            }
        }
        if Command::new("cmp").arg("-s").arg(&copy).arg(&again).status()?.success() {
            fs::remove_file(again)?;
            let _it_ended_meanwhile = kb.kill();
            kb.wait()?;
            return Ok(copy);
        }
        thread::sleep(Duration::from_millis(50));
    }
    Err(Broken("the image never holds still".to_owned()))
}
