//! Reading a page's blocks back: all of them, level by level, at Notion's pace.

use super::asking::ask_dated;
use crate::error::{Code, Error};
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
    let mut is_whole = list(port, account, page, None, &mut found, &mut left).await?;
    let mut at = 0;
    while let Some((_, block)) = found.get(at) {
        if block.has_children && !block.is_elsewhere() {
            let id = block.id.clone();
            is_whole &= list(port, account, &id, Some(at), &mut found, &mut left).await?;
        }
        at += 1;
    }
    Ok(Reading { blocks: tree(found), is_whole })
}

/// Reads what is in a page or a block, behind what was found so far. False where not all of
/// it was read.
async fn list(
    port: &impl Port,
    account: &str,
    id: &str,
    holder: Option<usize>,
    found: &mut Vec<(Option<usize>, Stored)>,
    left: &mut usize,
) -> Result<bool, Box<Error>> {
    let mut request = request::children(id);
    while *left > 0 {
        *left -= 1;
        let (answer, _) = ask_dated(port, account, &request).await?;
        let list = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
        found.extend(list.results.iter().map(|block| (holder, Stored::of(block))));
        match list.next {
            Some(cursor) => request = request::children_after(id, cursor),
            None => return Ok(list.is_complete),
        }
    }
    Ok(false)
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
