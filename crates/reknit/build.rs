//! Makes the folder that is embedded, so that the command compiles before the client was built.

fn main() {
    let dist = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/web/dist");
    // If it cannot be made, compiling says so where it is embedded.
    let _ = std::fs::create_dir_all(&dist);
    println!("cargo:rerun-if-changed={}", dist.display());
}
