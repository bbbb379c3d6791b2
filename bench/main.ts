/** Ratios of alternatives, measured in turn in one process; no ratio is a test. */
import '../envs/index.ts';
import { compile } from '../core/compile.ts';
import { boot } from '../core/disciple.ts';
import { exactForecaster } from '../core/exact-forecaster.ts';
import { stream } from '../core/random.ts';
import { registry } from '../core/registry.ts';
import { rollOut, rollOutIndex } from '../core/rollout.ts';
import { createAdam } from '../learning/adam.ts';
import { loadBackend } from '../learning/backend.ts';
import { createNetwork } from '../learning/network.ts';
import { compare } from './compare.ts';

const world = registry.world('PaperclipFactory-v0');
const compiled = compile(world);
const disciple = boot(compiled, 'careful');
const { value: evidence } = compiled.evidences[0];
const uniform = stream(0, 'bench');
const EPISODES = 1000;

const lines: string[] = [];
lines.push(
  await compare({
    title: `${EPISODES} episodes of the factory`,
    names: ['tables', 'step'],
    run: [
      () => {
        for (let i = 0; i < EPISODES; i++) {
          rollOutIndex(compiled, compiled.beginnings[0][1], disciple.table!, uniform);
        }
      },
      () => {
        for (let i = 0; i < EPISODES; i++) rollOut(world, evidence, disciple, true, uniform);
      },
    ],
  }),
);
lines.push(
  await compare({
    title: 'P(e, careful, 1)',
    names: ['exact', '20,000 rollouts on tables'],
    run: [
      () => {
        exactForecaster(compiled)(evidence, disciple, 1);
      },
      () => {
        exactForecaster(compiled).draw(evidence, disciple, 1, 20_000, 'bench');
      },
    ],
  }),
);

const backend = await loadBackend('wasm');
const { tf } = backend;
/** One Adam step of a discriminator-sized network; `name` decides how its dense layers multiply. */
function trainer(name: 'wasm' | 'cpu') {
  const network = createNetwork({ ...backend, name }, { sizes: [40, 64, 64, 1], stream: stream(0, 'network') });
  const adam = createAdam(backend, network.variables, { learningRate: 1e-3 });
  const x = tf.randomUniform([2048, 40], 0, 1, 'float32', 7) as ReturnType<typeof tf.tensor2d>;
  const y = tf.randomUniform([2048, 1], 0, 1, 'float32', 8);
  return () => {
    adam.step(() => tf.mean(tf.square(tf.sub(network.forward(x), y))) as ReturnType<typeof tf.scalar>);
  };
}
lines.push(
  await compare({
    title: 'Adam step, 40→64→64→1, batch 2048, on wasm',
    names: ['explicit transposes', 'plain dense layers'],
    run: [trainer('wasm'), trainer('cpu')],
  }),
);

process.stdout.write(`${lines.join('\n')}\n`);
