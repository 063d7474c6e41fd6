//! Names of people stay outside: whatever a cell under a header of people holds is a name, and no id, title, file name
//! or message has it.
//!
//! The names are invented; the shapes are those that exports of personnel systems and people write.

use onethread_evidence::spreadsheet::Naming;

use crate::common::{Folder, Settings, imported, line, proposed};

/// Invented names in many scripts and shapes, each with a word of it that nothing may hold.
const SHAPES: [(&str, &str); 62] = [
    ("Ada Quist", "quist"),
    ("ada quist", "quist"),
    ("ADA QUIST", "quist"),
    ("Ada", "ada"),
    ("Quist, Ada", "quist"),
    ("QUIST Ada", "quist"),
    ("Ada Quist 1", "quist"),
    ("Ada Quist2", "quist"),
    ("ada.quist", "quist"),
    ("ada_quist", "quist"),
    ("ada-quist", "quist"),
    ("AdaQuist", "quist"),
    ("a.quist", "quist"),
    ("A. Quist", "quist"),
    ("Ada M. Quist", "quist"),
    ("Ada Mia Lou Zoe Kim Quist", "quist"),
    ("Dr. Ada Quist", "quist"),
    ("Ada Quist PhD", "quist"),
    ("Ada Quist Jr.", "quist"),
    ("Ada Quist III", "quist"),
    ("Ada Lead", "ada"),
    ("Ada Manager", "ada"),
    ("Ada Head", "ada"),
    ("Ada/Quist", "quist"),
    ("Ada Quist (ext)", "quist"),
    ("Ada Quist (interim)", "quist"),
    ("Ada Quist (On Leave)", "quist"),
    ("Ada Quist [C]", "quist"),
    ("Ada Quist (she/her)", "quist"),
    ("Ada Quist (Berlin)", "quist"),
    ("Ada Quist - acting", "quist"),
    ("Ada Quist, interim", "quist"),
    ("Ada \"Addie\" Quist", "quist"),
    ("Ada (Addie) Quist", "quist"),
    ("Ada d'Quist", "quist"),
    ("Ada O\u{2019}Quist", "quist"),
    ("Ada Quist-Lund", "quist"),
    ("Ada van der Quist", "quist"),
    ("Ada & Bo Quist", "quist"),
    ("@adaquist", "quist"),
    ("Ada Quist*", "quist"),
    ("  Ada   Quist  ", "quist"),
    ("\u{c5}sa \u{d8}quist", "oquist"),
    ("Jos\u{e9} Qui\u{f1}ones", "quinones"),
    ("\u{7530}\u{4e2d}\u{592a}\u{90ce}", "\u{7530}\u{4e2d}"),
    ("\u{7530}\u{4e2d} \u{592a}\u{90ce}", "\u{7530}\u{4e2d}"),
    ("\u{30bf}\u{30ca}\u{30ab}\u{30fb}\u{30bf}\u{30ed}\u{30a6}", "\u{30bf}\u{30ca}\u{30ab}"),
    ("\u{ae40}\u{bbfc}\u{c218}", "\u{ae40}\u{bbfc}"),
    ("\u{738b}\u{5c0f}\u{660e}", "\u{738b}\u{5c0f}"),
    ("\u{738b}\u{5c0f}\u{660e}\u{ff08}\u{5916}\u{ff09}", "\u{738b}\u{5c0f}"),
    ("\u{418}\u{432}\u{430}\u{43d} \u{41f}\u{435}\u{442}\u{440}\u{43e}\u{432}", "\u{43f}\u{435}\u{442}\u{440}"),
    ("\u{39d}\u{3af}\u{3ba}\u{3bf}\u{3c2} \u{39a}\u{3ce}\u{3c4}\u{3b1}\u{3c2}", "\u{3ba}\u{3ce}\u{3c4}\u{3b1}"),
    ("\u{645}\u{631}\u{6cc}\u{645} \u{6a9}\u{631}\u{6cc}\u{645}\u{6cc}", "\u{6a9}\u{631}\u{6cc}\u{645}"),
    ("\u{645}\u{6cc}\u{200c}\u{645} \u{6a9}\u{631}\u{6cc}\u{645}\u{6cc}", "\u{6a9}\u{631}\u{6cc}\u{645}"),
    ("\u{634}\u{5d3}\u{5e0}\u{5d4} \u{5dc}\u{5d5}\u{5d9}", "\u{5dc}\u{5d5}\u{5d9}"),
    ("\u{930}\u{940}\u{924}\u{93e} \u{936}\u{930}\u{94d}\u{92e}\u{93e}", "\u{936}\u{930}\u{94d}\u{92e}"),
    ("\u{e2a}\u{e21}\u{e0a}\u{e32}\u{e22} \u{e43}\u{e08}\u{e14}\u{e35}", "\u{e2a}\u{e21}\u{e0a}"),
    ("\u{0b95}\u{0bae}\u{0bb2}\u{0bbe} \u{0bb0}\u{0bbe}\u{0b9c}\u{0bbe}", "\u{0b95}\u{0bae}"),
    ("Ng\u{f4} Qu\u{ed} B\u{1ea3}o", "qu\u{ed}"),
    ("1001 - Ada Quist", "quist"),
    ("Ada Quist (1001)", "quist"),
    ("Ada Quist 1001", "quist"),
];

