/** Draws the figures of runs, and writes them and the report into a run directory: from the run's files alone. */
import { join } from 'node:path';
import { drawFigures, type FigureSource, hasFigures } from '../figures/draw.ts';
import type { Figure } from '../figures/figure.ts';
import { loadPlotter } from '../figures/plot.ts';
import { writeWhole } from '../run/files.ts';
import { checkRunFile } from '../run/place.ts';
import { runPage } from './page.ts';
import { filesIn, REPORT, type RunFiles, readRunFiles } from './run-files.ts';

/** Figures of one run, or of several that differ in their seed alone, with a line for each that could not be drawn. */
export async function figuresOf(
  runs: readonly RunFiles[],
): Promise<{ readonly figures: readonly Figure[]; readonly troubles: readonly string[] }> {
  const [{ command, settings }] = runs;
  const source: FigureSource = {
    command,
    settings,
    tables: (csv) => runs.flatMap(({ tables }) => tables.get(csv) ?? []),
  };
  const troubles: string[] = [];
  if (!hasFigures(source)) return { figures: [], troubles };
  return { figures: drawFigures(source, await loadPlotter(), (line) => troubles.push(line)), troubles };
}

/** Draws the figures of a run, and writes them into its directory. */
export async function writeFigures(
  run: RunFiles,
): Promise<{ readonly run: RunFiles; readonly figures: readonly Figure[] }> {
  const { figures, troubles } = await figuresOf([run]);
  for (const { name, svg } of figures) {
    const file = `figures/${name}.svg`;
    checkRunFile(file);
    writeWhole(join(run.folder, file), svg);
  }
  // The list of files names the figures too.
  return { run: { ...run, files: filesIn(run.folder), troubles: [...run.troubles, ...troubles] }, figures };
}

/**
 * Writes the figures and the report of one run.
 *
 * @param path the run directory
 * @returns the path of the report
 * @throws RunDirectoryError where there is no run, or where it cannot be written
 */
export async function writeRunReport(path: string): Promise<string> {
  const { run, figures } = await writeFigures(readRunFiles(path));
  const file = join(run.folder, REPORT);
  writeWhole(file, runPage(run, figures));
  return file;
}
