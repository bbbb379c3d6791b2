/** The command `native`. */
import { z } from 'zod';
import { findRoot, installNative } from '../../learning/backend/native.ts';
import { defineCommand, nothing } from '../command.ts';
import { flag } from '../inputs/fields.ts';
import { logLine } from '../terminal.ts';

export const native = defineCommand({
  name: 'native',
  summary: 'get or build the native tfjs backend',
  settings: nothing,
  manner: z.object({
    unverified: flag(z.boolean().default(false), {
      about: 'try tfjs-node’s own installer first, whose download nothing verifies',
    }),
  }),
  example: { call: 'native', prints: 'What is downloaded or built, and whether the backend then loads.' },
  run: ({ manner }) => installNative({ root: findRoot(), log: logLine, unverified: manner.unverified }),
});
