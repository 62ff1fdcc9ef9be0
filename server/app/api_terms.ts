/** What messages call flags of the command, and what they are to the API. */
const TERMS: readonly (readonly [RegExp, string])[] = [
  [/--map '([^']+)'/g, "?map=$1"],
  [/--map ([^\s;?]+=[^\s;?]+)/g, "?map=$1"],
  [/--(ids|on-error) (new|skip)/g, "?$1=$2"],
  [/--input-format (json|jsonl)\b/g, "?format=$1"],
  [/--input-format/g, "?format="],
  [/--no-([a-z]+)/g, "?$1=false"],
  [/--max-record/g, "the server's limit for a record"],
  [/--(data-key|encoding|map)/g, "?$1="],
];

/** A message for those who send requests: parameters, where it speaks of flags. */
export function inApiTerms(text: string): string {
  if (!text.includes("--")) return text;
  const said = TERMS.reduce((said, [flag, parameter]) => said.replace(flag, parameter), text);
  return said.replace(/\?(on-error|data-key)=/g, (name) => name.replace("-", "_"));
}
