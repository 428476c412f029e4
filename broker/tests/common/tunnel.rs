//! A proxy that leads every host to one port here, and remembers which hosts were wanted.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// The proxy.
pub struct Tunnel {
    pub port: u16,
    wanted: Arc<Mutex<Vec<String>>>,
}

impl Tunnel {
    /// Starts one that leads to a port here.
    pub async fn start(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let wanted: Arc<Mutex<Vec<String>>> = Arc::default();
        let noted = Arc::clone(&wanted);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(lead(stream, to, Arc::clone(&noted)));
            }
        });
        Self { port, wanted }
    }

    /// The hosts that were wanted, each once.
    pub fn wanted(&self) -> Vec<String> {
        let mut wanted = self.wanted.lock().unwrap().clone();
        wanted.sort();
        wanted.dedup();
        wanted
    }
}

async fn lead(mut inward: TcpStream, to: u16, wanted: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(inward.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let host = head.split(' ').nth(1)?.to_owned();
    let is_tunnel = head.starts_with("CONNECT ");
    wanted.lock().unwrap().push(host);
    if !is_tunnel {
        return inward.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n").await.ok();
    }
    let mut outward = TcpStream::connect(("127.0.0.1", to)).await.ok()?;
    inward.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.ok()?;
    copy_bidirectional(&mut inward, &mut outward).await.ok()?;
    Some(())
}
