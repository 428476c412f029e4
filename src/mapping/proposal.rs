//! Which property of a stranger's database is meant for what. Types decide
//! first; names, in the languages people name their columns in, decide among
//! several of one type.

use super::plan::{Plan, Target};
use super::rule::Rule;
use crate::notion::schema::{DataSource, Property};
use crate::text::Unicode;

/// Names of a column for the address, best first.
const ADDRESS: &str = "url,link,address,source url,source,web,website,adresse,lien,enlace,dirección,endereço,indirizzo,\
    collegamento,ссылка,адрес,посилання,リンク,アドレス,링크,주소,链接,網址,网址,連結,رابط,קישור,bağlantı,लिंक";

/// Names of a column for the description, best first.
const DESCRIPTION: &str = "description,summary,excerpt,abstract,about,notes,note,comment,comments,beschreibung,zusammenfassung,\
    notizen,résumé,descriptif,descripción,resumen,descrição,resumo,descrizione,riassunto,описание,\
    заметки,опис,説明,概要,要約,설명,요약,描述,摘要,简介,說明,وصف,ملخص,תיאור,açıklama,özet,विवरण";

/// Names of a column for tags, best first.
const TAGS: &str = "tags,tag,labels,label,topics,topic,keywords,categories,category,schlagwörter,schlagworte,\
    stichwörter,themen,kategorien,étiquettes,mots-clés,catégories,etiquetas,palabras clave,categorías,\
    palavras-chave,categorias,etichette,parole chiave,categorie,теги,метки,мітки,タグ,カテゴリ,태그,카테고리,标签,標籤,\
    分类,وسوم,تصنيفات,תגיות,etiketler,टैग";

/// What there is to place, and the names of the columns that are meant for it.
const WANTED: &[(Place, &str)] = &[(ADDRESS_PLACE, ADDRESS), (DESCRIPTION_PLACE, DESCRIPTION), (TAGS_PLACE, TAGS)];

/// A template, and the types that can hold it.
pub type Place = (&'static str, &'static [&'static str]);
/// Where the address goes.
pub const ADDRESS_PLACE: Place = ("{{url}}", &["url"]);
/// Where the description goes.
pub const DESCRIPTION_PLACE: Place = ("{{description}}", &["rich_text"]);
/// Where the tags go.
pub const TAGS_PLACE: Place = ("{{tags}}", &["multi_select"]);

/// What goes where in a data source: as before where that still fits, else by
/// type and name. A single property of a type that can only be meant so (`url`,
/// `multi_select`) is taken whatever its name; free text is not, because it may
/// be anything.
#[must_use]
pub fn propose(schema: DataSource, before: Plan, unicode: &dyn Unicode) -> Target {
    let mut target = Target { schema, plan: before, ..Target::default() };
    let mut rules = Vec::new();
    for &(wanted, names) in WANTED {
        let schema = &target.schema;
        let place = target.place(wanted).or_else(|| named(schema, wanted, names, unicode)).or_else(|| match wanted {
            ADDRESS_PLACE => schema.of_kind("url").next(),
            TAGS_PLACE => only(schema, "multi_select"),
            _ => None,
        });
        rules.extend(place.map(|property| Rule::of(property, wanted.0)));
    }
    target.plan.rules = rules;
    target
}

fn named<'a>(schema: &'a DataSource, wanted: Place, names: &str, unicode: &dyn Unicode) -> Option<&'a Property> {
    let rank = |property: &Property| {
        let name = unicode.key(property.name.trim());
        names.split(',').position(|known| known == name)
    };
    let fitting = schema.properties.iter().filter(|property| wanted.1.contains(&property.kind.as_str()));
    let ranked = fitting.filter_map(|property| Some((rank(property)?, property)));
    ranked.min_by_key(|&(rank, _)| rank).map(|(_, property)| property)
}

fn only<'a>(source: &'a DataSource, kind: &'a str) -> Option<&'a Property> {
    let mut all = source.of_kind(kind);
    all.next().filter(|_| all.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::Host;

    const WANTED_HERE: [Place; 3] = [ADDRESS_PLACE, DESCRIPTION_PLACE, TAGS_PLACE];

    fn source(columns: &[(&str, &str)]) -> DataSource {
        let properties = columns.iter().map(|&(name, kind)| Property {
            id: name.into(),
            name: name.into(),
            kind: kind.into(),
            ..Property::default()
        });
        DataSource { properties: properties.collect(), ..DataSource::default() }
    }

    fn ids(columns: &[(&str, &str)]) -> [Option<String>; 3] {
        let target = propose(source(columns), Plan::default(), &Host);
        WANTED_HERE.map(|source| target.place(source).map(|property| property.id.clone()))
    }

    fn some(names: [&str; 3]) -> [Option<String>; 3] {
        names.map(|name| (!name.is_empty()).then(|| name.to_owned()))
    }

    #[test]
    fn names_decide_among_several() {
        assert_eq!(
            ids(&[
                ("Author site", "url"),
                ("URL", "url"),
                ("Author", "rich_text"),
                ("Summary", "rich_text"),
                ("Mood", "multi_select"),
                ("TAGS ", "multi_select")
            ]),
            some(["URL", "Summary", "TAGS "])
        );
        assert_eq!(
            ids(&[("Ссылка", "url"), ("Описание", "rich_text"), ("Теги", "multi_select")]),
            some(["Ссылка", "Описание", "Теги"])
        );
        assert_eq!(
            ids(&[("リンク", "url"), ("概要", "rich_text"), ("タグ", "multi_select")]),
            some(["リンク", "概要", "タグ"])
        );
    }

    #[test]
    fn a_single_one_is_meant_except_for_text() {
        assert_eq!(
            ids(&[("Where", "url"), ("Author", "rich_text"), ("Mood", "multi_select")]),
            some(["Where", "", "Mood"])
        );
        assert_eq!(ids(&[("Mood", "multi_select"), ("Colour", "multi_select")]), some(["", "", ""]));
    }

    #[test]
    fn a_name_of_another_type_is_not_a_place() {
        assert_eq!(ids(&[("URL", "rich_text"), ("Description", "title"), ("Tags", "select")]), some(["", "", ""]));
    }

    #[test]
    fn what_was_settled_stays_until_it_no_longer_fits() {
        //
        let settled = propose(source(&[("Link", "url"), ("Mood", "multi_select")]), Plan::default(), &Host);
        let renamed =
            propose(source(&[("URL", "url"), ("Link", "url"), ("Mood", "multi_select")]), settled.plan.clone(), &Host);
        assert_eq!(renamed.plan.rules, settled.plan.rules, "a better name that comes later changes nothing");
        let gone = propose(source(&[("URL", "url"), ("Mood", "select")]), settled.plan.clone(), &Host);
        assert_eq!(gone.place(ADDRESS_PLACE).map(|property| property.id.as_str()), Some("URL"));
        assert_eq!(gone.place(TAGS_PLACE), None);
    }
}
