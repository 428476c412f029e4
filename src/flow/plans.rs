//! What goes where: shown, changed, taken elsewhere and brought back.

use super::{asking, fields, listing, presets, records};
use crate::error::{Code, Error};
use crate::json::{Field, Json, late_record};
use crate::mapping::plan::{Plan, Target};
use crate::mapping::proposal::propose;
use crate::mapping::rule::Rule;
use crate::mapping::source;
use crate::mapping::value::fit::is_writable;
use crate::mapping::{TITLE, template};
use crate::notion::request;
use crate::notion::schema::{DataSource, Property};
use crate::port::Port;
use crate::settings::Settings;
use crate::settings::preset::Preset;
use crate::view::{MappingProperty, MappingView, PageTemplate};

/// A plan for a destination.
#[derive(Clone, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PlanChange {
    /// The id of a data source or of a preset.
    pub destination: String,
    /// What goes where from now on.
    pub plan: Plan,
}

/// A plan on its way to another Satchel: names stand beside ids.
#[derive(Clone, Debug, Default)]
struct Exported {
    /// What this is: [`EXPORTED`].
    satchel: String,
    /// The name of what it was made for.
    name: String,
    /// The data source it was made for.
    data_source: String,
    plan: Plan,
}

late_record!(PlanChange { destination, plan });
late_record!(Exported { satchel, name, data_source, plan });

/// What an exported plan says that it is.
const EXPORTED: &str = "plan-1";

/// What is wished of a plan.
pub enum Wish {
    /// To see it.
    Show,
    /// To have this one.
    Set(Plan),
    /// To have the one that is proposed.
    Reset,
    /// To have what [`export`] gave: by the ids of properties where they are there,
    /// else by name and type. What cannot be used is named.
    Import(Json),
}

/// What goes where in a destination, after that wish.
///
/// # Errors
/// [`Code::UnknownDestination`], what Notion answers where the data source was never
/// read; [`Code::PlanRefused`] for a plan that fills a property that is not there or
/// that nothing can be put into, [`Code::PlanUnreadable`]; and when the browser's
/// storage fails.
pub async fn mapping(port: &impl Port, destination: &str, wish: Wish) -> Result<MappingView, Box<Error>> {
    let settings = records::settings(port).await?;
    let mut target = target(port, &settings, destination).await?;
    let proposed = propose(&target.schema, Plan::default(), port);
    let mut unused = Vec::new();
    let wanted = match wish {
        Wish::Show => None,
        Wish::Set(plan) => Some(checked(plan, &target)?),
        Wish::Reset => Some(proposed.clone()),
        Wish::Import(exported) => Some(imported(&exported, &target.schema, &mut unused)?),
    };
    if let Some(plan) = wanted {
        *target = std::mem::take(&mut *target).with(&plan);
        let mut held = records::hold_settings(port).await?;
        if let Some(preset) = held.settings.preset(destination) {
            held.settings.put_preset(&Preset { plan, ..preset });
        } else {
            records::write_targets(port, std::slice::from_ref(target.as_ref())).await?;
            held.settings.renew(&target);
        }
        records::write_settings(port, held).await?;
    }
    let account = &settings.destination(Some(destination))?.account;
    let templates = templates(port, account, &target.schema.id).await;
    let plan = target.plan();
    let mut properties = Vec::new();
    for property in target.schema.properties {
        properties.push(MappingProperty {
            writable: is_writable(&property.kind),
            id: property.id,
            name: property.name,
            kind: property.kind,
            options: property.options,
        });
    }
    Ok(MappingView {
        destination: destination.to_owned(),
        name: settings.preset(destination).map_or(target.schema.title, |preset| preset.name),
        plan,
        proposed,
        properties,
        sources: source::known().map(str::to_owned).collect(),
        templates,
        read_at: target.read_at,
        unused,
    })
}

/// The destination with the plan that counts, read from Notion the first time.
async fn target(port: &impl Port, settings: &Settings, destination: &str) -> Result<Box<Target>, Box<Error>> {
    if let Some(target) = fields::planned(port, settings, destination).await? {
        return Ok(target);
    }
    let known = settings.destination(Some(destination))?;
    let target = listing::first(port, &known.account, &known.id).await?;
    Ok(presets::applied(settings, destination, target))
}

