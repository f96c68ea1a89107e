import { styleOf, type ClassStyle } from '../beats/classStyle';
import type { Channel, ChannelRef } from '../model';
import { ChannelMonitor } from './ChannelMonitor';
import { findChannel } from './findChannel';

/** The agent's channels, and the one that is shown large. */
export class ChannelSet {
  #channels: ChannelMonitor[] = [];
  #selected: ChannelMonitor | null = null;

  get all(): readonly ChannelMonitor[] {
    return this.#channels;
  }

  get selected(): ChannelMonitor | null {
    return this.#selected;
  }

  find(reference: ChannelRef): ChannelMonitor | undefined {
    return findChannel(this.#channels, reference);
  }

  /** Takes the agent's list. Known channels keep what they hold, others leave; returns those that are new. */
  update(infos: readonly Channel[]): ChannelMonitor[] {
    const added: ChannelMonitor[] = [];
    this.#channels = infos.map((info) => {
      const known = this.#channels.find((channel) => channel.info.index === info.index);
      if (known !== undefined) {
        known.update(info);
        return known;
      }
      const channel = new ChannelMonitor(info);
      added.push(channel);
      return channel;
    });
    if (this.#selected === null || !this.#channels.includes(this.#selected)) this.#selected = this.#channels[0] ?? null;
    return added;
  }

  select(index: number): void {
    this.#selected = this.find(index) ?? this.#selected;
  }

  /** Look of a class on a channel, also on one that has left. */
  lookOn(reference: ChannelRef, className: string): ClassStyle {
    return this.find(reference)?.styleOf(className) ?? styleOf(new Map(), className);
  }

  /** Look of a class of a model pack. */
  lookInPack(pack: string, className: string): ClassStyle {
    const channel = this.#channels.find((candidate) => candidate.info.pack === pack);
    return channel?.styleOf(className) ?? styleOf(new Map(), className);
  }
}
