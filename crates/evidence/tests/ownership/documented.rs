//! Every example in the documentation of the formats: patterns and facts, in our words.
//!
//! Sources: GitHub Docs, "About code owners"; GitLab Docs, "Syntax of CODEOWNERS file" and "Advanced CODEOWNERS
//! configuration"; Atlassian Support, "Set up and use code owners".

use onethread_evidence::importers::codeowners::{parse, parse_as};
use onethread_evidence::importers::ownership::{Dialect, OwnershipRules};

use crate::common::{check, problems};

fn github(text: &str) -> OwnershipRules {
    parse(".github/CODEOWNERS", text.as_bytes())
}

fn gitlab(text: &str) -> OwnershipRules {
    parse(".gitlab/CODEOWNERS", text.as_bytes())
}

#[test]
fn github_example_file() {
    let start = "*       @global-owner1 @global-owner2\n\
                 *.js    @js-owner #This is an inline comment.\n\
                 *.go docs@example.com\n\
                 *.txt @octo-org/octocats\n\
                 /build/logs/ @doctocat\n\
                 docs/*  docs@example.com\n\
                 apps/ @octocat\n";
    check(
        &github(start),
        &[
            ("README", "@global-owner1 @global-owner2"),
            (".github/workflows/a.yml", "@global-owner1 @global-owner2"),
            ("lib/deep/a.js", "@js-owner"),
            ("main.go", "docs@example.com"),
            ("a/b.txt", "@octo-org/octocats"),
            ("build/logs/x.log", "@doctocat"),
            ("build/logs/2026/01/x.log", "@doctocat"),
            ("src/build/logs/x.log", "@global-owner1 @global-owner2"),
            ("docs/getting-started.md", "docs@example.com"),
            ("docs/build-app/troubleshooting.md", "@global-owner1 @global-owner2"),
            ("apps/a", "@octocat"),
            ("services/apps/deep/a", "@octocat"),
        ],
    );
    let folders = "/docs/ @doctocat\n/scripts/ @doctocat @octocat\n**/logs @octocat\n";
    check(
        &github(folders),
        &[
            ("docs/a/b.md", "@doctocat"),
            ("src/docs/a.md", ""),
            ("scripts/run", "@doctocat @octocat"),
            ("build/logs/x", "@octocat"),
            ("scripts/logs/x", "@octocat"),
            ("deeply/nested/logs/x/y", "@octocat"),
        ],
    );
    check(
        &github("/apps/ @octocat\n/apps/github\n"),
        &[("apps/a", "@octocat"), ("apps/github/a/b", "-"), ("lib/a", "")],
    );
    check(
        &github("/apps/ @octocat\n/apps/github @doctocat\n"),
        &[("apps/a", "@octocat"), ("apps/github/a", "@doctocat")],
    );
}

#[test]
fn github_exceptions_from_gitignore() {
    let rules = github("!src/ @a\n\\#notes @a\nlib/[ab].c @a\n* @b\n");
    assert_eq!(problems(&rules), ["1:1 negation", "2:1 escaped-comment", "3:1 brackets"]);
    check(&rules, &[("src/x", "@b"), ("#notes", "@b")]);
    check(&github("lib/[ab].c @a\n"), &[("lib/a.c", ""), ("lib/[ab].c", "@a")]);
    // The last line of the same pattern counts, paths are case-sensitive, and a bad line is skipped.
    let rules = github("*.c @a\n*.c @b\nDocs/ @c\n*.h not-an-owner\npath\\ with\\ spaces/ @d\n");
    assert_eq!(problems(&rules), ["4:5 malformed-owner"]);
    check(&rules, &[("x.c", "@b"), ("docs/x", ""), ("Docs/x", "@c"), ("x.h", ""), ("path with spaces/x", "@d")]);
}

