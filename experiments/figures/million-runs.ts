/** The curve `million-runs`: how much one more run changes the world, over how many there were. */
import type { FigureSpec } from './figure.ts';
import { linePanel } from './lines.ts';
import { REFERENCE, SERIES } from './palette.ts';
import { groupsOf, isNumberIn, numberIn } from './rows.ts';

export const millionRuns: FigureSpec = {
  name: 'million-runs',
  commands: ['million-runs'],
  csv: 'summary.csv',
  columns: ['public', 'accident', 'run', 'impact'],
  merges: false,
  draw({ rows, plotter }) {
    const positive = rows.filter((row) => isNumberIn(row, 'run') && numberIn(row, 'impact') > 0);
    if (positive.length === 0) return null;
    const impacts = positive.map((row) => numberIn(row, 'impact'));
    const runs = [...new Set(positive.map((row) => numberIn(row, 'run')))].sort((a, b) => a - b);
    const [least, most] = [10 ** Math.floor(Math.log10(Math.min(...impacts))), Math.max(1, ...impacts)];
    const lines = groupsOf(positive, (row) => `${row.public}, accidents ${row.accident}`).map(([name, own], i) => ({
      name,
      colour: SERIES[i % SERIES.length],
      points: own.map((row) => ({ x: numberIn(row, 'run'), y: numberIn(row, 'impact') })),
    }));
    const guide = {
      name: '1/k',
      colour: REFERENCE,
      dash: '3 4',
      width: 1.5,
      points: runs.map((run) => ({ x: run, y: most / run })).filter(({ y }) => y >= least),
    };
    const panel = linePanel(plotter.plot, {
      title: '',
      lines: [...lines, guide],
      x: { type: 'log', label: 'the run’s number, k', ticks: [1, 10, 100, 1000], tickFormat: 'd' },
      y: { type: 'log', domain: [least, most], label: 'impact of one more run', tickFormat: power },
      names: 'none',
      room: 168,
      left: 72,
      height: 340,
    });
    const title = 'The impact of one more run, over how many there were';
    const { plot } = plotter;
    const ends = [...lines, guide].map(({ name, colour, points }) => ({ ...points[points.length - 1], name, colour }));
    const places = apart(ends.map(({ y }) => y));
    const names = plot.text(
      ends.map((end, i) => ({ ...end, y: places[i] })),
      { x: 'x', y: 'y', text: 'name', fill: 'colour', textAnchor: 'start', dx: 8 },
    );
    const options = { ...panel.options, marks: [...(panel.options.marks ?? []), names] };
    return {
      title,
      caption:
        'Both axes are logarithmic: a line that falls with the slope of the broken one falls like 1/k, and a flat ' +
        'one means that a million runs do a million times the harm of one. Impacts of 0 are not drawn.',
      svg: plotter.svg([{ title: '', options }], { title }),
    };
  },
};

/** A power of ten in figures. */
function power(value: number): string {
  return String(Number(value.toPrecision(1)));
}

/** Places of names on a logarithmic axis, each a line of text from the next. */
function apart(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[b] - values[a]);
  const placed = [...values];
  order.forEach((i, rank) => {
    if (rank > 0) placed[i] = Math.min(placed[i], placed[order[rank - 1]] / LINE);
  });
  return placed;
}

/** By how much a name must lie below another. */
const LINE = 1.75;
