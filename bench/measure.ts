/** Milliseconds of this process's processor time, so that other processes' load counts for little. */
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

/** Milliseconds that each contestant runs unmeasured first: its code is compiled meanwhile. */
const WARM_UP = 150;

/**
 * Milliseconds of processor time an update of each contestant, by round: in every round each has its turn, of about
 * `milliseconds`.
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

/** Columns padded to equal width, the first to the left and the others to the right. */
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
