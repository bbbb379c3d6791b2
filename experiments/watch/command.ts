/** The command `watch`. */
import { z } from 'zod';
import { defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { forcePictures, pictureFields } from './files.ts';
import { watch } from './watch.ts';

export const watchCommand = defineCommand({
  name: 'watch',
  summary: 'watch one episode in both worlds side by side: with a disciple, and without it',
  settings: z.object({
    disciple: fields.disciple(
      z.string().optional(),
      'who acts; the first of the library that does anything by default',
    ),
    world: fields.mainWorld(),
    evidence: fields.evidence('under one evidence value instead of the likeliest'),
    seed: fields.seed('which episode: the seed of its chance'),
    speed: fields.flag(z.number().gt(0).max(1000).default(2), {
      value: '<number>',
      about: 'ticks a second',
      wanted: 'a number above 0, at most 1000',
    }),
    ...pictureFields,
    tick: fields.flag(z.int().min(0).optional(), {
      value: '<number>',
      about: 'the tick that --svg shows instead of the outcome',
      wanted: 'an integer from 0 to the last tick',
    }),
  }),
  manner: z.object({
    force: forcePictures(),
    cache: fields.cache(),
  }),
  example: {
    call: 'watch --disciple careful --svg careful.svg --gif careful.gif',
    prints: 'Both towns, tick by tick, and what they answer to the questions; or the files that were written.',
  },
  run: ({ settings, manner: { force } }) => watch(settings, force),
});
