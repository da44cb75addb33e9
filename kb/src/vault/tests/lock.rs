//! The lock: one holder, whoever asks.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::*;

const AT_ONCE: Duration = Duration::ZERO;

#[test]
fn a_second_handle_of_this_process_waits_its_turn() {
    everywhere(|ground| {
        let other = Vault::open(ground.vault.root()).unwrap();
        let lock = ground.vault.lock().unwrap();
        assert!(matches!(other.lock_within(AT_ONCE), Err(VaultError::Busy { .. })));
        assert!(matches!(ground.vault.lock_within(AT_ONCE), Err(VaultError::Busy { .. })));
        drop(lock);
        assert!(other.lock_within(AT_ONCE).is_ok());
        assert!(ground.names(".").is_empty(), "no lock file appears among the notes");
    });
}

#[test]
fn whoever_waits_gets_the_lock_when_it_is_released() {
    let ground = Ground::plain();
    let released = AtomicBool::new(false);
    let lock = ground.vault.lock().unwrap();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| {
            let _lock = ground.vault.lock().unwrap();
            released.load(Ordering::SeqCst)
        });
        released.store(true, Ordering::SeqCst);
        drop(lock);
        assert!(waiter.join().unwrap());
    });
}

#[test]
fn a_second_process_is_kept_out_and_keeps_us_out() {
    let ground = Ground::plain();
    let flock = |args: &[&str]| {
        let mut command = Command::new("flock");
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
        command
    };
    let root = ground.vault.root().to_str().unwrap();
    let lock = ground.vault.lock().unwrap();
    let Ok(kept_out) = flock(&["--nonblock", root, "true"]).status() else {
        return println!("not checked: there is no `flock` command here");
    };
    assert!(!kept_out.success());
    drop(lock);

    let mut holder = flock(&[root, "sh", "-c", "echo locked; read line"]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "locked\n");
    assert!(matches!(ground.vault.lock_within(AT_ONCE), Err(VaultError::Busy { .. })));
    drop(holder.stdin.take());
    holder.wait().unwrap();
    assert!(ground.vault.lock().is_ok());
}

#[test]
fn the_lock_of_one_vault_does_not_open_another() {
    let (one, other) = (Ground::plain(), Ground::plain());
    let path = other.put("a.md", "x");
    let lock = one.vault.lock().unwrap();
    assert!(matches!(other.vault.save(&lock, &path, was("x"), b"y"), Err(VaultError::WrongLock { .. })));
    assert!(matches!(other.vault.rename(&lock, &path, &vp("b.md")), Err(VaultError::WrongLock { .. })));
    assert!(matches!(other.vault.trash(&lock, &path, one.dir.path()), Err(VaultError::WrongLock { .. })));
    assert_eq!(other.on_disk("a.md"), b"x");
}
