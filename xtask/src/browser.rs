//! `cargo xtask browser`: opens every page that the program writes in a real browser.
//!
//! - [`pages`] writes the pages, with the program as it is now, under `target/browser/pages`.
//! - [`companies`] makes organizations that are hard to draw.
//! - `xtask/browser` examines them in Chromium, and first shows that it finds what is planted; its tables say what is held.
//!
//! Without Chromium or node this fails where `CI` is set. Elsewhere it says loudly that nothing was looked at.

mod companies;
mod pages;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cargo;

/// Where the examiner is.
const FOLDER: &str = "xtask/browser";
/// Names of Chromium, and of what is built from it, on the path of the shell.
const CHROMIUM: &[&str] = &["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"];
/// Where it is on systems that do not put it on the path.
const ELSEWHERE: &[&str] = &[
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
/// Set by whoever runs tests without anybody who reads them.
const CI: &str = "CI";
/// How to get what is missing.
const GET: &str = "\
On Debian: apt-get install --no-install-recommends chromium-headless-shell fonts-dejavu-core nodejs npm
Elsewhere: Chromium or Chrome, and node 20 or newer with npm; the variable CHROMIUM may name the program
Then:      cargo xtask browser
";
/// Where Debian and its relatives keep the font in which the pages are measured.
const FONTS: &str = "/usr/share/fonts/truetype/dejavu";
/// What stands where none is asked for, as in `system-ui`.
const FALLBACK: &str = "DejaVu Sans";
/// What stands for each family that a page may ask for.
const FAMILIES: &[(&str, &str)] =
    &[("sans-serif", FALLBACK), ("system-ui", FALLBACK), ("serif", "DejaVu Serif"), ("monospace", "DejaVu Sans Mono")];

/// Writes the pages and examines them. Words are parts of names of pages; `--pictures FOLDER` keeps what they look like.
///
/// # Errors
/// What could not be written or started, or that something is wrong, which has been said by then.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    let tools = tools(root).map_err(|missing| format!("browser: {missing}\n{GET}"))?;
    let here = target(root).join("browser");
    let started = std::time::Instant::now();
    let count = pages::write(root, &program(root)?, &here)?;
    println!("browser: {count} pages written in {:.1} s", started.elapsed().as_secs_f64());
    let mut command = Command::new("node");
    command.current_dir(root).stdin(Stdio::null()).arg(root.join(FOLDER).join("check.mjs"));
    command.arg("--chromium").arg(&tools.chromium).arg("--pages").arg(here.join("pages")).args(words);
    if Path::new(FONTS).is_dir() {
        command.env("FONTCONFIG_FILE", fonts(&here)?);
    }
    match command.status() {
        Ok(status) if status.success() => Ok(String::new()),
        Ok(_) => Err(String::new()),
        Err(error) => Err(format!("browser: node cannot be started: {error}\n")),
    }
}

/// The same among the tests. Where the tools are missing and nobody would read it in vain, it passes with a loud word.
///
/// # Errors
/// As above, and where tools are missing although `CI` is set.
pub(crate) fn test(root: &Path) -> Result<String, String> {
    let is_ci = std::env::var_os(CI).is_some_and(|value| !value.is_empty() && value != "false");
    match tools(root) {
        Err(missing) => without(&missing, is_ci),
        Ok(_) => run(root, &[]),
    }
}

/// What is said where tools are missing, and whether that fails.
fn without(missing: &str, is_ci: bool) -> Result<String, String> {
    let said = format!("THE BROWSER CHECKS DID NOT RUN: {missing}\n{GET}");
    if is_ci { Err(format!("\nFAILED: {said}")) } else { Ok(format!("\nSKIPPED: {said}")) }
}

/// What the examiner needs.
struct Tools {
    chromium: PathBuf,
}

