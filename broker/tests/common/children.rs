//! Programs that run beside a test.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A program, with all that it writes.
pub struct Running {
    child: Child,
    written: Arc<Mutex<String>>,
    changes: watch::Receiver<usize>,
    readers: Vec<JoinHandle<()>>,
}

impl Running {
    /// Starts one. It ends with the test at the latest.
    pub fn start(command: &mut Command) -> Self {
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{:?}: {error}", command.as_std().get_program()));
        let written = Arc::default();
        let (sender, changes) = watch::channel(0);
        let sender = Arc::new(sender);
        let readers = vec![
            tokio::spawn(collect(child.stdout.take().unwrap(), Arc::clone(&written), Arc::clone(&sender))),
            tokio::spawn(collect(child.stderr.take().unwrap(), Arc::clone(&written), sender)),
        ];
        Self { child, written, changes, readers }
    }

    /// What it has written so far.
    pub fn written(&self) -> String {
        self.written.lock().unwrap().clone()
    }

    /// The first line that this finds something in.
    pub async fn wait_for<T>(&mut self, find: impl Fn(&str) -> Option<T>) -> T {
        let found = async {
            loop {
                self.changes.borrow_and_update();
                if let Some(found) = self.written().lines().find_map(&find) {
                    return found;
                }
                if self.changes.changed().await.is_err() {
                    panic!("it ended without saying so: {}", self.written());
                }
            }
        };
        timeout(Duration::from_secs(60), found).await.expect("it never said so")
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// Asks it to end, and returns whether it did so well, and all it wrote.
    pub async fn end(mut self) -> (bool, String) {
        let id = self.id().to_string();
        let asked = Command::new("kill").arg(&id).status().await.unwrap();
        assert!(asked.success());
        self.ended().await
    }

    /// Waits for it to end by itself.
    pub async fn ended(&mut self) -> (bool, String) {
        let status = timeout(Duration::from_secs(30), self.child.wait()).await.expect("it did not end").unwrap();
        for reader in self.readers.drain(..) {
            let _ = reader.await;
        }
        (status.success(), self.written())
    }
}

async fn collect(stream: impl AsyncRead + Unpin, written: Arc<Mutex<String>>, changes: Arc<watch::Sender<usize>>) {
    let mut lines = BufReader::new(stream).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let mut written = written.lock().unwrap();
        written.push_str(&line);
        written.push('\n');
        changes.send_replace(written.len());
    }
}

/// Where cargo puts the programs it builds for this machine in the development profile.
pub fn programs() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.ancestors().nth(3).unwrap().join("debug")
}

/// A command of cargo's, at the root.
pub fn cargo(words: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).current_dir(root());
    command
}

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().find(|folder| folder.join("Cargo.lock").is_file()).unwrap().to_owned()
}
