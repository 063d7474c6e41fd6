//! The tables of a Markdown file, as GitHub's dialect writes them.

use serde_json::{Map, Value};

use super::limits::{COLUMNS_MAX, UNIT_RECORDS_MAX};

/// Reads all tables of a text: the first one of two columns as keys and values, and the rows of all by heading.
///
/// A key of several rows has a list. Of a link only the text is read.
pub(super) fn read(body: &str) -> (Map<String, Value>, Vec<Value>) {
    let (mut table, mut rows, mut is_first) = (Map::new(), Vec::new(), true);
    let (mut fence, mut before) = (false, None);
    let mut headings: Option<Vec<String>> = None;
    for line in body.lines() {
        let line = line.trim();
        fence ^= line.starts_with("```") || line.starts_with("~~~");
        let cells = if fence { None } else { cells(line) };
        let Some(cells) = cells else {
            if let Some(headings) = headings.take() {
                is_first &= headings.len() != 2;
            }
            before = None;
            continue;
        };
        let Some(names) = &headings else {
            let is_rule = |cell: &String| cell.contains('-') && cell.trim_matches([':', '-']).is_empty();
            let names: Option<Vec<String>> = before.take();
            if cells.iter().all(is_rule) && names.as_ref().is_some_and(|names| names.len() == cells.len()) {
                headings = names;
            } else {
                before = Some(cells);
            }
            continue;
        };
        if rows.len() >= UNIT_RECORDS_MAX {
            break;
        }
        if let ([key, value], true) = (cells.as_slice(), is_first && names.len() == 2) {
            add(&mut table, key, value);
        }
        let mut row = Map::new();
        names.iter().zip(&cells).for_each(|(name, cell)| add(&mut row, name, cell));
        rows.push(Value::Object(row));
    }
    (table, rows)
}

/// Adds a value; several of one key become a list.
fn add(object: &mut Map<String, Value>, key: &str, value: &str) {
    if key.is_empty() || value.is_empty() {
        return;
    }
    let value = Value::from(value);
    match object.get_mut(key) {
        None => drop(object.insert(key.to_owned(), value)),
        Some(Value::Array(values)) => values.push(value),
        Some(known) => *known = Value::Array(vec![known.take(), value]),
    }
}

/// The cells of a row; nothing where the line is none.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix('|')?;
    let (mut cells, mut cell, mut escaped, mut code) = (Vec::new(), String::new(), false, false);
    for c in inner.chars() {
        match c {
            '|' if escaped => cell.push('|'),
            '|' if !code => cells.push(std::mem::take(&mut cell)),
            _ => {
                if escaped {
                    cell.push('\\');
                }
                if c != '\\' {
                    code ^= c == '`';
                    cell.push(c);
                }
            }
        }
        escaped = c == '\\' && !escaped;
    }
    // What is behind the last mark is no cell, unless there is no mark at the end.
    if !cell.trim().is_empty() {
        cells.push(cell);
    }
    cells.truncate(COLUMNS_MAX);
    Some(cells.iter().map(|cell| plain(cell)).collect())
}

/// The text of a cell: without marks of emphasis around it, and of a link only the text.
fn plain(cell: &str) -> String {
    let cell = cell.trim().trim_matches(['*', '_', '`']).trim();
    let Some((text, rest)) = cell.strip_prefix('[').and_then(|rest| rest.split_once("](")) else {
        return cell.to_owned();
    };
    match rest.strip_suffix(')') {
        Some(target) if !text.contains('[') && !target.contains(['(', ' ']) => text.trim().to_owned(),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tables_are_read_by_key_and_by_heading() {
        let text = "# Goal\n\n| Metadata | |\n|:--|---|\n| Owner | @ada |\n| Roadmap | A \\| B |\n| Roadmap | `x|y` |\n\
                    | Issue | [shop#7](https://example.org/7) |\n| [lang] champion | **@bo** |\n| Empty | |\n\n\
                    ```\n| no | no |\n|---|---|\n| a | b |\n```\n\n| Team | Ask | Who\n|---|:-:|---|\n| till | review | @cy\n\n\
                    | K | V |\n|---|---|\n| Owner | @eve |\n";
        let (table, rows) = read(text);
        assert_eq!(
            Value::Object(table),
            json!({"Owner": "@ada", "Roadmap": ["A | B", "x|y"], "Issue": "shop#7", "[lang] champion": "@bo"})
        );
        assert_eq!(rows.len(), 8);
        assert_eq!(rows[6], json!({"Team": "till", "Ask": "review", "Who": "@cy"}));
        assert_eq!(rows[7], json!({"K": "Owner", "V": "@eve"}));
    }

    #[test]
    fn what_is_no_table_is_none() {
        for text in [
            "",
            "|",
            "| a | b |\n| c | d |\n",
            "|---|---|\n| a | b |\n",
            "a | b\n--|--\n",
            "| a |\n|---|---|\n| x | y |\n",
        ] {
            assert_eq!(read(text), (Map::new(), Vec::new()), "{text:?}");
        }
    }
}
