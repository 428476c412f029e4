//! What may never happen is said in `src/replies.rs`, where it is also checked.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| satchel_fuzz::replies::check(input));

#[cfg(not(fuzzing))]
fn main() {}