#[test]
fn gitlab_example_file() {
    let rules = gitlab(
        "* @default-owner\nREADME.md @doc-team @tech-lead\n*.rb @ruby-owner\nLICENSE @legal janedoe@example.com\n\
         README @group @group/with-nested/subgroup\n/docs/ @all-docs\n/docs/* @root-docs\n\
         /docs/**/*.md @markdown-docs  # Match specific file types in any subdirectory\n\
         /db/**/index.md @index-docs   # Match a specific file name in any subdirectory\n\
         [Documentation]\nee/docs    @docs\ndocs       @docs\n/config/ @@maintainer\n",
    );
    assert_eq!(problems(&rules), Vec::<String>::new());
    check(
        &rules,
        &[
            ("a/b/c", "@default-owner"),
            (".hidden/.file", "@default-owner"),
            ("lib/README.md", "@doc-team @tech-lead"),
            ("a/b.rb", "@ruby-owner"),
            ("LICENSE", "@legal janedoe@example.com"),
            ("README", "@group @group/with-nested/subgroup"),
            ("docs/a", "@root-docs"),
            ("docs/a/b", "@all-docs"),
            ("docs/a.md", "@markdown-docs"),
            ("docs/a/b/c.md", "@markdown-docs"),
            ("db/index.md", "@index-docs"),
            ("db/a/b/index.md", "@index-docs"),
            ("config/a/b", "@default-owner @@maintainer"),
            ("ee/docs", "@default-owner @docs"),
        ],
    );
}

#[test]
fn gitlab_sections() {
    let rules = gitlab(
        "* @admin\n\n[README Owners]\nREADME.md @user1 @user2\ninternal/README.md @user4\n\n[README other owners]\nREADME.md @user3\n",
    );
    check(&rules, &[("README.md", "@admin @user1 @user2 @user3"), ("internal/README.md", "@admin @user4 @user3")]);
    let rules = gitlab(
        "[Documentation] @docs-team\ndocs/\nREADME.md\n\n[Database] @database-team @agarcia\nmodel/db/\nconfig/db/database-setup.md @docs-team\n",
    );
    check(
        &rules,
        &[
            ("docs/a/b", "@docs-team"),
            ("README.md", "@docs-team"),
            ("model/db/x", "@database-team @agarcia"),
            ("config/db/database-setup.md", "@docs-team"),
        ],
    );
    let rules = gitlab("[Documentation]\n*.md @root\n\n[Ruby]\n*.rb @root\n\n^[Go]\n*.go @root\n");
    check(&rules, &[("a.md", "@root"), ("a.rb", "@root"), ("a.go", "?@root")]);
    let rules = gitlab(
        "[Section name]\na @x\n^[Optional]\nb @x\n[Five][5]\nc @x\n[Default] @username\nd\n[Two][2] @group @subgroup\ne\n[Zero][0]\nf @x\n",
    );
    let approvals: Vec<(&str, bool, u32)> = rules
        .sections
        .iter()
        .skip(1)
        .map(|section| (section.name.as_str(), section.is_required, section.approvals))
        .collect();
    let expected = [
        ("Section name", true, 1),
        ("Optional", false, 1),
        ("Five", true, 5),
        ("Default", true, 1),
        ("Two", true, 2),
        ("Zero", true, 1),
    ];
    assert_eq!(approvals, expected);
    check(&rules, &[("d", "@username"), ("e", "@group @subgroup")]);
}

#[test]
fn gitlab_entries_outside_sections_are_added_and_names_are_combined() {
    let rules = gitlab(
        "* @general-approvers\n\n[Documentation] @docs-team\ndocs/\nREADME.md\n*.txt\n\n[Database] @database-team\nmodel/db/\nconfig/db/database-setup.md @docs-team\n",
    );
    check(
        &rules,
        &[
            ("model/db/CHANGELOG.txt", "@general-approvers @docs-team @database-team"),
            ("config/db/database-setup.md", "@general-approvers @docs-team"),
            ("lib/x", "@general-approvers"),
        ],
    );
    let rules = gitlab(
        "[Documentation]\nee/docs/    @docs\ndocs/       @docs\n\n[Database]\nREADME.md  @database\nmodel/db/   @database\n\n[DOCUMENTATION]\nREADME.md  @docs\n",
    );
    let rules_in = |name: &str| {
        let section = rules.sections.iter().position(|section| section.name == name).expect("a section");
        rules.rules.iter().filter(|rule| rule.section as usize == section).count()
    };
    assert_eq!((rules_in("Documentation"), rules_in("Database"), rules.sections.len()), (3, 2, 3));
    check(&rules, &[("README.md", "@docs @database")]);
    // Any copy that asks for approval makes the section ask for it.
    check(&gitlab("^[Go]\n*.go @a\n[GO]\n*.mod @b\n"), &[("a.go", "@a"), ("a.mod", "@b")]);
    check(&gitlab("*.md @doc-team\nterms.md @legal-team\n"), &[("a.md", "@doc-team"), ("terms.md", "@legal-team")]);
    check(
        &gitlab("[Documentation][2]\n*.md @tech-writer-team\n\n[Ruby]\n*.rb @dev-team\n"),
        &[("x/a.rb", "@dev-team")],
    );
    check(
        &gitlab("[Maintainers]\n* @gitlab-org/maintainers/group-name\n"),
        &[("x", "@gitlab-org/maintainers/group-name")],
    );
    check(&gitlab("file.md @@developer @@maintainer\n"), &[("file.md", "@@developer @@maintainer")]);
    check(&gitlab("file.md @@developers\n"), &[("file.md", "@@developer")]);
    check(&gitlab("file.md @group-x @group-x/subgroup-y\n"), &[("file.md", "@group-x @group-x/subgroup-y")]);
}

