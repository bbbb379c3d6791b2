/** The command `writers`. */
import { z } from 'zod';
import { DEFAULT_EPISODES } from '../../agents/masters/training.ts';
import { DEFAULT_ROLLOUTS } from '../../penalties/penalty.ts';
import { defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { resumeWriters, runWriters } from './writers.ts';

export const writers = defineCommand({
  name: 'writers',
  summary: 'masters that write, over several seeds: by how much they miss the best of other programs, and of all',
  settings: z.object({
    worlds: fields.worlds('where; Hurricane-v0, MeasurementBureau-v0 and PaperclipFactory-v0 by default'),
    agents: fields.flag(z.array(fields.text).default([]), {
      flag: 'agent',
      value: '<id or file...>',
      about: 'these masters that write; `writer` by default',
      wanted: 'each an agent’s id or the path of a file',
    }),
    penalty: fields.penalty('what is charged; it, or the penalty that it estimates, has an exact value'),
    weight: fields.weight('λ, the weight of the penalty'),
    seed: fields.seed('the first seed'),
    seeds: fields.flag(z.int().min(1).max(100_000).default(5), { value: '<count>', about: 'how many seeds' }),
    episodes: fields.episodes('episodes in which a master learns', DEFAULT_EPISODES),
    rollouts: fields.rollouts('draws of each branch where something is measured', DEFAULT_ROLLOUTS),
    erasure: fields.erasure(),
    backend: fields.backend(),
    allowLeak: fields.allowLeak(),
    out: fields.out(),
  }),
  manner: z.object({ json: fields.json(), force: fields.force(), cache: fields.cache() }),
  example: {
    call: 'writers --world Subagent-v0 --seeds 2 --episodes 20000 --rollouts 2000',
    prints:
      'Each seed’s exact objective and regret, beside those of the library, one constant source, as many random ' +
      'programs, all short programs, and the optimum over every program.',
  },
  run: ({ settings: { out, ...settings }, manner: { json, force } }) => runWriters(settings, { out, force, json }),
  resume: (path, { json }) => resumeWriters(path, json),
});
