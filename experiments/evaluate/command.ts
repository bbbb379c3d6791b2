/** The command `evaluate`. */
import { z } from 'zod';
import { defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { evaluate } from '../train/evaluate.ts';

export const evaluateCommand = defineCommand({
  name: 'evaluate',
  summary: 'load the trained masters of a run and judge them again',
  args: [['<directory>', 'the directory of a finished training run']],
  settings: z.object({
    world: fields.otherWorld('in another world with the same evidence and disciples'),
    rollouts: fields.otherRollouts('fresh draws of each branch (default: as many as the run had)'),
  }),
  manner: z.object({ json: fields.json(), cache: fields.cache() }),
  example: {
    call: 'evaluate runs/gas --rollouts 50000',
    prints: 'The same tables as at the end of the training, measured with fresh draws.',
  },
  run: ({ settings, manner, args }) => evaluate(args[0], { ...settings, json: manner.json }),
});
