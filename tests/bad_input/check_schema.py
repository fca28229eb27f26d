#!/usr/bin/python3
"""The JSON Schema, seen by an independent validator: scenarios and params pass, planted mistakes do not."""
import json
import pathlib
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError:
    sys.exit(77)

root = pathlib.Path(sys.argv[1])
validator = jsonschema.Draft7Validator(json.loads((root / "scenarios/schema.json").read_text()))
jsonschema.Draft7Validator.check_schema(validator.schema)


class EditorLoader(yaml.SafeLoader):
    """Reads as editors do (YAML 1.2): dates and months are text, and so is every key."""


EditorLoader.yaml_implicit_resolvers = {}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?[0-9]+$"), list("-0123456789"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$"), list("-0123456789"))
EditorLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def with_text_keys(value):
    if isinstance(value, dict):
        return {str(key): with_text_keys(inner) for key, inner in value.items()}
    return [with_text_keys(inner) for inner in value] if isinstance(value, list) else value


def errors(text):
    return [f"{'.'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in
            validator.iter_errors(with_text_keys(yaml.load(text, EditorLoader)))]


failures = []
files = sorted(root.glob("scenarios/**/*.yaml")) + sorted(root.glob("params/*.yaml"))
if len(files) < 5:
    failures.append("hardly any files found")
for file in files:
    failures += [f"{file.relative_to(root)}: {error}" for error in errors(file.read_text())]

for mistake in ["misspelt_key", "misplaced_key", "wrong_word", "not_whole", "bad_month", "bad_year", "share_above_one",
                "negative_amount", "number_in_quotes", "list_for_number", "word_for_number", "number_for_table", "word_for_section",
                "map_like_a_distribution", "distributions", "not_to_be_drawn", "wrong_word_of_a_date", "neither_one_nor_zero", "too_many_in_a_year",
                "unknown_label", "wrong_unit", "unknown_status", "unknown_key_beside_value", "extends_below_top"]:
    if not errors((root / "tests/bad_input/files" / f"{mistake}.yaml").read_text()):
        failures.append(f"{mistake}.yaml passes")

print("\n".join(failures))
sys.exit(1 if failures else 0)
