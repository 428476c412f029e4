//! Files, icons and covers: what is sent, checked against the uploads, and what is answered.

use serde_json::{Value, json};

use crate::identifier::{self, Id};
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::state::{State, Upload, UploadStatus};

const HOUR: i64 = 60 * 60 * 1000;

/// The upload a sent value points at, if it does.
fn upload_id(file: &Value) -> Option<&str> {
    file.pointer("/file_upload/id").and_then(Value::as_str)
}

/// A file as it is answered: uploads come back as files with an address that lives for an hour.
#[must_use]
pub fn file(state: &State, sent: &Value) -> Value {
    if let Some(id) = upload_id(sent).and_then(identifier::parse) {
        let name = state.uploads.get(&id).and_then(|upload| upload.filename.clone()).unwrap_or_default();
        return json!({ "type": "file", "file": { "url": address(id, &name), "expiry_time": Moment::now().plus(HOUR).text() } });
    }
    if let Some(file) = sent.get("file") {
        return json!({ "type": "file", "file": file });
    }
    json!({ "type": "external", "external": sent.get("external") })
}

/// Where the content of an upload can be fetched.
fn address(id: Id, name: &str) -> String {
    let name = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    format!("https://www.notion.so/signed/{}/{name}", identifier::compact(id))
}

/// An icon as it is answered.
#[must_use]
pub fn icon(state: &State, sent: &Value) -> Value {
    if let Some(emoji) = sent.get("emoji") {
        return json!({ "type": "emoji", "emoji": emoji });
    }
    if let Some(emoji) = sent.get("custom_emoji") {
        return json!({ "type": "custom_emoji", "custom_emoji": emoji });
    }
    if let Some(icon) = sent.get("icon") {
        let color = icon.get("color").cloned().unwrap_or_else(|| json!("gray"));
        return json!({ "type": "icon", "icon": { "name": icon.get("name"), "color": color } });
    }
    if sent.is_null() { Value::Null } else { file(state, sent) }
}

/// A cover as it is answered.
#[must_use]
pub fn cover(state: &State, sent: &Value) -> Value {
    if sent.is_null() { Value::Null } else { file(state, sent) }
}

/// Checks every upload mentioned anywhere in a body: it must exist, be complete and suit its place.
///
/// # Errors
/// The refusal Notion would answer with.
pub fn check(state: &State, workspace: Id, body: &Value) -> Result<(), Refusal> {
    each(body, "", &mut |file, place| {
        let Some(text) = upload_id(file) else { return Ok(()) };
        let id =
            identifier::parse(text).ok_or_else(|| Refusal::validation(format!("Invalid file upload ID: {text}")))?;
        let upload = state.uploads.get(&id).filter(|upload| upload.workspace == workspace);
        let upload = upload.ok_or_else(|| Refusal::validation(format!("Could not find file_upload with ID: {id}.")))?;
        suits(upload, id, place)
    })
}

/// Marks every upload mentioned in a body as attached: from now on it stays.
pub fn attach(state: &mut State, body: &Value) {
    let mut found = Vec::new();
    let collected = each(body, "", &mut |file, _| {
        found.extend(upload_id(file).and_then(identifier::parse));
        Ok(())
    });
    if collected.is_ok() {
        for id in found {
            if let Some(upload) = state.uploads.get_mut(&id) {
                upload.expires = None;
            }
        }
    }
}

type Visit<'a> = dyn FnMut(&Value, &str) -> Result<(), Refusal> + 'a;

/// Visits every object, with the key it stands under.
fn each(value: &Value, key: &str, visit: &mut Visit<'_>) -> Result<(), Refusal> {
    match value {
        Value::Object(map) => {
            visit(value, key)?;
            map.iter().try_for_each(|(key, value)| each(value, key, visit))
        }
        Value::Array(items) => items.iter().try_for_each(|item| each(item, key, visit)),
        _ => Ok(()),
    }
}

fn suits(upload: &Upload, id: Id, place: &str) -> Result<(), Refusal> {
    if upload.status != UploadStatus::Uploaded {
        let status = serde_json::to_value(upload.status).unwrap_or_default();
        let status = status.as_str().unwrap_or_default().to_owned();
        return Err(Refusal::validation(format!(
            "Can't use a file upload that has a status of {status}, expected uploaded. File upload ID: {id}."
        )));
    }
    let media = upload.content_type.as_deref().unwrap_or_default();
    let fits = match place {
        "image" | "icon" | "cover" => media.starts_with("image/"),
        "video" => media.starts_with("video/"),
        "audio" => media.starts_with("audio/"),
        "pdf" => media == "application/pdf",
        _ => true,
    };
    if fits {
        return Ok(());
    }
    Err(Refusal::validation(format!("Content type \"{media}\" is not supported for {place}. File upload ID: {id}.")))
}
