//! The core as WebAssembly: compile, bind, cut in two, optimise, then a gate that
//! the result has to pass before it reaches the extension's folder.

mod snip;
mod split;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use satchel::oauth::client::broker_origin;
use wasm_bindgen_cli_support::Bindgen;

use crate::install::{self, WASM_TARGET};
use crate::process;
use crate::workspace::{Outcome, Workspace, create_folder, read, read_bytes, write};

/// What all modules together may weigh, gzipped: see `docs/architecture.md`.
const BUDGET_ALL: usize = 304_000;
/// What the module of a quick save may weigh, gzipped.
const BUDGET_QUICK_SAVE: usize = 64_000;

/// The module that every context loads.
pub(crate) const QUICK_SAVE: &str = "satchel_bg.wasm";
/// The module that is loaded when something of it is first asked for.
const LATE: &str = "satchel_late.wasm";
/// The module that makes blocks of pages: a program of its own.
const ARTICLE: &str = "article_bg.wasm";
const MODULES: [&str; 3] = [QUICK_SAVE, LATE, ARTICLE];
/// The generated files the extension ships or is checked against.
const FILES: [&str; 6] = [QUICK_SAVE, LATE, ARTICLE, "satchel.js", "satchel.d.ts", "article.js"];

/// How the names of the functions begin at which the module is cut in two.
const CUT: &str = "satchel::wasm::late::";

/// Builds `extension/wasm`.
pub(crate) fn build(workspace: &Workspace) -> Outcome {
    install::wasm_target()?;
    install::node_packages(workspace)?;
    println!("building the extension");
    broker_is_an_origin()?;
    let compiled = compiled(workspace)?;
    let output = workspace.extension().join("wasm");
    let stamp = workspace.target.join("wasm-stamp");
    if std::fs::read_to_string(&stamp).is_ok_and(|known| Some(known) == fingerprint(&compiled, &output)) {
        return report(&output);
    }
    // Elsewhere first, so that a build that fails leaves the last good one in place.
    let scratch = workspace.target.join("wasm-build");
    make(workspace, &compiled, &scratch, &[])?;
    gate(workspace, &scratch)?;
    create_folder(&output)?;
    clear(&output)?;
    for file in FILES {
        replace(&scratch.join(file), &output.join(file))?;
    }
    if let Some(fingerprint) = fingerprint(&compiled, &output) {
        write(&stamp, fingerprint.as_bytes())?;
    }
    report(&output)
}

/// A module, and what in it weighs what, in bytes before compression.
pub(crate) struct Weighed {
    pub(crate) module: &'static str,
    /// The names of the functions, without what tells two versions of a crate apart, and their code.
    pub(crate) functions: Vec<(String, usize)>,
    /// What is put into memory at the start.
    pub(crate) data: usize,
}

/// What weighs what in the modules as they ship. A build that keeps the names of the functions.
pub(crate) fn weighed(workspace: &Workspace) -> Outcome<Vec<Weighed>> {
    let scratch = workspace.target.join("wasm-named");
    make(workspace, &compiled(workspace)?, &scratch, &["--debuginfo"])?;
    let weighed = MODULES.iter().map(|&module| {
        let parsed = parse(&read_bytes(&scratch.join(module))?)?;
        let function = |(id, function): (_, &walrus::LocalFunction)| {
            let name = parsed.funcs.get(id).name.as_deref().map(snip::plain).unwrap_or_default();
            (name, function.original_range.as_ref().map_or(0, ExactSizeIterator::len))
        };
        let functions = parsed.funcs.iter_local().map(function).collect();
        let data = parsed.data.iter().map(|data| data.value.len()).sum();
        Ok(Weighed { module, functions, data })
    });
    weighed.collect()
}

/// Compiles the core for saves and for articles.
fn compiled(workspace: &Workspace) -> Outcome<[PathBuf; 2]> {
    Ok([compile(workspace, "release", &[])?, compile(workspace, "article", &["--features", "article"])?])
}

/// Makes the modules and their scripts of what was compiled; `last` goes to the last step, which takes out the names
/// unless it is told not to.
fn make(workspace: &Workspace, compiled: &[PathBuf; 2], scratch: &Path, last: &[&str]) -> Outcome {
    let [saves, articles] = compiled;
    bind(saves, "satchel", scratch)?;
    bind(articles, "article", scratch)?;
    // Before the cut for what only shows in the whole, and without losing the cut;
    // afterwards for what each module is left with, its names gone.
    let keeping = format!("--no-inline={CUT}*");
    let whole = scratch.join(QUICK_SAVE);
    for module in [&whole, &scratch.join(ARTICLE)] {
        write(module, &snip::snip(&read_bytes(module)?)?)?;
    }
    optimise(workspace, &whole, &["--debuginfo", &keeping])?;
    cut(scratch)?;
    MODULES.iter().try_for_each(|module| optimise(workspace, &scratch.join(module), last))
}

