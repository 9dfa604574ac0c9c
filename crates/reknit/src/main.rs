//! The `reknit` command: one binary with the relay and the client inside.

#![expect(clippy::print_stdout, reason = "a command line tool talks to its person")]

mod bundle;
mod client;
mod coach;
mod demo;
mod export;
mod http;
mod in_process;
mod options;
mod outside;
mod over_http;
mod serve;
#[cfg(test)]
mod stories;
mod verify;

use std::process::ExitCode;

use options::Command;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            let is_flag = error.is::<lexopt::Error>();
            // A flag's error already holds its cause.
            let told = if is_flag { error.to_string() } else { format!("{error:#}") };
            #[expect(clippy::print_stderr, reason = "errors go where errors go")]
            {
                eprintln!("reknit: {}", outside::bounded(&told, outside::ERROR_CHARS_MAX));
            }
            ExitCode::from(if is_flag { 2 } else { 1 })
        }
    }
}

fn run() -> anyhow::Result<ExitCode> {
    match options::parse(lexopt::Parser::from_env())? {
        Command::Help => println!("{}", options::USAGE),
        Command::Version => println!("{}", bundle::version()),
        Command::Serve(options) => runtime()?.block_on(serve::serve(options))?,
        Command::Demo(options) => runtime()?.block_on(demo::demo(options))?,
        Command::Coach(options) => coach::coach(options)?,
        Command::Client(options) => runtime()?.block_on(client::client(options))?,
        Command::Export(options) => runtime()?.block_on(export::export(options))?,
        Command::VerifyExport(options) => export::verify(&options)?,
        Command::Verify(options) => return verify::verify(&options),
    }
    Ok(ExitCode::SUCCESS)
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
