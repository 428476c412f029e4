//! Conditions on dates, absolute and relative.

use serde_json::Value;

use crate::moment::{Moment, Span};
use crate::refusal::{Refusal, shown};

const RELATIVE: [(&str, i64); 7] = [
    ("today", 0),
    ("tomorrow", 1),
    ("yesterday", -1),
    ("one_week_ago", -7),
    ("one_week_from_now", 7),
    ("one_month_ago", -30),
    ("one_month_from_now", 30),
];

/// Refuses a date nobody can read.
pub(super) fn check(condition: &Value) -> Result<(), Refusal> {
    for (operator, wanted) in condition.as_object().into_iter().flatten() {
        if let Value::String(text) = wanted
            && span(text, Moment(0)).is_none()
        {
            let shown = shown(Some(wanted));
            let problem =
                format!("body.filter.{operator} should be a valid ISO 8601 date string, instead was {shown}.");
            return Err(Refusal::failed("body", &[problem]));
        }
    }
    Ok(())
}

/// Whether the date `text` fits; a wanted day covers all of it.
pub(super) fn holds(operator: &str, wanted: &Value, text: &str, now: Moment) -> bool {
    let Some(value) = Span::parse(text).map(|span| span.first) else { return false };
    if let Some((first, last)) = around(operator, now) {
        return value >= first && value <= last;
    }
    let Some(wanted) = wanted.as_str().and_then(|wanted| span(wanted, now)) else { return false };
    match operator {
        "equals" => value >= wanted.first && value <= wanted.last,
        "before" => value < wanted.first,
        "after" => value > wanted.last,
        "on_or_before" => value <= wanted.last,
        "on_or_after" => value >= wanted.first,
        _ => false,
    }
}

fn span(text: &str, now: Moment) -> Option<Span> {
    if let Some((_, days)) = RELATIVE.iter().find(|(name, _)| *name == text) {
        let first = now.midnight().plus_days(*days);
        return Some(Span { first, last: first.plus_days(1).plus(-1) });
    }
    Span::parse(text)
}

fn around(operator: &str, now: Moment) -> Option<(Moment, Moment)> {
    let days = match operator {
        "past_week" => (-7, 0),
        "past_month" => (-30, 0),
        "past_year" => (-365, 0),
        "next_week" => (0, 7),
        "next_month" => (0, 30),
        "next_year" => (0, 365),
        "this_week" => {
            // 1970 began on a Thursday; weeks begin on Monday.
            let since_monday = (now.midnight().0 / 86_400_000 + 3).rem_euclid(7);
            let monday = now.midnight().plus_days(-since_monday);
            return Some((monday, monday.plus_days(7).plus(-1)));
        }
        _ => return None,
    };
    Some((now.plus_days(days.0), now.plus_days(days.1)))
}
