/** Asks the worker. What takes too long is cancelled by ending the worker; the next question starts another. */
import type { Message, Reply, RequestName, Requests } from './protocol.ts';

/** What a question that was cancelled is answered by. */
export class Cancelled extends Error {}

interface Waiting {
  readonly part: (part: never) => void;
  readonly answer: (answer: never) => void;
  readonly fail: (error: Error) => void;
}

/** The part of a Worker that is used. */
export interface Port {
  onmessage: ((event: { readonly data: Reply }) => void) | null;
  postMessage(message: Message): void;
  terminate(): void;
}

export class Client {
  private port: Port | null = null;
  private next = 0;
  /** How often all was given up: what the worker was given before is lost. */
  cancels = 0;
  private readonly waiting = new Map<number, Waiting>();

  /** @param start starts a worker. */
  constructor(private readonly start: () => Port) {}

  /**
   * Asks one question.
   * @throws Error with the message of what went wrong; `Cancelled` where it was cancelled.
   */
  ask<Name extends RequestName>(
    name: Name,
    ask: Requests[Name]['ask'],
    part: (part: Requests[Name]['part']) => void = () => {},
  ): Promise<Requests[Name]['answer']> {
    this.port ??= this.started();
    const number = this.next++;
    const { port } = this;
    return new Promise((answer, fail) => {
      this.waiting.set(number, { part, answer, fail });
      port.postMessage({ number, name, ask });
    });
  }

  /** Gives up all that is being computed. What the worker was given goes with it. */
  cancel(): void {
    this.cancels++;
    this.port?.terminate();
    this.port = null;
    for (const { fail } of this.waiting.values()) fail(new Cancelled('cancelled'));
    this.waiting.clear();
  }

  private started(): Port {
    const port = this.start();
    port.onmessage = ({ data }) => {
      const waiting = this.waiting.get(data.number);
      if (!waiting) return;
      if (data.kind === 'part') {
        waiting.part(data.part as never);
        return;
      }
      this.waiting.delete(data.number);
      if (data.kind === 'answer') waiting.answer(data.answer as never);
      else waiting.fail(new Error(data.message));
    };
    return port;
  }
}
