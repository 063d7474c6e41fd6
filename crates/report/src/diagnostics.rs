//! Diagnostics in the look of a compiler, with the line of the file that each speaks of, and as JSON.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use onethread_model::diagnostic::{Diagnostic, Label, Severity, Spot};
use onethread_model::source::{FileId, Place, Sources, Span};

use super::Style;
use super::inert::{inert, inert_lines, is_active_at};

/// Longer lines are shown in part, in bytes.
const LONGEST_LINE: usize = 300;
/// What is shown of a longer line before the place that is spoken of, in bytes.
const BEFORE: usize = 100;
/// Places further apart, in lines, are shown as excerpts of their own.
const FURTHEST_LINES: usize = 1000;
/// Related places that are shown.
const MOST_RELATED: usize = 8;
/// Longer texts are cut, in characters.
const LONGEST_TEXT: usize = 4000;
/// Below this nothing can be laid out.
const LEAST_WIDTH: usize = 40;
/// Stands for a path until the excerpt is laid out. [`inert`] lets it through from nowhere else.
const STAND_IN: char = '\u{fdd0}';

/// A diagnostic as text of several lines, in ASCII but for what it quotes. It ends with a line end.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    render_with(diagnostic, sources, style, None)
}

/// The same, with the command that explains it at the end.
pub(super) fn render_with(diagnostic: &Diagnostic, sources: &Sources, style: Style, explain: Option<&str>) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(inert(cut(&diagnostic.message))).id(diagnostic.code));
    let mut notes = Vec::new();
    let mut excerpts = Excerpts { sources, all: Vec::new() };
    if !excerpts.add(&diagnostic.primary, AnnotationKind::Primary) {
        group = group.element(origin(&diagnostic.primary.spot, sources));
        notes.extend((!diagnostic.primary.text.is_empty()).then(|| inert_lines(cut(&diagnostic.primary.text))));
    }
    for label in diagnostic.related.iter().take(MOST_RELATED) {
        if !excerpts.add(label, AnnotationKind::Context) {
            let place = label.spot.place(sources).map_or_else(String::new, |place| place.to_string());
            let text = if label.text.is_empty() { "see also" } else { cut(&label.text) };
            notes.push(Cow::Owned(format!("{}: {}", inert(text), inert(&place))));
        }
    }
    if let Some(more) = diagnostic.related.len().checked_sub(MOST_RELATED).filter(|more| *more > 0) {
        notes.push(Cow::Owned(format!("and {}", onethread_core::words::plural(more, "more place", "more places"))));
    }
    notes.extend(diagnostic.notes.iter().map(|note| inert_lines(cut(note))));
    let snippets = excerpts.all.iter().enumerate().map(|(index, excerpt)| excerpt.snippet(index, sources));
    group = group.elements(snippets);
    group = group.elements(notes.into_iter().map(|note| Level::NOTE.message(note)));
    group = group.elements(diagnostic.help.iter().map(|help| Level::HELP.message(inert_lines(cut(help)))));
    group = group.elements(explain.map(|command| Level::NOTE.with_name("explain").message(inert(command))));
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.term_width(style.width.max(LEAST_WIDTH)).render(&[group]);
    let mut text = with_places(&text, &excerpts.all);
    text.push('\n');
    text
}

