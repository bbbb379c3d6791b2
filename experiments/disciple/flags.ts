import { type ShareName, shares } from '../../agents/disciple/share.ts';
import { DISCIPLE_DEFAULTS } from '../../agents/disciple/train-disciple.ts';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { parseConfig } from '../inputs/config.ts';
import { type DiscipleSettings, defaultRoles, furtherRole, townSettings, usualSettings } from './settings.ts';

/** The settings that flags of `disciple` spell, defaults filled in. Throws `InvalidOption`. */
export function discipleSettings(flags: Readonly<Record<string, unknown>>): DiscipleSettings {
  const { town, goal, also, share, evidence, entropy, detours, json: _, force: __, ...given } = flags;
  if (town === true && given.world !== undefined)
    throw new InvalidOption(expected('world', '--town alone, which is a world', given.world));
  const { further, evidence: usual, ...defaults } = town === true ? townSettings : usualSettings;
  const config = parseConfig({ episodes: DISCIPLE_DEFAULTS.episodes, ...defaults, ...given });
  if (!Object.hasOwn(shares, String(share)))
    throw new InvalidOption(expected('share', `one of ${Object.keys(shares).join(', ')}`, share));
  const roles = [
    ...defaultRoles(String(goal), config.weight),
    ...[...further, ...((also as string[] | undefined) ?? [])].map(furtherRole),
  ];
  const ids = roles.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new InvalidOption(expected('also', 'a further disciple of another name', twice));
  const { world, seed, seeds, episodes, rollouts, weight, erasure, backend, allowLeak } = config;
  return {
    world,
    roles,
    evidence: (evidence as string | undefined) ?? usual,
    share: share as ShareName,
    seed,
    seeds,
    episodes,
    entropy: within('entropy', entropy, Number.MAX_VALUE),
    detours: within('detours', detours, 1),
    rollouts,
    weight,
    erasure,
    backend,
    allowLeak,
  };
}

function within(name: string, value: unknown, below: number): number {
  if (typeof value === 'number' && value >= 0 && value < below) return value;
  throw new InvalidOption(expected(name, `a number ≥ 0${below === 1 ? ' and below 1' : ''}`, value));
}
