//! Pictures of a virtual screen: reads what Xvfb leaves in its frame buffer file and writes PNG.
//!
//! Made for one job, so neither a general XWD reader nor a PNG encoder: 24- or 32-bit true colour in, PNG with
//! stored (uncompressed) data out. Sources: X11/XWDFile.h for the header, RFC 1950, RFC 1951 and the PNG
//! specification for the rest.

/// An image in memory, 8 bits each of red, green and blue, rows from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

/// The 32-bit words of an XWD header, in file order; only those that matter here have names.
const HEADER_SIZE: usize = 0;
const FORMAT: usize = 2;
const WIDTH: usize = 4;
const HEIGHT: usize = 5;
const BYTE_ORDER: usize = 7;
const BITS_PER_PIXEL: usize = 11;
const BYTES_PER_LINE: usize = 12;
const RED_MASK: usize = 14;
const COLOURS: usize = 19;
const HEADER_WORDS: usize = 25;

/// `ZPixmap`: whole pixels one after the other.
const Z_PIXMAP: u32 = 2;
/// One entry of the colour map that stands between header and pixels.
const COLOUR_BYTES: usize = 12;

impl Picture {
    /// Reads an X window dump; nothing when it is not a true-colour one or is cut short.
    #[must_use]
    pub fn from_xwd(dump: &[u8]) -> Option<Self> {
        let words = dump.get(..HEADER_WORDS * 4)?;
        let word = |n: usize| u32::from_be_bytes([words[4 * n], words[4 * n + 1], words[4 * n + 2], words[4 * n + 3]]);
        let size = |n: usize| usize::try_from(word(n)).ok();
        let pixel_bytes = match word(BITS_PER_PIXEL) {
            24 => 3,
            32 => 4,
            _ => return None,
        };
        if word(FORMAT) != Z_PIXMAP {
            return None;
        }
        let masks = [word(RED_MASK), word(RED_MASK + 1), word(RED_MASK + 2)];
        if masks.iter().any(|mask| mask.count_ones() != 8) {
            return None;
        }
        let (width, height, line) = (size(WIDTH)?, size(HEIGHT)?, size(BYTES_PER_LINE)?);
        let colours = size(COLOURS)?.checked_mul(COLOUR_BYTES)?;
        let pixels = dump.get(size(HEADER_SIZE)?.checked_add(colours)?..)?;

        let mut rgb = Vec::with_capacity(width.checked_mul(height)?.checked_mul(3)?.min(dump.len()));
        for row in 0..height {
            let row = pixels.get(row.checked_mul(line)?..)?.get(..width.checked_mul(pixel_bytes)?)?;
            for pixel in row.chunks_exact(pixel_bytes) {
                let join = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
                let value =
                    if word(BYTE_ORDER) == 0 { pixel.iter().rev().fold(0, join) } else { pixel.iter().fold(0, join) };
                rgb.extend(masks.map(|mask| ((value & mask) >> mask.trailing_zeros()).to_le_bytes()[0]));
            }
        }
        Some(Self { width: word(WIDTH), height: word(HEIGHT), rgb })
    }

    /// Whether every pixel has the same colour, as on a screen nobody has drawn on.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.rgb.chunks_exact(3).all(|pixel| self.rgb.starts_with(pixel))
    }

    /// The picture as a PNG file.
    #[must_use]
    pub fn to_png(&self) -> Vec<u8> {
        let mut header = [self.width.to_be_bytes(), self.height.to_be_bytes()].concat();
        // 8 bits a channel, true colour, deflate, the standard filters, not interlaced.
        header.extend([8, 2, 0, 0, 0]);
        let row_bytes = self.rgb.len() / self.height.max(1) as usize;
        let mut rows = Vec::with_capacity(self.rgb.len() + self.height as usize);
        for row in self.rgb.chunks_exact(row_bytes.max(1)) {
            rows.push(0); // filter: none
            rows.extend_from_slice(row);
        }
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut png, b"IHDR", &header);
        chunk(&mut png, b"IDAT", &stored(&rows));
        chunk(&mut png, b"IEND", &[]);
        png
    }
}

