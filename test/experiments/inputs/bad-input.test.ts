/** What the command line refuses: one line, exit code 2, and nothing written. */
import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { command, read, SMALL, succeed, temporaryFolder, WORLD } from '../command.ts';

/** What `npm test` tries, one of each kind; each other case starts a process in `npm run test:all`. */
const QUICK = [
  'an unknown world, offering the nearest',
  'a malformed source, with the position',
  'a configuration with an unknown key',
  'a harm of 2, naming the state',
  'a wire that leaks',
  'a file that does not exist',
  'an unknown command, offering the nearest',
  'a flag with one value that is given twice',
];
const BROKEN = 'test/fixtures/broken-worlds.ts';

/** Stays empty: where the refused runs would stand. */
const target = temporaryFolder();
const files = temporaryFolder();
const out = ['--out', join(target, 'run')];

afterAll(() => {
  expect(readdirSync(target)).toEqual([]);
  for (const folder of [target, files]) rmSync(folder, { recursive: true, force: true });
});

/** Exactly one line, exit code 2, and nothing written. */
async function refused(args: readonly string[], wanted: string | RegExp, env?: NodeJS.ProcessEnv): Promise<void> {
  const { code, stdout, stderr } = await command(args, undefined, env);
  expect(stderr).toMatch(/^reduced-impact: [^\n]+\n$/);
  const message = stderr.slice('reduced-impact: '.length, -1);
  if (typeof wanted === 'string') expect(message).toBe(wanted);
  else expect(message).toMatch(wanted);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  // Others try at the same time whether the folder can be written; afterwards nothing of theirs is left either.
  expect(existsSync(join(target, 'run'))).toBe(false);
}

function config(name: string, content: string): string {
  const path = join(files, name);
  writeFileSync(path, content);
  return path;
}

const native = await loadBackend('native').then(
  () => true,
  () => false,
);