/// Finds the tools, and installs the packages of the examiner where they are not there yet.
fn tools(root: &Path) -> Result<Tools, String> {
    let chromium = chromium().ok_or("Chromium is not here")?;
    let node = Command::new("node").arg("--version").stdin(Stdio::null()).output();
    let node = node.map_err(|_| "node is not here".to_owned())?;
    let version = String::from_utf8_lossy(&node.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        return Err(format!("node is too old: {version}, and not 20 or newer"));
    }
    let folder = root.join(FOLDER);
    if is_installed(&folder) {
        return Ok(Tools { chromium });
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut install = Command::new(npm);
    install.current_dir(&folder).stdin(Stdio::null()).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    let output = install.output().map_err(|_| "npm is not here".to_owned())?;
    if output.status.success() {
        return Ok(Tools { chromium });
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("`npm ci` in {FOLDER} failed: {}", said.lines().next().unwrap_or_default()))
}

/// Whether the packages are there as the lock file has them: npm leaves what it installed in a file that says so.
fn is_installed(folder: &Path) -> bool {
    let packages = |name: &str| -> Option<serde_json::Value> {
        let text = fs::read_to_string(folder.join(name)).ok()?;
        let mut packages = serde_json::from_str::<serde_json::Value>(&text).ok()?.get_mut("packages")?.take();
        // The entry of the folder itself, which only the lock file has.
        packages.as_object_mut()?.remove("");
        for package in packages.as_object_mut()?.values_mut() {
            *package = package.get_mut("version")?.take();
        }
        Some(packages)
    };
    packages("package-lock.json").is_some_and(|locked| packages("node_modules/.package-lock.json") == Some(locked))
}

fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let named = CHROMIUM.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    named.chain(ELSEWHERE.iter().map(PathBuf::from)).find(|path| path.is_file())
}

/// A configuration with one family of fonts, so that every machine measures the same widths.
fn fonts(here: &Path) -> Result<PathBuf, String> {
    let file = here.join("fonts.conf");
    let cache = here.join("fonts");
    let alias = |(family, font): (&str, &str)| {
        format!("<alias binding=\"strong\"><family>{family}</family><prefer><family>{font}</family></prefer></alias>")
    };
    let aliases: String = FAMILIES.iter().copied().map(alias).collect();
    let text = format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n\
         <fontconfig><dir>{FONTS}</dir><cachedir>{}</cachedir>{aliases}<match target=\"pattern\">\
         <edit name=\"family\" mode=\"append_last\" binding=\"weak\"><string>{FALLBACK}</string></edit></match></fontconfig>\n",
        cache.display()
    );
    fs::write(&file, text).map_err(|error| format!("browser: {}: {error}\n", file.display()))?;
    Ok(file)
}

/// The folder of builds.
fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}

/// Builds the program as the tests do, so that after them nothing is left to build.
fn program(root: &Path) -> Result<PathBuf, String> {
    let built = cargo(root).args(["build", "--quiet", "--locked", "--workspace", "--bin", "onethread"]).status();
    if !built.is_ok_and(|status| status.success()) {
        return Err("browser: the program cannot be built\n".to_owned());
    }
    Ok(target(root).join("debug").join(format!("onethread{}", std::env::consts::EXE_SUFFIX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_names_no_host_and_pins_everything() {
        let folder = crate::root().join(FOLDER);
        let lock = fs::read_to_string(folder.join("package-lock.json")).expect("the lock file");
        assert!(!lock.contains("resolved") && !lock.contains("://"), "npm ci asks the registry that its user chose");
        let lock: serde_json::Value = serde_json::from_str(&lock).expect("JSON");
        let packages = lock["packages"].as_object().expect("packages");
        let pinned = packages.iter().filter(|(name, _)| !name.is_empty());
        assert_eq!(pinned.filter(|(_, package)| package["integrity"].is_string()).count(), packages.len() - 1);
    }

    #[test]
    fn packages_of_another_version_are_not_taken_for_installed() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, version: &str, own: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            let text = format!(r#"{{"packages":{{{own}"node_modules/a":{{"version":"{version}"}}}}}}"#);
            fs::write(path, text).expect("a file");
        };
        write("package-lock.json", "1.0.0", r#""":{"name":"x"},"#);
        assert!(!is_installed(folder.path()));
        write("node_modules/.package-lock.json", "1.0.0", "");
        assert!(is_installed(folder.path()));
        write("node_modules/.package-lock.json", "1.0.1", "");
        assert!(!is_installed(folder.path()));
    }

    #[test]
    fn missing_tools_fail_in_ci_and_are_loud_elsewhere() {
        let failed = without("Chromium is not here", true).expect_err("a failure");
        let skipped = without("Chromium is not here", false).expect("a word");
        for said in [failed, skipped] {
            assert!(said.contains("THE BROWSER CHECKS DID NOT RUN: Chromium is not here"), "{said}");
            assert!(said.contains("apt-get install") && said.contains("cargo xtask browser"), "{said}");
        }
    }
}
