//! What the popup shows of a destination's properties, and what it offers to put
//! there.

use super::{asking, listing, presets, records, uploading};
use crate::clip::Clip;
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::late_record;
use crate::mapping::plan::{Plan, Target};
use crate::mapping::source::Sources;
use crate::mapping::value::fit::{is_writable, shown};
use crate::notion::answer::{self, List, Me};
use crate::notion::schema::{Icon, Property};
use crate::notion::{media_type, request};
use crate::port::Port;
use crate::settings::Settings;
use crate::text::{self, Unicode};
use crate::view::{Choice, Choices, FileLimits, Properties, PropertyField};

/// A page, and where it would go.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Prospect {
    /// The id of a data source or of a preset.
    pub destination: String,
    /// The page, as far as it is edited.
    pub clip: Clip,
}

/// What is looked for among people, among the pages that a relation leads to, or among those of a workspace.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Search {
    /// The id of a data source or of a preset; of an account, where it is about all pages of a workspace.
    pub destination: String,
    /// The data source that a relation leads to, as [`PropertyField::related`] said; empty for
    /// people. Not looked up by the property: that would read ten thousand options for each letter.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub source: String,
    /// What was typed.
    pub query: String,
    /// Where the last answer said that it goes on.
    pub cursor: Option<String>,
}

late_record!(Prospect { destination, clip });
late_record!(Search { destination, source, query, cursor });

/// The people of a workspace, as last listed.
#[derive(Clone, Debug, Default)]
struct People {
    list: Vec<Choice>,
    /// Who was listed before and is not in the list yet, until all of it is read.
    older: Vec<Choice>,
    /// Where Notion said that the list goes on, empty for its beginning; nothing where all of it was read.
    rest: Option<String>,
    /// Whether Notion would list nobody but the person themself.
    is_limited: bool,
    read_at: Millis,
}

impl People {
    /// Whoever is known by name.
    fn everyone(&self) -> impl Iterator<Item = &Choice> {
        self.list.iter().chain(&self.older)
    }
}

late_record!(People { list, older, rest, is_limited, read_at });

/// The type of a property that holds files.
const FILES: &str = "files";

/// How long a list of people is good enough.
const FRESH: Millis = 3_600_000;

/// A list of people is cut off here: at 50 requests.
const MOST_PEOPLE: usize = 5_000;

/// How many people are shown at a time.
const SHOWN: usize = 50;

/// A destination's target with the plan that counts, where it was read before.
pub(super) async fn planned(
    port: &impl Port,
    settings: &Settings,
    destination: &str,
) -> Result<Option<Box<Target>>, Box<Error>> {
    let known = settings.destination(Some(destination))?;
    let Some(target) = records::target(port, &known.id).await? else { return Ok(None) };
    Ok(Some(presets::applied(settings, destination, target)))
}

/// The properties of a destination, from this device.
///
/// # Errors
/// [`Code::UnknownDestination`], and when the browser's storage fails.
pub async fn properties(port: &impl Port, prospect: Prospect) -> Result<Properties, Box<Error>> {
    let settings = records::settings(port).await?;
    let Some(target) = planned(port, &settings, &prospect.destination).await? else { return Ok(Properties::default()) };
    let account = &settings.destination(Some(&prospect.destination))?.account;
    let people = known_people(port, account).await?.unwrap_or_default();
    let plan = target.plan();
    let Target { schema, places, read_at, .. } = *target;
    let sources = Sources { clip: &prospect.clip, tags: &plan.tags, saved: port.now() };
    let basic = [crate::mapping::TITLE, &places.address, &places.description, &places.tags];
    let mut fields = Vec::new();
    for property in schema.properties {
        let basic = basic.contains(&property.id.as_str());
        fields.push(PropertyField { basic, ..field(property, &plan, &sources, &people, port) });
    }
    let files = if fields.iter().any(|field| field.kind == FILES) {
        Some(FileLimits { largest: uploading::largest(port, account).await?, endings: media_type::endings() })
    } else {
        None
    };
    Ok(Properties { fields, read_at: Some(read_at), confirmed: plan.confirmed, files })
}

fn field(property: Property, plan: &Plan, sources: &Sources, people: &People, unicode: &dyn Unicode) -> PropertyField {
    let rule = plan.rule(&property.id);
    let title = (property.kind == "title").then_some("{{title}}");
    let template = rule.map(|rule| rule.template.as_str()).filter(|template| !template.is_empty()).or(title);
    let values = template.map(|template| shown(&property, sources.fill(template), unicode)).unwrap_or_default();
    let label = |value: &String| match property.kind.as_str() {
        "people" => people.everyone().find(|one| one.id == *value).map(|one| one.name.clone()).unwrap_or_default(),
        "relation" => String::new(),
        _ => value.clone(),
    };
    PropertyField {
        labels: values.iter().map(label).collect(),
        values,
        writable: is_writable(&property.kind),
        asked: rule.is_some_and(|rule| rule.asked),
        mapped: template.is_some(),
        basic: false,
        related: Some(property.related).filter(|related| !related.is_empty()),
        id: property.id,
        name: property.name,
        kind: property.kind,
        options: property.options,
    }
}

