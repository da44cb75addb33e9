//! Texts in UTF-16, which Windows writes logs and what a shell there redirects into a file in.

/// What a text is in, told by its first two bytes.
#[derive(Debug, Default)]
enum Form {
    /// Fewer than two bytes have come.
    #[default]
    Unknown,
    Bytes,
    Little,
    Big,
}

/// Turns UTF-16 that comes in pieces into UTF-8; what else comes is not its affair.
#[derive(Debug, Default)]
pub(super) struct Wide {
    form: Form,
    /// Bytes of a character whose rest has not come yet: three at most.
    kept: Vec<u8>,
}

impl Wide {
    /// The text of `piece`; none where it is to be read as it is.
    pub(super) fn take(&mut self, piece: &[u8]) -> Option<Vec<u8>> {
        if matches!(self.form, Form::Bytes) {
            return None;
        }
        self.kept.extend_from_slice(piece);
        if matches!(self.form, Form::Unknown) {
            self.form = match self.kept.get(..2) {
                None => return Some(Vec::new()),
                Some([0xff, 0xfe]) => Form::Little,
                Some([0xfe, 0xff]) => Form::Big,
                Some(_) => Form::Bytes,
            };
            if matches!(self.form, Form::Bytes) {
                return Some(std::mem::take(&mut self.kept));
            }
            self.kept.drain(..2);
        }
        let units = self.kept.chunks_exact(2).map(|pair| match self.form {
            Form::Big => u16::from_be_bytes([pair[0], pair[1]]),
            _ => u16::from_le_bytes([pair[0], pair[1]]),
        });
        let mut units: Vec<u16> = units.collect();
        // The second half of a character may be in the next piece.
        if units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            units.pop();
        }
        self.kept.drain(..units.len() * 2);
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        Some(text.into_bytes())
    }

    /// What is left when nothing more comes.
    pub(super) fn end(&mut self) -> Vec<u8> {
        match self.form {
            Form::Unknown | Form::Bytes => std::mem::take(&mut self.kept),
            Form::Little | Form::Big => Vec::new(),
        }
    }
}
