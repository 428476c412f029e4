//! Parameters that follow people and say nothing of the page. The list is
//! bundled, so that cleaning asks nobody; a person can switch it off.

use super::Address;
use crate::text;

/// Names that begin so are tracking, whatever follows.
const PREFIXES: &[&str] =
    &["utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "_hs", "__hs", "at_custom", "oly_", "vero_"];

/// Exact names, on every site.
const NAMES: &[&str] = &[
    "_branch_match_id",
    "_bta_c",
    "_bta_tid",
    "_ga",
    "_gl",
    "_kx",
    "_openstat",
    "at_campaign",
    "at_medium",
    "awc",
    "cmpid",
    "dclid",
    "dm_i",
    "ef_id",
    "epik",
    "fbclid",
    "gad_campaignid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "gdfms",
    "gdftrk",
    "gdffi",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "hsctatracking",
    "igsh",
    "igshid",
    "irclickid",
    "irgwc",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "mkwid",
    "ml_subscriber",
    "ml_subscriber_hash",
    "msclkid",
    "ncid",
    "pcrid",
    "rb_clickid",
    "rdt_cid",
    "ref_src",
    "ref_url",
    "s_cid",
    "s_kwcid",
    "sccid",
    "srsltid",
    "tblci",
    "trk_contact",
    "trk_module",
    "trk_msg",
    "trk_sid",
    "ttclid",
    "twclid",
    "wbraid",
    "wickedid",
    "wt_mc",
    "wt_zmc",
    "xtor",
    "yclid",
    "ysclid",
    "zanpid",
];

/// Names that mean tracking on one site only, with the host they belong to.
const BY_HOST: &[(&str, &[&str])] = &[
    (
        "amazon.",
        &[
            "_encoding",
            "content-id",
            "crid",
            "dib",
            "dib_tag",
            "pd_rd_i",
            "pd_rd_r",
            "pd_rd_w",
            "pd_rd_wg",
            "pf_rd_p",
            "pf_rd_r",
            "qid",
            "ref",
            "ref_",
            "sprefix",
            "sr",
        ],
    ),
    ("youtube.com", &["feature", "pp", "si"]),
    ("youtu.be", &["feature", "si"]),
    ("spotify.com", &["si"]),
    ("twitter.com", &["s", "t"]),
    ("x.com", &["s", "t"]),
    ("linkedin.com", &["trackingid", "refid", "lipi", "midtoken", "trk"]),
    ("medium.com", &["source"]),
    ("reddit.com", &["share_id", "rdt"]),
    ("tiktok.com", &["_r", "_t", "is_from_webapp", "sender_device"]),
    ("aliexpress.com", &["spm", "scm", "algo_pvid"]),
];

/// The address without them, and without a fragment that carries no meaning
/// (empty, `top`, a text directive, or nothing but tracking). Everything else
/// stays byte for byte.
pub(super) fn clean(address: &Address) -> Address {
    let mut parts = address.parts();
    let host = address.host();
    let kept = parts.query.map(|query| without_tracking(query, host));
    parts.query = kept.as_deref().filter(|query| !query.is_empty());
    parts.fragment = parts.fragment.filter(|fragment| means_something(fragment, host));
    parts.join()
}

fn without_tracking(query: &str, host: &str) -> String {
    let mut kept = String::with_capacity(query.len());
    for pair in query.split('&').filter(|pair| !is_tracking(pair, host)) {
        kept.push_str(pair);
        kept.push('&');
    }
    kept.pop();
    kept
}

fn is_tracking(pair: &str, host: &str) -> bool {
    let name = pair.split_once('=').map_or(pair, |(name, _)| name).to_ascii_lowercase();
    NAMES.contains(&name.as_str())
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || BY_HOST.iter().any(|(site, names)| belongs(host, site) && names.contains(&name.as_str()))
}

/// Whether the host is the site or one of its subdomains. A site that ends in a
/// dot stands for every country's domain of it.
fn belongs(host: &str, site: &str) -> bool {
    match site.strip_suffix('.') {
        Some(_) => host.starts_with(site) || text::contains(host, &[".", site].concat()),
        None => host == site || host.strip_suffix(site).is_some_and(|head| head.ends_with('.')),
    }
}

fn means_something(fragment: &str, host: &str) -> bool {
    // A route keeps its parameters: they may well be the page.
    let bare = text::cut(fragment, ":~:").map_or(fragment, |(head, _)| head);
    !bare.is_empty() && bare != "top" && !(bare.contains('=') && bare.split('&').all(|pair| is_tracking(pair, host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        Address::parse(text).unwrap().cleaned().to_string()
    }

    #[test]
    fn tracking_goes_and_meaning_stays() {
        for (before, after) in [
            ("https://e.com/a?utm_source=x&id=5&fbclid=1", "https://e.com/a?id=5"),
            ("https://e.com/a?utm_source=x", "https://e.com/a"),
            ("https://e.com/a?UTM_Source=x&b", "https://e.com/a?b"),
            ("https://e.com/?q=utm_source", "https://e.com/?q=utm_source"),
            ("https://e.com/a?&id=%20x+y&&z=", "https://e.com/a?&id=%20x+y&&z="),
            ("https://www.youtube.com/watch?v=abc&si=def&t=42", "https://www.youtube.com/watch?v=abc&t=42"),
            ("https://x.com/a/status/1?s=20&t=abc", "https://x.com/a/status/1"),
            ("https://box.com/?s=20", "https://box.com/?s=20"),
            ("https://www.amazon.co.uk/dp/B00?ref=sr_1&th=1", "https://www.amazon.co.uk/dp/B00?th=1"),
            ("https://notamazon.com/dp?ref=sr_1", "https://notamazon.com/dp?ref=sr_1"),
            // P-12: only the top-level query; an address inside it is its own.
            (
                "https://e.com/r?to=https%3A%2F%2Fx.com%2F%3Futm_source%3D1",
                "https://e.com/r?to=https%3A%2F%2Fx.com%2F%3Futm_source%3D1",
            ),
            ("https://e.com/#/route?utm_source=x", "https://e.com/#/route?utm_source=x"),
        ] {
            assert_eq!(cleaned(before), after);
        }
    }

    #[test]
    fn fragments_stay_when_they_mean_something() {
        for (before, after) in [
            ("https://e.com/a#section-2", "https://e.com/a#section-2"),
            ("https://e.com/#!/inbox/5", "https://e.com/#!/inbox/5"),
            ("https://e.com/a#", "https://e.com/a"),
            ("https://e.com/a#top", "https://e.com/a"),
            ("https://e.com/a#:~:text=hello", "https://e.com/a"),
            ("https://e.com/a#part:~:text=hello", "https://e.com/a#part:~:text=hello"),
            ("https://e.com/a#xtor=RSS-3", "https://e.com/a"),
            ("https://e.com/a#page=3", "https://e.com/a#page=3"),
        ] {
            assert_eq!(cleaned(before), after);
        }
    }
}
