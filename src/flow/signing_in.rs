//! Signing in with Notion: from the button to a connected workspace.

use super::{asking, connecting, listing, records, vault};
use crate::error::{Code, Error};
use crate::http::Recipient;
use crate::json::{Field, late_record};
use crate::notion::answer::Me;
use crate::notion::request::me;
use crate::oauth::attempt::{Attempt, LIFE, authorize_address, random_text};
use crate::oauth::client::Client;
use crate::oauth::grant::{Grant, Started};
use crate::oauth::request;
use crate::oauth::secret::{self, Secret, Way};
use crate::port::Port;
use crate::settings::Account;
use crate::view::SignInState;

/// Where the attempt is remembered while Notion's window is open.
const ATTEMPT: &str = "sign-in";

/// How the person wants to sign in.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct SignIn {
    /// The account to connect again, the way it was connected before. The rest is
    /// then not looked at.
    pub account: Option<String>,
    /// How.
    pub way: Way,
    /// The id of the person's own integration, as pasted.
    pub client_id: String,
    /// Its secret, as pasted.
    pub client_secret: String,
    /// Which of the browser's redirect addresses is registered for it; the usual one
    /// where none is named.
    pub redirect: Option<String>,
}

late_record!(SignIn { account, way, client_id, client_secret, redirect });

/// Opens Notion's window, and connects what the person allows there. The caller
/// makes sure that no two run at a time.
///
/// # Errors
/// [`Code::SignInCancelled`] when the person changed their mind, and every way
/// in which it can fail; no half-connected account stays behind.
pub async fn sign_in(port: &impl Port, wish: Box<SignIn>) -> Result<(), Box<Error>> {
    port.remember(ATTEMPT, None).await?;
    // Nobody signs in for an answer that could not be used.
    port.allowed()?;
    let mut attempt = prepare(port, &wish).await?;
    let address = open(port, &mut attempt).await?;
    port.remember(ATTEMPT, Some(attempt.remembered().write())).await?;
    let answer = port.authorize(&address).await;
    // Used once, whatever comes of it.
    let remembered = port.recall(ATTEMPT).await?.as_ref().and_then(Attempt::read);
    port.remember(ATTEMPT, None).await?;
    let answer = answer?.ok_or(Code::SignInCancelled)?;
    let code = remembered.ok_or(Code::SignInInterrupted)?.code(&answer, port.now())?;
    let issuer = issuer(&attempt)?;
    let answer = asking::send_secret(port, &issuer, &request::exchange(&attempt, &code)).await;
    let grant = Grant::from_answer(&answer.map_err(|error| exchange_failed(&attempt, error))?);
    let grant = grant.ok_or(Code::UnreadableAnswer)?;
    connect(port, attempt, &grant).await
}

/// What this way of signing in needs.
async fn prepare(port: &impl Port, wish: &SignIn) -> Result<Attempt, Box<Error>> {
    let attempt = Attempt { started_at: port.now(), ..Attempt::default() };
    let settings = records::settings(port).await?;
    let (mut way, mut broker) = (wish.way, None);
    if let Some(id) = &wish.account {
        match vault::secret(port, id).await {
            Ok(secret) => {
                let Secret { way, client_id, client_secret, broker, redirect, .. } = *secret;
                let redirect = one_of(port.redirects(), &redirect);
                return Ok(Attempt { way, client_id, client_secret, broker, redirect, ..attempt });
            }
            // Every store lost it. Through a broker it can be had again; what else has
            // to be pasted again, the form asks for.
            Err(error) if error.code == Code::NotConnected => {
                let account = settings.account(id).ok_or(Code::NotConnected)?;
                (way, broker) = (account.way, account.broker.as_deref());
            }
            Err(error) => return Err(error),
        }
    }
    match way {
        Way::Token => Err(Code::MalformedMessage.into()),
        Way::Integration => {
            let client = Client::parse(&wish.client_id, &wish.client_secret)?;
            let (client_id, client_secret) = (client.id().to_owned(), client.reveal().to_owned());
            let redirect = one_of(port.redirects(), wish.redirect.as_deref().unwrap_or_default());
            Ok(Attempt { way, client_id, client_secret, redirect, ..attempt })
        }
        Way::Broker => {
            let broker = broker.or(settings.broker()).ok_or(Code::BrokerMalformed)?.to_owned();
            Ok(Attempt { way, broker, ..attempt })
        }
    }
}

