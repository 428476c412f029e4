//! What JavaScript may call. Each export starts a flow and promises its result.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::browser::{Browser, Host};
use super::convert::{from_js, message, thrown, to_js};
use super::late::Late;
use crate::error::{Code, Error};
use crate::flow::draining::Occasion;
use crate::flow::plans::Wish;
use crate::flow::{
    aftercare, backup, connecting, draining, fields, founding, history, outgoing, pictures, plans, presets, saving,
    signing_in, sweeping,
};
use crate::json::{Field, Json};
use crate::outbox::Event;
use crate::view::{Errand, Looking};

#[wasm_bindgen(typescript_custom_section)]
const LATE: &'static str = r#"
/** What only the late module can promise: `core.js` gives the functions that do after loading it. */
export interface Late<Value> extends Promise<Value> {
  /** In types only, to tell it from a promise that needs nothing. */
  readonly late: never;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// What the options page shows after a change. A type of its own, so that no
    /// export that needs the late module can say that it does not.
    #[wasm_bindgen(typescript_type = "Late<View>")]
    pub type Changed;

    /// What the popup shows of properties.
    #[wasm_bindgen(typescript_type = "Late<Properties>")]
    pub type LateProperties;

    /// What can be put into a property.
    #[wasm_bindgen(typescript_type = "Late<Choices>")]
    pub type LateChoices;

    /// What a tag can be.
    #[wasm_bindgen(typescript_type = "Late<TagOption[]>")]
    pub type LateOptions;

    /// What goes where.
    #[wasm_bindgen(typescript_type = "Late<MappingView>")]
    pub type LateMapping;

    /// A plan as JSON.
    #[wasm_bindgen(typescript_type = "Late<unknown>")]
    pub type LateExport;
}

#[wasm_bindgen(typescript_custom_section)]
const HISTORY: &'static str = r#"
/** A part of the history, the latest first. */
export function history(host: Host, looking: Looking): Late<History>;
/** Keeps copies of the pictures of what was saved. Whether there is something left to do. */
export function history(host: Host, wish: { id: ""; pictures: true }): Late<boolean>;
/** Takes away texts and files of pages that no save has. Whether something was too new, so that an hour later there
 * may be more to take away. */
export function history(host: Host, wish: { id: ""; sweep: true }): Late<boolean>;
/** Takes a save out of the list that Notion has, and keeps. */
export function history(host: Host, wish: { id: string; remove: true }): Late<null>;
/** How many saves of the account of that id are not in Notion. */
export function history(host: Host, wish: { id: string; waiting: true }): Late<number>;
/** What is done about saves when Notion has them: the next thing that is due, or what is wished. */
export function history(host: Host, wish: CareWish): Late<Cared>;
"#;

#[wasm_bindgen(typescript_custom_section)]
const IMPORT: &'static str = r#"
/** Takes exported settings, or says what they would change. */
export function importPlan(host: Host, destination: "", wish: Restoring): Late<Difference[]>;
/** Takes an exported plan. */
export function importPlan(host: Host, destination: string, exported: unknown): Late<MappingView>;
"#;

type Flow = Pin<Box<dyn Future<Output = Result<Json, Box<Error>>>>>;

/// The one place where a flow becomes a promise: compiled once, not once for
/// each export. For the same reason there are two flows and not one for each
/// export; and not one for all, because a quick save would then make the
/// browser compile what only the options page runs.
fn promise(flow: Flow) -> Promise {
    wasm_bindgen_futures::future_to_promise(async move {
        match flow.await {
            Ok(value) => Ok(to_js(&value)),
            Err(error) => Err(thrown(&error)),
        }
    })
}

/// What the options page does.
enum Change {
    Connect(String),
    SignIn(JsValue),
    Confirm(String),
    Disconnect(JsValue),
    SetBroker(String),
    RefreshDestinations,
    AddDestination(String),
    ChooseDestination(String),
    SetPreferences(JsValue),
    AddClipId(String),
    Found(JsValue),
    AddPreset(JsValue),
    SetPreset(JsValue),
    RemovePreset(String),
}

