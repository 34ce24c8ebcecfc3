//! The `redflag` program.

fn main() -> std::process::ExitCode {
    redflag::cli::run(std::env::args_os())
}
