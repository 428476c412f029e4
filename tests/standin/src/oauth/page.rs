//! The authorize page: who asks, as whom, for which pages, and the two buttons.
//!
//! Everything on it has an id or a value of its own and can be clicked with a real mouse; it works
//! without any script.

use crate::html::{document, escape};
use crate::identifier::Id;
use crate::state::{Client, Parent, State, User, Workspace, plain_text};

/// The page on which somebody allows a client in, or doesn't.
pub(super) fn consent(state: &State, client: &Client, redirect_uri: &str, given: &str) -> String {
    let mut workspaces: Vec<(&Id, &Workspace)> = state.workspaces.iter().collect();
    workspaces.sort_by_key(|(_, workspace)| workspace.sequence);
    workspaces.retain(|(_, workspace)| !workspace.users.is_empty());
    let identities: String = workspaces.iter().map(|(id, workspace)| identities(**id, workspace)).collect();
    // The first one is chosen until another is.
    let identities = identities.replacen("<input ", "<input checked ", 1);
    let things: String = workspaces.iter().map(|(id, workspace)| things(state, **id, workspace)).collect();
    let title = format!("{} wants to access Notion", client.name);
    let body = format!(
        r#"<main class="consent">
<h1>{}</h1>
<form method="post" action="/v1/oauth/authorize">
<input type="hidden" name="client_id" value="{}">
<input type="hidden" name="redirect_uri" value="{}">
<input type="hidden" name="state" value="{}">
<fieldset><legend>Continue as</legend>{identities}</fieldset>
{}{things}
<p class="decision"><button id="allow" name="decision" value="allow">Allow access</button>
<button id="deny" name="decision" value="deny">Cancel</button></p>
</form>
</main>"#,
        escape(&title),
        escape(&client.id),
        escape(redirect_uri),
        escape(given),
        template(state, client),
    );
    document(&title, &body, false)
}

/// What Notion shows when it can't send the browser back.
pub(super) fn bad_redirect() -> String {
    document("Notion", "<main><p>Missing or invalid redirect_uri.</p></main>", false)
}

fn identities(id: Id, workspace: &Workspace) -> String {
    let mut users: Vec<_> = workspace.users.iter().collect();
    users.sort_by_key(|(_, user)| user.sequence);
    let place = escape(&workspace.name);
    let option = |(user, known): (&Id, &User)| {
        let name = escape(&known.name);
        format!(
            r#"<p><label data-person="{name}" data-place="{place}"><input type="radio" name="as" value="{id} {user}"> {name}, {place}</label></p>"#
        )
    };
    users.into_iter().map(option).collect()
}

/// The choice between pages and a copy of the developer's template, where there is one.
fn template(state: &State, client: &Client) -> String {
    let Some(page) = client.template.and_then(|id| state.pages.get(&id)) else { return String::new() };
    format!(
        r#"<fieldset><legend>What it may see</legend>
<p><label><input type="radio" name="access" value="pages" id="pages" checked> Pages that I select</label></p>
<p><label><input type="radio" name="access" value="template" id="template"> Use the developer's template: {}</label></p>
</fieldset>
"#,
        escape(&state.title_of(page))
    )
}

/// What can be picked in a workspace: what hangs from the workspace itself. Shown while it is chosen.
fn things(state: &State, id: Id, workspace: &Workspace) -> String {
    let top = |parent: Parent, in_trash: bool| parent == Parent::Workspace && !in_trash;
    let databases = state.databases.iter().filter(|(_, known)| known.workspace == id);
    let databases = databases.filter(|(_, known)| top(known.parent, known.in_trash));
    let databases = databases.map(|(id, known)| (known.history.sequence, *id, plain_text(&known.title)));
    let pages = state.pages.iter().filter(|(_, known)| known.workspace == id && top(known.parent, known.in_trash));
    let pages = pages.map(|(id, known)| (known.history.sequence, *id, state.title_of(known)));
    let mut all: Vec<(u64, Id, String)> = databases.chain(pages).collect();
    all.sort_unstable();
    let choice = |(_, id, title): (u64, Id, String)| {
        let title = escape(&title);
        format!(r#"<p><label><input type="checkbox" name="page" value="{id}"> {title}</label></p>"#)
    };
    let choices: String = all.into_iter().map(choice).collect();
    format!(
        r#"<style>
form:has([value^="{id} "]:checked):not(:has(#template:checked)) [data-workspace="{id}"] {{ display: block; }}
</style>
<fieldset class="things" data-workspace="{id}"><legend>Select pages in {}</legend>{choices}</fieldset>"#,
        escape(&workspace.name)
    )
}
