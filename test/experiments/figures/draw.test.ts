/** Figures are drawn from whatever a table holds, or left out. */
import { beforeAll, describe, expect, test } from 'vitest';
import { drawFigures, type FigureSource, hasFigures } from '../../../experiments/figures/draw.ts';
import { figures } from '../../../experiments/figures/index.ts';
import { loadPlotter, type Plotter } from '../../../experiments/figures/plot.ts';
import { type Table, tableOf } from '../../../experiments/figures/rows.ts';
import { parseXml } from './xml.ts';

let plotter: Plotter;
beforeAll(async () => {
  plotter = await loadPlotter();
});

function sourceOf(command: string, csv: string, tables: readonly Table[]): FigureSource {
  return { command, settings: {}, tables: (name) => (name === csv ? tables : []) };
}

const STEPS = tableOf(
  'seed,iteration,reward,utility,penalty,unpenalised_utility\n0,10,0.1,0.5,0.4,0.6\n0,20,0.2,0.6,0.4,0.7\n',
);

describe.each(figures)('the figure $name', ({ name, commands, csv, columns, merges }) => {
  const rowOf = (text: string) => Object.fromEntries(columns.map((column) => [column, text]));
  const draw = (rows: readonly Record<string, string>[]) => {
    const source = sourceOf(commands[0], csv, [{ columns, rows }]);
    const faults: string[] = [];
    const drawn = drawFigures(source, plotter, (line) => faults.push(line)).filter((one) => one.name === name);
    return { drawn, faults };
  };

  test.each([
    ['no rows', []],
    ['empty cells', [rowOf(''), rowOf('')]],
    ['words', [rowOf('a < b & "c"')]],
    ['ones', [rowOf('1'), rowOf('1')]],
    ['zeros', [rowOf('0')]],
    ['numbers without bounds', [rowOf('Infinity'), rowOf('-1e300')]],
  ])('is whole or left out for %s', (_, rows) => {
    const { drawn, faults } = draw(rows);
    expect(drawn.length + faults.length).toBeLessThanOrEqual(2);
    for (const { svg, caption } of drawn) {
      expect(parseXml(svg).values.filter((value) => /NaN|Infinity|undefined/.test(value))).toEqual([]);
      expect(caption).toMatch(/\.$/);
    }
  });

  test('is left out where a column is missing, where the table is, and for another command', () => {
    const table = { columns: columns.slice(1), rows: [] };
    expect(hasFigures(sourceOf(commands[0], csv, [table]))).toBe(
      figures.some((other) => other.csv === csv && other.columns.every((column) => table.columns.includes(column))),
    );
    expect(hasFigures(sourceOf(commands[0], csv, []))).toBe(false);
    expect(hasFigures(sourceOf('transmute', csv, [{ columns, rows: [] }]))).toBe(false);
    expect(typeof merges).toBe('boolean');
  });
});

test('the names of figures are the names of files, each once', () => {
  const names = figures.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[\w-]+$/.test(name))).toEqual([]);
});

test('a figure has the same bytes when it is drawn twice, without a clock, a counter or a long number', async () => {
  const draw = (own: Plotter) => drawFigures(sourceOf('train', 'steps.csv', [STEPS]), own, () => {})[0].svg;
  const svg = draw(plotter);
  expect(draw(plotter)).toBe(svg);
  expect(draw(await loadPlotter())).toBe(svg);
  expect(svg.replace(/<style>.*<\/style>/, '').match(/\d\.\d{3,}/g)).toBeNull();
});

test('a figure gives every colour that it uses a dark twin', () => {
  const [{ svg }] = drawFigures(sourceOf('train', 'steps.csv', [STEPS]), plotter, () => {});
  const used = [...svg.matchAll(/(?:fill|stroke)="(#\w+)"/g)].map(([, colour]) => colour);
  expect(used.length).toBeGreaterThan(3);
  for (const colour of used) expect(svg).toContain(`[fill="${colour}"]{`);
});

test('the rows of several seeds make one figure, with a band', () => {
  const other = { ...STEPS, rows: STEPS.rows.map((row) => ({ ...row, seed: '1', utility: '0.9' })) };
  const [figure, ...rest] = drawFigures(sourceOf('train', 'steps.csv', [STEPS, other]), plotter, () => {});
  expect(rest).toEqual([]);
  expect(figure.caption).toContain('means over 2 seeds');
});
