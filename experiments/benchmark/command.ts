/** The command `benchmark`. */
import { z } from 'zod';
import { defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { resumeBenchmark, runBenchmark } from './benchmark.ts';
import { UNRESTRICTED } from './unrestricted.ts';

export const benchmark = defineCommand({
  name: 'benchmark',
  summary: 'worlds × penalties: λ-windows, AUROC, utility and harm, grouping errors, motivation',
  settings: z.object({
    worlds: fields.worlds('only these worlds; a file is added to the others'),
    penalties: fields.penaltyList(
      'only these penalties; a file is added to the others; those that `list` marks as training cost ' +
        'seconds for each ' +
        'evidence value and disciple, and are measured only where they are named',
    ),
    only: fields.flag(z.boolean().default(false), {
      about: 'nothing but what is named, files too; needs --world or --penalty',
    }),
    quick: fields.flag(z.boolean().default(false), {
      about: 'small worlds and one divergence: under a minute (all: about ten on two quiet cores)',
    }),
    unrestricted: fields.flag(z.enum(UNRESTRICTED).optional(), {
      value: '<which>',
      about: 'against which convex penalties every program is searched (default tv, with --quick joint)',
      wanted: UNRESTRICTED.join(', '),
    }),
    erasure: fields.erasure(),
    rollouts: fields.otherRollouts(
      'draws of each branch where a penalty has no exact value (default 4096, with --quick 512)',
    ),
    seed: fields.seed('the seed of the random draws'),
    backend: fields.backend(),
    allowLeak: fields.allowLeak(),
    out: fields.out(),
  }),
  manner: z.object({ json: fields.json(), force: fields.force(), cache: fields.cache() }),
  example: {
    call: 'benchmark --quick',
    prints: 'One row for each world and penalty, what the worlds’ evidence is worth, and notes on odd worlds.',
  },
  run: ({ settings: { out, rollouts, unrestricted, ...settings }, manner: { json, force } }) => {
    const { quick } = settings;
    const chosen = {
      rollouts: rollouts ?? (quick ? 512 : 4096),
      unrestricted: unrestricted ?? (quick ? 'joint' : 'tv'),
    };
    return runBenchmark({ ...settings, ...chosen }, { out, force, json });
  },
  resume: (path, { json }) => resumeBenchmark(path, json),
});
