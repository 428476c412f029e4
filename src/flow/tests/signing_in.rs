//! Signing in, several workspaces, and tokens that expire.

use std::pin::Pin;

use serde_json::json;

use super::crowd::Flows;
use super::issuer::{BROKER, CLIENT, Choice};
use super::world::{ID, LOOPBACK, REDIRECT, TOKEN, World};
use super::{queue, save, shown};
use crate::error::Code;
use crate::flow::connecting::{self, Leaving, confirm, connect, disconnect, set_broker};
use crate::flow::saving::{pending, take_up};
use crate::flow::signing_in::{SignIn, sign_in};
use crate::flow::vault;
use crate::json::{Field, Json};
use crate::oauth::attempt::LIFE;
use crate::oauth::secret::{Secret, Way};
use crate::outbox::Event;
use crate::settings::AccountStatus;
use crate::view::{SaveState, SignInState};

fn own() -> Box<SignIn> {
    let (client_id, client_secret) = (CLIENT.0.to_owned(), CLIENT.1.to_owned());
    Box::new(SignIn { way: Way::Integration, client_id, client_secret, ..SignIn::default() })
}

fn by_broker() -> Box<SignIn> {
    Box::new(SignIn { way: Way::Broker, ..SignIn::default() })
}

fn again(account: &str) -> Box<SignIn> {
    Box::new(SignIn { account: Some(account.into()), ..SignIn::default() })
}

fn failed(world: &World, wish: Box<SignIn>) -> Code {
    let error = world.run(sign_in(world, wish)).unwrap_err();
    assert!(world.session.borrow().keys().all(|key| key == "pace"), "no attempt stays behind");
    error.code
}

fn secret(world: &World, account: &str) -> Option<Secret> {
    let vault = world.vaults[0].borrow();
    assert_eq!(*vault, *world.vaults[1].borrow(), "both stores hold the same");
    let secret = vault.get(&format!("secret:{account}")).map(|record| Secret::read(record).unwrap());
    secret.filter(|secret| !secret.access.is_empty())
}

/// Signed in and confirmed, with the person's own integration.
fn signed_in() -> World {
    let world = World::default();
    world.run(sign_in(&world, own())).unwrap();
    world.run(confirm(&world, "o")).unwrap();
    world.requests.borrow_mut().clear();
    world
}

#[test]
fn an_own_integration_connects() {
    let world = World::default();
    world.run(sign_in(&world, own())).unwrap();
    let view = shown(&world);
    let account = &view.accounts[0];
    assert_eq!((account.id.as_str(), account.workspace.as_str(), account.way), ("o", "Ada's", Way::Integration));
    assert_eq!(view.destinations.len(), 1);
    assert_eq!(secret(&world, "o").unwrap().refresh, "refresh-1");
    assert!(world.session.borrow().keys().all(|key| key == "pace"));
}

#[test]
fn a_broker_connects_and_renews() {
    let world = World::default();
    assert_eq!(failed(&world, by_broker()), Code::BrokerMalformed);
    world.run(set_broker(&world, &format!("{BROKER}/"))).unwrap();
    world.run(sign_in(&world, by_broker())).unwrap();
    assert_eq!(secret(&world, "o").unwrap().broker, BROKER);
    world.run(confirm(&world, "o")).unwrap();
    // The account keeps its broker, whatever is chosen for the next one.
    world.run(set_broker(&world, "https://other.example")).unwrap();
    world.issuer.expired.set(true);
    assert_eq!(save(&world, &[]).state, SaveState::Saved);
    assert_eq!(world.count(&format!("{BROKER}/v1/refresh")), 1);
}

#[test]
fn another_redirect_address_of_this_browser_is_kept_to() {
    let world = World::default();
    world.issuer.redirect.set(LOOPBACK);
    assert_eq!(failed(&world, own()), Code::SignInCancelled, "the usual one is not registered");
    let wish = |redirect: &str| Box::new(SignIn { redirect: Some(redirect.into()), ..*own() });
    world.run(sign_in(&world, wish(LOOPBACK))).unwrap();
    // To connect again nothing is asked for, and it is the one that is registered.
    world.run(sign_in(&world, again("o"))).unwrap();
    assert_eq!(secret(&world, "o").unwrap().redirect, LOOPBACK);
    // One of somebody else's is never waited for.
    world.issuer.redirect.set(REDIRECT);
    world.run(sign_in(&world, wish("https://evil.example/cb"))).unwrap();
    assert_eq!(secret(&world, "o").unwrap().redirect, REDIRECT);
}

