import type { AgentStatus, Alert, AlertStripData, Analysis, Beat, SessionInfo } from './model';

/** A request that the agent refused or that did not reach it. `message` is fit for a person to read. */
export class ApiError extends Error {
  override name = 'ApiError';
  /** HTTP status, or 0 when no answer came. */
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

const BASE = 'api/v1/';
/** Titles that say no more than the status code; the detail beside them is enough. */
const STATUS_TITLES = new Set(['Bad Request', 'Not Found', 'Conflict', 'Internal Server Error', 'Service Unavailable']);

export const api = {
  status: () => getJson<AgentStatus>('status'),

  session: () => getJson<SessionInfo>('session'),

  /** The newest beats of a channel (by name), newest first. */
  beats: (channel: string, limit: number) => getJson<{ items: Beat[] }>(`beats?channel=${encodeURIComponent(channel)}&limit=${limit}`),

  strip: (alertId: string) => getJson<AlertStripData>(`alerts/${encodeURIComponent(alertId)}/strip?format=json`),

  stripCsvAddress: (alertId: string) => `${BASE}alerts/${encodeURIComponent(alertId)}/strip?format=csv`,

  acknowledge: (alertId: string) => getJson<Alert>(`alerts/${encodeURIComponent(alertId)}/ack`, { method: 'POST' }),

  /** Sends a file of labelled beats or a recording through the agent's models. */
  analyse: (file: File, signal: AbortSignal) =>
    getJson<Analysis>(`analyses?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      body: file,
      headers: { 'Content-Type': 'application/octet-stream' },
      signal,
    }),
};

/** Address of the live stream, beside the page. */
export function liveAddress(pageAddress: string): string {
  const address = new URL(`${BASE}live`, pageAddress);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return address.href;
}

async function getJson<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(BASE + path, init);
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new ApiError('The agent does not answer.', 0);
  }
  if (!response.ok) throw new ApiError(problemMessage(await response.text(), response.status), response.status);
  return (await response.json()) as T;
}

/** The one line to show for an error answer: RFC 9457 title and detail when the body has them. */
export function problemMessage(body: string, status: number): string {
  try {
    const problem = JSON.parse(body) as { title?: unknown; detail?: unknown };
    const isText = (part: unknown): part is string => typeof part === 'string' && part !== '';
    const parts = [problem.title, problem.detail].filter(isText);
    if (parts.length === 2 && STATUS_TITLES.has(parts[0]!)) parts.shift();
    if (parts.length > 0) return parts.map((part) => part.replace(/\.$/, '')).join(': ') + '.';
  } catch {
    // Not JSON, so a proxy or the web server itself answered: its status is all there is to tell.
  }
  return `The agent answered with status ${status}.`;
}
