//! Who has to coordinate, by what they work on and by what that depends on.
//!
//! With T_A(u, i) the work of unit u on task i, and T_D(i, j) how much task i depends on task j, what has to be
//! coordinated between units is C_R = T_A T_D T_A'.
//!
//! # Source
//!
//! - M. Cataldo, P. A. Wagstrom, J. D. Herbsleb and K. M. Carley, "Identification of coordination requirements", CSCW
//!   (2006).

/// A cell of a sparse matrix: row, column, amount.
pub type Cell = (u32, u32, f64);

/// What has to be coordinated between any two units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Required {
    units: usize,
    amounts: Vec<f64>,
}

impl Required {
    /// Multiplies the matrices. `work` has units as rows and tasks as columns; `depends` tasks on both sides, each with
    /// itself where it is named so. Cells of units or tasks that do not exist, and amounts that are no number or
    /// negative, are left out; of cells that are given twice the amounts add up. Time grows with the workers of both
    /// ends of each cell of `depends`, room with the square of the units.
    #[must_use]
    pub fn of(units: u32, tasks: u32, work: &[Cell], depends: &[Cell]) -> Required {
        let is_amount = |amount: f64| amount.is_finite() && amount > 0.0;
        let mut workers: Vec<Vec<(u32, f64)>> = vec![Vec::new(); tasks as usize];
        for (unit, task, amount) in work.iter().filter(|cell| cell.0 < units && cell.1 < tasks && is_amount(cell.2)) {
            workers[*task as usize].push((*unit, *amount));
        }
        let units = units as usize;
        let mut amounts = vec![0.0; units * units];
        for (one, other, weight) in depends.iter().filter(|cell| is_amount(cell.2)) {
            let of = |task: u32| workers.get(task as usize).map_or(&[][..], Vec::as_slice);
            for (a, here) in of(*one) {
                for (b, there) in of(*other) {
                    amounts[*a as usize * units + *b as usize] += here * weight * there;
                }
            }
        }
        Required { units, amounts }
    }

    /// How much two units have to coordinate; 0 for units that do not exist.
    #[must_use]
    pub fn between(&self, one: u32, other: u32) -> f64 {
        let (one, other) = (one as usize, other as usize);
        if one.max(other) < self.units { self.amounts[one * self.units + other] } else { 0.0 }
    }

    /// The part of it that is between different units, 0 to 1; `None` where nothing has to be coordinated.
    #[must_use]
    pub fn across(&self) -> Option<f64> {
        let all: f64 = self.amounts.iter().sum();
        let within: f64 = self.amounts.iter().step_by(self.units + 1).sum();
        (all > 0.0).then(|| ((all - within) / all).clamp(0.0, 1.0))
    }

    /// Pairs of different units, the lower number first, that have to coordinate in either direction.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let units = self.units as u32;
        let all = (0..units).flat_map(move |one| (one + 1..units).map(move |other| (one, other)));
        all.filter(|(one, other)| self.between(*one, *other) > 0.0 || self.between(*other, *one) > 0.0)
    }

    /// Congruence: of the pairs that have to coordinate, how many do, and how many there are.
    pub fn met(&self, does: impl Fn(u32, u32) -> bool) -> (usize, usize) {
        self.pairs().fold((0, 0), |(met, all), (one, other)| (met + usize::from(does(one, other)), all + 1))
    }
}
