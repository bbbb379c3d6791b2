/** Keeps the tables of built-in worlds on the disk, so that a command need not compile them again. */

import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { shortKey } from '../../core/world/state-values.ts';
import '../../envs/index.ts';
import { InvalidWorld } from '../../core/base/errors.ts';
import { memoise } from '../../core/base/memoise.ts';
import { type Compiled, type CompileOptions, compile } from '../../core/tables/compile.ts';
import { splitId } from '../../core/world/parameters.ts';
import { registry } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import { version } from '../run/versions.ts';
import { logLine, timedLines } from '../terminal.ts';
import { sourcesHash } from './sources-hash.ts';

/** Bytes of a file that begin with the checksum of the rest. */
const CHECKSUM_BYTES = 32;
/** Files are removed, the least recently used first, where they take more bytes than this. */
const MOST_BYTES = 512 * 1024 * 1024;
const EXTENSION = '.tables';

/** The worlds that come with the package. Users' worlds are not kept, since what their files import is not hashed. */
const builtIn: ReadonlySet<string> = new Set(registry.ids());

/** What is kept of a compiled world: its tables, without the world and its functions. */
type Tables<State> = Omit<Compiled<State>, 'world' | 'indexOf'>;

/** The tables of a world, and whether they came from the disk. */
export interface Found<State> {
  readonly compiled: Compiled<State>;
  readonly wasKept: boolean;
}

/**
 * The tables of a world: read from the disk where they are kept there, else compiled, and then kept if the world is
 * built in. A cache that cannot be read or written is passed over.
 *
 * @throws InvalidWorld, WorldTooLarge as `compile` does
 */
export function compileOrRead<State>(world: World<State>, options: CompileOptions = {}): Found<State> {
  const path = pathOf(world, options);
  const kept = path === null ? null : readTables<State>(path);
  if (kept) return { compiled: restored(world, kept), wasKept: true };
  const compiled = compile(world, options);
  // The sources may have changed in the meantime: then the path is another one, and nothing is kept.
  if (path !== null && pathOf(world, options) === path) writeTables(path, compiled);
  return { compiled, wasKept: false };
}

/**
 * The tables of a world, once for each world object, read from the disk where they are kept. A long compilation
 * tells how far it is.
 */
export function tablesOf<State>(world: World<State>): Compiled<State> {
  return memoise(
    world,
    'tables from the cache',
    () => compileOrRead(world, { onProgress: tellStates(world) }).compiled,
  );
}

/** Tells how far a long compilation is, for `onProgress` of `compile`. */
export function tellStates(world: World, tell: (line: string) => void = logLine): (states: number) => void {
  const progress = timedLines(tell);
  return (states) => progress(() => `compiling ${world.id}: ${states} states so far`);
}

/** The folder of the cache: in XDG_CACHE_HOME, else in ~/.cache. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'reduced-impact');
}

/**
 * Where the tables of a world are kept. It is null for a world that is not kept, with --no-cache, and where the sources
 * changed since this process began.
 */
function pathOf(world: World, { maxStates, maxTransitions }: CompileOptions): string | null {
  if (process.env.REDUCED_IMPACT_NO_CACHE) return null;
  try {
    if (!isBuiltIn(world)) return null;
    const sources = sourcesHash();
    if (sources === null) return null;
    const key = JSON.stringify([version, process.version, sources, world.id, maxStates, maxTransitions]);
    return join(cacheFolder(), `${createHash('sha256').update(key).digest('hex')}${EXTENSION}`);
  } catch {
    return null;
  }
}

/** What the compiler reads of a world. */
const COMPILED = ['horizon', 'aftermath', 'actions', 'evidence', 'begin', 'step', 'key', 'utility'] as const;

/** Whether a world compiles as the built-in one of its id does. A user's world may bear that id. */
function isBuiltIn(world: World): boolean {
  if (!builtIn.has(splitId(world.id).name)) return false;
  const original: World = registry.world(world.id);
  return COMPILED.every((field) => world[field] === original[field]);
}

function readTables<State>(path: string): Tables<State> | null {
  try {
    const content = readFileSync(path);
    const payload = content.subarray(CHECKSUM_BYTES);
    if (!createHash('sha256').update(payload).digest().equals(content.subarray(0, CHECKSUM_BYTES))) return null;
    const now = new Date();
    utimesSync(path, now, now);
    return deserialize(payload) as Tables<State>;
  } catch {
    return null;
  }
}

/** Writes beside the place and then renames, so that a reader meets a whole file or none, whoever else writes. */
function writeTables<State>(path: string, { world: _, indexOf: __, ...tables }: Compiled<State>): void {
  const temporary = `${path}.${randomUUID()}`;
  try {
    const payload = serialize(tables);
    if (payload.length > MOST_BYTES) return;
    mkdirSync(cacheFolder(), { recursive: true });
    writeFileSync(temporary, Buffer.concat([createHash('sha256').update(payload).digest(), payload]));
    renameSync(temporary, path);
    removeOldest();
  } catch {
    removeQuietly(temporary);
  }
}

/** A file that cannot be removed, such as one below a file, is left. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

/** Makes room: what was not used for long goes, and what a killed process left behind. */
function removeOldest(): void {
  const files = readdirSync(cacheFolder())
    .map((name) => {
      const path = join(cacheFolder(), name);
      const { size, mtimeMs } = statSync(path);
      return { path, size, mtimeMs };
    })
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  let taken = 0;
  for (const { path, size } of files) {
    taken += size;
    if (taken > MOST_BYTES) removeQuietly(path);
  }
}

function restored<State>(world: World<State>, tables: Tables<State>): Compiled<State> {
  let indices: Map<string, number> | undefined;
  return {
    ...tables,
    world,
    indexOf(state) {
      indices ??= new Map(tables.states.map((one, i) => [world.key(one), i]));
      const key = world.key(state);
      const index = indices.get(key);
      if (index === undefined) throw new InvalidWorld(`${world.id}: state ${shortKey(key)} is not reachable`);
      return index;
    },
  };
}
