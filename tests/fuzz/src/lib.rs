//! What must never happen, whatever comes in: one module for each door that somebody
//! else's bytes come in by, each with one function that panics where it happened.
//!
//! `cargo xtask fuzz` looks for inputs that make them panic. Those kept in `corpus/` are
//! where it begins, and run as tests as well: they take no nightly compiler.

#![forbid(unsafe_code)]

pub mod addresses;
pub mod broker_messages;
pub mod broker_state;
pub mod outbox;
pub mod replies;
pub mod tokens;

mod broker;

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// Runs what is kept for one target, and gives how much that was.
    fn run(target: &str, check: fn(&[u8])) -> usize {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
        let mut count = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // Shown where it fails.
            println!("{}", path.display());
            let input = std::fs::read(&path).unwrap();
            assert!(input.len() < 2048, "what is kept is small");
            check(&input);
            count += 1;
        }
        count
    }

    macro_rules! corpora {
        ($($name:ident),*) => {$(
            #[test]
            fn $name() {
                assert!(run(stringify!($name), crate::$name::check) >= 5);
            }
        )*};
    }

    corpora!(addresses, broker_messages, broker_state, outbox, replies, tokens);
}
