//! What every family stands on: a vault with caches and local state of its own, the real `kb` on it, and what must hold
//! whatever happened.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use xtask::process::{Background, output, wait_until};

use super::Broken;
use crate::cargo::target;

/// Cases in the vault, each a file to write to.
pub(super) const CASES: usize = 6;
/// No command takes nearly as long; one that does hangs.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
/// Whose cases they are.
pub(super) const OWNER: &str = "mira";
/// What the notes of the vault, and only they, contain.
const WORDS: [&str; 4] = ["drops", "rekey", "entry", "spooler"];

/// A vault of its own; removed when dropped.
pub(super) struct Ground {
    folder: PathBuf,
    pub(super) root: PathBuf,
    pub(super) cache: PathBuf,
    pub(super) data: PathBuf,
}

/// How `kb` ended and what it said.
pub(super) struct Said {
    pub(super) status: Option<i32>,
    pub(super) out: String,
    pub(super) error: String,
}

/// An entry that was acknowledged.
pub(super) struct Kept {
    pub(super) case: usize,
    pub(super) text: String,
}

impl Ground {
    /// A folder of its own with a vault of [`CASES`] cases and two articles, indexed once.
    pub(super) fn new(name: &str) -> Result<Self, Broken> {
        let ground = Self::bare(name)?;
        ground.fill()?;
        ground.expect(&["search", "drops"], 0)?;
        Ok(ground)
    }

    /// The folder alone, for who mounts something on it first.
    pub(super) fn bare(name: &str) -> Result<Self, Broken> {
        let folder = std::env::temp_dir().join(format!("casebook-faults-{}-{name}", std::process::id()));
        let _there_was_none = fs::remove_dir_all(&folder);
        let ground =
            Self { root: folder.join("vault"), cache: folder.join("cache"), data: folder.join("data"), folder };
        fs::create_dir_all(&ground.root)?;
        Ok(ground)
    }

    /// Moves all three into `folder`.
    pub(super) fn all_in(&mut self, folder: &Path) {
        (self.root, self.cache, self.data) = (folder.join("vault"), folder.join("cache"), folder.join("data"));
    }

