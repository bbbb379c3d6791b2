import { InvalidOption } from '../../core/base/errors.ts';
import { unknownId } from '../../core/base/messages.ts';
import type { Uniform } from '../../core/world/chance.ts';
import type { EvidenceValue } from '../../core/world/evidence.ts';
import type { Backend } from '../../learning/backend/backend.ts';

/** A batch of one-step episodes; element i of each array belongs to episode i. */
export interface EpisodeBatch {
  /** Index of the evidence value. */
  readonly evidence: Int32Array;
  /** Index of the disciple sent. */
  readonly action: Int32Array;
  /** Utility − λ · penalty. */
  readonly reward: Float64Array;
}

/** What a master is made with. */
export interface MasterContext {
  readonly evidences: readonly EvidenceValue[];
  readonly arities: readonly number[];
  /** How many disciples there are; number 0 is the null program. */
  readonly disciples: number;
  /** λ. */
  readonly weight: number;
  readonly seed: number;
  /** Names this master's streams. */
  readonly name: string;
  /** tfjs, loaded only when asked for. */
  readonly backend: () => Promise<Backend>;
  /** (1−ε)·E[U|X=1] + ε·E[U|X=0], by evidence and disciple: exact where the world compiles, else from rollouts. */
  readonly utilities: () => readonly (readonly number[])[];
  /** The penalty, by evidence and disciple: exact where there is an exact value, else measured. */
  readonly penalties: () => Promise<readonly (readonly number[])[]>;
}

/** An agent with one action an episode: which source to send (essay: "the master"). */
export interface Master {
  /** An exploring choice, while it learns. */
  act(evidence: number, uniform: Uniform): number;
  /** The choice it stands by, once it has learned. */
  choose(evidence: number): number;
  /** @param progress share of the training done, in [0, 1]. */
  learn(batch: EpisodeBatch, progress: number): void;
  /** Everything that learning changed, as JSON. */
  save(): unknown;
  restore(state: unknown): void;
  dispose(): void;
}

/** One line of the registry; a user's file may default-export one. */
export interface MasterSpec {
  readonly id: string;
  readonly summary: string;
  /** Whether `learn` does anything: others need no episodes. */
  readonly learns: boolean;
  create(context: MasterContext): Promise<Master>;
}

const specs = new Map<string, MasterSpec>();

/** Every registered master, by id. */
export const masters = {
  /** Throws `InvalidOption` where the id is taken. */
  register(spec: MasterSpec): void {
    const before = specs.get(spec.id);
    if (before && before !== spec) throw new InvalidOption(`agent id '${spec.id}' is taken`);
    specs.set(spec.id, spec);
  },
  ids(): string[] {
    return [...specs.keys()];
  },
  /** Throws `UnknownId`, offering the nearest. */
  get(id: string): MasterSpec {
    const spec = specs.get(id);
    if (!spec) throw unknownId('agent', id, masters.ids());
    return spec;
  },
};

/** A master that is given its choice for each evidence value and learns nothing. */
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
