//! Ways to keep an outbox that are known to lose or to double. Each is the real
//! one with one rule taken out, so that the simulation can show that it sees what
//! that rule is for.

use std::borrow::Cow;

use satchel::json::Json;

/// A way to keep an outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strategy {
    /// Satchel's.
    Sound,
    /// What is to be sent is taken out first, and put back if that fails.
    ShiftFirst,
    /// What failed is sent again, whatever may have become of it.
    Naive,
    /// That something is being sent is not written down.
    NoJournal,
    /// One search that finds nothing is believed at once.
    ReconcileNow,
    /// Each context goes by what it read when it started.
    StaleRead,
    /// There is one store, and it loses its last writes.
    JournalLost,
}

impl Strategy {
    /// Those that must be found out.
    pub(crate) const BAD: [Self; 6] =
        [Self::ShiftFirst, Self::Naive, Self::NoJournal, Self::ReconcileNow, Self::StaleRead, Self::JournalLost];

    /// A record as this way writes it; `None` where it does not.
    pub(crate) fn written(self, record: Json) -> Option<Json> {
        if self == Self::Sound {
            return Some(record);
        }
        let state = record.get("state").text().unwrap_or_default().to_owned();
        match (self, state.as_str()) {
            (Self::NoJournal | Self::ShiftFirst, "sent") => None,
            (Self::Naive, "unclear") => Some(with(record, "state", "queued".into())),
            _ => Some(record),
        }
    }

    /// A record as this way reads it.
    pub(crate) fn read(self, record: Json) -> Json {
        if self == Self::Sound {
            return record;
        }
        let state = record.get("state").text().unwrap_or_default().to_owned();
        match (self, state.as_str()) {
            (Self::Naive, "sent") => with(record, "state", "queued".into()),
            (Self::ReconcileNow, "unclear" | "sent") => {
                let record = with(record, "state", "unclear".into());
                let record = with(record, "missingSince", Json::Number(0.0));
                with(with(record, "absentAt", Json::Number(0.0)), "notBefore", Json::Number(0.0))
            }
            _ => record,
        }
    }
}

fn with(mut record: Json, name: &'static str, value: Json) -> Json {
    if let Json::Object(members) = &mut record {
        members.retain(|(known, _)| known != name);
        members.push((Cow::Borrowed(name), value));
    }
    record
}
