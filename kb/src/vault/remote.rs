//! Whether a vault lies where other machines change it unseen: the system tells of no change that it did not make itself.

use super::Vault;

impl Vault {
    /// The kind of network file system the vault is on, for people to read; `None` for a disk of this machine, and where
    /// the system does not say.
    #[must_use]
    pub fn network(&self) -> Option<&'static str> {
        #[cfg(target_os = "linux")]
        {
            let found = rustix::fs::statfs(self.root()).ok()?;
            name_of(u32::try_from(found.f_type & 0xffff_ffff).ok()?)
        }
        #[cfg(not(target_os = "linux"))]
        None
    }
}

/// Numbers from statfs(2) and the kernel's `linux/magic.h`. FUSE is what sshfs, rclone and most clouds are mounted
/// through; that it is also used for local disks costs these a scan now and then.
#[cfg(target_os = "linux")]
fn name_of(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "SMB",
        0x6573_5546 => "FUSE",
        0x0102_1997 => "9P",
        0x00c3_6400 => "Ceph",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x7375_7245 => "Coda",
        _ => return None,
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn network_drives_are_known_by_their_numbers() {
        assert_eq!(super::name_of(0x6969), Some("NFS"));
        assert_eq!(super::name_of(0xff53_4d42), Some("SMB"));
        assert_eq!(super::name_of(0xef53), None, "ext4");
    }
}