    /// Writes the notes.
    pub(super) fn fill(&self) -> Result<(), Broken> {
        fs::create_dir_all(self.root.join("cases"))?;
        fs::create_dir_all(self.root.join("articles"))?;
        fs::write(self.root.join("casebook.toml"), "id = \"01FAULTS\"\nname = \"Faults\"\n")?;
        for case in 0..CASES {
            let text = format!(
                "---\nid: C-{case}\ntype: case\ntitle: Case {case}\nstatus: open\nowner: {OWNER}\n---\n## Issue\nIt drops\n\n## Journal\n"
            );
            fs::write(self.case(case), text)?;
        }
        for (name, word) in [("a", "rekey"), ("b", "spooler")] {
            let text = format!("---\nid: A-{name}\ntitle: Article {name}\n---\n## Resolution\nSet {word}\n");
            fs::write(self.root.join(format!("articles/{name}.md")), text)?;
        }
        Ok(())
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn case(&self, number: usize) -> PathBuf {
        self.root.join(format!("cases/c{number}.md"))
    }

    /// `kb` with these arguments, not started.
    pub(super) fn kb(&self, arguments: &[&str]) -> Command {
        let mut kb = Command::new(program("kb"));
        self.place(kb.args(["--json", "--vault"]).arg(&self.root).args(arguments));
        kb
    }

    /// Tells a program where everything is.
    pub(super) fn place(&self, command: &mut Command) {
        command.env("KB_CACHE", &self.cache).env("KB_DATA", &self.data).env("KB_AUTHOR", OWNER).stdin(Stdio::null());
    }

    /// Runs `kb` to its end.
    pub(super) fn say(&self, arguments: &[&str]) -> Result<Said, Broken> {
        finish(&mut self.kb(arguments))
    }

    /// Runs `kb`, which must end with this status.
    pub(super) fn expect(&self, arguments: &[&str], status: i32) -> Result<Said, Broken> {
        let said = self.say(arguments)?;
        if said.status == Some(status) {
            return Ok(said);
        }
        let Said { status: found, error, out } = said;
        Err(Broken(format!("kb {} ended with {found:?}, not {status}: {error}{out}", arguments.join(" "))))
    }

    /// The arguments that add an entry.
    pub(super) fn entry(case: usize, text: &str) -> [String; 3] {
        ["note".to_owned(), format!("C-{case}"), text.to_owned()]
    }

    /// What holds whatever happened: what was acknowledged is there, every file is whole, every answer is that of caches
    /// built from nothing, the history can be read, and the vault can be written to.
    pub(super) fn check(&self, kept: &[Kept]) -> Result<(), Broken> {
        self.check_files(kept)?;
        (0..CASES).try_for_each(|case| self.history(case).map(drop))?;
        let lived = self.answers()?;
        self.forget_caches()?;
        let fresh = self.answers()?;
        if lived != fresh {
            let only = |these: &BTreeSet<String>, those: &BTreeSet<String>| -> Vec<String> {
                these.difference(those).take(6).cloned().collect()
            };
            let (caches, files) = (only(&lived, &fresh), only(&fresh, &lived));
            return Err(Broken(format!(
                "the caches do not say what the files say: they {caches:?}, the files {files:?}"
            )));
        }
        self.expect(&["note", "C-0", "entry afterwards end"], 0)?;
        Ok(())
    }

    /// How many earlier versions of a case are kept. Asking for them reads them.
    pub(super) fn versions(&self, case: usize) -> Result<usize, Broken> {
        Ok(self.history(case)?.matches("\"number\":").count())
    }

    /// Whether the last version that is kept of a case is what its file says.
    pub(super) fn has_current_version(&self, case: usize) -> Result<bool, Broken> {
        let history = self.history(case)?;
        Ok(history.split("\"is_current\":").nth(1).is_some_and(|rest| rest.starts_with("true")))
    }

    fn history(&self, case: usize) -> Result<String, Broken> {
        let said = self.say(&["history", &format!("C-{case}")])?;
        let is_sound = said.out.contains("\"lost\":null") && said.out.contains("\"trouble\":null");
        if matches!(said.status, Some(0 | 1)) && is_sound {
            return Ok(said.out);
        }
        Err(Broken(format!("the history is not what it was: {:?} {}{}", said.status, said.out, said.error)))
    }

    /// What holds of the files alone.
    pub(super) fn check_files(&self, kept: &[Kept]) -> Result<(), Broken> {
        let mut texts = Vec::new();
        for case in 0..CASES {
            let text = fs::read_to_string(self.case(case))?;
            let is_whole = text.starts_with("---\nid: C-")
                && text.contains("\n## Journal\n")
                && text.ends_with('\n')
                && text.lines().filter(|line| line.starts_with("entry ")).all(|line| line.ends_with(" end"));
            if !is_whole {
                return Err(Broken(format!("{} is half a file", self.case(case).display())));
            }
            texts.push(text);
        }
        let lost = kept.iter().filter(|kept| !texts[kept.case].contains(&kept.text)).count();
        if lost > 0 {
            return Err(Broken(format!("{lost} of {} acknowledged entries are lost", kept.len())));
        }
        Ok(())
    }

    /// Everything `kb` answers, as lines.
    pub(super) fn answers(&self) -> Result<BTreeSet<String>, Broken> {
        self.answers_from(&self.cache)
    }

    /// What it answers when it makes its caches anew, in a place of their own: those in use stay.
    pub(super) fn answers_from_nothing(&self) -> Result<BTreeSet<String>, Broken> {
        let fresh = self.folder.join("fresh");
        let _there_was_none = fs::remove_dir_all(&fresh);
        self.answers_from(&fresh)
    }

    fn answers_from(&self, cache: &Path) -> Result<BTreeSet<String>, Broken> {
        let say = |arguments: &[&str]| finish(self.kb(arguments).env("KB_CACHE", cache));
        let mut all = BTreeSet::new();
        for word in WORDS {
            let said = say(&["search", word, "--limit", "100"])?;
            if !matches!(said.status, Some(0 | 1)) {
                return Err(Broken(format!("searching ended with {:?}: {}", said.status, said.error)));
            }
            all.insert(format!("{word}: {}", field(&said.out, "total")));
            for key in ["path", "title"] {
                let mark = format!("\"{key}\":\"");
                let values = said.out.split(&mark).skip(1).filter_map(|rest| rest.split('"').next());
                all.extend(values.map(|value| format!("{word}: {value}")));
            }
        }
        let said = say(&["check"])?;
        all.insert(said.out);
        Ok(all)
    }

    /// Removes the caches; a program that ended may still be finishing with them.
    pub(super) fn forget_caches(&self) -> Result<(), Broken> {
        let gone = || fs::remove_dir_all(&self.cache).is_ok() || !self.cache.exists();
        if wait_until(PATIENCE, gone) { Ok(()) } else { Err(Broken("the caches cannot be removed".to_owned())) }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _the_system_clears_it = fs::remove_dir_all(&self.folder);
    }
}

/// A mounted file system, unmounted when dropped.
pub(super) struct Mount(PathBuf);

impl Mount {
    /// Mounts with these arguments; else says why not.
    pub(super) fn at(place: &Path, arguments: &[&str]) -> Result<Self, String> {
        fs::create_dir_all(place).map_err(|error| error.to_string())?;
        let done = Command::new("mount").args(arguments).arg(place).output();
        match done {
            Ok(Output { status, .. }) if status.success() => Ok(Self(place.to_path_buf())),
            Ok(done) => {
                let said = String::from_utf8_lossy(&done.stderr).into_owned();
                Err(said.lines().next().unwrap_or("mount failed").to_owned())
            }
            Err(error) => Err(format!("mount: {error}")),
        }
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _it_is_gone_with_the_folder = output(Command::new("umount").arg("-l").arg(&self.0));
    }
}

/// A program of this build.
pub(super) fn program(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// Runs a command to its end; one that does not come to it hangs.
pub(super) fn finish(command: &mut Command) -> Result<Said, Broken> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let reader = child.stdout.take().map(|mut pipe| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            let _what_came_counts = std::io::Read::read_to_end(&mut pipe, &mut text);
            text
        })
    });
    let errors = child.stderr.take().map(|mut pipe| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            let _what_came_counts = std::io::Read::read_to_end(&mut pipe, &mut text);
            text
        })
    });
    let mut status = None;
    if !wait_until(PATIENCE, || {
        status = child.try_wait().ok().flatten();
        status.is_some()
    }) {
        let _it_ended_meanwhile = child.kill();
        let _it_ended_meanwhile = child.wait();
        return Err(Broken(format!("`{}` hangs", xtask::process::shown(command))));
    }
    let text = |reader: Option<std::thread::JoinHandle<Vec<u8>>>| {
        let bytes = reader.and_then(|reader| reader.join().ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Ok(Said { status: status.and_then(|status| status.code()), out: text(reader), error: text(errors) })
}

/// The value of a key in JSON, as it is written.
pub(super) fn field(json: &str, key: &str) -> String {
    let mark = format!("\"{key}\":");
    json.split(&mark).nth(1).and_then(|rest| rest.split([',', '}']).next()).unwrap_or_default().to_owned()
}

/// Waits for a condition.
pub(super) fn wait_for(what: &str, holds: impl FnMut() -> bool) -> Result<(), Broken> {
    if wait_until(PATIENCE, holds) { Ok(()) } else { Err(Broken(format!("waited in vain until {what}"))) }
}

/// Ends a program as a power cut does.
pub(super) fn kill(process: &mut Background) {
    xtask::process::signal(process.id(), "KILL");
    wait_until(PATIENCE, || process.ended().is_some());
}

/// Whether these programs are here; else which is not.
pub(super) fn needs(programs: &[&str]) -> Result<(), String> {
    match programs.iter().find(|program| !xtask::process::on_path(program)) {
        None => Ok(()),
        Some(missing) => Err(format!("there is no `{missing}`")),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_field_is_read_as_it_is_written() {
        assert_eq!(super::field(r#"{"hits":[],"total":12,"took_us":3}"#, "total"), "12");
        assert_eq!(super::field("{}", "total"), "");
    }
}
