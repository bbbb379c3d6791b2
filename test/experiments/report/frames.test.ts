/** The frames and the player of a report. */
import { expect, test } from 'vitest';
import { type Choices, choicesText, readChoices } from '../../../experiments/report/choices.ts';
import { framesOf, paletteRules } from '../../../experiments/report/frames.ts';
import { playerHtml } from '../../../experiments/report/player.ts';
import type { Panel, View } from '../../../pictures/view.ts';
import { parseXml } from '../figures/xml.ts';

const HOUSE = { glyph: 'H', role: 'building', label: 'a <house>', icon: 'house' } as const;

function panel(title: string, houses: number): Panel {
  const cells = [0, 1, 2].map((x) => (x < houses ? [HOUSE] : []));
  return {
    title,
    scene: { rows: [cells], facts: [{ label: 'houses', value: String(houses) }] },
    marks: { cells: [[null, 'changed', 'chance']], facts: [null] },
  };
}

function view(tick: number): View {
  return {
    caption: `tick ${tick}${'!'.repeat(20 * tick)}`,
    details: 'wet=yes',
    panels: [panel('with', 3 - tick), panel('without', 3)],
    answers: [],
  };
}

const VIEWS = [view(0), view(1), view(2)];
const CHOICES: Choices = {
  world: 'Town-v0',
  evidence: 'wet=</script><b>',
  seed: 7,
  choices: [
    { by: 'without a penalty', disciple: 'maximiser', views: VIEWS },
    { by: 'with the penalty', disciple: 'careful', views: VIEWS.slice(0, 2) },
  ],
};

test('choices come back from their file as they were', () => {
  expect(readChoices(choicesText(CHOICES))).toEqual(CHOICES);
});

test.each(['{}', '[]', '{"world":"a","evidence":"","seed":0,"choices":[]}'])('%s is refused as choices', (text) => {
  expect(() => readChoices(text)).toThrow();
});

test('frames are of one size, whatever their captions, and keep each line once', () => {
  const { lines, frames } = framesOf([VIEWS, VIEWS.slice(0, 2)]);
  expect(frames.map(({ length }) => length)).toEqual([3, 2]);
  expect(new Set(lines).size).toBe(lines.length);
  const texts = frames.flat().map((frame) => frame.map((line) => lines[line]).join(''));
  expect(new Set(texts.map((text) => /viewBox="[^"]+"/.exec(text)![0])).size).toBe(1);
  for (const text of texts) expect(parseXml(text).elements[0]).toBe('svg');
  expect(texts[0]).not.toBe(texts[2]);
});

test('every colour of a frame is a variable that the page gives a light and a dark value', () => {
  const { lines } = framesOf([VIEWS]);
  const rules = paletteRules();
  const used = [...lines.join('').matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour);
  for (const colour of new Set(used)) {
    if (colour === 'none') continue;
    const [, name] = /^var\((--p-[\w-]+)\)$/.exec(colour)!;
    expect(rules.split(`${name}:#`)).toHaveLength(3);
  }
});

test('a player shows the outcome without scripts, and no text of a world ends its script', () => {
  const html = playerHtml(CHOICES);
  expect(html.match(/<\/script>/g)).toHaveLength(2);
  expect(html).toContain('wet=&lt;/script&gt;&lt;b&gt;');
  expect(html).toContain('tick 2!!');
  expect(html).toContain('<strong>careful</strong>');
  expect(html).toMatch(/max="2" value="2"/);
});
