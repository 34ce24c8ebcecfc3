//! What became of the patients, in words and tables.

use std::fmt::Write as _;

use super::report::{changed, moved, percent};
use crate::interview::Plan;
use crate::replay::{Case, Counts, End, Move, Moves, Way};

pub(super) fn text(plans: [&Plan; 2], moves: &Moves) -> String {
    let mut out = String::new();
    let [old, new] = plans.map(|plan| &plan.questionnaire);
    let all = moves.patients;
    for (side, version) in [("old", old), ("new", new)] {
        let _ = writeln!(out, "{side}  {} {}  {}", version.id, version.version, version.fingerprint);
    }
    let _ = writeln!(out, "{}\n", counted(all, "patient"));
    out.push_str(&table(&matrix(moves)));

    let moved = moved(moves);
    let _ = writeln!(out, "\n{} moved, {}", grouped(moved), share(moved, all));
    for way in Way::MOVED {
        let went = moves.went(way);
        if went > 0 {
            let _ = writeln!(out, "  {:<24} {:>14}  {}", words(way), grouped(went), share(went, all));
        }
    }
    for step in Move::all() {
        let took = moves.took(step);
        if took > 0 {
            let (old, new) = (step.old.word(), step.new.word());
            let _ = writeln!(out, "\n{old} -> {new}: {}, {}", grouped(took), share(took, all));
            moves.examples.iter().filter(|case| case.step() == step).for_each(|case| example(case, &mut out));
        }
    }
    if changed(moves).next().is_some() {
        let _ = writeln!(out, "\nRules that do something else for somebody; perhaps is surely or not ruled out");
        out.push_str(&table(&rules(moves)));
    }
    for (left_out, version) in moves.left_out.iter().zip([old, new]) {
        if *left_out > 0 {
            let of = counted(*left_out, "patient");
            let _ = writeln!(out, "\nOf {of} an answer was left out: {} has no place for it.", version.version);
        }
    }
    if moves.refused > 0 {
        let _ = writeln!(out, "\n{} could not be used:", counted(moves.refused, "line"));
        for (number, error) in &moves.errors {
            let _ = writeln!(out, "  line {number}: {}", error.message);
        }
        if moves.refused > moves.errors.len() as u64 {
            let _ = writeln!(out, "  and more");
        }
    }
    out
}

/// Old levels down, new levels across; only those that somebody has.
fn matrix(moves: &Moves) -> Vec<Vec<String>> {
    let row_sum = |old: End| moves.ends[old.place()].iter().sum::<u64>();
    let column_sum = |new: End| moves.ends.iter().map(|row| row[new.place()]).sum::<u64>();
    let ends: Vec<End> = End::ALL.into_iter().filter(|&end| row_sum(end) + column_sum(end) > 0).collect();
    let mut head = vec!["old to new".to_owned()];
    head.extend(ends.iter().map(|end| end.word().to_owned()));
    head.extend(["all".to_owned(), "per cent".to_owned()]);
    let mut rows = vec![head];
    for &old in &ends {
        let mut row = vec![old.word().to_owned()];
        row.extend(ends.iter().map(|&new| grouped(moves.took(Move { old, new }))));
        row.extend([grouped(row_sum(old)), share(row_sum(old), moves.patients)]);
        rows.push(row);
    }
    let mut all = vec!["all".to_owned()];
    all.extend(ends.iter().map(|&new| grouped(column_sum(new))));
    all.extend([grouped(moves.patients), String::new()]);
    let mut shares = vec!["per cent".to_owned()];
    shares.extend(ends.iter().map(|&new| share(column_sum(new), moves.patients)));
    shares.extend([String::new(), String::new()]);
    rows.extend([all, shares]);
    rows
}

fn rules(moves: &Moves) -> Vec<Vec<String>> {
    let head = ["rule", "surely: old", "new", "started", "stopped", "perhaps: old", "new", "started", "stopped"];
    let counts = |counts: &Counts| [counts.old, counts.new, counts.started, counts.stopped].map(grouped);
    let row = |rule: &crate::replay::RuleCounts| {
        let mut row = vec![rule.id.clone()];
        row.extend(counts(&rule.surely));
        row.extend(counts(&rule.perhaps));
        row
    };
    std::iter::once(head.map(str::to_owned).to_vec()).chain(changed(moves).map(row)).collect()
}

fn example(case: &Case, out: &mut String) {
    let id = String::from_utf8_lossy(&case.id);
    let name = if id.is_empty() { String::new() } else { format!("{id}, ") };
    let _ = write!(out, "  {name}line {}", case.line);
    for (at, rule) in case.rules.iter().enumerate() {
        let _ =
            write!(out, "{} {}: {} -> {}", if at == 0 { ";" } else { "," }, rule.id, rule.old.word(), rule.new.word());
    }
    out.push('\n');
}

/// The first column to the left, the others to the right.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> =
        (0..columns).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        let _ = writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    out
}

fn words(way: Way) -> &'static str {
    match way {
        Way::Lowered => "to a less urgent level",
        Way::Lost => "from a level to none",
        Way::Raised => "to a more urgent level",
        Way::Gained => "from no level to one",
        Way::Other => "otherwise, without a level",
        Way::Same => "not at all",
    }
}

fn share(patients: u64, all: u64) -> String {
    let percent = percent(patients, all);
    // Nobody is to be rounded away.
    if patients > 0 && percent < 0.01 { "< 0.01 %".to_owned() } else { format!("{percent:.2} %") }
}

/// A number of things, whose word takes an s.
fn counted(number: u64, word: &str) -> String {
    format!("{} {word}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// With a comma before each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
