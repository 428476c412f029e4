//! Files and pages that blocks show, and which of them Notion documents.

use super::link;

/// A file that a block shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A sound.
    Audio,
    /// A document.
    Pdf,
    /// Any other file.
    File,
    /// A page in a card.
    Bookmark,
    /// A page in a frame: of the few sites that Notion shows so; any other costs the request.
    Embed,
}

impl Media {
    /// What documented endings Notion shows of each kind.
    const ENDINGS: [(Self, &'static str); 5] = [
        (Self::Image, "bmp gif heic jpeg jpg png svg tif tiff"),
        (Self::Video, "amv asf avi f4v flv gifv m4v mkv mov mp4 mpeg mpg mpv qt wmv"),
        (Self::Audio, "m4a mp3 oga ogg wav"),
        (Self::Pdf, "pdf"),
        (Self::File, "csv doc docx epub ics key ods odt ppt pptx rtf tar tgz xls xlsx zip"),
    ];

    /// All of them, under the name of their block.
    pub const NAMES: [(Self, &'static str); 7] = [
        (Self::Image, "image"),
        (Self::Video, "video"),
        (Self::Audio, "audio"),
        (Self::Pdf, "pdf"),
        (Self::File, "file"),
        (Self::Bookmark, "bookmark"),
        (Self::Embed, "embed"),
    ];

    /// What Notion shows a file as, by the ending of its address.
    #[must_use]
    pub fn of(address: &str) -> Option<Self> {
        let ending = link::ending(address);
        Self::ENDINGS
            .into_iter()
            .find(|(_, endings)| endings.split(' ').any(|known| known == ending))
            .map(|(media, _)| media)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_ending_says() {
        for (address, wanted) in [
            ("https://e.com/a.JPG?x#y.pdf", Some(Media::Image)),
            ("https://e.com/a.webp", None),
            ("https://e.com/a.mov", Some(Media::Video)),
            ("https://e.com/a.mp3", Some(Media::Audio)),
            ("https://e.com/a.pdf", Some(Media::Pdf)),
            ("https://e.com/a.zip", Some(Media::File)),
            ("https://e.com/", None),
            ("", None),
        ] {
            assert_eq!(Media::of(address), wanted, "{address}");
        }
    }
}
