import { InvalidOption } from '../core/base/errors.ts';
import { expected, unknownId } from '../core/base/messages.ts';
import { formatId, type Parameters, readParameters, splitId } from '../core/world/parameters.ts';
import type { Penalty } from './penalty.ts';

/** A penalty made from parameters: `coarse/random/tv?questions=1000&seed=7`. */
export interface PenaltyFactory {
  /** `family/variant[/divergence]`. */
  readonly name: string;
  readonly summary: string;
  readonly parameters: Parameters;
  /** `id` is the canonical id of these values. */
  create(values: Readonly<Record<string, number>>, id: string): Penalty;
}

const factories = new Map<string, PenaltyFactory>();
const created = new Map<string, Penalty>();

function isFactory(item: Penalty | PenaltyFactory): item is PenaltyFactory {
  return 'create' in item;
}

/** Every registered penalty, by id (DESIGN §10). */
export const penalties = {
  /** Adds a penalty or a factory of penalties. Throws `InvalidOption` for a malformed one or a taken id. */
  register(item: Penalty | PenaltyFactory): void {
    const name = isFactory(item) ? item.name : item.id;
    if (typeof name !== 'string' || !/^[\w-]+(\/[\w-]+)*$/.test(name)) {
      throw new InvalidOption(expected('penalty', 'an id such as family/variant', name));
    }
    if (!isFactory(item) && (typeof item.measure !== 'function' || typeof item.exact !== 'function')) {
      throw new InvalidOption(expected(`penalty ${name}`, 'the functions measure and exact', item));
    }
    const before = factories.get(name);
    // A penalty that its own factory made is there already, and its factory takes parameters besides.
    if (before === item || (before && created.get(name) === item)) return;
    if (before) throw new InvalidOption(`penalty id '${name}' is taken`);
    if (isFactory(item)) factories.set(name, item);
    else {
      factories.set(name, { name, summary: item.summary, parameters: {}, create: () => item });
      created.set(name, item);
    }
  },

  /** The ids, each as `get` takes it. */
  ids(): string[] {
    return [...factories.keys()];
  },

  /** The penalty of an id with parameters. Throws `UnknownId` (offering the nearest) and `InvalidOption`. */
  get(id: string): Penalty {
    const { name, given } = splitId(id);
    const factory = factories.get(name);
    if (!factory) throw unknownId('penalty', name, penalties.ids());
    const values = readParameters(`penalty ${name}`, factory.parameters, given);
    const canonical = formatId(name, factory.parameters, values);
    let penalty = created.get(canonical);
    if (!penalty) {
      penalty = factory.create(values, canonical);
      created.set(canonical, penalty);
    }
    return penalty;
  },

  /** One line about an id, and the parameters it takes. */
  describe(id: string): { readonly id: string; readonly summary: string; readonly parameters: Parameters } {
    const factory = factories.get(splitId(id).name);
    if (!factory) throw unknownId('penalty', id, penalties.ids());
    return { id: factory.name, summary: factory.summary, parameters: factory.parameters };
  },
};
