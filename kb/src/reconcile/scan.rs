//! The scan of a whole vault: the difference between two streams, the files as the disk has them and the notes as the
//! catalog has them, both in path order.

use crate::catalog::{Catalog, Stamped, StoredStamp};
use crate::model::VaultPath;
use crate::vault::{ContentHash, FileStamp, Finding, Vault};

use super::error::ReconcileError;

/// A file that changed less than this before it was read is read again even if its stamp is unchanged: file
/// systems keep time in steps, and a second write within one step leaves no trace in it.
const SETTLED_NS: i64 = 2_000_000_000;

/// What a scan has to do.
#[derive(Default)]
pub(super) struct Plan {
    /// Files to read, most wanted first: the newest cases, then everything else by age.
    pub(super) read: Vec<Planned>,
    /// Notes whose file is gone.
    pub(super) gone: Vec<Gone>,
    /// Notes the catalog knows.
    pub(super) known: usize,
    /// What could not be walked.
    pub(super) findings: Vec<Finding>,
    /// Notes seen on disk, to be read or not.
    pub(super) seen: usize,
}

/// A note whose file is gone.
pub(super) struct Gone {
    pub(super) path: VaultPath,
    /// Of what the file held.
    pub(super) hash: [u8; 32],
}

/// A file to read.
pub(super) struct Planned {
    pub(super) path: VaultPath,
    pub(super) known: Option<ContentHash>,
    mtime_ns: i64,
}

impl Plan {
    fn lose(&mut self, row: Stamped) {
        self.known += 1;
        self.gone.push(Gone { path: row.path, hash: row.hash });
    }
}

/// Walks the vault and compares. Nothing is read and nothing is written.
///
/// # Errors
/// The vault is gone, or the catalog cannot be read.
pub(super) fn plan(vault: &Vault, catalog: &Catalog) -> Result<Plan, ReconcileError> {
    let mut plan = Plan::default();
    let mut rows = catalog.stamps();
    let mut next = || rows.next().transpose();
    let mut row = next()?;
    for item in vault.walk() {
        let entry = match item {
            Ok(entry) => entry,
            Err(finding) => {
                plan.findings.push(finding);
                continue;
            }
        };
        plan.seen += 1;
        while let Some(gone) = row.take_if(|row| row.path < entry.path) {
            plan.lose(gone);
            row = next()?;
        }
        let twin = row.take_if(|row| row.path == entry.path);
        if twin.is_some() {
            plan.known += 1;
            row = next()?;
        }
        if !twin.as_ref().is_some_and(|twin| is_settled(twin, &stored(&entry.stamp))) {
            let known = twin.map(|twin| ContentHash::from_bytes(twin.hash));
            plan.read.push(Planned { path: entry.path, known, mtime_ns: entry.stamp.mtime_ns });
        }
    }
    vault.available()?;
    while let Some(gone) = row {
        plan.lose(gone);
        row = next()?;
    }
    // What could not be listed may still be there: only what is surely gone is taken for gone.
    let Plan { gone, findings, .. } = &mut plan;
    gone.retain(|gone| !findings.iter().any(|finding| finding.hides(&gone.path)));
    plan.read.sort_by_key(|planned| (planned.path.top_folder() != Some("cases"), std::cmp::Reverse(planned.mtime_ns)));
    Ok(plan)
}

/// A stamp as the catalog keeps it.
pub(super) fn stored(stamp: &FileStamp) -> StoredStamp {
    StoredStamp { size: stamp.size, mtime_ns: stamp.mtime_ns, ctime_ns: stamp.ctime_ns, inode: stamp.inode }
}

/// Whether the file is surely what was read before, without reading it.
fn is_settled(was: &Stamped, is: &StoredStamp) -> bool {
    was.stamp == *is && is.mtime_ns.max(is.ctime_ns).saturating_add(SETTLED_NS) < was.scanned_ns
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: StoredStamp = StoredStamp { size: 10, mtime_ns: 5, ctime_ns: 5, inode: 7 };

    fn read_at(scanned_ns: i64) -> Stamped {
        let path = VaultPath::new("articles/a.md").expect("a path");
        Stamped { path, row: 1, id: None, stamp: OLD, hash: [0; 32], scanned_ns }
    }

    #[test]
    fn an_old_unchanged_file_is_not_read_again() {
        assert!(is_settled(&read_at(SETTLED_NS + 6), &OLD));
    }

    #[test]
    fn a_file_written_within_two_seconds_of_the_look_is_read_again() {
        assert!(!is_settled(&read_at(SETTLED_NS + 5), &OLD));
    }

    #[test]
    fn any_difference_in_the_stamp_is_read_again() {
        for changed in [
            StoredStamp { size: 11, ..OLD },
            StoredStamp { mtime_ns: 6, ..OLD },
            StoredStamp { ctime_ns: 6, ..OLD },
            StoredStamp { inode: 8, ..OLD },
        ] {
            assert!(!is_settled(&read_at(SETTLED_NS * 9), &changed));
        }
    }
}
