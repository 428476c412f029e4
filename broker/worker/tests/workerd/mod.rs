//! workerd as a process, with the built Worker in it and one way out: to the stand-in, as `api.notion.com`.

#![allow(unreachable_pub, reason = "a program has no outside")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "clippy sees tests only where they are marked so")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;
use tokio::process::Command;

use super::common::children::{Running, cargo, root};
use super::common::secrets::Secrets;
use super::common::standin::Standin;
use super::common::wire::Door;
use super::common::{CLIENT_SECRET, KEY, World};

/// A running workerd.
pub struct Workerd {
    pub world: World,
    running: Running,
}

impl Workerd {
    /// Starts one with these settings as bindings.
    pub async fn start(settings: Vec<(&'static str, String)>) -> Self {
        let build = build();
        let standin = Standin::start().await;
        let secrets = Secrets::default();
        secrets.note(CLIENT_SECRET);
        secrets.note(KEY);
        // Beside the modules, because that is where workerd looks for them.
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let config = build.join(format!("test-{}-{number}.capnp", std::process::id()));
        std::fs::write(&config, configuration(&build, &standin, &settings)).unwrap();
        let mut command = Command::new(program());
        command.args(["serve", "--control-fd=1", "--verbose"]).arg(&config);
        let mut running = Running::start(&mut command);
        let port = running
            .wait_for(|line| {
                let said: Value = serde_json::from_str(line).ok()?;
                if said["event"] == "listen" { said["port"].as_u64() } else { None }
            })
            .await;
        std::fs::remove_file(&config).unwrap();
        let address = ([127, 0, 0, 1], u16::try_from(port).unwrap()).into();
        Self { world: World { standin, door: Door { address, told: true }, secrets }, running }
    }

    /// Ends it, and expects nothing secret in anything it wrote.
    pub async fn end(self) -> String {
        let (_, written) = self.running.end().await;
        self.world.secrets.expect_none_in(&written);
        written
    }
}

/// Where the package keeps the program for this machine. What `.bin` has is a script that starts it, and
/// ends without ending it.
fn program() -> &'static str {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let mut node = std::process::Command::new("node");
        let asked = node.args(["--print", "require('workerd').default"]).current_dir(root()).output().unwrap();
        String::from_utf8(asked.stdout).unwrap().trim().to_owned()
    })
}

/// Builds the Worker with the project's own command, once.
fn build() -> PathBuf {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        if std::env::var_os("SATCHEL_WORKER_BUILT").is_none() {
            assert!(cargo(&["xtask", "worker"]).status().unwrap().success(), "the Worker does not build");
        }
    });
    root().join("broker/worker/build")
}

fn configuration(build: &Path, standin: &Standin, settings: &[(&'static str, String)]) -> String {
    let mut modules = String::new();
    for name in modules_of(build, "") {
        let kind = if name.ends_with(".wasm") { "wasm" } else { "esModule" };
        // The first one is the one that is started.
        let module = format!("(name = \"{name}\", {kind} = embed \"{name}\"), ");
        if name == "entry.mjs" { modules.insert_str(0, &module) } else { modules.push_str(&module) }
    }
    let mut bindings = String::new();
    for (name, value) in settings {
        let _ = write!(bindings, "(name = \"SATCHEL_BROKER_{name}\", text = \"{value}\"), ");
    }
    let certificate = std::fs::read_to_string(&standin.certificate).unwrap().replace('\n', "\\n");
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "broker", worker = .broker),
    (name = "notion", external = (address = "127.0.0.1:{}", https = (
      certificateHost = "api.notion.com", tlsOptions = (trustedCertificates = ["{certificate}"])))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "broker")],
);

const broker :Workerd.Worker = (
  compatibilityDate = "2026-10-01",
  modules = [{modules}],
  bindings = [{bindings}],
  globalOutbound = "notion",
);
"#,
        standin.port
    )
}

fn modules_of(build: &Path, folder: &str) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(build.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{folder}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            names.extend(modules_of(build, &format!("{name}/")));
        } else if !name.ends_with(".capnp") {
            names.push(name);
        }
    }
    names
}
