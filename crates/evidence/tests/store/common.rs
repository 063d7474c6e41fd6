//! A folder with one source, gathered with and without its store.

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use onethread_evidence::{FileState, Gathering, People, Pseudonyms, Store, StoreState, Work, gather, gather_stored};
use onethread_model::Day;
use onethread_model::config::{Config, load};
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{FACT_KINDS, Facts, Symbol, Values};
use onethread_model::source::Sources;
use tempfile::TempDir;

/// A long registry history, which is an event table.
pub(crate) const EVENTS: &str = "[source.events]\nfile = \"events.csv\"\ntable = \"initiative_event\"\n";

/// A folder under test.
pub(crate) struct Case {
    _guard: Option<TempDir>,
    pub(crate) root: PathBuf,
    pub(crate) settings: String,
    pub(crate) key: [u8; 32],
    pub(crate) people: People,
}

/// What came of a run with the store.
pub(crate) struct Run {
    pub(crate) facts: Facts,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) state: StoreState,
}

impl Case {
    pub(crate) fn new(settings: &str) -> Case {
        let guard = tempfile::tempdir().expect("folder");
        let root = guard.path().to_owned();
        Case { _guard: Some(guard), ..Case::at(&root, settings) }
    }

    /// A folder that stays.
    pub(crate) fn at(root: &Path, settings: &str) -> Case {
        let settings = settings.to_owned();
        Case { _guard: None, root: root.to_owned(), settings, key: [7; 32], people: People::new() }
    }

