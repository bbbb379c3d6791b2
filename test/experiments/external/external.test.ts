/** Writers in other processes: what they send, how a transcript repeats it, and each way in which one fails. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { command, read, rows, temporaryFolder } from '../command.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TRAIN = ['--world', 'Subagent-v0', '--penalty', 'coarse/joint/tv', '--rollouts', '100', '--backend', 'wasm'];

const hasPython = (() => {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A writer in JavaScript whose body handles each `message` and may `say` an answer. */
function writer(name: string, body: string): string {
  const path = join(folder, `${name}.cjs`);
  const loop = `
    const say = (answer) => console.log(JSON.stringify(answer));
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const message = JSON.parse(line);
      ${body}
    });`;
  writeFileSync(path, loop);
  return `external:${process.execPath} ${path}`;
}

describe('a writer in another process', { tags: ['system'] }, () => {
  test.skipIf(!hasPython)('the shipped one in Python writes, and its transcript repeats the run', async () => {
    const [run, again] = [join(folder, 'run'), join(folder, 'again')];
    const agent = 'external:python3 docs/writers/writer.py';
    const first = await command([...TRAIN, '--agent', agent, '--rounds', '4', '--out', run]);
    expect(first.code).toBe(0);
    const replay = `replay:${join(run, 'transcript.jsonl')}`;
    const second = await command([...TRAIN, '--agent', replay, '--rounds', '4', '--out', again]);
    expect(second.code).toBe(0);
    for (const file of ['summary.csv', 'transcript.jsonl']) expect(read(again, file)).toBe(read(run, file));
    const lines = read(run, 'transcript.jsonl').trim().split('\n');
    // A card, four rounds of question and answer under four evidence values, and the end: for λ and for the twin.
    expect(lines).toHaveLength(2 * (1 + 4 * 4 * 2 + 1));
    expect(read(run, 'transcript.jsonl')).not.toMatch(/harm/i);
  });

  test('the shipped one in TypeScript writes', async () => {
    const run = join(folder, 'typescript');
    const agent = 'external:npx tsx docs/writers/writer.ts';
    const { code } = await command([...TRAIN, '--agent', agent, '--rounds', '3', '--out', run]);
    expect(code).toBe(0);
    const [head, ...body] = rows(read(run, 'summary.csv'));
    expect(body.every((row) => /^external-|^[a-z]+$/.test(row[head.indexOf('penalised')]))).toBe(true);
  });

  test.each([
    ['hangs', '', /gave no answer within 1 s/],
    ['dies', 'process.exit(3)', /ended with exit code 3/],
    ['prints garbage', `if (message.type === 'write') console.log('hello')`, /wrote no JSON but 'hello'/],
    ['prints 10 MB', `process.stdout.write('x'.repeat(1e7))`, /wrote a line of more than 1,000,000 characters/],
    ['answers something else', `if (message.type === 'write') say({ sauce: 1 })`, /no text under "source"/],
  ])('one that %s is started once more, and then ends the run in one line', async (name, body, message) => {
    const out = join(folder, `bad-${name.replaceAll(' ', '-')}`);
    const agent = writer(name.replaceAll(' ', '-'), body);
    const { code, stderr } = await command([...TRAIN, '--agent', agent, '--time-limit', '1', '--out', out]);
    expect(code).toBe(2);
    const told = stderr.split('\n').filter((line) => message.test(line));
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('it is started once more');
    // What was said until then is kept.
    expect(read(out, 'transcript.jsonl')).toContain('"type":"card"');
  });

  test.each([
    ['is no program', 'external:no-such-program', 'cannot be started: there is no such program'],
    ['is a folder', `external:${folder}`, 'cannot be started: it is no file that may be executed'],
  ])('one that %s is not started again', async (_, agent, message) => {
    const { code, stderr } = await command([...TRAIN, '--agent', agent, '--out', join(folder, 'missing'), '--force']);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/once more|ENOENT|EACCES/);
  });

  test('one that fails once goes on, and is shown the card again', async () => {
    const marker = join(folder, 'marker');
    const agent = writer(
      'fails-once',
      `const fs = require('node:fs');
      if (message.type === 'card') fs.appendFileSync('${marker}', 'card ');
      if (message.type === 'write' && !fs.existsSync('${marker}2')) {
        fs.writeFileSync('${marker}2', '');
        process.exit(1);
      }
      if (message.type === 'write') say({ source: 'built' });`,
    );
    const { code } = await command([...TRAIN, '--agent', agent, '--out', join(folder, 'once')]);
    expect(code).toBe(0);
    // Twice for λ, since it failed once, and once for the twin.
    expect(read(marker)).toBe('card card card ');
  });

  test('a source that is no program crashes, and the next round says why', async () => {
    const run = join(folder, 'unknown');
    const agent = writer('unknown', `if (message.type === 'write') say({ source: 'tulips' })`);
    const { code } = await command([...TRAIN, '--agent', agent, '--rounds', '2', '--out', run]);
    expect(code).toBe(0);
    const transcript = read(run, 'transcript.jsonl');
    expect(transcript).toContain("unknown quantity 'tulips'");
    expect(read(run, 'programs', 'external-1.txt')).toBe('0\n');
  });
});

test('a transcript of another world is refused with both names', async () => {
  const path = join(folder, 'of-gas.jsonl');
  const line = { seed: 0, weight: 1, to: 'writer', message: { type: 'card', card: { id: 'Gas-v0' } } };
  writeFileSync(path, `${JSON.stringify(line)}\n`);
  const { code, stderr } = await command([...TRAIN, '--agent', `replay:${path}`, '--out', join(folder, 'no')]);
  expect(code).toBe(2);
  expect(stderr).toContain(`${path}: expected a transcript of the world 'Subagent-v0' but received 'Gas-v0'`);
});

test('the options of external writers are refused with another agent, and an empty command too', async () => {
  const rounds = await command([...TRAIN, '--agent', 'oracle', '--rounds', '2', '--out', join(folder, 'no')]);
  expect([rounds.code, rounds.stderr]).toEqual([2, expect.stringContaining('rounds: expected an agent external:')]);
  const open = await command([...TRAIN, '--agent', 'external:"open', '--out', join(folder, 'no')]);
  expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('whose quotation marks come in pairs')]);
  const empty = await command([...TRAIN, '--agent', 'external:', '--out', join(folder, 'no')]);
  expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('agent: expected external:COMMAND')]);
});