/// Makes the change, and promises what the options page then shows.
fn change(host: Host, change: Change) -> Changed {
    let late = Late::new(async move {
        let port = &Browser(host);
        match change {
            Change::Connect(token) => connecting::connect(port, &token).await?,
            Change::SignIn(wish) => signing_in::sign_in(port, message(&wish)?).await?,
            Change::Confirm(account) => connecting::confirm(port, &account).await?,
            Change::Disconnect(leaving) => connecting::disconnect(port, message(&leaving)?).await?,
            Change::SetBroker(origin) => connecting::set_broker(port, &origin).await?,
            Change::RefreshDestinations => connecting::refresh_destinations(port).await?,
            Change::AddDestination(link) => connecting::add_destination(port, &link).await?,
            Change::ChooseDestination(destination) => connecting::choose_destination(port, &destination).await?,
            Change::SetPreferences(preferences) => connecting::set_preferences(port, message(&preferences)?).await?,
            Change::AddClipId(destination) => history::add_clip_id(port, &destination).await?,
            Change::Found(wanted) => founding::found(port, &message(&wanted)?).await?,
            Change::AddPreset(wish) => presets::add(port, message(&wish)?).await?,
            Change::SetPreset(change) => presets::set(port, message(&change)?).await?,
            Change::RemovePreset(id) => presets::remove(port, &id).await?,
        }
        Ok(connecting::view(port).await?.write())
    });
    promise(Box::pin(late)).unchecked_into()
}

/// What is seen and done about saves afterwards.
enum Recall {
    History(JsValue),
    Undo(String),
    Editable(String),
    Edit(JsValue),
    RetryAll,
    Earlier { destination: String, address: String },
    Discard(String),
    Drain(Occasion),
}

/// Promises the answer, which the late module gives.
fn recall(host: Host, recall: Recall) -> Promise {
    promise(Box::pin(Late::new(async move {
        let port = &Browser(host);
        Ok(match recall {
            Recall::History(asked) => {
                let asked = from_js(&asked);
                match Errand::of(&asked) {
                    Some(Errand::Care(wish)) => aftercare::aftercare(port, &wish).await?.write(),
                    Some(Errand::Pictures) => pictures::keep(port).await?.write(),
                    Some(Errand::Sweep) => sweeping::sweep(port).await?.write(),
                    Some(Errand::Remove(id)) => draining::remove(port, &id).await?.write(),
                    Some(Errand::Count(account)) => connecting::waiting(port, &account).await?.write(),
                    None => {
                        history::history(port, &Looking::read(&asked).ok_or(Code::MalformedMessage)?).await?.write()
                    }
                }
            }
            Recall::Undo(id) => history::undo(port, &id).await?.write(),
            Recall::Editable(id) => history::editable(port, &id).await?.write(),
            Recall::Edit(change) => history::edit(port, message(&change)?).await?.write(),
            Recall::Discard(id) => draining::discard(port, &id).await?.write(),
            Recall::Drain(occasion) => draining::drain(port, occasion).await?.write(),
            Recall::RetryAll => history::retry_all(port).await?.write(),
            Recall::Earlier { destination, address } => history::earlier(port, &destination, &address).await?.write(),
        })
    })))
}

/// What the popup and the options page show.
enum Question {
    View,
    TagOptions(String),
    RefreshSchema(String),
    Outgoing(JsValue),
    Properties(JsValue),
    People(JsValue),
    Related(JsValue),
    Mapping(String),
    SetPlan(JsValue),
    ResetPlan(String),
    ExportPlan(String),
    ImportPlan(String, JsValue),
}

