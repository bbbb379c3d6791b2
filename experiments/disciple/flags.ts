/**
 * Turns the flags of `disciple` into the settings of its run: `--town` stands for several, and roles are made of
 * goals.
 */
import type { ShareName } from '../../agents/disciple/share.ts';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import { type DiscipleSettings, defaultRoles, furtherRole, townSettings, usualSettings } from './settings.ts';

/** What the flags of `disciple` say. */
export interface DiscipleFlags {
  readonly world?: string;
  readonly town: boolean;
  readonly goal: string;
  /** Further disciples, each as `id=goal`. */
  readonly also: readonly string[];
  readonly weight: number;
  readonly share: ShareName;
  readonly evidence?: string;
  readonly seeds?: number;
  readonly seed: number;
  readonly episodes: number;
  readonly entropy: number;
  readonly detours: number;
  readonly rollouts: number;
  readonly erasure: number;
  readonly backend?: BackendName;
  readonly allowLeak: boolean;
}

/** The settings that the flags spell. Throws `InvalidOption`. */
export function discipleSettings({ town, goal, also, ...given }: DiscipleFlags): DiscipleSettings {
  if (town && given.world !== undefined)
    throw new InvalidOption(expected('world', '--town alone, which is a world', given.world));
  const preset = town ? townSettings : usualSettings;
  const roles = [...defaultRoles(goal, given.weight), ...[...preset.further, ...also].map(furtherRole)];
  const ids = roles.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new InvalidOption(expected('also', 'a further disciple of another name', twice));
  const { share, seed, episodes, entropy, detours, rollouts, weight, erasure, backend, allowLeak } = given;
  return {
    world: given.world ?? preset.world ?? 'PaperclipFactory-v0',
    roles,
    evidence: given.evidence ?? preset.evidence,
    share,
    seed,
    seeds: given.seeds ?? preset.seeds,
    episodes,
    entropy,
    detours,
    rollouts,
    weight,
    erasure,
    backend,
    allowLeak,
  };
}
