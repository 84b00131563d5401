import { png } from './png.ts';

/** The colour around the icon, in designers and in the icon itself. */
export const brandColour = '#0b5563';

/** The width and height of the icon, in pixels: the most that Power Platform takes. */
export const iconSize = 230;

/** The connector's icon: a sluice gate, half open, and the water that it lets through. */
export function icon(): Buffer {
  const pixels = new Uint8Array(iconSize * iconSize * 4);
  for (let y = 0; y < iconSize; y += 1) {
    for (let x = 0; x < iconSize; x += 1) {
      pixels.set([...smooth(x, y), 255], (y * iconSize + x) * 4);
    }
  }
  return png(iconSize, pixels);
}

type Colour = readonly [red: number, green: number, blue: number];

const brand: Colour = [0x0b, 0x55, 0x63];
const gate: Colour = [0xff, 0xff, 0xff];
const water: Colour = [0x5f, 0xd0, 0xc5];

/** Edges are smoothed by the mean of sixteen points in each pixel. */
function smooth(x: number, y: number): readonly number[] {
  const sum = [0, 0, 0];
  for (let step = 0; step < 16; step += 1) {
    const colour = colourAt(x + ((step % 4) + 0.5) / 4, y + (Math.floor(step / 4) + 0.5) / 4);
    colour.forEach((channel, index) => (sum[index] = (sum[index] ?? 0) + channel));
  }
  return sum.map((channel) => Math.round(channel / 16));
}

/** The drawing keeps to the middle seventy of a hundred, so that a round frame cuts nothing off. */
function colourAt(x: number, y: number): Colour {
  const isPost = (within(x, 45, 59) || within(x, 171, 185)) && within(y, 40, 190);
  const isBeam = within(x, 45, 185) && within(y, 40, 54);
  const isLeaf = within(x, 67, 163) && within(y, 62, 116);
  const isBar = within(y, 76, 82) || within(y, 96, 102);
  if (isPost || isBeam || (isLeaf && !isBar)) return gate;
  const wave = 5 * Math.sin((x / 118) * 2 * Math.PI);
  const isWater = within(x, 64, 166) && [132, 154, 176].some((level) => Math.abs(y - level - wave) < 5);
  return isWater ? water : brand;
}

function within(value: number, from: number, to: number): boolean {
  return value >= from && value < to;
}
