//! Caches that were deleted, cut, overwritten, or lost a bit: every answer is what it was, for the files are the truth.

use std::fs;
use std::path::{Path, PathBuf};

use super::chance::Chance;
use super::ground::Ground;
use super::{Broken, Effort, Found, Outcome};

/// Every file of the caches, sorted; locks and the files SQLite makes anew are as good as any.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// What stays the same of a file's place when caches are built anew.
fn kind(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name.rsplit_once('.').map_or(name.clone(), |(_, end)| end.to_owned())
}

/// Damages files one after another, each once, and compares all answers with those before. With `restart` the caches look as
/// if the system had been started anew since, which is when they are not trusted.
fn each(
    name: &str,
    most: usize,
    chance: &mut Chance,
    restart: bool,
    damage: impl Fn(&Path, &mut Chance) -> Result<(), Broken>,
) -> Outcome {
    let ground = Ground::new(name)?;
    for number in 0..4 {
        let [note, id, words] = Ground::entry(number, &format!("entry {number} end"));
        ground.expect(&[&note, &id, &words], 0)?;
    }
    let before = ground.answers()?;
    let mut tried = Vec::new();
    for _ in 0..most {
        let all = files(&ground.cache);
        let fresh: Vec<&PathBuf> = all.iter().filter(|file| !tried.contains(&kind(file))).collect();
        let from = if fresh.is_empty() { all.iter().collect() } else { fresh };
        if from.is_empty() {
            break;
        }
        let file = from[chance.below(from.len())].clone();
        tried.push(kind(&file));
        damage(&file, chance)?;
        if restart && !file.ends_with("boot") {
            for boot in files(&ground.cache).iter().filter(|file| file.ends_with("boot")) {
                fs::write(boot, "another run")?;
            }
        }
        let after = ground.answers().map_err(|Broken(why)| Broken(format!("{}: {why}", file.display())))?;
        if after != before {
            let odd: Vec<&String> = before.symmetric_difference(&after).take(4).collect();
            return Err(Broken(format!("after damage to {} the answers differ: {odd:?}", file.display())));
        }
    }
    tried.sort();
    tried.dedup();
    ground.check(&[])?;
    Ok(Found::Held(format!("{most} times, files: {}; every answer as before", tried.join(", "))))
}

/// All of it, then single files.
pub(super) fn deleted(effort: Effort, chance: &mut Chance) -> Outcome {
    let ground = Ground::new("caches-all")?;
    let before = ground.answers()?;
    fs::remove_dir_all(&ground.cache)?;
    if ground.answers()? != before {
        return Err(Broken("built from nothing the answers differ".to_owned()));
    }
    each("caches-deleted", effort.of(8, 40), chance, false, |file, _| Ok(fs::remove_file(file)?))
}

/// To a random length.
pub(super) fn truncated(effort: Effort, chance: &mut Chance) -> Outcome {
    each("caches-truncated", effort.of(8, 40), chance, false, |file, chance| {
        let opened = fs::File::options().write(true).open(file)?;
        let length = usize::try_from(opened.metadata()?.len()).unwrap_or(usize::MAX);
        Ok(opened.set_len(chance.below(length.max(1)) as u64)?)
    })
}

/// Random bytes, as many as there were.
pub(super) fn garbage(effort: Effort, chance: &mut Chance) -> Outcome {
    each("caches-garbage", effort.of(8, 40), chance, false, |file, chance| {
        let length = fs::read(file)?.len();
        let bytes: Vec<u8> =
            (0..length.clamp(16, 1 << 20)).map(|_| u8::try_from(chance.below(256)).unwrap_or_default()).collect();
        Ok(fs::write(file, bytes)?)
    })
}

/// One bit, found after the system was started anew: until then what was written is in the system's memory.
pub(super) fn flipped(effort: Effort, chance: &mut Chance) -> Outcome {
    each("caches-flipped", effort.of(10, 60), chance, true, |file, chance| {
        let mut bytes = fs::read(file)?;
        if !bytes.is_empty() {
            let at = chance.below(bytes.len());
            bytes[at] ^= 1 << chance.below(8);
            fs::write(file, bytes)?;
        }
        Ok(())
    })
}
