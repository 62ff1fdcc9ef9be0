/** What a plugin's process may take. */
export interface PluginLimits {
  /** Memory for its data, in MB. */
  readonly memory: number;
  /** Seconds in which it takes nothing and gives nothing, after which it is stopped. */
  readonly timeout: number;
}

/** Unless they are set. */
export const PLUGIN_LIMITS: PluginLimits = { memory: 512, timeout: 30 };

/** What it may give without having taken anything, in bytes. */
export const FREE_OUTPUT = 2 ** 28;
/** How many times what it has taken it may give beyond that. */
export const MOST_TIMES = 100;
/** What a frame counts at least, in bytes: an endless row of small ones ends, too. */
export const LEAST_COUNTED = 64;
/** Streams that are open at one time. */
export const MOST_STREAMS = 64;
/** Openings of a file, of a folder for each of its files. */
export const MOST_OPENINGS = 100;
