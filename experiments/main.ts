/** The command line: runs the command that was typed. */
import { runCommandLine } from './command-line.ts';
import { commands } from './commands.ts';

await runCommandLine(commands, process.argv);
