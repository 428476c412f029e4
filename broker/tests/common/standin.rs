//! The stand-in for Notion, and somebody who allows the connection in.

use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::{Value, json};
use tokio::process::Command;

use super::children::{Running, cargo, programs, root};
use super::tunnel::Tunnel;
use super::wire::{Door, Request};
use super::{CHROME, CLIENT_ID, CLIENT_SECRET, EDGE, FIREFOX};

/// A running stand-in, and the tunnel that leads Notion's host name to it.
pub struct Standin {
    pub tunnel: Tunnel,
    /// The file its certificate is in.
    pub certificate: PathBuf,
    control: Door,
    /// Where it listens, in TLS.
    pub port: u16,
    web: reqwest::Client,
    workspace: Value,
    _running: Running,
}

/// What the browser brings back from Notion.
pub struct Back {
    pub code: String,
    pub state: String,
}

impl Standin {
    /// Starts one with a workspace and the broker's client.
    pub async fn start() -> Self {
        let mut command = Command::new(program());
        // It ends with the end of its input, which is kept open by this handle alone.
        command.stdin(std::process::Stdio::piped());
        let mut running = Running::start(command.arg("--exit-with-parent"));
        let ready: Value = running.wait_for(|line| serde_json::from_str(line).ok()).await;
        let port = port(&ready, "port");
        let control = Door::at(port_address(&ready, "controlPort"));
        let pem = ready["certificate"].as_str().unwrap();
        let folder = std::env::temp_dir().join(format!("satchel-broker-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let certificate = folder.join(format!("{port}.pem"));
        std::fs::write(&certificate, pem).unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let web = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .tls_certs_only([reqwest::Certificate::from_pem(pem.as_bytes()).unwrap()])
            .build()
            .unwrap();
        let tunnel = Tunnel::start(port).await;
        let mut standin = Self { tunnel, certificate, control, web, port, workspace: Value::Null, _running: running };
        standin.control("POST", "/settings", &json!({ "rateLimit": false })).await;
        let seed = json!({ "workspaces": [{
            "name": "Library",
            "users": [{ "name": "Ada Lovelace", "email": "ada@example.test" }],
            "connections": [{
                "kind": "public", "name": "Satchel", "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET,
                "redirectUris": [CHROME, EDGE, FIREFOX],
            }],
        }] });
        standin.workspace = standin.control("POST", "/seed", &seed).await["workspaces"][0].take();
        standin
    }

    /// Asks the control interface.
    pub async fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let request = Request { method: method.to_owned(), ..Request::post(path, body) };
        let response = self.control.send(request).await;
        assert_eq!(response.status, 200, "{method} {path}: {}", response.text());
        response.json()
    }

    /// Makes something go wrong at the next request to a path.
    pub async fn fault(&self, fault: &Value) {
        self.control("POST", "/faults", fault).await;
    }

    /// The requests that came to a path.
    pub async fn requests(&self, path: &str) -> Vec<Value> {
        let all = self.control("GET", &format!("/requests?path={path}"), &Value::Null).await;
        all.as_array().unwrap().clone()
    }

    /// Opens the authorize page as a browser would, presses its button, and says what came back.
    pub async fn allow(&self, address: &str) -> Back {
        let rest = address.strip_prefix("https://api.notion.com/v1/oauth/authorize?").expect("another address");
        let here = format!("https://127.0.0.1:{}/v1/oauth/authorize", self.port);
        let page = self.web.get(format!("{here}?{rest}")).send().await.unwrap();
        let (status, html) = (page.status(), page.text().await.unwrap());
        assert!(status == 200 && html.contains("Satchel wants to access"), "{status} {html}");
        let value = |name: &str| {
            let mark = format!(r#"name="{name}" value=""#);
            let rest = &html[html.find(&mark).unwrap() + mark.len()..];
            rest[..rest.find('"').unwrap()].replace("&amp;", "&")
        };
        let user = format!(
            "{} {}",
            self.workspace["id"].as_str().unwrap(),
            self.workspace["users"][0]["id"].as_str().unwrap()
        );
        let form = [
            ("client_id", value("client_id")),
            ("redirect_uri", value("redirect_uri")),
            ("state", value("state")),
            ("as", user),
            ("decision", String::from("allow")),
        ];
        let body: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = self.web.post(&here).header("content-type", "application/x-www-form-urlencoded");
        let sent = request.body(body.join("&")).send().await.unwrap();
        assert_eq!(sent.status(), 302);
        let back = sent.headers()["location"].to_str().unwrap();
        let part = |name: &str| {
            let query = back.split_once('?').unwrap().1;
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).expect(name).to_owned()
        };
        Back { code: part("code"), state: part("state") }
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.certificate);
        // Goes with the last one.
        let _ = self.certificate.parent().map(std::fs::remove_dir);
    }
}

fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM
        .get_or_init(|| {
            if let Some(given) = std::env::var_os("SATCHEL_STANDIN") {
                return given.into();
            }
            let built = cargo(&["build", "--quiet", "--package", "satchel-standin"]).status().unwrap();
            assert!(built.success(), "the stand-in does not build in {}", root().display());
            programs().join("satchel-standin")
        })
        .clone()
}

fn port(ready: &Value, key: &str) -> u16 {
    ready[key].as_u64().unwrap().try_into().unwrap()
}

fn port_address(ready: &Value, key: &str) -> std::net::SocketAddr {
    ([127, 0, 0, 1], port(ready, key)).into()
}

fn encoded(text: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if unreserved(byte) { char::from(byte).into() } else { format!("%{byte:02X}") }).collect()
}
