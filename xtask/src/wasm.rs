//! Building the client: two WebAssembly modules from one cargo invocation, then the bundle.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use crate::{
    bundle,
    sh::{has, output, root, run, say},
    tools,
};

const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler for the web, and a linker for it.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];

/// Builds the client into `target/web/dist`; `fast` skips what makes it small.
pub(crate) fn build(fast: bool) -> Result<()> {
    let target = root().join("target/wasm");
    let profile = if fast { "web-fast" } else { "web" };
    let mut toolchain = compile(&target, profile)?;
    if fast {
        toolchain.push_str(", a quick build for trying things out");
    }
    let built = target.join(TARGET).join(profile);
    let out = root().join("target/web/bindgen");
    bindgen(&built.join("reknit-app.wasm"), &out, "app")?;
    bindgen(&built.join("reknit_worker.wasm"), &out, "slow")?;
    bundle::build(&out, &root().join("target/web/dist"), &toolchain)
}

/// Compiles for the web with whichever toolchain has its standard library, and says which it was.
fn compile(target: &Path, profile: &str) -> Result<String> {
    if has_std() {
        say("compiling the client with rustup's toolchain");
        let mut cargo = crate::sh::cargo();
        run(common(cargo.arg("build"), target, profile))?;
        return toolchain("rustc", "rustup's standard library");
    }
    let ready = ["/usr/bin/cargo", "/usr/bin/rustc", "/usr/bin/wasm-ld-19"];
    if !ready.iter().all(|it| Path::new(it).exists()) || !has_source() {
        tools::debian(&PACKAGES, "rustup has no standard library for the web here")?;
    }
    say("compiling the client with Debian's toolchain, standard library included");
    let mut cargo = Command::new("/usr/bin/cargo");
    // rustup's variables would lead this cargo back to rustup's compiler.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        let is_rustups = name.starts_with("CARGO") || name.starts_with("RUST");
        if is_rustups && name != "CARGO_HOME" {
            cargo.env_remove(name);
        }
    }
    cargo
        .env("RUSTC", "/usr/bin/rustc")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "/usr/bin/wasm-ld-19")
        .args(["build", "-Zbuild-std=std,panic_abort"]);
    run(common(&mut cargo, target, profile))?;
    toolchain("/usr/bin/rustc", "Debian's standard library from source")
}

/// What decides the bytes besides the source and the lock file.
fn toolchain(rustc: &str, std: &str) -> Result<String> {
    let rustc = output(rustc, &["--version"]).context("rustc says its version")?;
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))?;
    let rest = lock.split("name = \"wasm-bindgen-cli-support\"\nversion = \"").nth(1);
    let bindgen = rest.and_then(|it| it.split('"').next()).context("wasm-bindgen is locked")?;
    Ok(format!("{rustc}, {std}, wasm-bindgen {bindgen}"))
}

fn common<'a>(cargo: &'a mut Command, target: &Path, profile: &str) -> &'a mut Command {
    // What a panic would print reaches nobody (`panic = "abort"`, no console); leaving it out saves a sixth of the download. Both
    // flags are unstable, hence RUSTC_BOOTSTRAP.
    let lean = "--cfg erase_components -Zlocation-detail=none -Zfmt-debug=none";
    // Paths of this machine have no place in what people download, and would make two builds differ.
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|it| format!("{it}/.cargo")))
        .unwrap_or_default();
    let root = root();
    let remap = format!("--remap-path-prefix={}=/reknit", root.display());
    // Flags that are the same in every folder let builds for trying out share what they compiled.
    let remap = if profile == "web" { remap } else { String::new() };
    let flags = format!("{lean} {remap} --remap-path-prefix={home}=/cargo");
    cargo
        .args(["--locked", "--target", TARGET, "--profile", profile])
        .args(["-p", "reknit-web", "-p", "reknit-worker"])
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", flags)
}

/// Whether rustup's toolchain can compile for the web, fetching the standard library if it may.
fn has_std() -> bool {
    let has_it = || {
        let folder = output("rustc", &["--print", "target-libdir", "--target", TARGET]);
        let folder = folder.map(PathBuf::from);
        folder.and_then(|it| it.read_dir().ok()).is_some_and(|mut it| it.next().is_some())
    };
    if has_it() {
        return true;
    }
    if !has("rustup") {
        return false;
    }
    say("asking rustup for the standard library for the web");
    let mut add = Command::new("timeout");
    add.args(["40", "rustup", "target", "add", TARGET]);
    let _ = add.output();
    has_it()
}

fn has_source() -> bool {
    let sysroot = output("/usr/bin/rustc", &["--print", "sysroot"]);
    sysroot.is_some_and(|it| Path::new(&it).join("lib/rustlib/src/rust/library/std").exists())
}

/// Makes the JavaScript side, with the library of the lock file's version.
fn bindgen(wasm: &Path, out: &Path, name: &str) -> Result<()> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(wasm).out_name(name).typescript(false);
    bindgen.web(true)?;
    bindgen.remove_name_section(true).remove_producers_section(true).omit_default_module_path(true);
    bindgen.generate(out).with_context(|| format!("wasm-bindgen on {}", wasm.display()))
}
