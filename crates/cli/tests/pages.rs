//! Every page of every example, held to what a reader with a keyboard, a screen reader or no network needs.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{folder, onethread, repository, stderr, stdout};

const EXAMPLES: [&str; 3] = ["examples/first-thread", "examples/harbour-market", "examples/kubernetes"];
/// Elements that have no end.
const VOID: [&str; 7] = ["meta", "br", "wbr", "hr", "link", "img", "input"];

/// A tag as opened, with the names of the elements around it, the outermost first.
struct Tag<'p> {
    name: &'p str,
    attributes: BTreeMap<&'p str, &'p str>,
    around: Vec<&'p str>,
    /// The text that follows up to the next tag.
    text: &'p str,
}

impl<'p> Tag<'p> {
    fn get(&self, name: &str) -> &'p str {
        self.attributes.get(name).copied().unwrap_or_default()
    }

    fn is_in(&self, name: &str) -> bool {
        self.around.contains(&name)
    }
}

/// All tags of a page that closes what it opens, in order.
fn tags(page: &str) -> Vec<Tag<'_>> {
    let (mut open, mut found): (Vec<&str>, Vec<Tag<'_>>) = (Vec::new(), Vec::new());
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let end = after.char_indices().scan(false, |quoted, (at, letter)| {
            *quoted ^= letter == '"';
            Some((at, letter == '>' && !*quoted))
        });
        let end = end.filter(|(_, is_end)| *is_end).map(|(at, _)| at).next().expect("a tag ends");
        let (tag, after) = (&after[..end], &after[end + 1..]);
        rest = after;
        let name = tag.split([' ', '\n']).next().expect("a name");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "closed in order");
        } else if !tag.starts_with('!') {
            let pairs = tag[name.len()..].split("\" ").filter_map(|pair| pair.trim().split_once("=\""));
            let attributes = pairs.map(|(key, value)| (key, value.trim_end_matches('"'))).collect();
            let text = after.split('<').next().unwrap_or_default();
            found.push(Tag { name, attributes, around: open.clone(), text });
            if !VOID.contains(&name) {
                open.push(name);
            }
            if name == "style" {
                rest = &rest[rest.find("</style>").expect("styles end")..];
            }
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    found
}