#[test]
fn gitlab_paths() {
    let one = |pattern: &str| gitlab(&format!("{pattern} @username\n"));
    let all = |pattern: &str, yes: &[&str], no: &[&str]| {
        let rules = one(pattern);
        yes.iter().for_each(|path| check(&rules, &[(path, "@username")]));
        no.iter().for_each(|path| check(&rules, &[(path, "")]));
    };
    all("/README.md", &["README.md"], &["docs/README.md"]);
    all("/docs/README.md", &["docs/README.md"], &["README.md", "a/docs/README.md"]);
    all("README.md", &["README.md", "internal/README.md", "app/lib/README.md"], &["README.mdx"]);
    all(
        "internal/README.md",
        &["internal/README.md", "docs/internal/README.md", "docs/api/internal/README.md"],
        &["README.md"],
    );
    all("/docs/", &["docs/a", "docs/a/b"], &["docs", "a/docs/b"]);
    all("/docs/*.md", &["docs/a.md", "docs/.md"], &["docs/a/b.md"]);
    all("/docs/index.*", &["docs/index.md", "docs/index.html", "docs/index.xml"], &["docs/a/index.md"]);
    all("/docs/*spec*", &["docs/qa_specs.rb", "docs/spec_helpers.rb", "docs/runtime.spec"], &["docs/a/spec"]);
    all("/docs/*/README.md", &["docs/api/README.md"], &["docs/README.md", "docs/a/b/README.md"]);
    all("/docs/**/index.md", &["docs/index.md", "docs/api/index.md", "docs/api/graphql/index.md"], &["index.md"]);
    all("**/*.rb", &["config/database.rb", "app/controllers/users/stars_controller.rb"], &["a.rbx"]);
    all("path\\ with\\ spaces/*.md", &["path with spaces/a.md"], &["path/a.md"]);
    all("\\#file_with_pound.rb", &["#file_with_pound.rb"], &["file_with_pound.rb"]);
}

#[test]
fn gitlab_exclusions() {
    let rules = gitlab("* @username\n!pom.xml\n[Ruby]\n*.rb @ruby-team\n!/config/**/*.rb\n");
    check(
        &rules,
        &[("a", "@username"), ("pom.xml", "-"), ("lib/a.rb", "@username @ruby-team"), ("config/a/b.rb", "@username")],
    );
    let rules =
        gitlab("* @default-owner\n!*.rb                      # Excludes all Ruby files.\n/special/*.rb @ruby-owner\n");
    check(&rules, &[("special/a.rb", "-"), ("special/a.c", "@default-owner")]);
    let rules = gitlab("[Ruby]\n*.rb @ruby-team\n!/config/**/*.rb\n/config/routes.rb @ops\n");
    check(&rules, &[("config/routes.rb", "-"), ("a.rb", "@ruby-team")]);
    let rules = gitlab("[Ruby]\n*.rb @ruby-team\n!/config/**/*.rb\n\n[Config]\n/config/ @ops-team\n");
    check(&rules, &[("config/routes.rb", "@ops-team")]);
    let rules = gitlab("* @default-owner\n!package-lock.json\n!yarn.lock\n!**/generated/\n!.gitlab-ci.yml\n");
    check(
        &rules,
        &[
            ("a/package-lock.json", "-"),
            ("yarn.lock", "-"),
            ("a/generated/b/c", "-"),
            (".gitlab-ci.yml", "-"),
            ("x", "@default-owner"),
        ],
    );
}

