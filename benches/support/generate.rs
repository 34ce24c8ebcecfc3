//! Questionnaires of any size, in the proportions of a real one, as the files that an author would have written.
//!
//! For each ten questions: twenty rules, five pieces of advice, some ten guarantees and a score now and then. A condition
//! speaks of questions up to 200 back. Half of the questions are asked always, the others where something else is so.
//! The guarantees hold. The same size gives the same questionnaire.

use std::borrow::Cow;
use std::fmt::Write as _;

use fastrand::Rng;
use redflag::questionnaire::{File, Files};

/// How far back a condition reaches.
const REACH: usize = 200;
const IN_A_SECTION: usize = 10;

/// What a condition can say of a question.
#[derive(Clone)]
enum Kind {
    YesNo,
    One(usize),
    Many(usize),
    Number,
    Text,
}

#[derive(Clone)]
struct Question {
    kind: Kind,
    /// A sign: nothing is ever asked or said because it is not there, so that it never lowers anything.
    sign: bool,
}

struct Writer {
    rng: Rng,
    questions: Vec<Question>,
    /// For each rule, whether others may speak of it: those of signs and of scores stand alone.
    rules: Vec<bool>,
    /// The questions that the condition that is being written speaks of.
    taken: Vec<usize>,
    guarantees: String,
    signs: Vec<String>,
}

/// The files of a questionnaire with so many questions.
pub fn generated(questions: usize) -> Files {
    let mut writer = Writer {
        rng: Rng::with_seed(questions as u64),
        questions: Vec::new(),
        rules: Vec::new(),
        taken: Vec::new(),
        guarantees: String::new(),
        signs: Vec::new(),
    };
    let sections = questions.div_ceil(IN_A_SECTION);
    let mut files = Vec::new();
    for section in 0..sections {
        let count = IN_A_SECTION.min(questions - section * IN_A_SECTION);
        files.push((format!("s{section}.ron"), writer.section(section, count, section + 1 == sections)));
    }
    files.insert(0, ("questionnaire.ron".to_owned(), writer.header(sections)));
    Files {
        folder: "generated".to_owned(),
        files: files.into_iter().map(|(name, text)| File { name, bytes: Cow::Owned(text.into_bytes()) }).collect(),
    }
}

impl Writer {
    fn header(&mut self, sections: usize) -> String {
        let names: Vec<String> = (0..sections).map(|section| format!("\"s{section}\"")).collect();
        let mut levels = String::new();
        for level in ["Red", "Orange", "Yellow", "Green", "Blue"] {
            let _ = writeln!(levels, "        {level}: (title: \"{level} level\", act: \"Act\", within: \"In time\"),");
        }
        let mut signs = String::new();
        for (n, some) in self.signs.chunks(20).enumerate() {
            let _ = writeln!(signs, "        (id: \"signs-{n}\", never_lowers: [{}]),", some.join(", "));
        }
        format!(
            "Questionnaire(\n    id: \"generated\",\n    version: \"1.0.0\",\n    title: \"Generated\",\n    \
             audience: \"Benchmarks\",\n    reviewed: \"2026-11-21\",\n    review_due: \"2027-11-21\",\n    \
             language: \"en\",\n    sources: {{ \"book\": (title: \"Book\", publisher: \"Press\") }},\n    \
             dispositions: {{\n{levels}    }},\n    sections: [{}],\n    guarantees: [\n{}{signs}    ],\n)\n",
            names.join(", "),
            self.guarantees
        )
    }

    fn section(&mut self, section: usize, count: usize, last: bool) -> String {
        let first = self.questions.len();
        let mut text = format!("Section(\n    title: \"Section {section}\",\n    questions: [\n");
        for _ in 0..count {
            self.question(&mut text);
        }
        text.push_str("    ],\n");
        if section.is_multiple_of(2) {
            self.taken.clear();
            let points: Vec<String> = (0..4)
                .map(|n| format!("(points: {}, when: {}, label: \"Item {n}\")", 1 + n % 2, self.plain()))
                .collect();
            let _ = writeln!(
                text,
                "    scores: [(id: \"score-{section}\", title: \"Score {section}\", points: [{}])],",
                points.join(", ")
            );
        }
        text.push_str("    rules: [\n");
        let mut refused = Vec::new();
        for n in 0..2 * count {
            let id = self.rules.len();
            let level = ["Red", "Orange", "Orange", "Orange", "Yellow", "Yellow", "Yellow", "Yellow", "Green", "Green"]
                [self.rng.usize(..10)];
            let when = if n == 0 && section.is_multiple_of(2) {
                self.rules.push(false);
                format!("Score(\"score-{section}\", {})", 2 + self.rng.usize(..3))
            } else {
                self.rule_condition(id, first + n / 2, level)
            };
            if n % 4 == 1 {
                refused.push(id);
            }
            let _ = writeln!(
                text,
                "        (id: \"r{id}\", when: {when}, urgency: {level}, because: \"Reason {id}\", cite: [\"book\"]),"
            );
        }
        if last {
            text.push_str("        (id: \"bottom\", urgency: Blue, because: \"Nothing else\"),\n");
        }
        text.push_str("    ],\n    advice: [\n");
        for id in refused {
            let _ = writeln!(
                text,
                "        (id: \"do-{id}\", kind: Do, text: \"Advice {id}\", when: Not(Fires(\"r{id}\"))),"
            );
            let _ = writeln!(
                self.guarantees,
                "        (id: \"refused-{id}\", given: Fires(\"r{id}\"), then: Not(Advised(\"do-{id}\"))),"
            );
        }
        text.push_str("    ],\n)\n");
        text
    }

