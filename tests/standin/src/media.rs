//! Which files Notion takes: names, endings and media types.

use crate::refusal::Refusal;

/// Most bytes in a file's name.
const NAME_BYTES: usize = 900;

/// The endings taken, with their media types: the documented ones a clipper can meet.
const TYPES: [(&str, &str); 44] = [
    ("gif", "image/gif"),
    ("heic", "image/heic"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("webp", "image/webp"),
    ("ico", "image/vnd.microsoft.icon"),
    ("ico", "image/x-icon"),
    ("bmp", "image/bmp"),
    ("avif", "image/avif"),
    ("apng", "image/apng"),
    ("pdf", "application/pdf"),
    ("txt", "text/plain"),
    ("json", "application/json"),
    ("md", "text/markdown"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("xml", "application/xml"),
    ("xml", "text/xml"),
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("zip", "application/zip"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("epub", "application/epub+zip"),
    ("aac", "audio/aac"),
    ("mid", "audio/midi"),
    ("mp3", "audio/mpeg"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("wma", "audio/x-ms-wma"),
    ("m4a", "audio/mp4"),
    ("mp4", "video/mp4"),
    ("mov", "video/quicktime"),
    ("webm", "video/webm"),
    ("avi", "video/x-msvideo"),
    ("flv", "video/x-flv"),
    ("mkv", "video/x-matroska"),
    ("mpeg", "video/mpeg"),
    ("wmv", "video/x-ms-wmv"),
];

/// The media type a file's name stands for.
#[must_use]
pub fn of_name(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, media)| *media)
}

/// Refuses a name that is too long or whose ending isn't taken.
///
/// # Errors
/// 400.
pub fn check_name(name: &str) -> Result<(), Refusal> {
    if name.is_empty() || name.len() > NAME_BYTES {
        let problem = format!("body.filename.length should be 1 to {NAME_BYTES} bytes, instead was `{}`.", name.len());
        return Err(Refusal::failed("body", &[problem]));
    }
    if name.contains('.') && of_name(name).is_none() {
        return Err(Refusal::validation(format!("File name \"{name}\" has an extension that is not supported.")));
    }
    Ok(())
}

/// Refuses a media type that isn't taken.
///
/// # Errors
/// 400.
pub fn check_type(media: &str) -> Result<(), Refusal> {
    if TYPES.iter().any(|(_, known)| known.eq_ignore_ascii_case(media)) {
        return Ok(());
    }
    Err(Refusal::validation(format!("Content type \"{media}\" is not supported.")))
}
