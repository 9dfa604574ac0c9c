//! What a disk can do: beside it the relay is measured.

use std::{fs::File, io::Write as _, path::Path};

/// A bare file.
pub(crate) struct Disk(File);

impl Disk {
    pub(crate) fn open(folder: &Path) -> Self {
        Self(File::create(folder.join("bare")).unwrap())
    }

    /// One write and fsync of an entry's size.
    pub(crate) fn keep(&mut self) {
        self.0.write_all(&[7; 1400]).unwrap();
        self.0.sync_data().unwrap();
    }
}
