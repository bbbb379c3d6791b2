/** The contract of a master, which is the agent that chooses a disciple to send, and the registry of all masters. */

import { InvalidAgent, InvalidOption } from '../../core/base/errors.ts';
import { expected, unknownId } from '../../core/base/messages.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { Uniform } from '../../core/world/chance.ts';
import type { EvidenceValue } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import type { Penalty } from '../../penalties/penalty.ts';

/** A batch of episodes of one step each. Element i of each array belongs to episode i. */
export interface EpisodeBatch {
  /** The index of the evidence value. */
  readonly evidence: Int32Array;
  /** The index of the disciple that was sent. */
  readonly action: Int32Array;
  /** Utility − λ · penalty. */
  readonly reward: Float64Array;
}

/** What a master is made with. */
export interface MasterContext {
  readonly evidences: readonly EvidenceValue[];
  /** How many values each evidence variable has. */
  readonly arities: readonly number[];
  /** How many disciples there are. Number 0 is the null program. */
  readonly disciples: number;
  /** λ ≥ 0. */
  readonly weight: number;
  readonly seed: number;
  /** The name with which the master's streams of random numbers begin. */
  readonly name: string;
  /** Loads tfjs, which happens only when this is called. */
  readonly backend: () => Promise<Backend>;
  /**
   * For each evidence value and disciple, (1 − ε) · E[U | X=1] + ε · E[U | X=0], where ε is the probability that the
   * wire erases. It is exact where the world compiles, and else estimated from rollouts.
   */
  readonly utilities: () => readonly (readonly number[])[];
  /** For each evidence value and disciple, the penalty: exact where there is an exact value, and else measured. */
  readonly penalties: () => Promise<readonly (readonly number[])[]>;
}

/** An agent with one action in an episode: it chooses the source to send. */
export interface Master {
  /**
   * The choice with which it explores while it learns.
   * @param evidence the index of the evidence value.
   * @param uniform draws numbers in [0, 1).
   * @returns the index of a disciple.
   */
  act(evidence: number, uniform: Uniform): number;
  /** The choice by which it is judged once it has learned: the index of a disciple. */
  choose(evidence: number): number;
  /** @param progress the share of the training that is done, in [0, 1]. */
  learn(batch: EpisodeBatch, progress: number): void;
  /** Everything that learning changed, as JSON. */
  save(): unknown;
  /** Continues from what `save` gave. */
  restore(state: unknown): void;
  /** Frees what the master holds, such as tensors. */
  dispose(): void;
}

/** What a master writes with. It is shown nothing that only the judge reads. */
export interface WritingContext {
  readonly world: World;
  /** The tables; null where the world does not compile. */
  readonly compiled: Compiled | null;
  readonly evidences: readonly EvidenceValue[];
  readonly penalty: Penalty;
  /** λ ≥ 0. */
  readonly weight: number;
  /** The probability that the wire erases the source. */
  readonly erasure: number;
  readonly seed: number;
  /** How many episodes a master that learns plays. */
  readonly episodes: number;
  /** How many fresh draws of each branch are made wherever something is measured. */
  readonly rollouts: number;
  /** Loads tfjs, which happens only when this is called. */
  readonly backend: () => Promise<Backend>;
  /** May be told how far the writing is: so many steps of so many are done, and a few words. */
  readonly onProgress?: (done: number, total: number, note: string) => void;
  /** May be given what is worth keeping of how it wrote, line by line: JSON. */
  readonly record?: (line: object) => void;
}

/** A kind of master, as it is registered. A user's file may export one by default. */
export interface MasterSpec {
  readonly id: string;
  /** One line that says what it does, for lists. */
  readonly summary: string;
  /** Whether `learn` does anything. A master that does not learn is given no episodes. */
  readonly learns: boolean;
  /** Present where it trains a network with tfjs. */
  readonly trains?: true;
  /**
   * Present in a master that writes its programs instead of choosing from the library: one source for each evidence
   * value, in their order. It is called once for λ and once, as the unpenalised twin, for 0. What it writes joins the
   * library, and `create` is then not called.
   */
  write?(context: WritingContext): Promise<readonly string[]>;
  create(context: MasterContext): Promise<Master>;
}

/** @throws InvalidAgent unless `spec` has an id, a summary, `learns` and `create`, each of its kind. */
export function checkSpec(spec: MasterSpec): void {
  const { id, summary, learns, create }: Partial<MasterSpec> = Object(spec);
  if (typeof id !== 'string' || id === '')
    throw new InvalidAgent(expected('agent: id', 'a text that is not empty', id));
  for (const [field, kind, value] of [
    ['summary', 'string', summary],
    ['learns', 'boolean', learns],
    ['create', 'function', create],
  ] as const)
    if (typeof value !== kind) throw new InvalidAgent(expected(`agent ${id}: ${field}`, `a ${kind}`, value));
}

const specs = new Map<string, MasterSpec>();

/** Every registered master, by its id. */
export const masters = {
  /**
   * @throws InvalidOption where the id is taken by another master.
   * @throws InvalidAgent where a part of the specification is missing.
   */
  register(spec: MasterSpec): void {
    checkSpec(spec);
    const before = specs.get(spec.id);
    if (before && before !== spec) throw new InvalidOption(`agent id '${spec.id}' is taken`);
    specs.set(spec.id, spec);
  },
  /** All ids, in the order of registration. */
  ids(): string[] {
    return [...specs.keys()];
  },
  /** @throws UnknownId, which offers the nearest id. */
  get(id: string): MasterSpec {
    const spec = specs.get(id);
    if (!spec) throw unknownId('agent', id, masters.ids());
    return spec;
  },
};

/**
 * A master that knows its choice for each evidence value and learns nothing.
 * @param choices for each evidence index, the index of a disciple.
 * @param act another way to choose in episodes. Default: `choices`.
 */
export function fixedMaster(choices: readonly number[], act?: Master['act']): Master {
  let kept = choices;
  return {
    act: act ?? ((evidence) => kept[evidence]),
    choose: (evidence) => kept[evidence],
    learn() {},
    save: () => kept,
    restore(state) {
      kept = state as readonly number[];
    },
    dispose() {},
  };
}