/// Everything that an import of these files says and writes, but for the headers.
fn everything(files: &[(&str, &str)], naming: Naming) -> String {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let settings = Settings { naming, ..Settings::default() };
    let (proposal, found) = proposed(&files, &settings);
    let mut folder = Folder::default();
    let (_, written) = folder.import(&proposal, false);
    assert_eq!(written.refused, [""; 0]);
    let mut all = vec![format!("{:?}", folder.files), proposal.choices.join("\n"), proposal.unknown.join("\n")];
    all.extend(found.iter().map(line));
    all.push(folder.memory.to_json());
    all.join("\n").to_lowercase()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Whether a text holds a word: Latin ones as words of their own.
fn holds(text: &str, word: &str) -> bool {
    if word.len() > 3 || !word.is_ascii() {
        return text.contains(word);
    }
    text.split(|c: char| !c.is_alphanumeric()).any(|own| own == word)
}

#[test]
fn no_shape_of_a_name_passes() {
    for (name, word) in SHAPES {
        let cell = quoted(name);
        // As a roster, as its manager, as a leader, as one who works on it, and as what a team is called after.
        let roster = format!("Name,Team,Title,Reports to\n{cell},core,Engineer,\nBo Other,core,Engineer,{cell}\n");
        let team = format!(
            "Name,Team,Title\n{cell},{},Engineer\nBo Other,{},Engineer\n",
            quoted(&format!("Payments ({name})")),
            quoted(&format!("Team {name}"))
        );
        let list = format!(
            "Initiative,Owner,People,Purpose\n{},{cell},{cell},{}\n",
            quoted(&format!("Wallet - {name}")),
            quoted(&format!("asked for by {name} in May"))
        );
        for (what, files) in [
            ("roster", vec![("r.csv", roster.as_str())]),
            ("team", vec![("r.csv", team.as_str())]),
            ("list", vec![("i.csv", list.as_str())]),
            ("both", vec![("r.csv", roster.as_str()), ("i.csv", list.as_str())]),
        ] {
            let all = everything(&files, Naming::default());
            assert!(!holds(&all, word), "{what} {name}: {word} in {all}");
        }
        assert!(
            everything(&[("r.csv", &roster)], Naming { keep_names: true, ..Naming::default() })
                .chars()
                .any(|c| word.contains(c)),
            "{name}"
        );
    }
}

/// Every header of a person's name is one, and no column beside it passes the name on.
#[test]
fn no_column_passes_a_name_on() {
    let headers = [
        "Name",
        "Person",
        "Employee",
        "Full name",
        "Display name",
        "Member",
        "Worker",
        "Resource",
        "Who",
        "Staff",
        "First name",
        "Manager",
        "Supervisor",
        "Boss",
        "Reports to",
        "Manager's Name",
        "Email",
        "Role",
        "Title",
        "Team",
        "Function",
        "Department",
        "Initiative",
        "Project",
        "Share",
        "Start",
        "End",
        "Nickname",
        "Mentor",
        "ID",
        "Login",
        "Seat",
    ];
    for header in headers.iter().filter(|header| **header != "Name") {
        for cell in ["Ada Quist", "Quist, Ada", "Ada Quist (On Leave)", "Ada Quist's"] {
            let sheet = format!("Name,{header}\nAda Quist,{0}\nBo Other,{0}\n", quoted(cell));
            let all = everything(&[("r.csv", &sheet)], Naming::default());
            assert!(!all.contains("quist"), "{header} {cell}: {all}");
        }
    }
    let headers = [
        "Lead",
        "Leader",
        "Owner",
        "DRI",
        "Assignee",
        "Project manager",
        "Accountable",
        "People",
        "Contributors",
        "Team",
        "Depends on",
        "Status",
        "Form",
        "Purpose",
        "ID",
        "Share",
        "Start",
        "End",
        "Due",
        "Sponsor",
    ];
    let roster = "Name,Team,Title\nAda Quist,core,Engineer\n";
    for header in headers {
        for cell in ["Ada Quist", "Quist, Ada", "Ada Quist (interim)", "Ada Quist's team"] {
            let list = format!("Initiative,{header}\nWallet,{}\n", quoted(cell));
            let all = everything(&[("r.csv", roster), ("i.csv", &list)], Naming::default());
            assert!(!all.contains("quist"), "{header} {cell}: {all}");
        }
    }
}

/// One person stays one, however other columns write them.
#[test]
fn what_stands_beside_a_name_makes_nobody_else() {
    let roster = "Worker,Employee ID,Worker's Manager,Team\n\
                  Ada Quist,1001,,Top\n\
                  Bo Other (On Leave),1002,Ada Quist (1001),Web\n\
                  Cy Model [C],1003,1001 - Ada Quist,Web\n\
                  Di Token,1004,\"Other, Bo (interim)\",Web\n\
                  Ed Token,1005,Bo Other,Web\n\
                  Fay Token,1006,Bo Other (1002),Web\n";
    let list =
        "Initiative,Owner\nWallet,Bo Other (acting)\nSearch,E9999\nReturns,Nobody Known\nLoyalty,\"Known, Nobody\"\n";
    let (folder, found) = imported(&[("r.csv", roster.as_bytes()), ("i.csv", list.as_bytes())], &Settings::default());
    let bare = folder.bare();
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(bare.matches("reports-to = \"1001\"").count(), 2, "{bare}");
    assert_eq!(bare.matches("reports-to = \"1002\"").count(), 3, "{bare}");
    assert!(bare.contains("leader = \"1002\"") && bare.contains("leader = \"E9999\""), "{bare}");
    assert_eq!(bare.matches("[person.").count(), 8, "six, one by number, and one pseudonym for one name: {bare}");
    assert_eq!(bare.matches("leader = \"p-").count(), 2, "{bare}");
}

/// Namesakes whom a bracket tells apart stay two, and teams whom only their leaders tell apart.
#[test]
fn namesakes_stay_two() {
    let roster = "Name,Team,Title\n\
                  Ada Quist (Berlin),Sales (Bo Other),Clerk\n\
                  Ada Quist (Wien),Sales (Cy Model),Clerk\n\
                  Bo Other,Sales (Bo Other (On Leave)),Lead\n";
    let (folder, _) = imported(&[("r.csv", roster.as_bytes())], &Settings::default());
    let bare = folder.bare();
    assert_eq!(bare.matches("[person.").count(), 3, "{bare}");
    assert_eq!(bare.matches("[team.").count(), 2, "{bare}");
    assert_eq!(bare.matches("title = \"Sales\"").count(), 2, "{bare}");
}

/// What is no name is kept: numbers, positions, ids under a header that says so, ids that the files have.
#[test]
fn what_is_no_name_is_kept() {
    let leader = |header: &str, cell: &str, used: &[&str]| {
        let list = format!("Initiative,{header}\nWallet,{cell}\n");
        let settings = Settings { used: used.iter().map(|id| (*id).to_owned()).collect(), ..Settings::default() };
        let bare = imported(&[("i.csv", list.as_bytes())], &settings).0.bare();
        let line = bare.lines().find(|line| line.starts_with("leader")).unwrap_or_default().to_owned();
        line.trim_start_matches("leader = ").trim_matches('"').to_owned()
    };
    assert_eq!(leader("Owner", "HM-0001", &[]), "HM-0001");
    assert_eq!(leader("Owner", "Head of Payments", &[]), "head-of-payments");
    assert_eq!(leader("Owner", "ines", &["ines"]), "ines");
    assert!(leader("Owner", "ines", &[]).starts_with("p-"));
    let roster = "Login,Manager login\nada,\nbo,cy\n";
    let bare = imported(&[("r.csv", roster.as_bytes())], &Settings::default()).0.bare();
    assert!(bare.contains("reports-to = \"cy\""), "{bare}");
}

/// What is made up for someone stays theirs at the next import, in any order of rows.
#[test]
fn made_ids_stay() {
    let first = "Name,Team,Title\nAda Quist,Team Ada,Engineer\nBo Other,Ada Quist's crew,Engineer\n";
    let next = "Name,Team,Title\nBo Other,Ada Quist's crew,Engineer\n\"Quist, Ada\",Team Ada,Engineer\nCy New,Team Cy,Engineer\n";
    let (folder, _) = imported(&[("r.csv", first.as_bytes())], &Settings::default());
    let settings = Settings { memory: folder.memory.clone(), ..Settings::default() };
    let (proposal, _) = proposed(&[("r.csv", next.as_bytes())], &settings);
    let mut folder = folder;
    let (comparison, _) = folder.import(&proposal, false);
    assert!(comparison.gone.is_empty(), "{:?}", comparison.gone);
    let bare = folder.bare();
    assert_eq!((bare.matches("[person.").count(), bare.matches("[team.").count()), (3, 3), "{bare}");
}