#[test]
fn a_broker_names_any_redirect_address_of_this_browser() {
    for redirect in [REDIRECT, LOOPBACK] {
        let world = World::default();
        world.issuer.redirect.set(redirect);
        world.run(set_broker(&world, BROKER)).unwrap();
        world.run(sign_in(&world, by_broker())).unwrap();
        assert_eq!(shown(&world).accounts.len(), 1);
    }
    let world = World::default();
    world.issuer.redirect.set("https://evil.example/cb");
    world.run(set_broker(&world, BROKER)).unwrap();
    assert_eq!(failed(&world, by_broker()), Code::BrokerFailed);
    assert!(world.issuer.windows.borrow().is_empty());
}

#[test]
fn o_01_o_02_saying_no_leaves_nothing() {
    for choice in [Choice::Close, Choice::Deny] {
        let world = World::default();
        world.issuer.choice.set(choice);
        assert_eq!(failed(&world, own()), Code::SignInCancelled);
        assert!(world.records.borrow().is_empty() && world.requests.borrow().is_empty());
        world.issuer.choice.set(Choice::Allow);
        assert!(world.run(sign_in(&world, own())).is_ok());
    }
}

#[test]
fn o_03_o_17_a_foreign_state_never_causes_a_request() {
    let world = World::default();
    world.issuer.choice.set(Choice::Foreign);
    assert_eq!(failed(&world, own()), Code::SignInRefused);
    assert!(world.requests.borrow().is_empty());
}

#[test]
fn o_09_o_10_what_a_dead_worker_leaves_is_said_and_no_account() {
    let world = World::default();
    // The worker dies at the call that opens the window, after the attempt was remembered.
    world.kill(4, false);
    assert!(world.try_run(sign_in(&world, own())).is_none());
    world.live();
    let view = shown(&world);
    assert_eq!((view.sign_in, view.accounts.len()), (SignInState::Interrupted, 0));
    world.pass(LIFE + 1);
    assert_eq!(shown(&world).sign_in, SignInState::None);
    // A closed browser forgets the attempt.
    world.session.borrow_mut().clear();
    assert!(world.run(sign_in(&world, own())).is_ok());
    assert_eq!(shown(&world).sign_in, SignInState::None);
}

#[test]
fn a_worker_killed_at_any_call_leaves_no_half_connected_account() {
    for after in [false, true] {
        for call in 1.. {
            let world = World::default();
            world.kill(call, after);
            let lived = world.try_run(sign_in(&world, own())).is_some();
            world.live();
            for account in shown(&world).accounts {
                assert!(secret(&world, &account.id).is_some(), "call {call}");
            }
            world.run(sign_in(&world, own())).unwrap();
            assert_eq!(shown(&world).accounts.len(), 1);
            if lived {
                assert!(call > 8, "the story is longer than {call} calls");
                break;
            }
        }
    }
}

#[test]
fn o_13_a_code_that_is_used_up_means_start_again() {
    for standard in [false, true] {
        let world = World::default();
        world.issuer.standard.set(standard);
        world.issuer.forgets_codes.set(true);
        assert_eq!(failed(&world, own()), Code::SignInExpired);
        world.issuer.forgets_codes.set(false);
        let wish = Box::new(SignIn { client_secret: CLIENT.1.replace('A', "B"), ..*own() });
        assert_eq!(failed(&world, wish), Code::ClientRejected);
        world.lose_next_answer.set(true);
        assert_eq!(failed(&world, own()), Code::Offline);
    }
}

#[test]
fn o_16_another_workspace_is_another_account() {
    let world = signed_in();
    world.issuer.expired.set(true);
    world.issuer.revoked.set(true);
    assert_eq!(save(&world, &[]).state, SaveState::Attention);
    *world.issuer.workspace.borrow_mut() = "p";
    world.run(sign_in(&world, again("o"))).unwrap();
    let view = shown(&world);
    let confirmed: Vec<(&str, bool)> =
        view.accounts.iter().map(|account| (account.id.as_str(), account.confirmed)).collect();
    assert_eq!(confirmed, [("o", true), ("p", false)]);
    world.finish();
    assert_eq!(world.pages.borrow().len(), 0, "a save is never sent with another account's token");
}

