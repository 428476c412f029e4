//! Somebody who is connected, and has one database to save to.

use satchel::json::{Field, Json};
use satchel::mapping::plan::Target;
use satchel::mapping::proposal::propose;
use satchel::notion::schema::DataSource;
use satchel::oauth::secret::{Secret, Way};
use satchel::settings::{Account, AccountStatus, Destination, Settings};

use crate::browser::{Browser, Records};

/// The account, and its connection as an author.
const ACCOUNT: &str = "w1";
pub(crate) const BOT: &str = "b1";

/// The data source.
pub(crate) const SOURCE: &str = "d5000000-0000-4000-8000-000000000000";

/// What the browser has of it: the settings and the schema, and the secret.
pub(crate) fn connect(browser: &Browser) -> [Records; 2] {
    let account = Account {
        id: ACCOUNT.to_owned(),
        bot: BOT.to_owned(),
        workspace: "Workspace".to_owned(),
        user: String::new(),
        token_ending: String::new(),
        status: AccountStatus::Connected,
        way: Way::Token,
        broker: None,
        confirmed: true,
    };
    let schema = DataSource::from_answer(&schema()).expect("a schema");
    let plan = propose(&schema, Default::default(), browser);
    let target = Target::of(schema, &plan, 1);
    let destinations = vec![Destination::of(&target, ACCOUNT, false)];
    let settings = Settings { accounts: vec![account], destinations, ..Settings::default() };
    let secret = Secret {
        account: ACCOUNT.to_owned(),
        revision: 1,
        access: "ntn_NoRealTokenNoRealTokenNoRealTokenNoRealTokenNo".to_owned(),
        way: Way::Token,
        ..Secret::default()
    };
    let plain = [("settings".to_owned(), settings.write()), (format!("target:{SOURCE}"), target.write())];
    [Records::from(plain), Records::from([(format!("secret:{ACCOUNT}"), secret.write())])]
}

fn schema() -> Json {
    let property = |id: &'static str, name: &'static str, kind: &'static str| {
        (name, Json::object([("id", id.into()), ("name", name.into()), ("type", kind.into())]))
    };
    let properties = [
        property("title", "Name", "title"),
        property("u", "URL", "url"),
        property("t", "Tags", "multi_select"),
        property("d", "Description", "rich_text"),
    ];
    Json::object([("object", "data_source".into()), ("id", SOURCE.into()), ("properties", Json::object(properties))])
}
