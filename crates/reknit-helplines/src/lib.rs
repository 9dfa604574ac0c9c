#![doc = include_str!("../README.md")]

mod html;
mod read;

pub use html::{Source, render};
pub use read::{Problem, ReadError};

/// Rows that no person has checked, for `tidy` to list: country, service, and whether there is a warning.
///
/// # Errors
///
/// [`ReadError`] where the table cannot be used.
pub fn unverified(csv: &str) -> Result<Vec<String>, ReadError> {
    let lines = read::read(csv)?;
    let rows = lines.iter().filter(|it| it.verified_on.is_empty());
    Ok(rows
        .map(|it| {
            let warning = if it.warning.is_empty() { "" } else { " (has a warning)" };
            format!("{}: {}{warning}", it.code, it.service)
        })
        .collect())
}

#[cfg(test)]
mod tests;