#[test]
fn nothing_is_saved_before_the_workspace_is_confirmed() {
    let world = World::default();
    world.run(sign_in(&world, own())).unwrap();
    let view = save(&world, &[]);
    assert_eq!((view.state, view.error.unwrap().code), (SaveState::Attention, Code::NotConfirmed));
    let retried = world.run(take_up(&world, &view.id, Event::Retry)).unwrap();
    assert_eq!(retried.state, SaveState::Attention);
    assert!(world.pages.borrow().is_empty());
    world.run(confirm(&world, "o")).unwrap();
    world.finish();
    assert_eq!(world.pages.borrow().len(), 1);
    // Connecting the same workspace again asks nothing.
    world.run(sign_in(&world, again("o"))).unwrap();
    assert!(shown(&world).accounts[0].confirmed);
}

#[test]
fn two_workspaces_stand_side_by_side() {
    let world = signed_in();
    world.run(connect(&world, TOKEN)).unwrap();
    assert_eq!(shown(&world).accounts.len(), 2);
    world.run(disconnect(&world, Leaving { account: "o".into(), with_saves: false })).unwrap();
    let view = shown(&world);
    assert_eq!((view.accounts.len(), view.accounts[0].id.as_str()), (1, "w"));
    assert!(secret(&world, "o").is_none() && secret(&world, "w").is_some());
}

#[test]
fn the_templates_database_is_chosen_at_once() {
    let world = World::default();
    world.issuer.template.set(Some("7e3e0000-0000-4000-8000-000000000001"));
    // One more, so that there would be something to choose.
    world.add_sources(1);
    world.sources.borrow_mut().reverse();
    world.run(sign_in(&world, own())).unwrap();
    assert!(shown(&world).default_destination.is_some());
    assert_eq!(world.count(&format!("/v1/databases/{}", ID.database)), 1);
}

#[test]
fn t_04_many_saves_meet_one_expired_token_and_renew_once() {
    let world = signed_in();
    world.issuer.expired.set(true);
    let before = world.issuer.issued.get();
    for number in 0..50 {
        assert_eq!(save(&world, &[&format!("tag {number}")]).state, SaveState::Saved);
    }
    assert_eq!((world.issuer.issued.get() - before, world.pages.borrow().len()), (1, 50));
}

#[test]
fn t_06_a_lost_answer_to_a_renewal_is_asked_for_once_more_and_later() {
    let world = signed_in();
    world.issuer.expired.set(true);
    let ids: Vec<String> = (0..50).map(|number| queue(&world, &[&format!("tag {number}")]).unwrap()).collect();
    for id in &ids {
        // The first answer is Notion's refusal of the token; the one after it is lost. The others
        // wait with the account.
        world.lose_answer_of.set(Some("/v1/oauth/token"));
        let view = world.run(take_up(&world, id, Event::Begin)).unwrap();
        assert_eq!(view.state, SaveState::Waiting);
        assert!(view.error.is_none_or(|error| error.code == Code::RenewalFailed));
    }
    assert_eq!(world.count("/v1/oauth/token"), 1, "fifty saves, one request");
    assert!(!secret(&world, "o").unwrap().access.is_empty());
    world.lose_answer_of.set(None);
    world.finish();
    // The issuer took the old refresh token back: only the person can help, and nothing is lost.
    assert_eq!(world.count("/v1/oauth/token"), 2);
    assert_eq!(shown(&world).accounts[0].status, AccountStatus::Rejected);
    assert_eq!(world.run(pending(&world)).unwrap().attention, 50);
    world.run(sign_in(&world, again("o"))).unwrap();
    world.finish();
    assert_eq!(world.pages.borrow().len(), 50);
}

