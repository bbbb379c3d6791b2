/** Finds the world, penalty or master that a setting names, by its id or in a user's file. */
import { isAbsolute, resolve } from 'node:path';
import { type MasterSpec, masters } from '../../agents/masters/master.ts';
import { InvalidFile, InvalidWorld } from '../../core/base/errors.ts';
import { expected, nearest, show } from '../../core/base/messages.ts';
import { register, registry, type WorldFactory } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { type PenaltyFactory, penalties } from '../../penalties/suite.ts';
import { importUserFile } from './user-file.ts';

/** A setting that names a file rather than an id: `./mine.ts`, `./mine.ts#MyWorld-v0`, `./mine.ts?houses=8`. */
interface FileReference {
  readonly path: string;
  readonly chosen: string | null;
  readonly parameters: string;
}

function fileReference(setting: string): FileReference | null {
  const parsed = /^([^#?]*)(?:#([^?]*))?(\?.*)?$/.exec(setting);
  if (!parsed) return null;
  const [, path, chosen = null, parameters = ''] = parsed;
  const isPath = /\.[cm]?[jt]sx?$/.test(path) || /^\.{0,2}\//.test(path) || isAbsolute(path);
  return isPath ? { path, chosen, parameters } : null;
}

/** Whether a setting names a user's file rather than an id. */
export function isFile(setting: string): boolean {
  return fileReference(setting) !== null;
}

/** A setting with its path made absolute, so that a run continues from any directory. */
export function absoluteSetting(setting: string): string {
  const file = fileReference(setting);
  if (!file) return setting;
  return `${resolve(file.path)}${file.chosen === null ? '' : `#${file.chosen}`}${file.parameters}`;
}

/** The absolute paths of the users' files that some settings name. */
export function settingFiles(settings: readonly string[]): string[] {
  return settings.flatMap((setting) => {
    const file = fileReference(setting);
    return file ? [resolve(file.path)] : [];
  });
}

/** The export of a user's file that is of a kind. There must be one, or `chosen` must name it. */
async function fromFile<Item>(
  { path, chosen }: FileReference,
  kind: string,
  isKind: (item: unknown) => item is Item,
  nameOf: (item: Item) => string,
): Promise<Item> {
  const exported = await importUserFile(path);
  const found = exported.filter(isKind);
  const list = found.map(nameOf).join(', ');
  if (chosen !== null) {
    const item = found.find((candidate) => nameOf(candidate) === chosen);
    if (!item) throw new InvalidFile(expected(path, `a ${kind} named ${chosen} among its default exports`, list));
    return item;
  }
  if (found.length === 0) throw noneFound(path, kind, exported);
  if (found.length > 1) {
    throw new InvalidFile(
      `${path}: expected one ${kind} but received ${list}: choose one as ${path}#${nameOf(found[0])}`,
    );
  }
  return found[0];
}

/** The method by which each kind is known. */
const METHODS: Readonly<Record<string, string>> = { world: 'step', penalty: 'measure', master: 'create' };

/** Says what a file exports instead, or which field of it is misspelt. */
function noneFound(path: string, kind: string, exported: readonly unknown[]): InvalidFile {
  const [only] = exported;
  const method = METHODS[kind];
  if (exported.length === 1 && isObject(only) && !(method in only)) {
    const misspelt = Object.keys(only).find((field) => nearest(field, [method]) !== null);
    if (misspelt !== undefined)
      return new InvalidFile(`${path}: unknown field ${show(misspelt)}. Did you mean '${method}'?`);
  }
  return new InvalidFile(expected(path, `a ${kind} as default export`, exported.length === 1 ? only : exported));
}

function isObject(item: unknown): item is Record<string, unknown> {
  return typeof item === 'object' && item !== null;
}

function isWorld(item: unknown): item is World | WorldFactory {
  return (
    isObject(item) && typeof item.id === 'string' && ('step' in item || ('create' in item && 'parameters' in item))
  );
}

function isPenalty(item: unknown): item is Penalty | PenaltyFactory {
  return isObject(item) && ('measure' in item || ('create' in item && 'parameters' in item && 'name' in item));
}

function isMaster(item: unknown): item is MasterSpec {
  return isObject(item) && typeof item.id === 'string' && typeof item.create === 'function' && !('parameters' in item);
}

/** Registers a file's world. Where its id is malformed, the message names the file instead. */
function registerFrom(path: string, item: World | WorldFactory): void {
  try {
    register(item);
  } catch (error) {
    if (!(error instanceof InvalidWorld && error.message.startsWith('world: '))) throw error;
    throw new InvalidWorld(`${path}: ${error.message}`, { cause: error });
  }
}

/** The world of an id or a file. Throws `UnknownId`, `InvalidFile`, `InvalidWorld`, `InvalidOption`. */
export async function resolveWorld(setting: string): Promise<World> {
  const file = fileReference(setting);
  if (!file) return registry.world(setting);
  const item = await fromFile(file, 'world', isWorld, ({ id }) => id);
  registerFrom(file.path, item);
  // A user's world may bear an id with parameters, by which the registry would find a factory's world instead.
  if (!('create' in item) && file.parameters === '') return item;
  return registry.world(`${item.id}${file.parameters}`);
}

/**
 * The worlds of ids and files, each once. All are found before any is compiled, so that a wrong id costs no time.
 * Throws as `resolveWorld` does.
 */
export async function resolveWorlds(settings: readonly string[]): Promise<World[]> {
  const worlds = new Map<string, World>();
  for (const setting of settings) {
    const world = await resolveWorld(setting);
    worlds.set(world.id, world);
  }
  return [...worlds.values()];
}

/** The penalty of an id or a file. Throws `UnknownId`, `InvalidFile`, `InvalidOption`. */
export async function resolvePenalty(setting: string): Promise<Penalty> {
  const file = fileReference(setting);
  if (!file) return penalties.get(setting);
  const nameOf = (item: Penalty | PenaltyFactory) => ('create' in item ? item.name : item.id);
  const item = await fromFile(file, 'penalty', isPenalty, nameOf);
  penalties.register(item);
  return penalties.get(`${nameOf(item)}${file.parameters}`);
}

/** The master of an id or a file. Throws `UnknownId`, `InvalidFile`. */
export async function resolveMaster(setting: string): Promise<MasterSpec> {
  const file = fileReference(setting);
  if (!file) return masters.get(setting);
  return fromFile(file, 'master', isMaster, ({ id }) => id);
}
