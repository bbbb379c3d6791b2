/** The file timing.jsonl: how long each piece of work took, apart from files that must come out the same again. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { onDisk } from './files.ts';

const lineSchema = z.object({ what: z.string(), seconds: z.number() });

/** Seconds of wall clock, by what took them. */
export class Timing {
  private constructor(
    private readonly path: string,
    private readonly known: Map<string, number>,
  ) {}

  /** Lines that are damaged or torn are passed over: no result depends on them. */
  static open(path: string): Timing {
    const known = new Map<string, number>();
    const text = onDisk(path, () => (existsSync(path) ? readFileSync(path, 'utf8') : ''));
    for (const line of text.split('\n')) {
      try {
        const { what, seconds } = lineSchema.parse(JSON.parse(line));
        known.set(what, seconds);
      } catch {}
    }
    return new Timing(path, known);
  }

  seconds(what: string): number | null {
    return this.known.get(what) ?? null;
  }

  add(what: string, seconds: number): void {
    const rounded = Number(seconds.toFixed(3));
    this.known.set(what, rounded);
    const line = JSON.stringify({ what, seconds: rounded, ended: new Date().toISOString() });
    onDisk(this.path, () => appendFileSync(this.path, `${line}\n`));
  }
}
