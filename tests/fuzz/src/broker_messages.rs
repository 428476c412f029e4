//! A request to the broker and what Notion says to it, as anybody may send them.
//!
//! Parts with an empty line between them: the request's first line and headers, its body,
//! Notion's status with a `Retry-After` in the next line, Notion's body. `STATE` in a
//! request stands for a state that the broker sealed.
//!
//! Never, whatever they are:
//!
//! - a panic;
//! - an answer that is neither empty nor JSON, that shows the client secret, or that says
//!   anything in a refusal but a code and its constant text;
//! - leave to read an answer for anybody but the known extension;
//! - a question to any address but Notion's two, with a redirect that is not in the table;
//! - anything of Notion's answer but its nine fields.

use satchel_broker::broker::Step;
use satchel_broker::client::Client;
use satchel_broker::http::{Answer, Head};
use satchel_broker::pkce::Challenge;
use satchel_broker::secret::SecretBytes;
use satchel_broker::state::{Attempt, seal};
use satchel_broker::upstream::{Question, Reply, conclude};
use serde_json::Value;

use crate::broker::{ORIGIN, REDIRECT, SECRET, broker, keys};

/// RFC 7636's example, for `dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const NOW: u64 = 1_000;

/// Takes the input as a conversation.
pub fn check(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let mut parts = input.splitn(4, "\n\n");
    let mut part = || parts.next().unwrap_or_default();
    let (head, body, reply, said) = (part(), part(), part(), part());
    let broker = broker();
    let mut lines = head.lines();
    let (method, target) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or_default();
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let header = |name: &str| headers.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let origin = header("origin");
    let head = Head {
        method,
        target,
        origin,
        content_type: header("content-type"),
        asks_for_method: header("access-control-request-method"),
    };
    let step = match broker.receive(&head) {
        Ok(route) => broker.carry_out(route, body.replace("STATE", &state()).as_bytes(), NOW, &[9; 24]),
        Err(answer) => Step::Answer(answer),
    };
    let answer = match step {
        Step::Answer(answer) => answer,
        Step::Ask(question) | Step::Refresh(_, question) => asked(&question, reply, said),
    };
    fits(&broker.dress(answer, origin), origin);
}

fn state() -> String {
    let challenge = Challenge::read(CHALLENGE).expect("the standard's own example");
    let attempt = Attempt { client: Client::Chrome, challenge, expiry: NOW + 1 };
    seal(&keys(), &attempt, &[9; 24]).expect("the cipher takes what is short")
}

fn asked(question: &Question, reply: &str, said: &str) -> Answer {
    let body: Value = serde_json::from_slice(question.body()).expect("Notion is asked in JSON");
    assert!(matches!(
        question.address(),
        "https://api.notion.com/v1/oauth/token" | "https://api.notion.com/v1/oauth/revoke"
    ));
    assert!(body.get("redirect_uri").is_none_or(|address| address == REDIRECT));
    assert!(body.get("grant_type").is_some() == question.address().ends_with("/token"));
    let (status, retry_after) = reply.split_once('\n').unwrap_or((reply, ""));
    let reply = match status.parse() {
        Ok(status) => Reply::Came {
            status,
            retry_after: Some(retry_after.to_owned()).filter(|text| !text.is_empty()),
            body: SecretBytes::new(said.as_bytes().to_vec()),
        },
        Err(_) => Reply::Lost,
    };
    let answer = conclude(question, reply).answer;
    let value: Value = serde_json::from_slice(&answer.body).expect("it is answered in JSON");
    let members = value.as_object().expect("it is answered an object").len();
    assert!(answer.status != 200 || members == 9 || members == 0, "nine fields of a grant, none of a revocation");
    answer
}

fn fits(answer: &Answer, origin: Option<&str>) {
    let shown = String::from_utf8_lossy(&answer.body);
    assert!(!shown.contains(SECRET) && !answer.headers.iter().any(|(_, value)| value.contains(SECRET)));
    assert!(answer.headers.iter().all(|(_, value)| !value.contains(['\r', '\n'])));
    let allowed = answer.header("access-control-allow-origin");
    assert_eq!(allowed, origin.filter(|origin| *origin == ORIGIN));
    match answer.status {
        200 => drop(serde_json::from_slice::<Value>(&answer.body).expect("an answer is JSON")),
        204 => assert!(answer.body.is_empty() && allowed.is_some()),
        status => {
            let value: Value = serde_json::from_slice(&answer.body).expect("a refusal is JSON");
            let members = value.as_object().expect("a refusal is an object");
            assert!(matches!(status, 400 | 404 | 405 | 413 | 415 | 429 | 502) && members.len() == 2);
            assert!(members.contains_key("error") && shown.len() < 200);
            let wait = answer.header("retry-after").map(str::parse::<u64>);
            assert!(wait.is_none_or(|wait| matches!(wait, Ok(1..=900))));
        }
    }
}
