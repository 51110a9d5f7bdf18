"""validate.py KIT: checks every file of a kit against KIT/schema with the jsonschema package; exit 1 on a misfit."""
import json
import pathlib
import sys

import jsonschema
import yaml


class Core(yaml.SafeLoader):
    """YAML 1.2 core: yes, no, on, off and dates are words."""


Core.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith((":timestamp", ":bool"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile(r"^(true|false)$"), list("tf"))

kit = pathlib.Path(sys.argv[1])
files = [("talktrack", kit / "talktrack.yaml")]
for path in sorted((kit / "content").rglob("*")):
    if path.suffix in (".yaml", ".yml", ".md"):
        files.append((path.relative_to(kit / "content").parts[0], path))
wrong = 0
for kind, path in files:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        text = text.split("---\n")[1]
    schema = json.loads((kit / "schema" / f"{kind}.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    for error in jsonschema.Draft7Validator(schema).iter_errors(yaml.load(text, Core)):
        best = jsonschema.exceptions.best_match([error])
        print(f"{path}: {best.json_path}: {best.message[:300]}")
        wrong += 1
print(f"{len(files)} files, {wrong} misfits")
sys.exit(bool(wrong))
