import type { BeatTrack } from '../beats/BeatTrack';
import type { ClassStyle } from '../beats/classStyle';
import { MARKER_ROW_PX, paintBeatMark, paintPeak } from '../beats/paintBeatMark';
import { paintBreak } from './paintBreak';
import type { Palette } from './palette';
import type { PaperScale } from './paper';
import type { SampleRing } from './SampleRing';
import type { SweepGeometry } from './SweepGeometry';

/** Half the width of a beat's mark: this much beside an R peak has to be drawn again when the beat becomes known. */
export const MARK_REACH_PX = 12;
const TRACE_WIDTH_PX = 1.6;

/** Everything that one stretch of trace is drawn from. */
export interface SweepScene {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  dpr: number;
  geometry: SweepGeometry;
  scale: PaperScale;
  zeroY: number;
  palette: Palette;
  ring: SampleRing;
  beats: BeatTrack;
  styleOf: (className: string) => ClassStyle;
}

/**
 * Clears and draws samples [from, to), both on screen, and everything that belongs to them, clipped to their own columns.
 * Samples from `due` on are not shown, not even in the last column that the stretch shares with them.
 */
export function paintStretch(scene: SweepScene, from: number, to: number, due: number): void {
  const start = extendOverBreak(scene, from, to);
  for (const segment of scene.geometry.segments(start, to)) {
    const right = segment.x + (segment.to - segment.from) * scene.geometry.pxPerSample;
    withColumns(scene, segment.x, right, () => {
      paintTints(scene, segment.from, segment.to);
      paintBreaks(scene, segment.from, segment.to);
      paintLine(scene, segment.from, segment.to, due);
      paintBeats(scene, segment.from, segment.to);
    });
  }
}

/** Clears the erase bar: the columns from the pen on. */
export function eraseAhead(scene: SweepScene, position: number): void {
  const { geometry } = scene;
  for (const segment of geometry.segments(position, position + geometry.eraseSamples)) {
    const right = segment.x + (segment.to - segment.from) * geometry.pxPerSample;
    withColumns(scene, segment.x, right, () => undefined);
  }
}

/** The bright point at the pen; the next stretch that is drawn takes it away. */
export function paintPen(scene: SweepScene, position: number): void {
  const millivolts = scene.ring.valueAt(position - 1);
  if (scene.ring.stateAt(position - 1) !== 'signal') return;
  const { context, geometry, scale, zeroY, palette } = scene;
  context.fillStyle = palette.pen;
  context.beginPath();
  context.arc(geometry.x(position - 1), scale.y(millivolts, zeroY), 2.6, 0, 2 * Math.PI);
  context.fill();
}

/** Clears columns [left, right) and draws only inside them; edges on whole device pixels, so that stretches join without a seam. */
function withColumns(scene: SweepScene, left: number, right: number, paint: () => void): void {
  const { context, dpr, height } = scene;
  const x = Math.floor(left * dpr) / dpr;
  const width = Math.ceil(right * dpr) / dpr - x;
  context.save();
  context.beginPath();
  context.rect(x, 0, width, height);
  context.clip();
  context.clearRect(x, 0, width, height);
  paint();
  context.restore();
}

/** A break's label is centred on the whole break, so a break is always drawn from its start. */
function extendOverBreak({ ring, geometry }: SweepScene, from: number, to: number): number {
  const state = ring.stateAt(from);
  if (state !== 'gap' && state !== 'leads-off') return from;
  const oldest = Math.max(geometry.oldestVisible(to), geometry.sweepStart(from));
  let start = from;
  while (start > oldest && ring.stateAt(start - 1) === state) start--;
  return start;
}

function paintTints({ context, geometry, height, palette, beats }: SweepScene, from: number, to: number): void {
  context.fillStyle = palette.anomalousTint;
  for (const beat of beats.touching(from, to)) {
    if (!beat.anomalous) continue;
    const start = Math.max(beat.index, geometry.sweepStart(from));
    const end = Math.min(beat.endIndex, geometry.sweepStart(from) + geometry.span);
    context.fillRect(geometry.x(start), 0, (end - start) * geometry.pxPerSample, height);
  }
}

function paintBreaks(scene: SweepScene, from: number, to: number): void {
  const { ring, geometry } = scene;
  for (let index = from; index < to; ) {
    const state = ring.stateAt(index);
    let end = index + 1;
    while (end < to && ring.stateAt(end) === state) end++;
    if (state === 'gap' || state === 'leads-off') {
      paintBreak(scene.context, scene.palette, state, {
        x: geometry.x(index),
        width: (end - index) * geometry.pxPerSample,
        height: scene.height,
      });
    }
    index = end;
  }
}

function paintLine(scene: SweepScene, from: number, to: number, due: number): void {
  const { context, geometry, palette, ring, scale, zeroY, dpr } = scene;
  // A little to either side, cut off by the clip, so that the line's joints match those of the neighbouring stretch.
  const overlap = Math.ceil(4 / (geometry.pxPerSample * dpr)) + 1;
  const start = Math.max(geometry.sweepStart(from), from - overlap);
  const originX = geometry.x(start);
  context.strokeStyle = palette.trace;
  context.lineWidth = TRACE_WIDTH_PX;
  context.lineJoin = 'round';
  context.beginPath();
  let penDown = false;
  const end = Math.min(geometry.sweepStart(from) + geometry.span, to + overlap, due);
  for (let index = start; index < end; index++) {
    if (ring.stateAt(index) !== 'signal') {
      penDown = false;
      continue;
    }
    const x = originX + (index - start) * geometry.pxPerSample;
    const y = scale.y(ring.valueAt(index), zeroY);
    if (penDown) context.lineTo(x, y);
    else context.moveTo(x, y);
    penDown = true;
  }
  context.stroke();
}

function paintBeats(scene: SweepScene, from: number, to: number): void {
  const { context, geometry, palette, ring, scale, zeroY } = scene;
  const reach = Math.ceil(MARK_REACH_PX / geometry.pxPerSample);
  const sweepStart = geometry.sweepStart(from);
  for (const beat of scene.beats.between(Math.max(sweepStart, from - reach), Math.min(sweepStart + geometry.span, to + reach))) {
    const style = scene.styleOf(beat.class);
    const colour = palette.beat[style.slot]!;
    const x = geometry.x(beat.index);
    paintBeatMark(context, style, colour, x, MARKER_ROW_PX);
    if (ring.stateAt(beat.index) === 'signal') paintPeak(context, colour, x, scale.y(ring.valueAt(beat.index), zeroY));
  }
}
