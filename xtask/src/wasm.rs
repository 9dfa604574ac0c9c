//! Building the client: the app and its slow worker from one cargo invocation, the coach's worker from another with flags of its own,
//! then the bundle.

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

/// What one invocation of cargo compiles.
struct Batch {
    packages: &'static [&'static str],
    /// Of its own, so that neither throws away what the other compiled.
    folder: &'static str,
    flags: &'static str,
}

const APP: Batch = Batch { packages: &["reknit-web", "reknit-worker"], folder: "wasm", flags: "" };

/// The coach multiplies bytes sixteen at a time. Cargo knows no flags for a single package.
const COACH: Batch = Batch {
    packages: &["reknit-coach-worker"],
    folder: "wasm-coach",
    flags: "-C target-feature=+simd128",
};

/// Builds the client into `target/web/dist`; `fast` skips what makes it small.
pub(crate) fn build(fast: bool) -> Result<()> {
    let profile = if fast { "web-fast" } else { "web" };
    let compiler = Compiler::find()?;
    compiler.compile(&APP, profile)?;
    compiler.compile(&COACH, profile)?;
    let built = |batch: &Batch, name| batch.target().join(TARGET).join(profile).join(name);
    let out = root().join("target/web/bindgen");
    bindgen(&built(&APP, "reknit-app.wasm"), &out, "app")?;
    bindgen(&built(&APP, "reknit_worker.wasm"), &out, "slow")?;
    bindgen(&built(&COACH, "reknit_coach_worker.wasm"), &out, "read")?;
    let mut toolchain = compiler.toolchain()?;
    if fast {
        toolchain.push_str(", a quick build for trying things out");
    }
    bundle::build(&out, &root().join("target/web/dist"), &toolchain)
}

impl Batch {
    fn target(&self) -> PathBuf {
        root().join("target").join(self.folder)
    }
}

/// Whichever toolchain has the standard library for the web.
enum Compiler {
    /// rustup's.
    Rustup,
    /// Debian's, which compiles the standard library as well.
    Debian,
}

impl Compiler {
    fn find() -> Result<Self> {
        if has_std() {
            return Ok(Self::Rustup);
        }
        let ready = ["/usr/bin/cargo", "/usr/bin/rustc", "/usr/bin/wasm-ld-19"];
        if !ready.iter().all(|it| Path::new(it).exists()) || !has_source() {
            tools::debian(&PACKAGES, "rustup has no standard library for the web here")?;
        }
        Ok(Self::Debian)
    }

    /// Compiles, and says with what.
    fn compile(&self, batch: &Batch, profile: &str) -> Result<()> {
        let names = batch.packages.join(" and ");
        match self {
            Self::Rustup => {
                say(&format!("compiling {names} with rustup's toolchain"));
                run(common(crate::sh::cargo().arg("build"), batch, profile))
            }
            Self::Debian => {
                say(&format!(
                    "compiling {names} with Debian's toolchain, standard library included"
                ));
                run(common(&mut debian(), batch, profile))
            }
        }
    }

    /// What decides the bytes besides the source and the lock file.
    fn toolchain(&self) -> Result<String> {
        match self {
            Self::Rustup => toolchain("rustc", "rustup's standard library"),
            Self::Debian => toolchain("/usr/bin/rustc", "Debian's standard library from source"),
        }
    }
}

fn debian() -> Command {
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
    cargo
}

fn toolchain(rustc: &str, std: &str) -> Result<String> {
    let rustc = output(rustc, &["--version"]).context("rustc says its version")?;
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))?;
    let rest = lock.split("name = \"wasm-bindgen-cli-support\"\nversion = \"").nth(1);
    let bindgen = rest.and_then(|it| it.split('"').next()).context("wasm-bindgen is locked")?;
    Ok(format!("{rustc}, {std}, wasm-bindgen {bindgen}"))
}

fn common<'a>(cargo: &'a mut Command, batch: &Batch, profile: &str) -> &'a mut Command {
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
    let flags = format!("{lean} {} {remap} --remap-path-prefix={home}=/cargo", batch.flags);
    cargo.args(batch.packages.iter().flat_map(|it| ["-p", it]));
    cargo
        .args(["--locked", "--target", TARGET, "--profile", profile])
        .env("CARGO_TARGET_DIR", batch.target())
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
