//! JSON as a text, for what crosses to JavaScript as one.

use super::Json;
use crate::text::digits;

impl Json {
    /// The value, written out. Numbers are whole here: what has a fraction loses it.
    #[must_use]
    pub fn written(&self) -> String {
        let mut text = String::with_capacity(self.bytes());
        self.write_to(&mut text);
        text
    }

    /// What is made here nests as deep as blocks do, which is not deep.
    fn write_to(&self, text: &mut String) {
        match self {
            Self::Null => text.push_str("null"),
            Self::Bool(true) => text.push_str("true"),
            Self::Bool(false) => text.push_str("false"),
            Self::Number(value) => {
                if *value < 0.0 {
                    text.push('-');
                }
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and positive")]
                let whole = value.abs() as u64;
                text.push_str(&digits(whole, 1));
            }
            Self::Text(content) => quote(content, text),
            Self::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    item.write_to(text);
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    quote(name, text);
                    text.push(':');
                    value.write_to(text);
                }
                text.push('}');
            }
        }
    }
}

/// Whole pieces are copied at once: few characters need more.
fn quote(content: &str, text: &mut String) {
    text.push('"');
    let mut rest = content;
    while let Some(at) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        let (plain, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        text.push_str(plain);
        let mut characters = after.chars();
        match characters.next() {
            Some('\n') => text.push_str("\\n"),
            Some('\t') => text.push_str("\\t"),
            Some(special @ ('"' | '\\')) => {
                text.push('\\');
                text.push(special);
            }
            Some(control) => {
                text.push_str("\\u00");
                for shift in [4, 0] {
                    text.push(char::from_digit(control as u32 >> shift & 15, 16).unwrap_or('0'));
                }
            }
            None => {}
        }
        rest = characters.as_str();
    }
    text.push_str(rest);
    text.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json::testing::value;

    fn any_json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::Bool),
            any::<i32>().prop_map(|number| Json::Number(f64::from(number))),
            any::<String>().prop_map(Json::Text),
            "[\u{0}-\u{1f}\"\\\\a]{0,9}".prop_map(Json::Text),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Json::List),
                prop::collection::btree_map("[a-z\"]{1,4}", inner, 0..5)
                    .prop_map(|members| Json::Object(members.into_iter().map(|(name, v)| (name.into(), v)).collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(json in any_json()) {
            let text = json.written();
            prop_assert!(text.len() <= json.bytes());
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value(&json));
        }
    }
}