#[test]
fn t_07_a_worker_killed_at_any_call_of_a_renewal_loses_nothing() {
    for after in [false, true] {
        for call in 1.. {
            let world = signed_in();
            world.issuer.expired.set(true);
            let id = queue(&world, &[]).unwrap();
            world.kill(call, after);
            let lived = world.try_run(take_up(&world, &id, Event::Begin)).is_some();
            world.live();
            world.go_on(10);
            let asked = world.count("/v1/oauth/token");
            assert!((1..=2).contains(&asked), "call {call}: {asked} requests");
            if world.pages.borrow().is_empty() {
                // The pair was used up by an answer that nobody wrote down.
                assert_eq!(shown(&world).accounts[0].status, AccountStatus::Rejected);
                world.run(sign_in(&world, again("o"))).unwrap();
                world.finish();
            }
            assert_eq!(world.pages.borrow().len(), 1, "call {call}, after: {after}");
            if lived {
                assert!(call > 12, "the story is longer than {call} calls");
                break;
            }
        }
    }
}

#[test]
fn t_10_a_renewal_that_fails_for_now_is_no_logout() {
    let world = signed_in();
    world.issuer.expired.set(true);
    let id = queue(&world, &[]).unwrap();
    world.fail_next_with.set(Some(("/v1/oauth/token", 503)));
    let view = world.run(take_up(&world, &id, Event::Begin)).unwrap();
    assert_eq!((view.state, view.error.unwrap().code), (SaveState::Waiting, Code::RenewalFailed));
    assert_eq!(shown(&world).accounts[0].status, AccountStatus::Connected);
    world.finish();
    assert_eq!(world.pages.borrow().len(), 1);
}

#[test]
fn t_12_a_secret_lost_in_one_store_comes_back_from_the_other() {
    for lost in [0, 1] {
        let world = signed_in();
        world.vaults[lost].borrow_mut().clear();
        assert_eq!(save(&world, &[]).state, SaveState::Saved);
        assert!(secret(&world, "o").is_some());
    }
}

#[test]
fn t_12_of_two_copies_the_one_that_changed_last_is_right() {
    let world = signed_in();
    let old = world.vaults[0].borrow().clone();
    world.issuer.expired.set(true);
    save(&world, &[]);
    *world.vaults[1].borrow_mut() = old;
    assert_eq!(save(&world, &["again"]).state, SaveState::Saved);
    assert_eq!(secret(&world, "o").unwrap().access, "access-2");
}

#[test]
fn t_13_a_secret_that_cannot_be_read_means_reconnect() {
    for broken in [json!(5), json!({ "revision": "x" }), json!({ "access": "two words", "revision": 9 })] {
        let world = signed_in();
        for vault in &world.vaults {
            vault.borrow_mut().insert("secret:o".into(), crate::json::testing::json(broken.clone()));
        }
        let view = save(&world, &[]);
        assert_eq!((view.state, view.error.unwrap().code), (SaveState::Attention, Code::NotConnected), "{broken}");
        world.run(sign_in(&world, own())).unwrap();
        world.finish();
        assert_eq!(world.pages.borrow().len(), 1);
    }
}

#[test]
fn t_14_disconnecting_revokes_and_leaves_nothing() {
    let world = signed_in();
    world.online.set(false);
    save(&world, &[]);
    world.online.set(true);
    world.run(disconnect(&world, Leaving { account: "o".into(), with_saves: true })).unwrap();
    assert_eq!(world.count("/v1/oauth/revoke"), 1);
    assert!(world.issuer.expired.get());
    assert!(world.operations().is_empty() && secret(&world, "o").is_none());
    assert_eq!(world.records.borrow().keys().collect::<Vec<_>>(), ["settings"]);
    assert!(connecting_again(&world), "and it can be connected again");
}

fn connecting_again(world: &World) -> bool {
    world.run(sign_in(world, own())).is_ok() && world.run(connecting::view(world)).is_ok()
}

#[test]
fn t_14_disconnecting_offline_forgets_all_the_same() {
    let world = signed_in();
    world.online.set(false);
    world.run(disconnect(&world, Leaving { account: "o".into(), with_saves: false })).unwrap();
    assert!(secret(&world, "o").is_none());
}

