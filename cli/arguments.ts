import { InvalidArgumentError } from "commander";

/** `old=new`, added to those before it. */
export function parseMap(
  text: string,
  before: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const at = text.indexOf("=");
  const old = text.slice(0, at);
  const renamed = text.slice(at + 1);
  if (at < 1 || renamed === "") throw new InvalidArgumentError("Write it as old=new.");
  if (before.some(([name]) => name === old)) throw new InvalidArgumentError(`"${old}" is renamed twice.`);
  return [...before, [old, renamed]];
}

/** A port: 0 lets the system choose a free one. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65535)) throw new InvalidArgumentError("Write a number from 0 to 65535.");
  return port;
}

/** `name=value`, added to those before it: sizes as `parseSize` reads them, anything else as a number. */
export function parseLimit(
  text: string,
  before: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const [, name, value] = /^([a-zA-Z]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || !LIMIT_NAMES.includes(name)) {
    throw new InvalidArgumentError(`Write it as name=value. There are ${LIMIT_NAMES.join(", ")}.`);
  }
  const size = sizeOfText(value!);
  if (Number.isNaN(size) || size <= 0) {
    throw new InvalidArgumentError("Its value is a number, or a size such as 1GiB.");
  }
  return { ...before, [name]: size };
}

const LIMIT_NAMES = "body decompressed record parts imports headerSeconds idleSeconds graceSeconds".split(
  " ",
);

const UNITS = new Map([["", 1], ["k", 2 ** 10], ["m", 2 ** 20], ["g", 2 ** 30]]);

/** A size such as `64MiB`, `512k` or `1000` in bytes; all units are powers of 1,024. */
export function parseSize(text: string): number {
  const size = Math.floor(sizeOfText(text));
  if (Number.isNaN(size) || size < 1) throw new InvalidArgumentError("Write it as 64MiB.");
  if (size > 2 ** 30) throw new InvalidArgumentError("At most 1GiB is held in memory.");
  return size;
}

function sizeOfText(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([kmg]?)(?:i?b)?$/i.exec(text) ?? [];
  return number === undefined ? NaN : Number(number) * UNITS.get((unit ?? "").toLowerCase())!;
}

/** A number of threads. */
export function parseThreads(text: string): number {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  if (!(number >= 1 && number <= 64)) throw new InvalidArgumentError("Write a number from 1 to 64.");
  return number;
}
