//! Just enough TOML to write the organization's files as a person would.

use std::fmt::{Display, Write as _};

/// A file in the making.
pub(super) struct Page {
    text: String,
}

impl Page {
    /// A file whose first line says that everything in it is invented.
    pub(super) fn new(about: &str) -> Page {
        let mut page = Page { text: String::new() };
        page.comment(&format!("Harbour Market is invented. {about}"));
        page
    }

    /// A comment, broken at the width of a page.
    pub(super) fn comment(&mut self, text: &str) -> &mut Page {
        let mut line = String::from("#");
        for word in text.split_whitespace() {
            if line.len() + 1 + word.len() > 100 {
                self.line(&line);
                line = String::from("#");
            }
            line.push(' ');
            line.push_str(word);
        }
        self.line(&line)
    }

    /// A line as it is.
    pub(super) fn line(&mut self, text: &str) -> &mut Page {
        self.text.push_str(text);
        self.text.push('\n');
        self
    }

    /// An empty line and a header.
    pub(super) fn header(&mut self, header: &str) -> &mut Page {
        self.line("").line(header)
    }

    /// A key with a value that is TOML already.
    pub(super) fn raw(&mut self, key: &str, value: impl Display) -> &mut Page {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{key} = {value}");
        self
    }

    /// A key with a text; nothing where the text is empty.
    pub(super) fn text(&mut self, key: &str, value: &str) -> &mut Page {
        if value.is_empty() { self } else { self.raw(key, quoted(value)) }
    }

    /// A key with a list of texts; nothing where there are none. A long list gets a line for each.
    pub(super) fn texts<T: AsRef<str>>(&mut self, key: &str, values: &[T]) -> &mut Page {
        if values.is_empty() {
            return self;
        }
        let items: Vec<String> = values.iter().map(|value| quoted(value.as_ref())).collect();
        let short = items.join(", ");
        if key.len() + short.len() < 95 {
            return self.raw(key, format!("[{short}]"));
        }
        self.raw(key, format!("[\n    {},\n]", items.join(",\n    ")))
    }

    /// A key with a value, where there is one.
    pub(super) fn maybe(&mut self, key: &str, value: Option<impl Display>) -> &mut Page {
        match value {
            Some(value) => self.raw(key, value),
            None => self,
        }
    }

    /// The whole file.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A TOML string. Nothing in the story needs escapes.
pub(super) fn quoted(text: &str) -> String {
    debug_assert!(!text.contains(['"', '\\', '\n']), "{text}");
    format!("\"{text}\"")
}

/// A number given in thousandths, without zeros at the end.
pub(super) fn thousandths(value: i32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, rest) = (value.unsigned_abs() / 1000, value.unsigned_abs() % 1000);
    let text = format!("{sign}{whole}.{rest:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousandths_read_like_numbers() {
        let all = [(410, "0.41"), (21_000, "21"), (1000, "1"), (5, "0.005"), (0, "0"), (-1500, "-1.5")];
        for (value, text) in all {
            assert_eq!(thousandths(value), text);
        }
    }
}
