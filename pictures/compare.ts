/** What differs between two worlds that share their chance, and what changed since the beginning. */
import { factText, type Scene, type SceneCell } from '../core/world/scene.ts';

/**
 * What a cell shows: the disciple; what is otherwise in the other world; or what chance alone changed since the
 * beginning, for it changed alike in both worlds.
 */
export type Mark = 'disciple' | 'changed' | 'chance';

/** A mark that is shown as a frame around a cell. */
export type FrameMark = Exclude<Mark, 'disciple'>;

/** What the frames around cells mean. */
export const MEANINGS: readonly (readonly [mark: FrameMark, text: string])[] = [
  ['changed', 'differs between the worlds'],
  ['chance', 'changed by chance alone'],
];

/** The marks of a scene: one for each cell and each fact, null where nothing happened. */
export interface Marks {
  readonly cells: readonly (readonly (Mark | null)[])[];
  readonly facts: readonly (Mark | null)[];
}

/** What is in a cell, the disciple aside. */
function things(cell: SceneCell = []): string {
  return JSON.stringify(cell.filter(({ role }) => role !== 'disciple').map(({ glyph, label }) => [glyph, label]));
}

/**
 * The marks of one world.
 * @param other the same tick in the other world, under the same chance.
 * @param beginning the world's own beginning.
 */
export function marksOf(scene: Scene, other: Scene, beginning: Scene): Marks {
  const markOf = (own: string, elsewhere: string, before: string): Mark | null => {
    if (own !== elsewhere) return 'changed';
    return own === before ? null : 'chance';
  };
  const factsOf = ({ facts }: Scene) => new Map(facts.map((fact, i) => [fact.label || i, factText(fact)]));
  const [elsewhere, before] = [factsOf(other), factsOf(beginning)];
  return {
    cells: scene.rows.map((row, y) =>
      row.map((cell, x) => {
        if (cell.some(({ role }) => role === 'disciple')) return 'disciple';
        return markOf(things(cell), things(other.rows[y]?.[x]), things(beginning.rows[y]?.[x]));
      }),
    ),
    facts: scene.facts.map((fact, i) => {
      const key = fact.label || i;
      return markOf(factText(fact), elsewhere.get(key) ?? '', before.get(key) ?? '');
    }),
  };
}
