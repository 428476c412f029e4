//! HTTP by hand: what goes over the wire is what a test wrote, with nothing tidied on the way.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use super::fresh_place;

/// Where a door is.
#[derive(Clone, Copy)]
pub struct Door {
    pub address: SocketAddr,
    /// Whether the place a request comes from is told in a header, as in front of a Worker.
    pub told: bool,
}

/// A request.
#[derive(Clone)]
pub struct Request {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Where it is sent from.
    pub place: [u8; 4],
}

/// A response.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// A request without a body.
    pub fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            place: fresh_place(),
        }
    }

    /// JSON.
    pub fn post(target: &str, body: &Value) -> Self {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        Self { body, ..Self::new("POST", target) }.with("content-type", "application/json")
    }

    /// The same with a header more.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same from somewhere.
    pub fn from(mut self, place: [u8; 4]) -> Self {
        self.place = place;
        self
    }

    /// Its bytes, with a length unless it says otherwise itself.
    pub fn bytes(&self) -> Vec<u8> {
        let mut head =
            format!("{} {} HTTP/1.1\r\nhost: broker.test\r\nconnection: close\r\n", self.method, self.target);
        if !self.headers.iter().any(|(name, _)| name == "content-length" || name == "transfer-encoding") {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}

impl Response {
    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let pair =
            |line: &str| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
        let headers: Vec<_> = lines.filter_map(pair).collect();
        let rest = &bytes[end + 4..];
        let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        let body = if chunked { unchunked(rest)? } else { rest.to_vec() };
        Some(Self { status, headers, body })
    }
}

fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = bytes.windows(2).position(|window| window == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).ok()?, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(bytes.get(end + 2..end + 2 + length)?);
        bytes = bytes.get(end + 4 + length..)?;
    }
}

impl Door {
    /// A door that sees where connections come from.
    pub fn at(address: SocketAddr) -> Self {
        Self { address, told: false }
    }

    /// A connection from somewhere: all of 127/8 is this machine.
    pub async fn connect(&self, place: [u8; 4]) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        if !self.told {
            socket.bind((place, 0).into()).unwrap();
        }
        socket.connect(self.address).await.unwrap()
    }

    /// Sends a request and reads the response to its end.
    pub async fn send(&self, request: Request) -> Response {
        self.try_send(request).await.expect("no response")
    }

    /// The same, for when there may be none.
    pub async fn try_send(&self, mut request: Request) -> Option<Response> {
        if self.told {
            let [a, b, c, d] = request.place;
            request = request.with("cf-connecting-ip", &format!("{a}.{b}.{c}.{d}"));
        }
        let mut stream = self.connect(request.place).await;
        // A server may answer, and hang up, before it read everything.
        let _ = stream.write_all(&request.bytes()).await;
        read(&mut stream).await
    }
}

/// Reads to the end; none when that was no response.
pub async fn read(stream: &mut TcpStream) -> Option<Response> {
    let mut bytes = Vec::new();
    // A reset after the response is as good an end as any.
    let _ = stream.read_to_end(&mut bytes).await;
    Response::read(&bytes)
}
