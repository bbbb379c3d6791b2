/** The command `optimum`. */
import { z } from 'zod';
import { DEFAULT_GAP } from '../../penalties/optimum/optimal-program.ts';
import { defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { resumeOptimum, runOptimum } from './optimum.ts';

export const optimum = defineCommand({
  name: 'optimum',
  summary: 'the best program of all against a penalty, what the library misses, and who catches that program',
  settings: z.object({
    worlds: fields.worlds('where; PaperclipFactory-v0 by default', 'PaperclipFactory-v0'),
    penalties: fields.penaltyList('against these penalties; coarse/joint/tv by default', 'coarse/joint/tv'),
    weights: fields.flag(z.array(z.number().min(0)).min(1).default([0.1, 0.3, 1, 3, 10]), {
      flag: 'weight',
      value: '<number...>',
      about: 'at these λ; 0.1, 0.3, 1, 3 and 10 by default',
      wanted: 'at least one number, each ≥ 0',
    }),
    evidence: fields.evidence('under one evidence value instead of all; needs one --world'),
    gap: fields.flag(z.number().gt(0).default(DEFAULT_GAP), {
      value: '<number>',
      about: 'how far apart the bounds of the optimum may be',
      wanted: 'a number above 0',
    }),
    readers: fields.flag(z.array(fields.text).default([]), {
      value: '<id or file...>',
      about: 'the cross table: these penalties read each optimal program; `all` means every penalty that is exact',
      wanted: '`all`, or each a penalty’s id or the path of a file',
    }),
    erasure: fields.erasure(),
    allowLeak: fields.allowLeak(),
    out: fields.out(),
  }),
  manner: z.object({ json: fields.json(), force: fields.force(), cache: fields.cache() }),
  example: {
    call: 'optimum --world Hurricane-v0 --weight 0.3 1 --readers coarse/each/tv shape/spectrum',
    prints: 'The bounds of the optimum, the loss of the library and the harm, and the programs as files in the run.',
  },
  run: ({ settings: { out, ...settings }, manner: { json, force } }) => runOptimum(settings, { out, force, json }),
  resume: (path, { json }) => resumeOptimum(path, json),
});
