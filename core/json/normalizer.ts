import type { BatchWriter } from "../batch_writer.ts";
import type { Note, TaskRules } from "../contract.ts";
import { renameNote } from "../rename_note.ts";
import type { Passed, RecordPlace } from "../threads/part.ts";
import { warnOfUrl } from "../url_warning.ts";
import { encode } from "../utf8.ts";
import { Warnings } from "../warnings.ts";
import { ColumnSet } from "./column_set.ts";
import { DroppedKeys } from "./dropped_keys.ts";
import type { TaskFault } from "./faults.ts";
import type { KeySet } from "./key_set.ts";
import type { RecordScanner } from "./record_scanner.ts";
import { renameOf, Role, ROLE_NAMES, roleOf, writtenName } from "./roles.ts";
import { RegionChecks } from "./region_checks.ts";
import { TaskChecker } from "./task_checker.ts";
import { compact, membersOf } from "./walk.ts";

const DATA = encode('{"data":');
const META = encode('"meta":');
const SOURCE = encode('{"source":');
const CLOSE = 125;
const COMMA = 44;
/** From this size on a copy by the engine is faster than by words. In bytes. */
const LONG = 1024;

/** What became of a record. */
export type Outcome = "written" | "full" | "bad";

/**
 * Writes a scanned record as a task in Label Studio's basic format. What needs no change is copied as it
 * stands; otherwise member by member, in their order, each value with its own bytes.
 */
export class Normalizer {
  readonly #scanner: RecordScanner;
  readonly #writer: BatchWriter;
  readonly #rules: TaskRules;
  readonly #checker: TaskChecker;
  /** The name of each role as it is written, in quotes. */
  readonly #roleNames: readonly Uint8Array[];
  readonly #renames: readonly Uint8Array[];
  readonly #renamed: number[];
  /** No rename makes a name longer by more than this. */
  readonly #growth: number;
  readonly #dropped = new DroppedKeys();
  /** The first keys of this shape have been found basic. */
  #basicShape = -1;
  #basicCount = 0;
  readonly #columns = new ColumnSet();
  /** The columns of records up to this shape are known. */
  #columnKeys: KeySet | undefined;
  #columnShape = -1;
  #columnCount = 0;
  #bareWithAnnotations = 0;
  readonly #warnings = new Warnings();
  readonly #regions: RegionChecks | undefined;
  #regionFault: TaskFault | undefined;
  #ownSources = 0;

  constructor(scanner: RecordScanner, writer: BatchWriter, rules: TaskRules) {
    this.#scanner = scanner;
    this.#writer = writer;
    this.#rules = rules;
    this.#checker = new TaskChecker(scanner);
    this.#roleNames = ROLE_NAMES.map((_, role) => encode(`"${writtenName(role, rules)}"`));
    this.#renames = rules.map.map(([, renamed]) => encode(JSON.stringify(renamed)));
    this.#renamed = rules.map.map(() => 0);
    const { config } = rules;
    if (config !== undefined) this.#regions = new RegionChecks(config, rules, this.#warnings);
    this.#growth = Math.max(0, ...this.#renames.map((name) => name.length));
  }

  /** Why the last record was bad. */
  get fault(): TaskFault {
    return this.#regionFault ?? this.#checker.fault!;
  }