/// What is wrong with a page, in words.
fn wrong(page: &str) -> Vec<String> {
    let tags = tags(page);
    let mut wrong = Vec::new();
    let ids: Vec<&str> = tags.iter().map(|tag| tag.get("id")).filter(|id| !id.is_empty()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    if known.len() < ids.len() {
        wrong.push("an id stands twice".to_owned());
    }
    let mut before = 0;
    for tag in &tags {
        let mut is_wrong = |what: String| wrong.push(format!("<{} {:?}>: {what}", tag.name, tag.attributes));
        if let Some(level) = tag.name.strip_prefix('h').and_then(|level| level.parse::<u32>().ok()) {
            if level > before + 1 || (level == 1 && before > 0) {
                is_wrong(format!("a heading of level {level} after one of level {before}"));
            }
            before = level;
        }
        if let Some(target) = tag.get("href").strip_prefix('#').filter(|target| !known.contains(target)) {
            is_wrong(format!("#{target} leads nowhere"));
        }
        if tag.get("aria-labelledby").split_whitespace().any(|id| !known.contains(id)) {
            is_wrong("its label is not there".to_owned());
        }
        let is_named = !tag.get("aria-label").is_empty() || !tag.get("aria-labelledby").is_empty();
        let needs_name = ["img", "group", "region"].contains(&tag.get("role")) || !tag.get("tabindex").is_empty();
        if needs_name && !is_named {
            is_wrong("it has no name".to_owned());
        }
        if tag.name == "svg" && !tag.is_in("svg") && tag.get("role") != "img" && tag.get("aria-hidden") != "true" {
            is_wrong("a drawing is neither described nor hidden".to_owned());
        }
        if tag.name == "th" && !["col", "row"].contains(&tag.get("scope")) {
            is_wrong("nobody can tell what it heads".to_owned());
        }
        if ["dt", "dd"].contains(&tag.name) && !matches!(tag.around.as_slice(), [.., "dl"] | [.., "dl", "div"]) {
            is_wrong("it is in no list of words".to_owned());
        }
        if ["title", "h1", "h2"].contains(&tag.name) && tag.text.is_empty() {
            is_wrong("it says nothing".to_owned());
        }
        let out = ["src", "srcset", "data", "action", "onclick", "onload"].iter().find(|key| !tag.get(key).is_empty());
        if out.is_some() || ["script", "link", "iframe", "object", "form", "img"].contains(&tag.name) {
            is_wrong("it loads, runs or sends something".to_owned());
        }
    }
    for (what, there) in [
        ("one main heading", tags.iter().filter(|tag| tag.name == "h1").count() == 1),
        ("a language", tags.iter().any(|tag| tag.name == "html" && tag.get("lang") == "en")),
        ("one main part", tags.iter().filter(|tag| tag.name == "main").count() == 1),
        ("a policy", page.contains("default-src 'none'")),
        ("light and dark", page.contains("prefers-color-scheme:dark") && page.contains("forced-colors:active")),
        ("no address", !page.contains("http:") && !page.contains("https:") && !page.contains("@import")),
    ] {
        if !there {
            wrong.push(format!("the page has not: {what}"));
        }
    }
    wrong
}

#[test]
fn every_page_of_every_example_can_be_read_by_everybody() {
    for example in EXAMPLES {
        let questions = folder(&[]);
        let to = questions.path().to_str().expect("a path");
        let asked = onethread(&repository(), &["ask", example, "--format", "html", "-o", to]);
        assert!(asked.status.success(), "{}", stderr(&asked));
        let mut pages: Vec<(String, String)> = Vec::new();
        for args in [
            &["review", example, "--format", "html"] as &[&str],
            &["check", example, "--format", "html"],
            &["show", "all", example, "--format", "html"],
            &["show", "matrix", example, "--format", "html"],
        ] {
            pages.push((args.join(" "), stdout(&onethread(&repository(), args))));
        }
        for entry in std::fs::read_dir(questions.path()).expect("a folder").take(3) {
            let path = entry.expect("an entry").path();
            pages.push((path.display().to_string(), std::fs::read_to_string(path).expect("a page")));
        }
        for (name, page) in pages {
            let wrong = wrong(&page);
            assert!(wrong.is_empty(), "{name}: {} wrong, such as {:#?}", wrong.len(), &wrong[..wrong.len().min(5)]);
        }
    }
}

/// What is cut is said, what cannot wait comes first, and nothing leads to what was cut.
#[test]
fn pages_of_large_organizations_are_cut_by_a_rule_that_they_state() {
    let entries: String = (0..400)
        .map(|n| format!("[initiative.n{n:03}]\nidea = 2025-01-01\ncommitted = 2025-02-01\nleader = \"l{n}\"\n"))
        .collect();
    let needs: String = (0..40)
        .flat_map(|from| (0..15).map(move |to| (from, (from + to + 1) % 40)))
        .map(|(from, to)| format!("[[initiative.n{from:03}.dependency]]\non = \"team:t{to}\"\neffect = \"blocking\"\n"))
        .collect();
    let teams: String = (0..40).map(|n| format!("[team.t{n}]\ninitiative = \"n{n:03}\"\n")).collect();
    let all = entries + "[initiative.nobody]\ncommitted = 2025-02-01\n" + &needs + &teams;
    let folder = folder(&[("onethread.toml", b""), ("org/all.toml", all.as_bytes())]);
    let run = |args: &[&str]| {
        let page = stdout(&onethread(folder.path(), args));
        let wrong = wrong(&page);
        assert!(wrong.is_empty(), "{args:?}: {:#?}", &wrong[..wrong.len().min(5)]);
        page
    };
    let check = run(&["check", "--format", "html"]);
    assert!(check.len() < 800_000, "{} bytes", check.len());
    let (short, rest) = check.split_once("What comes up most").expect("a first page");
    assert!(short.contains("1 thing.") && short.contains("Nobody has no leader"), "{short}");
    assert!(rest.contains("For leaders of initiatives") && rest.contains(" more, by kind"));

    let review = run(&["review", "--format", "html"]);
    assert_eq!(review.matches("<details class=\"one\">").count(), 200);
    let deep = review.split("<section id=\"each\"").nth(1).expect("a section");
    assert!(deep.contains("id=\"i-nobody\""), "who has no leader is told in depth");
    assert!(review.contains("Of 401 these are the 200 that need attention most"));

    let needs = run(&["show", "dependencies", "--format", "html"]);
    assert!(needs.contains("These are the first 500 of 600 rows"), "{} rows", needs.matches("<tr>").count());
}

/// Each defect that the check looks for, planted in a page that is well.
#[test]
fn the_check_itself_finds_each_defect() {
    let well = concat!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta content=\"default-src 'none'\"><title>t</title>",
        "<style>@media screen and (prefers-color-scheme:dark){}@media (forced-colors:active){}</style></head>",
        "<body><main><h1>a</h1><h2 id=\"b\">b</h2><a href=\"#b\">b</a><dl><dt>w</dt><dd>d</dd></dl>",
        "<table><tr><th scope=\"col\">h</th></tr></table></main></body></html>"
    );
    assert_eq!(wrong(well), Vec::<String>::new());
    for (here, there) in [
        ("<h2 id=\"b\">b</h2>", "<h3 id=\"b\">b</h3>"),
        ("<a href=\"#b\">b</a>", "<a href=\"#c\">b</a>"),
        ("<h1>a</h1>", "<h1 id=\"b\">a</h1>"),
        (" scope=\"col\"", ""),
        ("<dl><dt>w</dt><dd>d</dd></dl>", "<dl><div><div><dt>w</dt><dd>d</dd></div></div></dl>"),
        ("<table>", "<div tabindex=\"0\"></div><table>"),
        ("<table>", "<svg></svg><table>"),
        ("<table>", "<img src=\"x\"><table>"),
        ("<table>", "<p>https://example.org</p><table>"),
        ("<main>", "<main aria-labelledby=\"nobody\">"),
        (" lang=\"en\"", ""),
        ("<h1>a</h1>", "<h1>a</h1><h1>a</h1>"),
    ] {
        let ill = well.replacen(here, there, 1);
        assert!(ill != well && !wrong(&ill).is_empty(), "{here} -> {there}");
    }
}
