/** Pictures of episodes: what they mark, and how they fit a terminal. */
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { playPair, rollPairs } from '../../core/forecast/pairs.ts';
import { type Compiled, compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { sceneOf } from '../../core/world/world.ts';
import { viewsOfRun } from '../../experiments/inputs/episode.ts';
import { ICON_SIZE, ICONS } from '../../pictures/icons.ts';
import { answerLines, legendLines, linesOf } from '../../pictures/terminal.ts';
import { legendOf, type View } from '../../pictures/view.ts';

const tables = new Map(registry.ids().map((id) => [id, compile(registry.world(id)) as Compiled]));

function viewsFor(id: string, source: string, seed = 0): View[] {
  const compiled = tables.get(id)!;
  const evidence = compiled.evidences[0].value;
  return viewsOfRun(compiled.world, evidence, playPair(compiled, evidence, boot(compiled, source), seed));
}

const marksIn = ({ panels }: View) => panels.flatMap(({ marks }) => [...marks.cells.flat(), ...marks.facts]);

describe.each(registry.ids())('an episode of %s', (id) => {
  const compiled = tables.get(id)!;
  const { world } = compiled;
  const [nothing, someone] = world.disciples;

  test('ends where the first of many pairs ends', () => {
    const evidence = compiled.evidences[0].value;
    const disciple = boot(compiled, someone.source);
    for (const seed of [0, 1, 2]) {
      const run = playPair(compiled, evidence, disciple, seed);
      const { present, absent } = rollPairs(compiled, evidence, disciple, 1, seed);
      expect([run.present.at(-1), run.absent.at(-1)]).toEqual([present[0], absent[0]]);
      expect(run.actions).toHaveLength(run.present.length - 1);
    }
  });

  test('differs nowhere where nobody was sent', () => {
    for (const view of viewsFor(id, nothing.source)) {
      expect(marksIn(view)).not.toContain('changed');
      expect(view.answers.filter(({ differs }) => differs)).toEqual([]);
    }
  });

  test('shows the same cells in both worlds wherever no mark says that they differ', () => {
    const bare = (cell: readonly { readonly role: string; readonly label: string }[]) =>
      cell.filter(({ role }) => role !== 'disciple').map(({ label }) => label);
    for (const { panels } of [0, 1].flatMap((seed) => viewsFor(id, someone.source, seed))) {
      const [{ scene, marks }, other] = panels;
      marks.cells.forEach((row, y) => {
        row.forEach((mark, x) => {
          if (mark === 'disciple') return;
          const isSame = JSON.stringify(bare(scene.rows[y][x])) === JSON.stringify(bare(other.scene.rows[y][x]));
          expect(isSame).toBe(mark !== 'changed');
        });
      });
    }
  });

  test('takes at most 80 columns and 24 lines of a terminal', () => {
    const views = viewsFor(id, someone.source);
    for (const view of views) {
      const lines = [...linesOf(view), '', ...answerLines(view), '', ...legendLines(legendOf(views))];
      expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
      expect(lines.length).toBeLessThan(24);
    }
  });

  test('has an icon for each of its things', () => {
    const names = compiled.states.slice(0, 500).flatMap((state) => sceneOf(world, state).rows.flat(2));
    expect(names.filter(({ icon }) => !ICONS.has(icon ?? ''))).toEqual([]);
  });
});

test('each icon is a square of pixels, and no two are alike', () => {
  const seen = [...ICONS.values()].map((icon) => JSON.stringify(icon));
  for (const icon of ICONS.values()) expect(icon.map((row) => row.length)).toEqual(Array(ICON_SIZE).fill(ICON_SIZE));
  expect(new Set(seen).size).toBe(seen.length);
});

test('colours set nothing but colours: without them the lines are the same', () => {
  const [view] = viewsFor('PaperclipFactory-v0', 'maximiser').slice(-1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
  const plain = linesOf(view, { isColoured: true }).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
  expect(plain).toEqual(linesOf(view));
});