  /**
   * Writes the record `b[start, end)`, which the scanner has just passed. `brokeLine`: there are line breaks
   * between its tokens. `at`: where it is. `source`: its provenance as JSON. (Arguments: no object a record.)
   */
  write(
    b: Uint8Array,
    start: number,
    end: number,
    brokeLine: boolean,
    at: RecordPlace,
    source?: Uint8Array,
  ): Outcome {
    const { top, data } = this.#scanner;
    const checker = this.#checker;
    this.#regionFault = undefined;
    if (!checker.check(b, start)) return "bad";
    const isBare = checker.members[Role.data]! < 0;
    const keys = isBare ? top : data;
    const renames = this.#rules.map.length > 0 && hasRenames(keys);
    if (renames && this.#collides(keys)) return "bad";
    const writer = this.#writer;
    if (!writer.fits(end - start + keys.count * this.#growth + (source?.length ?? 0) + 128)) return "full";
    if (this.#regions !== undefined && checker.completions + checker.predictions > 0) {
      this.#regionFault = this.#regions.fault(b, start, end, at);
      if (this.#regionFault !== undefined) return "bad";
    }
    if (checker.oddUrl >= 0) {
      warnOfUrl(this.#warnings, this.#scanner.needs[checker.oddUrl]!, at.record, at.line);
    }

    const from = writer.length;
    let to: number;
    if (isBare) to = this.#bare(b, start, end, renames, source);
    else if (renames || source !== undefined || !this.#isBasic()) to = this.#task(b, renames, source);
    else to = this.#copy(b, start, end, from);
    if (brokeLine) to = compact(writer.bytes, from, to);
    writer.bytes[to++] = 10;
    writer.length = to;
    writer.completions += checker.completions;
    writer.predictions += checker.predictions;
    const isKnown = keys === this.#columnKeys && keys.shape === this.#columnShape;
    if (!isKnown || keys.count > this.#columnCount) this.#learnColumns(b, keys);
    if (!isBare && this.#rules.idsApart && checker.id >= 0) writer.id(checker.id);
    return "written";
  }

  /** Counts a key that has been dropped elsewhere. */
  drop(name: string, times: number): void {
    this.#dropped.add(name, times);
  }

  /** What is to be told so far, which it forgets; undefined where that is not all. */
  take(): Partial<Passed> | undefined {
    const dropped = this.#dropped.take();
    const passed = {
      columns: this.#columns.take(),
      renamed: this.#renamed.slice(),
      bareWithAnnotations: this.#bareWithAnnotations,
      warnings: this.#warnings.take(),
    };
    this.#renamed.fill(0);
    this.#bareWithAnnotations = 0;
    return dropped && { ...passed, dropped };
  }

  /** Adds what is to be told of what another has passed behind `place`. */
  absorb(
    { columns = [], renamed = [], bareWithAnnotations = 0, warnings = [], dropped = [] }: Passed,
    place: RecordPlace,
  ): void {
    for (const name of columns) this.#columns.addName(name);
    this.#writer.columns = this.#columns.names;
    for (const [n, count] of renamed.entries()) this.#renamed[n]! += count;
    this.#bareWithAnnotations += bareWithAnnotations;
    this.#warnings.absorb(warnings, place);
    for (const [name, count] of dropped) this.#dropped.add(name, count);
  }

  /** What has been renamed, dropped and taken otherwise than it may have been meant. */
  notes(): Note[] {
    const notes = this.#dropped.notes();
    if (this.#bareWithAnnotations > 0) {
      const note = 'tasks without "data" carry predictions or completions, which became data';
      notes.push({ note, count: this.#bareWithAnnotations });
    }
    if (this.#ownSources > 0) {
      notes.push({ note: "tasks kept a meta.source of their own", count: this.#ownSources });
    }
    notes.push(...this.#warnings.notes());
    for (const [n, rename] of this.#rules.map.entries()) {
      notes.push(renameNote(rename, this.#renamed[n]!));
    }
    return notes;
  }

  #learnColumns(b: Uint8Array, keys: KeySet): void {
    this.#columnKeys = keys;
    this.#columnShape = keys.shape;
    this.#columnCount = keys.count;
    for (let n = 0; n < keys.count; n++) {
      const rename = renameOf(keys.codes[n]!);
      this.#columns.add(b, keys.starts[n]!, keys.ends[n]!, this.#rules.map[rename]?.[1]);
    }
    this.#writer.columns = this.#columns.names;
  }

  /** Whether the task has reserved keys only, each written as it is read. */
  #isBasic(): boolean {
    const { top } = this.#scanner;
    if (top.shape === this.#basicShape && top.count <= this.#basicCount) return true;
    for (let n = 0; n < top.count; n++) {
      const role = roleOf(top.codes[n]!);
      if (role === Role.other || (role === Role.id && this.#rules.idsApart)) return false;
      // A name with escapes is longer than the name; the two names of completions are of one length.
      if (top.ends[n]! - top.starts[n]! !== this.#roleNames[role]!.length - 2) return false;
      if (role === Role.completions && this.#rules.completionsAs !== "completions") return false;
      if (role === Role.annotations && this.#rules.completionsAs !== "annotations") return false;
    }
    this.#basicShape = top.shape;
    this.#basicCount = top.count;
    return true;
  }

  /** Writes `b[start, end)` as the data of a task. */
  #bare(b: Uint8Array, start: number, end: number, renames: boolean, source?: Uint8Array): number {
    const { members } = this.#checker;
    if (
      members[Role.completions]! >= 0 || members[Role.annotations]! >= 0 || members[Role.predictions]! >= 0
    ) {
      this.#bareWithAnnotations++;
    }
    let to = this.#put(DATA, this.#writer.length);
    to = renames ? this.#object(b, start, end, this.#scanner.top, to) : this.#copy(b, start, end, to);
    if (source !== undefined) to = this.#meta(b, source, -1, this.#byte(COMMA, to));
    return this.#byte(CLOSE, to);
  }

  /** Writes the task member by member. */
  #task(b: Uint8Array, renames: boolean, source: Uint8Array | undefined): number {
    const { top, data } = this.#scanner;
    const meta = this.#checker.members[Role.meta]!;
    let to = this.#byte(123, this.#writer.length);
    let first = true;
    for (let n = 0; n < top.count; n++) {
      const role = roleOf(top.codes[n]!);
      if (role === Role.other) {
        this.#dropped.add(top.name(n));
        continue;
      }
      if (role === Role.id && this.#rules.idsApart) continue;
      if (!first) to = this.#byte(COMMA, to);
      first = false;
      if (n === meta && source !== undefined) {
        to = this.#meta(b, source, n, to);
        continue;
      }
      to = this.#put(this.#roleNames[role]!, to);
      to = this.#copy(b, top.ends[n]! + 1, top.values[n]!, to);
      to = role === Role.data && renames
        ? this.#object(b, top.values[n]!, top.valueEnds[n]!, data, to)
        : this.#copy(b, top.values[n]!, top.valueEnds[n]!, to);
    }
    if (source !== undefined && meta < 0) to = this.#meta(b, source, -1, this.#byte(COMMA, to));
    return this.#byte(CLOSE, to);
  }

  /** Writes the object `b[start, end)` with its keys renamed. */
  #object(b: Uint8Array, start: number, end: number, keys: KeySet, to: number): number {
    let from = start;
    for (let n = 0; n < keys.count; n++) {
      const rename = renameOf(keys.codes[n]!);
      if (rename < 0) continue;
      this.#renamed[rename]!++;
      to = this.#copy(b, from, keys.starts[n]! - 1, to);
      to = this.#put(this.#renames[rename]!, to);
      from = keys.ends[n]! + 1;
    }
    return this.#copy(b, from, end, to);
  }

  /** Writes `"meta"` with the source in it and what the task's own meta, member `own`, holds. */
  #meta(b: Uint8Array, source: Uint8Array, own: number, to: number): number {
    const { values, valueEnds } = this.#scanner.top;
    to = this.#put(META, to);
    if (own >= 0) {
      for (const { name } of membersOf(b, values[own]!)) {
        if (name !== "source") continue;
        this.#ownSources++;
        return this.#copy(b, values[own]!, valueEnds[own]!, to);
      }
    }
    to = this.#put(source, this.#put(SOURCE, to));
    if (own < 0) return this.#byte(CLOSE, to);
    let rest = values[own]! + 1;
    while (b[rest]! <= 32) rest++;
    if (b[rest] !== CLOSE) to = this.#byte(COMMA, to);
    return this.#copy(b, rest, valueEnds[own]!, to);
  }

  /** Whether two keys have one name after the renames. */
  #collides(keys: KeySet): boolean {
    const names = new Set<string>();
    for (let n = 0; n < keys.count; n++) {
      const rename = renameOf(keys.codes[n]!);
      const name = rename < 0 ? keys.name(n) : this.#rules.map[rename]![1];
      if (names.has(name)) {
        const message = `${JSON.stringify(name)} is there twice once --map has renamed`;
        this.#checker.fail(keys.starts[n]! - 1, message, "choose a free name, or rename the other key too");
        return true;
      }
      names.add(name);
    }
    return false;
  }

  #copy(b: Uint8Array, start: number, end: number, to: number): number {
    const size = end - start;
    if (size > LONG) this.#writer.bytes.set(b.subarray(start, end), to);
    else {
      // Four bytes at a time, the last ones too many: a view of each record would be garbage.
      const from = this.#scanner.view;
      const out = this.#writer.view;
      for (let i = 0; i < size; i += 4) out.setInt32(to + i, from.getInt32(start + i, true), true);
    }
    return to + size;
  }

  #put(text: Uint8Array, to: number): number {
    this.#writer.bytes.set(text, to);
    return to + text.length;
  }

  #byte(byte: number, to: number): number {
    this.#writer.bytes[to] = byte;
    return to + 1;
  }
}

function hasRenames(keys: KeySet): boolean {
  for (let n = 0; n < keys.count; n++) if (renameOf(keys.codes[n]!) >= 0) return true;
  return false;
}
