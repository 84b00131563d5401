/** Width and height in pixels. */
export type ImageSize = { readonly width: number; readonly height: number };

/**
 * The size of the image in a `data:` URL, read from the head of a PNG, JPEG, GIF or WebP file. `undefined` for any
 * other address, since nothing is fetched to count it, and for a file that does not say.
 */
export function imageSize(url: string): ImageSize | undefined {
  const head = /^data:[^,]{0,200};base64,/i.exec(url)?.[0];
  if (head === undefined) return undefined;
  const file = Buffer.from(url.slice(head.length, head.length + searchedBase64Length), 'base64');
  const size = pngSize(file) ?? gifSize(file) ?? webpSize(file) ?? jpegSize(file);
  return size === undefined || size.width < 1 || size.height < 1 ? undefined : size;
}

// A camera's JPEG may carry a preview and notes of some 100 KB before its size.
const searchedBase64Length = 400_000;

function pngSize(file: Buffer): ImageSize | undefined {
  if (file.length < 24 || file.toString('latin1', 1, 4) !== 'PNG') return undefined;
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}

function gifSize(file: Buffer): ImageSize | undefined {
  if (file.length < 10 || file.toString('latin1', 0, 4) !== 'GIF8') return undefined;
  return { width: file.readUInt16LE(6), height: file.readUInt16LE(8) };
}

function webpSize(file: Buffer): ImageSize | undefined {
  if (file.length < 30 || file.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  switch (file.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = file.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

function jpegSize(file: Buffer): ImageSize | undefined {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= file.length && file[at] === 0xff;) {
    const marker = file[at + 1] ?? 0;
    // The frame headers C0–CF hold the size; C4, C8 and CC among them are tables.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { width: file.readUInt16BE(at + 7), height: file.readUInt16BE(at + 5) };
    }
    at += 2 + file.readUInt16BE(at + 2);
  }
  return undefined;
}
