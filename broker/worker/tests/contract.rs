//! The Worker in the real workerd, in front of the real stand-in: the scenarios every door has to get through.
//!
//! Left out, because a Worker cannot have it or the platform does it:
//! - K-10, the replay cache and the single flight: isolates share no memory;
//! - K-07 across isolates, and five at once: the platform's rate limit, which workerd has no counterpart of;
//! - K-11 and K-12 as restarts: nothing is kept, and the keys are the core's, tested with it;
//! - K-13 for heads, and K-05 for paths with dots: the edge reads heads and resolves dots before a Worker runs;
//! - counters, `X-Forwarded-For`, signals, files of secrets: there are none.

#[path = "../../tests/common/mod.rs"]
mod common;
mod workerd;

use common::scenarios as does;
use workerd::Workerd;

macro_rules! scenarios {
    ($($name:ident)*) => {
        $(#[tokio::test]
        async fn $name() {
            let workerd = Workerd::start(common::settings()).await;
            does::$name(&workerd.world).await;
            workerd.end().await;
        })*
    };
}

scenarios! {
    somebody_connects_refreshes_and_revokes
    health_and_about_are_told
    k_01_what_is_not_a_request_is_refused
    k_02_a_state_is_taken_as_it_was_given_or_not_at_all
    k_03_only_the_own_verifier_opens
    k_04_no_caller_says_where_codes_go
    k_05_nothing_else_is_relayed
    k_06_only_known_extensions_may_read
    k_07_one_place_uses_up_its_own_requests_only
    k_08_notions_troubles_are_told_in_one_sentence
    k_08_notion_gets_ten_seconds
    k_13_a_body_that_does_not_come_is_waited_for_ten_seconds
    o_13_what_notion_refuses_is_refused
    o_14_an_answer_without_a_token_is_no_answer
    o_15_an_answer_is_read_within_bounds
    notions_rate_limit_is_heeded
    a_notion_that_fails_is_left_alone
}

#[tokio::test]
async fn k_09_and_half_set_up_it_serves_nobody_and_names_no_value() {
    let mut settings = common::settings();
    settings.retain(|(name, _)| *name != "KEY");
    let workerd = Workerd::start(settings).await;
    let response = workerd.world.door.send(common::wire::Request::new("GET", "/healthz")).await;
    common::refused(&response, 502, "broker_misconfigured");
    let written = workerd.end().await;
    assert!(written.contains("SATCHEL_BROKER_KEY is not set"), "{written}");
}
