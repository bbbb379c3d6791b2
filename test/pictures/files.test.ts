/** Pictures as files: the same bytes wherever they are drawn. */
import { createHash } from 'node:crypto';
import { GifReader } from 'omggif';
import { describe, expect, test } from 'vitest';
import { boot } from '../../core/disciple/disciple.ts';
import { playPair } from '../../core/forecast/pairs.ts';
import { compile } from '../../core/tables/compile.ts';
import { subagent } from '../../envs/subagent.ts';
import { viewsOfRun } from '../../experiments/inputs/episode.ts';
import { gifOf } from '../../pictures/gif.ts';
import { DARK, LIGHT } from '../../pictures/palette.ts';
import { svgOf } from '../../pictures/svg.ts';
import { legendOf, type View } from '../../pictures/view.ts';

describe('files', () => {
  const compiled = compile(subagent);
  const [{ value: evidence }] = compiled.evidences;
  const views = viewsOfRun(subagent, evidence, playPair(compiled, evidence, boot(compiled, 'greedy'), 0));
  const hashOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, 16);

  test('are the same bytes on every Node', () => {
    expect(hashOf(svgOf(views.at(-1)!, LIGHT, legendOf(views)))).toMatchInlineSnapshot(`"8da40fea8d2466f9"`);
    expect(hashOf(svgOf(views[3], DARK))).toMatchInlineSnapshot(`"19dd2382ec23e98b"`);
    expect(hashOf(gifOf(views))).toMatchInlineSnapshot(`"7456a22a56b85e4d"`);
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
