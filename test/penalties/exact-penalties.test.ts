/** Exact values of penalties: which may be missing, and what is passed on. */
import { expect, test } from 'vitest';
import { NoExactValue } from '../../core/base/errors.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { type Compiled, compile } from '../../core/tables/compile.ts';
import { exactOrNull, mayBeExact } from '../../penalties/exact-penalties.ts';
import { penalties } from '../../penalties/suite.ts';
import { tinyWorld } from '../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld) as Compiled;
const request = { compiled, evidence: [0, 1], disciple: boot(compiled, tinyWorld.disciples[1].source) };
const joint = penalties.get('coarse/joint/tv');

test('exactOrNull is the exact value, that of the penalty which it estimates, or null', () => {
  const truth = joint.exact(request).value;
  expect(truth).toBeGreaterThan(0.5);
  expect(exactOrNull(joint, request)).toBe(truth);
  expect(exactOrNull(penalties.get('coarse/learned/tv'), request)).toBe(truth);
  expect(exactOrNull(penalties.get('coarse/pathwise'), request)).toBeNull();
});

test('exactOrNull passes other errors on', () => {
  const failing = {
    ...joint,
    exact: () => {
      throw new TypeError('broken');
    },
  };
  expect(() => exactOrNull(failing, request)).toThrow('broken');
});

test('a penalty that trains a network, or estimates another, has no exact value of its own', () => {
  expect(mayBeExact(joint)).toBe(true);
  const others = penalties.ids().filter((id) => !mayBeExact(penalties.get(id)));
  expect(others).toContain('coarse/learned/tv');
  for (const id of others) expect(() => penalties.get(id).exact(request), id).toThrow(NoExactValue);
});