/// How many there are of each severity, such as "3 errors, 1 warning".
pub fn summary(severities: impl Iterator<Item = Severity> + Clone) -> String {
    let count = |severity| severities.clone().filter(|other| *other == severity).count();
    let parts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .into_iter()
        .map(|(severity, word)| (count(severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") })
        .collect();
    if parts.is_empty() { "no errors, no warnings".to_owned() } else { parts.join(", ") }
}

/// Sorts by path, then by place in the file, then by code and message: the order in which a person fixes them.
pub fn sort(diagnostics: &mut [Diagnostic], sources: &Sources) {
    diagnostics.sort_by_cached_key(|diagnostic| {
        let (path, line, at) = match &diagnostic.primary.spot {
            Spot::Span(span) => {
                let path = sources.get(span.file).map_or("?", |file| &*file.path);
                (path.to_owned(), sources.line(*span), span.start)
            }
            Spot::Record(place) => (place.path.to_string(), place.line, place.column.unwrap_or(0)),
            Spot::Path(path) => (path.clone(), 0, 0),
        };
        (path, line, at, diagnostic.code, diagnostic.message.clone())
    });
}

/// The line that names a place without text.
fn origin(spot: &Spot, sources: &Sources) -> Origin<'static> {
    let place = match spot {
        Spot::Span(span) => sources.place(*span),
        Spot::Record(place) => place.clone(),
        Spot::Path(path) => return Origin::path(inert(path).into_owned()),
    };
    let origin = Origin::path(inert(&place.path).into_owned()).line(place.line);
    match place.column {
        Some(column) => origin.char_column(column),
        None => origin,
    }
}

/// The start of a text that may be very long.
pub(super) fn cut(text: &str) -> &str {
    match text.len() > LONGEST_TEXT {
        true => text.char_indices().nth(LONGEST_TEXT).map_or(text, |(end, _)| &text[..end]),
        false => text,
    }
}

/// Excerpts of files, one for each file or distant part of it.
struct Excerpts<'s> {
    sources: &'s Sources,
    all: Vec<Excerpt>,
}

/// Lines of a file with marks below them.
struct Excerpt {
    file: FileId,
    /// The place that it is named by.
    place: Place,
    lines: BTreeMap<usize, Window>,
    marks: Vec<Mark>,
}

/// What a label points at, in a line as shown.
struct Mark {
    line: usize,
    range: Range<usize>,
    kind: AnnotationKind,
    text: String,
}

impl Excerpts<'_> {
    /// Adds the place of a label; false when its text is not at hand.
    fn add(&mut self, label: &Label, kind: AnnotationKind) -> bool {
        let Spot::Span(span) = label.spot else { return false };
        let Some(file) = self.sources.get(span.file) else { return false };
        let line = self.sources.line(span);
        let window = Window::around(file.shown(), span.start);
        let index = match self.all.iter().position(|excerpt| excerpt.has_room(span, line)) {
            Some(index) => index,
            None => {
                let place = self.sources.place(span);
                self.all.push(Excerpt { file: span.file, place, lines: BTreeMap::new(), marks: Vec::new() });
                self.all.len() - 1
            }
        };
        let excerpt = &mut self.all[index];
        let place = self.sources.place(span);
        if place < excerpt.place && excerpt.marks.iter().all(|mark| mark.kind != AnnotationKind::Primary) {
            excerpt.place = place;
        }
        let window = excerpt.lines.entry(line).or_insert(window);
        let range = window.shown(span);
        excerpt.marks.push(Mark { line, range, kind, text: inert(cut(&label.text)).into_owned() });
        true
    }
}

impl Excerpt {
    /// Whether a span can be shown in this excerpt.
    fn has_room(&self, span: Span, line: usize) -> bool {
        let near = |known: Option<&usize>| known.is_some_and(|known| known.abs_diff(line) <= FURTHEST_LINES);
        let inside = |window: &Window| window.raw.start <= span.start && span.start <= window.raw.end;
        self.file == span.file
            && near(self.lines.keys().next())
            && near(self.lines.keys().next_back())
            && self.lines.get(&line).is_none_or(inside)
    }

