//! The questionnaires are compiled into the binary, so it is built anew when one of them changes.
fn main() {
    println!("cargo:rerun-if-changed=questionnaires");
}
