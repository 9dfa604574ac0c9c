//! All automation: `cargo xtask COMMAND`.

#![expect(clippy::print_stdout, reason = "a command line tool talks to its person")]

mod api;
mod bench;
mod bundle;
mod coach;
mod content;
mod fuzz;
mod help;
mod run;
mod sh;
mod test;
mod tidy;
mod tools;
mod twice;
mod wasm;

use std::ffi::OsString;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask COMMAND

  run [serve flags]   build everything and serve it on http://localhost:7300
  demo [serve flags]  the same, with two people and eleven weeks in it
  test [--slow]       everything that must hold, browsers included
  ci [--only STAGE]   the same stages, one by name: fmt tidy clippy unit web release vectors api browsers, and twice fuzz
  web [--fast]        build the client and print its size; --fast for trying things out, never for use
  tidy                dependency arrows, words, helplines
  coach COMMAND       score or train the coach, see `cargo xtask coach`
  bench               speed, as ratios measured side by side";

fn main() -> Result<()> {
    std::env::set_current_dir(sh::root())?;
    let mut args: Vec<OsString> = std::env::args_os().skip(1).collect();
    if args.is_empty() {
        println!("{USAGE}");
        return Ok(());
    }
    let command = args.remove(0);
    let asks_how = |it: &OsString| it == "--help" || it == "-h";
    // What these start explains its own flags.
    if !matches!(command.to_str(), Some("run" | "demo" | "coach")) && args.iter().any(asks_how) {
        println!("{USAGE}");
        return Ok(());
    }
    match command.to_str() {
        Some("run") => run::run("serve", &args),
        Some("demo") => run::run("demo", &args),
        Some("test") => test::all(has(&args, "--slow")?),
        Some("ci") => match args.as_slice() {
            [] => test::all(false),
            [flag, stage] if flag == "--only" => test::only(&stage.to_string_lossy()),
            _ => bail!("{USAGE}"),
        },
        Some("web") => wasm::build(has(&args, "--fast")?),
        Some("tidy") => none(&args).and_then(|()| tidy::all()),
        Some("coach") => coach::run(&args),
        Some("bench") => none(&args).and_then(|()| bench::all()),
        Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        _ => bail!("there is no command {command:?}\n\n{USAGE}"),
    }
}

/// Whether the one flag that a command knows was given.
fn has(args: &[OsString], flag: &str) -> Result<bool> {
    match args {
        [] => Ok(false),
        [it] if it == flag => Ok(true),
        _ => bail!("this takes {flag} and nothing else\n\n{USAGE}"),
    }
}

fn none(args: &[OsString]) -> Result<()> {
    if !args.is_empty() {
        bail!("this takes nothing more\n\n{USAGE}");
    }
    Ok(())
}
