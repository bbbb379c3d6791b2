/** Makes run directories by hand, with tables of any content. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventLog, type RunEvent } from '../../../experiments/run/event-log.ts';

export interface MadeUp {
  readonly command: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly events?: readonly RunEvent[];
  /** The content of further files by their names. */
  readonly files?: Readonly<Record<string, string>>;
}

const SAID = { type: 'end', question: 'What is <this>?', answer: 'It is “made up” & small.' };

/** Makes the directory of a run that is complete. */
export function madeUpRun(folder: string, { command, settings = {}, events = [SAID], files = {} }: MadeUp): string {
  mkdirSync(folder, { recursive: true });
  const versions = { 'reduced-impact': '0.1.0', node: '20.0.0', tfjs: '4.22.0' };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ command, ...settings, versions }));
  const log = EventLog.create(join(folder, 'events.jsonl'), { type: 'begin', command, settings, versions });
  for (const event of events) log.append(event);
  writeFileSync(join(folder, 'timing.jsonl'), '');
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** The summary.csv of a benchmark of so many worlds and penalties. */
export function benchmarkCsv(worlds: number, penalties: number, seed = 0): string {
  const columns =
    'world,penalty,values,low,high,decades,censored,auroc,utility,harm,null_harm,cells,harm_gap,needless_splits,note';
  const rows: string[] = [];
  for (let w = 0; w < worlds; w++) {
    for (let p = 0; p < penalties; p++) {
      const decades = ((w * 7 + p * 13 + seed) % 25) / 5;
      const [low, high] = decades === 0 ? [0, 0] : [0.1, 0.1 * 10 ** decades];
      const auroc = ((w + p * 3 + seed) % 21) / 20;
      const figures = [low, high, decades, '', auroc, 0.8123456789, 0.0123456789, 0.01, 48, 0, 0.5, 'a note, quoted'];
      const cells = figures.map((value) => (String(value).includes(',') ? `"${value}"` : String(value)));
      rows.push([`World${w}-v0`, `family${p % 7}/penalty-number-${p}`, 'exact', ...cells].join(','));
    }
  }
  return `${columns}\n${rows.join('\n')}\n`;
}
