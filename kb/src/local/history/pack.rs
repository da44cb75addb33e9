//! Texts packed and unpacked: deflate, which makes a third of what people write.

use std::cell::RefCell;
use std::io::Read;

use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};
use rusqlite::types::Type;

/// How hard deflate tries: notes come to the size they have at the level that is usual (6), in half the time.
const LEVEL: u32 = 4;

/// More than any text that is kept, in bytes: what is damaged may unpack to a thousand times its size.
const LARGEST: u64 = 64 << 20;

thread_local! {
    /// What packing takes is made once: making it takes longer than packing a note.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), false));
}

pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    PACKER.with_borrow_mut(|packer| {
        packer.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let read = usize::try_from(packer.total_in()).expect("it lies in memory");
            let status = packer.compress_vec(&bytes[read..], &mut packed, FlushCompress::Finish);
            if status.expect("packing in memory does not fail") == Status::StreamEnd {
                return packed;
            }
            packed.reserve(bytes.len() / 2 + 64);
        }
    })
}

/// The text with this hash. Deflate itself keeps no sum: only the hash tells a text from what a flipped bit makes of it.
///
/// # Errors
/// What is there is not what was packed: the file is damaged.
pub(super) fn unpacked(packed: &[u8], hash: &[u8; 32]) -> rusqlite::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(packed.len() * 3);
    let failed = |source: std::io::Error| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(source));
    DeflateDecoder::new(packed).take(LARGEST).read_to_end(&mut bytes).map_err(failed)?;
    if blake3::hash(&bytes).as_bytes() == hash {
        return Ok(bytes);
    }
    Err(failed(std::io::Error::new(std::io::ErrorKind::InvalidData, "the text is not what its hash says")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_whatever_was_packed_before_it() {
        let noise: Vec<u8> = (0..300_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for text in [&noise[..], b"", b"a", &[b'x'; 100_000], &noise[..999]] {
            assert_eq!(unpacked(&packed(text), blake3::hash(text).as_bytes()).expect("unpacked"), text);
        }
        assert!(packed(&[b'x'; 100_000]).len() < 1_000);
    }
}
