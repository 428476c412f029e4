//! Counters for Prometheus: requests by route and status, and nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::http::header;
use axum::routing::get;
use tokio::net::TcpListener;

/// The counters. There are as many as routes times statuses, both of which are ours.
#[derive(Default)]
pub(super) struct Counters(Mutex<BTreeMap<(&'static str, u16), u64>>);

impl Counters {
    /// Counts a request.
    pub(super) fn count(&self, route: &'static str, status: u16) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry((route, status)).or_insert(0);
        *count = count.saturating_add(1);
    }

    fn text(&self) -> String {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::from("# TYPE satchel_broker_requests_total counter\n");
        for ((route, status), count) in counts.iter() {
            let _ = writeln!(text, r#"satchel_broker_requests_total{{route="{route}",status="{status}"}} {count}"#);
        }
        text
    }
}

/// Serves them.
pub(super) async fn serve(listener: TcpListener, counters: Arc<Counters>) {
    let metrics = async move || ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], counters.text());
    if axum::serve(listener, Router::new().route("/metrics", get(metrics))).await.is_err() {
        tracing::error!("no longer counting");
    }
}
