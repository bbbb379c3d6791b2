import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RunDirectoryError } from '../../../core/base/errors.ts';
import { toCsv } from '../../../experiments/run/csv.ts';
import { RunDirectory, type RunEvent } from '../../../experiments/run/run-directory.ts';
import { read, temporaryFolder } from '../command.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'runs', 'one');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The one line of a `RunDirectoryError`. */
function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(RunDirectoryError);
    const { message } = error as Error;
    expect(message).not.toContain('\n');
    return message;
  }
  throw new Error('expected it to be refused');
}

describe('RunDirectory.create', () => {
  test('makes the folders above, and a directory with its configuration and no event', () => {
    const run = RunDirectory.create(path, { weight: 1 });
    expect(run.readJson('config.json')).toEqual({ weight: 1 });
    expect(run.readEvents()).toEqual({ events: [], dropped: false });
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one']);
  });

  test('refuses a run that exists, naming path and flag, and replaces it whole with force', () => {
    RunDirectory.create(path, { weight: 1 }).write('summary.csv', 'old');
    const message = messageOf(() => RunDirectory.create(path, { weight: 2 }));
    expect(message).toContain(path);
    expect(message).toContain('--force');
    expect(RunDirectory.open(path).readJson('config.json')).toEqual({ weight: 1 });
    RunDirectory.create(path, { weight: 2 }, { force: true });
    expect(RunDirectory.open(path).readJson('config.json')).toEqual({ weight: 2 });
    expect(readdirSync(path).sort()).toEqual(['config.json', 'events.jsonl']);
  });

  test('never replaces what is no run, force or not', () => {
    mkdirSync(path, { recursive: true });
    for (const force of [false, true]) {
      expect(messageOf(() => RunDirectory.create(path, {}, { force }))).toContain('is no run directory');
    }
    writeFileSync(join(path, 'config.json'), '{}');
    expect(messageOf(() => RunDirectory.create(path, {}, { force: true }))).toContain('is no run directory');
    expect(readdirSync(path)).toEqual(['config.json']);
  });

  test('leaves nothing behind where the configuration cannot be written', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(messageOf(() => RunDirectory.create(path, cyclic))).toContain(path);
    expect(readdirSync(join(folder, 'runs'))).toEqual([]);
  });
});

describe('RunDirectory.refuse', () => {
  test('refuses a path below a file before anything is written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(messageOf(() => RunDirectory.refuse(join(folder, 'file', 'deep', 'run'), true))).toContain('is a file');
  });

  test('accepts a new path, and makes nothing of it', () => {
    RunDirectory.refuse(path, false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('RunDirectory.open', () => {
  test('refuses a folder without a run, and a damaged file, naming it', () => {
    expect(messageOf(() => RunDirectory.open(folder))).toContain(folder);
    const run = RunDirectory.create(path, {});
    run.write('checkpoint.json', '{\n"a":');
    expect(messageOf(() => run.readJson('checkpoint.json'))).toContain(join(path, 'checkpoint.json'));
    expect(messageOf(() => run.readJson('absent.json'))).toContain(join(path, 'absent.json'));
  });
});

describe('events', () => {
  const anyEvent: fc.Arbitrary<RunEvent> = fc
    .tuple(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()))
    .map(([type, rest]) => JSON.parse(JSON.stringify({ ...rest, type })) as RunEvent);

  test('come back as they were appended, one a line', () => {
    const run = RunDirectory.create(path, {});
    const all: RunEvent[] = [];
    fc.assert(
      fc.property(anyEvent, (event) => {
        run.append(event);
        all.push(event);
        expect(read(path, 'events.jsonl').split('\n')).toHaveLength(all.length + 1);
      }),
    );
    expect(run.readEvents()).toEqual({ events: all, dropped: false });
  });

  test('lose a torn last line wherever it was torn, in the file too, and only that', () => {
    const run = RunDirectory.create(path, {});
    const lines = [{ type: 'begin' }, { type: 'step', note: 'naïve — λ' }];
    for (const event of lines) run.append(event);
    const torn = Buffer.from(JSON.stringify({ type: 'step', note: 'λ' }));
    for (let length = 1; length <= torn.length; length++) {
      appendFileSync(join(path, 'events.jsonl'), torn.subarray(0, length));
      expect(run.readEvents()).toEqual({ events: lines, dropped: true });
      expect(run.readEvents()).toEqual({ events: lines, dropped: false });
    }
  });

  test('refuse a damaged line in the middle', () => {
    const run = RunDirectory.create(path, {});
    appendFileSync(join(path, 'events.jsonl'), '{"type":\n{"type":"end"}\n');
    expect(messageOf(() => run.readEvents())).toContain(join(path, 'events.jsonl'));
  });
});

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  test('is one line that names the file, for an event and for a file', () => {
    const run = RunDirectory.create(path, {});
    rmSync(join(path, 'events.jsonl'));
    symlinkSync('/dev/full', join(path, 'events.jsonl'));
    expect(messageOf(() => run.append({ type: 'step' }))).toMatch(/events\.jsonl: ENOSPC/);
  });

  test('leaves the old content of a file that could not be replaced, and no torn one beside it', () => {
    const run = RunDirectory.create(path, {});
    run.write('checkpoint.json', 'old');
    symlinkSync('/dev/full', join(path, 'checkpoint.json.tmp'));
    expect(messageOf(() => run.write('checkpoint.json', 'new'))).toMatch(/checkpoint\.json: ENOSPC/);
    expect(read(path, 'checkpoint.json')).toBe('old');
    expect(readdirSync(path).sort()).toEqual(['checkpoint.json', 'config.json', 'events.jsonl']);
  });
});

describe('toCsv', () => {
  /** Fields of one RFC 4180 line without line breaks in fields. */
  function fields(line: string): string[] {
    return Array.from(`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g), ([, quoted, plain]) =>
      quoted === undefined ? plain : quoted.replaceAll('""', '"'),
    );
  }

  test('quotes what a reader would split, leaves null empty, and loses no digit', () => {
    const field = fc.oneof(fc.string({ minLength: 1 }), fc.double({ noNaN: true }), fc.constant(null));
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), (row) => {
        const [, line] = toCsv(['columns'], [row]).split('\n');
        expect(fields(line)).toEqual(row.map((value) => (value === null ? '' : String(value))));
      }),
    );
    expect(toCsv(['a', 'b'], [['x\ny', 0.1 + 0.2]])).toBe('a,b\n"x\ny",0.30000000000000004\n');
  });
});
