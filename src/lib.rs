//! `redflag` walks a nurse through a branching triage questionnaire and ends in a colour-coded recommendation.
//!
//! **A questionnaire has one meaning, and everything is computed from it.** Its RON files compile into one Boolean
//! circuit over pairs (surely, perhaps). The circuit is generic over a small algebra and is run over `bool` for the
//! patient in front of the nurse, over 64-bit lanes for 64 at a time, and over the literals of a SAT solver for every
//! patient there can be.
//!
//! # The house
//!
//! Data flows downhill, from text to screen. Each room uses only rooms above it in this list. All but [`replay`] (which
//! reads and writes what it is handed), [`record`] (which keeps a file), [`shell`] and [`cli`] do no I/O and ask no clock.
//! `tests/architecture.rs` holds
//! the exact table, with places kept for rooms to come, and fails on a breach.
//!
//! - [`questionnaire`]: RON text to a checked [`questionnaire::Questionnaire`], with all its findings at once. What is
//!   checked has typed indices for names and scaled integers for numbers, so nothing below can fail on the content.
//!   Who finds more later asks [`questionnaire::Places`] where a thing stands. What is built in is read when the program is
//!   built, by `src/build.rs`, and opened from [`questionnaire::Packed`]; its text is there to be shown and checked.
//! - [`words`]: every word of the program's own, in one place and in each language that it speaks. Clinical words are the
//!   questionnaire's, and its translations'.
//! - [`text`]: wrapping by columns and graphemes, and pages of words with their meaning, before anybody knows how wide
//!   the paper is.
//! - [`logic`]: the circuit, its builder, the algebras, and [`logic::Program::compile`].
//! - [`interview`]: one patient. An [`interview::Interview`] is the list of answers given and nothing else; position,
//!   outcome, why, what would settle it and what a change sets aside are computed from them.
//! - [`proof`]: a questionnaire as a whole. Every patient there can be: guarantees, what can never be and what changes
//!   nothing, each proved, or shown by the smallest patient; what two versions do differently, and whether a small fault would
//!   be noticed. The SAT solver lives only here. And its worked patients, with what they exercise and who would exercise the
//!   rest.
//! - [`replay`]: many patients, as lines of JSON or rows of CSV, on all cores: their outcomes, or what two versions make of
//!   them. What it runs is the same circuit, laid out as a [`logic::Tape`].
//! - [`record`]: the store of what was asked and answered: one SQLite file, each entry sealed at its place and chained to the
//!   one before. It does I/O, and knows questionnaires only by their ids.
//! - [`export`]: an outcome as pages, which the screen shows, and as the note for the chart (SBAR), Markdown, JSON, CSV and
//!   one page of PDF: [`export::export()`].
//! - [`show`]: a questionnaire as a document to sign off and as diagrams, its conditions in plain language.
//! - [`fhir`]: a questionnaire, answers and recommendations for other systems, as FHIR R4, and FHIR forms as questionnaires.
//! - [`app`]: the screen as a state machine, [`app::App::update`] from an input to an effect. One table of keys feeds
//!   dispatch, footer and help. [`app::plain`] is the same screen in lines; a kiosk is the same screen with a deadline.
//! - [`view`]: draws an [`app::App`] with ratatui and changes nothing.
//! - [`shell`]: the outside world: terminal, signals, clock, files and whether they were saved, the printer, and where
//!   questionnaires are found.
//! - [`cli`]: arguments to one of the above, and an exit status.
//!
//! # Where a thing goes
//!
//! - A new field of the language: `questionnaire/authored.rs` (what is written), `questionnaire.rs` (what is checked),
//!   `questionnaire/check/` (the way between), `questionnaire/locate.rs` where a finding can be about it,
//!   `show/document/` (what is signed), `fhir/` where FHIR has a place for it, `proof/changes/fields.rs` (what `diff` compares), the guide in
//!   `questionnaires/README.md`.
//! - A new rule about content: a line in the table of `questionnaire/finding.rs` and an example in `tests/findings/`. A
//!   warning that only `check` gives stands in `questionnaire/unused.rs`, so that no start pays for it. What takes a proof
//!   is asked in `proof/check.rs` and said in `proof/faults.rs`, and `tests/proof.rs` tries it by brute force.
//! - A new kind of condition: `questionnaire::Condition`, `logic/compile.rs`, `interview/explain.rs`,
//!   `proof/changes/same.rs`, `show/plain.rs`, `show/graph.rs` and `fhir/path.rs`, and the second evaluator in `tests/support/naive.rs`,
//!   which is written from the contract and not from the circuit.
//! - A new key: a line in `app/keys.rs`, and what it does in `app/obey.rs`; its words in every file of `words/`; a command of
//!   plain mode in `app/plain/lines.rs`.
//! - A new room on a nurse's way from the start to an answer: a line in `src/start.ld`, so that its code lies with the rest
//!   of that way. `cargo bench --bench whole` sees the memory that a missing one costs.
//! - A new text of a questionnaire: a line in `questionnaire/translation/texts.rs`, so that it is translated.
//! - A new word of the program: a field of [`words::Words`], in every language; the compiler and `tests/languages.rs` ask for it.
//! - A new language of the program: a file in `words/`, and its place in [`words::ALL`].
//! - A new thing to be recorded: a field of what `shell/recorder/news.rs` knows of a patient, and its event in
//!   `record/entry.rs`; what it comes to in `record/trail.rs`, how it is told in `cli/records/show.rs`.
//! - A new form to export: `export/format.rs`.
//! - A new screen: a sheet in `app/sheet.rs` or a page in `export`.
//! - A new fact of the handover: `export/sbar.rs`, which note, Markdown and PDF are made from, and `export/json.rs`.
//! - A new form of export: a variant of [`export::Format`] and a file beside it.
//! - A new command: a file in `cli/`.
//! - A new field of what `eval` writes: `replay/field.rs`, its bits in `replay/rows.rs`, its words in `replay/json.rs` and
//!   `replay/table.rs`, and a second time in `tests/support/lines.rs`.
//! - A new kind of answer: how it is read without a tree in `replay/intake.rs`, with what it makes true from
//!   `replay/intake/table.rs`. What is not read there is read by `replay/line.rs`, so it may be left out.
//! - A new form of input for many patients: a [`Feed`](replay) beside `replay/sheet.rs` that gives lines of JSON.
//!
//! # What is deliberately absent
//!
//! No network, no state on disk but sealed records where somebody made a store, no `unsafe`, no async, no configuration but arguments, the site's words and where
//! questionnaires lie, and no second walker of the branching: the screen and `eval` ask the same circuit.

#![deny(missing_docs, unreachable_pub)]

pub mod app;
pub mod cli;
pub mod export;
pub mod fhir;
pub mod interview;
pub mod logic;
pub mod proof;
pub mod questionnaire;
pub mod record;
pub mod replay;
pub mod shell;
pub mod show;
pub mod text;
pub mod view;
pub mod words;
