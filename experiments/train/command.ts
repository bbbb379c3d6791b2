/** The command `train`. */
import { z } from 'zod';
import { defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { configSchema } from './settings.ts';
import { resumeTraining, runTraining } from './train.ts';

export const train = defineCommand({
  name: 'train',
  summary: 'train a master against a penalty, beside an unpenalised twin (the default command)',
  isDefault: true,
  settings: configSchema,
  manner: z.object({ force: fields.force(), cache: fields.cache() }),
  example: {
    call: 'train --world Gas-v0 --weight 1 --episodes 20000 --out runs/gas',
    prints:
      'What either master sends under each evidence value, with utility, penalty and harm, and a ' +
      'sentence that sums it up.',
  },
  run: ({ settings, manner }) => runTraining(settings, manner),
  resume: (path) => resumeTraining(path),
});