/// Promises what there is to say to it.
fn reply<T: JsCast>(host: Host, question: Question) -> T {
    let late = Late::new(async move {
        let port = &Browser(host);
        Ok(match question {
            Question::View => connecting::view(port).await?.write(),
            Question::TagOptions(destination) => fields::tag_options(port, &destination).await?.write(),
            Question::RefreshSchema(destination) => fields::refresh_schema(port, &destination).await?.write(),
            Question::Properties(prospect) => fields::properties(port, message(&prospect)?).await?.write(),
            Question::People(search) => fields::people(port, message(&search)?).await?.write(),
            Question::Related(search) => {
                let search: fields::Search = message(&search)?;
                let is_of_all = search.source.is_empty();
                if is_of_all { founding::pages(port, &search).await } else { fields::related(port, search).await }?
                    .write()
            }
            Question::Outgoing(submission) => outgoing::outgoing(port, message(&submission)?).await?.write(),
            Question::ExportPlan(destination) if destination.is_empty() => backup::export(port).await?,
            Question::ExportPlan(destination) => plans::export(port, &destination).await?,
            Question::ImportPlan(destination, wish) if destination.is_empty() => {
                backup::restore(port, message(&wish)?).await?.write()
            }
            about_a_plan => {
                let (destination, wish) = wish(about_a_plan)?;
                plans::mapping(port, &destination, wish).await?.write()
            }
        })
    });
    promise(Box::pin(late)).unchecked_into()
}

/// What is wished of a destination's plan.
fn wish(question: Question) -> Result<(String, Wish), Box<Error>> {
    Ok(match question {
        Question::Mapping(destination) => (destination, Wish::Show),
        Question::SetPlan(change) => {
            let plans::PlanChange { destination, plan } = message(&change)?;
            (destination, Wish::Set(plan))
        }
        Question::ResetPlan(destination) => (destination, Wish::Reset),
        Question::ImportPlan(destination, exported) => (destination, Wish::Import(message(&exported)?)),
        _ => return Err(Code::MalformedMessage.into()),
    })
}

/// What saving a page takes.
enum Ask {
    Wants,
    Draft(JsValue, bool),
    Enqueue(JsValue),
    Advance { id: String, retry: bool },
    Pending,
}

/// Promises the answer.
fn answer(host: Host, ask: Ask) -> Promise {
    promise(Box::pin(async move {
        let port = &Browser(host);
        Ok(match ask {
            Ask::Wants => saving::wants(port).await?.write(),
            Ask::Draft(captured, wants_fields) => saving::draft(port, message(&captured)?, wants_fields).await?.write(),
            Ask::Enqueue(submission) => saving::enqueue(port, message(&submission)?).await?.write(),
            Ask::Advance { id, retry } => {
                let event = if retry { Event::Retry } else { Event::Begin };
                saving::take_up(port, &id, event).await?.write()
            }
            Ask::Pending => saving::pending(port).await?.write(),
        })
    }))
}

/// Everything the options page shows, read from this device only.
#[wasm_bindgen]
pub fn view(host: Host) -> Changed {
    reply(host, Question::View)
}

/// Connects with a pasted token.
#[wasm_bindgen]
pub fn connect(host: Host, token: String) -> Changed {
    change(host, Change::Connect(token))
}

/// Connects through Notion's own window.
#[wasm_bindgen(js_name = signIn)]
pub fn sign_in(host: Host, #[wasm_bindgen(unchecked_param_type = "SignIn")] wish: JsValue) -> Changed {
    change(host, Change::SignIn(wish))
}

/// The person says that an account is the right workspace.
#[wasm_bindgen]
pub fn confirm(host: Host, account: String) -> Changed {
    change(host, Change::Confirm(account))
}

/// Forgets an account.
#[wasm_bindgen]
pub fn disconnect(host: Host, #[wasm_bindgen(unchecked_param_type = "Leaving")] leaving: JsValue) -> Changed {
    change(host, Change::Disconnect(leaving))
}

/// The broker to sign in with; empty for the one this build came with.
#[wasm_bindgen(js_name = setBroker)]
pub fn set_broker(host: Host, origin: String) -> Changed {
    change(host, Change::SetBroker(origin))
}

/// Asks Notion again what can be saved to.
#[wasm_bindgen(js_name = refreshDestinations)]
pub fn refresh_destinations(host: Host) -> Changed {
    change(host, Change::RefreshDestinations)
}

/// Adds what a pasted link leads to.
#[wasm_bindgen(js_name = addDestination)]
pub fn add_destination(host: Host, link: String) -> Changed {
    change(host, Change::AddDestination(link))
}

/// Makes a destination the default.
#[wasm_bindgen(js_name = chooseDestination)]
pub fn choose_destination(host: Host, destination: String) -> Changed {
    change(host, Change::ChooseDestination(destination))
}

