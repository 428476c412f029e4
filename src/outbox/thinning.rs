//! What a save need not keep of its page once it is over: title, address, tags and what the person set by hand
//! tell which one it was, and the rest is the page's own text.

use std::borrow::Cow;

use super::operation::{Operation, State};
use crate::instant::Millis;
use crate::json::Json;
use crate::text;

/// How long, at least, the text of a page is kept that Notion has, so that what goes missing of it in its page
/// can be sent again, or be taken away as a file.
pub const TEXT_KEPT: Millis = 7 * 86_400_000;

/// As much as stays of a description, in UTF-16 units.
pub const KEPT_DESCRIPTION: usize = 500;

/// Takes out of a save that is over what nobody asks for any more. True where there was something.
///
/// What the page declares served to make the page. What was quoted stays for a while after it was asked for, as the
/// article does.
pub fn thin(save: &mut Operation, now: Millis) -> bool {
    if save.state != State::Saved || save.is_live(now) {
        return false;
    }
    let mut has_changed = !save.clip.fields.is_empty();
    save.clip.fields = Vec::new();
    // Without an article no receipt asks what else was sent, nor does an update what it replaces.
    if save.article.is_empty() && !save.blocks.is_empty() {
        save.blocks = Vec::new();
        has_changed = true;
    }
    // With an article, its week is that of the article, which begins when Notion has it: what is missing may be sent
    // again until then, with what stands around it.
    let since = save.settled_at.filter(|_| !save.article.is_empty()).unwrap_or(save.created_at);
    if now.saturating_sub(since) < TEXT_KEPT {
        return has_changed;
    }
    let (short, is_cut) = text::shorten(&save.clip.description, KEPT_DESCRIPTION);
    has_changed |= is_cut || !save.clip.selection.is_empty();
    save.clip.description = short;
    save.clip.selection = String::new();
    // How many there are tells where the article begins, for an update of it.
    for block in &mut save.blocks {
        let bare = bare(block);
        has_changed |= bare != *block;
        *block = bare;
    }
    has_changed
}

/// A block without anything in it but others.
fn bare(block: &Json) -> Json {
    let Some((kind, content)) = block.members().iter().find(|(_, content)| matches!(content, Json::Object(_))) else {
        return Json::Null;
    };
    let children = content.get("children").items();
    let content = if children.is_empty() {
        Vec::new()
    } else {
        vec![(Cow::Borrowed("children"), Json::List(children.iter().map(bare).collect()))]
    };
    Json::Object(vec![(kind.clone(), Json::Object(content))])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clip::Clip;
    use crate::json::testing::{json as ours, value};
    use crate::metadata::PageField;
    use crate::outbox::receipt::Sent;

    const DAY: Millis = 86_400_000;

    fn saved() -> Operation {
        let words = |text: &str| json!({ "rich_text": [{ "text": { "content": text } }] });
        let mut toggle = words("More");
        toggle["children"] = json!([{ "paragraph": words("inside") }]);
        let clip = Clip {
            title: "A story".into(),
            address: "https://news.example/story".into(),
            description: "d".repeat(2_000),
            selection: "What was selected".into(),
            fields: vec![PageField { name: "text".into(), value: "All of the page".into() }],
            ..Clip::default()
        };
        Operation {
            id: "a".into(),
            state: State::Saved,
            clip,
            tags: vec!["tag".into()],
            entries: ours(json!([{ "property": "p", "values": ["mine"] }])),
            article: "2:k".into(),
            blocks: vec![ours(json!({ "toggle": toggle })), ours(json!({ "divider": {} }))],
            created_at: 1,
            settled_at: Some(1),
            ..Operation::default()
        }
    }

    #[test]
    fn what_the_page_declared_goes_first_and_what_was_quoted_after_a_week() {
        let whole = saved();
        let mut save = saved();
        assert!(thin(&mut save, DAY));
        assert_eq!(save, Operation { clip: Clip { fields: vec![], ..whole.clip.clone() }, ..whole.clone() });
        assert!(!thin(&mut save, DAY), "there is nothing more to take out yet");
        assert!(thin(&mut save, 8 * DAY));
        assert!(save.clip.selection.is_empty() && save.clip.description.chars().count() == 500);
        assert_eq!((&save.clip.title, &save.clip.address), (&whole.clip.title, &whole.clip.address));
        assert_eq!((&save.tags, &save.entries, &save.article), (&whole.tags, &whole.entries, &whole.article));
        assert!(!thin(&mut save, 8 * DAY));
    }

    #[test]
    fn blocks_beside_an_article_are_counted_as_before_and_say_nothing() {
        let mut save = saved();
        let before = Sent::all(&save.blocks).len();
        assert!(thin(&mut save, 8 * DAY));
        assert_eq!((before, Sent::all(&save.blocks).len()), (3, 3));
        let bare: Vec<_> = save.blocks.iter().map(value).collect();
        assert_eq!(bare, [json!({ "toggle": { "children": [{ "paragraph": {} }] } }), json!({ "divider": {} })]);
        let mut alone = Operation { article: String::new(), ..saved() };
        assert!(thin(&mut alone, DAY) && alone.blocks.is_empty());
    }

    #[test]
    fn what_may_still_be_sent_undone_or_looked_up_keeps_all() {
        let states = [State::Queued, State::Sent, State::Unclear, State::Attention, State::Undoing, State::Discarded];
        let others = states.map(|state| (Operation { state, ..saved() }, 80 * DAY));
        let checked = Operation { check_at: Some(9 * DAY), ..saved() };
        for (save, now) in others.into_iter().chain([(checked, 8 * DAY), (saved(), 10 * 60_000)]) {
            let mut thinned = save.clone();
            assert!(!thin(&mut thinned, now));
            assert_eq!(thinned, save);
        }
    }
}
