"""Python's own csv, json and sqlite3, into a table of the same shape."""

import csv
import json
import sqlite3
import sys
import time

source, target = sys.argv[1:]
began = time.perf_counter()
db = sqlite3.connect(target)
db.execute("pragma journal_mode = wal")
db.execute("pragma synchronous = normal")
db.execute("create table tasks (id integer primary key, import integer, record integer, task text not null)")
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
with open(source, newline="", encoding="utf-8") as file:
    rows = csv.reader(file)
    names = next(rows)
    tasks = ((1, n, encode({"data": dict(zip(names, row))})) for n, row in enumerate(rows, 1))
    db.executemany("insert into tasks (import, record, task) values (?, ?, ?)", tasks)
db.commit()
db.close()
print(json.dumps({"seconds": time.perf_counter() - began}))