/// Takes the person's choices.
#[wasm_bindgen(js_name = setPreferences)]
pub fn set_preferences(
    host: Host,
    #[wasm_bindgen(unchecked_param_type = "Preferences")] preferences: JsValue,
) -> Changed {
    change(host, Change::SetPreferences(preferences))
}

/// The existing options for tags, from this device.
#[wasm_bindgen(js_name = tagOptions)]
pub fn tag_options(host: Host, destination: String) -> LateOptions {
    reply(host, Question::TagOptions(destination))
}

/// Reads a destination's schema from Notion again.
#[wasm_bindgen(js_name = refreshSchema, unchecked_return_type = "Late<null>")]
pub fn refresh_schema(host: Host, destination: String) -> Promise {
    reply(host, Question::RefreshSchema(destination))
}

/// Forgets a save. What Notion has of it all the same, or null.
#[wasm_bindgen(unchecked_return_type = "Late<SaveView | null>")]
pub fn discard(host: Host, id: String) -> Promise {
    recall(host, Recall::Discard(id))
}

/// What a save that nobody edits needs of the page: 1 for what it declares, 2 for its
/// article, 3 for both.
#[wasm_bindgen(unchecked_return_type = "Promise<number>")]
pub fn wants(host: Host) -> Promise {
    answer(host, Ask::Wants)
}

/// What a click means. With `wants_fields`, also what the page declares, which
/// takes the late module.
#[wasm_bindgen(unchecked_return_type = "Promise<Draft>")]
pub fn draft(
    host: Host,
    #[wasm_bindgen(unchecked_param_type = "Captured")] captured: JsValue,
    #[wasm_bindgen(js_name = wantsFields)] wants_fields: bool,
) -> Promise {
    answer(host, Ask::Draft(captured, wants_fields))
}

/// Writes a save down.
#[wasm_bindgen(unchecked_return_type = "Promise<SaveView>")]
pub fn enqueue(host: Host, #[wasm_bindgen(unchecked_param_type = "Submission")] submission: JsValue) -> Promise {
    answer(host, Ask::Enqueue(submission))
}

/// Moves a save on until it is done, has to wait, or needs a person. With
/// `retry`, also one that needed a person.
#[wasm_bindgen(unchecked_return_type = "Promise<SaveView>")]
pub fn advance(host: Host, id: String, retry: bool) -> Promise {
    answer(host, Ask::Advance { id, retry })
}

/// Moves on everything that can be: after a start, when the network is back, or
/// when its time has come.
#[wasm_bindgen(unchecked_return_type = "Late<Pending>")]
pub fn drain(host: Host, started: bool, reachable: bool) -> Promise {
    recall(host, Recall::Drain(Occasion { started, reachable }))
}

/// What the outbox still has to do.
#[wasm_bindgen(unchecked_return_type = "Promise<Pending>")]
pub fn pending(host: Host) -> Promise {
    answer(host, Ask::Pending)
}

/// A part of the history, the latest first; or what is done about saves when Notion has them: the
/// next thing that is due, or what is wished. One export, because each costs every save some bytes.
#[wasm_bindgen(js_name = history, skip_typescript)]
pub fn look_back(host: Host, asked: JsValue) -> Promise {
    recall(host, Recall::History(asked))
}

/// Takes a save back: what was not sent is removed, what was goes to the trash.
#[wasm_bindgen(unchecked_return_type = "Late<SaveView | null>")]
pub fn undo(host: Host, id: String) -> Promise {
    recall(host, Recall::Undo(id))
}

/// What may be changed of a save.
#[wasm_bindgen(unchecked_return_type = "Late<Change>")]
pub fn editable(host: Host, id: String) -> Promise {
    recall(host, Recall::Editable(id))
}

/// Changes a save that waits or needs a person.
#[wasm_bindgen(unchecked_return_type = "Late<SaveView>")]
pub fn edit(host: Host, #[wasm_bindgen(unchecked_param_type = "Change")] change: JsValue) -> Promise {
    recall(host, Recall::Edit(change))
}

