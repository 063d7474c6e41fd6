//! The words of the report, each explained in plain ones.

use onethread_core::review::Review;

use crate::document::{Block, Depth, Fact, Prose, Section};

/// A word and what it means: the end of its link, the word, the meaning.
struct Word(&'static str, &'static str, &'static str);

const WORDS: &[Word] = &[
    Word("approver", "approver", "A person who must approve before an initiative may go on."),
    Word(
        "away-team",
        "away team",
        "A team that changes another team's code itself instead of waiting. The host keeps ownership and standards and cannot \
         block; the away team cannot demand the host's time.",
    ),
    Word(
        "dedicated",
        "dedicated",
        "Working on one thing: nearly all of the time here, and hardly any on another initiative. The exact lines are under How computed.",
    ),
    Word(
        "dependency",
        "dependency",
        "Something an initiative needs from another team and cannot supply itself: to build, to take part, or to review.",
    ),
    Word(
        "form",
        "form",
        "How an initiative is led, derived from evidence and never from its label: STO, STL, split, functional, no leader, or not known.",
    ),
    Word(
        "functional",
        "functional",
        "Led along functions, such as law or finance, by design and with a reason written down. No leader of its own is asked for.",
    ),
    Word(
        "initiative",
        "initiative",
        "A problem of the business that a person is to solve, whatever its size. Not a project with an end date, not a team.",
    ),
    Word(
        "leader",
        "leader",
        "The one person who answers for an initiative. A title is not asked for; only who decides, and on what else they work.",
    ),
    Word(
        "live",
        "live",
        "Work on it is under way on the day of the review, by what its registry or the organization's files say. How computed has the exact words.",
    ),
    Word(
        "milestone",
        "milestone",
        "A step towards value that the registry sets a target for. It counts as shipped when its target has passed and nothing speaks against it.",
    ),
    Word(
        "not-shown",
        "not shown, not known",
        "The evidence holds no answer. It does not mean no; it means that a person has to be asked or a source added.",
    ),
    Word("place", "place", "A file and a line in it, such as org/people.toml:41, where what is said can be looked up."),
    Word(
        "range",
        "range, 95 %",
        "Where the true figure lies if chance alone is at work, in 19 cases out of 20. A wide range says that few cases are behind a figure.",
    ),
    Word(
        "share",
        "share reporting to the leader",
        "Of the time that members give to an initiative, the part of those who report to its leader, directly or through others. The leader is left out.",
    ),
    Word("sign-off", "sign-off", "One person's recorded yes to one milestone of one initiative."),
    Word(
        "split",
        "split",
        "The leader or the members have other work, or there are two leaders. It is so whatever the initiative is called.",
    ),
    Word(
        "stl",
        "STL, single-threaded leadership",
        "One leader and a team with nothing else, while people go on reporting along their functions. Good for work across many teams.",
    ),
    Word(
        "sto",
        "STO, single-threaded ownership",
        "One leader and a team with nothing else, and nearly the whole team reports to the leader. Good for a product that needs one owner.",
    ),
    Word("team", "team", "A group that an initiative belongs to, or that it needs something from."),
    Word(
        "thread",
        "thread, single-threaded",
        "A thread is one thing that a person works on. A leader with one thread wakes up with one problem; that is the whole idea.",
    ),
    Word(
        "value",
        "value",
        "The first use by a customer. Where no file states it, shipping a milestone stands for it, and the page says so.",
    ),
];

/// All words, in alphabetical order. Only a page has links that lead to them.
pub(super) fn section(_review: &Review) -> Option<Section<'static>> {
    let fact = |Word(key, word, meaning): &Word| Fact {
        anchor: Some(format!("word-{key}")),
        ..Fact::new(Prose::default().strong(word), Prose::new(meaning), [])
    };
    Section::new("words", "Words", Depth::Whole, vec![Block::Facts(WORDS.iter().map(fact).collect())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use onethread_core::review::CRITERIA;

    #[test]
    fn words_are_in_order_and_no_key_twice() {
        let sorted: Vec<String> = WORDS.iter().map(|Word(_, word, _)| word.to_lowercase()).collect();
        assert!(sorted.is_sorted(), "{sorted:?}");
        let mut keys: Vec<&str> =
            WORDS.iter().map(|Word(key, ..)| *key).chain(CRITERIA.iter().map(|c| c.key)).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }
}
