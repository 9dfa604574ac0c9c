//! Putting the client together: names by content, documents from their templates, compressed twins, and the size it may have.

mod coach;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use sha2::{Digest as _, Sha256};

use crate::{
    help,
    sh::{root, say},
};

/// What the landing may weigh, compressed: it must be there in under a second on a cheap phone.
const LANDING_BYTES_MAX: usize = 200 * 1024;

/// What everything but the coach may weigh, compressed.
const ALL_BYTES_MAX: usize = 350 * 1024;

struct Bundle {
    dist: PathBuf,
    /// Final name and compressed size by role.
    files: BTreeMap<String, (String, usize)>,
    manifest: BTreeMap<String, serde_json::Value>,
    /// What else a template may ask for, and what stands there then.
    gaps: Vec<(&'static str, String)>,
}

/// Builds `dist` from wasm-bindgen's output and `crates/reknit-web`.
///
/// `toolchain` says what compiled it: other tools may make other bytes of the same source.
pub(crate) fn build(bindgen: &Path, dist: &Path, toolchain: &str) -> Result<()> {
    let web = root().join("crates/reknit-web");
    if dist.exists() {
        fs::remove_dir_all(dist)?;
    }
    fs::create_dir_all(dist)?;
    let mut bundle = Bundle {
        dist: dist.to_owned(),
        files: BTreeMap::new(),
        manifest: BTreeMap::new(),
        gaps: Vec::new(),
    };
    bundle.add("app_wasm", "app.wasm", &fs::read(bindgen.join("app_bg.wasm"))?)?;
    bundle.add("app_js", "app.js", &fs::read(bindgen.join("app.js"))?)?;
    bundle.add("slow_wasm", "slow.wasm", &fs::read(bindgen.join("slow_bg.wasm"))?)?;
    bundle.add("slow_js", "slow.js", &fs::read(bindgen.join("slow.js"))?)?;
    bundle.add("style", "style.css", style(&web.join("style"))?.as_bytes())?;
    bundle.add_template("icon", &web.join("static/icon.svg"))?;
    bundle.add_template("leave_js", &web.join("static/leave.js"))?;
    bundle.add_template("worker_js", &web.join("static/worker.js"))?;
    coach::add(&mut bundle, bindgen, &root().join("crates/reknit-coach/weights"), &web)?;
    bundle.add_template("boot_js", &web.join("static/boot.js"))?;
    bundle.keep_name("manifest.webmanifest", &web.join("static/manifest.webmanifest"))?;
    bundle.keep_name("sw.js", &web.join("static/sw.js"))?;
    bundle.document("index.html", &web.join("index.html"))?;
    bundle.document("help.html", &web.join("help.html"))?;
    bundle.list(toolchain)?;
    bundle.weigh()
}

fn style(folder: &Path) -> Result<String> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|it| it.map(|it| it.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let texts = paths.iter().filter(|it| it.extension().is_some_and(|it| it == "css"));
    Ok(texts.map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?.join("\n"))
}

fn hash(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn hashed(name: &str, bytes: &[u8]) -> Result<String> {
    let (stem, ending) = name.split_once('.').context("a file has an ending")?;
    let hash = hash(bytes);
    let short = hash.get(..16).context("a hash has 64 digits")?;
    Ok(format!("{stem}-{short}.{ending}"))
}

fn packed(bytes: &[u8], quality: i32) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed)
}

fn kib(bytes: usize) -> String {
    format!("{:.1} KiB", f64::from(u32::try_from(bytes).unwrap_or(0)) / 1024.0)
}

impl Bundle {
    /// Adds a file under a name that holds its hash.
    fn add(&mut self, role: &str, name: &str, bytes: &[u8]) -> Result<()> {
        self.write(role, &hashed(name, bytes)?, bytes)
    }

    /// Adds large data. Only its compressed twin lies in the bundle, since all of it is part of the command; the plain file is made of
    /// it where somebody asks for that. Quality 5: the best would take half a minute and save one in two hundred bytes.
    fn add_packed(&mut self, role: &str, name: &str, bytes: &[u8]) -> Result<()> {
        let name = hashed(name, bytes)?;
        let packed = packed(bytes, 5)?;
        fs::write(self.dist.join(format!("{name}.br")), &packed)?;
        self.note(role, &name, bytes, packed.len());
        Ok(())
    }

    fn add_template(&mut self, role: &str, path: &Path) -> Result<()> {
        let name = path.file_name().and_then(|it| it.to_str()).context("a file has a name")?;
        let text = self.fill(&fs::read_to_string(path)?)?;
        self.add(role, name, text.as_bytes())
    }

