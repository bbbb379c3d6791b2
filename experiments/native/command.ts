/** The command `native`. */
import { findRoot, installNative } from '../../learning/backend/native.ts';
import { defineCommand, nothing } from '../command.ts';
import { logLine } from '../terminal.ts';

export const native = defineCommand({
  name: 'native',
  summary: 'get or build the native tfjs backend',
  settings: nothing,
  manner: nothing,
  example: { call: 'native', prints: 'What is downloaded or built, and whether the backend then loads.' },
  run: () => installNative({ root: findRoot(), log: logLine }),
});
