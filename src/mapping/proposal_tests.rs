//! Databases that nobody prepared, in the languages people name their columns in.

use super::*;
use crate::notion::schema::TagOption;
use crate::text::testing::Host;

/// Columns by name, type and options; their ids are their names.
fn source(columns: &[(&str, &str, &[&str])]) -> DataSource {
    let property = |&(name, kind, options): &(&str, &str, &[&str])| Property {
        id: name.into(),
        name: name.into(),
        kind: kind.into(),
        options: options.iter().map(|&name| TagOption { name: name.into(), color: "gray".into() }).collect(),
        ..Property::default()
    };
    DataSource { properties: columns.iter().map(property).collect(), ..DataSource::default() }
}

/// What goes where, a line each.
fn proposed(columns: &[(&str, &str, &[&str])]) -> Vec<String> {
    let plan = propose(&source(columns), Plan::default(), &Host);
    let mut lines: Vec<String> =
        plan.rules.iter().map(|rule| format!("{}: {}", rule.property, rule.template)).collect();
    lines.sort();
    lines
}

/// Columns without options.
fn plain<'a>(columns: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str, &'static [&'static str])> {
    columns.iter().map(|&(name, kind)| (name, kind, [].as_slice())).collect()
}

#[test]
fn names_decide_among_several() {
    assert_eq!(
        proposed(&plain(&[
            ("Author site", "url"),
            ("🔗 URL:", "url"),
            ("Author", "rich_text"),
            ("Summary", "rich_text"),
            ("Mood", "multi_select"),
            ("TAGS ", "multi_select"),
            ("date_added", "date"),
            ("Due", "date"),
        ])),
        [
            "Author: {{author}}",
            "Summary: {{description}}",
            "TAGS : {{tags}}",
            "date_added: {{saved}}",
            "🔗 URL:: {{url}}",
        ]
    );
}

#[test]
fn every_language_has_its_names() {
    for [url, tags, description, author, published, saved] in [
        ["URL", "Tags", "Description", "Author", "Published", "Added"],
        ["Adresse", "Schlagwörter", "Beschreibung", "Autorin", "Veröffentlicht am", "Gespeichert"],
        ["Lien", "Étiquettes", "Résumé", "Auteur", "Publié le", "Ajouté le"],
        ["Enlace", "Etiquetas", "Descripción", "Autora", "Fecha de publicación", "Guardado"],
        ["Endereço", "Palavras-chave", "Descrição", "Autores", "Data de publicação", "Salvo em"],
        ["Indirizzo", "Etichette", "Descrizione", "Autore", "Pubblicato il", "Aggiunto il"],
        ["リンク", "タグ", "概要", "著者", "公開日", "保存日"],
        ["링크", "태그", "설명", "저자", "게시일", "저장일"],
        ["链接", "标签", "摘要", "作者", "发布日期", "收藏日期"],
        ["網址", "標籤", "簡介", "作者", "發佈日期", "加入日期"],
        ["Ссылка", "Теги", "Описание", "Автор", "Дата публикации", "Добавлено"],
        ["Посилання", "Мітки", "Опис", "Автори", "Опубліковано", "Збережено"],
        ["رابط", "وسوم", "وصف", "المؤلف", "تاريخ النشر", "تاريخ الإضافة"],
        ["קישור", "תגיות", "תיאור", "מחבר", "תאריך פרסום", "תאריך הוספה"],
        ["Bağlantı", "Etiketler", "Açıklama", "Yazar", "Yayın tarihi", "Eklendi"],
        ["लिंक", "टैग", "विवरण", "लेखक", "प्रकाशन तिथि", "जोड़ा गया"],
    ] {
        let columns = [
            (url, "url"),
            ("Other", "url"),
            (tags, "multi_select"),
            ("Other 2", "multi_select"),
            (description, "rich_text"),
            (author, "rich_text"),
            (published, "date"),
            (saved, "date"),
        ];
        let mut expected = [
            (url, "url"),
            (tags, "tags"),
            (description, "description"),
            (author, "author"),
            (published, "published"),
            (saved, "saved"),
        ]
        .map(|(name, source)| format!("{name}: {{{{{source}}}}}"));
        expected.sort();
        assert_eq!(proposed(&plain(&columns)), expected, "{url}");
    }
}

