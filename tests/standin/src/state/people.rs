//! Workspaces, people, and the connections that act for them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::identifier::Id;
use crate::moment::Moment;

/// A workspace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Workspace {
    /// What it is called.
    pub name: String,
    /// An emoji or an address.
    pub icon: Option<String>,
    /// The people in it.
    pub users: BTreeMap<Id, User>,
    /// Its place among the workspaces.
    pub sequence: u64,
}

/// A person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct User {
    /// Their name.
    pub name: String,
    /// Their email address.
    pub email: String,
    /// Their place among the users.
    pub sequence: u64,
}

/// How a connection came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An internal integration: sees what is shared with it.
    Internal,
    /// A personal access token: sees what its owner sees, which is everything here.
    Personal,
    /// Installed through OAuth: sees what was picked.
    Public,
}

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Read pages, schemas and blocks.
    ReadContent,
    /// Change what exists.
    UpdateContent,
    /// Make pages and append blocks.
    InsertContent,
    /// Read comments.
    ReadComments,
    /// Write comments.
    InsertComments,
    /// See people's names.
    UserInformation,
    /// See people's email addresses too.
    UserInformationWithEmail,
}

/// A token, and what stands behind it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Connection {
    /// What it is called: the bot's name.
    pub name: String,
    /// The secret.
    pub token: String,
    /// How it came to be.
    pub kind: Kind,
    /// Its workspace.
    pub workspace: Id,
    /// The person it acts for, if not the whole workspace.
    pub user: Option<Id>,
    /// What it may do.
    pub capabilities: BTreeSet<Capability>,
    /// Whether the token was revoked.
    pub revoked: bool,
    /// The client it was installed through.
    pub client: Option<String>,
    /// The token that gets the next pair.
    pub refresh_token: Option<String>,
    /// Whether the access token has expired: refreshing gives one that has not.
    #[serde(default)]
    pub expired: bool,
    /// The pairs it had before, oldest first.
    #[serde(default)]
    pub former: Vec<Pair>,
    /// When it was made.
    pub created: Moment,
    /// Its place in the order of making.
    #[serde(default)]
    pub sequence: u64,
}

/// A pair of tokens that a refresh replaced.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    /// The access token.
    pub token: String,
    /// The refresh token.
    pub refresh_token: Option<String>,
    /// Whether the access token still works.
    pub good: bool,
}

impl Connection {
    /// Whether an access token works.
    #[must_use]
    pub fn opens_with(&self, token: &str) -> bool {
        let former = || self.former.iter().any(|pair| pair.good && pair.token == token);
        !self.revoked && ((self.token == token && !self.expired) || former())
    }

    /// Whether it has, or once had, an access token.
    #[must_use]
    pub fn has_had(&self, token: &str) -> bool {
        self.token == token || self.former.iter().any(|pair| pair.token == token)
    }

    /// Lets every access token expire.
    pub fn expire(&mut self) {
        self.expired = true;
        for pair in &mut self.former {
            pair.good = false;
        }
    }
}

/// A public connection, as its developer registered it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Client {
    /// Its public id.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// What it is called.
    pub name: String,
    /// Where the browser may be sent back to.
    pub redirect_uris: Vec<String>,
    /// What its installations may do.
    pub capabilities: BTreeSet<Capability>,
    /// The page that people are offered a copy of.
    #[serde(default)]
    pub template: Option<Id>,
}

/// An authorization code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grant {
    /// The code.
    pub code: String,
    /// The client it was made for.
    pub client: String,
    /// The address it was sent to.
    pub redirect_uri: String,
    /// Where the user works.
    pub workspace: Id,
    /// Who allowed it.
    pub user: Option<Id>,
    /// The pages and databases that were picked.
    pub picked: BTreeSet<Id>,
    /// The copy of the developer's template, when that was chosen instead.
    #[serde(default)]
    pub copy: Option<Id>,
    /// When it stops working.
    pub expires: Moment,
    /// Whether it was exchanged: a second time is refused.
    pub spent: bool,
}

impl Client {
    /// Adds an address that the browser may be sent back to.
    pub fn allow_redirect(&mut self, address: String) {
        if !self.redirect_uris.contains(&address) {
            self.redirect_uris.push(address);
        }
    }
}

impl Capability {
    /// What a connection gets unless told otherwise.
    #[must_use]
    pub fn usual() -> BTreeSet<Self> {
        [Self::ReadContent, Self::UpdateContent, Self::InsertContent, Self::UserInformationWithEmail].into()
    }
}
