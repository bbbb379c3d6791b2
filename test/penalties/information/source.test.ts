/** The guard: the bits of a program, whatever build it comes from. */
import { describe, expect, test } from 'vitest';
import type { EvidenceVariable } from '../../../core/world/world.ts';
import { programWords, sourceBits } from '../../../penalties/information/source.ts';
import { pictureWorld } from './picture-world.ts';

const world = pictureWorld({ texts: ['a'], present: [1], absent: [1] });

describe('the text of a function', () => {
  const written = `(state) => {
    // what is said of it
    return helper(state, 'wet') ? state.x + 1e-9 : { ...state, y: other(2) }; /* and
    after */
  }`;

  test('is the same whatever the layout, the comments, the quotes and the build', () => {
    const words = programWords(written);
    expect(programWords(`(state)=>{return helper(state,"wet")?state.x+1e-9:{...state,y:other(2)}}`)).toBe(words);
    expect(
      programWords(
        `(state) => { return (0, __vi_import_3__.helper)(state, "wet") ` +
          `? state.x + 1e-9 : { ...state, y: (0, __vi_import_0__.other)(2) } }`,
      ),
    ).toBe(words);
    expect(
      programWords('(s) => { const twice = /* @__PURE__ */ __name((x) => 2 * x, "twice"); return twice(s, "twice") }'),
    ).toBe(programWords("(s) => { const twice = (x) => 2 * x; return twice(s, 'twice') }"));
  });

  test('keeps what it does', () => {
    expect(programWords('(a) => a + 1')).not.toBe(programWords('(a) => a - 1'));
    expect(programWords('(a) => a + 1')).not.toBe(programWords('(a) => a + 2'));
    expect(programWords('(a) => a.b')).not.toBe(programWords('(a) => a.c'));
  });
});

describe('the program’s bits', () => {
  test('are one for X, log₂ arity for each evidence variable, and the rest whole bytes', () => {
    const bare = sourceBits({ ...world, evidence: { ...world.evidence, variables: [] } }, 'scene');
    expect((bare - 1) % 8).toBe(0);
    const three = { name: 'any', arity: 3, scale: 'nominal' } as const;
    const odd = sourceBits({ ...world, evidence: { ...world.evidence, variables: [three, three] } }, 'scene');
    expect((odd - 1 - 2 * Math.log2(3)) % 8).toBeCloseTo(0, 9);
  });

  test('do not depend on the labels of evidence values, which are for people', () => {
    const plain = { name: 'wet', arity: 2, scale: 'nominal' } as const;
    const bits = (variable: EvidenceVariable) =>
      sourceBits({ ...world, evidence: { ...world.evidence, variables: [variable] } }, 'scene');
    expect(bits({ ...plain, values: ['certainly-not', 'certainly-so'] })).toBe(bits(plain));
  });

  test('are a constant of the world and the source', () => {
    expect(sourceBits(world, 'scene')).toBe(sourceBits({ ...world }, 'scene'));
  });

  test('grow with the world’s functions and with what the master sends', () => {
    const longer = { ...world, step: (s: { scene: number }) => ({ scene: (7 * s.scene + 3) % 5 }) };
    expect(sourceBits(longer, 'scene')).toBeGreaterThan(sourceBits(world, 'scene'));
    expect(sourceBits(world, 'min(scene, 3) - 10 * scene')).toBeGreaterThan(sourceBits(world, 'scene'));
  });

  test('hold the oracle master’s program: several hundred bytes that the smallest world has too', () => {
    expect(sourceBits(world, '')).toBeGreaterThan(8 * 500);
  });
});
