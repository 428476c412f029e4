//! Which addresses there are. They are compared as sent: no decoding, no tidying, no query.

use crate::refusal::Refusal;

/// What is at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// `POST /v1/start`
    Start,
    /// `POST /v1/token`
    Token,
    /// `POST /v1/refresh`
    Refresh,
    /// `POST /v1/revoke`
    Revoke,
    /// `GET /healthz`
    Health,
    /// `GET /about`
    About,
}

impl Route {
    /// What is at this address, whatever the method.
    #[must_use]
    pub fn at(target: &str) -> Option<Self> {
        Some(match target {
            "/v1/start" => Self::Start,
            "/v1/token" => Self::Token,
            "/v1/refresh" => Self::Refresh,
            "/v1/revoke" => Self::Revoke,
            "/healthz" => Self::Health,
            "/about" => Self::About,
            _ => return None,
        })
    }

    /// What is at this address for this method.
    ///
    /// # Errors
    /// When there is nothing, or nothing for this method.
    pub fn find(method: &str, target: &str) -> Result<Self, Refusal> {
        let route = Self::at(target).ok_or(Refusal::NotFound)?;
        if method == route.method() { Ok(route) } else { Err(Refusal::NotAllowed(route.method())) }
    }

    /// Its method.
    #[must_use]
    pub const fn method(self) -> &'static str {
        if self.takes_body() { "POST" } else { "GET" }
    }

    /// Whether it does something, rather than tell.
    #[must_use]
    pub const fn takes_body(self) -> bool {
        !matches!(self, Self::Health | Self::About)
    }

    /// Its name in logs and counters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Token => "token",
            Self::Refresh => "refresh",
            Self::Revoke => "revoke",
            Self::Health => "healthz",
            Self::About => "about",
        }
    }
}

/// The name of a route that may not be one.
#[must_use]
pub fn name(route: Option<Route>) -> &'static str {
    route.map_or("other", Route::name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_as_sent() {
        assert_eq!(Route::find("POST", "/v1/token"), Ok(Route::Token));
        for near in [
            "",
            "/",
            "/v1",
            "//v1/token",
            "/v1//token",
            "/v1/token/",
            "/V1/token",
            "/v1/%74oken",
            "/v1/x/../token",
            "/v1/%2e%2e/v1/token",
            "/v1/token?code=1",
            "/v1/oauth/token",
            "/v1/oauth/introspect",
        ] {
            assert_eq!(Route::find("POST", near), Err(Refusal::NotFound), "{near}");
        }
    }

    #[test]
    fn a_method_is_not_guessed() {
        for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post", "TRACE"] {
            assert_eq!(Route::find(method, "/v1/token"), Err(Refusal::NotAllowed("POST")), "{method}");
        }
        assert_eq!(Route::find("POST", "/healthz"), Err(Refusal::NotAllowed("GET")));
    }
}
