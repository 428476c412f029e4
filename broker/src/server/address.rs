//! Where a request really comes from.

use std::net::IpAddr;

use axum::http::HeaderMap;

/// The client's address: the peer's, unless so many proxies are known to stand in front.
///
/// Each proxy appends the address it was reached from, so the one that the farthest trusted proxy saw is
/// that many from the end. What stands before it was written by the client and means nothing. When the
/// header is shorter than that, or no address, whoever connected is what is known.
pub(super) fn of_client(headers: &HeaderMap, peer: IpAddr, trusted_proxies: usize) -> IpAddr {
    if trusted_proxies == 0 {
        return peer;
    }
    let lines = headers.get_all("x-forwarded-for").into_iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let hop = hops.len().checked_sub(trusted_proxies).and_then(|at| hops.get(at));
    hop.and_then(|hop| parsed(hop)).unwrap_or(peer)
}

/// An address; some proxies add a port or brackets.
fn parsed(hop: &str) -> Option<IpAddr> {
    let with_port = || hop.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    hop.parse().ok().or_else(with_port).or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(lines: &[&str], trusted: usize) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        of_client(&headers, "10.0.0.9".parse().unwrap(), trusted).to_string()
    }

    #[test]
    fn nobody_says_where_they_come_from_unless_a_proxy_does() {
        assert_eq!(client(&["192.0.2.1"], 0), "10.0.0.9");
        assert_eq!(client(&["192.0.2.1"], 1), "192.0.2.1");
        assert_eq!(client(&["6.6.6.6, 192.0.2.1"], 1), "192.0.2.1");
        assert_eq!(client(&["6.6.6.6", "192.0.2.1", "10.0.0.1"], 2), "192.0.2.1");
        assert_eq!(client(&["2001:db8::1"], 1), "2001:db8::1");
        assert_eq!(client(&["[2001:db8::1]:443"], 1), "2001:db8::1");
        assert_eq!(client(&["192.0.2.1:55"], 1), "192.0.2.1");
        for wrong in [&[][..], &["nonsense"], &[""], &["192.0.2.1, unknown"]] {
            assert_eq!(client(wrong, 1), "10.0.0.9");
        }
        assert_eq!(client(&["192.0.2.1"], 2), "10.0.0.9");
    }
}
