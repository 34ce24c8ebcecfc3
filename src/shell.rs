//! The outside world: files.

pub mod library;
