//! What a request may look like: the endpoints, their schemas, and the documented limits on top.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::judge::{Definitions, judge};
use crate::limits;
use crate::refusal::Refusal;
use crate::schema::Schema;

/// Every endpoint the stand-in speaks, with the schemas of their bodies.
#[derive(Debug)]
pub struct Rules {
    definitions: Definitions,
    shapes: Vec<Shape>,
}

/// What one endpoint's request looks like.
#[derive(Debug)]
pub struct Shape {
    /// Its name in the official client: `createPage`.
    pub name: String,
    method: String,
    path: Vec<Segment>,
    query: Vec<String>,
    body: Option<Schema>,
}

#[derive(Debug)]
enum Segment {
    Word(String),
    Parameter(String),
}

/// A request that found its endpoint.
#[derive(Debug)]
pub struct Match<'a> {
    /// The endpoint.
    pub shape: &'a Shape,
    /// What stood for each parameter of its path.
    pub parameters: BTreeMap<&'a str, String>,
}

#[derive(Deserialize)]
struct Generated {
    client: String,
    requests: Vec<GeneratedRequest>,
    definitions: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct GeneratedRequest {
    name: String,
    method: String,
    path: String,
    query: Vec<String>,
    body: Option<String>,
}

impl Rules {
    /// Reads the schemas in `directory`, generating them first when they are missing or were made
    /// from another version of the client.
    ///
    /// # Errors
    /// Says what is missing on this machine, or what in the schemas is not understood.
    pub fn load(directory: &Path) -> Result<Self, String> {
        let file = directory.join("schemas.json");
        let known = fs::read_to_string(&file).ok().and_then(|text| serde_json::from_str::<Generated>(&text).ok());
        let generated = match known {
            Some(known) if is_current(&file, &known) => known,
            _ => {
                generate(directory)?;
                let text =
                    fs::read_to_string(&file).map_err(|error| format!("can't read {}: {error}", file.display()))?;
                serde_json::from_str(&text).map_err(|error| format!("can't read {}: {error}", file.display()))?
            }
        };
        Self::read(generated)
    }

    /// Where the schemas are kept unless said otherwise: under the workspace's `target`, out of git.
    #[must_use]
    pub fn usual_directory() -> PathBuf {
        workspace().join("target/notion-schemas")
    }

    fn read(generated: Generated) -> Result<Self, String> {
        let mut definitions = Definitions::new();
        for (name, schema) in &generated.definitions {
            definitions.insert(name.clone(), Schema::read(schema)?);
        }
        retire(&mut definitions);
        let mut shapes: Vec<Shape> = generated.requests.into_iter().map(Shape::from).collect();
        // `users/me` must be looked at before `users/{user_id}`.
        shapes
            .sort_by_key(|shape| shape.path.iter().filter(|segment| matches!(segment, Segment::Parameter(_))).count());
        Ok(Self { definitions, shapes })
    }

    /// The endpoint for a method and a path.
    #[must_use]
    pub fn find(&self, method: &str, path: &str) -> Option<Match<'_>> {
        let words: Vec<&str> = path.trim_matches('/').split('/').collect();
        self.shapes.iter().filter(|shape| shape.method == method).find_map(|shape| {
            let parameters = shape.parameters(&words)?;
            Some(Match { shape, parameters })
        })
    }

    /// Judges the keys of a query string.
    ///
    /// # Errors
    /// The refusal Notion would answer with.
    pub fn judge_query(&self, shape: &Shape, query: &[(String, String)]) -> Result<(), Refusal> {
        let unknown = |key: &str| !shape.query.iter().any(|known| known == key.trim_end_matches("[]"));
        let mut problems: Vec<String> = query
            .iter()
            .filter(|(key, _)| unknown(key))
            .map(|(key, value)| format!("query.{key} should be not present, instead was `{}`.", json!(value)))
            .collect();
        if let Some((_, size)) = query.iter().find(|(key, _)| key == "page_size") {
            let number = size.parse::<u64>().map_or_else(|_| json!(size), |size| json!(size));
            problems.extend(limits::page_size(&number, "query.page_size"));
        }
        if problems.is_empty() { Ok(()) } else { Err(Refusal::failed("query", &problems)) }
    }

