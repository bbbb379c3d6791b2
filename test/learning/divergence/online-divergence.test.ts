/** The divergence that is learned beside a master, as judging asks it. */
import { beforeAll, expect, test, vi } from 'vitest';
import '../../../index.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { branchesOf } from '../../../core/forecast/branches.ts';
import { compile } from '../../../core/tables/compile.ts';
import { questionCells } from '../../../core/world/answers.ts';
import { registry } from '../../../core/world/registry.ts';
import { type Backend, loadBackend } from '../../../learning/backend/backend.ts';
import { Discriminator } from '../../../learning/divergence/discriminator.ts';
import { OnlineDivergence } from '../../../learning/divergence/online-divergence.ts';
import { testBackend } from '../../backend.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend(testBackend);
});

test('the network is asked once for each outcome that differs, and every outcome gets its own logit', () => {
  const compiled = compile(registry.world('Subagent-v0'));
  const { world } = compiled;
  const branches = branchesOf(
    compiled,
    world.disciples.map(({ source }) => boot(compiled, source)),
  );
  const arities = world.evidence.variables.map(({ arity }) => arity);
  const cells = questionCells(world, 1);
  const shape = { backend, branches, arities, disciples: world.disciples.length, cells, seed: 3 };
  const one = new OnlineDivergence({ ...shape, divergence: 'tv' });
  for (let update = 0; update < 20; update++) one.update(update / 20);
  const outcomes = [...new Set(compiled.states)].slice(-6);
  const many = Array.from({ length: 6000 }, (_, i) => outcomes[(i * i + i) % outcomes.length]);
  const distinct = new Set(many);
  const alone = new Map([...distinct].map((outcome) => [outcome, one.logits(0, 1, [outcome])[0]]));
  expect(distinct.size).toBeGreaterThan(1);
  expect(new Set(alone.values()).size).toBeGreaterThan(1);

  const asked = vi.spyOn(Discriminator.prototype, 'logits');
  const logits = one.logits(0, 1, many);
  expect(asked.mock.calls.map(([, rows]) => rows)).toEqual([distinct.size]);
  asked.mockRestore();
  for (const [i, outcome] of many.entries()) expect(logits[i]).toBeCloseTo(alone.get(outcome)!, 5);
  one.dispose();
});
