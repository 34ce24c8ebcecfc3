//! `questionnaires/leg-symptoms/FACTS.md`: every fact and conflict of the background is named there once, with ids that the
//! content really has, or with why it is left out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/load.rs"]
mod load;

use std::collections::{BTreeMap, BTreeSet};

use redflag::questionnaire::Questionnaire;

/// One row: what it is about, then the ids of questions and choices, of rules and scores, of advice, of guarantees, then
/// a remark.
struct Row<'t> {
    name: &'t str,
    ids: [Vec<&'t str>; 4],
    remark: &'t str,
}

const HEADS: [&str; 6] =
    ["what it says", "questions and choices", "rules and scores", "advice", "guarantees", "remark"];

fn text() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/leg-symptoms/FACTS.md")).unwrap()
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 7, "{line}");
        if cells[1..] == HEADS || cells[0].starts_with("--") {
            continue;
        }
        let ids = [2, 3, 4, 5].map(|column| {
            let ids: Vec<&str> = cells[column].split('`').skip(1).step_by(2).collect();
            assert!(!ids.is_empty() || cells[column] == "-", "{line}");
            ids
        });
        rows.push(Row { name: cells[0], ids, remark: cells[6] });
    }
    rows
}

/// The ids that may stand in each column.
fn known(q: &Questionnaire) -> [BTreeSet<String>; 4] {
    let mut asked = BTreeSet::new();
    for question in &q.questions {
        asked.insert(question.id.clone());
        asked.extend(question.choices().iter().map(|choice| format!("{}/{}", question.id, choice.id)));
    }
    let rules = q.rules.iter().map(|rule| rule.id.clone()).chain(q.scores.iter().map(|score| score.id.clone()));
    let advice = q.advice.iter().map(|advice| advice.id.clone());
    let guarantees = q.guarantees.iter().map(|guarantee| guarantee.id.clone());
    [asked, rules.collect(), advice.collect(), guarantees.collect()]
}

#[test]
fn every_fact_and_every_conflict_is_named_once() {
    let text = text();
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows(&text) {
        *named.entry(row.name).or_default() += 1;
    }
    let facts = |letter: char, count: usize| (1..=count).map(move |n| format!("F-{letter}{n}"));
    let wanted = facts('A', 26).chain(facts('F', 24)).chain(facts('T', 25)).chain((1..=22).map(|n| format!("X{n}")));
    let wanted: Vec<String> = wanted.collect();
    assert_eq!(wanted.len(), 75 + 22);
    for id in wanted {
        assert_eq!(named.get(id.as_str()), Some(&1), "{id}");
    }
}

#[test]
fn every_row_is_carried_by_what_there_is_or_says_why_not() {
    let text = text();
    let known = known(&load::sound("questionnaires/leg-symptoms"));
    let rows = rows(&text);
    assert!(rows.len() > 250, "{} rows", rows.len());
    let mut carried = 0;
    for row in &rows {
        for (ids, known) in row.ids.iter().zip(&known) {
            for id in ids {
                assert!(known.contains(*id), "{}: there is no `{id}` of that kind", row.name);
            }
        }
        if row.ids.iter().any(|ids| !ids.is_empty()) {
            carried += 1;
        } else {
            assert!(row.remark.starts_with("Left out: "), "{}: carried by nothing, and not said why", row.name);
        }
    }
    assert!(carried * 10 > rows.len() * 8, "only {carried} of {} rows are carried", rows.len());
}
