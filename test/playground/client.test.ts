/** How the page asks its worker, and gives up. */
import { describe, expect, test } from 'vitest';
import { Cancelled, Client, type Port } from '../../playground/client.ts';
import type { Message, Reply } from '../../playground/protocol.ts';

/** A worker that answers when it is told to. */
class FakePort implements Port {
  onmessage: ((event: { readonly data: Reply }) => void) | null = null;
  readonly messages: Message[] = [];
  isEnded = false;

  postMessage(message: Message): void {
    this.messages.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }

  reply(reply: Reply): void {
    this.onmessage?.({ data: reply });
  }
}

function clientWithPorts(): { client: Client; ports: FakePort[] } {
  const ports: FakePort[] = [];
  const client = new Client(() => {
    ports.push(new FakePort());
    return ports[ports.length - 1];
  });
  return { client, ports };
}

describe('a question', () => {
  test('is answered by its own number, whatever the order; parts come before', async () => {
    const { client, ports } = clientWithPorts();
    const parts: number[] = [];
    const first = client.ask('open', { world: 'A' }, (part) => parts.push(part));
    const second = client.ask('worlds', {});
    expect(ports).toHaveLength(1);
    const [{ number: a }, { number: b }] = ports[0].messages;
    ports[0].reply({ number: b, kind: 'answer', answer: ['second'] });
    ports[0].reply({ number: a, kind: 'part', part: 5 });
    ports[0].reply({ number: a, kind: 'answer', answer: 'first' });
    expect([await first, await second, parts]).toEqual(['first', ['second'], [5]]);
  });

  test('fails with the message of what went wrong', async () => {
    const { client, ports } = clientWithPorts();
    const asked = client.ask('open', { world: 'A' });
    ports[0].reply({ number: ports[0].messages[0].number, kind: 'failed', message: 'unknown world' });
    await expect(asked).rejects.toThrow('unknown world');
  });

  test('that is cancelled ends the worker; the next one starts another, and late answers are for nobody', async () => {
    const { client, ports } = clientWithPorts();
    const asked = client.ask('open', { world: 'A' });
    client.cancel();
    await expect(asked).rejects.toBeInstanceOf(Cancelled);
    expect(ports[0].isEnded).toBe(true);
    const next = client.ask('open', { world: 'B' });
    expect(ports).toHaveLength(2);
    ports[0].reply({ number: ports[0].messages[0].number, kind: 'answer', answer: 'late' });
    ports[1].reply({ number: ports[1].messages[0].number, kind: 'answer', answer: 'B' });
    expect(await next).toBe('B');
  });
});
