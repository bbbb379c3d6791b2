/** The command `play`. */
import { z } from 'zod';
import { defineCommand } from '../command.ts';
import * as fields from '../inputs/fields.ts';
import { forcePictures, pictureFields } from '../watch/files.ts';
import { play } from './play.ts';

export const playCommand = defineCommand({
  name: 'play',
  summary: 'be the disciple, by keyboard; at the end, every penalty of what you did',
  settings: z.object({
    world: fields.mainWorld(),
    evidence: fields.evidence('under one evidence value instead of the likeliest'),
    seed: fields.seed('which episode: the seed of its chance'),
    ...pictureFields,
  }),
  manner: z.object({ force: forcePictures(), cache: fields.cache() }),
  example: {
    call: 'play --world Subagent-v0',
    prints: 'Both worlds after each key, and at the end the penalties. Keys may also come from a pipe.',
  },
  run: ({ settings, manner: { force } }) => play(settings, force),
});
