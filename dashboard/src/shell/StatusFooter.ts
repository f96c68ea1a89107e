import { el, setText } from '../dom';
import { formatCount, formatDuration } from '../format';
import type { AgentStatus, Channel, MqttStatus, StoreStatus } from '../model';

/** What runs behind the picture: broker, store, source, and what was lost. */
export class StatusFooter {
  readonly element: HTMLElement;
  readonly #source = item('Source');
  readonly #dropped = item('Lost');
  readonly #mqtt = item('MQTT');
  readonly #store = item('Store');
  readonly #agent = item('Agent');
  #unreadable = 0;

  constructor() {
    const items = [this.#source, this.#dropped, this.#mqtt, this.#store, this.#agent];
    this.element = el('footer', { class: 'footer' }, el('dl', {}, ...items.map((i) => i.element)));
  }

  setChannel(channel: Channel): void {
    const { source, fault } = channel;
    const state = source.state === 'running' ? '' : ` (${source.state}${source.error === null ? '' : `: ${source.error}`})`;
    setText(this.#source.value, `${source.kind}, ${source.description}${state}${fault === null ? '' : ` · fault: ${fault}`}`);
    this.#source.element.classList.toggle('is-bad', source.state === 'failed' || fault !== null);
    this.#setLost(channel);
  }

  setMqtt(mqtt: MqttStatus): void {
    setText(this.#mqtt.value, mqttInWords(mqtt));
    this.#mqtt.element.classList.toggle('is-bad', mqtt.enabled && !mqtt.connected);
  }

  setStore({ alerts, beats, path, waiting, problem }: StoreStatus): void {
    const held = `${formatCount(alerts)} alerts, ${formatCount(beats)} beats`;
    setText(this.#store.value, problem === null ? held : `${held}, ${formatCount(waiting)} waiting · fault: ${problem}`);
    this.#store.value.title = path;
    this.#store.element.classList.toggle('is-bad', problem !== null);
  }

  setStatus(status: AgentStatus): void {
    this.setMqtt(status.mqtt);
    this.setStore(status.store);
    setText(this.#agent.value, `${shortVersion(status.version)}, up ${formatDuration(status.uptimeSeconds * 1000)}`);
  }

  /** Counts a message of the live stream that the page could not read. */
  unreadable(channel: Channel | null): void {
    this.#unreadable++;
    if (channel !== null) this.#setLost(channel);
  }

  #setLost({ droppedBeats, gaps }: Channel): void {
    const parts = [`${formatCount(gaps)} ${gaps === 1 ? 'gap' : 'gaps'}`, `${formatCount(droppedBeats)} dropped beats`];
    if (this.#unreadable > 0) parts.push(`${formatCount(this.#unreadable)} unreadable messages`);
    setText(this.#dropped.value, parts.join(', '));
  }
}

/** The version with its commit cut to seven digits. */
export function shortVersion(version: string): string {
  return version.replace(/(\+[0-9a-f]{7})[0-9a-f]+$/, '$1');
}

/** State of the link to the broker in words. */
export function mqttInWords({ enabled, connected, broker, queued, problem }: MqttStatus): string {
  if (!enabled) return 'off';
  const place = broker === null ? '' : ` ${connected ? 'to' : 'for'} ${broker}`;
  const queue = queued === 0 ? '' : ` with ${formatCount(queued)} queued`;
  if (connected) return `connected${place}${queue}`;
  return `waiting${place}${queue}${problem ? `: ${problem}` : ''}`;
}

function item(name: string): { element: HTMLElement; value: HTMLElement } {
  const value = el('dd', { text: '--' });
  return { element: el('div', { class: 'footer-item' }, el('dt', { text: name }), value), value };
}
