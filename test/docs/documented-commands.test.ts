/** Runs every command that the README and the pages tell a reader to type, with small budgets. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgsStringToArgv } from 'string-argv';
import { afterAll, describe, expect, test } from 'vitest';
import { flagsOf } from '../../experiments/command.ts';
import { commands } from '../../experiments/commands.ts';
import { start, WORLD } from '../experiments/command.ts';

// @module-tag study

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md'],
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
    .sort(),
];
/** What a reader types before the arguments. */
const SPOKEN = /(?:npm run experiment|npx reduced-impact)(?=[\s`]|$)/;

/** What stands for something else, and so cannot be typed: why it is not run. */
const NOT_RUN: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/…|COMMAND|DIRECTORY/, 'a placeholder'],
  [/my-agent/, 'an agent that the reader writes'],
  [/ native$/, 'it downloads 200 MB'],
];

/** Budgets that are small, by flag: they replace larger ones. */
const SMALL: Readonly<Record<string, string>> = {
  episodes: '2560',
  rollouts: '300',
  seeds: '1',
  updates: '20',
  repetitions: '2',
  rounds: '2',
};
/** A world that compiles at once, for the commands that would take the largest one, or all. */
const SMALL_WORLD = ['--world', join(ROOT, WORLD)];
const TAKES_A_WORLD = ['benchmark', 'calibrate', 'disciple', 'goodhart', 'optimum', 'writers'];

interface Typed {
  readonly page: string;
  readonly text: string;
  /** The arguments as they stand in the page, and with small budgets. */
  readonly given: readonly string[];
  readonly args: readonly string[];
}

/** The commands of a page in order, those in its text and those in its blocks. */
function typedIn(page: string): Typed[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const found = [...text.matchAll(/`([^`\n]*(?:\n[^`\n]+)?)`|^([^`\n]+)$/gm)]
    .map(([, inline, line]) =>
      (inline ?? line)
        .replace(/\s+/g, ' ')
        .replace(/^npm ci && /, '')
        .trim(),
    )
    .filter((command) => SPOKEN.exec(command)?.index === 0);
  return [...new Set(found)].map((command) => {
    const given = parseArgsStringToArgv(
      command
        .replace(/ +# .*$/, '')
        .replace(SPOKEN, '')
        .replace(/^ -- /, ' '),
    );
    return { page, text: command, given, args: withSmallBudgets(given) };
  });
}

function withSmallBudgets(given: readonly string[]): string[] {
  const named = commands.find(({ name }) => name === given[0]);
  const command = named ?? commands.find(({ isDefault }) => isDefault)!;
  if (given.includes('--resume') || ['run', 'list'].includes(command.name)) return [...given];
  const flags = flagsOf(command).map(({ spelling }) => spelling.split(' ')[0]);
  const args = [...given];
  for (const [name, value] of Object.entries(SMALL)) {
    const flag = `--${name}`;
    if (!flags.includes(flag)) continue;
    const at = args.indexOf(flag);
    // Rounds are of external writers alone, so they are not added.
    if (at >= 0) args[at + 1] = value;
    else if (name !== 'rounds') args.push(flag, value);
  }
  if (TAKES_A_WORLD.includes(command.name) && !given.includes('--world'))
    args.push(...(command.name === 'benchmark' || command.name === 'calibrate' ? ['--only'] : []), ...SMALL_WORLD);
  return args;
}

const all = PAGES.flatMap(typedIn);
const reasonOf = ({ text }: Typed) => NOT_RUN.find(([pattern]) => pattern.test(text))?.[1];

/** A folder as the reader's, in which the pages' files are: those that they show, and those of the clone. */
function readersFolder(): string {
  mkdirSync(join(ROOT, 'runs'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'runs', 'documented-'));
  symlinkSync(join(ROOT, 'docs'), join(folder, 'docs'));
  const start = readFileSync(join(ROOT, 'docs/start.md'), 'utf8');
  for (const [, file, code] of start.matchAll(/^Save this as `([^`]+)`[\s\S]*?^```ts\n([\s\S]*?)^```/gm))
    writeFileSync(join(folder, file), code);
  writeFileSync(
    join(folder, 'mine.ts'),
    "import { registry } from 'reduced-impact';\nconsole.log(registry.ids().length);\n",
  );
  return folder;
}

describe('the commands of the pages', () => {
  const folder = readersFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are found: each command of the command line is in some page', () => {
    const named = new Set(all.map(({ given }) => given[0]));
    expect(commands.map(({ name }) => name).filter((name) => name !== 'train' && !named.has(name))).toEqual([]);
    expect(all.length).toBeGreaterThan(40);
  });

  test('are all run but those that nobody could type as they stand', () => {
    expect(all.filter(reasonOf).map(({ text }) => text)).toMatchInlineSnapshot(`
      [
        "npx reduced-impact try …",
        "npm run experiment -- --agent my-agent --world Subagent-v0 --episodes 5120",
        "npm run experiment -- report runs/DIRECTORY",
        "npx reduced-impact COMMAND FLAGS",
        "npm run experiment -- COMMAND FLAGS",
        "npx reduced-impact native",
        "npm run experiment -- report runs/DIRECTORY # writes it again",
        "npm run experiment -- report runs/DIRECTORY runs/ANOTHER --out both.html # several runs in one page",
        "npm run experiment -- --resume runs/DIRECTORY # a training",
        "npm run experiment -- benchmark --resume runs/DIRECTORY # likewise calibrate, optimum and disciple",
      ]
    `);
  });

  // Two commands that are the same with small budgets are run once.
  const run = [
    ...new Map(
      all.filter((typed) => reasonOf(typed) === undefined).map((typed) => [typed.args.join(' '), typed]),
    ).values(),
  ];
  test.each(run.map((typed) => [typed.page, typed.text, typed.args] as const))('%s: %s', async (_, __, args) => {
    const { code, stderr } = await start(args, folder).finished;
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  });
});
