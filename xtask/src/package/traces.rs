//! What would tell of the machine that built the package: its folders, and source maps.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::files::File;
use crate::workspace::{Outcome, cargo_home};

/// How a file names its map. In two parts, as this one names none.
const NAMES_MAP: &str = concat!("sourceMapping", "URL");

/// No file names a folder of whoever built it.
pub(crate) fn folders(files: &[File]) -> Outcome<Vec<String>> {
    Ok(naming(files, &private()))
}

/// No file is a source map, and none asks for one.
pub(crate) fn maps(files: &[File]) -> Outcome<Vec<String>> {
    let is_map = |file: &&File| file.is(".map") || holds(&file.bytes, NAMES_MAP.as_bytes());
    Ok(files.iter().filter(is_map).map(|file| format!("{} is a source map or names one", file.path)).collect())
}

/// The folders that hold this person's files.
fn private() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf);
    let folders = [root, cargo_home(), std::env::home_dir()].into_iter().flatten();
    // A home that is the root of all files, as it is for some services, would be found everywhere.
    folders.filter(|folder| folder.parent().is_some()).collect()
}

fn naming(files: &[File], folders: &[PathBuf]) -> Vec<String> {
    let mut wrong = Vec::new();
    for folder in folders {
        // Only what lies in it: the folder's own name may be an ordinary word.
        let name = format!("{}{MAIN_SEPARATOR}", folder.display());
        let naming = files.iter().filter(|file| holds(&file.bytes, name.as_bytes()));
        wrong.extend(naming.map(|file| format!("{} names {name}", file.path)));
    }
    wrong
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.into(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_folder_is_found_in_any_file() {
        let home = PathBuf::from("/home").join("someone");
        let inside = home.join("work").display().to_string();
        let files = [file("a.js", &format!("// {inside}/a.js")), file("b.js", "/home"), file("c.wasm", &inside)];
        assert_eq!(naming(&files, &[home]).len(), 2);
        assert!(private().iter().all(|folder| folder.parent().is_some()));
    }

    #[test]
    fn source_maps_are_found() {
        let names = format!("//# {NAMES_MAP}=a.js.map");
        let files = [file("a.js.map", "{}"), file("a.js", &names), file("b.js", "a map")];
        assert_eq!(maps(&files).unwrap().len(), 2);
    }
}
