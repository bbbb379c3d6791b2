/** The command `play`: its keys, its games, and what it prints at the end. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { InvalidOption } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { fixedActs, playedOut } from '../../../experiments/play/game.ts';
import { bindingsOf, keyLine, meaningOf } from '../../../experiments/play/keys.ts';
import { exactValue } from '../../../penalties/exact-penalties.ts';
import { penalties } from '../../../penalties/suite.ts';
import { commandLine, root, temporaryFolder } from '../command.ts';
import { hasPty, onTerminal } from '../typist.ts';

/** Plays with keys that come through a pipe. */
async function played(
  args: readonly string[],
  keys: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [...commandLine, 'play', ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  child.stdin.end(keys);
  const read = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (text) => (read[name] += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...read };
}

describe('keys', () => {
  test.each(registry.ids())('of %s are different, and each does its action', (id) => {
    const { actions } = registry.world(id);
    const bindings = bindingsOf(actions);
    expect(new Set(bindings.map(({ key }) => key)).size).toBe(actions.length);
    for (const { key, action } of bindings) expect(meaningOf(key, actions, bindings)).toEqual({ action });
    expect(keyLine(actions, bindings)).toContain(`space ${actions[0]}`);
  });

  test('a world with more actions than keys is refused in one line', () => {
    const actions = ['wait', ...Array.from({ length: 40 }, (_, i) => `act ${i}`)];
    expect(() => bindingsOf(actions)).toThrow(
      /^play: expected a world with at most \d+ actions, one for each key, but/,
    );
    expect(() => bindingsOf(actions)).toThrow(InvalidOption);
  });

  test('arrows move, u takes back, q leaves, and others mean nothing', () => {
    const actions = ['wait', 'north', 'south', 'east', 'west', 'make'];
    const bindings = bindingsOf(actions);
    const meanings = ['up', 'down', 'right', 'left', 'space', 'u', 'backspace', 'q', 'é', 'f5'];
    expect(meanings.map((key) => meaningOf(key, actions, bindings))).toEqual([
      ...[{ action: 1 }, { action: 2 }, { action: 3 }, { action: 4 }, { action: 0 }],
      ...['undo', 'undo', 'quit', null, null],
    ]);
  });
});

describe('a game', () => {
  const compiled = compile(registry.world('Subagent-v0')) as Compiled;
  const evidence = compiled.evidences[0].value;

  test('in which someone only waits is the null program: every exact penalty is 0', () => {
    const disciple = fixedActs(compiled, []);
    for (const id of ['coarse/joint/tv', 'coarse/each/js', 'shape/spectrum', 'future-task/stepwise', 'information'])
      if (penalties.ids().includes(id))
        expect(exactValue(penalties.get(id), { compiled, evidence, disciple })).toBeCloseTo(0, 12);
  });

  test('has the penalties of a program that always does the same, where chance plays no part in what it does', () => {
    // The modest disciple walks west to the plate, whatever happens.
    const modest = boot(compiled, 'blue');
    const walk = playedOut(compiled, evidence, [2, 2, 1, 1, 1, 1, 1, 1], 0);
    expect(walk.actions.slice(0, 8)).toEqual([2, 2, 1, 1, 1, 1, 1, 1]);
    const west = fixedActs(compiled, [1, 1, 1]);
    const read = (disciple: typeof west) =>
      exactValue(penalties.get('coarse/joint/tv'), { compiled, evidence, disciple });
    expect(read(west)).toBeCloseTo(read(modest), 12);
  });
});

describe('play', () => {
  test('ends with the penalties of what was done', async () => {
    const { code, stdout } = await played(['--world', 'Subagent-v0'], `wwwu${' '.repeat(10)}`);
    expect(code).toBe(0);
    expect(stdout).toContain('Subagent-v0, tick 12 of 12');
    const compiled = compile(registry.world('Subagent-v0')) as Compiled;
    const [{ value: evidence }] = compiled.evidences;
    const exact = exactValue(penalties.get('coarse/joint/tv'), {
      compiled,
      evidence,
      disciple: fixedActs(compiled, [1, 1]),
    });
    expect(stdout).toMatch(new RegExp(`coarse/joint/tv +${exact.toFixed(4)}\\n`));
  });

  test('writes pictures of what was done, and asks before it replaces one', async () => {
    const folder = temporaryFolder();
    try {
      const svg = join(folder, 'mine.svg');
      const args = ['--world', 'Subagent-v0', '--svg', svg];
      expect((await played(args, ' '.repeat(12))).stderr).toBe(`wrote ${svg}\n`);
      expect(readFileSync(svg, 'utf8')).toContain('tick 12 of 12');
      expect(await played(args, '')).toMatchObject({ code: 2, stdout: '' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('that is left early says where, and prints no penalty', async () => {
    const { code, stdout, stderr } = await played(['--world', 'Subagent-v0'], 'wwq');
    expect([code, stderr]).toEqual([0, 'left at tick 2 of 12\n']);
    expect(stdout).not.toContain('coarse/');
  });

  test('refuses a world whose wire garbles', async () => {
    const { code, stderr } = await played(['--world', 'LeakyWire-v0'], '');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reduced-impact: --world: expected a world whose wire sends the source or nothing/);
  });
});

test.skipIf(!hasPty)('on a terminal arrows move the disciple, and the terminal is as before at the end', async () => {
  const keys = [...Array(3).fill('\u001b[D'), ...Array(9).fill(' ')];
  const { code, screen } = await onTerminal(['play', '--world', 'Subagent-v0'], {
    ...{ rows: 24, columns: 80, env: { NO_COLOR: '1' } },
    // Each key is typed once the picture of its tick is there.
    steps: keys.map((key, tick) => [`tick ${tick} of 12`, key]),
  });
  expect(code).toBe(0);
  expect(screen).toContain('tick 3 of 12: west');
  expect(screen).toContain('expected utility 0.500');
  // Only movements of the cursor and clearing are written, and nothing that outlasts the game.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
  expect(screen.match(/\u001b\[[\d;?]*[A-Za-z]/g)?.every((sequence) => /[AKJ]$/.test(sequence))).toBe(true);
});
