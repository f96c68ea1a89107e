/** Bits of the leads byte; 0 means every lead is on. */
export const LEADS_ON = 0;
const LEADS_KNOWN_BITS = 0b11;

const HEADER_BYTES = 32;
const KIND_SAMPLES = 1;
const MAX_SAMPLE_RATE_HZ = 100_000;

/** One channel's newest samples, as one binary message of the live stream carries them. */
export interface SampleFrame {
  channel: number;
  /** 0 = on; bit 0 = LO+ off, bit 1 = LO- off. */
  leads: number;
  /** Sample index of the first value. */
  firstIndex: number;
  /** Wall time of the first sample, Unix milliseconds. */
  wallTimeMs: number;
  sampleRateHz: number;
  /** Display-filtered signal, millivolts. */
  millivolts: Float32Array;
}

/** A binary message that does not follow the stream's format; the message says which field and why. */
export class FrameError extends Error {
  override name = 'FrameError';
}

/** Decodes one binary message (little endian). Throws `FrameError` when any field is impossible. */
export function decodeSampleFrame(buffer: ArrayBuffer): SampleFrame {
  if (buffer.byteLength < HEADER_BYTES) {
    throw new FrameError(`frame of ${buffer.byteLength} bytes: the header alone needs ${HEADER_BYTES}`);
  }
  const view = new DataView(buffer);

  const kind = view.getUint8(0);
  if (kind !== KIND_SAMPLES) throw new FrameError(`kind ${kind}: expected ${KIND_SAMPLES} (samples)`);

  const leads = view.getUint8(1);
  if ((leads & ~LEADS_KNOWN_BITS) !== 0) throw new FrameError(`leads ${leads}: expected 0 to ${LEADS_KNOWN_BITS}`);

  const count = view.getUint32(4, true);
  const expectedBytes = HEADER_BYTES + 2 * count;
  if (buffer.byteLength !== expectedBytes) {
    throw new FrameError(`count ${count}: expected a frame of ${expectedBytes} bytes, got ${buffer.byteLength}`);
  }

  const firstIndex = view.getFloat64(8, true);
  if (!Number.isSafeInteger(firstIndex) || firstIndex < 0) {
    throw new FrameError(`first sample index ${firstIndex}: expected a whole number from 0`);
  }

  const wallTimeMs = view.getFloat64(16, true);
  if (!Number.isFinite(wallTimeMs)) throw new FrameError(`wall time ${wallTimeMs}: expected Unix milliseconds`);

  const sampleRateHz = view.getFloat32(24, true);
  if (!(sampleRateHz > 0 && sampleRateHz <= MAX_SAMPLE_RATE_HZ)) {
    throw new FrameError(`sample rate ${sampleRateHz} Hz: expected above 0, at most ${MAX_SAMPLE_RATE_HZ}`);
  }

  const millivoltsPerCount = view.getFloat32(28, true);
  if (!(millivoltsPerCount > 0 && Number.isFinite(millivoltsPerCount))) {
    throw new FrameError(`millivolts per count ${millivoltsPerCount}: expected a positive number`);
  }

  const millivolts = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    millivolts[i] = view.getInt16(HEADER_BYTES + 2 * i, true) * millivoltsPerCount;
  }
  return { channel: view.getUint16(2, true), leads, firstIndex, wallTimeMs, sampleRateHz, millivolts };
}
