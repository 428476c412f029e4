//! The builds of the extension there are.

/// A build of the extension. Each has its own address at Notion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Client {
    /// From Chrome's store.
    Chrome,
    /// From Edge's store.
    Edge,
    /// From Firefox's.
    Firefox,
}

impl Client {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chrome, Self::Edge, Self::Firefox];

    /// The client of this name, spelt exactly.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|client| client.name() == name)
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Edge => "edge",
            Self::Firefox => "firefox",
        }
    }

    /// How it is written inside a sealed state.
    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Chrome => 1,
            Self::Edge => 2,
            Self::Firefox => 3,
        }
    }

    pub(crate) fn of_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|client| client.byte() == byte)
    }
}
