//! What is in the memory of another process.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// Whether this machine lets us look: some let nobody look into another process, not even a parent.
pub(crate) fn can_be_read(process: u32) -> bool {
    File::open(format!("/proc/{process}/mem")).is_ok()
}

/// How often the text stands in the writable memory of the process.
pub(crate) fn in_memory(process: u32, text: &[u8]) -> usize {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let mut memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let mut found = 0;
    for map in maps.lines().filter(|map| map.split(' ').nth(1).is_some_and(|modes| modes.starts_with("rw"))) {
        let (from, to) = map.split(' ').next().unwrap().split_once('-').unwrap();
        let from = u64::from_str_radix(from, 16).unwrap();
        let to = u64::from_str_radix(to, 16).unwrap();
        let mut bytes = vec![0; (to - from) as usize];
        // Some of what is mapped cannot be read, and holds nothing of ours.
        if memory.seek(SeekFrom::Start(from)).is_ok() && memory.read_exact(&mut bytes).is_ok() {
            found += bytes.windows(text.len()).filter(|window| *window == text).count();
        }
    }
    found
}
