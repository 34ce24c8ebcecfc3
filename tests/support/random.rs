//! Random questionnaires and answers, made from a list of numbers so that a failing one shrinks.

use redflag::questionnaire::{
    Advice, AdviceIx, AdviceKind, Answer, AnswerKind, Choice, Claim, Condition, Effect, Fact, Guarantee, Level, Number,
    Points, Question, QuestionIx, Questionnaire, Rule, RuleIx, Score, ScoreIx, Section, SectionIx,
};

use crate::naive::every_answer;

/// A source of choices: the numbers of a list one after another, then zeros.
pub struct Dice {
    numbers: std::vec::IntoIter<u32>,
}

impl Dice {
    pub fn new(numbers: Vec<u32>) -> Dice {
        Dice { numbers: numbers.into_iter() }
    }

    /// A number below `sides`; 0 when the list is used up or `sides` is 0.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.numbers.next().unwrap_or(0) as usize % sides.max(1)
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }
}

/// How large a questionnaire may be.
#[derive(Clone, Copy)]
pub struct Limits {
    pub sections: usize,
    pub questions: usize,
    pub choices: usize,
    pub rules: usize,
    pub depth: usize,
}

/// Small enough to try every interview.
pub const TINY: Limits = Limits { sections: 2, questions: 2, choices: 2, rules: 3, depth: 2 };
/// Large enough for everything to meet everything.
pub const SMALL: Limits = Limits { sections: 3, questions: 3, choices: 4, rules: 4, depth: 3 };

/// What a condition may speak of.
#[derive(Clone, Default)]
struct Scope {
    questions: Vec<QuestionIx>,
    scores: Vec<ScoreIx>,
    rules: Vec<RuleIx>,
    urgency: bool,
}

pub fn questionnaire(dice: &mut Dice, limits: Limits) -> Questionnaire {
    let mut q = empty();
    q.stop_at = *dice.pick(&Level::ALL);
    let sections = 1 + dice.roll(limits.sections);
    for section in 0..sections {
        let index = SectionIx(section as u32);
        q.sections.push(Section { id: format!("s{section}"), title: "Section".into(), when: Condition::Always });
        for _ in 0..dice.roll(limits.questions + 1) {
            let id = format!("q{}", q.questions.len());
            let answer = answer_kind(dice, limits);
            let unsure = dice.roll(4) != 0;
            let (ask, when) = (format!("Question {id}?"), Condition::Always);
            q.questions.push(Question { id, section: index, ask, help: None, when, unsure, cite: vec![], answer });
        }
    }
    // For each score and rule, 1 + the last question that it speaks of: what questions may speak of it.
    let (mut score_last, mut rule_last) = (Vec::new(), Vec::new());
    let all_questions: Vec<QuestionIx> = q.questions().map(|(index, _)| index).collect();
    for section in 0..sections {
        let index = SectionIx(section as u32);
        for _ in 0..dice.roll(3) {
            let scope = Scope {
                questions: all_questions.iter().copied().filter(|&i| q[i].section <= index).collect(),
                scores: (0..q.scores.len()).map(|i| ScoreIx(i as u32)).collect(),
                rules: (0..q.rules.len()).map(|i| RuleIx(i as u32)).collect(),
                urgency: false,
            };
            let points: Vec<Points> = (0..1 + dice.roll(4))
                .map(|_| Points {
                    points: *dice.pick(&[1, 2, -2, 3, -1, 10]),
                    when: condition(dice, &q, &scope, limits.depth),
                    label: "item".into(),
                })
                .collect();
            let last = points.iter().map(|item| last(&item.when, &score_last, &rule_last)).max().unwrap_or(0);
            score_last.push(last);
            let id = format!("score{}", q.scores.len());
            q.scores.push(Score { id, section: index, title: "Score".into(), cite: vec![], points });
        }
        for _ in 0..1 + dice.roll(limits.rules) {
            let scope = Scope {
                questions: all_questions.clone(),
                scores: (0..q.scores.len()).map(|i| ScoreIx(i as u32)).collect(),
                rules: (0..q.rules.len()).map(|i| RuleIx(i as u32)).collect(),
                urgency: false,
            };
            let when = condition(dice, &q, &scope, limits.depth);
            rule_last.push(last(&when, &score_last, &rule_last));
            let effect = match dice.roll(6) {
                0 => Effect::HandOver("somebody".into()),
                level => Effect::Urgency(Level::ALL[level - 1]),
            };
            let id = format!("rule{}", q.rules.len());
            q.rules.push(Rule { id, section: index, when, effect, because: "because".into(), cite: vec![] });
        }
    }
    for index in all_questions {
        let section = q[index].section;
        let first = q.questions.iter().position(|other| other.section == section).unwrap_or(0);
        let scope = |before: usize| Scope {
            questions: (0..before).map(|i| QuestionIx(i as u32)).collect(),
            scores: (0..q.scores.len())
                .filter(|&i| q.scores[i].section < section && score_last[i] <= before)
                .map(|i| ScoreIx(i as u32))
                .collect(),
            rules: (0..q.rules.len())
                .filter(|&i| q.rules[i].section < section && rule_last[i] <= before)
                .map(|i| RuleIx(i as u32))
                .collect(),
            urgency: false,
        };
        let own =
            if dice.roll(2) == 0 { Condition::Always } else { condition(dice, &q, &scope(index.at()), limits.depth) };
        let of_section =
            (first == index.at() && dice.roll(3) != 0).then(|| condition(dice, &q, &scope(first), limits.depth));
        q.questions[index.at()].when = own;
        if let Some(when) = of_section {
            q.sections[section.at()].when = when;
        }
    }
    for i in 0..dice.roll(4) {
        let scope = Scope {
            questions: q.questions().map(|(index, _)| index).collect(),
            scores: (0..q.scores.len()).map(|i| ScoreIx(i as u32)).collect(),
            rules: (0..q.rules.len()).map(|i| RuleIx(i as u32)).collect(),
            urgency: true,
        };
        let when = condition(dice, &q, &scope, limits.depth);
        let kind = *dice.pick(&[AdviceKind::Do, AdviceKind::Dont, AdviceKind::Watch, AdviceKind::Refer]);
        let section = SectionIx(dice.roll(sections) as u32);
        q.advice.push(Advice {
            id: format!("a{i}"),
            section,
            kind,
            text: "advice".into(),
            when,
            contradicts: vec![],
            cite: vec![],
        });
    }
    q
}

