//! The rules as a decision table of `zen-engine`.

use std::error::Error;

use serde_json::{Map, Value, json};
use zen_engine::model::GraphContent;
use zen_engine::{Decision, Variable};

use crate::patients::Patient;
use crate::rules::{Outcome, QUESTIONS, Rule, level};

/// The release of the engine.
pub const VERSION: &str = zen_engine::ENGINE_VERSION;

/// How the conditions of a rule are laid out.
#[derive(Clone, Copy)]
pub enum Layout {
    /// A column for each question. A rule fills in three of them.
    Columns,
    /// One column without a question. A rule fills in an expression.
    Expression,
}

/// The table, read and compiled.
pub fn table(rules: &[Rule], layout: Layout) -> Result<Decision, Box<dyn Error>> {
    let mut content: GraphContent = serde_json::from_value(document(rules, layout))?;
    content.compile();
    Ok(content.into())
}

/// A patient's answers as the engine takes them.
pub fn answers(patient: &Patient) -> Variable {
    let answer = |(question, &answer): (usize, &u8)| {
        let value = if question % 2 == 0 { Value::from(answer == 1) } else { Value::from(answer) };
        (name(question), value)
    };
    Value::Object(patient.iter().enumerate().map(answer).collect()).into()
}

/// Evaluates the patients. What the table says of each is a list of the rules that fire.
pub async fn evaluate(table: &Decision, patients: &[Variable]) -> Result<Vec<Variable>, Box<dyn Error>> {
    let mut results = Vec::with_capacity(patients.len());
    for patient in patients {
        results.push(table.evaluate(patient.clone()).await?.result);
    }
    Ok(results)
}

/// The outcome in what the table says.
pub fn outcome(result: &Variable) -> Outcome {
    let mut outcome = Outcome::none();
    for row in result.to_value().as_array().into_iter().flatten() {
        let number = |field: &str| row[field].as_u64().map(|number| number as usize);
        if let (Some(rule), Some(level)) = (number("rule"), number("level")) {
            outcome.fire(rule, level);
        }
    }
    outcome
}

fn document(rules: &[Rule], layout: Layout) -> Value {
    let inputs: Vec<Value> = match layout {
        Layout::Columns => (0..QUESTIONS).map(name).map(|name| json!({ "id": name, "field": name })).collect(),
        Layout::Expression => vec![json!({ "id": "when" })],
    };
    let outputs = ["rule", "level"].map(|name| json!({ "id": name, "field": name }));
    let conditions = rules.iter().map(|rule| conditions(rule, layout)).chain([Map::new()]);
    let rows: Vec<Value> = conditions.enumerate().map(|(i, conditions)| row(i, conditions)).collect();
    let table = json!({ "hitPolicy": "collect", "inputs": inputs, "outputs": outputs, "rules": rows });
    json!({
        "nodes": [
            { "id": "answers", "name": "answers", "type": "inputNode" },
            { "id": "table", "name": "table", "type": "decisionTableNode", "content": table },
        ],
        "edges": [{ "id": "edge", "sourceId": "answers", "targetId": "table" }],
    })
}

/// The cells of a rule's conditions.
fn conditions(rule: &Rule, layout: Layout) -> Map<String, Value> {
    let [yes, number, no] = [rule.yes, rule.number, rule.no].map(|question| name(question.into()));
    let least = rule.least;
    let cells = match layout {
        Layout::Columns => vec![(yes, "true".into()), (number, format!(">= {least}")), (no, "false".into())],
        Layout::Expression => vec![("when".into(), format!("{yes} and not {no} and {number} >= {least}"))],
    };
    cells.into_iter().map(|(column, cell)| (column, Value::from(cell))).collect()
}

/// A row of the table: the conditions, the rule's number and its level.
fn row(rule: usize, mut cells: Map<String, Value>) -> Value {
    cells.insert("rule".into(), rule.to_string().into());
    cells.insert("level".into(), level(rule).to_string().into());
    Value::Object(cells)
}

fn name(question: usize) -> String {
    format!("q{question}")
}
