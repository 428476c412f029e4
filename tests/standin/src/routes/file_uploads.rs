//! `/v1/file_uploads`.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::call::{Call, FormPart};
use crate::identifier::{self, Id};
use crate::media;
use crate::pagination::{self, Wanted};
use crate::refusal::Refusal;
use crate::state::{Capability, State, Upload, UploadStatus};

const SINGLE_PART: usize = 20 * 1024 * 1024;

/// Announces an upload, or imports a file from an address.
///
/// # Errors
/// 403, or what is wrong with the name, the type or the number of parts.
pub fn create(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    may_upload(call)?;
    let text = |key: &str| call.body.get(key).and_then(Value::as_str).map(str::to_owned);
    let mode = text("mode").unwrap_or_else(|| String::from("single_part"));
    let filename = text("filename");
    if let Some(name) = &filename {
        media::check_name(name)?;
    }
    let known = filename.as_deref().and_then(media::of_name);
    let content_type = text("content_type").or_else(|| known.map(str::to_owned));
    if let Some(content_type) = &content_type {
        media::check_type(content_type)?;
    }
    if filename.is_some() && content_type.is_none() {
        return Err(failed("filename should have an extension, or content_type should be given."));
    }
    let parts = number_of_parts(call, &mode, filename.as_deref())?;
    let external_url = text("external_url");
    if (mode == "external_url") != external_url.is_some() {
        return Err(failed("external_url should be given exactly when mode is `\"external_url\"`."));
    }
    if external_url.as_deref().is_some_and(|address| !address.starts_with("https://")) {
        return Err(failed("external_url should be an https address."));
    }

    let id = identifier::fresh();
    let mut upload = Upload {
        workspace: call.connection.workspace,
        status: UploadStatus::Pending,
        mode,
        filename,
        content_type,
        number_of_parts: parts,
        parts: BTreeMap::new(),
        external_url,
        import_result: None,
        expires: Some(call.now.plus(call.settings.upload_lifetime_ms)),
        history: state.history(call.now, Some(call.who)),
    };
    let answer = answer(id, &upload);
    // The import runs while nobody looks: the answer says pending, the next one how it ended.
    import(&mut upload, call);
    state.uploads.insert(id, upload);
    Ok(answer)
}

/// Takes the content, or one part of it.
///
/// # Errors
/// 403, 404, or what is wrong with the form or the content.
pub fn send(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    may_upload(call)?;
    let id = call.id("file_upload_id")?;
    let upload = found(state, call, id)?;
    let file = field(call, "file").ok_or_else(|| failed("file should be defined, instead was `undefined`."))?;
    if upload.status != UploadStatus::Pending || upload.mode == "external_url" {
        return Err(Refusal::validation(format!("File upload {id} does not take content any more.")));
    }
    let multiple = upload.mode == "multi_part";
    let part = field(call, "part_number").map(|part| String::from_utf8_lossy(&part.content).into_owned());
    let part = match (multiple, part.as_deref().map(str::parse::<usize>)) {
        (false, None) => 1,
        (true, Some(Ok(part))) if (1..=upload.number_of_parts).contains(&part) => part,
        _ => return Err(failed("part_number should be given for multi-part uploads only, and be one of its parts.")),
    };
    let size = file.content.len();
    let total = size as u64 + upload.parts.values().map(|part| part.len() as u64 / 4 * 3).sum::<u64>();
    if size > SINGLE_PART || total > call.settings.max_file_upload_bytes {
        return Err(Refusal::new(413, "validation_error", "The file is larger than this workspace allows."));
    }
    let sent = file.content_type.as_deref().map(|media| media.split(';').next().unwrap_or_default().trim().to_owned());
    if let (Some(sent), Some(announced)) = (&sent, &upload.content_type)
        && sent != announced
    {
        return Err(Refusal::validation(format!(
            "Content type \"{sent}\" of the sent file does not match \"{announced}\" given when the upload was created."
        )));
    }
    if let Some(upload) = state.uploads.get_mut(&id) {
        upload.parts.insert(part, STANDARD.encode(&file.content));
        upload.filename = upload.filename.take().or_else(|| file.filename.clone());
        upload.content_type = upload.content_type.take().or(sent);
        if !multiple {
            upload.status = UploadStatus::Uploaded;
        }
    }
    Ok(answer(id, found(state, call, id)?))
}

/// Ends an upload of several parts.
///
/// # Errors
/// 403, 404, or parts are missing.
pub fn complete(state: &mut State, call: &Call<'_>) -> Result<Value, Refusal> {
    may_upload(call)?;
    let id = call.id("file_upload_id")?;
    let upload = found(state, call, id)?;
    if upload.mode != "multi_part" || upload.status != UploadStatus::Pending {
        return Err(Refusal::validation(format!("File upload {id} can't be completed.")));
    }
    if upload.parts.len() != upload.number_of_parts {
        let (sent, total) = (upload.parts.len(), upload.number_of_parts);
        return Err(Refusal::validation(format!("File upload {id} has {sent} of {total} parts.")));
    }
    if let Some(upload) = state.uploads.get_mut(&id) {
        upload.status = UploadStatus::Uploaded;
    }
    Ok(answer(id, found(state, call, id)?))
}

