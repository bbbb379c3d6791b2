import cliProgress from 'cli-progress';

/** A table for the terminal: columns padded, numbers to the right. */
export function formatTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, c) => Math.max(column.length, ...rows.map((row) => row[c].length)));
  const numeric = columns.map((_, c) => rows.every((row) => /^[-+\d.[\], —…]*$/.test(row[c])));
  const line = (row: readonly string[]) =>
    row
      .map((cell, c) => (numeric[c] ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join('  ')
      .trimEnd();
  return [line(columns), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** A figure of a table; '—' where there is none. */
export function figure(value: number | null, digits = 3): string {
  return value === null ? '—' : value.toFixed(digits);
}

/** A progress bar on a terminal; a line at every fifth where output goes elsewhere. */
export interface Progress {
  update(done: number, note: string): void;
  stop(): void;
}

export function startProgress(title: string, total: number): Progress {
  if (!process.stderr.isTTY) {
    let told = 0;
    return {
      update(done, note) {
        const fifth = Math.floor((5 * done) / total);
        if (fifth > told && total > 0) {
          told = fifth;
          process.stderr.write(`${title} ${fifth * 20} % ${note}\n`);
        }
      },
      stop() {},
    };
  }
  const bar = new cliProgress.SingleBar({
    format: `${title} {bar} {percentage} % {note}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    barsize: 24,
    stream: process.stderr,
  });
  bar.start(total, 0, { note: '' });
  return { update: (done, note) => bar.update(done, { note }), stop: () => bar.stop() };
}

/** A line for the person, apart from the results on standard output. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
