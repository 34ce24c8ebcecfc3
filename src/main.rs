//! The `redflag` program.
fn main() {}