/// A questionnaire with guarantees of both kinds and advice that contradicts other advice.
pub fn with_claims(dice: &mut Dice, limits: Limits) -> Questionnaire {
    let mut q = questionnaire(dice, limits);
    for i in 0..q.advice.len() {
        if q.advice.len() > 1 && dice.roll(2) == 0 {
            let other = (i + 1 + dice.roll(q.advice.len() - 1)) % q.advice.len();
            q.advice[i].contradicts.push(AdviceIx(other as u32));
        }
    }
    let scope = Scope {
        questions: q.questions().map(|(index, _)| index).collect(),
        scores: (0..q.scores.len()).map(|i| ScoreIx(i as u32)).collect(),
        rules: (0..q.rules.len()).map(|i| RuleIx(i as u32)).collect(),
        urgency: true,
    };
    for i in 0..dice.roll(4) {
        let given = condition(dice, &q, &scope, limits.depth);
        let mut then = condition(dice, &q, &scope, limits.depth);
        if !q.advice.is_empty() && dice.roll(3) == 0 {
            then = Condition::Not(Box::new(Condition::Advised(AdviceIx(dice.roll(q.advice.len()) as u32))));
        }
        q.guarantees.push(Guarantee { id: format!("g{i}"), claim: Claim::GivenThen { given, then } });
    }
    let facts: Vec<Fact> = q
        .questions()
        .filter(|(_, question)| question.unsure)
        .flat_map(|(index, question)| match &question.answer {
            AnswerKind::YesNo => vec![Fact { question: index, choice: None }],
            AnswerKind::Many(choices) => {
                (0..choices.len()).map(|choice| Fact { question: index, choice: Some(choice) }).collect()
            }
            _ => vec![],
        })
        .collect();
    if !facts.is_empty() {
        q.guarantees.push(Guarantee { id: "never".into(), claim: Claim::NeverLowers(facts) });
    }
    q
}

/// Any answer that the question takes.
pub fn answer(dice: &mut Dice, questionnaire: &Questionnaire, question: QuestionIx) -> Answer {
    dice.pick(&every_answer(questionnaire, question)).clone()
}