    /// The excerpt for the renderer, under a stand-in for its place.
    fn snippet(&self, index: usize, sources: &Sources) -> Snippet<'static, Annotation<'static>> {
        let first = self.lines.keys().next().copied().unwrap_or(1);
        let last = self.lines.keys().next_back().copied().unwrap_or(1);
        let mut source = String::new();
        let mut starts = BTreeMap::new();
        for line in first..=last {
            if let Some(window) = self.lines.get(&line) {
                starts.insert(line, source.len());
                source.push_str(&window.text);
            } else if self.lines.contains_key(&(line - 1)) && self.lines.contains_key(&(line + 1)) {
                // A single line between two that are marked is shown; more are folded, and need no text.
                let text = sources.get(self.file).map_or("", |file| file.shown());
                source.push_str(&Window::around(text, sources.line_start(self.file, line)).text);
            }
            source.push('\n');
        }
        let marks = self.marks.iter().filter_map(|mark| {
            let start = starts.get(&mark.line)?;
            let label = (!mark.text.is_empty()).then(|| mark.text.clone());
            Some(mark.kind.span(mark.range.start + start..mark.range.end + start).label(label))
        });
        Snippet::source(source).line_start(first).path(format!("{STAND_IN}{index}{STAND_IN}")).annotations(marks)
    }
}