/// The templates of a data source. That Notion does not say is no reason to show
/// nothing of the rest.
async fn templates(port: &impl Port, account: &str, data_source: &str) -> Vec<PageTemplate> {
    let Ok(answer) = asking::ask(port, account, &request::templates(data_source)).await else { return Vec::new() };
    let template = |template: &Json| {
        let text = |name| template.get(name).text().map(str::to_owned);
        Some(PageTemplate { id: text("id")?, name: text("name").unwrap_or_default() })
    };
    answer.get("templates").items().iter().filter_map(template).collect()
}

/// The plan as JSON that another Satchel can take: it holds no secret.
///
/// # Errors
/// As [`mapping`].
pub async fn export(port: &impl Port, destination: &str) -> Result<Json, Box<Error>> {
    let settings = records::settings(port).await?;
    let target = target(port, &settings, destination).await?;
    let (name, data_source) = (target.schema.title.clone(), target.schema.id.clone());
    Ok(Exported { satchel: EXPORTED.to_owned(), name, data_source, plan: named(&target) }.write())
}

/// The plan with the names that its properties have now.
pub(super) fn named(target: &Target) -> Plan {
    let plan = target.plan();
    let named = |rule: &Rule| match target.schema.property(&rule.property) {
        Some(property) => Rule { asked: rule.asked, ..Rule::of(property, &rule.template) },
        None => rule.clone(),
    };
    Plan { rules: plan.rules.iter().map(named).collect(), ..plan }
}

fn imported(exported: &Json, schema: &DataSource, unused: &mut Vec<String>) -> Result<Plan, Box<Error>> {
    let exported = Exported::read(exported).filter(|exported| exported.satchel == EXPORTED);
    let Exported { data_source, mut plan, .. } = exported.ok_or(Code::PlanUnreadable)?;
    // A template belongs to its data source.
    if data_source != schema.id && !plan.template.is_empty() {
        unused.push(std::mem::take(&mut plan.template));
    }
    Ok(bound(plan, schema, unused))
}

/// A plan that was made elsewhere, bound to what is there; what cannot be is named.
pub(super) fn bound(plan: Plan, schema: &DataSource, unused: &mut Vec<String>) -> Plan {
    let mut rules: Vec<Rule> = Vec::new();
    for rule in plan.rules {
        match meant(schema, &rule).filter(|property| !rules.iter().any(|known| known.property == property.id)) {
            Some(property) => rules.push(Rule { asked: rule.asked, ..Rule::of(property, rule.template.trim()) }),
            None => unused.push(rule.name),
        }
    }
    Plan { rules, ..plan }
}

/// The property that a rule of another database means.
fn meant<'a>(schema: &'a DataSource, rule: &Rule) -> Option<&'a Property> {
    let named = || schema.properties.iter().find(|property| property.name == rule.name && property.kind == rule.kind);
    schema.property(&rule.property).or_else(named).filter(|property| is_writable(&property.kind))
}

/// The plan as it is kept: bound to what is there now.
fn checked(plan: Plan, target: &Target) -> Result<Plan, Box<Error>> {
    let before = target.plan();
    let mut rules: Vec<Rule> = Vec::new();
    for rule in plan.rules {
        let lone = template::alone(&rule.template).map(|name| ["{{", name, "}}"].concat());
        let template = lone.unwrap_or(rule.template);
        if rules.iter().any(|known| known.property == rule.property) {
            return Err(Error::with_detail(Code::PlanRefused, &rule.name));
        }
        match target.schema.property(&rule.property) {
            Some(property) if is_writable(&property.kind) => {
                rules.push(Rule { asked: rule.asked, ..Rule::of(property, &template) });
            }
            // What was there when the plan was made may stay: it is said at every save.
            _ if before.rule(&rule.property).is_some_and(|known| known.template == template) => {
                rules.push(Rule { template, ..rule });
            }
            _ => return Err(Error::with_detail(Code::PlanRefused, &rule.name)),
        }
    }
    let mut tags = plan.tags;
    tags.retain(|tag| !tag.trim().is_empty());
    // The title always gets one.
    rules.retain(|rule| rule.property != TITLE || !rule.template.is_empty());
    Ok(Plan { rules, tags, ..plan })
}
