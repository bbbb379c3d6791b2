/** Penalties are measured exactly where possible, and tabulated for the environment. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { measureAll, tabulate } from '../../../agents/masters/penalty-table.ts';
import { InvalidOption, NoExactValue } from '../../../core/base/errors.ts';
import { boot, bootArrived } from '../../../core/disciple/disciple.ts';
import { MasterEnvironment } from '../../../core/gym/master-environment.ts';
import { ImpactPenalty } from '../../../core/gym/wrappers/impact-penalty.ts';
import { WritingEnvironment } from '../../../core/gym/writing-environment.ts';
import { compile } from '../../../core/tables/compile.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);
const disciples = tinyWorld.disciples.map(({ source }) => boot(compiled, source));
const { evidences } = compiled;
const options = { rollouts: 500, seed: 1, backend: testBackend };
const joint = penalties.get('coarse/joint/tv');
/** The same penalty where it is only measured. */
const measuredOnly = {
  ...joint,
  id: 'measured-only',
  exact: () => {
    throw new NoExactValue('only measured');
  },
};

describe('measureAll', () => {
  test('names an exact value that is a promise as such, before it is awaited', async () => {
    const later = { ...joint, exact: (async () => ({ value: 0 })) as never };
    await expect(measureAll(compiled, evidences, disciples, later, options)).rejects.toThrow(
      /exact must return a measurement, not a promise/,
    );
  });

  test('is exact where there is an exact value, estimated where there is none', async () => {
    const exact = await measureAll(compiled, evidences, disciples, joint, options);
    const pathwise = await measureAll(compiled, evidences, disciples, penalties.get('coarse/pathwise'), options);
    evidences.forEach(({ value: evidence }, e) => {
      disciples.forEach((disciple, s) => {
        expect(exact[e][s]).toEqual(joint.exact({ compiled, evidence, disciple }));
        expect(pathwise[e][s].interval).not.toBeNull();
      });
    });
  });

  test('passes other errors on', async () => {
    const failing = {
      ...joint,
      exact: () => {
        throw new TypeError('broken');
      },
    };
    await expect(measureAll(compiled, evidences, disciples, failing, options)).rejects.toThrow('broken');
  });
});

describe('tabulate', () => {
  test('turns a penalty into the function that ImpactPenalty takes', async () => {
    const penalty = await tabulate(compiled, 'coarse/joint/tv');
    const env = ImpactPenalty(new MasterEnvironment(tinyWorld, { compiled }), { weight: 0.5, penalty });
    for (let episode = 0; episode < 60; episode++) {
      const [evidence] = env.reset(episode === 0 ? { seed: 1 } : {});
      const action = episode % 3;
      const [, reward, terminated, , info] = env.step(action);
      const exact = joint.exact({ compiled, evidence, disciple: disciples[action] }).value;
      expect(terminated).toBe(true);
      expect(info.penalty).toBe(exact);
      expect(reward).toBeCloseTo(info.utility - 0.5 * exact, 12);
    }
    env.close();
  });

  test('a source that was not tabulated has its exact value where there is one', async () => {
    const penalty = await tabulate(compiled, joint, options);
    for (const source of ['clips + 1', 'clips * 2 - cat', 'not a program']) {
      const exact = joint.exact({ compiled, evidence: [0, 1], disciple: bootArrived(compiled, source) }).value;
      expect(penalty([0, 1], source)).toBe(exact);
      expect(penalty([0, 1], source)).toBe(exact);
    }
    const env = ImpactPenalty(new WritingEnvironment(tinyWorld, { compiled }), { weight: 1, penalty });
    const [evidence] = env.reset({ seed: 1 });
    const [, reward, , , info] = env.step('clips - cat');
    expect(reward).toBe(info.utility - penalty(evidence, 'clips - cat'));
  });

  test('what was not tabulated and has no exact value is refused, also by the wrapper', async () => {
    const penalty = await tabulate(compiled, measuredOnly, { disciples: ['clips'], ...options });
    expect(penalty([0, 0], 'clips')).toBeGreaterThan(0);
    expect(() => penalty([0, 0], 'clips + 1')).toThrow("not tabulated for the source 'clips + 1'");
    expect(() => penalty([9, 9], '')).toThrow(InvalidOption);
    expect(penalty([0, 0], '')).toBe(0);
    const library = [...tinyWorld.disciples, { id: 'new', source: 'clips + 1', summary: 'unmeasured' }];
    const env = ImpactPenalty(new MasterEnvironment(tinyWorld, { compiled, library }), { weight: 1, penalty });
    env.reset({ seed: 1 });
    expect(() => env.step(3)).toThrow(InvalidOption);
    const exact = await tabulate(compiled, joint, options);
    expect(() => exact([9, 9], 'clips')).toThrow(InvalidOption);
  });
});