describe.concurrent('one line, exit code 2 and nothing written for', () => {
  const train = [...SMALL, ...out];
  const attempt = ['try', '--world', WORLD, '--rollouts', '64', ...out];

  const cases: Readonly<Record<string, readonly [args: readonly string[], wanted: string | RegExp]>> = {
    'an unknown world, offering the nearest': [
      ['--world', 'PaperclipFactry-v0', ...out],
      "unknown world 'PaperclipFactry-v0'. Did you mean 'PaperclipFactory-v0'?",
    ],
    'an unknown penalty, offering the nearest': [
      [...train, '--penalty', 'coarse/joint/tw'],
      "unknown penalty 'coarse/joint/tw'. Did you mean 'coarse/joint/tv'?",
    ],
    'an unknown penalty of try': [
      [...attempt, '--disciple', 'clips', '--penalty', 'coarse/jiont/tv'],
      "unknown penalty 'coarse/jiont/tv'. Did you mean 'coarse/joint/tv'?",
    ],
    'an unknown agent, offering the nearest': [
      [...train, '--agent', 'reinforc'],
      "unknown agent 'reinforc'. Did you mean 'reinforce'?",
    ],
    'a malformed source, with the position': [
      [...attempt, '--disciple', 'min(clips,,'],
      "disciple source 'min(clips,,': Unexpected token , at position 12",
    ],
    'an unknown quantity, with the position and the nearest': [
      [...attempt, '--disciple', '1 + clps'],
      "disciple source '1 + clps': unknown quantity 'clps' at position 5. Did you mean 'clips'?",
    ],
    'evidence that is no list of integers': [
      [...attempt, '--disciple', 'clips', '--evidence', '0,x'],
      /^evidence: expected a value for each of reliability \(.*\), as '.*' or '0,0', but received '0,x'$/,
    ],
    'an index that a variable does not have, listing what it has': [
      [...attempt, '--disciple', 'clips', '--evidence', '2,0'],
      /^evidence: expected a value for each of reliability \(0 to 1\), draught \(0 to 2\), .* but received '2,0'$/,
    ],
    'try without a source': [['try', ...out], /required option '--disciple <source>'/],
    'a negative weight': [[...train, '--weight', '-1'], 'weight: expected a number ≥ 0 but received -1'],
    'a weight that is no number': [[...train, '--weight', 'NaN'], "weight: expected a number ≥ 0 but received 'NaN'"],
    'seeds that are no number': [
      [...train, '--seeds', 'x'],
      "seeds: expected an integer from 1 to 100000 but received 'x'",
    ],
    'no seeds': [[...train, '--seeds', '0'], 'seeds: expected an integer from 1 to 100000 but received 0'],
    'half a seed': [[...train, '--seeds', '1.5'], 'seeds: expected an integer from 1 to 100000 but received 1.5'],
    'an unknown backend': [
      [...train, '--backend', 'foo'],
      "backend: expected one of native, wasm, cpu but received 'foo'",
    ],
    'a configuration with an unknown key': [
      ['--config', config('key.json', '{"wieght": 1}'), ...out],
      /key\.json: unknown key 'wieght'\. Did you mean 'weight'\?$/,
    ],
    'a configuration that is not JSON': [
      ['--config', config('json.json', '{"weight":\n1,\n}'), ...out],
      /^configuration .*json\.json: .*JSON/,
    ],
    'a configuration that is missing': [
      ['--config', join(files, 'absent.json'), ...out],
      /^configuration .*absent\.json: no such file$/,
    ],
    'probabilities that do not sum to 1': [
      [...train, '--world', `${BROKEN}#Sums-v0`],
      /^Sums-v0: step\(state '0000000', 'wait'\): .*expected .*1.* but received .*0\.5.*0\.4/,
    ],
    'a utility that is NaN, naming the state': [
      [...train, '--world', `${BROKEN}#NotANumber-v0`],
      /^NotANumber-v0: utility of state '\d+': expected a number in \[0, 1\] but received NaN$/,
    ],
    'a utility of 2, naming the state': [
      [...train, '--world', `${BROKEN}#Two-v0`],
      /^Two-v0: utility of state '\d+': expected a number in \[0, 1\] but received [2-5]$/,
    ],
    'a harm of 2, naming the state': [
      [...train, '--world', `${BROKEN}#Harmful-v0`],
      /^Harmful-v0: harm of state '\d+': expected a number in \[0, 1\] but received 2$/,
    ],
    'a key shared by different states, naming both': [
      [...train, '--world', `${BROKEN}#Collides-v0`],
      /expected key to differ for different states but received '\d+' for both \{.*"cat":\d.*\} and \{.*"cat":\d.*\}$/,
    ],
    'more states than the limit, saying what to do': [
      [...train, '--world', `${BROKEN}#Huge-v0`],
      /^Huge-v0: .*; use the sampled forecaster/,
    ],
    'a wire that leaks': [
      [...train, '--world', `${BROKEN}#Leaky-v0`],
      /^Leaky-v0: P\(e,S,0\) depends on S: under evidence reliability=0 draught=0 the outcome '\d+' has probability /,
    ],
    'a wire that leaks in try': [
      [...attempt, '--world', `${BROKEN}#Leaky-v0`, '--disciple', 'clips'],
      /^Leaky-v0: P\(e,S,0\)/,
    ],
    'a file that does not exist': [[...train, '--world', './absent.ts'], "no such file: './absent.ts'"],
    'a file that exports no world': [
      [...train, '--world', config('penalty.ts', 'export default { id: "p", measure() {} };')],
      /penalty\.ts: expected a world as default export but received {"id":"p"}$/,
    ],
    'a number as a penalty': [
      [...train, '--penalty', config('number.ts', 'export default 3;')],
      /number\.ts: expected a penalty as default export but received 3$/,
    ],
    'an agent without its method, naming the misspelt field': [
      [...train, '--agent', config('agent.ts', "export default { id: 'a', summary: 'a', learns: false, creat() {} };")],
      /agent\.ts: unknown field 'creat'\. Did you mean 'create'\?$/,
    ],
    'a goal that is no quantity, naming the flag': [
      ['disciple', '--world', WORLD, '--goal', 'nope', ...out],
      /^--goal: goal 'nope': unknown quantity 'nope'/,
    ],
    'a file of code as configuration': [
      ['--config', WORLD, ...out],
      /^configuration .*user-world\.ts: expected JSON \(/,
    ],
    'a world with a malformed id, naming its file': [
      [...train, '--world', config('vase.ts', "export default { id: 'vase', step() {} };")],
      /vase\.ts: world: id: expected the form 'Name-v0' but received 'vase'$/,
    ],
    'a file that exports several worlds, listing them': [
      [...train, '--world', BROKEN],
      /broken-worlds\.ts: expected one world but received Sums-v0, .*: choose one as .*#Sums-v0$/,
    ],
    'a world that the file does not have': [
      [...train, '--world', `${BROKEN}#Some-v0`],
      /broken-worlds\.ts: expected a world named Some-v0 .* but received 'Sums-v0, /,
    ],
    'a run directory below a file': [
      [...SMALL, '--out', join(config('file', ''), 'run')],
      /file\/run: expected a folder on the way there but found a file/,
    ],
    'a run directory of try below a file': [
      ['try', '--world', WORLD, '--disciple', 'clips', '--out', join(config('file', ''), 'deep', 'run')],
      /file\/deep\/run: expected a folder on the way there but found a file/,
    ],
    'an unknown flag, offering the nearest': [
      [...train, '--weigth', '1'],
      "unknown option '--weigth' (Did you mean --weight?)",
    ],
    'a flag without its value': [[...out, '--world'], "option '--world <id or file>' argument missing"],
    'a flag with one value that is given twice': [
      [...out, '--seed', '0', '--world', WORLD, '--seed', '1'],
      '--seed: expected one value but received two',
    ],
    'an unknown command, offering the nearest': [
      ['lsit', ...out],
      "command line: expected a command or flags but received 'lsit'. Did you mean 'list'?",
    ],
    'an excess argument': [['list', 'everything'], "too many arguments for 'list'. Expected 0 arguments but got 1."],
    'no run to evaluate': [['evaluate'], "missing required argument 'directory'"],
  };

  for (const [name, [args, wanted]] of Object.entries(cases)) {
    test(name, { tags: QUICK.includes(name) ? [] : ['system'] }, () => refused(args, wanted));
  }

  test.skipIf(native)('the native backend where it is missing, naming the remedy', { tags: ['system'] }, () =>
    refused(
      [...train, '--backend', 'native'],
      /^backend 'native' does not load here \(.*\): run npm run native, or choose/,
    ),
  );

  test('a value whose flag npm kept, saying how to pass it on', { tags: ['system'] }, () =>
    refused(['3', ...out], /received '3'\. \(npm took --weight: write npm run experiment -- --…\)$/, {
      npm_config_weight: 'true',
    }),
  );

  test('a path that npm runs from the root, read where it was typed', () =>
    refused(['--config', 'typed.json', ...out], /^configuration typed\.json: unknown key 'wieght'/, {
      npm_lifecycle_event: 'experiment',
      INIT_CWD: dirname(config('typed.json', '{"wieght": 1}')),
    }));

  test.runIf(process.platform === 'linux')('a read-only output directory, whoever runs it', { tags: ['system'] }, () =>
    refused([...SMALL, '--out', '/proc/run'], /^\/proc\/run: no folder can be made in \/proc: /),
  );

  test.skipIf(process.getuid?.() === 0)(
    'a read-only output directory, before anything is compiled',
    { tags: ['system'] },
    async () => {
      const locked = temporaryFolder();
      chmodSync(locked, 0o555);
      await refused([...SMALL, '--out', join(locked, 'run')], /^.*run: EACCES: permission denied/);
      rmSync(locked, { recursive: true });
    },
  );
});

describe('--allow-leak', { tags: ['system'] }, () => {
  test('accepts a wire that leaks, and the run records it', async () => {
    const folder = temporaryFolder();
    try {
      const run = join(folder, 'run');
      await succeed([...SMALL.slice(2), '--world', `${BROKEN}#Leaky-v0`, '--allow-leak', '--out', run]);
      expect(JSON.parse(read(run, 'config.json'))).toMatchObject({
        allowLeak: true,
        world: expect.stringMatching(/#Leaky-v0$/),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('--verbose', { tags: ['system'] }, () => {
  test('prints the stack below the line', async () => {
    const { code, stderr } = await command(['--verbose', '--seeds', 'x', ...out]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reduced-impact: seeds: .*\nInvalidOption: .*\n +at /);
  });
});
