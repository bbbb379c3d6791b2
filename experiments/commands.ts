/** Every command of the command line: one line each. */
import '../agents/suite.ts';
import { benchmark } from './benchmark/command.ts';
import { calibrate } from './calibrate/command.ts';
import { curveCommands } from './curves/command.ts';
import { disciple } from './disciple/command.ts';
import { evaluateCommand } from './evaluate/command.ts';
import { listCommand } from './list/command.ts';
import { native } from './native/command.ts';
import { optimum } from './optimum/command.ts';
import { playCommand } from './play/command.ts';
import { reportCommand } from './report/command.ts';
import { script } from './script/command.ts';
import { train } from './train/command.ts';
import { tryCommand } from './try/command.ts';
import { watchCommand } from './watch/command.ts';
import { writers } from './writers/command.ts';

/** In the order of the help. */
export const commands = [
  train,
  tryCommand,
  watchCommand,
  playCommand,
  evaluateCommand,
  reportCommand,
  benchmark,
  calibrate,
  optimum,
  writers,
  disciple,
  ...curveCommands,
  script,
  listCommand,
  native,
];
