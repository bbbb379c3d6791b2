/** The registered worlds, by id. */
import { InvalidOption } from '../base/errors.ts';
import { unknownId } from '../base/messages.ts';
import { formatId, type Parameters, readParameters, splitId } from './parameters.ts';
import { validateWorld } from './validate-world.ts';
import type { World } from './world.ts';

/** Makes worlds from numeric options: `PaperclipFactory-v0?houses=8`. `Name` is the union of the options' names. */
export interface WorldFactory<State = unknown, Name extends string = string> {
  readonly id: string;
  readonly summary: string;
  readonly parameters: Parameters<Name>;
  /** Makes the world of these options. `id` is their canonical id, which the world must bear. */
  create(options: Readonly<Record<Name, number>>, id: string): World<State>;
}

type Entry = { readonly world: World } | { readonly factory: WorldFactory };

const entries = new Map<string, Entry>();
const created = new Map<string, World>();

/**
 * Adds a world, or a factory of worlds, under its id.
 * @throws InvalidWorld where the world is not valid.
 * @throws InvalidOption where the id is taken.
 */
export function register<State>(item: World<State> | WorldFactory<State>): void {
  const before = entries.get(item.id);
  if (before) {
    if (('world' in before ? before.world : before.factory) === item) return;
    throw new InvalidOption(`world id '${item.id}' is taken: register a changed world under a new version`);
  }
  if ('create' in item) entries.set(item.id, { factory: item });
  else {
    validateWorld(item);
    entries.set(item.id, { world: item });
  }
}

/** Every registered world, by id. */
export const registry = {
  ids(): string[] {
    return [...entries.keys()].sort();
  },

  /**
   * The world of an id, which may carry options: `Name-v0?houses=8`. The same id and options give the same object.
   * @throws UnknownId with a hint at the nearest id.
   * @throws InvalidOption for unknown options and values out of range.
   */
  world(id: string, options: Readonly<Record<string, unknown>> = {}): World {
    const { name, given } = splitId(id);
    const entry = entries.get(name);
    if (!entry) throw unknownId('world', name, registry.ids());
    const all = { ...given, ...options };
    if ('world' in entry) {
      readParameters(`world ${name}`, {}, all);
      return entry.world;
    }
    const { factory } = entry;
    const values = readParameters(`world ${name}`, factory.parameters, all);
    const canonical = formatId(name, factory.parameters, values);
    let world = created.get(canonical);
    if (!world) {
      world = factory.create(values, canonical);
      validateWorld(world);
      created.set(canonical, world);
    }
    return world;
  },

  /** One line about a registered id, and the options it takes. */
  describe(id: string): { readonly id: string; readonly summary: string; readonly parameters: Parameters } {
    const entry = entries.get(splitId(id).name);
    if (!entry) throw unknownId('world', id, registry.ids());
    if ('world' in entry) return { id: entry.world.id, summary: entry.world.summary, parameters: {} };
    return { id: entry.factory.id, summary: entry.factory.summary, parameters: entry.factory.parameters };
  },
};
