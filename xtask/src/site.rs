//! `cargo xtask site`: the public site, ready for any server of files.
//!
//! Its pages are as they are in `www/`. Its preview is made of the extension's own scripts, and of the module
//! that the extension ships, which is fetched as a file; the licences of what is in it go along.

use std::fs;
use std::path::Path;

use crate::licences;
use crate::process;
use crate::wasm;
use crate::workspace::{Outcome, Workspace, create_folder, remove_folder};

/// What is bundled, with what it imports of the extension.
const BUNDLED: [&str; 3] = ["preview.js", "preview.css", "site.css"];

/// The module that the preview runs.
const MODULE: &str = "article_bg.wasm";

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Outcome {
    if let Some(unknown) = arguments.first() {
        return Err(format!("`site` takes no arguments, and got `{unknown}`"));
    }
    build(workspace)?;
    println!("the site is in {}", workspace.dist().join("site").display());
    Ok(())
}

/// Makes the folder anew.
pub(crate) fn build(workspace: &Workspace) -> Outcome {
    wasm::build(workspace)?;
    let (sources, site) = (workspace.root.join("www"), workspace.dist().join("site"));
    // Beside it first, so that a build that fails leaves the last good one in place.
    let scratch = site.with_extension("new");
    remove_folder(&scratch)?;
    create_folder(&scratch)?;
    copy(&sources, &scratch)?;
    copy_file(&workspace.extension().join("wasm").join(MODULE), &scratch)?;
    process::run(
        workspace
            .node_tool("esbuild")
            .args(BUNDLED.map(|file| sources.join(file)))
            .args(["--bundle", "--format=esm", "--target=es2023", "--charset=utf8", "--log-level=warning"])
            .arg(format!("--outdir={}", scratch.display())),
    )?;
    licences::write(workspace, &scratch)?;
    remove_folder(&site)?;
    fs::rename(&scratch, &site).map_err(|error| format!("could not put {} in place: {error}", site.display()))
}

/// Copies what goes along as it is: all but scripts and style sheets.
fn copy(sources: &Path, to: &Path) -> Outcome {
    let unreadable = |error| format!("could not read {}: {error}", sources.display());
    for entry in fs::read_dir(sources).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if !path.extension().is_some_and(|ending| ending == "js" || ending == "css") {
            copy_file(&path, to)?;
        }
    }
    Ok(())
}

fn copy_file(path: &Path, folder: &Path) -> Outcome {
    let target = path.file_name().map(|name| folder.join(name)).ok_or("a file without a name")?;
    fs::copy(path, target).map(drop).map_err(|error| format!("could not copy {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use crate::workspace::read;

    /// The words of the page's `main`, without its tags.
    fn of_page(page: &str) -> Vec<String> {
        let (_, main) = page.split_once("<main>").unwrap();
        let (main, _) = main.split_once("</main>").unwrap();
        let mut text = String::new();
        for part in main.split('<') {
            let (tag, after) = part.split_once('>').unwrap_or(("", part));
            // A tag in the middle of a sentence parts no words.
            if !["a ", "/a", "code", "/code"].iter().any(|inline| tag.starts_with(inline)) {
                text.push(' ');
            }
            text.push_str(after);
        }
        text.split_whitespace().map(str::to_owned).collect()
    }

    /// The words of the document, without its marks and the addresses of its links.
    fn of_document(document: &str) -> Vec<String> {
        let mut text = String::new();
        for line in document.lines() {
            let line = line.trim_start_matches('#').trim();
            text.push_str(line.strip_prefix("- ").unwrap_or(line).trim_end_matches('\\'));
            text.push('\n');
        }
        let mut plain = String::new();
        for part in text.split("](") {
            let linked = if plain.is_empty() { Some(part) } else { part.split_once(')').map(|(_, after)| after) };
            plain.push_str(linked.unwrap());
        }
        plain.replace(['`', '[', '*'], "").split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn tags_and_marks_are_no_words() {
        let page = "<main> <h1>A</h1><p>b <code>c</code>. <a href=\"d\">e</a>, f</p></main>";
        let document = "# A\n\nb `c`.\n[e](d), f\n";
        assert_eq!(of_page(page), ["A", "b", "c.", "e,", "f"]);
        assert_eq!(of_document(document), of_page(page));
        assert_ne!(of_document("# A\n\nb `c`.\n[e](d), g\n"), of_page(page));
    }

    #[test]
    fn the_privacy_document_says_what_the_sites_page_says() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let page = read(&root.join("www/privacy.html")).unwrap();
        let document = read(&root.join("docs/PRIVACY.md")).unwrap();
        assert_eq!(of_document(&document), of_page(&page));
    }
}
