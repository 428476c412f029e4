//! The server as a process, and what is expected of its end.

#![allow(dead_code, reason = "each program uses its part")]
#![allow(unreachable_pub, reason = "a program has no outside")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy sees tests only where they are marked so")]

use tokio::process::Command;

use super::common::children::Running;
use super::common::secrets::Secrets;
use super::common::standin::Standin;
use super::common::wire::Door;
use super::common::{CLIENT_SECRET, KEY, NEXT_KEY, World, settings};

/// A running server.
pub struct Server {
    pub world: World,
    running: Running,
}

/// The usual settings with some changed.
pub fn change(changed: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut all = settings();
    for (name, value) in changed {
        all.retain(|(known, _)| known != name);
        all.push((name, (*value).to_owned()));
    }
    all
}

/// Starts the program with these settings and nothing else of ours; it is expected to refuse.
pub async fn expect_refusal_to_start(settings: &[(&str, String)]) -> String {
    let mut running = Running::start(&mut command(settings));
    let (succeeded, written) = running.ended().await;
    assert!(!succeeded);
    written
}

fn command(settings: &[(&str, String)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_satchel-broker"));
    command.env_clear();
    for (name, value) in settings {
        command.env(format!("SATCHEL_BROKER_{name}"), value);
    }
    command
}

impl Server {
    /// One with the usual settings.
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// One with some settings changed.
    pub async fn with(changed: &[(&'static str, &str)]) -> Self {
        Self::in_front_of(Standin::start().await, Secrets::default(), changed).await
    }

    async fn in_front_of(standin: Standin, secrets: Secrets, changed: &[(&'static str, &str)]) -> Self {
        for secret in [CLIENT_SECRET, KEY, NEXT_KEY] {
            secrets.note(secret);
        }
        let mut command = command(&change(changed));
        command.env("SATCHEL_BROKER_LISTEN", "127.0.0.1:0");
        command.env("HTTPS_PROXY", format!("http://127.0.0.1:{}", standin.tunnel.port));
        command.env("SSL_CERT_FILE", &standin.certificate);
        let mut running = Running::start(&mut command);
        let address = running.wait_for(|line| field(line, "address")).await;
        let door = Door::at(address.parse().unwrap());
        Self { world: World { standin, door, secrets }, running }
    }

    /// Ends it and starts another in front of the same stand-in, with some of the usual settings changed.
    pub async fn again(self, changed: &[(&'static str, &str)]) -> Self {
        let (world, _) = self.ended().await;
        Self::in_front_of(world.standin, world.secrets, changed).await
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.running.id()
    }

    /// Where the counters are.
    pub async fn metrics(&self) -> Door {
        let address = self.running.written().lines().find_map(|line| field(line, "metrics")).unwrap();
        Door::at(address.parse().unwrap())
    }

    /// Ends it, expects a good end and nothing secret in anything it wrote, and returns that.
    pub async fn end(self) -> String {
        self.ended().await.1
    }

    async fn ended(self) -> (World, String) {
        let (succeeded, written) = self.running.end().await;
        assert!(succeeded, "{written}");
        self.world.secrets.expect_none_in(&written);
        (self.world, written)
    }
}

fn field(line: &str, name: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    value.get(name)?.as_str().map(str::to_owned)
}
