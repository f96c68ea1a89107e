import type { LiveEvent } from '../model';

/** A text message that is not one of the stream's events; the message names the field that is wrong. */
export class EventError extends Error {
  override name = 'EventError';
}

type Fields = Record<string, unknown>;
type Kind = 'string' | 'number' | 'boolean' | 'array' | 'object';

// What the page computes or branches on; a wrong field here would show a wrong picture, so it is refused.
const REQUIRED: Record<LiveEvent['type'], Record<string, Kind>> = {
  hello: { version: 'string', device: 'string', channels: 'array', vitals: 'array', alerts: 'array' },
  beat: { at: 'string', index: 'number', endIndex: 'number', class: 'string', anomalous: 'boolean' },
  vitals: { at: 'string', leads: 'string' },
  alert: { alert: 'object' },
  state: { mqtt: 'object', channels: 'array' },
};

const ALERT_FIELDS: Record<string, Kind> = {
  id: 'string', revision: 'number', kind: 'string', priority: 'string', state: 'string', startedAt: 'string', classes: 'object',
};
const CHANNEL_FIELDS: Record<string, Kind> = {
  index: 'number', name: 'string', classes: 'array', normalClass: 'string', sampleRateHz: 'number', source: 'object',
};

/** Parses one text message of the live stream. Throws `EventError` when it does not follow the contract. */
export function parseLiveEvent(text: string): LiveEvent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EventError(`not JSON: ${(error as Error).message}`);
  }
  const fields = asFields(value, 'event');
  const type = fields['type'];
  if (typeof type !== 'string' || !Object.hasOwn(REQUIRED, type)) {
    throw new EventError(`type ${JSON.stringify(type)}: expected ${Object.keys(REQUIRED).join(', ')}`);
  }
  const eventType = type as LiveEvent['type'];
  requireFields(fields, REQUIRED[eventType], eventType);

  if (eventType === 'alert') requireFields(asFields(fields['alert'], 'alert'), ALERT_FIELDS, 'alert');
  if (eventType === 'hello') requireEach(fields['alerts'], ALERT_FIELDS, 'hello.alerts');
  if (eventType === 'hello' || eventType === 'state') requireEach(fields['channels'], CHANNEL_FIELDS, `${eventType}.channels`);
  if (eventType === 'beat' || eventType === 'vitals') requireChannel(fields, eventType);
  if (eventType === 'beat') requireWindow(fields);
  return fields as unknown as LiveEvent;
}

function asFields(value: unknown, where: string): Fields {
  if (kindOf(value) !== 'object') throw new EventError(`${where}: expected an object, got ${kindOf(value)}`);
  return value as Fields;
}

function requireEach(list: unknown, required: Record<string, Kind>, where: string): void {
  (list as unknown[]).forEach((item, i) => requireFields(asFields(item, `${where}[${i}]`), required, `${where}[${i}]`));
}

function requireFields(fields: Fields, required: Record<string, Kind>, where: string): void {
  for (const [name, kind] of Object.entries(required)) {
    const actual = kindOf(fields[name]);
    if (actual !== kind) throw new EventError(`${where}.${name}: expected ${kind}, got ${actual}`);
  }
}

function requireChannel(fields: Fields, where: string): void {
  const kind = kindOf(fields['channel']);
  if (kind !== 'number' && kind !== 'string') throw new EventError(`${where}.channel: expected a number or name, got ${kind}`);
}

function requireWindow(fields: Fields): void {
  const { window, reconstruction } = fields;
  fields['window'] ??= null;
  fields['reconstruction'] ??= null;
  for (const [name, values] of [['window', window], ['reconstruction', reconstruction]] as const) {
    if (values == null) continue;
    if (!Array.isArray(values) || values.some((v) => typeof v !== 'number')) {
      throw new EventError(`beat.${name}: expected an array of numbers or null`);
    }
  }
  if (Array.isArray(window) && Array.isArray(reconstruction) && window.length !== reconstruction.length) {
    throw new EventError(`beat.reconstruction: expected ${window.length} values, got ${reconstruction.length}`);
  }
}

function kindOf(value: unknown): Kind | 'null' | 'undefined' | 'function' | 'symbol' | 'bigint' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'undefined';
  return typeof value;
}
