/** The command `try`. */
import { z } from 'zod';
import { defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { tryDisciple } from './try.ts';

export const tryCommand = defineCommand({
  name: 'try',
  summary: 'measure one source under every penalty: exactly where the world compiles, and from rollouts',
  settings: z.object({
    // The empty source is the null program.
    disciple: fields.disciple(z.string(), 'what is measured'),
    world: fields.mainWorld(),
    penalties: fields.penaltyList('only these penalties instead of all'),
    evidence: fields.evidence('under one evidence value instead of averaged over the prior'),
    rollouts: fields.rollouts('draws of each branch', 4096),
    seed: fields.seed('the seed of the random draws'),
    backend: fields.backend(),
    allowLeak: fields.allowLeak(),
    out: fields.out(),
  }),
  manner: z.object({ json: fields.json(), force: fields.force(), cache: fields.cache() }),
  example: {
    call: 'try --disciple "min(clips, 3)" --penalty coarse/joint/tv shape/spectrum',
    prints: 'The expected utility and harm of the source, and one row for each penalty: exact value and estimate.',
  },
  run: ({ settings, manner: { json, force } }) => tryDisciple({ ...settings, json, force }),
});
