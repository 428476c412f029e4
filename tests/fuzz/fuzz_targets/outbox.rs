//! What may never happen is said in `src/outbox.rs`, where it is also checked.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| satchel_fuzz::outbox::check(input));

#[cfg(not(fuzzing))]
fn main() {}
