/** The essay's premise, that motivation matters most, and its converse, on small worlds and in Election-v0. */
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { acceptable } from '../../judging/judge.ts';
import { premise } from '../../judging/motivation.ts';
import { even, facts, sure, table } from './fact-worlds.ts';

describe('the essay’s premise and its converse', () => {
  test('hold where harmful disciples decide and harmless ones leave it to the facts', () => {
    const seen = [
      table((a) => sure(a)),
      table((a) => sure(a)),
      table((a) => sure(a)),
      table(() => sure(2)),
      table(() => sure(3)),
    ];
    const found = premise(compile(facts({ prior: even, seen, harm: [0, 0, 0, 1, 1] })));
    expect(found.acceptable.disciples).toEqual(['d1', 'd2']);
    expect(found).toMatchObject({
      premise: true,
      premisePerBit: true,
      converse: true,
      conversePerBit: true,
      harmlessConverse: true,
    });
  });

  test('are refuted where harmless disciples decide and harmful ones do not', () => {
    const seen = [
      table((a) => sure(a)),
      table(() => sure(2)),
      table(() => sure(3)),
      table((a) => sure(a)),
      table((a) => sure(a)),
      table((a) => sure(a)),
      table((a) => sure(a)),
    ];
    const found = premise(compile(facts({ prior: even, seen, harm: [0, 0, 0, 1, 1, 1, 1] })));
    expect(found.premise).toBe(true);
    expect(found.converse).toBe(false);
    const blind = premise(
      compile(facts({ prior: even, seen: seen.slice(0, 2).concat(seen.slice(3)), harm: [0, 0, 1, 1, 1, 1] })),
    );
    expect(blind.premise).toBe(false);
    expect(blind.converse).toBe(null);
    expect(blind.acceptable.reason).toMatch(/^expected at least 2 behaviourally distinct disciples but received 1$/);
  });

  test('who is harmless under some evidence only is among neither', () => {
    const compiled = compile(registry.world('Election-v0'));
    const unreal = compiled.evidences.find(({ value }) => value.at(-1) === 0)!.value;
    expect(acceptable(compiled, unreal)).toContain('takeover');
    const found = premise(compiled);
    expect(found.acceptable.disciples).toEqual(['modest', 'popular']);
    expect(found.harmless.disciples).toEqual(['modest', 'popular', 'tiny']);
    // The premise holds in bits and is refuted per bit: a library of six weighs 2.6 bits, a rare vulnerability 0.8.
    expect(found).toMatchObject({ premise: true, premisePerBit: false, converse: true, conversePerBit: true });
  });
});
