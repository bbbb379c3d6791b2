/** A world whose declarations are wrong is refused in one line. */
import { describe, expect, test } from 'vitest';
import { InvalidWorld } from '../../../core/base/errors.ts';
import { validateWorld } from '../../../core/world/validate-world.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const [nothing, bounded] = tinyWorld.disciples;
const [clips] = tinyWorld.questions;
const [reliability] = tinyWorld.evidence.variables;
const { prior } = tinyWorld.evidence;

const labels = (values: unknown) => ({ evidence: { variables: [{ ...reliability, values }], prior } });

describe('validateWorld', () => {
  test('passes the tiny world, and one whose id carries options', () => {
    expect(() => validateWorld(tinyWorld)).not.toThrow();
    expect(() => validateWorld({ ...tinyWorld, id: 'TinyVase-v3?houses=8' })).not.toThrow();
    expect(() => validateWorld({ ...tinyWorld, evidence: { variables: [], prior: () => [] } })).not.toThrow();
  });

  test('passes labels, and whatever fields an instance of a class keeps', () => {
    expect(() =>
      validateWorld({ ...tinyWorld, ...(labels(['0.5', '0.9']) as object) } as typeof tinyWorld),
    ).not.toThrow();
    class Town {
      readonly size = 3;
    }
    expect(() => validateWorld(Object.assign(new Town(), tinyWorld))).not.toThrow();
  });

  test.each<[string, object, RegExp]>([
    ['an id without a version', { id: 'TinyVase' }, /id: expected the form 'Name-v0' but received 'TinyVase'/],
    ['an empty summary', { summary: '' }, /summary/],
    ['a horizon of 0', { horizon: 0 }, /horizon: expected a positive integer but received 0/],
    ['a horizon of 2.5', { horizon: 2.5 }, /horizon/],
    ['a negative aftermath', { aftermath: -1 }, /aftermath/],
    ['a first action that is not wait', { actions: ['go', 'wait'] }, /actions\[0\]: expected 'wait'/],
    ['an action twice', { actions: ['wait', 'go', 'go'] }, /go twice/],
    ['no step', { step: undefined }, /step: expected a function/],
    ['a wire that is no function', { wire: 'x' }, /wire/],
    ['an arity of 0', { evidence: { variables: [{ ...reliability, arity: 0 }], prior } }, /'reliability': arity/],
    ['an unknown scale', { evidence: { variables: [{ ...reliability, scale: 'other' }], prior } }, /scale/],
    ['a variable twice', { evidence: { variables: [reliability, reliability], prior } }, /reliability twice/],
    ...['wire length', 'wire,length', 'wire=length', 'wire\tlength', ' '].map((name): [string, object, RegExp] => [
      `the name ${JSON.stringify(name)} of a variable, which cannot be read back`,
      { evidence: { variables: [{ ...reliability, name }], prior } },
      /evidence variable: expected a name without spaces, commas or '=' but received/,
    ]),
    ['no prior', { evidence: { variables: [] } }, /evidence/],
    ['a quantity with a name no source can say', { quantities: { 'a b': () => 0 } }, /quantity/],
    ['a quantity that is no function', { quantities: { a: 3 } }, /quantity 'a'/],
    ['a grain of 0', { questions: [{ ...clips, grain: 0 }] }, /question 'clips': grain/],
    ['an infinite origin', { questions: [{ ...clips, origin: Infinity }] }, /origin/],
    ['a question twice', { questions: [clips, clips] }, /clips twice/],
    ['no disciple', { disciples: [] }, /disciples/],
    ['a first disciple that does something', { disciples: [bounded, nothing] }, /disciples\[0\]: expected the null/],
    [
      'a horizon beyond all use',
      { aftermath: 1e9 },
      /horizon and aftermath: expected at most 10000 ticks together but/,
    ],
    [
      'a huge arity',
      { evidence: { variables: [{ ...reliability, arity: 1e6 }], prior } },
      /arity: .* ≤ 10000 but .*1000000/,
    ],
    ['a misspelt field', { aftermth: 3 }, /TinyVase-v0: unknown field 'aftermth'\. Did you mean 'aftermath'\?/],
    [
      'a misspelt field of a question',
      { questions: [{ ...clips, grian: 2 }] },
      /question 'clips': unknown field 'grian'\. Did you mean 'grain'\?/,
    ],
    [
      'a misspelt field of the evidence',
      { evidence: { variables: [], prior, priors: 1 } },
      /evidence: unknown field 'priors'\. Did you mean 'prior'\?/,
    ],
    [
      'a misspelt field of a variable',
      { evidence: { variables: [{ ...reliability, value: [] }], prior } },
      /evidence 'reliability': unknown field 'value'\. Did you mean 'values'\?/,
    ],
    [
      'a misspelt field of a disciple',
      { disciples: [{ ...nothing, sumary: '' }] },
      /disciple 'null': unknown field 'sumary'\. Did you mean 'summary'\?/,
    ],
    ['too few labels', labels(['a']), /'reliability': values: expected an array of 2 labels, one for each index, but/],
    ['labels that are no array', labels('ab'), /values: expected an array/],
    ['a label twice', labels(['a', 'a']), /values: expected unique labels but received 'a twice'/],
    ['an empty label', labels(['a', '']), /values: expected labels without spaces/],
    ['a label with a space', labels(['a', 'b c']), /values: expected labels without spaces.*'b c'/],
    ['a label with a comma', labels(['a', 'b,c']), /values: expected labels without/],
    ['a label with an equals sign', labels(['a', 'b=c']), /values: expected labels without/],
    ['a disciple twice', { disciples: [nothing, bounded, bounded] }, /bounded twice/],
  ])('refuses %s', (_, change, message) => {
    const world = { ...tinyWorld, ...change } as typeof tinyWorld;
    expect(() => validateWorld(world)).toThrow(message);
    expect(() => validateWorld(world)).toThrow(InvalidWorld);
  });
});
