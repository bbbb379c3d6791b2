/** Parses the command line, runs the command, and prints whatever goes wrong as one line. */
import { CommanderError, Command as CommandLine } from 'commander';
import { ReducedImpactError } from '../core/base/errors.ts';
import { messageOf } from '../core/base/messages.ts';
import { addCommand, type Command, unknownCommand } from './command.ts';
import { version } from './run/versions.ts';
import { onOneLine } from './terminal.ts';

/**
 * Runs what was typed. The exit code is 0, or 2 where the user can mend what is wrong, or 1 for anything else. Each
 * error is one line on standard error; `--verbose` adds its stack.
 *
 * @param typed the arguments of the process, with the program and the script in front
 */
export async function runCommandLine(commands: readonly Command[], typed: readonly string[]): Promise<void> {
  const program = programOf(commands);
  const verbose = () => program.opts().verbose === true;
  // What goes wrong where nobody waits, such as in a promise that a user's world leaves behind.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      process.exitCode = report(error, verbose());
      process.exit();
    });
  }
  watchOutput();
  try {
    await program.parseAsync(withScriptArguments(typed));
  } catch (error) {
    process.exitCode = report(error, verbose());
    // A user's file may have left timers behind, which would keep the process alive.
    process.exit();
  }
}

/** The commands on a command line that throws rather than ends the process. */
export function programOf(commands: readonly Command[]): CommandLine {
  const program = new CommandLine('reduced-impact')
    .description('Can a penalty on impact make a powerful optimiser harmless, and which penalty?')
    .version(version)
    .option('--verbose', 'print the stack of an error')
    .configureHelp({ showGlobalOptions: true })
    .helpCommand(false);
  for (const command of commands) addCommand(program, command);
  program
    .command('help')
    .argument('[command]', 'the command to tell about')
    .description('show this help, or that of a command')
    .action((name: string | undefined) => {
      if (name === undefined) return program.outputHelp();
      const found = program.commands.find((command) => command.name() === name);
      if (!found) throw unknownCommand(program, name);
      found.outputHelp();
    });
  for (const line of [program, ...program.commands]) {
    line.exitOverride();
    line.configureOutput({
      outputError: (text, write) => write(`reduced-impact: ${onOneLine(text.replace(/^error: /, ''))}\n`),
    });
  }
  return program;
}

/** Whatever follows a script's name is the script's: `--` keeps our own flags from taking it. */
function withScriptArguments(typed: readonly string[]): string[] {
  const [node, main, name, file, ...rest] = typed;
  return name === 'run' && file !== undefined && !file.startsWith('-')
    ? [node, main, name, file, '--', ...rest]
    : [...typed];
}

/** Prints an error as one line, and returns the exit code for it. */
function report(error: unknown, verbose: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const stack = error instanceof Error ? error.stack : undefined;
  if (error instanceof ReducedImpactError) {
    process.stderr.write(`reduced-impact: ${onOneLine(error.message)}\n`);
    if (verbose) {
      process.stderr.write(`${stack}\n`);
      if (error.cause instanceof Error) process.stderr.write(`caused by ${error.cause.stack}\n`);
    }
    return 2;
  }
  process.stderr.write(`reduced-impact: unexpected error: ${onOneLine(messageOf(error).split('\n')[0])}\n`);
  process.stderr.write(verbose && stack ? `${stack}\n` : 'reduced-impact: --verbose prints the stack\n');
  return 1;
}

/**
 * Ends the process with one line where results cannot be written. A reader that has seen enough, such as `head`, is no
 * error.
 */
function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`reduced-impact: standard output: ${onOneLine(error.message)}\n`);
    process.exit(1);
  });
  process.stderr.on('error', () => {});
}
