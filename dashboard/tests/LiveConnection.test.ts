import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Backoff } from '../src/live/Backoff';
import type { SampleFrame } from '../src/live/frames';
import { LiveConnection, type LinkState, type LiveSocket } from '../src/live/LiveConnection';
import type { LiveEvent } from '../src/model';
import { encodeFrame } from './encodeFrame';

// The browser's own socket is tried in the end-to-end tests; here the test decides what it does and when.
class ScriptedSocket implements LiveSocket {
  binaryType: BinaryType = 'blob';
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onclose: ((event: CloseEvent) => unknown) | null = null;
  onerror: ((event: Event) => unknown) | null = null;
  closed = false;

  close(): void {
    this.closed = true;
  }
  receive(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent);
  }
  drop(): void {
    this.onclose?.({} as CloseEvent);
  }
}

const HELLO = JSON.stringify({ type: 'hello', version: '1', device: 'pi', channels: [], vitals: [], alerts: [] });
const STATE = JSON.stringify({ type: 'state', mqtt: {}, channels: [] });

function setUp() {
  const sockets: ScriptedSocket[] = [];
  const events: LiveEvent[] = [];
  const frames: SampleFrame[] = [];
  const links: LinkState[] = [];
  const unreadable: string[] = [];
  const connection = new LiveConnection(
    () => {
      const socket = new ScriptedSocket();
      sockets.push(socket);
      return socket;
    },
    {
      onEvent: (event) => events.push(event),
      onFrame: (frame) => frames.push(frame),
      onLink: (state) => links.push(state),
      onUnreadable: (error) => unreadable.push(error.message),
    },
    new Backoff(500, 15_000, () => 0.5),
  );
  return { connection, sockets, events, frames, links, unreadable };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('Backoff', () => {
  it('doubles up to its limit and starts again after a success', () => {
    const backoff = new Backoff(500, 4000, () => 0.5);
    expect([backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([500, 1000, 2000, 4000, 4000]);
    backoff.succeeded();
    expect(backoff.next()).toBe(500);
  });

  it('spreads the waits from 75 to 125 %', () => {
    expect(new Backoff(1000, 9000, () => 0).next()).toBe(750);
    expect(new Backoff(1000, 9000, () => 0.999_999).next()).toBe(1250);
  });
});

describe('LiveConnection', () => {
  it('is open only once the agent has said hello', () => {
    const { connection, sockets, links, events } = setUp();
    connection.start();
    expect(links).toEqual([{ phase: 'connecting', attempt: 0 }]);
    expect(sockets[0]!.binaryType).toBe('arraybuffer');
    sockets[0]!.receive(HELLO);
    expect(links.at(-1)).toEqual({ phase: 'open' });
    expect(events.map((event) => event.type)).toEqual(['hello']);
  });

  it('hands on samples, and goes on after messages it cannot read', () => {
    const { connection, sockets, frames, unreadable, events } = setUp();
    connection.start();
    sockets[0]!.receive(HELLO);
    sockets[0]!.receive(new ArrayBuffer(3));
    sockets[0]!.receive('nonsense');
    sockets[0]!.receive(encodeFrame({ firstIndex: 40 }));
    sockets[0]!.receive(STATE);
    expect(unreadable).toHaveLength(2);
    expect(frames.map((frame) => frame.firstIndex)).toEqual([40]);
    expect(events.map((event) => event.type)).toEqual(['hello', 'state']);
    expect(sockets[0]!.closed).toBe(false);
  });

  it('waits longer after each failure and tells when it tries again', () => {
    const { connection, sockets, links } = setUp();
    connection.start();
    sockets[0]!.drop();
    expect(links.at(-1)).toEqual({ phase: 'waiting', attempt: 1, retryAtMs: Date.now() + 500 });
    vi.advanceTimersByTime(499);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(2);
    sockets[1]!.drop();
    vi.advanceTimersByTime(999);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
  });

  it('starts with the short wait again after a connection that worked', () => {
    const { connection, sockets } = setUp();
    connection.start();
    for (let i = 0; i < 4; i++) {
      sockets.at(-1)!.drop();
      vi.runOnlyPendingTimers();
    }
    sockets.at(-1)!.receive(HELLO);
    const before = sockets.length;
    sockets.at(-1)!.drop();
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(before + 1);
  });

  it('gives up a connection that stays silent', () => {
    const { connection, sockets, links } = setUp();
    connection.start();
    sockets[0]!.receive(HELLO);
    vi.advanceTimersByTime(11_000);
    sockets[0]!.receive(STATE);
    vi.advanceTimersByTime(11_000);
    expect(links.at(-1)!.phase).toBe('open');
    vi.advanceTimersByTime(1000);
    expect(sockets[0]!.closed).toBe(true);
    expect(links.at(-1)!.phase).toBe('waiting');
  });

  it('hears nothing more from a socket it has given up', () => {
    const { connection, sockets, events } = setUp();
    connection.start();
    sockets[0]!.drop();
    vi.advanceTimersByTime(500);
    sockets[0]!.receive(STATE);
    sockets[0]!.drop();
    expect(events).toEqual([]);
    vi.advanceTimersByTime(5000);
    expect(sockets).toHaveLength(2);
  });

  it('tries at once when asked, and only while it waits', () => {
    const { connection, sockets } = setUp();
    connection.start();
    connection.retryNow();
    expect(sockets).toHaveLength(1);
    sockets[0]!.drop();
    connection.retryNow();
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(10_000);
    expect(sockets).toHaveLength(2);
  });

  it('does not take a fault of the page for an unreadable message', () => {
    const socket = new ScriptedSocket();
    const onUnreadable = vi.fn();
    const connection = new LiveConnection(
      () => socket,
      {
        onEvent: () => {
          throw new TypeError('a fault of the page');
        },
        onFrame: () => undefined,
        onLink: () => undefined,
        onUnreadable,
      },
      new Backoff(),
    );
    connection.start();
    expect(() => socket.receive(HELLO)).toThrow('a fault of the page');
    expect(onUnreadable).not.toHaveBeenCalled();
  });
});
