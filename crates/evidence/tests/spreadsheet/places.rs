//! Places for what is in the sheets: sponsor, scope, phase, several teams, asks and their sizes, teams outside the roster.

use onethread_evidence::spreadsheet::{EntryKey, EntryKind, SameName, Wish};

use crate::common::{Settings, imported, line, proposed};

const ROSTER: &str = "Login,Name,Team,Workload\nada,Ada Example,Payments,80 %\nbo,Bo Sample,Search,100 %\n";

fn text(list: &str) -> (String, Vec<String>) {
    let files: [(&str, &[u8]); 2] = [("r.csv", ROSTER.as_bytes()), ("i.csv", list.as_bytes())];
    let (folder, diagnostics) = imported(&files, &Settings::default());
    (folder.bare(), diagnostics.iter().map(line).collect())
}

#[test]
fn sponsor_scope_phase_and_teams_have_a_place() {
    let (files, found) = text(
        "Initiative,Owner,Sponsor,Lead team,Delivery team,Stage,Status,Scope\nWallet,Ada Example,Bo Sample,Payments,Search,\
         Discovery,On track,path:apps/wallet/**; service:wallet; EU only\n",
    );
    assert_eq!(found, [""; 0]);
    for part in [
        "sponsor = \"bo\"",
        "team = \"payments\"",
        "phase = \"Discovery\"",
        "scope = [\"marker:EU only\", \"path:apps/wallet/**\", \"service:wallet\"]",
        "[team.search]\ntitle = \"Search\"\ninitiative = \"wallet\"",
        "[team.payments]\ntitle = \"Payments\"\ninitiative = \"wallet\"",
        "fte = 0.8",
    ] {
        assert!(files.contains(part), "{part}: {files}");
    }
}

#[test]
fn an_idea_is_kept_as_one_and_a_start_is_its_plan() {
    let (files, found) = text("Initiative,Owner,Stage,Start\nWallet,ada,Idea,2027-01-01\nSearch,bo,Planned,\n");
    assert_eq!(found, [""; 0]);
    assert!(files.contains("[initiative.wallet]\ntitle = \"Wallet\"\nleader = \"ada\"\nstage = \"idea\"\n"), "{files}");
    assert!(!files.contains("committed") && !files.contains("[initiative.search]"), "{files}");
}

#[test]
fn a_team_that_nobody_lists_is_outside_and_never_dropped() {
    let (files, found) = text("Initiative,Owner,Depends on\nWallet,ada,Legal; Serch\nIndex,bo,\"Payments, Legal\"\n");
    assert!(files.contains("[team.legal]\ntitle = \"Legal\"\noutside = true\n"), "{files}");
    assert!(files.contains("[team.serch]\ntitle = \"Serch\"\noutside = true"), "{files}");
    assert_eq!(files.matches("on = \"team:legal\"").count(), 2, "{files}");
    assert!(!files.contains("[team.payments]\ntitle = \"Payments\"\noutside"), "{files}");
    // A near name is a question, and nothing else is one.
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("did you mean `Search`?") && found[0].contains("--same \"Serch=Search\""), "{found:?}");
}

#[test]
fn what_is_the_same_is_said_once() {
    let own = [SameName::parse("Serch=Serch").expect("a name")];
    let list = "Initiative,Owner,Depends on\nWallet,ada,Serch\n";
    let files: [(&str, &[u8]); 2] = [("r.csv", ROSTER.as_bytes()), ("i.csv", list.as_bytes())];
    let (folder, found) = imported(&files, &Settings { same: &own, ..Settings::default() });
    assert!(found.is_empty() && folder.bare().contains("on = \"team:serch\""), "{found:?} {}", folder.bare());
    let same = [SameName::parse("Serch=Search").expect("a name")];
    let (folder, found) = imported(&files, &Settings { same: &same, ..Settings::default() });
    assert!(found.is_empty() && folder.bare().contains("on = \"team:search\""), "{found:?} {}", folder.bare());
    assert!(!folder.bare().contains("serch"), "{}", folder.bare());
}

#[test]
fn the_size_of_an_ask_stands_with_it() {
    let (files, found) = text(
        "Initiative,Owner,Depends on,Effort\nWallet,ada,Search (2 FTE); Legal,\nIndex,bo,Payments,3 weeks\n\
         Cart,bo,Payments; Legal,S; 1 day\nPay,bo,Payments; Legal,M\n",
    );
    for part in [
        "on = \"team:search\"\nsize = \"2 FTE\"",
        "on = \"team:payments\"\nsize = \"3 weeks\"",
        "on = \"team:payments\"\nsize = \"S\"",
        "on = \"team:legal\"\nsize = \"1 day\"",
    ] {
        assert!(files.contains(part), "{part}: {files}");
    }
    assert!(found.len() == 1 && found[0].contains("it is not known of whom `M` is"), "{found:?}");
}

#[test]
fn a_sentence_is_no_team_and_a_person_who_is_asked_is_one() {
    let (files, found) = text(
        "Initiative,Owner,Depends on\nWallet,ada,we still have to find out who could do this for us\nIndex,bo,Ada Example\n",
    );
    assert!(found.len() == 1 && found[0].starts_with("unknown-dependency"), "{found:?}");
    assert!(files.contains("on = \"person:ada\"") && !files.contains("outside"), "{files}");
}

#[test]
fn without_a_list_of_people_nobody_is_outside() {
    let list = "Initiative,Owner,Depends on\nWallet,ada,Legal\n";
    let (proposal, _) = proposed(&[("i.csv", list.as_bytes())], &Settings::default());
    let team = proposal.entries.get(&EntryKey::new(EntryKind::Team, "legal")).expect("a team");
    assert!(!team.contains_key("outside"), "{team:?}");
}

#[test]
fn a_second_team_of_a_person_has_a_number() {
    let roster = "Login,Team,Team 2,Tribe\nada,Payments,Search,Money\n";
    let (folder, _) = imported(&[("r.csv", roster.as_bytes())], &Settings::default());
    let files = folder.bare();
    assert!(
        files.contains("[team.payments]") && files.contains("[team.search]") && !files.contains("money"),
        "{files}"
    );
}

#[test]
fn teams_that_take_part_are_asked_about_once() {
    let list = "Initiative,Owner,Champion team,Supporting team\nWallet,ada,Payments,Search\n";
    let (files, found) = text(list);
    assert!(files.contains("team = \"payments\"") && files.contains("on = \"team:search\""), "{files}");
    assert!(found.len() == 1 && found[0].starts_with("work-or-ask i.csv:1:4"), "{found:?}");
    assert!(found[0].contains("--column \"Supporting team=team\""), "{found:?}");
    for (word, part) in
        [("team", "[team.search]\ntitle = \"Search\"\ninitiative"), ("depends-on", "on = \"team:search\"")]
    {
        let wishes = [Wish::parse(&format!("Supporting team={word}")).expect("a wish")];
        let files: [(&str, &[u8]); 2] = [("r.csv", ROSTER.as_bytes()), ("i.csv", list.as_bytes())];
        let (folder, found) = imported(&files, &Settings { wishes: &wishes, ..Settings::default() });
        assert!(found.is_empty() && folder.bare().contains(part), "{word}: {found:?} {}", folder.bare());
    }
}
