//! The real program, without what the machine's owner has installed.

#![allow(clippy::unwrap_used)]

use std::process::Command;

/// Exit status, standard output and standard error.
pub fn redflag(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_redflag"))
        .args(args)
        .env_remove("REDFLAG_QUESTIONNAIRES")
        .env("XDG_DATA_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}
