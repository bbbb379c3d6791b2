/** The pages of penalties and of judging: worked examples are computed again, and the table is current. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { boot } from '../../core/disciple/disciple.ts';
import { compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { PAGES, pageOf, withPenaltiesTable } from '../../docs/generate/penalty-table.ts';
import '../../envs/index.ts';
import { auroc } from '../../judging/auroc.ts';
import { acceptableOf, harmlessOf } from '../../judging/judge.ts';
import { windowOf } from '../../judging/window.ts';
import { delay } from '../../penalties/comparators/future-task.ts';
import { divergence } from '../../penalties/divergence.ts';
import { wilson } from '../../penalties/estimate/proportions.ts';
import { similarExact } from '../../penalties/estimate/similar.ts';
import { estimateTv } from '../../penalties/estimate/tv.ts';
import { densities, densityDistance } from '../../penalties/importance/density.ts';
import { conditionalChange, pairLengths, signedChange } from '../../penalties/information/compare.ts';
import { descriptionBits } from '../../penalties/information/compress.ts';
import { entropies, spectrumDistance } from '../../penalties/shape/law.ts';
import { tilt } from '../../penalties/shape/measured-atoms.ts';
import { penalties } from '../../penalties/suite.ts';

const FOLDER = join(import.meta.dirname, '../../docs');
const read = (page: string) => readFileSync(join(FOLDER, page), 'utf8');

/** Rows of a page's tables as cells, without backticks; `\|` is no end of a cell. */
function rowsOf(page: string): string[][] {
  return read(page)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

/** By label: the numbers of a page's rows of two cells whose second is a number. */
function quantitiesOf(page: string): Record<string, number> {
  const rows = rowsOf(page).filter((row) => row.length === 2 && /^-?\d+(\.\d+)?$/.test(row[1]));
  return Object.fromEntries(rows.map(([label, value]) => [label, Number(value)]));
}

const P1 = [0.7, 0.2, 0.1];
const P0 = [0.4, 0.4, 0.2];
const [sorted1, sorted0] = [P1, P0].map((law) => Float64Array.from(law));
const moved = Float64Array.of(0.1, 0.7, 0.2);

const FIELD = '................\n.h..h..h..h..h..\n................\n.h..h..h..h..h..';
const TILED = ['cccccccccccccccc', 'cccccccccccccccc', 'cccccccccccccccc', 'cccccccccccccccc'].join('\n');
const SCRAMBLED = 'c.hh.c..ch.c..hc\nh..c.hc..h.cc.h.\n.ch.c..hh.c..c.h\nhc..h.c.ch..hc.c';

const square = (...rows: number[][]) => rows.map((row) => Float64Array.from(row));
const relative = (gram0: Float64Array[], gram1: Float64Array[]) => densityDistance(...densities(gram0, gram1));

function coarse() {
  const { value, low, high } = estimateTv([600, 400], [500, 500], 1000, 1000);
  return {
    ...Object.fromEntries((['tv', 'js', 'hellinger', 'kl'] as const).map((name) => [name, divergence(name, P1, P0)])),
    similar: similarExact(Float64Array.of(0, 1, 2), [1], P1, P0),
    ...{ value, low, high },
  };
}

function shape() {
  const [h1, h0] = [sorted1, sorted0].map(entropies);
  const log2 = Float64Array.of(-80 / 16, -160 / 16);
  const [tilted1, tilted0] = [tilt(Float64Array.of(0.9, 0.1), log2), tilt(Float64Array.of(0.5, 0.5), log2)];
  const [f1, f0] = [tilted1, tilted0].map(({ log2Sum }) => -16 * log2Sum);
  return {
    'tv to the same numbers in other cells': divergence('tv', sorted1, moved),
    'spectrum to the same numbers in other cells': spectrumDistance(sorted1, moved),
    'spectrum to (0.4, 0.4, 0.2)': spectrumDistance(sorted1, sorted0),
    'H₁ of p₁': h1[0],
    'H₁ of (0.4, 0.4, 0.2)': h0[0],
    'H₂ of p₁': h1[2],
    'H₂ of (0.4, 0.4, 0.2)': h0[2],
    'H∞ of p₁': h1[3],
    'H∞ of (0.4, 0.4, 0.2)': h0[3],
    entropies: [0, 2, 3].reduce((sum, i) => sum + Math.abs(h1[i] - h0[i]) / 3, 0),
    'F₁': f1,
    'F₀': f0,
    normaliser: Math.abs(f1 - f0) / 16,
    'effective share of the draws behind p₀′': tilted0.share,
  };
}

function information() {
  const tiled = pairLengths({ present: TILED, absent: FIELD }, descriptionBits);
  const scrambled = pairLengths({ present: SCRAMBLED, absent: FIELD }, descriptionBits);
  return {
    'L(field)': tiled.absent,
    'L(tiled)': tiled.present,
    'L(tiled given field)': tiled.presentGivenAbsent,
    'L(field given tiled)': tiled.absentGivenPresent,
    'L(field given itself)': tiled.absentGivenItself,
    'length of tiled': Math.abs(signedChange(tiled.present, tiled.absent)),
    'conditional of tiled': conditionalChange(tiled),
    'L(scrambled)': scrambled.present,
    'length of scrambled': Math.abs(signedChange(scrambled.present, scrambled.absent)),
    'conditional of scrambled': conditionalChange(scrambled),
  };
}

function importance() {
  const first = square([1, 0], [0, 0]);
  return {
    'absolute: log₂(1 + 0.6/0.2)': Math.log2(1 + 0.6 / 0.2),
    'weight of "nothing matters" in G₀': densities(first, first)[0].nothing,
    'relative: the second variable comes to matter': relative(first, square([1, 0], [0, 1])),
    'relative: nothing matters any more': relative(first, square([0, 0], [0, 0])),
    'relative: undoing becomes adding up': relative(
      square([0.25, -0.25], [-0.25, 0.25]),
      square([0.25, 0.25], [0.25, 0.25]),
    ),
  };
}

function comparators() {
  const [low, high] = wilson(0.3, 100, 1.96);
  const reached = (ticks: number) => Float64Array.from({ length: 5 }, (_, k) => Number(k >= ticks));
  return { 'future task: 0.9¹ − 0.9³': delay(reached(3), reached(1), 0.9), low, high };
}

function judging() {
  const [utility, penalty, harm] = [
    [0, 0.6, 0.9, 0],
    [0, 0.2, 0.8, 0.1],
    [0, 0.02, 0.7, 0],
  ];
  const { low, high, decades } = windowOf([{ objective: utility, penalty, acceptable: acceptableOf(utility, harm) }]);
  const ranked = penalty.map((value, s) => ({ penalty: value, harmful: !harmlessOf(harm)[s] })).slice(1);
  return { low, high, decades, AUROC: auroc(ranked)! };
}

const SUBAGENT_HEAD = ['penalty', 'greedy', 'modest', 'alone', 'builder'];

describe('the worked examples', () => {
  test.each([
    ['penalties/coarse.md', coarse],
    ['penalties/shape.md', shape],
    ['penalties/information.md', information],
    ['penalties/importance.md', importance],
    ['penalties/comparators.md', comparators],
    ['judging.md', judging],
  ])('of %s are what the code computes', (page, compute) => {
    const printed = quantitiesOf(page);
    const computed: Record<string, number> = compute();
    const two = `docs/${page} and its function in test/docs/penalties.test.ts must have the same labels`;
    expect(Object.keys(printed).sort(), two).toEqual(Object.keys(computed).sort());
    for (const [label, value] of Object.entries(computed)) {
      expect(printed[label], label).toBeCloseTo(value, 4);
    }
  });

  const compiled = compile(registry.world('Subagent-v0'));
  test.each([...new Set(Object.values(PAGES))])('of %s.md in Subagent-v0 are its exact penalties', (page) => {
    const rows = rowsOf(`penalties/${page}.md`).filter((row) => row.length === 5);
    const [head, ...printed] = rows;
    expect(head, `docs/penalties/${page}.md: the head of its table`).toEqual(SUBAGENT_HEAD);
    const named = printed.filter(([id]) => penalties.ids().includes(id));
    expect(named.length).toBeGreaterThan(0);
    const computed = named.map(([id]) => {
      const exactOf = (disciple: string) =>
        penalties.get(id).exact({ compiled, evidence: [0, 0], disciple: boot(compiled, disciple) }).value;
      return [id, ...SUBAGENT_HEAD.slice(1).map((disciple) => exactOf(disciple).toFixed(4))];
    });
    const lines = (table: string[][]) =>
      table.map(([id, ...cells]) => `| \`${id}\` | ${cells.join(' | ')} |`).join('\n');
    expect(lines(named), `docs/penalties/${page}.md: its rows must be\n${lines(computed)}\n`).toBe(lines(computed));
  });
});

describe('the pages', () => {
  test('hold the table of all penalties; `npm run docs:tables` writes it', () => {
    const page = read('penalties/README.md');
    expect(page, 'docs/penalties/README.md is not current: run `npm run docs:tables`').toBe(withPenaltiesTable(page));
  });

  test('know the page of every family; an id of an unknown family is refused by a message that names PAGES', () => {
    for (const id of penalties.ids()) expect(readdirSync(join(FOLDER, 'penalties'))).toContain(`${pageOf(id)}.md`);
    expect(() => pageOf('mine/shift')).toThrow(/^penalty mine\/shift: expected one of coarse.* add it to PAGES/);
    expect(() => pageOf('toString')).toThrow('PAGES');
  });

  test('name every penalty without parameters on the page of its family', () => {
    const rows = rowsOf('penalties/README.md').filter((row) => row.length === 5);
    expect(rows.map(([id]) => id)).toEqual(expect.arrayContaining(penalties.ids()));
    for (const id of penalties.ids()) {
      const [, , , , link] = rows.find(([own]) => own === id)!;
      const page = read(`penalties/${link.match(/\((.*)\)/)![1]}`);
      const [family, variant] = id.split('/');
      expect(page, id).toContain(family);
      if (variant) expect(page, id).toContain(variant);
    }
  });
});
