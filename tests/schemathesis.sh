#!/usr/bin/env bash
# Holds a running server to its own OpenAPI document with schemathesis, where Python can install it. Where it
# cannot, the property tests of `deno task test` stand alone.
set -euo pipefail
cd "$(dirname "$0")/.."
export NO_COLOR=1 DENO_NO_UPDATE_CHECK=1

folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
if ! { python3 -m venv "$folder/venv" && timeout 120 "$folder/venv/bin/pip" install -q schemathesis==4.32.5; } >"$folder/log" 2>&1; then
  echo "schemathesis: not here; skipped"
  exit 0
fi

npx -y deno@2.9.6 run --quiet --allow-read --allow-write="$folder" --allow-net cli/main.ts \
  start "$folder/project" --port 0 --no-browser --log off 2>"$folder/said" &
server=$!
for _ in $(seq 100); do
  grep -q '^serving' "$folder/said" && break
  sleep 0.1
done
url=$(grep -o 'http://[^/]*' "$folder/said" | head -n 1)
# What a body says is checked beyond its schema: that good-looking bodies are refused is no fault.
config=$PWD/tests/schemathesis.toml
cd "$folder"
timeout 300 venv/bin/schemathesis --config-file "$config" run "$url/openapi.json" --max-examples "${1:-30}" --seed "${2:-1}" \
  --exclude-path-regex events --exclude-checks positive_data_acceptance --no-color | tail -n 12
