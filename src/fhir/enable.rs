//! When an item is enabled: `enableWhen` where it says exactly what is meant, else an expression.
//!
//! `enableWhen` compares given answers, and a question of this program is also asked where an answer is "not sure" or not
//! there yet: each fact that must hold is itself "answered so, or not sure, or not answered". So alternatives of facts about
//! questions that everybody is asked become `enableWhen` with `enableBehavior` `any`; what demands several facts at once
//! becomes the SDC extension `enableWhenExpression`. `!=` would say more, but R4 lets it hold for an item without an
//! answer, R5 does not, and programs differ; so it is never written.
//!
//! <http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen>,
//! <http://hl7.org/fhir/R4/valueset-questionnaire-enable-operator.html>

use serde_json::{Value, json};

use super::names::{self, ABSENT, ASKED_UNKNOWN, Object, YES_NO, extension};
use super::path::{Boolean, Side, Writer};
use super::questionnaire::{decimal, is_integer};
use crate::questionnaire::{AnswerKind, Condition, QuestionIx, Questionnaire, SectionIx};

/// Writes on an item when it is enabled. `within` is the section that the item stands in, whose own condition need not be
/// said again.
pub(super) fn put(
    item: &mut Object,
    questionnaire: &Questionnaire,
    writer: &mut Writer<'_>,
    condition: &Condition,
    within: Option<SectionIx>,
) {
    // Tried apart, so that no variables are gathered that nothing needs.
    let mut scratch = Writer::new(questionnaire);
    if scratch.condition(condition, Side::Perhaps) == Boolean::Constant(true) {
        return;
    }
    let mut alternatives = Vec::new();
    if native(questionnaire, &mut scratch, condition, within, &mut alternatives).is_some() {
        if alternatives.len() > 1 {
            item.insert("enableBehavior".to_owned(), "any".into());
        }
        item.insert("enableWhen".to_owned(), alternatives.into());
        return;
    }
    let expression = writer.condition(condition, Side::Perhaps);
    let value = json!({"language": "text/fhirpath", "expression": expression.text()});
    let extended = names::extended(extension::ENABLE_WHEN, "valueExpression", value);
    match item.get_mut("extension").and_then(Value::as_array_mut) {
        Some(list) => list.push(extended),
        None => {
            item.insert("extension".to_owned(), json!([extended]));
        }
    }
}

/// Adds the alternatives that the condition perhaps holds in; `None` where they do not say it exactly.
fn native(
    questionnaire: &Questionnaire,
    writer: &mut Writer<'_>,
    condition: &Condition,
    within: Option<SectionIx>,
    to: &mut Vec<Value>,
) -> Option<()> {
    match condition {
        Condition::Any(parts) if !parts.is_empty() => {
            parts.iter().try_for_each(|part| native(questionnaire, writer, part, within, to))
        }
        Condition::All(parts) => match parts.as_slice() {
            [only] => native(questionnaire, writer, only, within, to),
            _ => None,
        },
        Condition::AtLeastOf(1, parts) if !parts.is_empty() => {
            parts.iter().try_for_each(|part| native(questionnaire, writer, part, within, to))
        }
        // A rule's pair is its condition's.
        Condition::Fires(rule) => native(questionnaire, writer, &questionnaire[*rule].when, within, to),
        Condition::Not(part) => denied(questionnaire, writer, part, within, to),
        Condition::Yes(question) | Condition::No(question) => {
            is_plain(questionnaire, writer, *question, within)?;
            push(to, yes_or_no(questionnaire, *question, matches!(condition, Condition::Yes(_))));
            left_open(questionnaire, *question, to);
            Some(())
        }
        Condition::IsAny(question, choices) => {
            is_plain(questionnaire, writer, *question, within)?;
            let asked = &questionnaire[*question];
            let many = matches!(asked.answer, AnswerKind::Many(_)) && asked.unsure;
            for &choice in choices.iter() {
                push(to, taken(questionnaire, *question, choice, &asked.id));
                if many {
                    push(to, taken(questionnaire, *question, choice, &names::unsure(asked)));
                }
            }
            left_open(questionnaire, *question, to);
            Some(())
        }
        Condition::AtLeast(question, value) | Condition::Below(question, value) => {
            is_plain(questionnaire, writer, *question, within)?;
            let operator = if matches!(condition, Condition::AtLeast(..)) { ">=" } else { "<" };
            push(to, compared(questionnaire, *question, operator, *value)?);
            left_open(questionnaire, *question, to);
            Some(())
        }
        _ => None,
    }
}