/// One upload.
///
/// # Errors
/// 404.
pub fn retrieve(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.id("file_upload_id")?;
    Ok(answer(id, found(state, call, id)?))
}

/// All uploads, newest first.
///
/// # Errors
/// A foreign cursor.
pub fn list(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let wanted = call.query_value("status");
    let status = |upload: &Upload| serde_json::to_value(upload.status).unwrap_or_default();
    let mut uploads: Vec<(&Id, &Upload)> = state
        .uploads
        .iter()
        .filter(|(_, upload)| upload.workspace == call.connection.workspace)
        .filter(|(_, upload)| wanted.is_none_or(|wanted| status(upload) == wanted))
        .collect();
    uploads.sort_by_key(|(_, upload)| std::cmp::Reverse(upload.history.sequence));
    let ids: Vec<Id> = uploads.into_iter().map(|(id, _)| *id).collect();
    let part = Wanted::in_query(&call.query).of(&ids)?;
    let uploads = part.ids.iter().filter_map(|id| Some(answer(*id, state.uploads.get(id)?))).collect();
    Ok(pagination::answer("file_upload", uploads, part.next))
}

fn may_upload(call: &Call<'_>) -> Result<(), Refusal> {
    if call.can(Capability::InsertContent) { Ok(()) } else { call.needs(Capability::UpdateContent) }
}

fn found<'s>(state: &'s State, call: &Call<'_>, id: Id) -> Result<&'s Upload, Refusal> {
    let upload = state.uploads.get(&id).filter(|upload| upload.workspace == call.connection.workspace);
    upload.ok_or_else(|| call.missing("file_upload", id))
}

fn field<'c>(call: &'c Call<'_>, name: &str) -> Option<&'c FormPart> {
    call.form.iter().find(|part| part.name == name)
}

fn number_of_parts(call: &Call<'_>, mode: &str, filename: Option<&str>) -> Result<usize, Refusal> {
    let parts = call.body.get("number_of_parts").map(|parts| parts.as_u64().unwrap_or_default());
    match (mode, parts) {
        ("multi_part", Some(parts @ 1..=10_000)) if filename.is_some() => Ok(usize::try_from(parts).unwrap_or(1)),
        ("multi_part", _) => {
            Err(failed("number_of_parts should be 1 to 10000, and filename be given, when mode is `\"multi_part\"`."))
        }
        (_, None) => Ok(1),
        (_, Some(_)) => Err(failed("number_of_parts should be not present.")),
    }
}

fn failed(problem: &str) -> Refusal {
    Refusal::failed("body", &[format!("body.{problem}")])
}

/// Fetches an import: only what tests have published can be found, never the real web.
fn import(upload: &mut Upload, call: &Call<'_>) {
    let Some(address) = upload.external_url.clone() else { return };
    let imported_time = call.now.text();
    match call.sites.find(&address).filter(|site| site.status == 200) {
        Some(site) => {
            let media = site.content_type.split(';').next().unwrap_or_default().trim().to_owned();
            upload.content_type = upload.content_type.take().or(Some(media));
            upload.parts.insert(1, STANDARD.encode(&site.body));
            upload.status = UploadStatus::Uploaded;
            upload.import_result = Some(json!({ "imported_time": imported_time, "type": "success", "success": {} }));
        }
        None => {
            upload.status = UploadStatus::Failed;
            let error = json!({
                "type": "download_error",
                "code": "file_not_found",
                "message": "The file could not be downloaded.",
                "parameter": "external_url",
                "status_code": 404,
            });
            upload.import_result = Some(json!({ "imported_time": imported_time, "type": "error", "error": error }));
        }
    }
}

/// The content of a complete upload.
#[must_use]
pub fn content(upload: &Upload) -> Vec<u8> {
    upload.parts.values().flat_map(|part| STANDARD.decode(part).unwrap_or_default()).collect()
}

fn answer(id: Id, upload: &Upload) -> Value {
    let length = (upload.status == UploadStatus::Uploaded).then(|| content(upload).len());
    let mut answer = json!({
        "object": "file_upload",
        "id": id,
        "created_time": upload.history.created.to_the_minute().text(),
        "created_by": { "id": upload.history.by, "type": "bot" },
        "last_edited_time": upload.history.edited.to_the_minute().text(),
        "in_trash": false,
        "expiry_time": upload.expires.map(crate::moment::Moment::text),
        "status": upload.status,
        "filename": upload.filename,
        "content_type": upload.content_type,
        "content_length": length,
    });
    let Value::Object(map) = &mut answer else { return answer };
    if upload.status == UploadStatus::Pending && upload.mode != "external_url" {
        map.insert(String::from("upload_url"), json!(format!("https://api.notion.com/v1/file_uploads/{id}/send")));
    }
    if upload.mode == "multi_part" {
        map.insert(
            String::from("complete_url"),
            json!(format!("https://api.notion.com/v1/file_uploads/{id}/complete")),
        );
        let parts = json!({ "total": upload.number_of_parts, "sent": upload.parts.len() });
        map.insert(String::from("number_of_parts"), parts);
    }
    if let Some(result) = &upload.import_result {
        map.insert(String::from("file_import_result"), result.clone());
    }
    answer
}
