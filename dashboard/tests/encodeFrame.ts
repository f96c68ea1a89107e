export interface FrameFields {
  kind: number;
  leads: number;
  channel: number;
  firstIndex: number;
  wallTimeMs: number;
  sampleRateHz: number;
  millivoltsPerCount: number;
  counts: number[];
  spareBytes: number;
}

/** A binary message as the agent writes it, with any field set as the test wants it. */
export function encodeFrame(fields: Partial<FrameFields>): ArrayBuffer {
  const { kind = 1, leads = 0, channel = 0, firstIndex = 0, wallTimeMs = 0 } = fields;
  const { sampleRateHz = 250, millivoltsPerCount = 0.001, counts = [1, 2], spareBytes = 0 } = fields;
  const buffer = new ArrayBuffer(32 + 2 * counts.length + spareBytes);
  const view = new DataView(buffer);
  view.setUint8(0, kind);
  view.setUint8(1, leads);
  view.setUint16(2, channel, true);
  view.setUint32(4, counts.length, true);
  view.setFloat64(8, firstIndex, true);
  view.setFloat64(16, wallTimeMs, true);
  view.setFloat32(24, sampleRateHz, true);
  view.setFloat32(28, millivoltsPerCount, true);
  counts.forEach((count, i) => view.setInt16(32 + 2 * i, count, true));
  return buffer;
}
