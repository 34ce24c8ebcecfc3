#!/usr/bin/env python3
"""Evaluates the patients of Parquet files with DuckDB: rows to lines for one `redflag eval`, its lines to rows.

Usage: duckdb_parquet.py PATIENTS.parquet OUTCOMES.parquet REDFLAG Q [OPTION]...

What runs is `REDFLAG eval Q OPTION...`. PATIENTS is a file or a pattern of files with a column `id` and a column `answers`:
JSON text, or a struct with a field for each question, in which NULL is unanswered. OUTCOMES gets one row for each of
their rows, in the same order. Exit status as that of `redflag eval`: 0 all rows used; 1 some were not, and their columns
`line` and `error` say why; 2 it could not be run, or not to its end, and OUTCOMES is as it was.
"""

import argparse
import os
import subprocess
import sys
import threading

import duckdb

# A pipe is written and read by one thread; the others of DuckDB would be busy with waiting.
ONE_THREAD = {"threads": 1}

# What a line of `redflag eval` can hold, but the id. What a line does not hold becomes NULL, so `--only` fits as well.
COLUMNS = {
    "status": "VARCHAR",
    "urgency": "VARCHAR",
    "floor": "VARCHAR",
    "ceiling": "VARCHAR",
    "fires": "VARCHAR[]",
    "not_ruled_out": "VARCHAR[]",
    "scores": "MAP(VARCHAR, BIGINT[])",
    "hand_over": "VARCHAR[]",
    "advice": "VARCHAR[]",
    "unanswered": "VARCHAR[]",
    "ignored": "VARCHAR[]",
    "line": "BIGINT",
    "error": "STRUCT(code VARCHAR, question VARCHAR, message VARCHAR)",
}


def quoted(text):
    return "'" + str(text).replace("'", "''") + "'"


def lines_of(patients, kind):
    """The query whose rows are the lines. A text that is no JSON is handed on as a text, so that its error keeps its id."""
    if kind in ("VARCHAR", "JSON"):
        answers = "CASE WHEN json_valid(answers) THEN answers::JSON ELSE to_json(answers::VARCHAR) END"
    else:
        answers = "to_json(answers)"
    return f"SELECT id, {answers} AS answers FROM read_parquet({quoted(patients)})"


def write_lines(query, pipe, written):
    """Runs in a thread and an instance of its own: whoever fills one pipe waits for who empties the other."""
    try:
        with duckdb.connect(config=ONE_THREAD) as database:
            written += database.execute(f"COPY ({query}) TO '/dev/fd/{pipe}' (FORMAT json)").fetchone()
    except duckdb.Error as error:
        written.append(error)
    finally:
        os.close(pipe)


def evaluate(patients, outcomes, command):
    """Writes the outcomes and tells the exit status of `redflag eval`; raises where it could not run or a row is missing."""
    with duckdb.connect(config=ONE_THREAD) as database:
        described = database.execute(f"DESCRIBE SELECT id, answers FROM read_parquet({quoted(patients)})").fetchall()
        columns = {"id": described[0][1], **COLUMNS}
        query = lines_of(patients, described[1][1])
        read_end, write_end = os.pipe()
        process = subprocess.Popen(command, stdin=read_end, stdout=subprocess.PIPE)
        os.close(read_end)
        written = []
        writer = threading.Thread(target=write_lines, args=(query, write_end, written))
        writer.start()
        try:
            source = f"read_json('/dev/fd/{process.stdout.fileno()}', format = 'newline_delimited', columns = {columns})"
            (rows,) = database.execute(f"COPY (FROM {source}) TO {quoted(outcomes)} (FORMAT parquet)").fetchone()
        finally:
            # Where reading failed, the process ends for want of a reader, and then the writer.
            process.stdout.close()
            status = process.wait()
            writer.join()
    if status not in (0, 1):
        raise RuntimeError(f"redflag eval ended with status {status}")
    if written != [rows]:
        raise RuntimeError(f"{written[0]} rows were written and {rows} outcomes came back")
    return status


def main():
    parser = argparse.ArgumentParser(description="Evaluates the patients of Parquet files with DuckDB.")
    parser.add_argument("patients", metavar="PATIENTS.parquet")
    parser.add_argument("outcomes", metavar="OUTCOMES.parquet")
    parser.add_argument("redflag", metavar="REDFLAG")
    parser.add_argument("q", metavar="Q")
    parser.add_argument("options", metavar="OPTION", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    part = f"{arguments.outcomes}.part"
    command = [arguments.redflag, "eval", arguments.q, *arguments.options]
    try:
        status = evaluate(arguments.patients, part, command)
        os.replace(part, arguments.outcomes)
    except (OSError, RuntimeError, duckdb.Error) as error:
        print(f"duckdb_parquet.py: it could not be run: {error}", file=sys.stderr)
        if os.path.exists(part):
            os.remove(part)
        return 2
    if status:
        print("duckdb_parquet.py: some rows could not be used; see the column error", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
