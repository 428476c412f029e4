//! What Notion may refuse a request for, as a save keeps it: what is tried without, one
//! after the other, where it did.

/// New options; this and the next three are [`Caution::bits`](crate::mapping::value::Caution::bits).
pub const OPTIONS: u32 = 1;

/// People, related pages, a template.
pub const REFERENCES: u32 = 2;

/// Pictures and the like.
pub const PICTURES: u32 = 4;

/// Values beside the title.
pub const VALUES: u32 = 8;

/// The beginning of an article, which goes along with its page.
pub const ARTICLE: u32 = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::value::Caution;

    #[test]
    fn the_mapping_counts_as_the_outbox_does() {
        let of = Caution::default();
        assert_eq!(Caution { options: true, ..of }.bits(), OPTIONS);
        assert_eq!(Caution { references: true, ..of }.bits(), REFERENCES);
        assert_eq!(Caution { pictures: true, ..of }.bits(), PICTURES);
        assert_eq!(Caution { values: true, ..of }.bits(), VALUES);
    }
}
