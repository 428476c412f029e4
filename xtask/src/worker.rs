//! `cargo xtask worker`: the token broker as a Cloudflare Worker, into `broker/worker/build`.

use std::path::PathBuf;

use wasm_bindgen_cli_support::Bindgen;

use crate::install::{self, WASM_TARGET};
use crate::process;
use crate::workspace::{Outcome, Workspace, create_folder, read_bytes, write};

const PACKAGE: &str = "satchel-broker-worker";
const NAME: &str = "satchel_broker_worker";

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, rest: &[String]) -> Outcome {
    if !rest.is_empty() {
        return Err("`worker` takes no arguments".into());
    }
    let folder = build(workspace)?;
    let module = folder.join(format!("{NAME}_bg.wasm"));
    println!("{}: {} bytes; deploy it from broker/worker", module.display(), read_bytes(&module)?.len());
    Ok(())
}

/// Builds it and returns the folder it is in.
pub(crate) fn build(workspace: &Workspace) -> Outcome<PathBuf> {
    install::wasm_target()?;
    install::node_packages(workspace)?;
    println!("building the broker's Worker");
    process::run(workspace.cargo().args([
        "build",
        "--quiet",
        "--release",
        "--package",
        PACKAGE,
        "--target",
        WASM_TARGET,
    ]))?;
    let folder = workspace.root.join("broker/worker/build");
    // Anew, since the names of some files change with what they hold.
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("could not empty {}: {error}", folder.display()))?;
    }
    create_folder(&folder)?;
    let failed = |error| format!("wasm-bindgen failed: {error:#}");
    Bindgen::new()
        .input_path(workspace.target.join(WASM_TARGET).join("release").join(format!("{NAME}.wasm")))
        .web(true)
        .map_err(failed)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate(&folder)
        .map_err(failed)?;
    let module = folder.join(format!("{NAME}_bg.wasm"));
    process::run(workspace.node_tool("wasm-opt").arg("-Os").arg(&module).arg("-o").arg(&module))?;
    write(&folder.join("entry.mjs"), &read_bytes(&workspace.root.join("broker/worker/entry.mjs"))?)?;
    Ok(folder)
}
