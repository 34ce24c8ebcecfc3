//! The `redflag` program.

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// What is freed is wiped first: nothing that was answered, written or typed stays in memory after its patient.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> std::process::ExitCode {
    redflag::cli::run(std::env::args_os())
}