/// The redirect address that is wished for; the usual one where it is none of this
/// browser's, as after the extension was loaded from elsewhere.
fn one_of(redirects: Vec<String>, wished: &str) -> String {
    let at = redirects.iter().position(|known| known == wished).unwrap_or_default();
    redirects.into_iter().nth(at).unwrap_or_default()
}

/// Gives the attempt its state, and the address of Notion's window.
async fn open(port: &impl Port, attempt: &mut Attempt) -> Result<String, Box<Error>> {
    if attempt.way != Way::Broker {
        attempt.state = random_text(&port.random_bits());
        return Ok(authorize_address(&attempt.client_id, &attempt.redirect, &attempt.state));
    }
    attempt.verifier = random_text(&port.random_bits());
    let challenge = random_text(&port.digest(&attempt.verifier).await?);
    let start = request::start(&challenge, &port.browser());
    let answer = asking::send_secret(port, &issuer(attempt)?, &start).await.map_err(|error| broker_failed(&error))?;
    let started = Started::from_answer(&answer).ok_or(Code::BrokerFailed)?;
    attempt.state = started.state;
    let redirect = attempt.asked_by(&started.authorize_address, port.redirects());
    let foreign = || Error::with_detail(Code::BrokerFailed, "it asks for another address than this browser's");
    attempt.redirect = redirect.ok_or_else(foreign)?;
    Ok(started.authorize_address)
}

fn issuer(attempt: &Attempt) -> Result<Recipient, Box<Error>> {
    let Attempt { way, client_id, client_secret, broker, .. } = attempt;
    secret::issuer(*way, client_id, client_secret, broker).ok_or_else(|| Code::MalformedMessage.into())
}

/// A code that is used up or too old means: start again.
fn exchange_failed(attempt: &Attempt, error: Box<Error>) -> Box<Error> {
    match error.code {
        Code::GrantRejected => Error::with_detail(Code::SignInExpired, &error.message),
        _ if attempt.way == Way::Broker => broker_failed(&error),
        _ => error,
    }
}

fn broker_failed(error: &Error) -> Box<Error> {
    let mut failed = Error::with_detail(Code::BrokerFailed, &error.message);
    (failed.status, failed.retry_after_ms) = (error.status, error.retry_after_ms);
    failed
}

/// Stores what was issued, and lists what it sees.
async fn connect(port: &impl Port, attempt: Attempt, grant: &Grant) -> Result<(), Box<Error>> {
    // Notion itself is asked whose it is, not whoever handed it over: a broker
    // could name a workspace that the person confirmed long ago.
    let answer = asking::send(port, &Recipient::notion(&grant.access), &me()).await?;
    let me = Me::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
    let broker = (attempt.way == Way::Broker).then(|| attempt.broker.clone());
    let account = Account { way: attempt.way, broker, ..Account::of(&me, &grant.access) };
    let Attempt { way, client_id, client_secret, broker, redirect, .. } = attempt;
    let mut secret = Secret { way, client_id, client_secret, broker, redirect, ..Secret::default() };
    secret.accept(grant, port.now());
    connecting::store(port, &account, &mut secret).await?;
    let listed = connecting::list(port, &account.id).await;
    if let Some(template) = &grant.template {
        choose_template(port, &account.id, template).await?;
    }
    listed
}

/// The database of the developer's template is what the person wants to save to:
/// they just asked for it.
async fn choose_template(port: &impl Port, account: &str, template: &str) -> Result<(), Box<Error>> {
    // Where it cannot be found, the person chooses from the list.
    let Ok(sources) = listing::inside_page(port, account, template).await else { return Ok(()) };
    let Some(first) = sources.first() else { return Ok(()) };
    let id = first.id.clone();
    connecting::add(port, account, sources).await?;
    connecting::choose_destination(port, &id).await
}

/// Where a sign-in stands, for whoever opens the options meanwhile.
pub(super) async fn state(port: &impl Port) -> Result<SignInState, Box<Error>> {
    let attempt = port.recall(ATTEMPT).await?.as_ref().and_then(Attempt::read);
    let Some(attempt) = attempt.filter(|attempt| port.now().abs_diff(attempt.started_at) < LIFE) else {
        return Ok(SignInState::None);
    };
    drop(attempt);
    Ok(if port.is_authorizing().await? { SignInState::Open } else { SignInState::Interrupted })
}

/// An attempt that was interrupted is of no more interest.
pub(super) async fn forget_interrupted(port: &impl Port) -> Result<(), Box<Error>> {
    match state(port).await? {
        SignInState::Interrupted => port.remember(ATTEMPT, None).await,
        SignInState::None | SignInState::Open => Ok(()),
    }
}
