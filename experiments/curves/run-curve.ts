import { compileCached } from '../../core/tables/compile.ts';
import { checkAll } from '../inputs/prepare.ts';
import { absoluteSetting, resolvePenalty, resolveWorld } from '../inputs/resolve.ts';
import { toCsv } from '../run/csv.ts';
import { datedPath } from '../run/resumable.ts';
import { RunDirectory } from '../run/run-directory.ts';
import { versions } from '../run/versions.ts';
import { formatBlocks, logLine, shortFigure, wrap } from '../terminal.ts';
import type { Curve, CurveRow, CurveTable } from './curve.ts';

export interface CurveSettings {
  readonly seed: number;
  readonly rollouts: number;
  /** For a curve that chooses: ids or files. */
  readonly world?: string;
  readonly penalties: readonly string[];
  readonly allowLeak: boolean;
  readonly json: boolean;
  readonly out?: string;
  readonly force: boolean;
}

/** Runs one curve: a table in the terminal, and a run directory with the rows as events and as CSV. */
export async function runCurve(curve: Curve, settings: CurveSettings): Promise<void> {
  const { seed, rollouts, out, force } = settings;
  if (out !== undefined) RunDirectory.refuse(out, force);
  const world = settings.world === undefined ? undefined : await resolveWorld(settings.world);
  if (world) checkAll(world, compileCached(world), settings.allowLeak);
  const chosen = [];
  for (const setting of settings.penalties) chosen.push(await resolvePenalty(setting));
  const begun = performance.now();
  const penalties = chosen.length > 0 ? chosen : undefined;
  const rows = await curve.rows({ seed, rollouts, world, penalties });
  const path = out ?? datedPath(curve.id);
  const config = {
    command: curve.id,
    seed,
    rollouts,
    ...(settings.world === undefined ? {} : { world: absoluteSetting(settings.world) }),
    ...(penalties ? { penalties: settings.penalties.map(absoluteSetting) } : {}),
    versions: versions(),
  };
  const directory = RunDirectory.create(path, config, { force });
  for (const row of rows) directory.append({ type: 'row', ...row });
  directory.append({ type: 'end' });
  directory.write(
    'summary.csv',
    toCsv(
      curve.columns.map(snake),
      rows.map((row) => curve.columns.map((column) => row[column])),
    ),
  );
  logLine(`${curve.id}: ${rows.length} rows in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  if (settings.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else process.stdout.write(`\n${wrap(curve.summary)}\n\n${curveTables(curve, rows)}\n\nrun directory: ${path}\n`);
}

/** The rows for a terminal. */
export function curveTables(curve: Curve, rows: readonly CurveRow[]): string {
  const cell = (value: string | number | null) => (typeof value === 'string' ? value : shortFigure(value));
  const table = ({ title, columns, keys, rows: shown }: CurveTable) => {
    const headings = columns.map(([, heading]) => heading);
    const lines = shown.map((row) => columns.map(([column]) => cell(row[column])));
    return `${wrap(title)}\n\n${formatBlocks(headings, lines, { keys })}`;
  };
  return curve.tables(rows).map(table).join('\n\n');
}

/** A column's name in a file: `choice_harm` of `choiceHarm`. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
