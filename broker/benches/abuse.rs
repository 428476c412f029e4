//! Abuse.
fn main() {}
