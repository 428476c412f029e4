//! A certificate made anew at every start, for the host names the stand-in plays.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, DnType, KeyPair, PublicKeyData, SanType};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// The certificate, ready to serve, and how clients come to trust it.
#[derive(Debug)]
pub struct Certificate {
    /// What the listener needs.
    pub config: Arc<ServerConfig>,
    /// The certificate as text.
    pub pem: String,
    /// The SHA-256 of its public key, in base64: what browsers take on the command line.
    pub spki: String,
}

impl Certificate {
    /// Makes one.
    ///
    /// # Errors
    /// When the cryptography library refuses, which it has no reason to.
    pub fn new() -> Result<Self, String> {
        let names = ["api.notion.com", "www.notion.so", "notion.so", "app.notion.com", "localhost"];
        let mut params = CertificateParams::new(names.map(str::to_owned)).map_err(said)?;
        params.subject_alt_names.push(SanType::IpAddress(std::net::Ipv4Addr::LOCALHOST.into()));
        params.distinguished_name.push(DnType::CommonName, "Notion stand-in");
        let key = KeyPair::generate().map_err(said)?;
        let certificate = params.self_signed(&key).map_err(said)?;
        let spki = ring::digest::digest(&ring::digest::SHA256, &key.subject_public_key_info());
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(said)?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], private)
            .map_err(said)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { config: Arc::new(config), pem: certificate.pem(), spki: STANDARD.encode(spki) })
    }
}

fn said(error: impl std::fmt::Display) -> String {
    format!("can't make a certificate: {error}")
}