    fn question(&mut self, text: &mut String) {
        let id = self.questions.len();
        let kind = match self.rng.usize(..20) {
            // There must be something to speak of from the beginning.
            _ if id < 5 => Kind::YesNo,
            0..10 => Kind::YesNo,
            10..14 => Kind::Many(3 + self.rng.usize(..5)),
            14..17 => Kind::One(3 + self.rng.usize(..3)),
            17..19 => Kind::Number,
            _ => Kind::Text,
        };
        let sign = id >= 5 && self.rng.usize(..3) == 0 && matches!(kind, Kind::YesNo | Kind::Many(_));
        self.taken.clear();
        let when = if id > 10 && self.rng.bool() {
            match self.rng.usize(..4) {
                0 => format!("Any([{}, {}])", self.plain(), self.plain()),
                1 => format!("All([{}, Not({})])", self.plain(), self.plain()),
                _ => self.plain(),
            }
        } else {
            "Always".to_owned()
        };
        let choices = |count: usize| {
            (0..count).map(|c| format!("(id: \"c{c}\", label: \"Choice {c}\")")).collect::<Vec<_>>().join(", ")
        };
        let answer = match kind {
            Kind::YesNo => "YesNo".to_owned(),
            Kind::One(count) => format!("One([{}])", choices(count)),
            Kind::Many(count) => format!("Many([{}])", choices(count)),
            Kind::Number => "Number(unit: \"years\", min: 0, max: 120)".to_owned(),
            Kind::Text => "Text".to_owned(),
        };
        let _ = writeln!(text, "        (id: \"q{id}\", ask: \"Question {id}?\", when: {when}, answer: {answer}),");
        if sign {
            match kind {
                Kind::Many(count) => self.signs.push(format!("Is(\"q{id}\", \"c{}\")", self.rng.usize(..count))),
                _ => self.signs.push(format!("Yes(\"q{id}\")")),
            }
        }
        self.questions.push(Question { kind, sign });
    }

    /// A question at most so far back, no sign, of which something can be asked, and another one than was taken for this
    /// condition before. None where there is none yet.
    fn back(&mut self) -> Option<usize> {
        let least = self.questions.len().saturating_sub(REACH);
        let fits = |writer: &Writer, at: usize| {
            let question = &writer.questions[at];
            !matches!(question.kind, Kind::Text) && !question.sign && !writer.taken.contains(&at)
        };
        let at = (0..100).map(|_| self.rng.usize(least..self.questions.len())).collect::<Vec<_>>();
        let at = at.into_iter().find(|&at| fits(self, at))?;
        self.taken.push(at);
        Some(at)
    }

    fn fact(&mut self, at: usize) -> String {
        match self.questions[at].kind {
            Kind::YesNo | Kind::Text => format!("Yes(\"q{at}\")"),
            // The last choice is what the answer is otherwise.
            Kind::One(count) => format!("Is(\"q{at}\", \"c{}\")", self.rng.usize(..count - 1)),
            Kind::Many(count) => {
                let from = self.rng.usize(..count - 1);
                format!("IsAny(\"q{at}\", [\"c{from}\", \"c{}\"])", count - 1)
            }
            Kind::Number => format!("AtLeast(\"q{at}\", {})", 40 + self.rng.usize(..8) * 10),
        }
    }

    /// Something about a question that is no sign.
    fn plain(&mut self) -> String {
        match self.back() {
            Some(at) => self.fact(at),
            None => "Always".to_owned(),
        }
    }

    /// The condition of a rule whose subject is that question. A sign decides alone; anything else only together with
    /// something else, so that no rule is but another one's shadow.
    fn rule_condition(&mut self, id: usize, about: usize, level: &str) -> String {
        let signs = self.questions[about].sign;
        self.taken = vec![about];
        if signs && id.is_multiple_of(2) {
            let sign = self.fact(about);
            self.rules.push(false);
            self.guarantee(id, &sign, level);
            return sign;
        }
        let subject =
            if signs || matches!(self.questions[about].kind, Kind::Text) { self.plain() } else { self.fact(about) };
        let other = self.plain();
        let earlier = (id > 20).then(|| id - 1 - self.rng.usize(..20)).filter(|&rule| self.rules[rule]);
        self.rules.push(true);
        match (self.rng.usize(..6), earlier) {
            (0, Some(rule)) => format!("All([{subject}, {other}, Not(Fires(\"r{rule}\"))])"),
            (1, Some(rule)) => format!("All([{subject}, Any([Fires(\"r{rule}\"), {other}])])"),
            (2, _) => format!("All([{subject}, {other}, Not({})])", self.plain()),
            (3, _) => format!("AtLeastOf(2, [{subject}, {other}, {}])", self.plain()),
            _ => {
                let given = format!("All([{subject}, {other}])");
                self.guarantee(id, &given, level);
                given
            }
        }
    }

    fn guarantee(&mut self, id: usize, given: &str, level: &str) {
        if id.is_multiple_of(3) {
            let _ = writeln!(
                self.guarantees,
                "        (id: \"level-{id}\", given: {given}, then: UrgencyAtLeast({level})),"
            );
        }
    }
}
