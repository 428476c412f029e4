//! Pictures put in the place of their links, one after the other: what is next, and what
//! the answers mean. The caller writes down what is noted before it does what is next.
//!
//! Every step can be made again, for a block that still links is what there is to do. Only
//! a card takes two: what Notion shows no picture by its address is a card, and a block's
//! type never changes; so the picture is put behind the card, which then goes into the
//! trash. Before the first of the two it is noted what stands behind the card. Where a
//! worker dies in between, what stands there later tells how far it came.

use super::attachment::Attachment;
use super::picture::{self as fate, Picture, Pictures};
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::Json;
use crate::late::late_word;
use crate::notion::request;
use crate::notion::stored::Stored;

const WORDS: &str = late!("address fate key name image bookmark");

/// A block that links to a file.
#[derive(Debug)]
struct Place {
    id: String,
    is_card: bool,
    address: String,
    /// All text that it shows.
    text: String,
    /// What it is in: a block, or the page.
    holder: String,
    /// The id of the block behind it; empty for none.
    next: String,
    /// Whether that one shows a picture that Notion keeps.
    is_before_picture: bool,
    /// Whether its own picture is behind it.
    is_filled: bool,
}

/// What is to be done.
#[derive(Debug)]
pub enum Step {
    /// Fetch one of these.
    Fetch(Vec<Json>),
    /// Upload this.
    Upload(Attachment),
    /// Ask Notion this.
    Ask(Request),
    /// Put a block into the trash: another one, named second, stands for it from then on.
    Replace(String, String),
    /// Nothing.
    Done,
}

/// The pictures of a page, while it is filled with them.
#[derive(Debug)]
pub struct Filling<'a> {
    /// What is to be written down.
    pub pictures: &'a mut Pictures,
    places: Vec<Place>,
    /// Where the one is that is put in its places, and what its file is called.
    at_hand: Option<(usize, String)>,
}

impl<'a> Filling<'a> {
    /// Looks at the page as it is. Where these are not all of its blocks, what is not among
    /// them stays linked.
    #[must_use]
    pub fn of(pictures: &'a mut Pictures, page: &str, blocks: &[Stored]) -> Self {
        let places = places(blocks, page);
        for picture in pictures.pictures.iter_mut().filter(|picture| picture.fate.is_empty()) {
            picture.upload.clear();
            if !places.iter().any(|place| place.address == picture.address) {
                // It was fetched and its last place filled, and then the worker died.
                let why = if picture.key.is_empty() { fate::GONE } else { fate::KEPT };
                why.clone_into(&mut picture.fate);
            }
        }
        Self { pictures, places, at_hand: None }
    }

    /// What is next.
    ///
    /// # Errors
    /// [`Code::Interrupted`] where what a dead worker asked for may still come: it is
    /// looked again a minute later.
    pub fn step(&mut self) -> Result<Step, Box<Error>> {
        let Some((picture, name)) = hand(self.pictures, &self.at_hand) else {
            let due = self.pictures.pictures.iter().filter(|picture| picture.fate.is_empty());
            let wanted: Vec<Json> = due.map(|picture| picture.address.as_str().into()).collect();
            return Ok(if wanted.is_empty() { Step::Done } else { Step::Fetch(wanted) });
        };
        if picture.upload.is_empty() {
            let (key, name) = (picture.key.clone(), name.clone());
            return Ok(Step::Upload(Attachment { key, name, ..Attachment::default() }));
        }
        let Some(place) = self.places.iter_mut().find(|place| place.address == picture.address) else {
            self.settle(fate::KEPT);
            return self.step();
        };
        if !place.is_card {
            return Ok(Step::Ask(request::show_upload(&place.id, &picture.upload)));
        }
        let mut noted = picture.card.split(' ');
        if !place.is_filled && noted.next() == Some(&place.id) {
            place.is_filled = noted.next() != Some(&place.next) && place.is_before_picture;
            if !place.is_filled && noted.next().is_none() {
                picture.card.push_str(" -");
                return Err(Code::Interrupted.into());
            }
        }
        if place.is_filled {
            return Ok(Step::Replace(place.id.clone(), place.next.clone()));
        }
        picture.card = [&place.id, " ", &place.next].concat();
        Ok(Step::Ask(request::add_picture(&place.holder, &place.id, &picture.upload, &place.text)))
    }

