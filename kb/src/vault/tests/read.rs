//! Reading: bytes as they are, hashes of the whole, nothing from outside.

use super::*;
use crate::vault::FileStamp;

#[test]
fn bytes_are_read_as_they_are() {
    everywhere(|ground| {
        for content in [&b"\xef\xbb\xbf# BOM\r\nCRLF\r\n"[..], b"", b"\xff\xfe\x00#\x00", b"no newline", b"\r\r\n\n"] {
            let path = ground.put("a.md", content);
            let read = ground.vault.read(&path, None).unwrap();
            assert_eq!(read.bytes, content);
            assert_eq!(read.hash, ContentHash::of(content));
            assert_eq!(read.stamp.size, content.len() as u64);
            assert!(!read.truncated);
        }
    });
}

#[test]
fn a_cut_read_still_hashes_the_whole_file() {
    everywhere(|ground| {
        let content = vec![b'x'; 300_000];
        let path = ground.put("log.md", &content);
        for (max, truncated) in [(0, true), (1, true), (299_999, true), (300_000, false), (300_001, false)] {
            let read = ground.vault.read(&path, Some(max)).unwrap();
            assert_eq!(read.bytes.len() as u64, max.min(300_000));
            assert_eq!((read.truncated, read.hash), (truncated, ContentHash::of(&content)), "cut at {max}");
        }
    });
}

#[test]
fn a_stamp_tells_a_changed_file_and_an_absent_one() {
    everywhere(|ground| {
        let path = ground.put("a.md", "one");
        let first = ground.vault.stamp(&path).unwrap().unwrap();
        assert_eq!(Some(first), ground.vault.stamp(&path).unwrap());
        assert_eq!(first, ground.vault.read(&path, None).unwrap().stamp);
        ground.put("a.md", "longer");
        assert_ne!(Some(first), ground.vault.stamp(&path).unwrap());
        for absent in ["b.md", "no/such/folder.md", "a.md/below-a-file.md", ".git/config"] {
            assert_eq!(ground.vault.stamp(&vp(absent)).unwrap(), None, "{absent}");
        }
        fs::create_dir(ground.at("folder.md")).unwrap();
        assert_eq!(ground.vault.stamp(&vp("folder.md")).unwrap(), None);
    });
}

#[test]
fn a_save_by_rename_that_keeps_size_and_mtime_still_changes_the_stamp() {
    let ground = Ground::plain();
    let path = ground.put("a.md", "one");
    let old = fs::File::open(ground.at("a.md")).unwrap().metadata().unwrap();
    let before = ground.vault.stamp(&path).unwrap().unwrap();
    ground.put("a.txt", "two");
    fs::File::options().write(true).open(ground.at("a.txt")).unwrap().set_modified(old.modified().unwrap()).unwrap();
    fs::rename(ground.at("a.txt"), ground.at("a.md")).unwrap();
    let after = ground.vault.stamp(&path).unwrap().unwrap();
    assert_eq!((before.size, before.mtime_ns), (after.size, after.mtime_ns));
    assert_ne!(before, after);
}

#[test]
fn names_that_look_alike_are_files_of_their_own() {
    let ground = Ground::plain();
    for (name, content) in [("Caf\u{e9}.md", "nfc"), ("Cafe\u{301}.md", "nfd"), ("vpn.md", "low"), ("VPN.md", "up")] {
        ground.save(name, Base::Absent, content).unwrap();
    }
    assert_eq!(ground.vault.walk().count(), 4);
    assert_eq!(ground.vault.read(&vp("Cafe\u{301}.md"), None).unwrap().bytes, b"nfd");
    assert_eq!(ground.vault.read(&vp("Caf\u{e9}.md"), None).unwrap().bytes, b"nfc");
    assert_eq!(ground.vault.read(&vp("VPN.md"), None).unwrap().bytes, b"up");
}

#[test]
fn hidden_places_are_no_part_of_the_vault() {
    everywhere(|ground| {
        for hidden in [".git/config", "a/.obsidian/app.json", "node_modules/x/readme.md", ".secret.md"] {
            let path = ground.put(hidden, "x");
            assert!(matches!(ground.vault.read(&path, None), Err(VaultError::Hidden { .. })), "{hidden}");
            assert!(matches!(ground.vault.attachment(hidden), Err(VaultError::Hidden { .. })), "{hidden}");
            assert!(matches!(ground.save(hidden, was("x"), "y"), Err(VaultError::Hidden { .. })), "{hidden}");
            assert_eq!(ground.on_disk(hidden), b"x");
        }
    });
}

#[test]
fn an_attachment_is_an_ordinary_file_in_the_vault() {
    everywhere(|ground| {
        ground.put("attachments/01J/screen shot.png", "png");
        let place = ground.vault.attachment("attachments/01J/screen shot.png").unwrap();
        assert_eq!(fs::read(place).unwrap(), b"png");
        assert!(matches!(ground.vault.attachment("attachments/01J"), Err(VaultError::NotAFile { .. })));
        assert!(matches!(ground.vault.attachment("attachments/none.png"), Err(VaultError::NotFound { .. })));
        for bad in ["../../etc/passwd", "/etc/passwd", "", "attachments/../a.md", "a\0b"] {
            assert!(matches!(ground.vault.attachment(bad), Err(VaultError::Invalid(_))), "{bad:?}");
        }
    });
}

#[cfg(unix)]
#[test]
fn a_pipe_or_device_is_refused_without_being_opened() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let ground = Ground::plain();
    mknodat(CWD, ground.at("pipe.md"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    assert!(matches!(ground.vault.read(&vp("pipe.md"), None), Err(VaultError::NotAFile { .. })));
    assert!(matches!(ground.save("pipe.md", was(""), "x"), Err(VaultError::NotAFile { .. })));
    assert!(matches!(ground.save("pipe.md", Base::Absent, "x"), Err(VaultError::Exists { .. })));
    assert_eq!(ground.vault.stamp(&vp("pipe.md")).unwrap(), None);
    assert_eq!(ground.vault.walk().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_link_inside_the_vault_reads_its_file_but_has_no_stamp_of_its_own() {
    everywhere(|ground| {
        ground.put("real/a.md", "content");
        std::os::unix::fs::symlink("real/a.md", ground.at("link.md")).unwrap();
        std::os::unix::fs::symlink("real", ground.at("alias")).unwrap();
        for path in ["link.md", "alias/a.md"] {
            assert_eq!(ground.vault.read(&vp(path), None).unwrap().bytes, b"content", "{path}");
            assert_eq!(ground.vault.stamp(&vp(path)).unwrap(), None, "{path}");
        }
    });
}

#[test]
fn a_hash_survives_as_text_and_as_bytes() {
    let hash = ContentHash::of(b"x");
    assert_eq!(hash.to_string().parse(), Ok(hash));
    assert_eq!(ContentHash::from_bytes(*hash.as_bytes()), hash);
    assert_eq!(serde_json::from_str::<ContentHash>(&serde_json::to_string(&hash).unwrap()).unwrap(), hash);
    assert_eq!(hash.to_string().len(), 64);
    for bad in ["", "abc", &"g".repeat(64)] {
        assert!(bad.parse::<ContentHash>().is_err());
    }
    assert_ne!(FileStamp::default(), FileStamp { inode: 1, ..FileStamp::default() });
}
