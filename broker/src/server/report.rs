//! What is written to the log: JSON lines of route, status and time. Never anything a request held.

use std::io::stdout;

use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Sets the log and the panic hook up, once per process.
///
/// Only lines of this crate are written: the libraries underneath talk of addresses and headers. A panic
/// is told by its place alone, since its message may quote what the code was working on.
pub fn install() {
    let ours = Targets::new().with_target(env!("CARGO_CRATE_NAME"), LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        .with_writer(stdout)
        .with_filter(ours);
    // A second call finds one installed, which is as good.
    let _ = tracing_subscriber::registry().with(lines).try_init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a request went wrong");
    }));
}
