/** Measures processor time, and prints tables. */

/** How many milliseconds of processor time `run` takes in this process. Other processes change this only a little. */
export async function processorTime(run: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Each contestant first runs for so many milliseconds unmeasured, in which its code is compiled. */
const WARM_UP = 150;

/**
 * Measures an update of each contestant. In every round each contestant has a turn of about `milliseconds`.
 * @returns for each contestant, the milliseconds of processor time per update in each round.
 */
export async function inTurn(
  contestants: readonly (() => unknown)[],
  { rounds, milliseconds }: { readonly rounds: number; readonly milliseconds: number },
): Promise<number[][]> {
  const counts: number[] = [];
  for (const update of contestants) {
    let updates = 0;
    let spent = 0;
    while (updates < 2 || spent < WARM_UP) {
      spent += await processorTime(async () => {
        await update();
      });
      updates++;
    }
    counts.push(Math.max(1, Math.round((milliseconds * updates) / spent)));
  }
  const times = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [i, update] of contestants.entries()) {
      const spent = await processorTime(async () => {
        for (let k = 0; k < counts[i]; k++) await update();
      });
      times[i].push(spent / counts[i]);
    }
  return times;
}

/** A table as text: its first column is aligned to the left and the others to the right. */
export function alignedTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((text, c) => (c === 0 ? text.padEnd(widths[c]) : text.padStart(widths[c])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
