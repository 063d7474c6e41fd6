//! Every `console` block of the README, the tutorial, the guides and the page on what data say, and every transcript
//! beside this file, is run, and must print what it shows.
//!
//! After a wanted change: `cargo xtask bless`.

mod common;

#[test]
fn pages_show_what_the_program_prints() {
    // Commands in pages are written as if from the top folder, on a day after all examples.
    std::env::set_current_dir(common::repository()).expect("the top folder");
    trycmd::TestCases::new()
        .env("SOURCE_DATE_EPOCH", "1785542400")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .case("README.md")
        .case("docs/tutorial/*.md")
        .case("docs/guides/*.md")
        .case("docs/background/what-the-data-say.md")
        .case("crates/cli/tests/cmd/*.trycmd");
}
