//! Connections: how many, from whom, and for how long.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};

use super::front::Front;
use super::notion::Asking;
use crate::http::ARRIVAL;
use crate::limit::Place;

/// The most connections at once, and the most from one place.
const MOST: usize = 512;
const MOST_FROM_ONE: usize = 32;

/// What a request's head may have: hyper asks for 8 KB at least.
const MOST_HEAD: usize = 8 * 1024;
const MOST_HEADERS: usize = 64;

/// Serves until `ended` says so, and then `farewell` longer at most.
///
/// `by_peer` bounds the connections from one peer, which makes no sense behind a proxy.
pub(super) async fn serve<A: Asking>(
    listener: TcpListener,
    front: Arc<Front<A>>,
    by_peer: bool,
    mut ended: watch::Receiver<bool>,
    farewell: Duration,
) {
    let graceful = GracefulShutdown::new();
    let all = Arc::new(Semaphore::new(MOST));
    let peers = Arc::new(Peers::default());
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &all) => accepted,
            _ = ended.wait_for(|ended| *ended) => break,
        };
        let Some((stream, peer, permit)) = accepted else { continue };
        // Too many from one place: the connection is closed, which costs next to nothing.
        let Some(seat) = peers.sit(peer.into(), if by_peer { MOST_FROM_ONE } else { MOST }) else { continue };
        let front = Arc::clone(&front);
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let front = Arc::clone(&front);
            async move { Ok::<_, Infallible>(front.answer(request.map(Body::new), peer).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(ARRIVAL))
            .max_buf_size(MOST_HEAD)
            .max_headers(MOST_HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // How a connection ended is nobody's concern here.
            let _ = connection.await;
            drop((seat, permit));
        });
    }
    drop(listener);
    let _ = timeout(farewell, graceful.shutdown()).await;
}

async fn accept(listener: &TcpListener, all: &Arc<Semaphore>) -> Option<(TcpStream, IpAddr, OwnedSemaphorePermit)> {
    let permit = Arc::clone(all).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            let _ = stream.set_nodelay(true);
            Some((stream, peer.ip(), permit))
        }
        Err(_) => {
            // Out of file descriptors, say. Asking again at once would only burn the processor.
            sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

/// How many connections there are from each place.
#[derive(Default)]
struct Peers(Mutex<BTreeMap<Place, usize>>);

struct Seat {
    peers: Arc<Peers>,
    place: Place,
}

impl Peers {
    fn sit(self: &Arc<Self>, place: Place, most: usize) -> Option<Seat> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(place).or_insert(0);
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Seat { peers: Arc::clone(self), place })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.peers.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.place) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.place);
            }
        }
    }
}
