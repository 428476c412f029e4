//! The stand-in as a program: it starts, prints one line that says where it listens, and serves.

use std::process::ExitCode;
use std::sync::Arc;

use satchel_standin::arguments::{Arguments, USAGE};
use satchel_standin::certificate::Certificate;
use satchel_standin::control;
use satchel_standin::moment::Moment;
use satchel_standin::rules::Rules;
use satchel_standin::server;
use satchel_standin::state::State;
use satchel_standin::storage;
use satchel_standin::wire::TlsListener;
use satchel_standin::world::Standin;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("{error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    if arguments.help {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let schemas = arguments.schemas.clone().unwrap_or_else(Rules::usual_directory);
    let rules = Rules::load(&schemas)?;
    let mut state = match &arguments.state {
        Some(file) => storage::load(file)?,
        None => State::default(),
    };
    if let Some(seed) = &arguments.seed
        && state.workspaces.is_empty()
    {
        let text = std::fs::read_to_string(seed).map_err(|error| format!("can't read {}: {error}", seed.display()))?;
        let seed = serde_json::from_str(&text).map_err(|error| format!("can't read {}: {error}", seed.display()))?;
        control::plant(&mut state, seed, Moment::now()).map_err(|trouble| trouble.1)?;
    }
    for client in &mut state.clients {
        arguments.redirects.iter().for_each(|address| client.allow_redirect(address.clone()));
    }
    let standin = Arc::new(Standin::new(rules, state));
    let certificate = Certificate::new()?;
    let said = |error: std::io::Error| format!("can't listen: {error}");
    let public = listen(arguments.port).await?;
    let private = listen(arguments.control_port).await?;
    let ready = json!({
        "port": public.local_addr().map_err(said)?.port(),
        "controlPort": private.local_addr().map_err(said)?.port(),
        "spki": certificate.spki,
        "certificate": certificate.pem,
    });
    let listener = TlsListener::new(public, certificate.config).map_err(said)?;
    // Standard output is flushed at the end of each line.
    println!("{ready}");

    if let Some(file) = arguments.state {
        tokio::spawn(storage::keep(Arc::clone(&standin), file));
    }
    let mut terminate = signal(SignalKind::terminate()).map_err(said)?;
    tokio::select! {
        ended = server::serve(listener, Arc::clone(&standin)) => ended.map_err(said),
        ended = control::serve(private, standin) => ended.map_err(said),
        _ = terminate.recv() => Ok(()),
        () = orphaned(), if arguments.exit_with_parent => Ok(()),
    }
}

async fn listen(port: u16) -> Result<TcpListener, String> {
    let socket = TcpListener::bind(("127.0.0.1", port)).await;
    socket.map_err(|error| format!("can't listen on port {port}: {error}"))
}

/// Returns when standard input ends, which is when whoever started this is gone.
///
/// The runtime's own standard input would keep the process alive until the next line comes.
async fn orphaned() {
    let (sender, ended) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = sender.send(());
    });
    let _ = ended.await;
}