    /// Judges a body: its schema, then the limits.
    ///
    /// # Errors
    /// The refusal Notion would answer with.
    pub fn judge_body(&self, shape: &Shape, body: &Value) -> Result<(), Refusal> {
        let Some(schema) = &shape.body else {
            let empty = body.as_object().is_none_or(serde_json::Map::is_empty);
            let problem = || vec![String::from("body should be not present.")];
            return if empty { Ok(()) } else { Err(Refusal::failed("body", &problem())) };
        };
        let problems = judge(&self.definitions, schema, body, "body");
        if !problems.is_empty() {
            return Err(Refusal::failed("body", &problems));
        }
        limits::check(&shape.name, body)
    }

    /// Judges a whole request without any state: schema and limits, not meaning.
    ///
    /// # Errors
    /// Everything found wrong, in Notion's words.
    pub fn validate(&self, method: &str, path: &str, body: Option<&Value>) -> Result<(), Vec<String>> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let lines = |refusal: Refusal| refusal.message.lines().map(str::to_owned).collect::<Vec<_>>();
        let Some(found) = self.find(method, path) else { return Err(lines(Refusal::unknown_address())) };
        if let Some(body) = body {
            limits::payload(body.to_string().len()).map_err(lines)?;
        }
        self.judge_query(found.shape, &query).map_err(lines)?;
        self.judge_body(found.shape, body.unwrap_or(&json!({}))).map_err(lines)
    }
}

impl Shape {
    fn parameters(&self, words: &[&str]) -> Option<BTreeMap<&str, String>> {
        if words.len() != self.path.len() {
            return None;
        }
        let mut parameters = BTreeMap::new();
        for (segment, word) in self.path.iter().zip(words) {
            match segment {
                Segment::Word(known) if known != word => return None,
                Segment::Word(_) => {}
                Segment::Parameter(name) => {
                    let word = percent_encoding::percent_decode_str(word).decode_utf8_lossy();
                    parameters.insert(name.as_str(), word.into_owned());
                }
            }
        }
        Some(parameters)
    }
}

impl From<GeneratedRequest> for Shape {
    fn from(request: GeneratedRequest) -> Self {
        let segment = |word: &str| match word.strip_prefix('{').and_then(|word| word.strip_suffix('}')) {
            Some(parameter) => Segment::Parameter(parameter.to_owned()),
            None => Segment::Word(word.to_owned()),
        };
        Self {
            name: request.name,
            method: request.method,
            path: request.path.trim_matches('/').split('/').map(segment).collect(),
            query: request.query,
            body: request.body.map(Schema::Reference),
        }
    }
}

/// The client's types serve several versions of the API at once; 2026-03-11 has dropped these keys.
fn retire(definitions: &mut Definitions) {
    for (name, schema) in definitions {
        if name.ends_with("BodyParameters") {
            forget(schema, "archived");
        }
        if name == "AppendBlockChildrenBodyParameters" {
            forget(schema, "after");
        }
    }
}

fn forget(schema: &mut Schema, key: &str) {
    match schema {
        Schema::Object(object) => {
            object.properties.remove(key);
        }
        Schema::Any(branches) => branches.iter_mut().for_each(|branch| forget(branch, key)),
        _ => {}
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Whether schemas were made from the installed client, by the script as it is now.
fn is_current(file: &Path, generated: &Generated) -> bool {
    let modified = |file: &Path| fs::metadata(file).and_then(|known| known.modified()).ok();
    installed_client().as_ref() == Some(&generated.client) && modified(file) >= modified(&script())
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas.mjs")
}

fn installed_client() -> Option<String> {
    let text = fs::read_to_string(workspace().join("node_modules/@notionhq/client/package.json")).ok()?;
    let package: Value = serde_json::from_str(&text).ok()?;
    package.get("version")?.as_str().map(str::to_owned)
}

fn generate(directory: &Path) -> Result<(), String> {
    if installed_client().is_none() {
        return Err(String::from("the Notion client's types are not installed: run `npm ci` first"));
    }
    let output = Command::new("node").arg(script()).arg("--out").arg(directory).output();
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("making the schemas failed:\n{}", String::from_utf8_lossy(&output.stderr))),
        Err(error) => Err(format!("can't run node, which makes the schemas: {error}")),
    }
}
