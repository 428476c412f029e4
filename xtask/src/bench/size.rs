//! `cargo xtask bench size`: what the package weighs, by kind of file, and what in the modules weighs what.

use std::collections::BTreeMap;

use super::rows::Row;
use crate::build;
use crate::package::files::{self, File};
use crate::package::size::BUDGET;
use crate::wasm::{self, QUICK_SAVE, Weighed, gzipped};
use crate::workspace::{self, Outcome, Workspace};

/// The package of Obsidian Web Clipper, in bytes.
const ELSEWHERE: usize = 4_297_485;

/// What has no name, or none that says where it is from.
const UNKNOWN: &str = "(no crate)";

/// So many of the largest functions are named.
const NAMED: usize = 15;

/// Runs the command.
pub(super) fn command(workspace: &Workspace, given: &[String], rows: &mut Vec<Row>) -> Outcome {
    if let [word, ..] = given {
        return Err(format!("`size` takes no `{word}`"));
    }
    build::extension(workspace)?;
    rows.extend(package(&files::read(&workspace.package())?)?);
    let all = wasm::weighed(workspace)?;
    modules(&all);
    let code = |of: &Weighed| of.data + of.functions.iter().map(|(_, bytes)| bytes).sum::<usize>();
    // The first is no file of the package, but in the worker's script.
    let packed = |module: &str| gzipped(&workspace::read_bytes(&workspace.extension().join("wasm").join(module))?);
    rows.push(bytes("what a quick save loads, gzipped", packed(QUICK_SAVE)?));
    let sizes = all.iter().map(|of| packed(of.module)).collect::<Outcome<Vec<usize>>>()?;
    rows.push(bytes("all modules, gzipped", sizes.iter().sum()));
    rows.extend(all.iter().map(|of| bytes(&format!("{}, before compression", of.module), code(of))));
    Ok(())
}

/// A row of bytes.
#[expect(clippy::cast_precision_loss, reason = "far from where a float loses count")]
fn bytes(name: &str, number: usize) -> Row {
    Row::counted(name, "bytes", number as f64)
}

/// What a kind of file weighs.
fn package(files: &[File]) -> Outcome<Vec<Row>> {
    let mut kinds: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for file in files {
        let sums = kinds.entry(kind(&file.path)).or_default();
        for (sum, more) in sums.iter_mut().zip([1, file.bytes.len(), gzipped(&file.bytes)?]) {
            *sum += more;
        }
    }
    println!("{:24}{:>8}{:>12}{:>12}", "the package", "files", "bytes", "gzipped");
    let mut all = [0; 3];
    let mut rows = Vec::new();
    for (name, sums) in &kinds {
        let [count, size, packed] = sums;
        println!("  {name:22}{count:>8}{size:>12}{packed:>12}");
        rows.push(bytes(&format!("{name}, gzipped"), *packed));
        for (all, sum) in all.iter_mut().zip(sums) {
            *all += sum;
        }
    }
    let [count, size, packed] = all;
    println!("  {:22}{count:>8}{size:>12}{packed:>12}", "all");
    rows.push(bytes("the package, gzipped", packed));
    #[expect(clippy::cast_precision_loss, reason = "a ratio of two sizes")]
    let ratio = ELSEWHERE as f64 / packed as f64;
    println!("  budget {BUDGET}; Obsidian Web Clipper's package has {ELSEWHERE} bytes, {ratio:.1} times as many\n");
    Ok(rows)
}

/// The kind of a file, by where it lies and how its name ends.
fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        _ if path.starts_with("_locales/") => "languages",
        Some("wasm") => "modules",
        Some("js") => "scripts",
        Some("css" | "html") => "pages and styles",
        Some("png" | "svg") => "icons",
        Some("txt") => "licences",
        _ => "manifest",
    }
}

