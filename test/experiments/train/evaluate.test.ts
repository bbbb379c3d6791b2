/** The commands `evaluate` and `list`, and the help. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyWorld } from '../../fixtures/tiny-world.ts';
import { command, read, root, rows, SMALL, start, succeed, temporaryFolder } from '../command.ts';

const OTHERS = 'test/fixtures/other-worlds.ts';
const folder = temporaryFolder();
const run = join(folder, 'run');
let trained: string;

beforeAll(async () => {
  trained = (await succeed([...SMALL, '--seeds', '2', '--out', run])).stdout;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Choice {
  readonly evidence: readonly number[];
  readonly unpenalised: number;
  readonly penalised: number;
  readonly oracle: number;
}

interface Evaluated {
  readonly world: string;
  readonly seeds: readonly { readonly seed: number; readonly verdict: { readonly choices: readonly Choice[] } }[];
}

async function evaluated(args: readonly string[]): Promise<Evaluated> {
  return JSON.parse((await succeed(['evaluate', run, '--json', ...args])).stdout);
}

/** Seed, evidence and what is sent, as in summary.csv. */
function sent({ seeds }: Evaluated): string[][] {
  const id = (index: number) => tinyWorld.disciples[index].id;
  return seeds.flatMap(({ seed, verdict }) =>
    verdict.choices.map(({ evidence, unpenalised, penalised, oracle }) => [
      String(seed),
      evidence.join(' '),
      id(unpenalised),
      id(penalised),
      id(oracle),
    ]),
  );
}

describe('evaluate', () => {
  test('loads masters that choose as the summary of their run says', async () => {
    const [, ...body] = rows(read(run, 'summary.csv'));
    const result = await evaluated([]);
    expect(result.world).toBe('TinyUser-v0');
    expect(sent(result)).toEqual(body.map((row) => row.slice(0, 5)));
  });

  test('prints the tables that the training printed', { tags: ['system'] }, async () => {
    const { stdout } = await succeed(['evaluate', run]);
    expect(stdout).not.toBe('');
    expect(trained.startsWith(stdout)).toBe(true);
  });

  test('judges the same choices in another world with the same evidence and library', {
    tags: ['system'],
  }, async () => {
    const [, ...body] = rows(read(run, 'summary.csv'));
    const result = await evaluated(['--world', `${OTHERS}#Sturdy-v0`, '--rollouts', '100']);
    expect(result.world).toBe('Sturdy-v0');
    expect(sent(result).map((row) => row.slice(0, 4))).toEqual(body.map((row) => row.slice(0, 4)));
  });

  test('refuses a world with another library or evidence in one line', { tags: ['system'] }, async () => {
    for (const [id, wanted] of [
      [
        'Library-v0',
        /disciples: expected the library the masters choose from \(null, bounded, careful\) but received /,
      ],
      ['Evidence-v0', /evidence: expected the values the masters were trained on \(0 0, .*\) but received '0 0, 1 0'/],
    ] as const) {
      const { code, stdout, stderr } = await command(['evaluate', run, '--world', `${OTHERS}#${id}`]);
      expect(stderr).toMatch(/^reduced-impact: [^\n]+\n$/);
      expect(stderr).toMatch(wanted);
      expect(stdout).toBe('');
      expect(code).toBe(2);
    }
  });

  test('refuses a folder without a run, and a run that is not finished, saying how to finish it', {
    tags: ['system'],
  }, async () => {
    const unfinished = join(folder, 'unfinished');
    await succeed([...SMALL, '--agent', 'random', '--penalty', 'none', '--out', unfinished]);
    // As if it had been killed after its beginning.
    writeFileSync(join(unfinished, 'events.jsonl'), `${read(unfinished, 'events.jsonl').split('\n')[0]}\n`);
    rmSync(join(unfinished, 'masters'), { recursive: true });
    for (const [path, wanted] of [
      [folder, /expected a run directory \(with config\.json\) but found none/],
      [unfinished, /expected the trained masters of seed 0 but found none: either the run is not finished/],
    ] as const) {
      const { code, stderr } = await command(['evaluate', path]);
      expect(stderr).toMatch(/^reduced-impact: [^\n]+\n$/);
      expect(stderr).toMatch(wanted);
      expect(code).toBe(2);
    }
  });

  test('writes nothing', { tags: ['system'] }, async () => {
    const before = readdirSync(run, { recursive: true });
    await succeed(['evaluate', run]);
    expect(readdirSync(run, { recursive: true })).toEqual(before);
  });
});

describe('list', () => {
  test('names every world, penalty and agent, with a line about each', async () => {
    const { stdout } = await succeed(['list']);
    for (const id of ['PaperclipFactory-v0', 'coarse/learned/tv', 'coarse/similar', 'none', 'reinforce', 'oracle']) {
      expect(stdout).toMatch(new RegExp(`^  ${id} +\\S`, 'm'));
    }
    expect(stdout).toMatch(/^ +houses \(\d+\): /m);
  });

  test('is cut short without complaint by a reader that has seen enough', { tags: ['system'] }, async () => {
    const { child, finished } = start(['list']);
    child.stdout!.destroy();
    expect(await finished).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('--help and --version', () => {
  test('exit with code 0 and say what there is', { tags: ['system'] }, async () => {
    const help = await succeed(['--help']);
    for (const name of ['train', 'try', 'evaluate', 'list', 'native'])
      expect(help.stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    const train = await succeed(['train', '--help']);
    const flags =
      'world penalty agent weight seeds seed episodes rollouts erasure backend out force allow-leak config resume';
    for (const flag of flags.split(' ')) expect(train.stdout).toContain(`--${flag}`);
    expect((await succeed(['--version'])).stdout).toBe(`${JSON.parse(read(root, 'package.json')).version}\n`);
  });
});
