//! Findings that were known before, and are not reported again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Checked, Finding};

/// Version of the file.
const VERSION: u32 = 1;

/// Findings that were known when it was written. Lines and messages are not part of it, so that laying a file out anew
/// brings nothing back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeSet<Known>,
}

/// A finding that was known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    rule: String,
    subject: String,
    about: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: BTreeSet<Known>,
}

impl Baseline {
    /// What was found.
    pub fn of(findings: &[Finding]) -> Baseline {
        Baseline { known: findings.iter().map(known).collect() }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Why it cannot be understood, with line and column where it is no JSON of this form.
    pub fn parse(text: &str) -> Result<Baseline, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match file.version {
            VERSION => Ok(Baseline { known: file.findings }),
            other => Err(format!("it is of version {other}, and this program reads version {VERSION}")),
        }
    }

    /// The text of the file: sorted, a line for each value, so that its own differences can be read.
    ///
    /// # Errors
    /// None that these types can cause.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let file = File { version: VERSION, findings: self.known.clone() };
        Ok(serde_json::to_string_pretty(&file)? + "\n")
    }

    /// How many findings are known.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Takes known findings out of what was found, and counts those that are known and there no more.
    pub fn subtract(&self, checked: &mut Checked) {
        let mut met = BTreeSet::new();
        checked.findings.retain(|finding| {
            let known = known(finding);
            let is_known = self.known.contains(&known);
            if is_known {
                met.insert(known);
            }
            !is_known
        });
        checked.known = met.len();
        checked.gone = self.known.len() - met.len();
    }
}

fn known(finding: &Finding) -> Known {
    let (rule, subject, about) = finding.identity();
    Known { rule: rule.to_owned(), subject: subject.to_owned(), about: about.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::Baseline;

    #[test]
    fn what_is_no_baseline_says_why() {
        for (text, why) in [
            ("", "EOF"),
            ("{\"version\": 2, \"findings\": []}", "version 2"),
            ("{\"version\": 1, \"findings\": [{\"rule\": \"ST101\"}]}", "missing field `subject`"),
            ("{\"version\": 1, \"findings\": [], \"more\": 1}", "unknown field `more`"),
        ] {
            let said = Baseline::parse(text).expect_err("no baseline");
            assert!(said.contains(why), "{text}: {said}");
        }
        assert!(Baseline::parse("{\"version\": 1, \"findings\": []}").expect("a baseline").is_empty());
    }
}