/// Puts the places of excerpts where their stand-ins are. The renderer would count columns in the line as shown,
/// which is not the line as written.
fn with_places(text: &str, excerpts: &[Excerpt]) -> String {
    let mut pieces = text.split(STAND_IN);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    while let (Some(index), Some(behind)) = (pieces.next(), pieces.next()) {
        if let Some(excerpt) = index.parse().ok().and_then(|index: usize| excerpts.get(index)) {
            let path = inert(&excerpt.place.path);
            out.push_str(&format!("{path}:{}:{}", excerpt.place.line, excerpt.place.column.unwrap_or(1)));
        }
        out.push_str(behind.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    out
}

/// A line of a file, or the part of it around a place, as it is shown.
struct Window {
    /// The bytes of the file that it shows.
    raw: Range<usize>,
    text: String,
    /// How long the text is after each byte of `raw` and before the first one.
    lengths: Vec<usize>,
}

impl Window {
    /// The line around a byte. However long the line is, no more of it is looked at than can be shown.
    fn around(text: &str, at: usize) -> Window {
        let at = text.floor_char_boundary(at);
        let bytes = text.as_bytes();
        let back = &bytes[at.saturating_sub(LONGEST_LINE)..at];
        let ahead = &bytes[at..(at + LONGEST_LINE).min(bytes.len())];
        let start = match back.iter().rposition(|byte| *byte == b'\n') {
            Some(newline) => Some(at - back.len() + newline + 1),
            None => (back.len() == at).then_some(0),
        };
        let end = match ahead.iter().position(|byte| *byte == b'\n') {
            Some(newline) => Some(at + newline),
            None => (at + ahead.len() == bytes.len()).then_some(bytes.len()),
        };
        let whole = start.zip(end).filter(|(start, end)| end - start <= LONGEST_LINE);
        let from = whole.map_or_else(|| start.unwrap_or(0).max(at.saturating_sub(BEFORE)), |(start, _)| start);
        let from = text.floor_char_boundary(from);
        let to = whole.map_or_else(|| end.unwrap_or(bytes.len()).min(from + LONGEST_LINE), |(_, end)| end);
        let mut to = text.floor_char_boundary(to.max(at));
        if end == Some(to) && text[from..to].ends_with('\r') {
            to -= 1;
        }
        let mut shown = if start == Some(from) { String::new() } else { "...".to_owned() };
        let mut lengths = Vec::with_capacity(to - from + 1);
        for (at, c) in text[from..to].char_indices() {
            lengths.extend(std::iter::repeat_n(shown.len(), c.len_utf8()));
            match c {
                '\t' => shown.push_str("    "),
                // A joiner is no danger between the letters that it joins.
                _ if !is_active_at(&text[from..to], at, c) => shown.push(c),
                _ => shown.push_str(&inert(c.encode_utf8(&mut [0; 4]))),
            }
        }
        lengths.push(shown.len());
        if end.is_none_or(|end| to < end && !text[to..end].starts_with('\r')) {
            shown.push_str("...");
        }
        Window { raw: from..to, text: shown, lengths }
    }

    /// Where a span stands in the text as shown; what goes on behind the window is left out.
    fn shown(&self, span: Span) -> Range<usize> {
        let length = |at: usize| self.lengths[at.clamp(self.raw.start, self.raw.end) - self.raw.start];
        let start = length(span.start);
        start..length(span.end).max(start)
    }
}

#[cfg(test)]
mod tests {
    use onethread_model::diagnostic::PlacedDiagnostic;

    use super::*;

    const PLAIN: Style = Style { color: false, width: 100 };

    /// A file, and the span of the `nth` occurrence (from 0) of a text in it.
    fn span_of(sources: &Sources, file: FileId, text: &str, nth: usize) -> Span {
        let all = &sources.get(file).expect("a file").text;
        let (start, _) = all.match_indices(text).nth(nth).expect("a text of the file");
        Span { file, start, end: start + text.len() }
    }

    #[track_caller]
    fn check(diagnostic: &Diagnostic, sources: &Sources, expected: &str) {
        let text = render(diagnostic, sources, PLAIN);
        assert!(text == expected, "found:\n{text}\nexpected:\n{expected}");
    }

    fn org() -> (Sources, FileId, FileId) {
        let mut sources = Sources::default();
        let people = sources.add(
            "org/people.toml",
            "[person.ines]\nreports-to = \"vp\"\n\n\n\n\n\n[person.vp]\nreports-to = \"ines\"\n",
        );
        let initiatives = sources.add(
            "org/initiatives.toml",
            "[initiative.returns]\ntitle = \"Returns in one tap\"\nform = \"sto\"\nidea = 2026-01-12\nwhy = \"x\"\n\nleeder = \"ines\"\n",
        );
        (sources, people, initiatives)
    }

    #[test]
    fn an_error_in_a_file() {
        let (sources, _, initiatives) = org();
        let span = span_of(&sources, initiatives, "leeder", 0);
        let diagnostic = Diagnostic::error("unknown-key", "initiative `returns` has no key `leeder`", span)
            .label("not known here")
            .note("a note\nof two lines")
            .help("did you mean `leader`?");
        check(
            &diagnostic,
            &sources,
            "\
error[unknown-key]: initiative `returns` has no key `leeder`
 --> org/initiatives.toml:7:1
  |
7 | leeder = \"ines\"
  | ^^^^^^ not known here
  |
  = note: a note
          of two lines
  = help: did you mean `leader`?
",
        );
    }

    #[test]
    fn related_places_in_this_and_another_file() {
        let (sources, people, initiatives) = org();
        let diagnostic = Diagnostic::warning("example", "four places", span_of(&sources, initiatives, "leeder", 0))
            .related(span_of(&sources, initiatives, "x", 0), "two lines above")
            .related(span_of(&sources, people, "reports-to", 1), "far below")
            .related(span_of(&sources, people, "reports-to", 0), "");
        check(
            &diagnostic,
            &sources,
            "\
warning[example]: four places
 --> org/initiatives.toml:7:1
  |
5 | why = \"x\"
  |        - two lines above
6 |
7 | leeder = \"ines\"
  | ^^^^^^
  |
 ::: org/people.toml:2:1
  |
2 | reports-to = \"vp\"
  | ----------
...
9 | reports-to = \"ines\"
  | ---------- far below
",
        );
    }

    #[test]
    fn places_without_text() {
        let (sources, _, initiatives) = org();
        let record = |line| Spot::Record(Place { path: "data/members.csv".into(), line, column: None });
        let mut diagnostic =
            Diagnostic::new(Severity::Note, "rejected", "a record was not kept", record(12)).label("`x` is no day");
        diagnostic.related.push(Label { spot: record(7), text: "the same person".to_owned() });
        let expected = "\
note[rejected]: a record was not kept
--> data/members.csv:12
 = note: `x` is no day
 = note: the same person: data/members.csv:7
";
        check(&diagnostic, &sources, expected);
        diagnostic = diagnostic.related(span_of(&sources, initiatives, "title", 0), "named here");
        check(
            &diagnostic,
            &sources,
            "\
note[rejected]: a record was not kept
 --> data/members.csv:12
  |
 ::: org/initiatives.toml:2:1
  |
2 | title = \"Returns in one tap\"
  | ----- named here
  |
  = note: `x` is no day
  = note: the same person: data/members.csv:7
",
        );
        let folder =
            Diagnostic::new(Severity::Error, "unreadable", "the folder cannot be read", Spot::Path("org".to_owned()));
        check(&folder, &sources, "error[unreadable]: the folder cannot be read\n--> org\n");
        let unknown = Diagnostic::error("x", "message", Span { file: FileId(9), start: 5, end: 7 });
        check(&unknown, &sources, "error[x]: message\n--> ?:1:1\n");
    }

    #[test]
    fn spans_at_every_edge() {
        for (text, span, line, shown, mark) in [
            ("", 0..0, "1:1", "", "^"),
            ("abc", 3..3, "1:4", " abc", "   ^"),
            ("abc\n", 4..4, "2:1", "", "^"),
            ("abc\n\n", 5..5, "3:1", "", "^"),
            ("abc\n\ndef\n", 4..4, "2:1", "", "^"),
            ("abc\r\ndef\r\n", 1..8, "1:2", " abc", " ^^"),
            ("abc\r\ndef\r\n", 3..3, "1:4", " abc", "   ^"),
            ("abc\r\ndef\r\n", 5..8, "2:1", " def", "^^^"),
            ("abc\r\ndef\r\n", 99..200, "3:1", "", "^"),
            ("\tx = \"\ty\"", 1..2, "1:2", "     x = \"    y\"", "    ^"),
            ("\tx = \"\ty\"", 5..9, "1:6", "     x = \"    y\"", "        ^^^^^^^"),
            ("t = \"東京\" # x", 4..12, "1:5", " t = \"東京\" # x", "    ^^^^^^"),
            ("t = \"東京\" # x", 13..14, "1:10", " t = \"東京\" # x", "           ^"),
            ("e\u{301} = 1", 6..7, "1:6", " e\u{301} = 1", "    ^"),
            ("é", 1..1, "1:1", " é", "^"),
            (
                "t = \"\u{202e}\u{1b}[31m\" # x",
                14..15,
                "1:13",
                " t = \"\\u{202e}\\u{1b}[31m\" # x",
                "                        ^",
            ),
            ("t = \"\u{202e}\u{1b}[31m\" # x", 5..8, "1:6", " t = \"\\u{202e}\\u{1b}[31m\" # x", "     ^^^^^^^^"),
        ] {
            let mut sources = Sources::default();
            let file = sources.add("a.toml", text);
            let diagnostic = Diagnostic::error("x", "message", Span { file, start: span.start, end: span.end });
            let number = line.split(':').next().unwrap_or_default();
            check(
                &diagnostic,
                &sources,
                &format!("error[x]: message\n --> a.toml:{line}\n  |\n{number} |{shown}\n  | {mark}\n"),
            );
        }
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let long = format!("t = \"{}\" # y\nz = 1\n", "0123456789".repeat(1_000_000));
        let mut sources = Sources::default();
        let file = sources.add("a.toml", long);
        let at = |start, end| Diagnostic::error("x", "message", Span { file, start, end }).label("here");
        check(
            &at(5_000_005, 5_000_008),
            &sources,
            "\
error[x]: message
 --> a.toml:1:5000006
  |
1 | ...901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678...
  |                                             ^^^ here
",
        );
        check(
            &at(0, 1),
            &sources,
            "\
error[x]: message
 --> a.toml:1:1
  |
1 | t = \"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567...
  | ^ here
",
        );
        // Two places on one long line do not fit in one excerpt.
        let two = at(0, 1).related(Span { file, start: 10_000_007, end: 10_000_008 }, "there");
        check(
            &two,
            &sources,
            "\
error[x]: message
 --> a.toml:1:1
  |
1 | t = \"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567...
  | ^ here
  |
 ::: a.toml:1:10000008
  |
1 | ...123456789012345678901234567890123456789\" # y
  |                                             - there
",
        );
    }

    #[test]
    fn nothing_shown_is_active() {
        let mut sources = Sources::default();
        let evil = "\u{1b}[2J\u{202e}\u{200b}\u{fdd0}0\u{fdd0}\r";
        let file = sources.add(format!("org/{evil}.toml"), format!("{evil}x = 1\n"));
        let span = Span { file, start: 0, end: 4 };
        let text = |what: &str| format!("{what} {evil}");
        let mut diagnostic = Diagnostic::error("x", text("message"), span)
            .label(text("label"))
            .related(span, text("related"))
            .note(text("note"))
            .help(text("help"));
        diagnostic.related.push(Label { spot: Spot::Path(evil.to_owned()), text: text("path") });
        let active = |text: &str| inert_lines(text) != text;
        let plain = render(&diagnostic, &sources, PLAIN);
        assert!(!active(&plain), "{plain}");
        assert_eq!(plain.matches("\\u{202e}").count(), 9, "{plain}");
        let colored = render(&diagnostic, &sources, Style { color: true, width: 100 });
        let mut rest = colored.as_str();
        // All that remains besides the renderer's own colors is plain.
        while let Some((before, behind)) = rest.split_once("\u{1b}[") {
            assert!(!active(before), "{colored:?}");
            let (code, behind) = behind.split_once('m').expect("a color");
            assert!(code.bytes().all(|b| b.is_ascii_digit() || b == b';'), "{code:?}");
            rest = behind;
        }
        assert!(colored.len() > plain.len() && !active(rest));
    }

    #[test]
    fn many_related_places_and_endless_texts_are_cut() {
        let (sources, people, _) = org();
        let span = span_of(&sources, people, "ines", 0);
        let mut diagnostic = Diagnostic::error("x", "m".repeat(1_000_000), span).note("n".repeat(1_000_000));
        for _ in 0..100_000 {
            diagnostic = diagnostic.related(span, "again");
        }
        let text = render(&diagnostic, &sources, PLAIN);
        assert!(text.len() < 12_000 && text.contains("and 99,992 more places"), "{}", text.len());
    }

    #[test]
    fn sorted_by_place_and_summed_up() {
        let (sources, people, initiatives) = org();
        let record = |path: &str, line| {
            Diagnostic::new(
                Severity::Note,
                "r",
                "record",
                Spot::Record(Place { path: path.into(), line, column: None }),
            )
        };
        let at = |code, file, start| Diagnostic::error(code, "", Span { file, start, end: start });
        let mut all = vec![
            at("b", people, 3),
            record("org/people.toml", 1),
            at("a", people, 3),
            at("z", people, 0),
            record("data/x.csv", 12),
            record("data/x.csv", 7),
            Diagnostic::new(Severity::Warning, "p", "", Spot::Path("data/x.csv".to_owned())),
            at("c", initiatives, 60),
        ];
        let codes = |all: &[Diagnostic]| {
            all.iter()
                .map(|d| format!("{}{}", d.code, d.primary.spot.place(&sources).expect("a place")))
                .collect::<Vec<_>>()
        };
        let expected = [
            "pdata/x.csv",
            "rdata/x.csv:7",
            "rdata/x.csv:12",
            "corg/initiatives.toml:3:11",
            "rorg/people.toml:1",
            "zorg/people.toml:1:1",
            "aorg/people.toml:1:4",
            "borg/people.toml:1:4",
        ];
        for _ in 0..all.len() {
            all.rotate_left(1);
            sort(&mut all, &sources);
            assert_eq!(codes(&all), expected);
        }
        let of = |all: &[Diagnostic]| summary(all.iter().map(|one| one.severity));
        assert_eq!(of(&all), "4 errors, 1 warning, 3 notes");
        assert_eq!(of(&all[3..4]), "1 error");
        assert_eq!(of(&[]), "no errors, no warnings");
    }

    #[test]
    fn for_programs() {
        let (sources, people, initiatives) = org();
        let diagnostic =
            Diagnostic::error("unknown-key", "no key `lee\u{1b}der`", span_of(&sources, initiatives, "leeder", 0))
                .related(span_of(&sources, people, "vp", 0), "first")
                .help("did you mean `leader`?");
        let json = serde_json::to_value(PlacedDiagnostic::of(&diagnostic, &sources)).expect("JSON");
        assert_eq!(
            json,
            serde_json::json!({
                "code": "unknown-key",
                "severity": "error",
                "message": "no key `lee\u{1b}der`",
                "place": "org/initiatives.toml:7:1",
                "related": [{ "place": "org/people.toml:2:15", "text": "first" }],
                "notes": [],
                "help": ["did you mean `leader`?"],
            })
        );
        let schema = serde_json::to_value(schemars::schema_for!(PlacedDiagnostic)).expect("JSON");
        let validator = jsonschema::draft202012::new(&schema).expect("a schema");
        assert!(validator.is_valid(&json));
        let nowhere = Diagnostic::new(Severity::Warning, "x", "", Spot::Path(String::new())).label("label");
        let json = serde_json::to_value(PlacedDiagnostic::of(&nowhere, &sources)).expect("JSON");
        assert_eq!(json.get("place"), None);
        assert_eq!(json["label"], "label");
        assert!(validator.is_valid(&json));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

        /// Whatever the text, the spans and the width: it renders, and names the place as the sources do.
        #[test]
        fn anything_renders(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40),
            spans in proptest::collection::vec((0..600_usize, 0..50_usize), 1..6),
            width in 0..200_usize,
        ) {
            let mut sources = Sources::default();
            let file = sources.add("a.toml", pieces.concat());
            let span = |(start, length): &(usize, usize)| Span { file, start: *start, end: start + length };
            let mut diagnostic = Diagnostic::error("x", "message", span(&spans[0])).label("label");
            for other in &spans[1..] {
                diagnostic = diagnostic.related(span(other), "other");
            }
            let text = render(&diagnostic, &sources, Style { color: false, width });
            let place = sources.place(span(&spans[0])).to_string();
            proptest::prop_assert_eq!(text.lines().nth(1).map(|line| line.trim_start().to_owned()), Some(format!("--> {place}")));
            proptest::prop_assert_eq!(&*inert_lines(&text), &text);
        }

        /// In plain text the carets stand below exactly what is meant.
        #[test]
        fn carets_stand_below_the_span(line in "[a-z =]{1,80}", start in 0..80_usize, length in 1..20_usize) {
            let start = start % line.len();
            let end = (start + length).min(line.len());
            let mut sources = Sources::default();
            let file = sources.add("a.toml", format!("first\n{line}\nlast\n"));
            let text = render(&Diagnostic::error("x", "message", Span { file, start: start + 6, end: end + 6 }), &sources, PLAIN);
            let carets = text.lines().nth(4).unwrap_or_default();
            let (from, to) = (carets.find('^').unwrap_or(0), carets.rfind('^').map_or(0, |i| i + 1));
            let shown = format!("{:<100}", text.lines().nth(3).unwrap_or_default());
            proptest::prop_assert_eq!(&shown[from..to], &line[start..end], "{}", text);
        }
    }

    const PIECES: &[&str] = &[
        "a",
        "key = 1",
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "é",
        "東京",
        "e\u{301}",
        "👍🏽",
        "\u{1b}[31m",
        "\u{202e}",
        "\u{200b}",
        "\0",
        "\u{fdd0}0\u{fdd0}",
        "\u{feff}",
        "\u{fffd}",
        "          ",
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    ];
}
