//! The `reknit` command: one binary with the relay and the client inside.

#![expect(clippy::print_stdout, reason = "a command line tool talks to its person")]

mod demo;
mod in_process;
mod options;
mod serve;
#[cfg(test)]
mod stories;

use std::process::ExitCode;

use options::Command;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "errors go where errors go")]
            {
                eprintln!("reknit: {error:#}");
            }
            ExitCode::from(if error.is::<lexopt::Error>() { 2 } else { 1 })
        }
    }
}

fn run() -> anyhow::Result<()> {
    match options::parse(lexopt::Parser::from_env())? {
        Command::Help => {
            println!("{}", options::USAGE);
            Ok(())
        }
        Command::Serve(options) => runtime()?.block_on(serve::serve(options)),
        Command::Demo(options) => runtime()?.block_on(demo::demo(options)),
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
