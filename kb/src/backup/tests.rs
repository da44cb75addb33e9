//! An archive holds what was put into it, or is none; restoring writes below one folder and replaces nothing.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

use std::fs;
use std::path::Path;

use super::*;
use crate::model::Moment;

const META: Meta = Meta { mode: 0o640, modified: 1_700_000_000 };

fn about() -> About {
    let made = Moment::parse("2026-11-30T10:00:00+01:00").unwrap();
    About { name: "Test".to_owned(), id: Some("01X".to_owned()), made }
}

fn packed(at: &Path) -> Manifest {
    let mut packer = Packer::create(at, about()).unwrap();
    packer.folder("vault/empty", META).unwrap();
    packer.file("vault/a/b.md", &mut &b"text"[..], 4, META).unwrap();
    packer.file("local/local.db", &mut &[0_u8; 100_000][..], 100_000, META).unwrap();
    packer.link("vault/a/link.md", "b.md", META).unwrap();
    packer.link("vault/out.md", "../../etc/passwd", META).unwrap();
    packer.skip("vault/pipe", "it is a pipe");
    packer.finish().unwrap()
}

#[test]
fn what_was_packed_comes_out_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.tar.gz");
    let manifest = packed(&file);
    let archive = Archive::open(&file).unwrap();
    assert_eq!(archive.manifest(), &manifest);
    let to = folder.path().join("restored");
    let skipped = archive.restore(VAULT, &to).unwrap();
    assert_eq!(skipped.len(), 1, "{skipped:?}");
    assert!(skipped[0].reason.contains("leads out"), "{skipped:?}");
    assert_eq!(fs::read(to.join("a/b.md")).unwrap(), b"text");
    assert!(to.join("empty").is_dir() && !to.join("out.md").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let metadata = fs::metadata(to.join("a/b.md")).unwrap();
        assert_eq!((metadata.mode() & 0o777, metadata.mtime()), (0o640, 1_700_000_000));
        assert_eq!(fs::read(to.join("a/link.md")).unwrap(), b"text");
    }
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn nothing_is_ever_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.tar.gz");
    packed(&file);
    assert!(matches!(Packer::create(&file, about()), Err(BackupError::Taken { .. })));
    let archive = Archive::open(&file).unwrap();
    let full = folder.path().join("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("mine.md"), "mine").unwrap();
    assert!(matches!(archive.restore(VAULT, &full), Err(BackupError::Taken { .. })));
    assert!(matches!(archive.restore(VAULT, &file), Err(BackupError::Taken { .. })));
    assert_eq!(fs::read(full.join("mine.md")).unwrap(), b"mine");
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    archive.restore(VAULT, &empty).unwrap();
    assert!(empty.join("a/b.md").is_file());
}

#[test]
fn an_unfinished_archive_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut packer = Packer::create(&folder.path().join("x.tar.gz"), about()).unwrap();
    assert!(packer.file("vault/a.md", &mut &b"short"[..], 10, META).is_err());
    drop(packer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_damaged_archive_is_told_wherever_the_damage_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.tar.gz");
    packed(&file);
    let whole = fs::read(&file).unwrap();
    for at in (10..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&file, &bytes).unwrap();
        assert!(Archive::open(&file).is_err(), "byte {at}");
    }
    for length in [0, 1, 20, whole.len() / 2, whole.len() - 9] {
        fs::write(&file, &whole[..length]).unwrap();
        assert!(Archive::open(&file).is_err(), "cut to {length}");
    }
}

#[test]
fn a_name_that_leads_out_is_refused() {
    use flate2::{Compression, write::GzEncoder};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hostile.tar.gz");
    let mut tar = tar::Builder::new(GzEncoder::new(fs::File::create(&file).unwrap(), Compression::fast()));
    let name = b"vault/../../evil.md";
    let mut header = tar::Header::new_gnu();
    header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name);
    header.set_size(4);
    header.set_mode(0o644);
    header.set_cksum();
    tar.append(&header, &b"evil"[..]).unwrap();
    let kept =
        Kept { path: "vault/../../evil.md".to_owned(), bytes: 4, blake3: blake3::hash(b"evil").to_hex().to_string() };
    let manifest = Manifest {
        format: 1,
        about: about(),
        files: vec![kept],
        folders: Vec::new(),
        links: Vec::new(),
        skipped: Vec::new(),
    };
    let said = serde_json::to_vec(&manifest).unwrap();
    let mut header = tar::Header::new_gnu();
    header.set_size(said.len() as u64);
    header.set_mode(0o644);
    tar.append_data(&mut header, MANIFEST, said.as_slice()).unwrap();
    tar.into_inner().unwrap().finish().unwrap();
    let archive = Archive::open(&file).unwrap();
    assert!(matches!(archive.restore(VAULT, &folder.path().join("a/b")), Err(BackupError::Damaged { .. })));
    assert!(!folder.path().join("evil.md").exists() && !folder.path().join("a/b").exists());
}
