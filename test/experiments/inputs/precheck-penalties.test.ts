/** What is refused of a user's penalty before anything is written, and with which words. */
import { describe, expect, test } from 'vitest';
import { InvalidPenalty, NoEstimate } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { precheckPenalties } from '../../../experiments/inputs/precheck-penalties.ts';
import { forecastPenalty } from '../../../penalties/forecast-penalty.ts';
import { exactly, type Measurement, type Penalty } from '../../../penalties/penalty.ts';
import { penalties } from '../../../penalties/suite.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);
const disciples = tinyWorld.disciples.map(({ source }) => boot(compiled, source));
const options = { rollouts: 100, seed: 0 };
const HERE = "'bounded' in TinyVase-v0 under reliability=0 draught=0";

/** A penalty that says this of every disciple but the null program. */
function saying(of: (source: string) => unknown): Penalty {
  const exact = ({ disciple: { source } }: { readonly disciple: { readonly source: string } }) =>
    (source === '' ? exactly(0) : of(source)) as Measurement;
  return { id: 'bad/one', summary: '', exact, measure: async (request) => exact(request) };
}

const refusal = (penalty: Penalty, target = compiled) => precheckPenalties([penalty], target, disciples, options);

describe('precheckPenalties', () => {
  test.each([
    ['negative', exactly(-0.5), 'expected a finite value ≥ 0 but received -0.5'],
    ['infinite', exactly(Number.POSITIVE_INFINITY), 'expected a finite value ≥ 0 but received Infinity'],
    ['no number', { ...exactly(0), value: '1' }, "expected a finite value ≥ 0 but received '1'"],
    ['nothing at all', undefined, 'expected a measurement but received undefined'],
    ['a bare number', 0.3, 'expected a measurement but received 0.3'],
    ['without parts', { ...exactly(1), parts: undefined }, 'expected parts, an object but received undefined'],
    [
      'without an interval',
      { ...exactly(1), interval: undefined },
      'expected an interval, null or two ends but received undefined',
    ],
  ])('refuses what is %s, and says of whom and where', async (_, measurement, wanted) => {
    const error = await refusal(saying(() => measurement)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InvalidPenalty);
    expect(error.message).toBe(`penalty bad/one of ${HERE}: ${wanted}`);
  });

  test('refuses what throws, and keeps the cause', async () => {
    const cause = new TypeError('kaboom');
    const thrower = saying(() => {
      throw cause;
    });
    const error = await refusal(thrower).catch((thrown) => thrown);
    expect(error.message).toBe(`penalty bad/one of ${HERE}: threw 'kaboom'`);
    expect(error.cause).toBe(cause);
  });

  test('takes the refusal of an estimate, and every registered penalty that trains no network', async () => {
    await refusal(
      saying(() => {
        throw new NoEstimate('too few');
      }),
    );
    const registered = penalties.ids().map((id) => penalties.get(id));
    const checked = precheckPenalties(
      registered.filter(({ trains }) => !trains),
      compiled,
      disciples,
      options,
    );
    await expect(checked).resolves.toBeUndefined();
  });

  test('measures of one that trains only the null program and another', async () => {
    const asked: string[] = [];
    const slow = saying((source) => {
      asked.push(source);
      return exactly(1);
    });
    await refusal({ ...slow, trains: true });
    expect(asked).toEqual([tinyWorld.disciples[1].source]);
  });
});

test('a function of forecasts that is not 0 for equal forecasts is refused, exactly and from draws', async () => {
  const offset = forecastPenalty({ id: 'bad/offset', summary: '', value: () => 1 });
  for (const target of [compiled, tinyWorld]) {
    const some = [disciples[0], boot(compiled, 'min(clips, 2)')];
    await expect(precheckPenalties([offset], target, some, options)).rejects.toThrow(
      `penalty bad/offset of equal forecasts, as the null program’s are: expected 0 but received 1 (of ${HERE})`,
    );
  }
});
