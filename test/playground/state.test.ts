/** The address of a view of the page. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIRST, fromHash, type PageState, toHash } from '../../playground/state.ts';

const states: fc.Arbitrary<PageState> = fc.record({
  world: fc.constantFrom(FIRST.world, 'Gas-v0', 'PaperclipFactory-v0?width=6&workers=2'),
  evidence: fc.constantFrom('', '0,1,0'),
  penalty: fc.constantFrom(FIRST.penalty, 'coarse/joint/tv?coarseness=0.5'),
  weight: fc.double({ min: 0, max: 1e6, noNaN: true }),
  seed: fc.nat(),
  own: fc.string({ unit: 'grapheme' }),
  actor: fc.constantFrom('', 'yours', 'careful'),
  coarseness: fc.double({ min: 0, max: 1000, noNaN: true }),
  best: fc.constantFrom(0, 1),
});

describe('an address', () => {
  test('restores what the page showed', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(fromHash(`#${toHash(state)}`)).toEqual({ ...state, ...zero(state) });
      }),
    );
  });

  test('is empty on the first screen', () => {
    expect(toHash(FIRST)).toBe('');
    expect(fromHash('')).toEqual(FIRST);
  });

  test('that means nothing shows the first screen instead', () => {
    for (const hash of ['#weight=abc&seed=-1&coarseness=', '#weight=-1', '#weight=NaN&seed=1e99', '#nonsense', '#%'])
      expect(fromHash(hash)).toEqual(FIRST);
  });
});

/** Text has no −0. */
function zero({ weight, coarseness }: PageState): Partial<PageState> {
  return { weight: weight + 0, coarseness: coarseness + 0 };
}
