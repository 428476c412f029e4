//! Reading a task's arguments: `--name value`, `--switch` and plain words.

use crate::workspace::Outcome;

/// What was given, as it was declared.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    words: Vec<String>,
    options: Vec<(String, String)>,
}

impl Arguments {
    /// Reads `given`. Options in `valued` take the next word; those in `switches` stand alone.
    pub(crate) fn read(given: &[String], valued: &[&str], switches: &[&str]) -> Outcome<Arguments> {
        let mut arguments = Arguments::default();
        let mut rest = given.iter();
        while let Some(word) = rest.next() {
            let Some(name) = word.strip_prefix("--") else {
                arguments.words.push(word.clone());
                continue;
            };
            if switches.contains(&name) {
                arguments.options.push((name.to_owned(), String::new()));
            } else if valued.contains(&name) {
                let value = rest.next().ok_or_else(|| format!("`--{name}` needs a value after it"))?;
                arguments.options.push((name.to_owned(), value.clone()));
            } else {
                let known: Vec<String> = valued.iter().chain(switches).map(|name| format!("--{name}")).collect();
                return Err(format!("`{word}` is not known here; known are {}", known.join(" ")));
            }
        }
        Ok(arguments)
    }

    /// The value of an option, the last one given.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.options.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a switch was given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// All plain words.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    /// The only plain word, if there is one; more than one is an error.
    pub(crate) fn word(&self) -> Outcome<Option<&str>> {
        match self.words.as_slice() {
            [] => Ok(None),
            [word] => Ok(Some(word)),
            [_, second, ..] => Err(format!("one file or address at a time; `{second}` is too many")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Outcome<Arguments> {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        Arguments::read(&words, &["url"], &["once"])
    }

    #[test]
    fn options_and_words_may_come_in_any_order() {
        let arguments = read(&["--once", "page.html", "--url", "https://e.com/"]).unwrap();
        assert!(arguments.has("once"));
        assert_eq!(arguments.word().unwrap(), Some("page.html"));
        assert_eq!(arguments.value("url"), Some("https://e.com/"));
        assert_eq!(arguments.value("once"), Some(""));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        assert!(read(&["--ulr", "x"]).unwrap_err().contains("--url"));
        assert!(read(&["--url"]).unwrap_err().contains("needs a value"));
        assert!(read(&["a", "b"]).unwrap().word().unwrap_err().contains("too many"));
    }
}