/// The existing options for tags, from this device.
///
/// # Errors
/// When the browser's storage fails.
pub async fn tag_options(
    port: &impl Port,
    destination: &str,
) -> Result<Vec<crate::notion::schema::TagOption>, Box<Error>> {
    let settings = records::settings(port).await?;
    let Ok(Some(target)) = planned(port, &settings, destination).await else { return Ok(Vec::new()) };
    Ok(target.schema.property(&target.places.tags).map(|property| property.options.clone()).unwrap_or_default())
}

/// Reads a destination's schema from Notion again.
///
/// # Errors
/// What Notion answers, and when the browser's storage fails.
pub async fn refresh_schema(port: &impl Port, destination: &str) -> Result<(), Box<Error>> {
    let settings = records::settings(port).await?;
    let known = settings.destination(Some(destination))?;
    listing::reread(port, &known.account, &known.id).await?;
    let target = records::target(port, &known.id).await?;
    if target.is_some_and(|target| target.schema.of_kind(FILES).next().is_some()) {
        uploading::read_limit(port, &known.account).await?;
    }
    Ok(())
}

/// Where the people of a workspace are kept.
pub(super) fn people_key(account: &str) -> String {
    ["people:", account].concat()
}

async fn known_people(port: &impl Port, account: &str) -> Result<Option<People>, Box<Error>> {
    records::read(port, people_key(account)).await
}

/// The people who may be put into a property: from this device where they were
/// listed within the hour. Notion searches nobody by name, so a large workspace is
/// listed a part at a time, and what each brings is answered at once.
///
/// # Errors
/// What Notion answers.
pub async fn people(port: &impl Port, search: Search) -> Result<Choices, Box<Error>> {
    let settings = records::settings(port).await?;
    let account = &settings.destination(Some(&search.destination))?.account;
    let query = port.key(search.query.trim());
    let from: usize = search.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or_default();
    let fitting = |people: &People| {
        let fits = |one: &&Choice| text::contains(&port.key(&one.name), &query);
        people.list.iter().filter(fits).skip(from).take(SHOWN + 1).cloned().collect::<Vec<_>>()
    };

    let mut people = known_people(port, account).await?.unwrap_or_default();
    if port.now().saturating_sub(people.read_at) >= FRESH {
        people.older.append(&mut people.list);
        people = People { rest: Some(String::new()), read_at: port.now(), ..people };
    }
    let mut list = fitting(&people);
    if people.rest.is_some() && list.len() <= SHOWN {
        match list_more(port, account, &mut people).await {
            Ok(()) => {
                records::write(port, people_key(account), &people).await?;
                if records::settings(port).await?.account(account).is_none() {
                    // Disconnected meanwhile.
                    port.remove(vec![people_key(account)]).await?;
                }
            }
            Err(error) if people.older.is_empty() => return Err(error),
            // An older list is better than none.
            Err(_) => {
                people.list.append(&mut people.older);
                people.rest = None;
            }
        }
        list = fitting(&people);
    }
    let has_more = list.len() > SHOWN || people.rest.is_some();
    list.truncate(SHOWN);
    let next = has_more.then(|| text::digits((from + list.len()) as u64, 1));
    Ok(Choices { list, next, limited: people.is_limited })
}

/// Reads the next part of the list of people.
async fn list_more(port: &impl Port, account: &str, people: &mut People) -> Result<(), Box<Error>> {
    let cursor = people.rest.as_deref().filter(|cursor| !cursor.is_empty());
    let answer = match asking::ask(port, account, &request::users(cursor)).await {
        Ok(answer) => answer,
        // Personal tokens may not list people, and others may lack the right to.
        Err(error) if error.code == Code::Forbidden => {
            *people = myself(port, account).await?;
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let list = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
    people.list.extend(list.results.iter().filter_map(answer::person));
    people.rest = list.next.map(str::to_owned).filter(|_| people.list.len() < MOST_PEOPLE);
    if people.rest.is_none() {
        people.older.clear();
    }
    let People { list, older, .. } = people;
    older.retain(|one| list.iter().all(|other| other.id != one.id));
    Ok(())
}

/// The one person that every token knows: whose it is.
async fn myself(port: &impl Port, account: &str) -> Result<People, Box<Error>> {
    let answer = asking::ask(port, account, &request::me()).await?;
    let list = Me::owner(&answer).into_iter().collect();
    Ok(People { list, older: Vec::new(), rest: None, is_limited: true, read_at: port.now() })
}

/// The pages that a relation may lead to, the latest first.
///
/// # Errors
/// What Notion answers: [`Code::NotShared`] where the related database is not shared
/// with the connection.
pub async fn related(port: &impl Port, search: Search) -> Result<Choices, Box<Error>> {
    let settings = records::settings(port).await?;
    let known = settings.destination(Some(&search.destination))?;
    if search.source.is_empty() {
        return Err(Code::NotShared.into());
    }
    let request = request::related_pages(&search.source, search.query.trim(), search.cursor.as_deref());
    let answer = asking::ask(port, &known.account, &request).await?;
    let list = List::from_answer(&answer).ok_or(Code::UnreadableAnswer)?;
    let choice = |page: &crate::json::Json| {
        let (id, name) = answer::titled(page)?;
        Some(Choice { id, name, icon: Icon::from_answer(page.get("icon")) })
    };
    Ok(Choices {
        list: list.results.iter().filter_map(choice).collect(),
        next: list.next.map(str::to_owned),
        limited: false,
    })
}
