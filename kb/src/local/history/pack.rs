//! Texts packed and unpacked: deflate, which makes a third of what people write.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rusqlite::types::Type;

/// More than any text that is kept, in bytes: what is damaged may unpack to a thousand times its size.
const LARGEST: u64 = 64 << 20;

pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    packer.write_all(bytes).and_then(|()| packer.finish()).expect("writing to memory does not fail")
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