/// The sign-in service that is compiled in, if one is, must be one that the core would take from a person.
fn broker_is_an_origin() -> Outcome {
    let Some(given) = std::env::var_os("SATCHEL_BROKER") else { return Ok(()) };
    let given = given.to_string_lossy();
    match broker_origin(&given) {
        Ok(origin) if origin == given => Ok(()),
        _ => Err(format!("SATCHEL_BROKER is {given:?}, and should be an origin like https://sign-in.example")),
    }
}

/// Compiles the core and returns where the raw module is.
fn compile(workspace: &Workspace, profile: &str, features: &[&str]) -> Outcome<PathBuf> {
    // `ENCODED`, because a folder's name may hold a space.
    let flags: Vec<String> =
        remapped(workspace)?.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())).collect();
    process::run(
        workspace
            .cargo()
            .args(["rustc", "--quiet", "--profile", profile, "--package", "satchel", "--lib", "--target", WASM_TARGET])
            .args(features)
            // The manifest also names `rlib`, for the host; with it cargo would leave out link-time
            // optimisation, and the module would be a tenth larger.
            .args(["--crate-type", "cdylib"])
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")),
    )?;
    Ok(workspace.target.join(WASM_TARGET).join(profile).join("satchel.wasm"))
}

/// The folders of this machine that panics and debug text would name, and what
/// stands in their place. Without this a build tells who built it and where.
fn remapped(workspace: &Workspace) -> Outcome<Vec<(PathBuf, &'static str)>> {
    // The last one that matches wins, so the narrowest come last.
    let mut folders = vec![(workspace.root.clone(), "/src"), (install::sysroot()?, "/rust")];
    if let Some(home) = &workspace.cargo_home {
        folders.insert(0, (home.clone(), "/cargo"));
        let indexes = std::fs::read_dir(home.join("registry/src")).into_iter().flatten();
        folders.extend(indexes.flatten().map(|index| (index.path(), "/dep")));
    }
    Ok(folders)
}

/// Writes the JavaScript and TypeScript sides.
fn bind(compiled: &Path, name: &str, folder: &Path) -> Outcome {
    let failed = |error| format!("wasm-bindgen failed: {error:#}");
    Bindgen::new()
        .input_path(compiled)
        .out_name(name)
        .web(true)
        .map_err(failed)?
        // Of the article module the script says it all; its declarations would repeat every type of the other.
        .typescript(name != "article")
        // The cut is found by name; optimising takes the names out in the end.
        .remove_name_section(false)
        .remove_producers_section(true)
        // What traps is replaced; only the article module is, as the other holds nothing either but is in use.
        .reset_state_function(name == "article")
        .generate(folder)
        .map_err(failed)?;
    if name == "article" {
        encode_at_once(folder)?;
    }
    shorten(folder, name)
}

/// Hands over texts as the browser encodes them. wasm-bindgen's way for a module that may make its room
/// larger copies them character by character, which takes longer than to read a page's tokens.
fn encode_at_once(folder: &Path) -> Outcome {
    let script = folder.join("article.js");
    let text = read(&script)?;
    let (slow, quick) = (", wasm.__wbindgen_malloc, wasm.__wbindgen_realloc)", ", wasm.__wbindgen_malloc)");
    if !text.contains(slow) || !text.contains("if (realloc === undefined) {") {
        return Err("article.js does not hand over texts as it did".to_owned());
    }
    write(&script, text.replace(slow, quick).as_bytes())
}

/// Gives the browser's functions short names. Those that wasm-bindgen makes end in
/// hashes, which no compression makes smaller.
fn shorten(folder: &Path, name: &str) -> Outcome {
    let (module, script) = (folder.join(format!("{name}_bg.wasm")), folder.join(format!("{name}.js")));
    let (renamed, names) = snip::rename_imports(&read_bytes(&module)?)?;
    write(&module, &renamed)?;
    let mut text = String::from_utf8(read_bytes(&script)?).map_err(|_| format!("{name}.js is not UTF-8"))?;
    for (at, import) in names.iter().enumerate() {
        let (long, short) = (format!(" {import}: "), format!(" f{at}: "));
        if text.matches(&long).count() != 1 {
            return Err(format!("{name}.js does not define {import} once"));
        }
        text = text.replace(&long, &short);
    }
    // Where nothing declares its types, they are taken from the script, which is not to be judged by ours.
    write(&script, format!("// @ts-nocheck\n{text}").as_bytes())
}

