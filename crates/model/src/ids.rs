//! Ids that are made and not written by people.

use std::collections::BTreeSet;

/// The intended id, with the first free number from 2 on behind it where someone else has it. It is taken from then on.
pub fn unique(wished: String, taken: &mut BTreeSet<String>) -> String {
    if taken.insert(wished.clone()) {
        return wished;
    }
    let mut number = 2;
    while !taken.insert(format!("{wished}-{number}")) {
        number += 1;
    }
    format!("{wished}-{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_added_where_an_id_is_taken() {
        let mut taken = BTreeSet::from(["a".to_owned(), "a-2".to_owned()]);
        let ids = ["b", "a", "a", "b"].map(|wished| unique(wished.to_owned(), &mut taken));
        assert_eq!(ids, ["b", "a-3", "a-4", "b-2"]);
    }
}