    /// A case of events, with this many records.
    pub(crate) fn events(count: usize) -> Case {
        let case = Case::new(EVENTS);
        case.write("events.csv", &events(0..count));
        case
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.root.join(name), text).expect("file");
    }

    pub(crate) fn add(&self, name: &str, text: &str) {
        let mut file = OpenOptions::new().append(true).open(self.root.join(name)).expect("file");
        file.write_all(text.as_bytes()).expect("bytes");
    }

    /// Files of the store of a source.
    pub(crate) fn stored(&self, source: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.store(source)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    pub(crate) fn store(&self, source: &str) -> PathBuf {
        self.root.join(".onethread/evidence").join(source)
    }

    /// The only segment of the source.
    pub(crate) fn segment(&self, source: &str) -> PathBuf {
        let names = self.stored(source);
        let segments: Vec<&String> = names.iter().filter(|name| name.ends_with(".parquet")).collect();
        assert_eq!(segments.len(), 1, "{names:?}");
        self.store(source).join(segments[0])
    }

    fn with<T>(&self, run: impl FnOnce(&Gathering<'_>) -> T) -> T {
        let mut sources = Sources::default();
        let file = sources.add("onethread.toml", self.settings.clone());
        let mut faults = Vec::new();
        let config: Config = load(&sources, file, &mut faults);
        assert!(faults.is_empty(), "{faults:#?}");
        let pseudonyms = Pseudonyms::from_key(self.key);
        run(&Gathering { root: &self.root(), config: &config, people: &self.people, pseudonyms: &pseudonyms })
    }

    fn root(&self) -> onethread_files::Root {
        onethread_files::Root::new(&self.root, onethread_files::Outside::none())
    }

    /// An import of the whole, without any store.
    pub(crate) fn import(&self) -> (Facts, Vec<Diagnostic>) {
        self.with(|gathering| gather(gathering, &mut |_| {}))
    }

    /// A run with the store.
    pub(crate) fn run(&self) -> Run {
        self.run_on(20_000)
    }

    pub(crate) fn run_on(&self, today: i32) -> Run {
        self.run_with(&Store::new(&self.root(), Day::from_epoch_days(today)).for_sources_from(0))
    }

    /// A run that stores sources of so many bytes.
    pub(crate) fn run_from(&self, bytes: u64) -> Run {
        self.run_with(&Store::new(&self.root(), Day::from_epoch_days(20_000)).for_sources_from(bytes))
    }

    fn run_with(&self, store: &Store) -> Run {
        let (facts, diagnostics, state) = self.with(|gathering| gather_stored(gathering, store, &mut |_| {}));
        Run { facts, diagnostics, state }
    }

    /// A run that must say what an import of the whole says, and no more; what each file cost.
    #[track_caller]
    pub(crate) fn check(&self) -> Vec<Option<Work>> {
        let run = self.run();
        let (facts, diagnostics) = self.import();
        assert_eq!(dump(&run.facts), dump(&facts));
        assert_eq!(run.facts.sources, facts.sources);
        assert_eq!(run.diagnostics, diagnostics);
        run.work()
    }

    /// A run that must say what an import of the whole says, and warn of these.
    #[track_caller]
    pub(crate) fn check_refused(&self, expected: &[&str]) -> Vec<Option<Work>> {
        let run = self.run();
        let (facts, _) = self.import();
        assert_eq!(dump(&run.facts), dump(&facts));
        assert_eq!(run.facts.sources, facts.sources);
        let told: Vec<String> =
            run.diagnostics.iter().map(|one| format!("{} | {}", one.message, one.notes.join(" | "))).collect();
        assert_eq!(told.len(), expected.len(), "{told:#?}");
        for (told, expected) in told.iter().zip(expected) {
            assert!(told.contains(expected), "{told} does not say {expected}");
        }
        run.work()
    }
}

impl Run {
    /// How much of each file was imported; `None` where it is not stored.
    pub(crate) fn work(&self) -> Vec<Option<Work>> {
        assert_eq!(self.state.files.len(), self.facts.sources.len());
        let work = |state: &FileState| match state {
            FileState::Stored(stored) => Some(stored.work),
            FileState::InMemory { .. } => None,
        };
        self.state.files.iter().map(work).collect()
    }
}

/// Records of a registry's history. Every hundredth cannot be read, and every word is one of a few.
pub(crate) fn events(records: std::ops::Range<usize>) -> String {
    let mut text = if records.start == 0 { "seq,day,initiative,field,value\n".to_owned() } else { String::new() };
    for record in records {
        let day = if record % 100 == 99 {
            "yesterday".to_owned()
        } else {
            Day::from_epoch_days(record as i32 / 50).to_string()
        };
        let value = ["live", "wip", "person-1;person-2", ""][record % 4];
        let field = ["status", "status", "people", "title"][record % 4];
        text += &format!("{record},{day},initiative-{},{field},{value}\n", record % 997);
    }
    text
}

/// All rows with their texts, in order.
pub(crate) fn dump(facts: &Facts) -> Vec<String> {
    let mut lines = Vec::new();
    for schema in FACT_KINDS {
        let columns = facts.columns(schema.kind, 0..facts.rows(schema.kind));
        if columns.at.is_empty() {
            continue;
        }
        let at = columns.at.iter().map(|at| format!("{}:{}", at.source, at.line)).collect::<Vec<_>>().join(" ");
        lines.push(format!("{} {at}", schema.name));
        for (column, of) in columns.columns.iter().zip(schema.columns) {
            let values = match &column.values {
                Values::Symbols(symbols) => {
                    symbols.iter().map(|symbol| facts.symbols.text(*symbol)).collect::<Vec<_>>().join("|")
                }
                values => format!("{values:?}"),
            };
            lines.push(format!("{} {values} {:?}", of.name, column.counts));
        }
    }
    lines
}

/// The same as a number, for many rows.
pub(crate) fn digest(facts: &Facts) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut texts: HashMap<Symbol, u64> = HashMap::new();
    for schema in FACT_KINDS {
        let columns = facts.columns(schema.kind, 0..facts.rows(schema.kind));
        columns.at.hash(&mut hasher);
        for column in &columns.columns {
            column.counts.hash(&mut hasher);
            match &column.values {
                Values::Days(days) => days.hash(&mut hasher),
                Values::Numbers(numbers) => numbers.hash(&mut hasher),
                Values::Reals(reals) => reals.iter().for_each(|real| real.to_bits().hash(&mut hasher)),
                Values::Symbols(symbols) => {
                    for symbol in symbols {
                        let hash = texts.entry(*symbol).or_insert_with(|| {
                            let mut hasher = DefaultHasher::new();
                            facts.symbols.text(*symbol).hash(&mut hasher);
                            hasher.finish()
                        });
                        hash.hash(&mut hasher);
                    }
                }
            }
        }
    }
    format!("{:?}", facts.sources).hash(&mut hasher);
    hasher.finish()
}
