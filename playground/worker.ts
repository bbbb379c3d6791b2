/** The worker: it answers one message after the other, so that the page never waits for a computation. */
import { messageOf } from '../core/base/messages.ts';
import { registry } from '../core/world/registry.ts';
import { answers, best, decide, episode, exactPenaltyIds, open, read } from './engine.ts';
import type { Message, Reply, RequestName, Requests } from './protocol.ts';
import { giveSolver } from './solver-loader.ts';

type Handler<Name extends RequestName> = (
  ask: Requests[Name]['ask'],
  part: (part: Requests[Name]['part']) => void,
) => Requests[Name]['answer'] | Promise<Requests[Name]['answer']>;

/** Counts what was asked to be read, and searched for: only the last of each is done to its end. */
let readings = 0;
let searches = 0;

const handlers: { readonly [Name in RequestName]: Handler<Name> } = {
  worlds: () => registry.ids().map((id) => ({ id, summary: registry.world(id).summary })),
  penalties: () => exactPenaltyIds(),
  open: ({ world }, part) => open(world, part),
  decide: ({ penalty, weight, others, ...place }) => decide(place, penalty, weight, others),
  solver: ({ code }) => {
    giveSolver(code);
    return null;
  },
  best: async ({ penalty, weight, ...place }) => {
    const own = ++searches;
    // Whatever else was asked meanwhile is heard first.
    await new Promise((resolve) => setTimeout(resolve));
    return own === searches ? best(place, penalty, weight) : null;
  },
  episode: ({ source, seed, ...place }) => episode(place, source, seed),
  read: async ({ source, ...place }, part) => {
    const own = ++readings;
    for (const reading of read(place, source)) {
      part(reading);
      // Between two penalties other questions are answered.
      await new Promise((resolve) => setTimeout(resolve));
      if (own !== readings) break;
    }
    return null;
  },
  answers: ({ source, coarseness, ...place }) => answers(place, source, coarseness),
};

const port = self as unknown as {
  onmessage: (event: { readonly data: Message }) => void;
  postMessage: (reply: Reply) => void;
};

port.onmessage = async ({ data: { number, name, ask } }) => {
  try {
    const handle = handlers[name] as Handler<RequestName>;
    const answer = await handle(ask, (part: unknown) => port.postMessage({ number, kind: 'part', part }));
    port.postMessage({ number, kind: 'answer', answer });
  } catch (error) {
    port.postMessage({ number, kind: 'failed', message: messageOf(error).split('\n')[0] });
  }
};
