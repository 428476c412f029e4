//! The authorize page: who asks, as whom, for which pages, and the two buttons.

use crate::html::{document, escape};
use crate::identifier::Id;
use crate::state::{Client, Parent, State, Workspace, plain_text};

/// The page on which somebody allows a client in, or doesn't.
pub(super) fn consent(state: &State, client: &Client, redirect_uri: &str, given: &str) -> String {
    let mut workspaces: Vec<(&Id, &Workspace)> = state.workspaces.iter().collect();
    workspaces.sort_by_key(|(_, workspace)| workspace.sequence);
    let identities: String = workspaces.iter().map(|(id, workspace)| identities(**id, workspace)).collect();
    let things: String = workspaces.iter().map(|(id, workspace)| things(state, **id, workspace)).collect();
    let name = escape(&client.name);
    let body = format!(
        r#"<main>
<h1>{name} wants to access Notion</h1>
<form method="post" action="/v1/oauth/authorize">
<input type="hidden" name="client_id" value="{}">
<input type="hidden" name="redirect_uri" value="{}">
<input type="hidden" name="state" value="{}">
<p><label>Continue as <select name="as" id="as">{identities}</select></label></p>
<fieldset><legend>Select pages</legend>{things}</fieldset>
<p><button id="allow" name="decision" value="allow">Allow access</button>
<button id="deny" name="decision" value="deny">Cancel</button></p>
</form>
</main>"#,
        escape(&client.id),
        escape(redirect_uri),
        escape(given),
    );
    document(&format!("{} wants to access Notion", client.name), &body, false)
}

/// What Notion shows when it can't send the browser back.
pub(super) fn bad_redirect() -> String {
    document("Notion", "<main><p>Missing or invalid redirect_uri.</p></main>", false)
}

fn identities(id: Id, workspace: &Workspace) -> String {
    let mut users: Vec<_> = workspace.users.iter().collect();
    users.sort_by_key(|(_, user)| user.sequence);
    let option = |(user, known): (&Id, &crate::state::User)| {
        format!(r#"<option value="{id} {user}">{}, {}</option>"#, escape(&known.name), escape(&workspace.name))
    };
    users.into_iter().map(option).collect()
}

/// What can be picked in a workspace: what hangs from the workspace itself.
fn things(state: &State, id: Id, workspace: &Workspace) -> String {
    let databases = state.databases.iter().filter(|(_, known)| known.workspace == id && !known.in_trash);
    let databases = databases.map(|(id, known)| (known.history.sequence, *id, plain_text(&known.title)));
    let pages = state.pages.iter().filter(|(_, known)| known.workspace == id && known.parent == Parent::Workspace);
    let pages = pages.map(|(id, known)| (known.history.sequence, *id, state.title_of(known)));
    let mut all: Vec<(u64, Id, String)> = databases.chain(pages).collect();
    all.sort_unstable();
    let choice = |(_, id, title): (u64, Id, String)| {
        let title = escape(&title);
        let place = escape(&workspace.name);
        format!(
            r#"<p><label><input type="checkbox" name="page" value="{id}"> {title} <small>{place}</small></label></p>"#
        )
    };
    all.into_iter().map(choice).collect()
}
