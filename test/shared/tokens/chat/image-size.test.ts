import { describe, expect, it } from 'vitest';

import { imageSize } from '../../../../shared/tokens/chat/image-size.ts';
import { dataUrl, pngUrl } from './image-files.ts';

const size = { width: 640, height: 480 };

function webp(kind: string, write: (file: Buffer) => void): string {
  const file = Buffer.alloc(40);
  file.write('RIFF', 0, 'latin1');
  file.write(`WEBP${kind}`, 8, 'latin1');
  write(file);
  return dataUrl('image/webp', file);
}

function jpeg(noteBytes: number): string {
  const note = Buffer.alloc(noteBytes + 4);
  note.writeUInt16BE(0xffe1, 0);
  note.writeUInt16BE(noteBytes + 2, 2);
  const frame = Buffer.from([0xff, 0xc2, 0, 17, 8, 480 >> 8, 480 & 255, 640 >> 8, 640 & 255, 3]);
  return dataUrl('image/jpeg', Buffer.concat([Buffer.from([0xff, 0xd8]), note, frame]));
}

describe('imageSize', () => {
  it('reads PNG', () => {
    expect(imageSize(pngUrl(640, 480))).toEqual(size);
  });

  it('reads GIF', () => {
    const file = Buffer.from('GIF89a......');
    file.writeUInt16LE(640, 6);
    file.writeUInt16LE(480, 8);
    expect(imageSize(dataUrl('image/gif', file))).toEqual(size);
  });

  it('reads JPEG behind what a camera notes', () => {
    expect(imageSize(jpeg(10))).toEqual(size);
    expect(imageSize(jpeg(60_000))).toEqual(size);
  });

  it('reads the three kinds of WebP', () => {
    const lossy = webp('VP8 ', (file) => {
      file.writeUInt16LE(640, 26);
      file.writeUInt16LE(480, 28);
    });
    const lossless = webp('VP8L', (file) => file.writeUInt32LE(639 | (479 << 14), 21));
    const extended = webp('VP8X', (file) => {
      file.writeUIntLE(639, 24, 3);
      file.writeUIntLE(479, 27, 3);
    });
    expect([lossy, lossless, extended].map(imageSize)).toEqual([size, size, size]);
  });

  it.each([
    'https://example.com/a.png',
    'data:image/png,plain',
    'data:image/png;base64,',
    'data:image/png;base64,AAAA',
    pngUrl(0, 0),
    webp('VP9 ', () => undefined),
    dataUrl('image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2, 1, 2, 3, 4, 5, 6])),
    '',
  ])('knows none of %s', (url) => {
    expect(imageSize(url)).toBeUndefined();
  });
});