    fn keep_name(&mut self, name: &str, path: &Path) -> Result<()> {
        let text = self.fill(&fs::read_to_string(path)?)?;
        self.write(name, name, text.as_bytes())
    }

    fn document(&mut self, name: &str, path: &Path) -> Result<()> {
        let template = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let (first, rest) = help::landing()?;
        let text = template
            .replace("{{help}}", &help::help(help::Links::App)?)
            .replace("{{help_plain}}", &help::help(help::Links::Plain)?)
            .replace("{{landing_first}}", &first)
            .replace("{{landing_rest}}", &rest)
            .replace(
                "{{leave_short}}",
                &help::page("content/en/leave-short.md", help::Links::Plain)?,
            )
            .replace("{{leave}}", &help::page("content/en/leave.md", help::Links::App)?);
        let text = self.fill(&text)?;
        self.write(name, name, text.as_bytes())
    }

    /// Puts final names where a template asks for them.
    fn fill(&self, template: &str) -> Result<String> {
        let mut text = template.to_owned();
        for (role, (name, _)) in &self.files {
            text = text.replace(&format!("{{{{{role}}}}}"), name);
        }
        for (gap, value) in &self.gaps {
            text = text.replace(gap, value);
        }
        // Whoever serves them fills these in.
        let rest = ["{{operator}}", "{{relay}}", "{{invitations}}", "{{policy}}"]
            .iter()
            .fold(text.clone(), |text, gap| text.replace(gap, ""));
        ensure!(
            !rest.contains("{{"),
            "a template asks for something that is not there: {:?}",
            rest.split("{{").nth(1).map(|it| it.chars().take(30).collect::<String>())
        );
        Ok(text)
    }

    fn write(&mut self, role: &str, name: &str, bytes: &[u8]) -> Result<()> {
        fs::write(self.dist.join(name), bytes)?;
        let packed = packed(bytes, 11)?;
        // A document is filled in by the relay when it starts, so its twin would not fit.
        if !role.ends_with(".html") {
            fs::write(self.dist.join(format!("{name}.br")), &packed)?;
        }
        self.note(role, name, bytes, packed.len());
        Ok(())
    }

    fn note(&mut self, role: &str, name: &str, bytes: &[u8], n_packed: usize) {
        let entry =
            serde_json::json!({ "sha256": hash(bytes), "bytes": bytes.len(), "brotli": n_packed });
        self.manifest.insert(name.to_owned(), entry);
        self.files.insert(role.to_owned(), (name.to_owned(), n_packed));
    }

    /// Writes `bundle.json`: every file by content, and one hash over all of them.
    fn list(&self, toolchain: &str) -> Result<()> {
        let line = |(name, entry): (&String, &serde_json::Value)| {
            format!("{} {name}\n", entry["sha256"].as_str().unwrap_or_default())
        };
        let all = hash(self.manifest.iter().map(line).collect::<String>().as_bytes());
        say(&format!("the client is sha256:{all}"));
        say(&format!("  made with {toolchain}"));
        let list =
            serde_json::json!({ "sha256": all, "toolchain": toolchain, "files": self.manifest });
        Ok(fs::write(self.dist.join("bundle.json"), serde_json::to_vec_pretty(&list)?)?)
    }

    fn weigh(&self) -> Result<()> {
        let size = |role: &str| self.files.get(role).map_or(0, |(_, size)| *size);
        let first = ["index.html", "style", "leave_js", "icon", "manifest.webmanifest"];
        let landing: usize = first.iter().map(|it| size(it)).sum();
        let app = size("boot_js") + size("app_js") + size("app_wasm");
        let slow = size("worker_js") + size("slow_js") + size("slow_wasm");
        let its = self.files.iter().filter(|(role, _)| !coach::is_its(role));
        let all: usize = its.map(|(_, (_, size))| size).sum();
        say(&format!("the client, compressed: first document and its look {}", kib(landing)));
        say(&format!("  app {} · signing in {}", kib(app), kib(slow)));
        say(&format!("  everything but the coach {} of {}", kib(all), kib(ALL_BYTES_MAX)));
        ensure!(landing <= LANDING_BYTES_MAX, "the first document is heavier than it may be");
        if all > ALL_BYTES_MAX {
            say(
                "everything together is heavier than was wished for: docs/adr/0012-what-the-client-weighs.md",
            );
        }
        coach::weigh(self);
        Ok(())
    }
}
