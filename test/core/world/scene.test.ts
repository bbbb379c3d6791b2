/** Scenes: what pictures show of a state. */
import { describe, expect, test } from 'vitest';
import '../../../envs/index.ts';
import { InvalidWorld } from '../../../core/base/errors.ts';
import { checkWorld } from '../../../core/check/check-world.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { isScene, type Scene } from '../../../core/world/scene.ts';
import { sceneOf } from '../../../core/world/world.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const tables = new Map(registry.ids().map((id) => [id, compile(registry.world(id)) as Compiled]));

/** Some states of a world, spread over its tables. */
function statesOf(id: string): unknown[] {
  const { states } = tables.get(id)!;
  return Array.from({ length: 200 }, (_, i) => states[Math.floor((i * states.length) / 200)]);
}

describe.each(registry.ids())('the scene of %s', (id) => {
  const world = registry.world(id);

  test('shows each state as things with labels, and as many cells whatever happens', () => {
    const shapes = new Set<string>();
    for (const state of statesOf(id)) {
      const scene = sceneOf(world, state);
      expect(isScene(scene)).toBe(true);
      expect(scene.isText).toBeUndefined();
      shapes.add(`${scene.rows.length}×${scene.rows[0].length}`);
    }
    expect(shapes.size).toBe(1);
  });

  test('shows the disciple where there is one, and nowhere else', () => {
    const count = (state: unknown) => {
      const cells = sceneOf(world, state).rows.flat();
      return cells.filter((cell) => cell.some(({ role }) => role === 'disciple')).length;
    };
    const { states, evidences, beginnings } = tables.get(id)!;
    for (const e of evidences.keys()) {
      for (const x of [0, 1]) {
        for (const state of beginnings[e][x].states) expect(count(states[state])).toBe(x);
      }
    }
  });

  test('calls different things by different names: a label has one glyph, role and icon', () => {
    const known = new Map<string, string>();
    for (const state of statesOf(id)) {
      for (const { label, ...rest } of sceneOf(world, state).rows.flat(2)) {
        const text = JSON.stringify(rest);
        expect(known.get(label) ?? text).toBe(text);
        known.set(label, text);
      }
    }
    expect(known.size).toBeGreaterThan(2);
  });
});

describe('a world without a scene', () => {
  test('is shown by the characters of its drawing', () => {
    const { rows, facts, isText } = sceneOf({ ...tinyWorld, scene: undefined, draw: () => 'ab\nc d!' }, {} as never);
    expect(isText).toBe(true);
    expect(facts).toEqual([]);
    expect(rows.map((row) => row.map((cell) => cell[0]?.glyph ?? ' ').join(''))).toEqual(['ab  ', 'c d!']);
  });
});

describe('a scene that is none', () => {
  const thing = { glyph: 'a', role: 'goods', label: 'a' };
  test.each([
    ['rows of two lengths', { rows: [[[]], [[], []]], facts: [] }],
    ['a glyph of two characters', { rows: [[[{ ...thing, glyph: 'ab' }]]], facts: [] }],
    ['an unknown role', { rows: [[[{ ...thing, role: 'magic' }]]], facts: [] }],
    ['a cell that is no list', { rows: [[thing]], facts: [] }],
    ['no facts', { rows: [[[thing]]] }],
    ['nothing at all', undefined],
  ])('is refused for %s, in one line that names the state', (_, scene) => {
    const world = { ...tinyWorld, scene: () => scene as Scene };
    expect(() => checkWorld(world)).toThrow(InvalidWorld);
    expect(() => checkWorld(world)).toThrow(/^TinyVase-v0: scene of .*: expected rows of one length[^\n]*$/);
  });
});