fn parse(module: &[u8]) -> Outcome<walrus::Module> {
    walrus::Module::from_buffer(module).map_err(|error| format!("could not read the bound module: {error:#}"))
}

/// Moves what a quick save has no use for into a module of its own.
fn cut(folder: &Path) -> Outcome {
    let (quick_save, late) = split::split(&read_bytes(&folder.join(QUICK_SAVE))?, CUT)?;
    write(&folder.join(QUICK_SAVE), &quick_save)?;
    write(&folder.join(LATE), &late)
}

/// Makes a module smaller, in place.
fn optimise(workspace: &Workspace, module: &Path, options: &[&str]) -> Outcome {
    // No feature flags: the module's own list is read, and `--all-features` makes
    // binaryen write an encoding that browsers refuse.
    process::run(
        workspace
            .node_tool("wasm-opt")
            .args(options)
            .args(["-Os", "--low-memory-unused", "--converge"])
            .arg(module)
            .arg("-o")
            .arg(module),
    )
}

/// Everything a build must be before it may be loaded or shipped.
fn gate(workspace: &Workspace, folder: &Path) -> Outcome {
    let script = "new WebAssembly.Module(require('node:fs').readFileSync(process.argv[1]))";
    for module in MODULES {
        process::run(workspace.node().args(["--eval", script]).arg(folder.join(module)))
            .map_err(|_| format!("{module} does not compile, see above"))?;
    }
    for file in FILES {
        let bytes = read_bytes(&folder.join(file))?;
        for (private, _) in remapped(workspace)? {
            let name = private.to_string_lossy();
            if bytes.windows(name.len()).any(|window| window == name.as_bytes()) {
                return Err(format!("{file} names a folder of this machine: {name}"));
            }
        }
    }
    Ok(())
}

/// Prints what the modules weigh.
fn report(folder: &Path) -> Outcome {
    for module in MODULES {
        let bytes = read_bytes(&folder.join(module))?;
        println!("{module}: {} bytes, {} gzipped", bytes.len(), gzipped(&bytes)?);
    }
    println!("budgets: {BUDGET_QUICK_SAVE} gzipped for {QUICK_SAVE}, {BUDGET_ALL} for all modules");
    Ok(())
}

/// Fails when the built modules are over their budgets. Not part of building, so that
/// modules that are too heavy can still be tried out while they are made lighter.
pub(crate) fn within_budget(workspace: &Workspace) -> Outcome {
    let mut all = 0;
    for module in MODULES {
        let size = gzipped(&read_bytes(&workspace.extension().join("wasm").join(module))?)?;
        if module == QUICK_SAVE && size > BUDGET_QUICK_SAVE {
            return Err(format!("{module} is {size} bytes gzipped; a quick save may load {BUDGET_QUICK_SAVE}"));
        }
        all += size;
    }
    if all > BUDGET_ALL {
        return Err(format!("the modules are {all} bytes gzipped; they may be {BUDGET_ALL}"));
    }
    Ok(())
}

/// How many bytes these are after `gzip -9`.
pub(crate) fn gzipped(bytes: &[u8]) -> Outcome<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map(|compressed| compressed.len())
        .map_err(|error| format!("could not compress: {error}"))
}

/// One short text for the inputs and the outputs made from them; none when a file is missing.
fn fingerprint(compiled: &[PathBuf], output: &Path) -> Option<String> {
    let mut hasher = DefaultHasher::new();
    // What makes the outputs is an input too.
    [include_str!("wasm.rs"), include_str!("wasm/snip.rs"), include_str!("wasm/split.rs")].hash(&mut hasher);
    for module in compiled {
        std::fs::read(module).ok()?.hash(&mut hasher);
    }
    for file in FILES {
        std::fs::read(output.join(file)).ok()?.hash(&mut hasher);
    }
    Some(format!("{:016x}", hasher.finish()))
}

/// Removes what an earlier build left that this one does not make.
fn clear(output: &Path) -> Outcome {
    let unreadable = |error| format!("could not read {}: {error}", output.display());
    for entry in std::fs::read_dir(output).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if !FILES.iter().any(|file| path.ends_with(file)) {
            std::fs::remove_file(&path).map_err(|error| format!("could not remove {}: {error}", path.display()))?;
        }
    }
    Ok(())
}

/// Copies a file over another in one step, so that a browser never loads half of one.
fn replace(from: &Path, to: &Path) -> Outcome {
    let beside = to.with_extension("new");
    write(&beside, &read_bytes(from)?)?;
    std::fs::rename(&beside, to).map_err(|error| format!("could not put {} in place: {error}", to.display()))
}
