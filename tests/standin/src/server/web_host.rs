//! The web view, and the test sites.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use futures_util::stream;

use super::response;
use crate::html::document;
use crate::web::{self, View};
use crate::world::Standin;

/// No script or style but the view's own, whatever a page's text says.
const POLICY: &str =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: http:; connect-src 'self'";

/// The web view at a path.
pub(super) fn view(standin: &Arc<Standin>, path: &str) -> Response {
    let view = web::view(&standin.world(), path);
    match view {
        View::Html(status, page) => {
            let policy = [(String::from("content-security-policy"), POLICY.to_owned())];
            response(status, "text/html; charset=utf-8", &policy, Body::from(page))
        }
        View::Bytes(media, bytes) => response(200, &media, &[], Body::from(bytes)),
        View::Changes => response(200, "text/event-stream", &[], changes(standin)),
    }
}

fn changes(standin: &Arc<Standin>) -> Body {
    let stream = stream::unfold(standin.changes(), async |mut changes| {
        changes.changed().await.ok()?;
        changes.mark_unchanged();
        Some((Ok::<_, Infallible>("data: changed\n\n"), changes))
    });
    Body::from_stream(stream)
}

/// A published test page.
pub(super) async fn site(standin: &Arc<Standin>, address: &str) -> Response {
    let found = standin.world().sites.find(address).cloned();
    let Some(site) = found else {
        let page = document("Not found", "<main><p>Nothing is published at this address.</p></main>", false);
        return response(404, "text/html; charset=utf-8", &[], Body::from(page));
    };
    tokio::time::sleep(Duration::from_millis(site.delay_ms)).await;
    response(site.status, &site.content_type, &site.headers, Body::from(site.body))
}
