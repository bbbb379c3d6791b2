/** The command `run`: a user's own script, with the running copy as 'reduced-impact'. */
import { defineCommand, nothing } from '../command.ts';
import { runScript } from '../inputs/user-file.ts';

export const script = defineCommand({
  name: 'run',
  summary: 'run a script of yours, TypeScript or JavaScript, that imports from reduced-impact',
  args: [
    ['<file>', 'the script, anywhere; it may import from reduced-impact without installing it'],
    ['[arguments...]', 'whatever follows is passed on to it'],
  ],
  settings: nothing,
  manner: nothing,
  example: { call: 'run mine.ts --any --arguments 3', prints: 'Whatever the script prints.' },
  run: ({ args: [file, ...args] }) => runScript(file, args),
});