/// The same of a fact that must not surely hold. Only of single answers the other answers say that.
fn denied(
    questionnaire: &Questionnaire,
    writer: &mut Writer<'_>,
    condition: &Condition,
    within: Option<SectionIx>,
    to: &mut Vec<Value>,
) -> Option<()> {
    let question = match condition {
        Condition::Yes(question)
        | Condition::No(question)
        | Condition::IsAny(question, _)
        | Condition::AtLeast(question, _)
        | Condition::Below(question, _) => *question,
        Condition::Not(part) => return native(questionnaire, writer, part, within, to),
        Condition::Fires(rule) => return denied(questionnaire, writer, &questionnaire[*rule].when, within, to),
        _ => return None,
    };
    // That the question stands must be sure, too: what its section makes of that is another question.
    writer.is_always_asked(question).then_some(())?;
    match condition {
        Condition::Yes(_) => push(to, yes_or_no(questionnaire, question, false)),
        Condition::No(_) => push(to, yes_or_no(questionnaire, question, true)),
        Condition::AtLeast(_, value) => push(to, compared(questionnaire, question, "<", *value)?),
        Condition::Below(_, value) => push(to, compared(questionnaire, question, ">=", *value)?),
        Condition::IsAny(_, choices) => {
            let AnswerKind::One(all) = &questionnaire[question].answer else { return None };
            for choice in (0..all.len()).filter(|choice| !choices.contains(choice)) {
                push(to, taken(questionnaire, question, choice, &questionnaire[question].id));
            }
        }
        _ => return None,
    }
    left_open(questionnaire, question, to);
    Some(())
}

/// Whether all that can be said of a question hangs on its answer, since whoever sees the item was asked it.
fn is_plain(
    questionnaire: &Questionnaire,
    writer: &mut Writer<'_>,
    question: QuestionIx,
    within: Option<SectionIx>,
) -> Option<()> {
    let asked = &questionnaire[question];
    let together =
        within == Some(asked.section) && writer.condition(&asked.when, Side::Perhaps) == Boolean::Constant(true);
    (together || writer.is_always_asked(question)).then_some(())
}

fn push(to: &mut Vec<Value>, alternative: Value) {
    if !to.contains(&alternative) {
        to.push(alternative);
    }
}

/// The question is answered "not sure" as a whole, or not answered. A number or text that is not sure has no answer of its
/// own.
fn left_open(questionnaire: &Questionnaire, question: QuestionIx, to: &mut Vec<Value>) {
    let asked = &questionnaire[question];
    let coded = matches!(asked.answer, AnswerKind::YesNo | AnswerKind::One(_) | AnswerKind::Many(_));
    if asked.unsure && coded {
        push(to, when(&asked.id, "=", "answerCoding", json!({"system": ABSENT, "code": ASKED_UNKNOWN})));
    }
    push(to, when(&asked.id, "exists", "answerBoolean", false.into()));
}

fn yes_or_no(questionnaire: &Questionnaire, question: QuestionIx, yes: bool) -> Value {
    let asked = &questionnaire[question];
    if asked.unsure {
        let code = if yes { "Y" } else { "N" };
        when(&asked.id, "=", "answerCoding", json!({"system": YES_NO, "code": code}))
    } else {
        when(&asked.id, "=", "answerBoolean", yes.into())
    }
}

fn taken(questionnaire: &Questionnaire, question: QuestionIx, choice: usize, of: &str) -> Value {
    let asked = &questionnaire[question];
    let code = asked.choices().get(choice).map_or("", |choice| &choice.id);
    let coding = json!({"system": names::choices(questionnaire, asked), "code": code});
    when(of, "=", "answerCoding", coding)
}

fn compared(questionnaire: &Questionnaire, question: QuestionIx, operator: &str, value: i64) -> Option<Value> {
    let asked = &questionnaire[question];
    let AnswerKind::Number(number) = &asked.answer else { return None };
    if is_integer(number) {
        // FHIR's integers have 32 bits, and a threshold may lie beyond the range.
        let value = i32::try_from(value).ok()?;
        Some(when(&asked.id, operator, "answerInteger", value.into()))
    } else {
        Some(when(&asked.id, operator, "answerDecimal", decimal(value, number.decimals)))
    }
}

fn when(question: &str, operator: &str, kind: &str, answer: Value) -> Value {
    let mut when = Object::new();
    when.insert("question".to_owned(), question.into());
    when.insert("operator".to_owned(), operator.into());
    when.insert(kind.to_owned(), answer);
    when.into()
}
