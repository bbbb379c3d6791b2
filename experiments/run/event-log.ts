/** The file events.jsonl: one line for each event, each with a checksum over itself and all lines before it. */
import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { hashOf, onDisk } from './files.ts';

/** An event: one line of events.jsonl. */
export type RunEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/**
 * The events of one run. Their checksums form a chain: a line that was changed, removed or added between others no
 * longer follows from the lines before it.
 *
 */
export class EventLog {
  private constructor(
    private readonly path: string,
    private readonly kept: RunEvent[],
    private readonly sums: string[],
  ) {}

  /** Writes a new file with its first event. */
  static create(path: string, first: RunEvent): EventLog {
    onDisk(path, () => writeFileSync(path, ''));
    const log = new EventLog(path, [], []);
    log.append(first);
    return log;
  }

  /**
   * Reads a file. A last line that was not written to its end is left out, and `torn` says so.
   *
   * @throws RunDirectoryError where the file is missing, or a line is damaged or does not follow from those before it
   */
  static read(path: string): { readonly log: EventLog; readonly torn: boolean } {
    const content = onDisk(path, () => readFileSync(path));
    const whole = content.lastIndexOf(0x0a) + 1;
    const log = new EventLog(path, [], []);
    const lines = content.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
    lines.forEach((line, i) => {
      const { sum, ...event } = parseLine(line, `${path}, line ${i + 1}`);
      const wanted = log.sumAfter(event as RunEvent);
      if (sum !== wanted)
        throw new RunDirectoryError(
          `${path}, line ${i + 1}: expected the checksum ${wanted} but found ${String(sum)}: lines ` +
            'were changed or removed',
        );
      log.kept.push(event as RunEvent);
      log.sums.push(wanted);
    });
    return { log, torn: whole < content.length };
  }

  get events(): readonly RunEvent[] {
    return this.kept;
  }

  /** The checksum of the first `count` events, which covers all of them; '' of none. */
  sumOf(count = this.sums.length): string {
    return count === 0 ? '' : this.sums[count - 1];
  }

  /** Writes one event as one line, at once. */
  append(event: RunEvent): void {
    // As it will be read: fields that are undefined are not written.
    const kept = JSON.parse(JSON.stringify(event)) as RunEvent;
    const sum = this.sumAfter(kept);
    onDisk(this.path, () => appendFileSync(this.path, `${JSON.stringify({ ...kept, sum })}\n`));
    this.kept.push(kept);
    this.sums.push(sum);
  }

  /** Removes all events but the first `count`, and a last line that was not written to its end, from the file too. */
  cutTo(count: number): void {
    this.kept.length = count;
    this.sums.length = count;
    onDisk(this.path, () => {
      const content = readFileSync(this.path);
      let end = 0;
      for (let line = 0; line < count; line++) end = content.indexOf(0x0a, end) + 1;
      if (end < content.length) truncateSync(this.path, end);
    });
  }

  /** Waits until the events are on the disk. */
  flush(): void {
    onDisk(this.path, () => {
      const handle = openSync(this.path, 'a');
      try {
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    });
  }

  private sumAfter(event: RunEvent): string {
    return hashOf(`${this.sumOf()} ${JSON.stringify(event)}`);
  }
}

function parseLine(line: string, where: string): Readonly<Record<string, unknown>> {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    event = null;
  }
  if (typeof event === 'object' && event !== null && typeof (event as RunEvent).type === 'string')
    return event as RunEvent;
  throw new RunDirectoryError(`${where}: the line is damaged: expected an event as JSON`);
}