/// One PNG chunk: length, name, data, checksum of the last two.
fn chunk(png: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    png.extend(u32::try_from(data.len()).expect("a screen is far below 4 GiB").to_be_bytes());
    png.extend(name);
    png.extend(data);
    png.extend(crc32(name.iter().chain(data)).to_be_bytes());
}

/// A zlib stream of stored blocks (RFC 1951, 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut zlib = vec![0x78, 0x01];
    let blocks = data.chunks(usize::from(u16::MAX));
    let last = blocks.len().saturating_sub(1);
    for (n, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).expect("chunks are cut to 16 bits");
        zlib.push(u8::from(n == last));
        zlib.extend(length.to_le_bytes());
        zlib.extend((!length).to_le_bytes());
        zlib.extend(block);
    }
    zlib.extend(adler32(data).to_be_bytes());
    zlib
}

/// The checksum of PNG chunks (PNG specification, annex D).
fn crc32<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    };
    !bytes.fold(!0, step)
}

/// The checksum of zlib streams (RFC 1950, 8.2).
fn adler32(data: &[u8]) -> u32 {
    const PRIME: u32 = 65_521;
    let (low, high) = data.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % PRIME;
        (low, (high + low) % PRIME)
    });
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two pixels by two, 32 bits little endian, a padded line and one colour map entry.
    fn dump() -> Vec<u8> {
        let mut words = [0_u32; HEADER_WORDS];
        words[HEADER_SIZE] = 104;
        words[FORMAT] = Z_PIXMAP;
        (words[WIDTH], words[HEIGHT]) = (2, 2);
        words[BITS_PER_PIXEL] = 32;
        words[BYTES_PER_LINE] = 12;
        words[COLOURS] = 1;
        (words[RED_MASK], words[RED_MASK + 1], words[RED_MASK + 2]) = (0xFF_0000, 0xFF00, 0xFF);
        let mut dump: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        dump.extend([0; 4 + COLOUR_BYTES]);
        for line in [[[3, 2, 1, 0], [6, 5, 4, 0]], [[9, 8, 7, 0], [12, 11, 10, 0]]] {
            dump.extend(line.concat());
            dump.extend([0xAA; 4]);
        }
        dump
    }

    #[test]
    fn a_dump_is_read_row_by_row_without_its_padding() {
        let picture = Picture::from_xwd(&dump()).unwrap();
        assert_eq!(picture, Picture { width: 2, height: 2, rgb: (1..=12).collect() });
        assert!(!picture.is_blank());
    }

    #[test]
    fn a_dump_cut_anywhere_is_refused_and_never_panics() {
        let dump = dump();
        let end_of_last_pixel = dump.len() - 4;
        assert!((0..end_of_last_pixel).all(|end| Picture::from_xwd(&dump[..end]).is_none()));
        assert!(Picture::from_xwd(&[0xFF; 200]).is_none());
    }

    #[test]
    fn one_colour_is_blank() {
        assert!(Picture { width: 2, height: 1, rgb: vec![7; 6] }.is_blank());
    }

    #[test]
    fn the_checksums_are_those_of_their_specifications() {
        assert_eq!(crc32(b"123456789".iter()), 0xCBF4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn a_png_of_one_red_pixel_is_byte_for_byte_as_specified() {
        let png = Picture { width: 1, height: 1, rgb: vec![255, 0, 0] }.to_png();
        let data = [0x78, 0x01, 1, 4, 0, 0xFB, 0xFF, 0, 255, 0, 0];
        assert_eq!(&png[..33], b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90\x77\x53\xde");
        assert_eq!(png[41..52], data);
        assert!(png.ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82"));
    }
}