    /// A picture came, or did not.
    pub fn fetched(&mut self, taken: &Json) {
        let text = |name| taken.get(name).text().unwrap_or_default();
        let (address, key) = (text(const { late_word(WORDS, "address") }), text(const { late_word(WORDS, "key") }));
        let Some(at) = self.pictures.pictures.iter().position(|picture| picture.address == address) else { return };
        let same = self.pictures.pictures.iter().find(|other| other.key == key && !other.upload.is_empty());
        let upload = same.map(|same| same.upload.clone()).unwrap_or_default();
        let Some(picture) = self.pictures.pictures.get_mut(at) else { return };
        key.clone_into(&mut picture.key);
        text(const { late_word(WORDS, "fate") }).clone_into(&mut picture.fate);
        picture.upload = upload;
        if picture.fate.is_empty() {
            self.at_hand = Some((at, text(const { late_word(WORDS, "name") }).to_owned()));
        }
    }

    /// It is uploaded, unless its bytes were gone.
    ///
    /// # Errors
    /// [`Code::Interrupted`] where they were: somebody else was done with the same ones.
    pub fn uploaded(&mut self, upload: Option<String>) -> Result<(), Box<Error>> {
        if let Some((picture, _)) = hand(self.pictures, &self.at_hand) {
            picture.upload = upload.ok_or(Code::Interrupted)?;
        }
        Ok(())
    }

    /// Notion did what it was asked.
    pub fn answered(&mut self, answer: &Json) {
        let Some((picture, _)) = hand(self.pictures, &self.at_hand) else { return };
        let Some(at) = self.places.iter().position(|place| place.address == picture.address) else { return };
        let Some(place) = self.places.get_mut(at) else { return };
        if place.is_card && !place.is_filled {
            place.is_filled = true;
            let made = answer.get("results").items().first().and_then(|block| block.get("id").text());
            made.unwrap_or_default().clone_into(&mut place.next);
            return;
        }
        let done = self.places.remove(at);
        // Where the card was, its picture is.
        for place in self.places.iter_mut().filter(|place| done.is_card && place.next == done.id) {
            place.next.clone_from(&done.next);
        }
    }

    /// Something went wrong. What is wrong with this picture alone is noted.
    ///
    /// # Errors
    /// Anything else.
    pub fn failed(&mut self, error: Box<Error>) -> Result<(), Box<Error>> {
        match error.code {
            Code::NotShared => self.settle(fate::GONE),
            Code::InvalidRequest => self.settle(fate::NOT_TAKEN),
            _ => return Err(error),
        }
        Ok(())
    }

    fn settle(&mut self, why: &str) {
        if let Some((picture, _)) = hand(self.pictures, &self.at_hand) {
            why.clone_into(&mut picture.fate);
        }
        self.at_hand = None;
    }
}

fn hand<'p>(pictures: &'p mut Pictures, at_hand: &'p Option<(usize, String)>) -> Option<(&'p mut Picture, &'p String)> {
    let (at, name) = at_hand.as_ref()?;
    Some((pictures.pictures.get_mut(*at)?, name))
}

/// Every picture and every card that links somewhere.
fn places(blocks: &[Stored], page: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut levels = vec![(page, blocks)];
    while let Some((holder, blocks)) = levels.pop() {
        let mut behind = blocks.iter().skip(1);
        for block in blocks {
            let next = behind.next();
            let is_image = |block: &Stored| block.kind == const { late_word(WORDS, "image") };
            let is_card = block.kind == const { late_word(WORDS, "bookmark") };
            if (is_card || is_image(block)) && !block.is_kept {
                places.push(Place {
                    id: block.id.clone(),
                    is_card,
                    address: block.address.clone(),
                    text: block.text.clone(),
                    holder: holder.to_owned(),
                    next: next.map(|next| next.id.clone()).unwrap_or_default(),
                    is_before_picture: next.is_some_and(|next| next.is_kept && is_image(next)),
                    is_filled: false,
                });
            }
            levels.push((&block.id, &block.children));
        }
    }
    places
}
