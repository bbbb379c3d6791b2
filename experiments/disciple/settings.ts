/** The settings of `disciple`: which disciples are trained, where and for what. */
import type { ShareName } from '../../agents/disciple/share.ts';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { evidenceIndex, evidenceValues, parseEvidence } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import { TOWN } from '../../envs/paperclip-factory/town-size.ts';
import type { BackendName } from '../../learning/backend/backend.ts';

/** A disciple that is to be trained to maximise its goal minus λ times its share of the learned divergence. */
export interface Role {
  readonly id: string;
  /** An expression over the world's quantities and its `utility`. */
  readonly goal: string;
  readonly weight: number;
}

export interface DiscipleSettings {
  readonly world: string;
  readonly roles: readonly Role[];
  /** The evidence of the training: a value such as '0,0,1', or 'all'; the first value where absent. */
  readonly evidence?: string;
  readonly share: ShareName;
  readonly seed: number;
  readonly seeds: number;
  /** Training episodes of a disciple. */
  readonly episodes: number;
  /** The weight of the entropy bonus at the beginning. It falls to 0. */
  readonly entropy: number;
  /** The share of training episodes in which chance picks the actions for a while. */
  readonly detours: number;
  /** Draws of each branch wherever something is sampled. */
  readonly rollouts: number;
  /** The weight λ of the penalty of the master that chooses among the trained disciples. */
  readonly weight: number;
  readonly erasure: number;
  readonly backend?: BackendName;
  readonly allowLeak: boolean;
}

/** The two usual disciples: one without a penalty, and one with a penalty of weight λ. */
export function defaultRoles(goal: string, weight: number): Role[] {
  return [
    { id: 'bounded', goal, weight: 0 },
    { id: 'penalised', goal, weight },
  ];
}

interface Preset {
  readonly world?: string;
  readonly evidence?: string;
  readonly seeds: number;
  /** Further disciples, in the form that `furtherRole` reads. */
  readonly further: readonly string[];
}

export const usualSettings: Preset = { seeds: 5, further: [] };

/** The settings for which `--town` stands: a factory that is too large to plan for, under all its evidence. */
export const townSettings: Preset = {
  world: TOWN,
  evidence: 'all',
  seeds: 3,
  further: ['careful=utility - housesLost'],
};

/** `id=goal`, a further disciple that is not penalised. Throws `InvalidOption`. */
export function furtherRole(text: string): Role {
  const found = /^([\w-]+)=(.+)$/.exec(text);
  if (!found)
    throw new InvalidOption(expected('also', "a disciple as id=goal, such as 'careful=utility - housesLost'", text));
  return { id: found[1], goal: found[2], weight: 0 };
}

/**
 * The evidence values to train under, by index; null for all of them, as the prior has them. Throws `InvalidOption`.
 */
export function trainedEvidence(world: World, evidence: string | undefined): number[] | null {
  if (evidence === 'all') return null;
  if (evidence === undefined) return [0];
  return [evidenceIndex(evidenceValues(world), parseEvidence(world, evidence))];
}
