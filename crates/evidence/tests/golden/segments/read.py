"""Reads the segments in this folder with two other Parquet readers, and writes what they hold beside them.

    pip install pyarrow==26.0.1 duckdb==2.0.0
    ONETHREAD_BLESS=1 cargo test -p onethread-evidence --test store golden     # writes the *.parquet files
    python read.py                                                             # writes the *.json files

The Rust test compares its facts with the *.json files; it needs neither Python nor these packages.
"""

import json
from pathlib import Path

import duckdb
import pyarrow.parquet as parquet

for path in sorted(Path(__file__).parent.glob("*.parquet")):
    table = parquet.read_table(path)
    rows = table.to_pylist()
    cursor = duckdb.execute(f"select * from read_parquet('{path}')")
    names = [column[0] for column in cursor.description]
    others = [dict(zip(names, row)) for row in cursor.fetchall()]
    assert rows == others, f"the readers differ on {path.name}"
    metadata = {key.decode(): value.decode() for key, value in table.schema.metadata.items() if key.startswith(b"onethread")}
    found = {
        "metadata": metadata,
        "columns": {field.name: str(field.type) + ("" if field.nullable else " not null") for field in table.schema},
        "rows": rows,
    }
    path.with_suffix(".json").write_text(json.dumps(found, indent=1, default=str, sort_keys=True) + "\n")
    print(path.name, len(rows), "rows")
