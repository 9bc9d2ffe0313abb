"""Scores rows by a PMML document, through a public scoring engine (both need Java).

    python score_pmml.py pypmml|jpmml_evaluator MODEL.pmml ROWS.json

ROWS.json is a list of objects, null for an empty cell. Prints a list of probabilities, null where
the engine gives none or refuses the row. pypmml is PMML4S (Apache licence), pinned in
requirements.txt; jpmml_evaluator is the format's reference engine (AGPL), used where installed.
"""

import json
import math
import sys


def pypmml(path):
    from pypmml import Model

    model = Model.load(path)

    def probability(row):
        value = model.predict(row)["probability"]
        return None if value is None or math.isnan(value) else value

    return probability


def jpmml_evaluator(path):
    from jpmml_evaluator import JavaError, make_evaluator

    evaluator = make_evaluator(path)
    evaluator.verify()

    def probability(row):
        try:
            return evaluator.evaluate(row).get("probability")
        except JavaError as error:
            if "ValueCheckException" in str(error):  # a cell that returnInvalid refuses
                return None
            raise

    return probability


def main():
    engine, model, rows = sys.argv[1:]
    probability = {"pypmml": pypmml, "jpmml_evaluator": jpmml_evaluator}[engine](model)
    with open(rows, encoding="utf-8") as file:
        print(json.dumps([probability(row) for row in json.load(file)]))


if __name__ == "__main__":
    main()
