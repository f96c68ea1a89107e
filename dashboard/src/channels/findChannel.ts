import type { ChannelRef } from '../model';

/** The channel that a reference means, by number or by name; undefined when there is none. */
export function findChannel<T extends { info: { index: number; name: string } }>(
  channels: Iterable<T>,
  reference: ChannelRef,
): T | undefined {
  for (const channel of channels) {
    if (typeof reference === 'number' ? channel.info.index === reference : channel.info.name === reference) return channel;
  }
  return undefined;
}
