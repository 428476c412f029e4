//! The front door for a machine of one's own: sockets, time, randomness and the files of settings.

mod address;
mod configuration;
mod counters;
mod flight;
mod front;
mod listener;
mod notion;
mod randomness;
mod report;

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

pub use configuration::{Configuration, USAGE, Wish};
pub use front::Front;
pub use notion::{Asking, Notion};
pub use randomness::{random, random_key};
pub use report::install as install_report;

use crate::broker::Broker;
use counters::Counters;

/// What this was built from, when the builder said so.
pub const COMMIT: Option<&str> = option_env!("SATCHEL_BROKER_COMMIT");

/// How long requests under way get when the process is told to end: what a request may take at most.
const FAREWELL: Duration = Duration::from_secs(crate::http::ARRIVAL + crate::upstream::PATIENCE + 2);

/// Serves until the process is told to end, and then lets the requests under way finish.
///
/// # Errors
/// When it can't listen, or can't make a client for Notion.
pub async fn run(configuration: Configuration) -> Result<(), String> {
    let broker = Broker::new(configuration.settings, COMMIT);
    let notion = Notion::new(&broker)?;
    let counters = Arc::new(Counters::default());
    let front = Front::new(broker, notion, configuration.trusted_proxies, Arc::clone(&counters))?;
    let public = listen(configuration.listen).await?;
    let private = match configuration.metrics_listen {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let address = public.local_addr().map_err(said)?;
    let (end, ended) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_signal().await;
        let _ = end.send(true);
    });
    if let Some(private) = private {
        let metrics = private.local_addr().map_err(said)?;
        tracing::info!(%metrics, "counting");
        tokio::spawn(counters::serve(private, counters));
    }
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "listening");
    let by_peer = configuration.trusted_proxies == 0;
    listener::serve(public, Arc::new(front), by_peer, ended, FAREWELL).await;
    tracing::info!("ended");
    Ok(())
}

async fn listen(address: std::net::SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| format!("can't listen on {address}: {error}"))
}

fn said(error: std::io::Error) -> String {
    format!("can't listen: {error}")
}

#[cfg(unix)]
async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

#[cfg(not(unix))]
async fn wait_for_signal() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
