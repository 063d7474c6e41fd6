//! Organizations that are hard to draw: long titles, other scripts, right to left, nothing at all, and many initiatives.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harbour;

/// An organization with a folder of its own.
pub(super) struct Company {
    pub(super) name: &'static str,
    pub(super) folder: PathBuf,
}

/// Half of the story, and no more people than it needs.
const STORY: &[&str] = &["--seats", "214", "--initiatives", "7"];
/// Pages of the same kind as those of thousands of initiatives, and small enough to be looked at each time.
const MANY: &[&str] = &["--seats", "300", "--initiatives", "40", "--company", "drawn"];
const TITLE_LETTERS: usize = 200;

/// Titles by a number, another one each time.
type Titles = fn(usize) -> String;

/// Companies whose titles are other ones.
const TITLED: &[(&str, Titles)] =
    &[("long-titles", long), ("other-scripts", scripts), ("right-to-left", right_to_left)];

/// Makes all of them.
///
/// # Errors
/// What could not be written.
pub(super) fn make(root: &Path, inside: &Path) -> Result<Vec<Company>, String> {
    let mut made = Vec::new();
    for (name, titles) in TITLED {
        let folder = inside.join(name);
        story(root, STORY, &folder)?;
        retitle(&folder.join("org"), *titles, &mut 0).map_err(|error| failed(&folder, &error))?;
        made.push(Company { name, folder });
    }
    let folder = inside.join("many");
    story(root, MANY, &folder)?;
    made.push(Company { name: "many", folder });
    let folder = inside.join("nothing");
    let settings = "[project]\nname = \"Nothing yet\"\ndata-cut = 2026-06-30\n";
    fs::create_dir_all(folder.join("org"))
        .and_then(|()| fs::write(folder.join("onethread.toml"), settings))
        .map_err(|error| failed(&folder, &error))?;
    made.push(Company { name: "nothing", folder });
    Ok(made)
}

fn story(root: &Path, size: &[&str], folder: &Path) -> Result<(), String> {
    let out = folder.to_string_lossy();
    harbour::run(root, &[size, &["--out", out.as_ref()]].concat()).map(|_| ())
}

fn failed(folder: &Path, error: &std::io::Error) -> String {
    format!("browser: {}: {error}\n", folder.display())
}

/// Gives every title and name in the files of a folder, and below it, another one.
fn retitle(folder: &Path, titles: Titles, number: &mut usize) -> std::io::Result<()> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            retitle(&path, titles, number)?;
        } else {
            fs::write(&path, retitled(&fs::read_to_string(&path)?, titles, number))?;
        }
    }
    Ok(())
}

fn retitled(text: &str, titles: Titles, number: &mut usize) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        match line.split_once(" = \"") {
            Some((key, _)) if matches!(key.trim_end(), "title" | "name") => {
                *number += 1;
                out += &format!("{key} = \"{}\"\n", titles(*number));
            }
            _ => out += &format!("{line}\n"),
        }
    }
    out
}

/// A title of many words, every third time of one word that nothing breaks.
fn long(number: usize) -> String {
    let (start, word) = if number.is_multiple_of(3) { ("Title", "wwmm") } else { ("Title ", " of many words") };
    format!("{start}{number}").chars().chain(word.chars().cycle()).take(TITLE_LETTERS).collect()
}

fn scripts(number: usize) -> String {
    const TITLES: &[&str] = &[
        "一键退货与全额退款保证",
        "ワンタップ返品と全額返金の約束",
        "한 번의 터치로 반품하기",
        "Возврат одним нажатием для всех покупателей",
        "Επιστροφή με ένα άγγιγμα",
        "एक स्पर्श में वापसी",
        "คืนสินค้าด้วยการแตะครั้งเดียวโดยไม่ต้องรออนุมัติจากใคร",
        "Trả hàng một chạm: Z\u{351}\u{36b}\u{343}a\u{489}lgo",
        "🚀🧵👩\u{200d}💻 Returns 返品 Возврат",
        "Rückgabeannahmestellenverwaltungsvorschrift",
    ];
    format!("{} {number}", TITLES[number % TITLES.len()])
}

fn right_to_left(number: usize) -> String {
    const TITLES: &[&str] = &[
        "إرجاع المنتجات بنقرة واحدة",
        "החזרה בנגיעה אחת לכל הקונים",
        "بازگشت کالا با یک لمس",
        "واپسی (returns) ایک نل میں",
    ];
    format!("{} {number}", TITLES[number % TITLES.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_replaced_and_nothing_else() {
        let text = "[initiative.returns]\ntitle     = \"Returns\"\nleader    = \"ines\"\n# title\n";
        let other = retitled(text, |number| format!("Title {number}"), &mut 1);
        assert_eq!(other, text.replace("\"Returns\"", "\"Title 2\""));
    }

    #[test]
    fn long_titles_have_two_hundred_letters_with_and_without_words() {
        assert_eq!([1, 3, 44].map(|number| long(number).chars().count()), [TITLE_LETTERS; 3]);
        assert!(long(1).contains(' ') && !long(3).contains(' '));
    }
}
