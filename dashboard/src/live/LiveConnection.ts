import type { LiveEvent } from '../model';
import type { Backoff } from './Backoff';
import { parseLiveEvent } from './events';
import { decodeSampleFrame, type SampleFrame } from './frames';

/** What LiveConnection uses of a WebSocket. */
export interface LiveSocket {
  binaryType: BinaryType;
  onmessage: ((event: MessageEvent) => unknown) | null;
  onclose: ((event: CloseEvent) => unknown) | null;
  onerror: ((event: Event) => unknown) | null;
  close(): void;
}

export type LinkState =
  | { phase: 'connecting'; attempt: number }
  /** The agent's hello has arrived. */
  | { phase: 'open' }
  | { phase: 'waiting'; attempt: number; retryAtMs: number };

/** Called from the socket's callbacks, in the order of the messages. */
export interface LiveHandlers {
  onEvent(event: LiveEvent): void;
  onFrame(frame: SampleFrame): void;
  onLink(state: LinkState): void;
  /** A message that could not be read; the connection goes on. */
  onUnreadable(error: Error): void;
}

// The agent sends its state at least every 5 s: this much silence means a connection that died without closing.
const SILENCE_LIMIT_MS = 12_000;

/** Keeps one WebSocket to the agent's live stream open, for as long as the page lives. */
export class LiveConnection {
  readonly #openSocket: () => LiveSocket;
  readonly #handlers: LiveHandlers;
  readonly #backoff: Backoff;
  #socket: LiveSocket | null = null;
  #retryTimer: ReturnType<typeof setTimeout> | null = null;
  #silenceTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(openSocket: () => LiveSocket, handlers: LiveHandlers, backoff: Backoff) {
    this.#openSocket = openSocket;
    this.#handlers = handlers;
    this.#backoff = backoff;
  }

  start(): void {
    if (this.#socket === null && this.#retryTimer === null) this.#connect();
  }

  /** Ends a pending wait at once, for example when the browser says that the network is back. */
  retryNow(): void {
    if (this.#retryTimer === null) return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    this.#connect();
  }

  #connect(): void {
    this.#retryTimer = null;
    this.#handlers.onLink({ phase: 'connecting', attempt: this.#backoff.attempt });
    const socket = this.#openSocket();
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = (event) => this.#onMessage(event.data);
    // An error is always followed by close, which carries on.
    socket.onerror = null;
    socket.onclose = () => this.#lost();
    this.#watchSilence();
  }

  #onMessage(data: unknown): void {
    this.#watchSilence();
    let deliver: () => void;
    try {
      deliver = this.#read(data);
    } catch (error) {
      this.#handlers.onUnreadable(error as Error);
      return;
    }
    // Outside the try: a fault in the page itself must not pass for an unreadable message.
    deliver();
  }

  #read(data: unknown): () => void {
    if (typeof data !== 'string') {
      const frame = decodeSampleFrame(data as ArrayBuffer);
      return () => this.#handlers.onFrame(frame);
    }
    const event = parseLiveEvent(data);
    return () => {
      if (event.type === 'hello') {
        this.#backoff.succeeded();
        this.#handlers.onLink({ phase: 'open' });
      }
      this.#handlers.onEvent(event);
    };
  }

  #watchSilence(): void {
    if (this.#silenceTimer !== null) clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#lost(), SILENCE_LIMIT_MS);
  }

  #lost(): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#socket = null;
    if (this.#silenceTimer !== null) clearTimeout(this.#silenceTimer);
    this.#silenceTimer = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();

    const attempt = this.#backoff.attempt + 1;
    const delayMs = this.#backoff.next();
    this.#retryTimer = setTimeout(() => this.#connect(), delayMs);
    this.#handlers.onLink({ phase: 'waiting', attempt, retryAtMs: Date.now() + delayMs });
  }
}
