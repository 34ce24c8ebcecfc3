#!/usr/bin/env python3
"""Holds `redflag eval` under GNU parallel, DuckDB and Spark, by the scripts of docs/scale, against one process alone.

Usage: check.py REDFLAG FOLDER [--without-parallel]

FOLDER is where it may write. Checked is that

- every outcome is there, in its place, byte for byte; but for the number of a line that cannot be used, which counts
  the lines of its own process, and for what Spark makes of bytes that are not UTF-8;
- the exit status tells apart that all lines were used, that some were not, and that it could not be run to its end;
- the commands of docs/scale/README.md that put numbers to lines and count them do so;
- a program that alters a line, loses one, fails or is killed on the way is noticed.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCALE = ROOT / "docs" / "scale"
INSTALLED = ROOT / "tests" / "questionnaires"
Q = "leg-symptoms"
PATIENTS = 20_000
# So many are enough for a program that does wrong.
FEW = 1000

# Lines that cannot be used, and lines that can although they look it.
REFUSED = [
    b"not json",
    b'{"id": "bytes \xff\xfe", "answers": {}}',
    '{"id": "Zoë", "answers": {"no-such-question": "yes"}}'.encode(),
    b'{"id": "list", "answers": []}',
    b'{"id": "twice", "answers": {"patient": "absent", "patient": "absent"}}',
    b'{"id": "in half", "answers": {"patient": "abs',
]
ODD = [
    b"",
    b" \t ",
    b"\r",
    b'{"id": "ends as on Windows", "answers": {}}\r',
    b'{"id": "carriage return",\r"answers": {}}',
    '{"id": "separators \u2028 and \u0085", "answers": {}}'.encode(),
    b'{"id": {"error": {"code": 1}}, "answers": {}}',
    b'{"id": "\\"line\\":7,\\"error\\":{", "answers": {}}',
    b'{"answers": {}}',
]

# Programs that do wrong, in place of `redflag`. REAL is the right one.
FAULTS = {
    "alters a line": """ "$REAL" "$@" | sed '50s/"status":"[a-z-]*"/"status":"none"/' """,
    "loses a line": """ "$REAL" "$@" | sed 50d """,
    "swaps two lines": """ "$REAL" "$@" | sed -n '50{h;d};51{p;g};p' """,
    "reads not to its end": """ if read -r first; then printf '%s\\n' "$first" | "$REAL" "$@"; fi """,
    "fails on the way": """ cat > "$0.$$"; head -n 50 "$0.$$" | "$REAL" "$@"; [ ! -s "$0.$$" ] || exit 2 """,
    "fails on one block of several": """ cat > "$0.$$"; ! grep -q '"00000500-' "$0.$$" || exit 2; "$REAL" "$@" < "$0.$$" """,
    "fails at its end": """ "$REAL" "$@"; exit 2 """,
    "is killed on the way": """ cat > "$0.$$"; head -n 50 "$0.$$" | "$REAL" "$@"; [ ! -s "$0.$$" ] || kill -KILL $$ """,
}


def run(*command, stdin=None, **options):
    """The exit status, what was written, and what was said."""
    done = subprocess.run([str(word) for word in command], input=stdin, capture_output=True, timeout=600, **options)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def expect(holds, message):
    if not holds:
        sys.exit(f"check.py: {message}")


def lines(written):
    """The lines of what was written; the last must have an end."""
    expect(not written or written.endswith(b"\n"), "the last line has no end")
    return written.split(b"\n")[:-1]


def without_number(line):
    """An error without the number of its line; anything else as it is."""
    return re.sub(rb',"line":[0-9]+,"error":\{"code":', b',"error":{"code":', line)


def differences(expected, got):
    """What differs, in words; nothing where it is the same."""
    found = [
        f"line {number}: {left[:200]!r} became {right[:200]!r}"
        for number, (left, right) in enumerate(zip(expected, got), 1)
        if without_number(left) != without_number(right)
    ]
    if len(expected) != len(got):
        found.append(f"{len(expected)} lines became {len(got)}")
    return found


def same(expected, got, what):
    found = differences(expected, got)
    expect(not found, f"{what}: {len(found)} differences, first {found[:1]}")


def mixed(clean):
    """The patients with lines strewn in that are odd or cannot be used, and a last line without an end."""
    strewn = REFUSED + ODD
    made = []
    for number, line in enumerate(lines(clean)):
        made.append(line)
        if number % 20 == 7:
            made.append(strewn[number // 20 % len(strewn)])
    return b"\n".join(made)


def faulty(folder, redflag, name):
    """A program with that fault."""
    program = folder / f"{name} $"
    program.write_text(f'#!/bin/sh\nREAL="{redflag}"\n{FAULTS[name].strip()}\n')
    program.chmod(0o755)
    return program


def examples(kind):
    """The fenced blocks of that kind in the how-to."""
    found = re.findall(rf"^```{kind}\n(.*?)^```$", (SCALE / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    expect(found, f"no example of the kind {kind!r} in the how-to")
    return found


def check_comparison(outcomes):
    """What is the same is taken for the same, and nothing else is."""
    expect(not differences(outcomes, list(outcomes)), "the same lines differ")
    first = next(number for number, line in enumerate(outcomes) if b'"error":{' in line)
    renumbered = re.sub(rb'"line":[0-9]+', b'"line":1', outcomes[first])
    expect(not differences([outcomes[first]], [renumbered]), "the number of a line counts")
    for name, wrong in {
        "a byte": [outcomes[0].replace(b'"floor"', b'"flour"')] + outcomes[1:],
        "a line lost": outcomes[:100] + outcomes[101:],
        "the last line lost": outcomes[:-1],
        "a line twice": outcomes[:100] + outcomes[99:],
        "two lines swapped": outcomes[:100] + [outcomes[101], outcomes[100]] + outcomes[102:],
        "another error": [line.replace(b'"not-json"', b'"not-jsom"') for line in outcomes],
    }.items():
        expect(differences(outcomes, wrong), f"{name} was not noticed")


def check_parallel(folder, redflag, clean, clean_outcomes, patients, outcomes, texts):
    script = [SCALE / "parallel.sh", "--block", "200k", "--jobs", 2]
    status, written, said = run(*script, redflag, Q, stdin=clean)
    expect(status == 0, f"parallel: status {status} where all lines can be used: {said}")
    expect(lines(written) == clean_outcomes, "parallel: not byte for byte what one process writes")

    status, written, said = run(*script, redflag, Q, stdin=patients)
    expect(status == 1, f"parallel: status {status} where some lines cannot be used: {said}")
    same(outcomes, lines(written), "parallel")
    numbers = [[json.loads(line).get("line") for line in some] for some in (outcomes, lines(written))]
    expect(numbers[0] != numbers[1], "parallel: nothing was split, so that nothing was tried")
    (folder / "outcomes.ndjson").write_bytes(written)

    # What the how-to says of numbers and counts. One process has the true numbers.
    def example(kind):
        (command,) = examples(kind)
        path = f"{folder}:{os.environ['PATH']}"
        return run("bash", "-euo", "pipefail", "-c", command, cwd=folder, env={**os.environ, "PATH": path})

    status, _, said = example("sh numbers")
    expect(status == 0, f"the numbers of the how-to: {said}")
    numbered = [line.split(b"\t", 1) for line in lines((folder / "numbered.tsv").read_bytes())]
    expect([line for _, line in numbered] == lines(written), "the how-to's numbers stand before other lines")
    for number, true in zip((int(number) for number, _ in numbered), numbers[0]):
        expect(true in (None, number), f"line {true} was given the number {number}")
    expect(example("sh whole")[0] == 0, "the how-to misses a line where none is lost")
    (folder / "outcomes.ndjson").write_bytes(b"\n".join(lines(written)[1:]) + b"\n")
    expect(example("sh whole")[0] != 0, "the how-to misses no line where one is lost")

    # Files by their names: the outcomes are those of one process for each, and a file that cannot be read is told.
    parts = folder / "parts"
    parts.mkdir()
    for number in range(5):
        some = patients.split(b"\n")[number * 500 : (number + 1) * 500]
        (parts / f"{number}.ndjson").write_bytes(b"\n".join(some))
    status, written, said = example("sh files")
    expect((status, written) == (0, b""), f"the how-to's files: status {status}, {written}: {said}")
    for part in parts.glob("*.ndjson"):
        expect(part.with_suffix(".outcomes").read_bytes() == run(redflag, "eval", Q, part)[1], f"other outcomes of {part}")
    (parts / "5.ndjson").mkdir()
    status, written, said = example("sh files")
    expect(status == 1 and b"5.ndjson" in written, f"the how-to misses a file that cannot be read: {status}: {said}")

    expect(run(*script, redflag, "no-such", stdin=patients)[:2] == (2, b""), "parallel: no such questionnaire")
    expect(run(*script, redflag, "no-such", stdin=b"")[:2] == (2, b""), "parallel: no such questionnaire for nobody")
    expect(run(*script, redflag, Q, stdin=b"")[:2] == (0, b""), "parallel: nobody")
    with open("/dev/full", "wb") as full:
        command = [str(word) for word in (*script, redflag, Q)]
        done = subprocess.run(command, input=clean, stdout=full, stderr=subprocess.PIPE)
    expect(done.returncode == 2, f"parallel: status {done.returncode} on a full disk")
    status, written, said = run(*script, redflag, "swelling", "--questionnaires", INSTALLED, stdin=texts[0])
    expect((status, written) == (0, texts[1]), f"parallel: status {status} with an option, or other outcomes: {said}")

    few = b"\n".join(patients.split(b"\n")[:FEW])
    _, right, _ = run(redflag, "eval", Q, stdin=few)
    for name in FAULTS:
        status, written, said = run(*script, faulty(folder, redflag, name), Q, stdin=few)
        expect(status == (0 if "line" in name else 2), f"parallel: status {status} of a program that {name}: {said}")
        if status == 0:
            found = differences(lines(right), lines(written))
            expect(found, f"parallel: a program that {name} is not noticed")


def check_duckdb(folder, redflag, clean, texts):
    import duckdb

    script = [sys.executable, SCALE / "duckdb_parquet.py"]
    database = duckdb.connect()
    patients, outcomes = folder / "patients.parquet", folder / "outcomes.parquet"

    def write(rows):
        """Rows of an id and a text into the file of patients; and the lines that are to come of them."""
        table = folder / "rows.ndjson"
        table.write_text("".join(json.dumps({"id": id, "answers": text}) + "\n" for id, text in rows))
        columns = "columns = {id: 'VARCHAR', answers: 'VARCHAR'}"
        database.execute(f"COPY (FROM read_json('{table}', {columns})) TO '{patients}' (FORMAT parquet)")
        made = []
        for id, text in rows:
            try:
                json.loads(text)
            except (TypeError, ValueError):
                text = json.dumps(text)
            made.append(json.dumps({"id": id})[:-1] + ', "answers": ' + text.replace("\n", " ") + "}\n")
        return "".join(made).encode()

    def rows():
        """The file of outcomes as lines of JSON would be read, without what is NULL, and without the message of an error."""
        found = database.execute(f"FROM read_parquet('{outcomes}')")
        names = [column[0] for column in found.description]
        return [trimmed(dict(zip(names, row))) for row in found.fetchall()]

    def trimmed(outcome):
        outcome = {key: value for key, value in outcome.items() if value is not None}
        if "error" in outcome:
            del outcome["error"]["message"]
        return outcome

    def expected(made):
        status, written, said = run(redflag, "eval", Q, stdin=made)
        expect(status in (0, 1), f"one process: {said}")
        return status, [trimmed(json.loads(line)) for line in lines(written)]

    def table_of(clean):
        every = [json.loads(line) for line in lines(clean)]
        return [(line["id"], json.dumps(line["answers"], ensure_ascii=False)) for line in every]

    write(table_of(texts[0]))
    status, _, said = run(*script, patients, outcomes, redflag, "swelling", "--questionnaires", INSTALLED)
    expect(status == 0, f"DuckDB: status {status} with an option: {said}")
    expect(rows() == [trimmed(json.loads(line)) for line in lines(texts[1])], "DuckDB: other outcomes with an option")

    every = table_of(clean)
    strewn = ["nope", "nope\nand no more", None, "", "[]", "{}x", '{"no-such-question": 1}', '{"patient": 1e400}']
    strewn += ['{"patient": "absent", "patient": "absent"}', '{\n  "patient":\n  "absent"\n}']
    broken = list(every)
    for number, text in enumerate(strewn * 20):
        broken[number * 90 + 7] = (f"broken {number} ë", text)
    for what, table, wanted in (("clean", every, 0), ("broken", broken, 1)):
        made = write(table)
        status, right = expected(made)
        expect(status == wanted, f"one process ends with {status}")
        status, _, said = run(*script, patients, outcomes, redflag, Q)
        expect(status == wanted, f"DuckDB, {what}: status {status}: {said}")
        got = rows()
        expect(len(got) == len(right), f"DuckDB, {what}: {len(right)} outcomes became {len(got)}")
        for one, other in zip(right, got):
            expect(one == other, f"DuckDB, {what}: {one} became {other}")
        expect([row["id"] for row in got] == [id for id, _ in table], f"DuckDB, {what}: an id is not what it was")

    # The queries of the how-to: of a column for each question, of which some are NULL, and of what comes of them.
    os.chdir(folder)
    database.execute(
        """CREATE TABLE wide AS SELECT i AS id, CASE WHEN i % 5 > 0 THEN 'under-18' END AS patient, NULL::VARCHAR AS complaint,
        CASE WHEN i % 3 > 0 THEN [] WHEN i % 2 > 0 THEN ['fit'] END AS emergency_now FROM range(1000) t(i)"""
    )
    made = [
        {
            "id": i,
            "answers": {
                "patient": "under-18" if i % 5 > 0 else None,
                "emergency-now": [] if i % 3 > 0 else ["fit"] if i % 2 > 0 else None,
            },
        }
        for i in range(1000)
    ]
    made = "".join(json.dumps(line) + "\n" for line in made).encode()
    asked_of_patients, asked_of_outcomes = examples("sql")
    database.execute(asked_of_patients)
    status, _, said = run(*script, patients, outcomes, redflag, Q)
    expect((status, rows()) == expected(made), f"DuckDB, structs: status {status}: {said}")
    counted = [database.execute(query).fetchall() for query in asked_of_outcomes.split(";\n") if query.strip()]
    levels = [outcome.get("urgency") for outcome in expected(made)[1]]
    expect(dict(counted[0]) == {level: levels.count(level) for level in levels}, f"the how-to's levels: {counted[0]}")
    expect(counted[1] == [], f"the how-to's errors: {counted[1]}")
    expect(("general-emergency", 167) in counted[2], f"the how-to's rules: {counted[2]}")

    made = write(every[:FEW])
    outcomes.write_bytes(b"as it was")
    for name in ["no such questionnaire", *FAULTS]:
        program = faulty(folder, redflag, name) if name in FAULTS else redflag
        status, _, said = run(*script, patients, outcomes, program, Q if name in FAULTS else "no-such")
        if name in ("alters a line", "swaps two lines"):
            expect(status == 0 and rows() != expected(made)[1], f"DuckDB: a program that {name} is not noticed")
            outcomes.write_bytes(b"as it was")
        else:
            expect(status == 2, f"DuckDB: status {status}: {name}: {said}")
            expect(outcomes.read_bytes() == b"as it was", f"DuckDB: the outcomes were touched: {name}")
            expect(not pathlib.Path(f"{outcomes}.part").exists(), f"DuckDB: a part was left: {name}")


def check_spark(folder, redflag, patients, texts):
    environment = {
        **os.environ,
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        # Most of the time is its start.
        "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "PYSPARK_SUBMIT_ARGS": "--conf spark.ui.enabled=false --conf spark.ui.showConsoleProgress=false pyspark-shell",
    }

    def spark(patients, *command):
        (folder / "patients.ndjson").write_bytes(patients)
        outcomes = folder / "outcomes"
        shutil.rmtree(outcomes, ignore_errors=True)
        script = [sys.executable, SCALE / "spark.py", "--master", "local[2]", "--partitions", 5]
        status, _, said = run(*script, folder / "patients.ndjson", outcomes, *command, env=environment)
        parts = [part.read_bytes() for part in sorted(outcomes.glob("part-*"))]
        return status, parts, (outcomes / "_SUCCESS").exists(), said

    # Spark puts U+FFFD for what is not UTF-8, so one process gets that too.
    decoded = patients.decode(errors="replace").encode()
    _, right, _ = run(redflag, "eval", Q, stdin=decoded)
    status, parts, whole, said = spark(patients, redflag, Q)
    expect((status, whole) == (1, True), f"Spark: status {status} where some lines cannot be used: {said}")
    same(lines(right), lines(b"".join(parts)), "Spark")
    expect(sum(map(bool, parts)) >= 5, f"Spark: only {len(parts)} parts, so that nothing was tried")
    errors = sum("error" in json.loads(line) for line in lines(right))
    replaced = right.count("bytes \ufffd".encode())
    expect(f" {errors} lines could not be used" in said, f"Spark: not {errors} lines: {said}")
    expect(replaced and f" {replaced} outcomes hold U+FFFD" in said, f"Spark: not {replaced} outcomes: {said}")

    status, parts, whole, said = spark(texts[0], redflag, "swelling", "--questionnaires", INSTALLED)
    expect((status, whole) == (0, True), f"Spark: status {status} where all lines can be used: {said}")
    expect(b"".join(parts) == texts[1], "Spark: not byte for byte what one process writes")

    status, _, whole, said = spark(texts[0], faulty(folder, redflag, "fails on the way"), INSTALLED / "swelling")
    expect((status, whole) == (2, False), f"Spark: status {status} of a program that fails on the way: {said}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("redflag", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--without-parallel", action="store_true")
    arguments = parser.parse_args()
    redflag, folder = arguments.redflag.resolve(), arguments.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # By this name the how-to calls it.
    (folder / "redflag").symlink_to(redflag)

    make = [sys.executable, SCALE / "make_patients.py", redflag, Q, PATIENTS]
    status, clean, said = run(*make)
    expect(status == 0, f"the patients: {said}")
    expect(run(*make)[1] == clean, "the same seed does not give the same patients")
    status, written, said = run(redflag, "eval", Q, stdin=clean)
    expect(status == 0, f"a made patient cannot be used: {said}")
    clean_outcomes = lines(written)
    levels = {json.loads(line)["urgency"] for line in clean_outcomes}
    expect(len(levels) == 6, f"the patients come to {levels} only")

    patients = mixed(clean)
    (folder / "patients.ndjson").write_bytes(patients)
    status, written, said = run(redflag, "eval", Q, stdin=patients)
    expect(status == 1, f"one process ends with {status}: {said}")
    outcomes = lines(written)
    errors = sum("error" in json.loads(line) for line in outcomes)
    expect(errors > 300, f"only {errors} lines cannot be used")
    check_comparison(outcomes)

    # Another questionnaire, which is found by an option, with numbers and texts.
    _, texts, _ = run(sys.executable, SCALE / "make_patients.py", redflag, INSTALLED / "swelling", 2000)
    status, written, said = run(redflag, "eval", INSTALLED / "swelling", stdin=texts)
    expect(status == 0 and texts.count(b"told by") > 500, f"the patients with texts: {said}")
    texts = (texts, written)

    said = []
    checks = {
        "GNU parallel": lambda: check_parallel(folder, redflag, clean, clean_outcomes, patients, outcomes, texts),
        "DuckDB": lambda: check_duckdb(folder, redflag, clean, texts),
        "Spark": lambda: check_spark(folder, redflag, patients, texts),
    }
    for name, check in checks.items():
        if name == "GNU parallel" and arguments.without_parallel:
            said.append(f"{name} not tried")
            continue
        start = time.monotonic()
        check()
        said.append(f"{name} the same, {time.monotonic() - start:.0f} s")
    print(f"{len(outcomes)} outcomes, {errors} of them errors: " + "; ".join(said))


main()
