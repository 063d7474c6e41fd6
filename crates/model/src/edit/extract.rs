//! One entry of an organization as a text of its own.
//!
//! Input: texts of files, and the kind and id of an entry. Output: a text that says of it what they say together, as it is
//! written there, with its comments.

use toml_edit::{DocumentMut, Item, Table, TableLike};

/// A text with one entry alone, such as `[initiative.returns]` with all tables below it; `None` where no text has it. What
/// a later text says of a key that an earlier one has is left out; lists of tables are joined. Texts that are no TOML are
/// passed over.
pub fn entry_text(texts: &[&str], kind: &str, id: &str) -> Option<String> {
    let mut entry: Option<Table> = None;
    for text in texts {
        let Ok(document) = text.parse::<DocumentMut>() else { continue };
        let found = document.get(kind).and_then(Item::as_table_like).and_then(|all| all.get(id)).cloned();
        let Some(Ok(found)) = found.map(Item::into_table) else { continue };
        match &mut entry {
            None => entry = Some(found),
            Some(known) => join(known, &found),
        }
    }
    let (mut document, mut all) = (DocumentMut::new(), Table::new());
    all.set_implicit(true);
    all.insert(id, Item::Table(entry?));
    document.insert(kind, Item::Table(all));
    Some(document.to_string().trim_start().to_owned())
}

/// Adds what another table says and this one does not.
fn join(known: &mut Table, other: &Table) {
    for (key, item) in other.iter() {
        match (known.get_mut(key), item) {
            (None, item) => drop(known.insert(key, item.clone())),
            (Some(Item::ArrayOfTables(known)), Item::ArrayOfTables(more)) => known.extend(more.iter().cloned()),
            (Some(known), item) => {
                let known: Option<&mut dyn TableLike> = known.as_table_like_mut();
                if let (Some(known), Some(more)) = (known, item.as_table_like()) {
                    more.iter().for_each(|(key, item)| {
                        if known.get(key).is_none() {
                            known.insert(key, item.clone());
                        }
                    });
                }
            }
        }
    }
}
