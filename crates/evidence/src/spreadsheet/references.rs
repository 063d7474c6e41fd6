//! Where the texts of an organization's files name an id.

use std::collections::{BTreeMap, HashMap};

use onethread_model::source::Place;

/// Every quoted text of some files, by what it names.
///
/// It looks at quotes alone, so that it misses no kind of reference, and may find a text that is none.
pub struct References<'t> {
    places: HashMap<&'t str, Vec<Place>>,
}

impl<'t> References<'t> {
    /// Finds them in files by path.
    pub fn of(files: &'t BTreeMap<String, String>) -> References<'t> {
        let mut places: HashMap<&str, Vec<Place>> = HashMap::new();
        for (path, text) in files {
            for (number, line) in text.lines().enumerate() {
                let mut quotes = line.match_indices(['"', '\'']).map(|(at, _)| at).peekable();
                while let (Some(open), Some(close)) = (quotes.next(), quotes.peek()) {
                    let Some(quoted) = line.get(open + 1..*close) else { continue };
                    // `team:payments` names `payments`.
                    let id = quoted.rsplit(':').next().unwrap_or(quoted);
                    let column = Some(line[..open].chars().count() + 1);
                    places.entry(id).or_default().push(Place { path: path.as_str().into(), line: number + 1, column });
                }
            }
        }
        References { places }
    }

    /// Where an id is named, in order of file and line.
    pub fn places(&self, id: &str) -> &[Place] {
        self.places.get(id).map_or(&[], Vec::as_slice)
    }
}
