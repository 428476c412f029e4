//! The command line.

use std::path::PathBuf;

/// How the program is used.
pub const USAGE: &str = "satchel-standin: a local server that behaves like Notion's API

  --port PORT          where api.notion.com, www.notion.so and the test sites are served (0: any)
  --control-port PORT  where the control interface is served (0: any)
  --seed FILE          plant this seed at the start
  --state FILE         keep the state in this file
  --redirect ADDRESS   let every public connection send the browser back here; may be repeated.
                       An extension's address follows from where it is loaded from:
                       https://ID.chromiumapp.org/cb
  --schemas DIRECTORY  where the schemas are kept (usually target/notion-schemas)
  --exit-with-parent   end when standard input ends
";

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// The public port.
    pub port: u16,
    /// The control port.
    pub control_port: u16,
    /// The seed.
    pub seed: Option<PathBuf>,
    /// The state file.
    pub state: Option<PathBuf>,
    /// Where the browser may be sent back to, beyond what the seed says.
    pub redirects: Vec<String>,
    /// The schemas.
    pub schemas: Option<PathBuf>,
    /// Whether to end with the parent.
    pub exit_with_parent: bool,
    /// Whether only the usage is wanted.
    pub help: bool,
}

impl Arguments {
    /// Reads them.
    ///
    /// # Errors
    /// Names the argument that is not understood.
    pub fn read(words: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut arguments = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--port" => arguments.port = port(&value()?)?,
                "--control-port" => arguments.control_port = port(&value()?)?,
                "--seed" => arguments.seed = Some(value()?.into()),
                "--state" => arguments.state = Some(value()?.into()),
                "--redirect" => arguments.redirects.push(value()?),
                "--schemas" => arguments.schemas = Some(value()?.into()),
                "--exit-with-parent" => arguments.exit_with_parent = true,
                "--help" | "-h" => arguments.help = true,
                other => return Err(format!("{other} is not understood")),
            }
        }
        Ok(arguments)
    }
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("{text} is no port"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Arguments, String> {
        Arguments::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn arguments_are_read_and_unknown_ones_are_named() {
        let arguments = read("--port 8443 --seed demo.json --redirect a --exit-with-parent --redirect b").unwrap();
        assert_eq!(arguments.port, 8443);
        assert_eq!(arguments.seed, Some(PathBuf::from("demo.json")));
        assert!(arguments.exit_with_parent);
        assert_eq!(arguments.redirects, ["a", "b"]);
        assert_eq!(read("--prot 1").unwrap_err(), "--prot is not understood");
        assert_eq!(read("--port").unwrap_err(), "--port needs a value");
        assert_eq!(read("--port x").unwrap_err(), "x is no port");
    }
}
