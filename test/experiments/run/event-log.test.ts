/** events.jsonl: what is written comes back, and damage anywhere is noticed. */
import { appendFileSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EventLog, type RunEvent } from '../../../experiments/run/event-log.ts';
import { temporaryFolder } from '../command.ts';
import { refusalOf } from './refusal.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'events.jsonl');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BEGIN = { type: 'begin' };

/** A log with the events `begin`, `step 1` … `step 4`. */
function fiveEvents(): EventLog {
  const log = EventLog.create(path, BEGIN);
  for (let i = 1; i <= 4; i++) log.append({ type: 'step', i });
  return log;
}

describe('EventLog', () => {
  const anyEvent: fc.Arbitrary<RunEvent> = fc
    .tuple(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()))
    .map(([type, { sum: _, ...rest }]) => JSON.parse(JSON.stringify({ ...rest, type })) as RunEvent);

  test('gives events back as they were appended, one a line', () => {
    const log = EventLog.create(path, BEGIN);
    const all: RunEvent[] = [BEGIN];
    fc.assert(
      fc.property(anyEvent, (event) => {
        log.append(event);
        all.push(event);
        expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(all.length + 1);
      }),
    );
    expect(log.events).toEqual(all);
    const read = EventLog.read(path);
    expect(read.torn).toBe(false);
    expect(read.log.events).toEqual(all);
    expect(read.log.sumOf()).toBe(log.sumOf());
  });

  test('leaves out a last line that was torn, wherever it was torn, and cuts it from the file', () => {
    const log = EventLog.create(path, BEGIN);
    log.append({ type: 'step', note: 'naïve — λ' });
    const whole = readFileSync(path);
    const torn = Buffer.from(JSON.stringify({ type: 'step', note: 'λ' }));
    for (let length = 1; length <= torn.length; length++) {
      appendFileSync(path, torn.subarray(0, length));
      const read = EventLog.read(path);
      expect(read.torn).toBe(true);
      expect(read.log.events).toEqual(log.events);
      read.log.cutTo(2);
      expect(readFileSync(path).equals(whole)).toBe(true);
    }
  });

  test('forgets events that are cut, and goes on after those that are left', () => {
    const log = fiveEvents();
    log.cutTo(2);
    log.append({ type: 'other' });
    const types = EventLog.read(path).log.events.map(({ type }) => type);
    expect(types).toEqual(['begin', 'step', 'other']);
  });

  test('refuses a line that is no JSON, or no event, and names it', () => {
    for (const line of ['{"type":', '[]', 'null', '{"kind":"x"}']) {
      EventLog.create(path, BEGIN);
      appendFileSync(path, `${line}\n`);
      expect(refusalOf(() => EventLog.read(path))).toBe(
        `${path}, line 2: the line is damaged: expected an event as JSON`,
      );
    }
  });

  test('refuses a line that was removed, added, exchanged or changed before the last', () => {
    fiveEvents();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const damages: readonly (readonly string[])[] = [
      lines.filter((_, i) => i !== 2),
      lines.slice(1),
      [...lines.slice(0, 2), lines[1], ...lines.slice(2)],
      [lines[0], lines[2], lines[1], ...lines.slice(3)],
      lines.map((line, i) => (i === 2 ? line.replace('"i":2', '"i":7') : line)),
    ];
    for (const damaged of damages) {
      writeFileSync(path, `${damaged.join('\n')}\n`);
      expect(refusalOf(() => EventLog.read(path))).toMatch(
        /, line \d: expected the checksum .* were changed or removed$/,
      );
    }
  });

  test.skipIf(!existsSync('/dev/full'))('says in one line that the disk is full', () => {
    const log = EventLog.create(path, BEGIN);
    rmSync(path);
    symlinkSync('/dev/full', path);
    expect(refusalOf(() => log.append({ type: 'step' }))).toBe(`${path}: no space left on the device (ENOSPC)`);
  });
});
