//! Which addresses Notion takes where.

use serde_json::Value;

use super::{Findings, TEXT};

/// The endings of files that Notion shows as an image when it is given their address.
const IMAGES: [&str; 9] = ["bmp", "gif", "heic", "jpeg", "jpg", "png", "svg", "tif", "tiff"];

/// Whether text may link there: an absolute http, https or mailto address.
#[must_use]
pub fn is_link(address: &str) -> bool {
    let mail = address.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:")) && address.len() > 7;
    is_web_address(address) || (mail && !has_blanks(address))
}

/// Whether it is an absolute http or https address with a host.
#[must_use]
pub fn is_web_address(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
        && !host.is_empty()
        && !has_blanks(address)
}

fn has_blanks(address: &str) -> bool {
    address.chars().any(|letter| letter.is_whitespace() || letter.is_control())
}

/// Whether its path ends like an image's.
fn is_image(address: &str) -> bool {
    let whole = address.split(['?', '#']).next().unwrap_or_default();
    let path = whole.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending);
    IMAGES.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// An `external` file of a block, icon, cover or property, named `what` in the message.
pub(super) fn external(file: &Value, path: &str, what: &str, findings: &mut Findings) {
    let Some(address) = file.pointer("/external/url").and_then(Value::as_str) else { return };
    findings.longest(&format!("{path}.external.url"), address, TEXT);
    if !is_web_address(address) || (what == "image" && !is_image(address)) {
        findings.content.push(format!("Invalid {what} url."));
    }
}

/// A page's icon, or a callout's.
pub(super) fn icon(icon: &Value, path: &str, findings: &mut Findings) {
    external(icon, path, "page icon", findings);
    if let Some(Value::String(emoji)) = icon.get("emoji")
        && (emoji.is_empty() || emoji.chars().all(|letter| letter.is_ascii_alphanumeric()))
    {
        findings.wrong(&format!("{path}.emoji"), "an emoji", &Value::String(emoji.clone()));
    }
}
