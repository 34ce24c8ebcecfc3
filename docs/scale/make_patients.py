#!/usr/bin/env python3
"""Makes patients to try things with: random answers that the questionnaire takes, one JSON object a line.

Usage: make_patients.py REDFLAG Q N [--seed SEED]

The same arguments give the same patients. The questions come from `redflag show Q --format fhir`, so any questionnaire
will do. Every answer is legal; which of them go together is left to chance, so the shares of the levels mean nothing.
"""

import argparse
import json
import random
import subprocess
import sys

NAMES = ["Ana", "Zoë", "Łucja", "Þór", "李雷", "نور", "🦵"]
CHOICES = ":choices:"


def questions(redflag, q):
    """Every question: its id, its kind, its choices or its numbers, and whether "not sure" is an answer."""
    shown = subprocess.run([redflag, "show", q, "--format", "fhir"], stdout=subprocess.PIPE, check=True).stdout
    items, found = json.loads(shown)["item"], []
    while items:
        item = items.pop(0)
        items = item.get("item", []) + items
        name, point, suffix = item["linkId"].partition(".")
        if point:
            # Not a question: a section, a help text, or what takes the "not sure" of the question before it.
            if suffix == "unsure":
                found[-1]["unsure"] = True
            continue
        codings = [option["valueCoding"] for option in item.get("answerOption", [])]
        limits = {
            extension["url"].rpartition("/")[2]: value
            for extension in item.get("extension", [])
            for key, value in extension.items()
            if key.startswith("value")
        }
        question = {
            "id": name,
            "kind": "many" if item.get("repeats") else "one" if codings else item["type"],
            "choices": [coding["code"] for coding in codings if CHOICES in coding["system"]] or ["yes", "no"],
            "unsure": any(coding["code"] == "asked-unknown" for coding in codings),
        }
        if item["type"] in ("integer", "decimal"):
            question["scale"] = 10 ** limits.get("maxDecimalPlaces", 0)
            question["range"] = [round(limits[key] * question["scale"]) for key in ("minValue", "maxValue")]
        found.append(question)
    return found


def answer(question, chance):
    """One answer; most lists are answered with none of it, so that many interviews get past the danger signs."""
    kind, choices = question["kind"], question["choices"]
    if question["unsure"] and chance.random() < 0.01:
        return "unsure"
    if kind == "many":
        if chance.random() < 0.93:
            return []
        taken = chance.sample(choices, min(len(choices), chance.choice([1, 1, 1, 2, 3])))
        if question["unsure"] and chance.random() < 0.1:
            return {"yes": taken[1:], "unsure": taken[:1]}
        return taken
    if kind == "one":
        return chance.choice(choices)
    if kind in ("integer", "decimal"):
        number = chance.randint(*question["range"]) / question["scale"]
        return int(number) if question["scale"] == 1 else number
    return f"told by {chance.choice(NAMES)}: \"always\tat night\""


def main():
    parser = argparse.ArgumentParser(description="Makes patients with random legal answers, one JSON object a line.")
    parser.add_argument("redflag", metavar="REDFLAG")
    parser.add_argument("q", metavar="Q")
    parser.add_argument("n", metavar="N", type=int)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    asked = questions(arguments.redflag, arguments.q)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for number in range(1, arguments.n + 1):
        # One interview in twenty was ended early.
        last = chance.randrange(len(asked)) if chance.random() < 0.05 else len(asked)
        line = {
            "id": f"{number:08}-{chance.choice(NAMES)}",
            "answers": {question["id"]: answer(question, chance) for question in asked[:last]},
        }
        print(json.dumps(line, ensure_ascii=chance.random() < 0.5))


if __name__ == "__main__":
    main()
