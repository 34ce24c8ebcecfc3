#!/usr/bin/env python3
"""Evaluates patients with Spark: `RDD.pipe` sends the lines of each partition through one `redflag eval`.

Usage: spark.py [--master MASTER] [--partitions N] PATIENTS OUTCOMES REDFLAG Q [OPTION]...

What runs is `REDFLAG eval Q OPTION...`. PATIENTS is anything that `textFile` reads: a file, a folder, a pattern, an address of
HDFS or an object store. OUTCOMES is a folder that is not there yet; its files, in the order of their names, hold the
outcomes in the order of the patients, and without its file `_SUCCESS` it is not whole. REDFLAG is a path, and Q the id of
a questionnaire that is built in or a path: the same on every machine. Exit status as that of `redflag eval`: 0 all lines
used; 1 some were not, and an error stands in their place, or some were not UTF-8; 2 it could not be run.
"""

import argparse
import shlex
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

# `redflag eval` ends with 1 where it wrote an error for some line. That is no failure of the partition; any other is.
TAKES_ONE_FOR_DONE = '"$@"; status=$?; [ "$status" -eq 1 ] || exit "$status"'


def main():
    parser = argparse.ArgumentParser(description="Evaluates patients with Spark.")
    parser.add_argument("--master", help="where Spark runs; without, what spark-submit says, or local[*]")
    parser.add_argument("--partitions", type=int, help="at least so many")
    parser.add_argument("patients", metavar="PATIENTS")
    parser.add_argument("outcomes", metavar="OUTCOMES")
    parser.add_argument("redflag", metavar="REDFLAG")
    parser.add_argument("q", metavar="Q")
    parser.add_argument("options", metavar="OPTION", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()

    # A line ends at a newline, as it does for `redflag eval`, and not at a carriage return as well.
    builder = SparkSession.builder.appName("redflag eval").config("spark.hadoop.textinputformat.record.delimiter", "\n")
    if arguments.master:
        builder = builder.master(arguments.master)
    spark = builder.getOrCreate()
    context = spark.sparkContext
    # checkCode=True: without it a partition whose process could not run is empty, and nobody is told.
    evaluate = [arguments.redflag, "eval", arguments.q, *arguments.options]
    command = shlex.join(["sh", "-c", TAKES_ONE_FOR_DONE, "sh", *evaluate])
    try:
        patients = context.textFile(arguments.patients, arguments.partitions)
        patients.pipe(command, checkCode=True).saveAsTextFile(arguments.outcomes)
        # The lines of several processes have no exit status in common any more, so the outcomes are asked.
        is_error = F.col("value").contains('"error":{') & F.get_json_object("value", "$.error").isNotNull()
        is_replaced = F.col("value").contains("\ufffd")
        outcomes = spark.read.text(arguments.outcomes, lineSep="\n")
        errors, replaced = outcomes.select(F.count_if(is_error), F.count_if(is_replaced)).first()
    except Exception as error:
        print(f"spark.py: it could not be run: {error}", file=sys.stderr)
        return 2
    finally:
        spark.stop()
    if errors:
        print(f"spark.py: {errors} lines could not be used", file=sys.stderr)
    if replaced:
        print(f"spark.py: {replaced} outcomes hold U+FFFD, which Spark puts for what is not UTF-8", file=sys.stderr)
    return 1 if errors or replaced else 0


if __name__ == "__main__":
    sys.exit(main())
