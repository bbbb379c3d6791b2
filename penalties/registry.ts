/** The registry of penalties: looks one up by its id and parameters, and takes those of a user. */
import { InvalidOption } from '../core/base/errors.ts';
import { expected, refuseUnknownFields, unknownId } from '../core/base/messages.ts';
import { formatId, type Parameters, readParameters, splitId } from '../core/world/parameters.ts';
import type { Penalty } from './penalty.ts';

/** Makes a penalty of each choice of parameters, such as `coarse/random/tv?questions=1000&seed=7`. */
export interface PenaltyFactory {
  /** `family/variant[/divergence]`. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** What the id may set, with defaults and ranges. */
  readonly parameters: Parameters;
  /**
   * The penalty of some values, one for each parameter.
   *
   * @param id the canonical id of these values
   */
  create(values: Readonly<Record<string, number>>, id: string): Penalty;
}

const factories = new Map<string, PenaltyFactory>();
const created = new Map<string, Penalty>();

const FACTORY_FIELDS: readonly (keyof PenaltyFactory)[] = ['name', 'summary', 'parameters', 'create'];
const PENALTY_FIELDS: readonly (keyof Penalty)[] = [
  'id',
  'summary',
  'measure',
  'exact',
  'estimates',
  'learned',
  'trains',
  'needsEvidence',
  'quick',
  'graining',
  'convex',
  'charges',
  'concave',
];

/** Whether an object is a literal. One of a class may have fields of its own. */
function isPlain(item: object): boolean {
  return Object.getPrototypeOf(item) === Object.prototype;
}

function isFactory(item: Penalty | PenaltyFactory): item is PenaltyFactory {
  return 'create' in item;
}

/** Every registered penalty, by id. */
export const penalties = {
  /**
   * Adds a penalty, or a factory of penalties.
   *
   * @throws InvalidOption for a malformed one, an unknown field or a taken id
   */
  register(item: Penalty | PenaltyFactory): void {
    const name = isFactory(item) ? item.name : item.id;
    if (typeof name !== 'string' || !/^[\w-]+(\/[\w-]+)*$/.test(name)) {
      throw new InvalidOption(expected('penalty', 'an id such as family/variant', name));
    }
    if (!isFactory(item) && (typeof item.measure !== 'function' || typeof item.exact !== 'function')) {
      throw new InvalidOption(expected(`penalty ${name}`, 'the functions measure and exact', item));
    }
    if (isPlain(item)) refuseUnknownFields(item, isFactory(item) ? FACTORY_FIELDS : PENALTY_FIELDS, `penalty ${name}`);
    const before = factories.get(name);
    // A penalty that a registered factory made is known already, and the factory must keep its parameters.
    if (before === item || (before && created.get(name) === item)) return;
    if (before) throw new InvalidOption(`penalty id '${name}' is taken`);
    if (isFactory(item)) factories.set(name, item);
    else {
      factories.set(name, { name, summary: item.summary, parameters: {}, create: () => item });
      created.set(name, item);
    }
  },

  /** The ids in the order of registration, each as `get` takes it. */
  ids(): string[] {
    return [...factories.keys()];
  },

  /**
   * The penalty of an id, which may set parameters. The same id gives the same object.
   *
   * @throws UnknownId for an id that no penalty has, with the nearest one
   * @throws InvalidOption for an unknown parameter, or a value out of its range
   */
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

  /**
   * One line about an id, and the parameters that it takes.
   *
   * @throws UnknownId
   */
  describe(id: string): { readonly id: string; readonly summary: string; readonly parameters: Parameters } {
    const factory = factories.get(splitId(id).name);
    if (!factory) throw unknownId('penalty', id, penalties.ids());
    return { id: factory.name, summary: factory.summary, parameters: factory.parameters };
  },
};