/// Lets everything that waits or needs a person be tried again now.
#[wasm_bindgen(js_name = retryAll, unchecked_return_type = "Late<History>")]
pub fn retry_all(host: Host) -> Promise {
    recall(host, Recall::RetryAll)
}

/// The page that an address has in a data source already.
#[wasm_bindgen(unchecked_return_type = "Late<Earlier | null>")]
pub fn earlier(host: Host, destination: String, address: String) -> Promise {
    recall(host, Recall::Earlier { destination, address })
}

/// Adds the property that saves are found again by.
#[wasm_bindgen(js_name = addClipId)]
pub fn add_clip_id(host: Host, destination: String) -> Changed {
    change(host, Change::AddClipId(destination))
}

/// The properties of a destination with what a page gives each, from this device.
#[wasm_bindgen]
pub fn properties(host: Host, #[wasm_bindgen(unchecked_param_type = "Prospect")] prospect: JsValue) -> LateProperties {
    reply(host, Question::Properties(prospect))
}

/// People to put into a property.
#[wasm_bindgen]
pub fn people(host: Host, #[wasm_bindgen(unchecked_param_type = "Search")] search: JsValue) -> LateChoices {
    reply(host, Question::People(search))
}

/// Pages that a relation may lead to; with an account in place of the destination and no source, those that a
/// database can be made in. One export, because each costs every save some bytes.
#[wasm_bindgen]
pub fn related(host: Host, #[wasm_bindgen(unchecked_param_type = "Search")] search: JsValue) -> LateChoices {
    reply(host, Question::Related(search))
}

/// Makes a database in a page.
#[wasm_bindgen]
pub fn found(host: Host, #[wasm_bindgen(unchecked_param_type = "Foundation")] wanted: JsValue) -> Changed {
    change(host, Change::Found(wanted))
}

/// What goes where in a destination.
#[wasm_bindgen]
pub fn mapping(host: Host, destination: String) -> LateMapping {
    reply(host, Question::Mapping(destination))
}

/// Takes a plan.
#[wasm_bindgen(js_name = setPlan)]
pub fn set_plan(host: Host, #[wasm_bindgen(unchecked_param_type = "PlanChange")] change: JsValue) -> LateMapping {
    reply(host, Question::SetPlan(change))
}

/// Goes back to what is proposed.
#[wasm_bindgen(js_name = resetPlan)]
pub fn reset_plan(host: Host, destination: String) -> LateMapping {
    reply(host, Question::ResetPlan(destination))
}

/// What a save would send now.
#[wasm_bindgen(unchecked_return_type = "Late<Outgoing>")]
pub fn outgoing(host: Host, #[wasm_bindgen(unchecked_param_type = "Submission")] submission: JsValue) -> Promise {
    reply(host, Question::Outgoing(submission))
}

/// A plan as JSON that another Satchel can take; without a destination, all settings. One export, because each
/// costs every save some bytes.
#[wasm_bindgen(js_name = exportPlan)]
pub fn export_plan(host: Host, destination: String) -> LateExport {
    reply(host, Question::ExportPlan(destination))
}

/// Takes an exported plan; without a destination, takes exported settings or says what they would change.
#[wasm_bindgen(js_name = importPlan, skip_typescript)]
pub fn import_plan(host: Host, destination: String, exported: JsValue) -> Promise {
    reply(host, Question::ImportPlan(destination, exported))
}

/// Makes a preset.
#[wasm_bindgen(js_name = addPreset)]
pub fn add_preset(host: Host, #[wasm_bindgen(unchecked_param_type = "PresetWish")] wish: JsValue) -> Changed {
    change(host, Change::AddPreset(wish))
}

/// Changes what a preset is called and when it is chosen.
#[wasm_bindgen(js_name = setPreset)]
pub fn set_preset(host: Host, #[wasm_bindgen(unchecked_param_type = "PresetChange")] preset: JsValue) -> Changed {
    change(host, Change::SetPreset(preset))
}

/// Forgets a preset.
#[wasm_bindgen(js_name = removePreset)]
pub fn remove_preset(host: Host, id: String) -> Changed {
    change(host, Change::RemovePreset(id))
}
