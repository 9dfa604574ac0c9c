//! The `reknit` command.
fn main() {}
