/** The command `report`: the page of one run, or of several runs side by side. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { InvalidOption } from '../../core/base/errors.ts';
import { onDisk, writeWhole } from '../run/files.ts';
import { MARK, runPage } from './page.ts';
import { REPORT, type RunFiles, readRunFiles } from './run-files.ts';
import { severalPage } from './several.ts';
import { figuresOf, writeFigures } from './write.ts';

/** Bytes in which a report of ours names itself. */
const HEAD = 1000;

/**
 * Writes a report, and prints its path.
 *
 * @param paths run directories
 * @param out where it is written: by default into the directory of one run, and here for several
 * @throws RunDirectoryError for what is no run
 * @throws InvalidOption for a file that is no report of ours, without `force`
 */
export async function report(
  paths: readonly string[],
  { out, force }: { readonly out?: string; readonly force: boolean },
): Promise<void> {
  const runs = paths.map(readRunFiles);
  const isOne = runs.length === 1;
  const file = out ?? (isOne ? join(paths[0], REPORT) : REPORT);
  refuseForeign(file, force);
  const from = dirname(resolve(file));
  const folderOf = ({ folder }: RunFiles) => relative(from, folder).replaceAll('\\', '/');
  if (isOne) {
    const { run, figures } = await writeFigures(runs[0]);
    writeWhole(file, runPage(run, figures, folderOf(run)));
  } else writeWhole(file, await severalPage(runs, folderOf, figuresOf));
  process.stdout.write(`${file}\n`);
}

/** Refuses to replace what is no report of ours. Throws `InvalidOption`. */
function refuseForeign(file: string, force: boolean): void {
  if (force || !existsSync(file)) return;
  const isOurs = onDisk(file, () => statSync(file).isFile() && headOf(file).includes(MARK));
  if (!isOurs)
    throw new InvalidOption(
      `${file} exists and is no report of ours: choose another file with --out, or replace it with --force`,
    );
}

function headOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(HEAD);
    return head.toString('utf8', 0, readSync(handle, head));
  } finally {
    closeSync(handle);
  }
}
