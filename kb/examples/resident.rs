//! `resident VAULT`: holds a vault open as the app does, with no window, until it is killed. `cargo xtask faults` kills it
//! hundreds of times while `kb` writes: it starts in a moment, where the app takes seconds.

use std::env;
use std::sync::Arc;

use kb::casebook::{Casebook, Options, Places, Stay, SystemWorld};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let vault = env::args_os().nth(1).ok_or("which vault? resident VAULT")?;
    let places = Places::from_env(|name| env::var_os(name))?;
    let options = Options::new(vault.into(), places, "resident".into(), Stay::Resident, Arc::new(SystemWorld));
    let _held = Casebook::open(options)?;
    loop {
        std::thread::park();
    }
}
