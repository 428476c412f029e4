//! The public side: one listener that plays api.notion.com, www.notion.so and every test site.

mod api_host;
mod web_host;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::wire::{Scissors, TlsListener};
use crate::world::Standin;

/// Most bytes of a body that are read at all: the biggest file part, and its form around it.
const MOST_BYTES: usize = 24 * 1024 * 1024;

/// Serves until the process ends.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TlsListener, standin: Arc<Standin>) -> std::io::Result<()> {
    let router = Router::new().fallback(route).layer(DefaultBodyLimit::max(MOST_BYTES)).with_state(standin);
    axum::serve(listener, router.into_make_service_with_connect_info::<Scissors>()).await
}

async fn route(
    State(standin): State<Arc<Standin>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    let host = host_of(&request);
    let keep_alive = standin.world().settings.keep_alive;
    let mut response = match host.as_str() {
        // For the authorize page, which is a page like those of the web view.
        "api.notion.com" if request.uri().path() == "/style.css" => web_host::view(&standin, "/style.css"),
        "api.notion.com" | "127.0.0.1" | "localhost" => api_host::answer(&standin, &scissors, request, &host).await,
        "www.notion.so" | "notion.so" | "app.notion.com" => web_host::view(&standin, request.uri().path()),
        _ => {
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            let address = format!("{host}{path}");
            web_host::site(&standin, &address).await
        }
    };
    if !keep_alive {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

fn host_of(request: &Request) -> String {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().host()).unwrap_or_default();
    host.split(':').next().unwrap_or_default().to_ascii_lowercase()
}

/// A response with a status, a media type and some headers; what can't be a header is left out.
pub(crate) fn response(status: u16, media: &str, headers: &[(String, String)], body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let pairs = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in std::iter::once(("content-type", media)).chain(pairs) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
