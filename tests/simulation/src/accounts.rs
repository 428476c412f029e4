//! Somebody with two accounts, and connecting them again.

use std::cell::OnceCell;

use satchel::json::Field;
use satchel::mapping::plan::Target;
use satchel::mapping::proposal::propose;
use satchel::notion::schema::DataSource;
use satchel::oauth::secret::{Secret, Way};
use satchel::settings::{Account, AccountStatus, Destination, Settings};

use crate::notion::SOURCES;
use crate::world::{Records, START, World};

/// The accounts, and the connection of each as an author.
const ACCOUNTS: [(&str, &str); 2] = [("w1", "b1"), ("w2", "b2")];

/// The integration of both accounts.
const CLIENT: (&str, &str) =
    ("b3f1c2d4-0000-4000-8000-5a7c4e100001", "secret_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v");

/// The accounts, what they can save to, and their secrets.
pub(crate) fn connect(world: &World) {
    thread_local! {
        /// The same for every story, with and without a property for ids.
        static CONNECTED: [OnceCell<Records>; 2] = const { [const { OnceCell::new() }; 2] };
    }
    CONNECTED.with(|connected| {
        let records = connected[usize::from(world.notion.clip_id)].get_or_init(|| connected_records(world));
        world.local.borrow_mut().clone_from(records);
    });
    for (account, _) in ACCOUNTS {
        secret(world, account, 1);
    }
}

/// The settings and the schemas of somebody who has two accounts.
fn connected_records(world: &World) -> Records {
    let mut settings = Settings::default();
    for (name, bot) in ACCOUNTS {
        settings.accounts.push(Account {
            id: name.to_owned(),
            bot: bot.to_owned(),
            workspace: name.to_owned(),
            user: String::new(),
            token_ending: String::new(),
            status: AccountStatus::Connected,
            way: Way::Integration,
            broker: None,
            confirmed: true,
        });
    }
    let mut local = Records::new();
    let port = Unicodeless;
    for (id, account) in SOURCES {
        let Some(schema) = DataSource::from_answer(&world.notion.source(id)) else { continue };
        let mark = world.notion.clip_id.then(|| "c".to_owned());
        let plan = propose(&schema, Default::default(), &port);
        let mut target = Target::of(schema, &plan, START);
        target.mark = mark;
        settings.destinations.push(Destination::of(&target, account, false));
        local.insert(format!("target:{id}"), target.write());
    }
    local.insert("settings".to_owned(), settings.write());
    local
}

/// Text as it is.
struct Unicodeless;

impl satchel::text::Unicode for Unicodeless {
    fn nfc(&self, text: &str) -> String {
        text.to_owned()
    }
    fn lower(&self, text: &str) -> String {
        text.to_lowercase()
    }
}

fn secret(world: &World, account: &str, pair: u32) {
    let known = world.vault.borrow().get(&format!("secret:{account}")).and_then(Secret::read);
    let secret = Secret {
        account: account.to_owned(),
        revision: known.map_or(0, |known| known.revision) + 1,
        access: format!("access-{account}-{pair}"),
        refresh: format!("refresh-{account}-{pair}"),
        way: Way::Integration,
        client_id: CLIENT.0.to_owned(),
        client_secret: CLIENT.1.to_owned(),
        ..Secret::default()
    };
    world.vault.borrow_mut().insert(format!("secret:{account}"), secret.write());
}

/// The person connects again where Notion no longer takes the token.
pub(crate) fn reconnect(world: &World) {
    let Some(mut settings) = world.local.borrow().get("settings").and_then(Settings::read) else { return };
    for (at, account) in settings.accounts.iter_mut().enumerate() {
        if account.status == AccountStatus::Rejected {
            account.status = AccountStatus::Connected;
            let pair = world.notion.pairs[at].get() + 1;
            world.notion.pairs[at].set(pair);
            world.notion.expired[at].set(false);
            secret(world, &account.id, pair);
        }
    }
    world.local.borrow_mut().insert("settings".to_owned(), settings.write());
}
