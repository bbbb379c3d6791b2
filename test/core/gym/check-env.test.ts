/** What checkEnv accepts, and each fault that it names. */
import { describe, expect, test } from 'vitest';
import { InvalidEnvironment, InvalidWorld, LeakyWire } from '../../../core/base/errors.ts';
import { checkEnv } from '../../../core/gym/check-env.ts';
import {
  DiscipleEnvironment,
  type DiscipleInfo,
  type DiscipleObservation,
  type DiscipleObservationSpace,
} from '../../../core/gym/disciple-environment.ts';
import type { ResetOptions, ResetResult, StepResult } from '../../../core/gym/environment.ts';
import { MasterEnvironment } from '../../../core/gym/master-environment.ts';
import type { Discrete } from '../../../core/gym/spaces.ts';
import { Wrapper } from '../../../core/gym/wrappers.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

/** A disciple's environment with one thing wrong. */
class Faulty extends Wrapper<DiscipleObservationSpace, Discrete, DiscipleInfo> {
  constructor() {
    super(new DiscipleEnvironment(tinyWorld));
  }
  override step(action: number): StepResult<DiscipleObservation, DiscipleInfo> {
    return this.env.step(action);
  }
}

const refuse = (env: Faulty, message: RegExp) => {
  expect(() => checkEnv(env)).toThrow(InvalidEnvironment);
  expect(() => checkEnv(env)).toThrow(message);
};

describe('checkEnv', () => {
  test('passes the bare environments', () => {
    expect(() => checkEnv(new MasterEnvironment(tinyWorld))).not.toThrow();
    expect(() => checkEnv(new DiscipleEnvironment(tinyWorld, { renderMode: 'ansi' }))).not.toThrow();
    expect(() => checkEnv(new Faulty())).not.toThrow();
  });

  test('refuses an observation outside its space, in reset and in step', () => {
    class BadReset extends Faulty {
      override reset(options?: ResetOptions): ResetResult<DiscipleObservation, DiscipleInfo> {
        const [observation, info] = super.reset(options);
        return [{ ...observation, tick: -1 }, info];
      }
    }
    class BadStep extends Faulty {
      override step(action: number): StepResult<DiscipleObservation, DiscipleInfo> {
        const [observation, ...rest] = super.step(action);
        return [{ ...observation, evidence: [9, 9] }, ...rest];
      }
    }
    refuse(new BadReset(), /^reset: expected an observation in/);
    refuse(new BadStep(), /^step: expected an observation in/);
  });

  test('refuses results that a seed does not fix', () => {
    let calls = 0;
    class Drifting extends Faulty {
      override step(action: number): StepResult<DiscipleObservation, DiscipleInfo> {
        const [observation, , ...rest] = super.step(action);
        return [observation, calls++, ...rest];
      }
    }
    refuse(new Drifting(), /seed: 123.*second trajectory/);
  });

  test('refuses a state that does not bring back what follows', () => {
    class Forgetful extends Faulty {
      private steps = 0;
      override reset(options?: ResetOptions): ResetResult<DiscipleObservation, DiscipleInfo> {
        if (options?.seed !== undefined) this.steps = 0;
        return super.reset(options);
      }
      override step(action: number): StepResult<DiscipleObservation, DiscipleInfo> {
        const [observation, , ...rest] = super.step(action);
        return [observation, this.steps++, ...rest];
      }
    }
    refuse(new Forgetful(), /setState\(getState\(\)\).*second trajectory/);
  });

  test('refuses a step after the end that is not refused, and a second close that is', () => {
    class Endless extends Faulty {
      private last: StepResult<DiscipleObservation, DiscipleInfo> | null = null;
      override step(action: number): StepResult<DiscipleObservation, DiscipleInfo> {
        if (this.last?.[2]) return this.last;
        this.last = super.step(action);
        return this.last;
      }
      override reset(options?: ResetOptions): ResetResult<DiscipleObservation, DiscipleInfo> {
        this.last = null;
        return super.reset(options);
      }
    }
    class ClosesOnce extends Faulty {
      private closed = false;
      override close(): void {
        if (this.closed) throw new Error('closed already');
        this.closed = true;
      }
      override reset(options?: ResetOptions): ResetResult<DiscipleObservation, DiscipleInfo> {
        this.closed = false;
        return super.reset(options);
      }
    }
    refuse(new Endless(), /step after the end: expected 'ResetNeeded'|step after the end: expected ResetNeeded/);
    refuse(new ClosesOnce(), /close twice: closed already/);
  });

  test('refuses a spec that JSON does not carry, and a render mode not declared', () => {
    class Functional extends Faulty {
      override get spec() {
        return { ...super.spec!, options: { maker: () => 0 } };
      }
    }
    class Undeclared extends Faulty {
      override get renderMode() {
        return 'ansi' as const;
      }
      override get metadata() {
        return { renderModes: [] };
      }
    }
    refuse(new Functional(), /spec: expected what survives JSON/);
    refuse(new Undeclared(), /renderMode/);
  });

  test('refuses results of another shape, and names where the environment’s own code failed', () => {
    const altered = (change: (result: unknown[]) => unknown) =>
      new (class extends Faulty {
        override step(action: number): StepResult<DiscipleObservation, DiscipleInfo> {
          return change(super.step(action)) as StepResult<DiscipleObservation, DiscipleInfo>;
        }
      })();
    refuse(
      altered((result) => result.slice(0, 4)),
      /^step: expected \[observation, reward, terminated/,
    );
    refuse(
      altered((result) => result.with(1, 'much')),
      /^reward/,
    );
    refuse(
      altered((result) => result.with(2, 1)),
      /^terminated: expected a boolean/,
    );
    refuse(
      altered((result) => result.with(3, null)),
      /^truncated/,
    );
    refuse(
      altered((result) => result.with(4, 'fine')),
      /^step: info/,
    );
    refuse(
      altered(() => {
        throw new TypeError('no such field');
      }),
      /^step\(\d\): no such field/,
    );
    class NoInfo extends Faulty {
      override reset(options?: ResetOptions): ResetResult<DiscipleObservation, DiscipleInfo> {
        return [super.reset(options)[0]] as unknown as ResetResult<DiscipleObservation, DiscipleInfo>;
      }
    }
    refuse(new NoInfo(), /^reset: expected \[observation, info\]/);
  });

  test('refuses an option that nobody reads', () => {
    // @ts-expect-error no such option
    expect(() => checkEnv(new Faulty(), { step: 3 })).toThrow(/unknown field 'step'.*Did you mean 'steps'/);
  });

  test('checks the world too', () => {
    const wrong = { ...tinyWorld, utility: () => 2 };
    expect(() => checkEnv(new MasterEnvironment(wrong))).toThrow(InvalidWorld);
    const leaky = { ...tinyWorld, wire: (source: string, x: 0 | 1) => (x === 1 ? source : source.slice(0, 9)) };
    expect(() => checkEnv(new MasterEnvironment(leaky))).toThrow(LeakyWire);
    expect(() => checkEnv(new MasterEnvironment(leaky), { allowLeak: true })).not.toThrow();
  });
});
