//! The sample vault on trial: searched where it came with the app, before the user has chosen anything. No copy is made, and
//! nothing of it stays.

use std::path::Path;
use std::sync::Arc;

use kb::casebook::{Casebook, Options, Places, Stay, World};
use tempfile::TempDir;

use crate::failure::Failure;

/// A sample vault that is only looked at.
pub(crate) struct Trial {
    // Dropped in this order: the vault before the folder its index is in.
    casebook: Arc<Casebook>,
    _folder: TempDir,
}

impl Trial {
    /// Indexes the sample at `from`. Takes as long as that takes: call it off the window's thread.
    ///
    /// # Errors
    /// The temporary folder cannot be made, or the sample cannot be read.
    pub(crate) fn start(from: &Path, world: Arc<dyn World>) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| {
            let message = format!("cannot try the sample: no temporary folder can be made: {error}");
            Failure::new("io", message, "Start with the sample, or open a folder")
        };
        let folder = TempDir::with_prefix("casebook-trial-").map_err(failed)?;
        let places = Places { cache: folder.path().join("cache"), data: folder.path().join("data"), logs: None };
        let options = Options::new(from.to_owned(), places, "me".to_owned(), Stay::Visitor, world);
        Ok(Self { casebook: Arc::new(Casebook::open(options)?), _folder: folder })
    }

    pub(crate) fn casebook(&self) -> Arc<Casebook> {
        Arc::clone(&self.casebook)
    }
}
