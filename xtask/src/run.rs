//! `cargo xtask run`: the extension in a real browser, against the stand-in.
//!
//! Everything is installed and built here; driving the browser is the business
//! of the same JavaScript that drives it in the tests.

use std::path::Path;

use serde_json::json;
use url::Url;

use crate::arguments::Arguments;
use crate::page::Page;
use crate::payload::split_tags;
use crate::workspace::{Outcome, Workspace, create_folder, write};
use crate::{build, document, install, process, standin};

/// The page that is saved when none is given.
const SAMPLE: &str = "tests/fixtures/sample.html";

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &["url", "title", "tags"], &["once"])?;
    let asked = arguments.has("once");
    let word = arguments.word()?;
    if !asked && (word.is_some() || ["url", "title", "tags"].iter().any(|name| arguments.has(name))) {
        return Err("a page, `--url`, `--title` and `--tags` go with `--once`".into());
    }
    let once = asked || !has_screen();
    if !asked && once {
        println!("there is no screen to open a browser on, so it saves one page without a window");
    }
    let subject = subject(workspace, word, arguments.value("url"))?;
    install::node_packages(workspace)?;
    let browser = install::browser()?;
    build::extension(workspace)?;
    let standin = standin::build(workspace)?;
    let plan = json!({
        "once": once,
        "address": subject.address.as_str(),
        "html": subject.html,
        "title": arguments.value("title"),
        "tags": arguments.value("tags").map(split_tags).unwrap_or_default(),
        "browser": browser,
        "headless": !has_screen(),
        "standin": standin,
        "schemas": standin::schemas(workspace),
        "seed": standin::demo_seed(workspace),
        "extension": workspace.package(),
    });
    // A page may be larger than what a command line takes.
    let folder = workspace.target.join("run");
    create_folder(&folder)?;
    let file = folder.join("plan.json");
    write(&file, plan.to_string().as_bytes())?;
    process::run(workspace.node().arg("tests/e2e/run.js").arg(&file))
        .map_err(|_| "the run did not come to its end, see above".to_owned())
}

/// What is to be saved.
struct Subject {
    /// Where the browser finds it.
    address: Url,
    /// Its text, when it is shown by the stand-in and not by the web.
    html: Option<String>,
}

fn subject(workspace: &Workspace, word: Option<&str>, address: Option<&str>) -> Outcome<Subject> {
    let parse = |text: &str| {
        Url::parse(text)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| format!("`{text}` is not an http or https address"))
    };
    let sample = workspace.root.join(SAMPLE);
    let path = match word {
        Some(text) if text.contains("://") => return Ok(Subject { address: parse(text)?, html: None }),
        Some(text) => Path::new(text),
        None => &sample,
    };
    let html = document::read(path)?;
    let address = match (address, Page::read(&html).claimed_address()) {
        (Some(text), _) => parse(text)?,
        (None, Some(claimed)) => claimed,
        (None, None) => parse(&format!("https://sample.example/{}", name(path)))?,
    };
    Ok(Subject { address, html: Some(html) })
}

/// A file's name without what only says how it is stored.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.trim_end_matches(".gz").trim_end_matches(".html").trim_end_matches(".htm").to_owned()
}

fn has_screen() -> bool {
    let named = |variable: &str| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    named("DISPLAY") || named("WAYLAND_DISPLAY") || cfg!(any(target_os = "macos", windows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_shown_under_its_name() {
        assert_eq!(name(Path::new("a/b/page.html.gz")), "page");
        assert_eq!(name(Path::new("page")), "page");
    }
}
