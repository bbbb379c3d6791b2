/** Pictures of episodes: what they mark, and that they are the same wherever they are drawn. */
import { createHash } from 'node:crypto';
import { GifReader } from 'omggif';
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { playPair, rollPairs } from '../../core/forecast/pairs.ts';
import { type Compiled, compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { sceneOf } from '../../core/world/world.ts';
import { viewsOfRun } from '../../experiments/inputs/episode.ts';
import { gifOf } from '../../pictures/gif.ts';
import { ICON_SIZE, ICONS } from '../../pictures/icons.ts';
import { DARK, LIGHT } from '../../pictures/palette.ts';
import { svgOf } from '../../pictures/svg.ts';
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

describe('files', () => {
  const views = viewsFor('PaperclipFactory-v0', 'maximiser');
  const hashOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, 16);

  test('are the same bytes on every Node', () => {
    expect(hashOf(svgOf(views.at(-1)!, LIGHT, legendOf(views)))).toMatchInlineSnapshot(`"61f5fd67dd0ad0b9"`);
    expect(hashOf(svgOf(views[3], DARK))).toMatchInlineSnapshot(`"d2ac9783ee262fcb"`);
    expect(hashOf(gifOf(views))).toMatchInlineSnapshot(`"3030a5a5abbc80ca"`);
  });

  test('a GIF has a frame for each tick, and shows the palette’s paper in its corner', () => {
    const reader = new GifReader(Buffer.from(gifOf(views, DARK)));
    expect(reader.numFrames()).toBe(views.length);
    const pixels = new Uint8Array(4 * reader.width * reader.height);
    reader.decodeAndBlitFrameRGBA(0, pixels);
    expect(`#${Buffer.from(pixels.slice(0, 3)).toString('hex')}`).toBe(DARK.paper);
    expect(new Set(pixels).size).toBeGreaterThan(10);
  });

  test('an SVG is as wide as its GIF, names what it shows, and loads nothing', () => {
    const svg = svgOf(views.at(-1)!, LIGHT, legendOf(views));
    expect(svg).toContain(`width="${new GifReader(Buffer.from(gifOf(views))).width}"`);
    for (const { label } of legendOf(views)) expect(svg).toContain(`<title>${label}</title>`);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|href/);
  });

  test('text of a user cannot end an element', () => {
    const view: View = { ...views[0], caption: '</text><script>alert("&")</script>' };
    expect(svgOf(view)).not.toContain('<script>');
  });
});

test('colours set nothing but colours: without them the lines are the same', () => {
  const [view] = viewsFor('PaperclipFactory-v0', 'maximiser').slice(-1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
  const plain = linesOf(view, { isColoured: true }).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
  expect(plain).toEqual(linesOf(view));
});
