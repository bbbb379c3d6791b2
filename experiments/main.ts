/** The command line: runs the command that was typed. */
import { runCommandLine } from './command-line.ts';
import { commands } from './commands.ts';

// npm starts a script in the root of the clone, but a path that was typed begins where it was typed.
const { npm_lifecycle_event: npmScript, INIT_CWD: typedIn } = process.env;
if (npmScript === 'experiment' && typedIn) process.chdir(typedIn);

await runCommandLine(commands, process.argv);
