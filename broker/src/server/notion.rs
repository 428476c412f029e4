//! Asking Notion.

use std::time::Duration;

use futures_util::future::BoxFuture;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use crate::broker::Broker;
use crate::upstream::{MOST_BYTES, PATIENCE, Question, Reply};

/// Whoever answers the broker's questions.
pub trait Asking: Send + Sync + 'static {
    /// Asks one.
    fn ask<'a>(&'a self, question: &'a Question) -> BoxFuture<'a, Reply>;
}

/// Notion, over TLS. `HTTPS_PROXY` and `SSL_CERT_FILE` are heeded, as everywhere.
pub struct Notion {
    client: reqwest::Client,
    headers: HeaderMap,
}

impl Notion {
    /// Makes the client, which keeps its connections.
    ///
    /// # Errors
    /// When there is no certificate to trust, or the client's id or secret can't be a header.
    pub fn new(broker: &Broker) -> Result<Self, String> {
        // A second call finds it installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .timeout(Duration::from_secs(PATIENCE))
            .pool_max_idle_per_host(8)
            .build()
            .map_err(|_| "can't make a client for Notion: is there a certificate store?")?;
        let mut headers = HeaderMap::new();
        for (name, value) in Question::headers() {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let mut authorization = HeaderValue::from_str(broker.authorization().expose())
            .map_err(|_| "the client id and secret can't be sent in a header")?;
        authorization.set_sensitive(true);
        headers.insert(AUTHORIZATION, authorization);
        Ok(Self { client, headers })
    }

    async fn answer(&self, question: &Question) -> Option<Reply> {
        let request = self.client.post(question.address()).headers(self.headers.clone());
        // What the error says may hold an address; only that there was one matters.
        let mut response = request.body(question.body().to_vec()).send().await.ok()?;
        let status = response.status().as_u16();
        let retry_after =
            response.headers().get("retry-after").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut body = Zeroizing::new(Vec::with_capacity(MOST_BYTES));
        while let Some(chunk) = response.chunk().await.ok()? {
            if body.len().saturating_add(chunk.len()) > MOST_BYTES {
                return None;
            }
            body.extend_from_slice(&chunk);
        }
        Some(Reply::Came { status, retry_after, body })
    }
}

impl Asking for Notion {
    fn ask<'a>(&'a self, question: &'a Question) -> BoxFuture<'a, Reply> {
        Box::pin(async move { self.answer(question).await.unwrap_or(Reply::Lost) })
    }
}