fn answer_kind(dice: &mut Dice, limits: Limits) -> AnswerKind {
    let choices = |dice: &mut Dice| {
        (0..1 + dice.roll(limits.choices))
            .map(|i| Choice { id: format!("c{i}"), label: "Choice".into(), aliases: vec![], tags: vec![], help: None })
            .collect()
    };
    match dice.roll(6) {
        0 | 1 => AnswerKind::YesNo,
        2 => AnswerKind::One(choices(dice)),
        3 => AnswerKind::Many(choices(dice)),
        4 => AnswerKind::Number(Number { unit: "years".into(), min: -1, max: 2, decimals: 0, likely: None }),
        _ => AnswerKind::Text,
    }
}

fn condition(dice: &mut Dice, q: &Questionnaire, scope: &Scope, depth: usize) -> Condition {
    if depth > 0 {
        let parts = |dice: &mut Dice| (0..dice.roll(4)).map(|_| condition(dice, q, scope, depth - 1)).collect();
        match dice.roll(10) {
            0 => return Condition::All(parts(dice)),
            1 => return Condition::Any(parts(dice)),
            2 => return Condition::Not(Box::new(condition(dice, q, scope, depth - 1))),
            3 => return Condition::AtLeastOf(dice.roll(4) as u32, parts(dice)),
            _ => {}
        }
    }
    let kinds = scope.questions.len() + scope.scores.len() + scope.rules.len() + usize::from(scope.urgency);
    if kinds == 0 {
        return if dice.roll(4) == 0 { Condition::Any(vec![]) } else { Condition::Always };
    }
    let mut kind = dice.roll(kinds);
    if let Some(&question) = scope.questions.get(kind) {
        return match &q[question].answer {
            AnswerKind::YesNo if dice.roll(3) == 0 => Condition::No(question),
            AnswerKind::YesNo => Condition::Yes(question),
            AnswerKind::One(choices) | AnswerKind::Many(choices) => {
                let taken = (0..choices.len()).filter(|_| dice.roll(2) == 0).collect::<Vec<_>>();
                Condition::IsAny(question, if taken.is_empty() { vec![0] } else { taken }.into())
            }
            AnswerKind::Number(_) if dice.roll(2) == 0 => Condition::Below(question, dice.roll(5) as i64 - 1),
            AnswerKind::Number(_) => Condition::AtLeast(question, dice.roll(5) as i64 - 1),
            AnswerKind::Text => Condition::Always,
        };
    }
    kind -= scope.questions.len();
    if let Some(&score) = scope.scores.get(kind) {
        return Condition::Score(score, dice.roll(9) as i64 - 3);
    }
    kind -= scope.scores.len();
    match scope.rules.get(kind) {
        Some(&rule) => Condition::Fires(rule),
        None => Condition::UrgencyAtLeast(*dice.pick(&Level::ALL)),
    }
}

fn last(condition: &Condition, scores: &[usize], rules: &[usize]) -> usize {
    match condition {
        Condition::Yes(q)
        | Condition::No(q)
        | Condition::IsAny(q, _)
        | Condition::AtLeast(q, _)
        | Condition::Below(q, _) => q.at() + 1,
        Condition::Score(score, _) => scores[score.at()],
        Condition::Fires(rule) => rules[rule.at()],
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeastOf(_, parts) => {
            parts.iter().map(|part| last(part, scores, rules)).max().unwrap_or(0)
        }
        Condition::Not(part) => last(part, scores, rules),
        Condition::Always | Condition::UrgencyAtLeast(_) | Condition::Advised(_) => 0,
    }
}

fn empty() -> Questionnaire {
    Questionnaire {
        id: "random".into(),
        version: "1.0.0".into(),
        title: "Random".into(),
        audience: "Tests".into(),
        reviewed: jiff::civil::date(2026, 1, 1),
        review_due: jiff::civil::date(2027, 1, 1),
        language: "en".into(),
        stop_at: Level::Red,
        intro: None,
        terms: vec![],
        sources: vec![],
        dispositions: [const { None }; 5],
        sections: vec![],
        questions: vec![],
        scores: vec![],
        rules: vec![],
        advice: vec![],
        guarantees: vec![],
        cases: vec![],
        fingerprint: "sha256:0".into(),
    }
}
