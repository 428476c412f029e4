//! What two pages show alike stands in one of them. In the other a comment names it, alone in its line, as
//! `<!-- options/options.html#shortcuts-content -->`: the build puts the element there, so that a script that
//! fills it finds it in both.

use std::path::Path;

use crate::workspace::{Outcome, read};

/// A page with the elements that it takes from others.
pub(super) fn complete(root: &Path, page: &Path) -> Outcome<Vec<u8>> {
    let mut whole = String::new();
    for line in read(page)?.lines() {
        match named(line) {
            Some((other, id)) => {
                let element = element(&read(&root.join(other))?, id);
                whole.push_str(&element.ok_or_else(|| format!("{}: {other} has no #{id}", page.display()))?);
            }
            None => whole.extend([line, "\n"]),
        }
    }
    Ok(whole.into_bytes())
}

/// The page and the id that a line names.
fn named(line: &str) -> Option<(&str, &str)> {
    let (page, id) = line.trim().strip_prefix("<!-- ")?.strip_suffix(" -->")?.split_once('#')?;
    page.ends_with(".html").then_some((page, id))
}

/// The lines of the element of that id. The markup is indented: it ends in the next line that is no further in.
fn element(markup: &str, id: &str) -> Option<String> {
    let attribute = format!(" id=\"{id}\"");
    let mut lines = markup.lines().skip_while(|line| !line.contains(&attribute));
    let first = lines.next()?;
    let depth = depth(first);
    let mut element = format!("{first}\n");
    for line in lines {
        element.extend([line, "\n"]);
        if self::depth(line) == depth {
            return line.trim_start().starts_with("</").then_some(element);
        }
    }
    None
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
<main>
  <div class=\"a\" id=\"one\">
    <p id=\"short\">word</p>
    <div>
    </div>
  </div>
  <div id=\"two\">
  </div>
</main>
";

    #[test]
    fn an_element_is_found_with_all_that_is_in_it() {
        let [one, two] = ["one", "two"].map(|id| element(PAGE, id));
        assert_eq!(one.as_deref(), PAGE.get(7..PAGE.find("  <div id=\"two\"").unwrap()));
        assert_eq!(two.as_deref(), Some("  <div id=\"two\">\n  </div>\n"));
    }

    #[test]
    fn what_is_no_element_of_several_lines_is_not_taken() {
        assert_eq!(element(PAGE, "short"), None);
        assert_eq!(element(PAGE, "three"), None);
    }

    #[test]
    fn only_a_comment_that_names_a_page_stands_for_something() {
        assert_eq!(named("  <!-- a/b.html#c -->"), Some(("a/b.html", "c")));
        for other in ["<!-- words -->", "<!-- words # -->", "<p><!-- a/b.html#c --></p>", "<main>"] {
            assert_eq!(named(other), None);
        }
    }
}