#[test]
fn a_forgotten_secret_does_not_come_back_from_the_other_store() {
    // The worker dies at each call of disconnecting, and one of the two stores
    // loses its last writes.
    for call in 1.. {
        let world = signed_in();
        let old = world.vaults[1].borrow().clone();
        world.kill(call, true);
        let lived = world.try_run(disconnect(&world, Leaving { account: "o".into(), with_saves: false })).is_some();
        world.live();
        if secret(&world, "o").is_none() {
            *world.vaults[1].borrow_mut() = old;
            assert_eq!(world.run(vault::secret(&world, "o")).err().map(|error| error.code), Some(Code::NotConnected));
            assert!(secret(&world, "o").is_none(), "and both stores say so again");
        }
        if lived {
            break;
        }
    }
}

/// Fifty saves in two contexts, all with a token that has just expired.
fn fifty(world: &World) -> Vec<String> {
    let ids = (0..50).map(|number| queue(world, &[&format!("tag {number}")]).unwrap()).collect();
    world.issuer.expired.set(true);
    ids
}

fn advancing<'a>(world: &'a World, ids: &'a [String]) -> Flows<'a> {
    let flow = |id: &'a String| -> Pin<Box<dyn Future<Output = ()> + 'a>> {
        Box::pin(async move {
            match take_up(world, id, Event::Begin).await {
                Err(error) if error.code == Code::UnknownSave => {}
                done => drop(done.unwrap()),
            }
        })
    };
    ids.iter().map(flow).collect()
}

#[test]
fn t_04_t_05_fifty_saves_in_two_contexts_renew_once() {
    for seed in 1..=20 {
        let world = signed_in();
        let ids = fifty(&world);
        let (one, other) = ids.split_at(25);
        world.crowd.run(seed, vec![advancing(&world, one), advancing(&world, other)], None);
        assert!(world.count("/v1/pages") <= 25, "seed {seed}: most are left to the outbox");
        world.finish();
        assert_eq!(world.count("/v1/oauth/token"), 1, "seed {seed}");
        assert_eq!(world.pages.borrow().len(), 50, "seed {seed}");
    }
}

#[test]
fn t_06_fifty_saves_in_two_contexts_and_a_lost_answer_ask_once() {
    for seed in 1..=20 {
        let world = signed_in();
        let ids = fifty(&world);
        let (one, other) = ids.split_at(25);
        world.lose_answer_of.set(Some("/v1/oauth/token"));
        world.crowd.run(seed, vec![advancing(&world, one), advancing(&world, other)], None);
        assert_eq!(world.count("/v1/oauth/token"), 1, "seed {seed}");
        let waiting = world.run(pending(&world)).unwrap();
        assert_eq!((waiting.waiting, waiting.attention), (50, 0), "seed {seed}: all wait, none is lost");
    }
}

#[test]
fn t_07_a_context_that_dies_among_fifty_saves_loses_and_doubles_nothing() {
    for seed in 1..=20 {
        let world = signed_in();
        let ids = fifty(&world);
        let (one, other) = ids.split_at(25);
        let step = usize::try_from(seed * 37 % 2_000).unwrap();
        world.crowd.run(seed, vec![advancing(&world, one), advancing(&world, other)], Some((0, step)));
        world.go_on(10);
        let asked = world.count("/v1/oauth/token");
        assert!((1..=2).contains(&asked), "seed {seed}: {asked} requests");
        if world.pages.borrow().len() < 50 {
            assert_eq!(shown(&world).accounts[0].status, AccountStatus::Rejected, "seed {seed}");
            world.run(sign_in(&world, again("o"))).unwrap();
            world.finish();
        }
        assert_eq!(world.pages.borrow().len(), 50, "seed {seed}");
    }
}

#[test]
fn t_08_t_11_connecting_again_while_a_renewal_is_under_way_wins() {
    for seed in 1..=40 {
        let world = signed_in();
        let ids = fifty(&world);
        let again = || -> Flows<'_> {
            vec![Box::pin(async {
                sign_in(&world, again("o")).await.unwrap();
            })]
        };
        world.crowd.run(seed, vec![advancing(&world, &ids[..5]), again()], None);
        assert_eq!(secret(&world, "o").unwrap().access, format!("access-{}", world.issuer.pair.get()), "seed {seed}");
        world.finish();
        assert_eq!(world.pages.borrow().len(), 50, "seed {seed}");
    }
}

