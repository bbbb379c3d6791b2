/** Writes the page of the commands from their definitions. */
import { type Command, flagsOf } from '../../experiments/command.ts';

const INTRODUCTION = `<!-- Written by \`npm run docs:tables\` from the definitions of the commands: change those. -->

# Commands

Inside a clone, and where the package is installed, a command is \`npx reduced-impact COMMAND FLAGS\`. In a clone it is
also \`npm run experiment -- COMMAND FLAGS\`. Anywhere else, type \`node PATH/TO/CLONE/bin/reduced-impact.js COMMAND
FLAGS\`. Paths begin in the folder where you type. Without a command, \`train\` runs. \`help COMMAND\`
prints what stands here.

- **Results** go to standard output, everything else to standard error. \`--json\` prints results as JSON.
- **Exit codes**: 0; 2 where you can mend what is wrong, which one line says; 130 after Ctrl-C and 143 after a request
  to end (SIGTERM), both of which \`--resume\` carries on; 1 for anything else. \`--verbose\` adds the stack of an
  error.
- **Worlds, penalties and agents** are ids, as \`list\` prints them, or the path of your file. If it exports
  several, write \`file.ts#id\`. Parameters follow, as in \`Lolcats-v0?bits=8\`. A file that takes more than 30 s
  to load is refused; the variable \`REDUCED_IMPACT_LOAD_SECONDS\` sets another limit.
- **Evidence** is written as it is printed, in any order (\`--evidence "wet=no wire=4"\`), or as indices
  (\`--evidence 1,0,1\`).
- **\`--config FILE\`** reads settings from JSON, named as the flags are (\`allowLeak\` for \`--allow-leak\`).
  Flags come first.
- **Compiled worlds** are kept in \`~/.cache/reduced-impact\` (or below \`XDG_CACHE_HOME\`), at most 512 MB of
  them. This holds for the worlds that come with the package. \`--no-cache\` compiles
  anew. You can delete the folder at any time.
- **Run directories** are explained in [runs.md](runs.md).
`;

/** The whole page. */
export function commandsPage(commands: readonly Command[]): string {
  return `${[INTRODUCTION, ...commands.map(section)].join('\n').trimEnd()}\n`;
}

function section(command: Command): string {
  const { name, summary, args = [], example } = command;
  const lines = [
    ...args.map(([argument, about]) => [argument, about]),
    ...flagsOf(command).map(({ spelling, description }) => [spelling, description]),
  ];
  const table = lines.map(([spelling, about]) => `| \`${spelling}\` | ${about.replaceAll('|', '\\|')} |`);
  return [
    `## ${name}`,
    '',
    `${capital(summary)}.`,
    '',
    '```sh',
    `npx reduced-impact ${example.call}`,
    '```',
    '',
    `It prints: ${uncapital(example.prints)}`,
    '',
    ...(table.length > 0 ? ['| flag or argument | meaning |', '|---|---|', ...table, ''] : []),
  ].join('\n');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function uncapital(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
