/** The settings of `disciple`: which disciples are trained, where and for what. */
import type { ShareName } from '../../agents/disciple/share.ts';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { evidenceIndex, evidenceValues, parseEvidence } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import { TOWN } from '../../envs/paperclip-factory/town-size.ts';
import type { BackendName } from '../../learning/backend/backend.ts';

/** A disciple to be trained: on its goal − λ · its share of the learned divergence. */
export interface Role {
  readonly id: string;
  /** An expression over the world's quantities and its `utility`. */
  readonly goal: string;
  readonly weight: number;
}

export interface DiscipleSettings {
  readonly world: string;
  readonly roles: readonly Role[];
  /** '0,0,1', 'all', or the first evidence value where absent. */
  readonly evidence?: string;
  readonly share: ShareName;
  readonly seed: number;
  readonly seeds: number;
  /** Training episodes of a disciple. */
  readonly episodes: number;
  /** Entropy bonus at the beginning, falling to 0. */
  readonly entropy: number;
  /** Share of the training episodes with a stretch of chance in them. */
  readonly detours: number;
  /** Draws a branch wherever something is sampled. */
  readonly rollouts: number;
  /** λ of the master that then chooses. */
  readonly weight: number;
  readonly erasure: number;
  readonly backend?: BackendName;
  readonly allowLeak: boolean;
}

/** Unpenalised on its goal, and penalised with weight λ. */
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
  /** Disciples beside the unpenalised and the penalised one, as `furtherRole` reads them. */
  readonly further: readonly string[];
}

export const usualSettings: Preset = { seeds: 5, further: [] };

/** What `--town` stands for: a factory no plan can be made for, under all its evidence. */
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
