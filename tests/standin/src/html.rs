//! HTML: everything shown is escaped, everything is one plain document.

/// Escapes text for an element or a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// A whole document; a live one asks for itself again whenever something changed.
#[must_use]
pub fn document(title: &str, body: &str, live: bool) -> String {
    let script = if live { r#"<script src="/live.js" defer></script>"# } else { "" };
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{}</title>
<link rel="stylesheet" href="/style.css">
{script}
</head>
<body>
{body}
</body>
</html>"#,
        escape(title)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_shown_can_become_markup() {
        let escaped = escape(r#""><img src=x onerror='alert(1)'>&"#);
        assert_eq!(escaped, "&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;");
    }
}