#[test]
fn t_14_disconnecting_while_a_renewal_is_under_way_leaves_no_secret() {
    for seed in 1..=40 {
        let world = signed_in();
        let ids = fifty(&world);
        let leave = || -> Flows<'_> {
            vec![Box::pin(async {
                disconnect(&world, Leaving { account: "o".into(), with_saves: false }).await.unwrap();
            })]
        };
        world.crowd.run(seed, vec![advancing(&world, &ids[..5]), leave()], None);
        assert!(secret(&world, "o").is_none(), "seed {seed}");
    }
}

#[test]
fn a_broker_cannot_take_over_a_workspace_that_was_confirmed() {
    // It hands over a token of its own, and names the person's workspace.
    let world = World::default();
    world.run(connect(&world, TOKEN)).unwrap();
    world.run(confirm(&world, "w")).unwrap();
    world.run(set_broker(&world, BROKER)).unwrap();
    world.issuer.lies.set(Some("w"));
    world.run(sign_in(&world, by_broker())).unwrap();
    let view = shown(&world);
    let accounts: Vec<(&str, Way, bool)> =
        view.accounts.iter().map(|account| (account.id.as_str(), account.way, account.confirmed)).collect();
    assert_eq!(accounts, [("w", Way::Token, true), ("o", Way::Broker, false)]);
}

#[test]
fn confirming_while_a_save_finds_it_missing_strands_nothing() {
    for seed in 1..=60 {
        let world = World::default();
        world.run(sign_in(&world, own())).unwrap();
        let ids = vec![queue(&world, &[]).unwrap()];
        let confirming = || -> Flows<'_> { vec![Box::pin(async { confirm(&world, "o").await.unwrap() })] };
        world.crowd.run(seed, vec![advancing(&world, &ids), confirming()], None);
        world.finish();
        assert_eq!(world.pages.borrow().len(), 1, "seed {seed}");
    }
}

#[test]
fn a_page_that_another_connection_made_is_found_again() {
    // The answer is lost; then the same workspace is connected as somebody else.
    let world = signed_in();
    world.lose_next_answer.set(true);
    assert_eq!(save(&world, &[]).state, SaveState::Unclear);
    world.issuer.bot.set("other bot");
    world.run(sign_in(&world, again("o"))).unwrap();
    assert_eq!(shown(&world).accounts[0].bot, "other bot");
    world.finish();
    assert_eq!(world.pages.borrow().len(), 1);
}

#[test]
fn a_list_that_comes_after_disconnecting_adds_nothing() {
    for seed in 1..=60 {
        let world = signed_in();
        let leave = || -> Flows<'_> {
            vec![Box::pin(async {
                disconnect(&world, Leaving { account: "o".into(), with_saves: false }).await.unwrap();
            })]
        };
        let list = || -> Flows<'_> {
            vec![Box::pin(async {
                let _refused_or_done = connecting::refresh_destinations(&world).await;
            })]
        };
        world.crowd.run(seed, vec![leave(), list()], None);
        assert!(shown(&world).destinations.is_empty(), "seed {seed}");
    }
}

#[test]
fn what_is_deleted_while_it_is_sent_stays_deleted() {
    for seed in 1..=60 {
        let world = signed_in();
        let ids = vec![queue(&world, &[]).unwrap()];
        let leave = || -> Flows<'_> {
            vec![Box::pin(async {
                disconnect(&world, Leaving { account: "o".into(), with_saves: true }).await.unwrap();
            })]
        };
        world.crowd.run(seed, vec![advancing(&world, &ids), leave()], None);
        // C-06: what Notion has all the same is said.
        let told = world.operations().iter().all(|save| {
            let codes: Vec<&str> =
                save.get("notices").items().iter().filter_map(|notice| notice.get("code").text()).collect();
            codes.contains(&"discarded-too-late")
        });
        assert!(told, "seed {seed}");
        // Every page belongs to a save, which was deleted while it was sent, or after.
        let known = world.saves[0].borrow().values().filter(|save| *save.get("page") != Json::Null).count();
        assert_eq!(known, world.pages.borrow().len(), "seed {seed}");
    }
}
