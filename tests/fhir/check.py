#!/usr/bin/env python3
"""Holds what the program writes as FHIR against programs that are not ours.

Usage: check.py FOLDER, with the files that `cargo test --test fhir` writes. Each is a Questionnaire, and patients: a Bundle, and
the questions that the interview asks. Checked is that

- every resource is accepted by the R4 models of `fhir.resources`, which broken ones are not;
- every expression, evaluated by `fhirpathpy`, and every enableWhen, evaluated as R4 says, enable exactly the items
  of the questions that the interview asks.
"""

import functools
import json
import pathlib
import sys

import fhirpathpy
from fhirpathpy.models import models
from fhir.resources.bundle import Bundle
from fhir.resources.questionnaire import Questionnaire

ENABLE_WHEN = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"
VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable"


@functools.cache
def compiled(expression):
    return fhirpathpy.compile(expression, models["r4"])


def evaluate(expression, response, variables):
    return compiled(expression)(response, {"resource": response, **variables})


def extensions(element, url):
    return [found["valueExpression"] for found in element.get("extension", []) if found["url"] == url]


def answers(items, found):
    """Every answer, by link id."""
    for item in items:
        values = [value for answer in item.get("answer", []) for value in answer.values()]
        found.setdefault(item["linkId"], []).extend(values)
        answers(item.get("item", []), found)
    return found


def holds(when, given):
    """One enableWhen, by the definitions of R4's enable operators."""
    values = given.get(when["question"], [])
    (wanted,) = (value for key, value in when.items() if key.startswith("answer"))
    operator = when["operator"]
    if operator == "exists":
        return bool(values) == wanted
    if operator == "=":
        if isinstance(wanted, dict):
            values = [{key: value.get(key) for key in ("system", "code")} for value in values]
        return any(value == wanted for value in values)
    if operator == ">=":
        return any(value >= wanted for value in values)
    if operator == "<":
        return any(value < wanted for value in values)
    raise ValueError(f"operator {operator} is never written")


def enabled(items, given, response, variables, asked, counts):
    """The link ids of the items that are enabled, whose ancestors are."""
    for item in items:
        on = True
        whens = item.get("enableWhen", [])
        if whens:
            counts["enableWhen"] += 1
            if len(whens) > 1 and item["enableBehavior"] not in ("any", "all"):
                raise ValueError(f"{item['linkId']} has no enableBehavior")
            joined = all if item.get("enableBehavior") == "all" else any
            on = joined(holds(when, given) for when in whens)
        for expression in extensions(item, ENABLE_WHEN):
            counts["expressions"] += 1
            value = evaluate(expression["expression"], response, variables)
            if value not in ([True], [False]):
                raise ValueError(f"{item['linkId']}: {expression['expression']} is {value}")
            on = on and value == [True]
        if on:
            asked.add(item["linkId"])
            enabled(item.get("item", []), given, response, variables, asked, counts)
    return asked


def questions(items, found):
    """The link ids of the items that take an answer."""
    for item in items:
        if item["type"] not in ("group", "display"):
            found.append(item["linkId"])
        questions(item.get("item", []), found)
    return found


def check(file, counts):
    world = json.loads(file.read_text())
    form = world["form"]
    Questionnaire.parse_obj(form)
    every = questions(form.get("item", []), [])
    for number, patient in enumerate(world["patients"]):
        bundle = patient["bundle"]
        Bundle.parse_obj(bundle)
        counts["bundles"] += 1
        (response,) = (
            entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "QuestionnaireResponse"
        )
        variables = {}
        for variable in extensions(form, VARIABLE):
            variables[variable["name"]] = evaluate(variable["expression"], response, variables)
        given = answers(response.get("item", []), {})
        on = enabled(form.get("item", []), given, response, variables, set(), counts)
        got = [id for id in every if id in on and not id.endswith(".unsure")]
        if got != patient["asked"]:
            sys.exit(f"{file}, patient {number}: enabled {got}, asked {patient['asked']}")
        for id in every:
            if id.endswith(".unsure") and (id in on) != (id.removesuffix(".unsure") in on):
                sys.exit(f"{file}, patient {number}: {id} is not enabled as its question is")
    return world


def refuses(world):
    """The models must not accept everything."""
    good = json.dumps(world["patients"][0]["bundle"])
    for old, new in [
        ('"type": "collection"', '"kind": "collection"'),
        ('"type": "group"', '"type": {}'),
        ('"resourceType": "ClinicalImpression"', '"resourceType": "Impression"'),
        ('"linkId"', '"linkID"'),
        ('"subject"', '"about"'),
    ]:
        if old not in good:
            sys.exit(f"{old} is not in the bundle")
        try:
            Bundle.parse_obj(json.loads(good.replace(old, new)))
        except (ValueError, LookupError):
            continue
        sys.exit(f"{new} in place of {old} was not refused")


def main(folder):
    files = sorted(pathlib.Path(folder).glob("*.json"))
    if len(files) < 100:
        sys.exit(f"only {len(files)} files in {folder}: run the tests first")
    counts = {"bundles": 0, "enableWhen": 0, "expressions": 0}
    for file in files:
        world = check(file, counts)
        if file == files[1]:
            refuses(world)
    for what, count in counts.items():
        if count < 500:
            sys.exit(f"only {count} {what} were tried")
    print(f"{len(files)} questionnaires: " + ", ".join(f"{count} {what}" for what, count in counts.items()))


main(*sys.argv[1:])
