//! What is done once, when the program is built, so that no start of it has to: the questionnaires that are built in are
//! read, and the functions that a start uses are laid together in the program's file.
//!
//! It is the program's own reader that reads the questionnaires, from the same source: hence this script stands beside it.
//! What cannot be packed is left out, and then read at each start.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use questionnaire::{File, Files, pack};

#[allow(dead_code, unused_imports, reason = "it is used in full by the program")]
mod questionnaire;

fn main() -> Result<(), Box<dyn Error>> {
    pack_questionnaires()?;
    lay_together();
    Ok(())
}

fn pack_questionnaires() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=questionnaires");
    let root = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("questionnaires");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let mut list = String::new();
    for folder in sorted(&root)? {
        let Some(id) = folder.file_name().and_then(OsStr::to_str) else { continue };
        let mut files = Files { folder: id.to_owned(), files: Vec::new() };
        add(&mut files, &folder, "")?;
        add(&mut files, &folder.join("lang"), "lang/")?;
        if let Some(packed) = pack(&files) {
            fs::write(out.join(format!("{id}.cover")), packed.cover)?;
            fs::write(out.join(format!("{id}.whole")), packed.whole)?;
            let bytes = |part: &str| format!("{part}: include_bytes!({:?})", format!("{id}.{part}"));
            writeln!(list, "({id:?}, Packed {{ {}, {} }}),", bytes("cover"), bytes("whole"))?;
        }
    }
    fs::write(out.join("packed.rs"), format!("&[\n{list}]"))?;
    Ok(())
}

/// Has the linker follow `src/start.ld`. Only where that was tried: the linkers that Rust and a Linux bring along know such
/// a script; one that somebody chose might not, and the program works as well without.
fn lay_together() {
    println!("cargo:rerun-if-changed=src/start.ld");
    let target = ["CARGO_CFG_TARGET_ARCH", "CARGO_CFG_TARGET_OS", "CARGO_CFG_TARGET_ENV"].map(std::env::var_os);
    let tried = target.iter().flatten().eq(["x86_64", "linux", "gnu"]);
    let chosen = std::env::var_os("RUSTC_LINKER").is_some()
        || std::env::var("CARGO_ENCODED_RUSTFLAGS").is_ok_and(|flags| flags.contains("link"));
    if let (true, false, Some(root)) = (tried, chosen, std::env::var_os("CARGO_MANIFEST_DIR")) {
        println!("cargo:rustc-link-arg-bin=redflag=-T{}", Path::new(&root).join("src/start.ld").display());
    }
}

/// Adds the `.ron` files of a folder, if it is there.
fn add(files: &mut Files, folder: &Path, prefix: &str) -> Result<(), Box<dyn Error>> {
    if !folder.is_dir() {
        return Ok(());
    }
    for path in sorted(folder)? {
        let name = path.file_name().and_then(OsStr::to_str).filter(|name| name.ends_with(".ron"));
        if let Some(name) = name {
            files.files.push(File { name: format!("{prefix}{name}"), bytes: fs::read(&path)?.into() });
        }
    }
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    Ok(paths)
}