/// What each crate weighs in each module; of Satchel itself, what each of its rooms does.
fn modules(all: &[Weighed]) {
    let mut rooms: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, weighed) in all.iter().enumerate() {
        let parts = weighed.functions.iter().map(|(name, bytes)| (room(name), *bytes));
        for (room, bytes) in parts.chain([("(data)".to_owned(), weighed.data)]) {
            let sums = rooms.entry(room).or_insert_with(|| vec![0; all.len()]);
            if let Some(sum) = sums.get_mut(at) {
                *sum += bytes;
            }
        }
    }
    let mut rooms: Vec<_> = rooms.into_iter().collect();
    rooms.sort_by_key(|(_, sums)| std::cmp::Reverse(sums.iter().sum::<usize>()));
    let heads = all.iter().map(|weighed| format!("{:>20}", weighed.module)).collect::<String>();
    println!("{:40}{heads}", "code in bytes, before compression");
    for (room, sums) in &rooms {
        println!("  {room:38}{}", sums.iter().map(|sum| format!("{sum:>20}")).collect::<String>());
    }
    for weighed in all {
        println!("\nthe largest in {}, with all that was made for different types", weighed.module);
        for (name, [copies, bytes]) in largest(&weighed.functions) {
            println!("  {bytes:>8}{copies:>5}  {name}");
        }
    }
}

/// The crate of a function; of Satchel, the module at its root.
fn room(name: &str) -> String {
    let is_mark = |c: char| !c.is_alphanumeric() && c != '_';
    let mut path = name.trim_start_matches(is_mark);
    while let Some(rest) = ["dyn ", "mut ", "const "].iter().find_map(|word| path.strip_prefix(word)) {
        path = rest.trim_start_matches(is_mark);
    }
    let mut parts = path.split("::");
    let (Some(first), Some(second)) = (parts.next(), parts.next()) else { return UNKNOWN.to_owned() };
    // Of `<T as alloc::string::ToString>` only the trait is somebody's, and of `<str>` nothing but the core's.
    match first.rsplit(" as ").next() {
        Some("satchel") => format!("satchel::{}", second.split(is_mark).next().unwrap_or_default()),
        Some(krate) if !krate.contains(is_mark) => krate.to_owned(),
        _ => "core".to_owned(),
    }
}

/// The functions that come to most, those that differ in their types alone taken together: how many, and bytes.
fn largest(functions: &[(String, usize)]) -> Vec<(String, [usize; 2])> {
    let mut together: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for (name, bytes) in functions {
        let [copies, sum] = together.entry(without_types(without_hash(name))).or_default();
        *copies += 1;
        *sum += bytes;
    }
    let mut together: Vec<_> = together.into_iter().collect();
    together.sort_by_key(|(_, [_, bytes])| std::cmp::Reverse(*bytes));
    together.truncate(NAMED);
    together
}

/// A name without the hash at its end.
fn without_hash(name: &str) -> &str {
    name.rsplit_once("::h").filter(|(_, hash)| hash.len() == 16).map_or(name, |(name, _)| name)
}

/// A name without what stands in `::<…>`.
fn without_types(name: &str) -> String {
    let mut kept = String::new();
    let mut depth = 0_usize;
    let mut rest = name;
    while let Some(letter) = rest.chars().next() {
        if depth == 0 && rest.starts_with("::<") {
            depth = 1;
            rest = rest.get(3..).unwrap_or_default();
            continue;
        }
        match letter {
            '<' if depth > 0 => depth += 1,
            '>' if depth > 0 => depth -= 1,
            _ if depth == 0 => kept.push(letter),
            _ => {}
        }
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_a_crate() {
        for (name, wanted) in [
            ("satchel::outbox::step::step", "satchel::outbox"),
            ("<satchel::json::Json as core::clone::Clone>::clone", "satchel::json"),
            ("<&mut satchel::text>::line", "satchel::text"),
            ("alloc::vec::Vec<satchel::json::Json>::push", "alloc"),
            ("<dyn core::any::Any>::type_id", "core"),
            ("<T as alloc::string::ToString>::to_string", "alloc"),
            ("<str>::trim", "core"),
            ("memcpy", UNKNOWN),
        ] {
            assert_eq!(room(name), wanted, "{name}");
        }
    }

    #[test]
    fn what_differs_in_types_alone_is_one() {
        let functions = [("a::b::<u8>::c", 3), ("a::b::<Vec<u8>>::c", 4), ("a::d::h0123456789abcdef", 5)];
        let functions = functions.map(|(name, bytes)| (name.to_owned(), bytes));
        assert_eq!(largest(&functions), [("a::b::c".to_owned(), [2, 7]), ("a::d".to_owned(), [1, 5])]);
    }
}
