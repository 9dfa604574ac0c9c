//! The `reknit` command: one binary with the relay and the client inside.

#![expect(clippy::print_stdout, reason = "a command line tool talks to its person")]

mod coach;
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
            let is_flag = error.is::<lexopt::Error>();
            // A flag's error already holds its cause.
            let told = if is_flag { error.to_string() } else { format!("{error:#}") };
            #[expect(clippy::print_stderr, reason = "errors go where errors go")]
            {
                eprintln!("reknit: {told}");
            }
            ExitCode::from(if is_flag { 2 } else { 1 })
        }
    }
}

fn run() -> anyhow::Result<()> {
    match options::parse(lexopt::Parser::from_env())? {
        Command::Help => {
            println!("{}", options::USAGE);
            Ok(())
        }
        Command::Coach(options) => coach::coach(options),
        Command::Serve(options) => runtime()?.block_on(serve::serve(options)),
        Command::Demo(options) => runtime()?.block_on(demo::demo(options)),
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
