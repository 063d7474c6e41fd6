//! How few people hold what is known of some files: the truck factor.
//!
//! It is a number of a whole, such as a component, and never of anybody: nothing here gives back who it is.
//!
//! # Sources
//!
//! - T. Fritz, G. C. Murphy, E. Murphy-Hill, J. Ou and E. Hill, "Degree-of-knowledge: modeling a developer's knowledge of
//!   code", ACM TOSEM 23 (2014), for the weights, which were fitted to seven developers.
//! - G. Avelino, L. Passos, A. Hora and M. T. Valente, "A novel approach for estimating truck factors", ICPC (2016), for who
//!   counts as an author, and for the order in which authors leave.

/// Who knows a file, as a share of whoever knows it best.
const SHARE_MIN: f64 = 0.75;
/// Who knows a file at all: as much as by its creation alone.
const DEGREE_MIN: f64 = 3.293;

/// What somebody did in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hand {
    /// Who, as a number.
    pub person: u32,
    /// Changes of the file, its creation included.
    pub changes: u32,
    /// Whether it was the first one's.
    pub created: bool,
}

/// The truck factor of some files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TruckFactor {
    /// How many people can go, those who know most files first, until fewer than half of the files have anybody left who
    /// knows them; 0 when fewer than half ever had.
    pub factor: usize,
    /// Files.
    pub files: usize,
    /// Of these, files that anybody knows.
    pub known: usize,
    /// People who know any.
    pub authors: usize,
}

/// How well somebody knows a file: `3.293 + 1.098 FA + 0.164 DL - 0.321 ln(1 + AC)` with the first change, own changes and
/// those of others.
#[must_use]
pub fn degree(created: bool, own: u32, others: u32) -> f64 {
    let first = if created { 1.098 } else { 0.0 };
    3.293 + first + 0.164 * f64::from(own) - 0.321 * libm::log1p(f64::from(others))
}

/// Who knows a file: all who know it at least three quarters as well as whoever knows it best, and not less than its creator
/// would who never came back. Ascending, each once.
#[must_use]
pub fn authors(file: &[Hand]) -> Vec<u32> {
    let all: u32 = file.iter().map(|hand| hand.changes).fold(0, u32::saturating_add);
    let degrees: Vec<f64> =
        file.iter().map(|hand| degree(hand.created, hand.changes, all.saturating_sub(hand.changes))).collect();
    let best = degrees.iter().copied().fold(f64::MIN, f64::max);
    let knows = |degree: f64| degree / best > SHARE_MIN && degree >= DEGREE_MIN;
    let mut found: Vec<u32> =
        file.iter().zip(&degrees).filter(|(_, degree)| knows(**degree)).map(|(hand, _)| hand.person).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The truck factor of files, each with its authors. Of two people who know as many files the lower number goes first.
/// `None` without files.
#[must_use]
pub fn truck_factor(files: &[Vec<u32>]) -> Option<TruckFactor> {
    if files.is_empty() {
        return None;
    }
    let mut knows: std::collections::BTreeMap<u32, Vec<usize>> = std::collections::BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        file.iter().for_each(|person| knows.entry(*person).or_default().push(at));
    }
    let mut left: Vec<usize> = files.iter().map(Vec::len).collect();
    let known = left.iter().filter(|left| **left > 0).count();
    let (authors, mut covered, mut factor) = (knows.len(), known, 0);
    while covered * 2 >= files.len() {
        let most = knows.iter().max_by(|a, b| a.1.len().cmp(&b.1.len()).then(b.0.cmp(a.0)));
        let Some(gone) = most.map(|(person, _)| *person).and_then(|person| knows.remove(&person)) else { break };
        factor += 1;
        for file in gone {
            left[file] -= 1;
            covered -= usize::from(left[file] == 0);
        }
    }
    Some(TruckFactor { factor, files: files.len(), known, authors })
}
