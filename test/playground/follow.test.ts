/** How the page follows what it asks. */
import { beforeEach, expect, test, vi } from 'vitest';
import { Cancelled } from '../../playground/client.ts';
import { follow } from '../../playground/follow.ts';

const ends = { show: vi.fn(), fail: vi.fn(), cancelled: vi.fn() };
const calls = () => [ends.show, ends.fail, ends.cancelled].map(({ mock }) => mock.calls);
/** Waits until whatever was answered is shown. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => vi.clearAllMocks());

test('an answer is shown, and an error is told by its message', async () => {
  follow(async () => 5, ends);
  follow(async () => Promise.reject(new Error('broken')), ends);
  await settled();
  expect(calls()).toEqual([[[5]], [['broken']], []]);
});

test('a question that was cancelled is no failure', async () => {
  follow(async () => Promise.reject(new Cancelled('cancelled')), ends);
  follow(async () => Promise.reject(new Cancelled('cancelled')), { show: ends.show, fail: ends.fail });
  await settled();
  expect(calls()).toEqual([[], [], [[]]]);
});

test('nothing happens once the page has moved on, and a question of several steps can tell', async () => {
  const seen: boolean[] = [];
  const leave = follow(async (isCurrent) => {
    seen.push(isCurrent());
    await settled();
    seen.push(isCurrent());
  }, ends);
  const leaveFailure = follow(async () => Promise.reject(new Error('late')), ends);
  const leaveCancelled = follow(async () => Promise.reject(new Cancelled('late')), ends);
  for (const one of [leave, leaveFailure, leaveCancelled]) one();
  await settled();
  await settled();
  expect(seen).toEqual([true, false]);
  expect(calls()).toEqual([[], [], []]);
});
