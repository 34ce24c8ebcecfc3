//! Compiles the scan in C and notes which compiler did it.

fn main() {
    println!("cargo::rerun-if-changed=src/scan.c");
    let mut build = cc::Build::new();
    build.file("src/scan.c").opt_level(3).debug(false).warnings(true).extra_warnings(true);
    build.compile("scan");

    let said = build.get_compiler().to_command().arg("--version").output();
    let version = said.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    println!("cargo::rustc-env=C_COMPILER={}", version.lines().next().unwrap_or("unknown"));
}
