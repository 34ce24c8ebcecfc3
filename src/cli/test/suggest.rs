//! Suggested cases, as RON that can be pasted into `cases.ron` once a person has reviewed it.

use std::collections::HashSet;
use std::fmt::Write as _;

use ron::ser::PrettyConfig;

use super::words;
use crate::interview::Plan;
use crate::proof::coverage::Item;
use crate::proof::suggest::{Suggested, Suggestion};
use crate::questionnaire::{Effect, Level, Questionnaire, RuleIx, Status, Value};

/// What is expected stands in one line up to so many characters.
const WIDE: usize = 90;

/// A list of cases with what must be known of them before they are kept.
pub(super) fn text(plan: &Plan, suggested: &Suggested) -> String {
    let questionnaire = &plan.questionnaire;
    let mut text = format!("// {} {}: ", questionnaire.id, questionnaire.version);
    match suggested.patients.len() {
        0 => text.push_str("there is no case to suggest.\n"),
        n => {
            let patients = if n == 1 { "1 patient".to_owned() } else { format!("{n} patients") };
            let _ = writeln!(text, "{patients} for what no case exercises that passes.");
            text.push_str(
                "// What they expect is what the questionnaire does today, right or wrong. A clinician checks every one against \
                 the\n// sources, and corrects and renames it, before it is kept; none is taken over unread. In a list that is \
                 there already\n// they stand without the outer brackets.\n[\n",
            );
            let mut names: HashSet<String> = questionnaire.cases.iter().map(|case| case.name.clone()).collect();
            for patient in &suggested.patients {
                case(&mut text, questionnaire, patient, &mut names);
            }
            text.push_str("]\n");
        }
    }
    let lists = [
        (
            "No patient whose interview ends exercises this, which is proved; think about whether it is needed:",
            &suggested.never,
        ),
        ("No patient was found for this before the time was up:", &suggested.unknown),
    ];
    for (head, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
        let _ = writeln!(text, "// {head}");
        for item in items {
            let _ = writeln!(text, "//   {}", words::exercised(*item, questionnaire));
        }
    }
    text
}

fn case(text: &mut String, questionnaire: &Questionnaire, patient: &Suggestion, names: &mut HashSet<String>) {
    let aim = format!("REVIEW: {}", words::exercised(patient.aim, questionnaire));
    // One of that name may have been kept, and fail by now.
    let numbered = (2..).map(|n| format!("{aim} ({n})"));
    let name = std::iter::once(aim.clone()).chain(numbered).find(|name| !names.contains(name)).unwrap_or_default();
    let _ = writeln!(text, "    (\n        name: {name:?},");
    names.insert(name);
    if patient.answers.is_empty() {
        text.push_str("        answers: {},\n");
    } else {
        text.push_str("        answers: {\n");
        for (question, answer) in &patient.answers {
            let question = &questionnaire[*question];
            let _ = writeln!(text, "            {:?}: {},", question.id, written(&Value::of(question, answer)));
        }
        text.push_str("        },\n");
    }
    let fields = expected(questionnaire, patient);
    let (open, between, close) = match fields.iter().map(String::len).sum::<usize>() {
        ..=WIDE => ("", ", ", ""),
        _ => ("\n            ", ",\n            ", ",\n        "),
    };
    let _ = writeln!(text, "        expect: ({open}{}{close}),\n    ),", fields.join(between));
}

/// An answer in one line.
fn written(value: &Value) -> String {
    let style = PrettyConfig::new().compact_arrays(true).compact_structs(true);
    // No answer holds what RON lacks.
    ron::ser::to_string_pretty(value, style).unwrap_or_default()
}

/// What comes of the patient, as far as he is there for it: the level with the rules that make it, and of rules and advice
/// what nobody before him exercises.
fn expected(questionnaire: &Questionnaire, patient: &Suggestion) -> Vec<String> {
    let outcome = patient.interview.outcome();
    let mut rules = if outcome.urgency.is_some() { patient.interview.floor_rules() } else { Vec::new() };
    let (mut advised, mut not_advised) = (Vec::new(), Vec::new());
    for item in &patient.items {
        match item {
            Item::Rule(rule) | Item::Deciding(rule) => rules.push(*rule),
            Item::Advice(advice) => advised.push(&questionnaire[*advice].id),
            Item::Withheld(advice) => not_advised.push(&questionnaire[*advice].id),
            _ => {}
        }
    }
    rules.sort_unstable();
    rules.dedup();
    let hands_over = |rule: &RuleIx| matches!(questionnaire[*rule].effect, Effect::HandOver(_));
    let of = |wanted: &dyn Fn(&RuleIx) -> bool| {
        rules.iter().filter(|rule| wanted(rule)).map(|rule| &questionnaire[*rule].id).collect::<Vec<_>>()
    };
    let lists = [
        ("fires", of(&|rule| !hands_over(rule) && outcome.fires.contains(rule))),
        ("not_ruled_out", of(&|rule| !hands_over(rule) && outcome.not_ruled_out.contains(rule))),
        ("hand_over", of(&|rule| outcome.hand_over.contains(rule))),
        ("advised", advised),
        ("not_advised", not_advised),
    ];
    let mut fields = vec![format!("urgency: {}", outcome.urgency.map_or("None", Level::word))];
    fields.extend(lists.iter().filter(|(_, ids)| !ids.is_empty()).map(|(field, ids)| format!("{field}: {ids:?}")));
    if outcome.status == Status::HandedOver {
        fields.push(format!("status: {:?}", outcome.status.word()));
    }
    fields
}
