//! Which files Notion takes: endings, each with its media type, as its guide "Working
//! with files and media" lists them.

use crate::text;

/// A media type a line, with the endings that stand for it after it.
const TYPES: &str = late!(
    "
audio/aac aac adts
audio/midi mid midi
audio/mpeg mp3 mpga
audio/mp4 m4a m4b
audio/ogg oga ogg
audio/wav wav
audio/x-ms-wma wma
application/pdf pdf
text/plain txt
application/json json
application/msword doc dot
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.openxmlformats-officedocument.wordprocessingml.template dotx
application/vnd.ms-excel xls xlt xla
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.spreadsheetml.template xltx
application/vnd.ms-powerpoint ppt pot pps ppa
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.openxmlformats-officedocument.presentationml.template potx
text/markdown md
text/html html htm
application/xml xml
text/css css
text/csv csv
application/zip zip
application/epub+zip epub
image/gif gif
image/heic heic
image/jpeg jpeg jpg
image/png png
image/svg+xml svg
image/tiff tif tiff
image/webp webp
image/vnd.microsoft.icon ico
image/bmp bmp
image/avif avif
image/apng apng
video/x-amv amv
video/x-ms-asf asf
video/x-ms-wmv wmv
video/x-msvideo avi
video/x-f4v f4v
video/x-flv flv
video/mp4 mp4 m4v gifv
video/x-matroska mkv
video/webm webm
video/quicktime mov qt
video/mpeg mpeg
"
);

/// The endings of the files that Notion takes, in lower case.
#[must_use]
pub fn endings() -> Vec<String> {
    lines().flat_map(|line| line.split(' ').skip(1)).map(str::to_owned).collect()
}

/// The media type of a file; `None` where Notion takes no such file. The ending of its
/// name says it: what else is said of it differs from system to system, and counts
/// for a name without one only.
#[must_use]
pub fn of(name: &str, said: &str) -> Option<&'static str> {
    let ending = text::last_part(name, '.').to_ascii_lowercase();
    let is_it = |line: &&str| {
        let mut words = line.split(' ');
        let media = words.next();
        if name.contains('.') { words.any(|known| known == ending) } else { media == Some(said) }
    };
    lines().find(is_it)?.split(' ').next()
}

fn lines() -> impl Iterator<Item = &'static str> {
    TYPES.split('\n').filter(|line| line.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_the_type() {
        assert_eq!(of("Report.PDF", "application/x-bzpdf"), Some("application/pdf"));
        assert_eq!(of("a.b.jpg", ""), Some("image/jpeg"));
        assert_eq!(of("picture", "image/png"), Some("image/png"));
        for (name, said) in [("program.exe", "image/png"), ("pdf", ""), ("", ""), (".", ""), ("a", "text/x-rust")] {
            assert_eq!(of(name, said), None, "{name}");
        }
        assert!(endings().len() > 60 && endings().iter().all(|ending| of(&["x.", ending].concat(), "").is_some()));
    }
}
