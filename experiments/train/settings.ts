/** The settings of a training run: the schema of its flags, of its configuration file and of a run's config.json. */
import { z } from 'zod';
import { DEFAULT_EPISODES } from '../../agents/masters/training.ts';
import { parseSettings } from '../inputs/config.ts';
import * as fields from '../inputs/fields.ts';

export const configSchema = z.object({
  world: fields.mainWorld(),
  penalty: fields.penalty('against what'),
  agent: fields.agent('who'),
  weight: fields.weight('λ in utility − λ · penalty'),
  seeds: fields.seeds('how many seeds, one after another'),
  seed: fields.seed('the first seed'),
  episodes: fields.episodes('episodes of either master', DEFAULT_EPISODES),
  rollouts: fields.rollouts('fresh draws of each branch when measuring', 20_000),
  erasure: fields.erasure(),
  /** Learned disciples that join the library. */
  join: fields.flag(z.array(fields.text).optional(), {
    value: '<file...>',
    about: 'learned disciples that join the library (the command disciple writes them)',
    wanted: 'paths of learned disciples’ files',
  }),
  rounds: fields.flag(z.int().min(1).max(1000).optional(), {
    value: '<number>',
    about: 'programs that an external writer may write under each evidence value (default: 1)',
  }),
  timeLimit: fields.flag(z.number().positive().max(86_400).optional(), {
    value: '<seconds>',
    about: 'seconds for each answer of an external writer (default: 60)',
  }),
  backend: fields.backend(),
  out: fields.out(),
  allowLeak: fields.allowLeak(),
  /** Written by runs, so that a run's config.json is itself a configuration file. */
  versions: z.record(z.string(), z.string()).optional(),
});

/** All settings of a training run. */
export type Config = z.output<typeof configSchema>;

/** Checks settings and fills defaults in. Throws `InvalidOption`, one line. */
export function parseConfig(given: Readonly<Record<string, unknown>>, where = ''): Config {
  return parseSettings(configSchema, given, where);
}
