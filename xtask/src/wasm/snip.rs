//! Takes the words out of a panic. A trapped core says nothing that anyone could
//! read: no console is attached to it, and the pages show `worker-failed`. So a
//! panic becomes the trap that it ends in anyway, and what only puts its message
//! together goes: the code that formats, the names of source files, and the lines in them.

use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::passes::gc;
use walrus::{ConstExpr, Data, DataKind, FunctionBuilder, FunctionId, FunctionKind, Module};

use super::parse;
use crate::workspace::Outcome;

#[cfg(test)]
mod tests;

/// Functions of Rust's library that never return, by the end of their names.
const PANICS: [&str; 9] = [
    "::panicking::panic_fmt",
    "::panicking::panic",
    "::panicking::panic_bounds_check",
    "::option::expect_failed",
    "::result::unwrap_failed",
    "::slice::index::slice_index_fail",
    "::slice::copy_from_slice_impl::len_mismatch_fail",
    "::cell::panic_already_borrowed",
    "::cell::panic_already_mutably_borrowed",
];

/// Functions that format, by a part of their names. The core has no use for them
/// (see `docs/architecture.md`), and [`snip`] fails where one comes to have.
const FORMATTING: [&str; 5] = [
    "core::fmt::Debug>::fmt",
    "core::fmt::Display>::fmt",
    "core::fmt::Formatter",
    "core::fmt::builders",
    "core::fmt::write",
];

/// How the names of source files begin that a panic would say.
const FILES: [&[u8]; 4] = [b"/rustc/", b"/rust/deps/", b"/dep/", b"src/"];

/// Makes every panic of a module a trap without words.
pub(super) fn snip(module: &[u8]) -> Outcome<Vec<u8>> {
    let mut module = parse(module)?;
    let panics = named(&module, |name| PANICS.iter().any(|panic| name.ends_with(panic)));
    let formatting = named(&module, |name| FORMATTING.iter().any(|part| name.contains(part)));
    if panics.is_empty() {
        return Err("nothing to snip: no function of the module has the name of a panic".to_owned());
    }
    for &id in panics.iter().chain(&formatting) {
        trap(&mut module, id);
    }
    gc::run(&mut module);
    if let Some(name) = caller(&module, &formatting) {
        return Err(format!("{name} formats, which the core's text functions do in fewer bytes: see src/text.rs"));
    }
    let data: Vec<_> = module.data.iter().map(|data| (data.id(), base(data))).collect();
    let mut files = Vec::new();
    for &(id, base) in &data {
        files.extend(forget_files(&mut module.data.get_mut(id).value, base));
    }
    for &(id, base) in &data {
        forget_lines(&mut module.data.get_mut(id).value, base, &files);
    }
    Ok(module.emit_wasm())
}

/// The functions whose names are of some kind.
fn named(module: &Module, is_meant: impl Fn(&str) -> bool) -> Vec<FunctionId> {
    let meant = |(id, _)| {
        let name = plain(module.funcs.get(id).name.as_deref()?);
        is_meant(&name).then_some(id)
    };
    module.funcs.iter_local().filter_map(meant).collect()
}

/// A name without the hashes that tell two versions of a crate apart: `core[1f…]::panicking` as `core::panicking`.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        rest = after.split_once(']').map_or("", |(_, after)| after);
    }
    plain + rest
}

/// Puts a trap in the place of a function's body.
fn trap(module: &mut Module, id: FunctionId) {
    let (params, results) = module.types.params_results(module.funcs.get(id).ty());
    let (params, results) = (params.to_vec(), results.to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let arguments: Vec<_> = params.into_iter().map(|param| module.locals.add(param)).collect();
    builder.func_body().unreachable();
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
}

/// A function that calls one of these.
fn caller(module: &Module, called: &[FunctionId]) -> Option<String> {
    module.funcs.iter_local().find_map(|(id, function)| {
        let mut calls = Calls { called, found: false };
        dfs_in_order(&mut calls, function, function.entry_block());
        calls.found.then(|| module.funcs.get(id).name.clone().unwrap_or_else(|| format!("function {}", id.index())))
    })
}

/// Whether a body calls one of some functions.
struct Calls<'a> {
    called: &'a [FunctionId],
    found: bool,
}

impl Visitor<'_> for Calls<'_> {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.found |= self.called.contains(id);
    }
}

/// Where in memory these data are.
fn base(data: &Data) -> usize {
    match data.kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(base)), .. } => usize::try_from(base).unwrap_or(0),
        _ => 0,
    }
}

/// Puts zeros, which weigh nothing, in the place of the names of source files, and says where in memory
/// each was and how long.
fn forget_files(data: &mut [u8], base: usize) -> Vec<(usize, usize)> {
    let mut files = Vec::new();
    let is_of_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(byte);
    let mut from = 0;
    while let Some(rest) = data.get_mut(from..).filter(|rest| !rest.is_empty()) {
        let starts = FILES.iter().any(|start| rest.starts_with(start));
        let length = if starts { rest.iter().take_while(|byte| is_of_path(byte)).count() } else { 0 };
        let path = rest.get_mut(..length).unwrap_or_default();
        match path.windows(3).position(|end| end == b".rs") {
            Some(end) => {
                path.iter_mut().take(end + 3).for_each(|byte| *byte = 0);
                files.push((base + from, end + 3));
                from += end + 3;
            }
            None => from += 1,
        }
    }
    files
}

/// Puts zeros in the place of what refers to those names: a panic's place is where its file's name is,
/// how long that is, a line and a column.
fn forget_lines(data: &mut [u8], base: usize, files: &[(usize, usize)]) {
    let word = |place: &[u8], at: usize| {
        let bytes = place.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    for at in (base.next_multiple_of(4) - base..data.len()).step_by(4) {
        let Some(place) = data.get_mut(at..at + 16) else { break };
        let name = word(place, 0).zip(word(place, 4));
        // The length may count the zero that ends it.
        if name.is_some_and(|(start, long)| {
            files.contains(&(start, long)) || files.contains(&(start, long.wrapping_sub(1)))
        }) {
            place.fill(0);
        }
    }
}

/// Names every imported function `f` and its number, and says what they were called.
pub(super) fn rename_imports(module: &[u8]) -> Outcome<(Vec<u8>, Vec<String>)> {
    let mut module = parse(module)?;
    let imports = module.imports.iter_mut().enumerate();
    let names = imports.map(|(at, import)| std::mem::replace(&mut import.name, format!("f{at}"))).collect();
    Ok((module.emit_wasm(), names))
}
