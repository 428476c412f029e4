//! Reading a page's blocks back: all of them, level by level, at Notion's pace.

use super::asking::ask_dated;
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::notion::answer::List;
use crate::notion::request;
use crate::notion::stored::Stored;
use crate::port::Port;

/// Lists that are asked for at most: one for each hundred blocks of a page, and one for
/// each block that others are in. At Notion's pace that takes two minutes and a half.
const MOST_LISTS: usize = 400;

/// A page's blocks as Notion has them.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Those that are in no other, in order.
    pub(super) blocks: Vec<Stored>,
    /// Whether these are all: false where there are more than are read of one page.
    pub(super) is_whole: bool,
    /// When the last of them were read, by Notion's clock.
    pub(super) clock: Millis,
}

/// Reads the blocks of a page. Whoever waits to send something waits for one request at most:
/// each of these takes its turn anew.
///
/// # Errors
/// What Notion answers, [`Code::RateLimited`] where it asked this account to wait, and
/// [`Code::UnreadableAnswer`].
pub(super) async fn read(port: &impl Port, account: &str, page: &str) -> Result<Reading, Box<Error>> {
    // Each with the place of what it is in, which is before it.
    let mut found: Vec<(Option<usize>, Stored)> = Vec::new();
    let mut left = MOST_LISTS;
    let mut is_whole = true;
    let mut clock = 0;
    let mut holder: Option<usize> = None;
    loop {
        let id = match holder.map(|at| found.get(at)) {
            None => page.to_owned(),
            Some(Some((_, block))) if block.has_children && !block.is_elsewhere() => block.id.clone(),
            Some(Some(_)) => String::new(),
            Some(None) => return Ok(Reading { blocks: tree(found), is_whole, clock }),
        };
        let mut request = (!id.is_empty()).then(|| request::children(&id));
        while let Some(next) = request.take() {
            if left == 0 {
                is_whole = false;
                break;
            }
            left -= 1;
            let answer;
            (answer, clock) = ask_dated(port, account, &next).await?;
            let list = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
            found.extend(list.results.iter().map(|block| (holder, Stored::of(block))));
            request = list.next.map(|cursor| request::children_after(&id, cursor));
            is_whole &= request.is_some() || list.is_complete;
        }
        holder = Some(holder.map_or(0, |at| at + 1));
    }
}

/// Puts each into what it is in. From the last on, since nothing is before its holder.
fn tree(mut found: Vec<(Option<usize>, Stored)>) -> Vec<Stored> {
    let mut roots = Vec::new();
    while let Some((holder, mut block)) = found.pop() {
        block.children.reverse();
        match holder.and_then(|at| found.get_mut(at)) {
            Some((_, holder)) => holder.children.push(block),
            None => roots.push(block),
        }
    }
    roots.reverse();
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_level_by_level_becomes_a_tree() {
        let found = [(None, "a"), (None, "b"), (Some(0), "a1"), (Some(0), "a2"), (Some(1), "b1"), (Some(3), "a2x")];
        let block = |id: &str| Stored { id: id.to_owned(), ..Stored::default() };
        let tree = tree(found.into_iter().map(|(holder, id)| (holder, block(id))).collect());
        let order: Vec<&str> = Stored::all(&tree).iter().map(|block| block.id.as_str()).collect();
        assert_eq!(order, ["a", "a1", "a2", "a2x", "b", "b1"]);
        assert_eq!(tree.len(), 2);
    }
}
