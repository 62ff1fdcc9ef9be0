import type { TaskRules } from "../contract.ts";
import type { Need } from "../needs.ts";

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
const RENAME_BITS = 14;

/** What the names of interest in the `data` of a task give as codes: from the low bits a rename and a need. */
export function dataCodes({ map }: TaskRules, needs: readonly Need[]): Map<string, number> {
  const codes = new Map<string, number>();
  const add = (name: string, code: number) => codes.set(name, (codes.get(name) ?? 0) | code);
  for (const [n, [old]] of map.entries()) add(old, (n + 1) << ROLE_BITS);
  const renames = new Map(map);
  for (const [n, { names }] of needs.entries()) {
    const code = (n + 1) << (ROLE_BITS + RENAME_BITS);
    // A need is met by the name as it will be.
    for (const name of names) if (!renames.has(name)) add(name, code);
    for (const [old, renamed] of map) if (names.includes(renamed)) add(old, code);
  }
  return codes;
}

/** The same at the top of a record, which may be a task's data as a whole, with a role in the lowest bits. */
export function topCodes(rules: TaskRules, needs: readonly Need[]): Map<string, number> {
  const codes = dataCodes(rules, needs);
  for (const [name, role] of Object.entries(Role)) {
    if (role !== Role.other) codes.set(name, (codes.get(name) ?? 0) | role);
  }
  return codes;
}

/** The role of a key with this code. */
export function roleOf(code: number): number {
  return code & ((1 << ROLE_BITS) - 1);
}

/** The number of the rename of a key with this code, or -1. */
export function renameOf(code: number): number {
  return ((code >> ROLE_BITS) & ((1 << RENAME_BITS) - 1)) - 1;
}

/** The number of the need that a key with this code meets, or -1. */
export function needOf(code: number): number {
  return (code >>> (ROLE_BITS + RENAME_BITS)) - 1;
}

/** The name under which a role's member is written. */
export function writtenName(role: number, rules: TaskRules): string {
  return role === Role.completions || role === Role.annotations ? rules.completionsAs : ROLE_NAMES[role]!;
}