#[test]
fn gitlab_errors() {
    let rules = gitlab("folder with spaces/*.md @group\n");
    assert_eq!(problems(&rules), ["1:8 malformed-owner", "1:13 malformed-owner"]);
    check(&rules, &[("folder", "@group"), ("folder with spaces/a.md", "")]);
    let rules = gitlab("* @group\n\n[Section name\ndocs/ @docs_group\n");
    assert_eq!((rules.rules.len(), rules.sections.len()), (3, 1));
    assert_eq!(problems(&rules), ["3:1 unparsable-section", "3:10 malformed-owner", "3:1 entry-without-owner"]);
    let rules = gitlab("[Docs]\ndocs/**/* @group\n\n[Section name\ndocs/ @docs_group\n");
    let docs = rules.rules.iter().filter(|rule| rule.section == 1).count();
    assert_eq!(docs, 3);
    let rules = gitlab("/path/* @group user_without_at_symbol @user_with_at_symbol\n");
    check(&rules, &[("path/a", "@group @user_with_at_symbol")]);
    assert_eq!(problems(&rules), ["1:16 malformed-owner"]);
    check(&gitlab("* @a\n/b\n"), &[("b", "-")]);
}

#[test]
fn bitbucket_examples() {
    let rules = parse(
        ".bitbucket/CODEOWNERS",
        b"# Im a comment!\n* individual@example.com individual2@example.com\nfoo.py individual@example.com\nbar.py @individual-username\n\
          baz.py @workspace-slug/group-name\n*.scala @workspace-slug/reviewer-group:random(2)\n*.java @workspace-slug/reviewer-group:least_busy(2) # inline\n",
    );
    assert_eq!((rules.dialect, problems(&rules)), (Dialect::Bitbucket, vec![]));
    check(
        &rules,
        &[
            ("x", "individual@example.com individual2@example.com"),
            ("foo.py", "individual@example.com"),
            ("a/bar.py", "@individual-username"),
            ("baz.py", "@workspace-slug/group-name"),
            ("a.scala", "@workspace-slug/reviewer-group"),
            ("a.java", "@workspace-slug/reviewer-group"),
        ],
    );
}

#[test]
fn the_dialect_is_told_and_why() {
    let told = |path: &str, text: &str| {
        let rules = parse(path, text.as_bytes());
        (rules.dialect, rules.why)
    };
    let expect = |dialect: Dialect, why: &str| (dialect, why.to_owned());
    assert_eq!(told("sub/.github/CODEOWNERS", "[X]\n"), expect(Dialect::GitHub, "it lies in `.github`"));
    assert_eq!(told(".gitlab/CODEOWNERS", ""), expect(Dialect::GitLab, "it lies in `.gitlab`"));
    assert_eq!(told("CODEOWNERS", "* @a\n^[Go][2] @b\n"), expect(Dialect::GitLab, "it has sections"));
    assert_eq!(
        told("docs/CODEOWNERS", "* @@owner\n"),
        expect(Dialect::GitLab, "it names roles such as `@@maintainer`")
    );
    assert_eq!(told("CODEOWNERS", "* @a\n!b\n"), expect(Dialect::GitLab, "it has exclusions, which begin with `!`"));
    let why = "it says how reviewers are chosen, as in `:random(2)`";
    assert_eq!(told("CODEOWNERS", "* @a/b:random(2)\n"), expect(Dialect::Bitbucket, why));
    assert_eq!(told("CODEOWNERS", "# [X]\n* @a\n"), expect(Dialect::GitHub, "nothing in it says otherwise"));
}

/// Examples of the app's own documentation.
#[test]
fn the_syntax_of_another_app_is_refused_by_its_name() {
    for (text, at) in [
        ("@@@FrontendTeam @a\nweb/* @@FrontendTeam @CTO\n", "1:1"),
        ("foo.py    @\"Michael Foo\"\n", "1:11"),
        ("src/** @@developers-all\n", "1:8"),
        ("CODEOWNERS.toplevel.assignment_routing random 2\n", "1:1"),
        ("* @a\nCheck(@@Seniors >= 1)\n", "2:1"),
    ] {
        let rules = parse(".bitbucket/CODEOWNERS", text.as_bytes());
        assert_eq!(problems(&rules), [format!("{at} mibex-syntax")], "{text}");
        assert!(rules.problems[0].message.contains("Mibex"));
        assert_eq!((rules.rules.len(), rules.files[0].lines.len()), (0, text.lines().count()));
    }
    assert!(parse_as(Dialect::GitLab, "a test", "x", b"* @@developers\n").problems.is_empty());
}
