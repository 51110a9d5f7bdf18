"""validate.py: checks a SARIF report on stdin against the standard's schema with the jsonschema package; exit 1 on a misfit."""
import json
import pathlib
import sys

import jsonschema

schema = json.loads(pathlib.Path(__file__).with_name("sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
jsonschema.Draft4Validator.check_schema(schema)
misfits = list(jsonschema.Draft4Validator(schema).iter_errors(json.load(sys.stdin)))
for misfit in misfits:
    best = jsonschema.exceptions.best_match([misfit])
    print(f"{best.json_path}: {best.message[:300]}")
sys.exit(bool(misfits))
