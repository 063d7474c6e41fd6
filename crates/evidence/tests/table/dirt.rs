//! Every kind of dirt that a real registry was found to hold, one small file, every record accounted for.

use std::path::Path;

use crate::common::gather_in;

const SETTINGS: &str = r#"
[registry]
live-status = ["implementable", "provisional"]
done-status = ["implemented"]

[source.dirt]
file = "dirt.csv"
table = "initiative_event"
people = "pseudonymous"
absent = ["TBD"]

[source.dirt.fields]
team = "owning_sig"
participants = "participating_sigs"
people = "authors"
created = "creation_date"

[source.dirt.values]
status = { imlpemented = "implemented" }
team = { sig-arch = "sig-architecture" }
participants = { sig-arch = "sig-architecture", sig-scheduler = "sig-scheduling", sig-xyz = "" }
"#;

#[test]
fn a_dirty_registry_is_accounted_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let gathered = gather_in(&folder, SETTINGS);
    assert_eq!(gathered.problems(), Vec::<String>::new());
    assert_eq!(
        gathered.reports(),
        "\
dirt: 22 read, 16 kept as 16 facts, 1 skipped, 5 rejected
  line 16: `created` is no day: 2025-02-30 is not in the calendar
  line 19: `people` looks like an e-mail address; set people = \"hashed\"
  line 20: column `initiative` is missing
  line 21: column `day` is no day: expected a day like 2026-02-02
  line 23: `leader` holds 2 values where one is expected
  1 x field `see-also` is not mapped
  1 x participants `sig-arch` read as `sig-architecture`
  1 x participants `sig-scheduler` read as `sig-scheduling`
  1 x participants `sig-xyz` read as ``
  1 x status `imlpemented` read as `implemented`
  1 x team `sig-arch` read as `sig-architecture`
  2 x value `TBD` means nothing is known
  1 x status `implemented (alpha)` is not in the settings
  1 x status `removed` is not in the settings
  1 x status `superseded` is not in the settings
  unread: number
"
    );
    assert_eq!(
        gathered.rows(),
        [
            "2025-01-10 0000-lights registered = ",
            "2025-01-10 0000-lights status = implemented",
            "2025-01-11 0000-doors registered = ",
            "2025-01-11 0000-doors status = implemented (alpha)",
            "2025-01-12 2133-keys status = removed",
            "2025-01-12 2133-locks status = superseded",
            "2025-01-12 2133-locks status = implementable",
            "2025-01-13 7-bells approvers = ",
            "2025-01-14 7-bells approvers = paaa;pbbb",
            "2025-01-15 7-bells people = pccc",
            "2025-01-16 7-bells people = pddd;ines",
            "2025-01-17 7-bells team = sig-architecture",
            "2025-01-18 7-bells participants = sig-architecture;sig-scheduling;sig-architecture",
            "2025-01-19 7-bells created = ",
            "2025-01-21 7-bells created = 2024-12-01",
            "2025-01-25 7-bells status = ",
        ]
    );
}