#[test]
fn papers_products_and_repositories_fill_themselves() {
    assert_eq!(
        proposed(&plain(&[
            ("DOI", "url"),
            ("Journal", "select"),
            ("Year", "number"),
            ("Price", "number"),
            ("Währung", "select"),
            ("チャンネル", "rich_text"),
            ("Durée", "rich_text"),
            ("Stars", "number"),
            ("封面", "files"),
            ("Время чтения", "number"),
            ("Words", "number"),
            ("Sitio", "select"),
            ("ISBN", "rich_text"),
            ("Status", "status"),
            ("Read", "checkbox"),
            ("Owner", "people"),
            ("Length", "number"),
        ])),
        [
            "DOI: https://doi.org/{{doi}}",
            "Durée: {{length}}",
            "ISBN: {{isbn}}",
            "Journal: {{journal}}",
            "Price: {{price}}",
            "Sitio: {{site}}",
            "Stars: {{stars}}",
            "Words: {{words}}",
            "Währung: {{currency}}",
            "Year: {{year}}",
            "Время чтения: {{minutes}}",
            "チャンネル: {{channel}}",
            "封面: {{image}}",
        ]
    );
}

#[test]
fn options_that_exist_decide_what_a_name_means() {
    assert_eq!(proposed(&[("Type", "select", &["Article", "Video"])]), ["Type: {{kind}}"]);
    assert_eq!(proposed(&[("Type", "select", &["Bug", "Feature"])]), [""; 0]);
    assert_eq!(proposed(&[("Language", "select", &["en", "de-DE"])]), ["Language: {{language}}"]);
    assert_eq!(proposed(&[("Language", "select", &["English", "German"])]), [""; 0]);
    assert_eq!(proposed(&[("Language", "select", &["Rust", "Python"])]), ["Language: {{code-language}}"]);
}

#[test]
fn a_single_one_is_meant_except_for_text() {
    assert_eq!(
        proposed(&plain(&[("Where", "url"), ("Thoughts", "rich_text"), ("Mood", "multi_select")])),
        ["Mood: {{tags}}", "Where: {{url}}"]
    );
    assert_eq!(proposed(&plain(&[("Mood", "multi_select"), ("Colour", "multi_select")])), [""; 0]);
    assert_eq!(proposed(&plain(&[("Cover", "url")])), ["Cover: {{image}}"]);
}

#[test]
fn a_name_of_another_type_is_not_a_place() {
    let odd = [("URL", "rich_text"), ("Description", "title"), ("Tags", "select"), ("Author", "formula")];
    assert_eq!(proposed(&plain(&odd)), [""; 0]);
}

#[test]
fn what_was_settled_stays_until_it_no_longer_fits() {
    //
    let with = |columns: &[(&str, &str)], before: &Plan| propose(&source(&plain(columns)), before.clone(), &Host);
    let settled = with(&[("Link", "url"), ("Mood", "multi_select")], &Plan::default());
    let renamed = with(&[("URL", "url"), ("Link", "url"), ("Mood", "multi_select")], &settled);
    assert_eq!(renamed.rules, settled.rules, "a better name that comes later changes nothing");
    let gone = source(&plain(&[("URL", "url"), ("Mood", "select"), ("Other", "multi_select")]));
    let healed = propose(&gone, settled.clone(), &Host);
    assert_eq!(healed.place(&gone, "{{url}}").map(|property| property.id.as_str()), Some("URL"));
    assert_eq!(healed.place(&gone, "{{tags}}"), None, "another one is not meant because it is left");
    assert!(settled.rules.iter().all(|rule| healed.rules.contains(rule)), "what is gone is said, not forgotten");
    let confirmed = Plan { confirmed: true, ..Plan::default() };
    assert_eq!(with(&[("URL", "url")], &confirmed), confirmed);
}

/// The names of the columns that a new database gets, by their types and what each is for: as
/// `extension/options/founding.js` takes them from the texts.
const FOUNDED: [(&str, &str, &str); 4] = [
    ("type_url", "url", "{{url}}"),
    ("field_tags", "multi_select", "{{tags}}"),
    ("source_author", "rich_text", "{{author}}"),
    ("source_published", "date", "{{published}}"),
];

#[test]
fn what_satchel_calls_the_columns_of_a_new_database_it_knows_again() {
    let languages = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/extension/_locales")).unwrap();
    let mut count = 0;
    for language in languages {
        let texts = std::fs::read_to_string(language.unwrap().path().join("messages.json")).unwrap();
        let texts: serde_json::Value = serde_json::from_str(&texts).unwrap();
        let name = |key: &str| texts[key]["message"].as_str().unwrap();
        let columns: Vec<(&str, &str)> = FOUNDED.iter().map(|&(key, kind, _)| (name(key), kind)).collect();
        let mut wanted: Vec<String> = FOUNDED.iter().map(|&(key, _, gets)| format!("{}: {gets}", name(key))).collect();
        wanted.sort();
        assert_eq!(proposed(&plain(&columns)), wanted);
        let mut names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        names.extend([name("field_title"), name("type_status"), "Clip ID"]);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 7, "no two columns are called the same");
        count += 1;
    }
    assert!(count > 10);
}
