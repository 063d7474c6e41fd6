"""The constraints of the OASIS schema of SARIF 2.1.0, without its prose: python3 facts.py < sarif-schema-2.1.0.json

The schema stands in https://github.com/oasis-tcs/sarif-spec, sarif-2.1/schema, commit e058381.
"""

import json
import sys


def facts(node, is_names=False):
    """A schema without prose; under `properties` and `definitions` every key is a name, and none of them prose."""
    if isinstance(node, dict):
        prose = () if is_names else ("description", "title", "$comment", "default")
        names = () if is_names else ("properties", "definitions")
        return {key: facts(value, key in names) for key, value in node.items() if key not in prose}
    if isinstance(node, list):
        return [facts(item) for item in node]
    return node


json.dump(facts(json.load(sys.stdin)), sys.stdout, indent=1)
sys.stdout.write("\n")
