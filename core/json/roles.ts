import type { TaskRules } from "../contract.ts";

/** The keys that mean something in a task; any other beside `data` is dropped. */
export const Role = {
  other: 0,
  id: 1,
  data: 2,
  completions: 3,
  predictions: 4,
  meta: 5,
  annotations: 6,
} as const;

/** The names of the roles, by number. */
export const ROLE_NAMES: readonly string[] = Object.keys(Role);

const ROLE_BITS = 3;

/** The codes of all names of interest at the top of a task: a role in the low bits, then a rename from 1. */
export function topCodes(renamed: readonly string[]): Map<string, number> {
  const codes = dataCodes(renamed);
  for (const [name, role] of Object.entries(Role)) {
    if (role !== Role.other) codes.set(name, (codes.get(name) ?? 0) | role);
  }
  return codes;
}

/** The codes of the keys of `data` that are renamed. */
export function dataCodes(renamed: readonly string[]): Map<string, number> {
  return new Map(renamed.map((name, n) => [name, (n + 1) << ROLE_BITS]));
}

/** The role of a key with this code. */
export function roleOf(code: number): number {
  return code & ((1 << ROLE_BITS) - 1);
}

/** The number of the rename of a key with this code, or -1. */
export function renameOf(code: number): number {
  return (code >> ROLE_BITS) - 1;
}

/** The name under which a role's member is written. */
export function writtenName(role: number, rules: TaskRules): string {
  return role === Role.completions || role === Role.annotations ? rules.completionsAs : ROLE_NAMES[role]!;
}
