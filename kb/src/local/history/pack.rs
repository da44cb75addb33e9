//! Texts packed and unpacked: deflate, which makes a third of what people write.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rusqlite::types::Type;

pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    packer.write_all(bytes).and_then(|()| packer.finish()).expect("writing to memory does not fail")
}

/// # Errors
/// What is there is nothing that was packed: the file is damaged.
pub(super) fn unpacked(packed: &[u8]) -> rusqlite::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(packed.len() * 3);
    let failed = |source: std::io::Error| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(source));
    DeflateDecoder::new(packed).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
