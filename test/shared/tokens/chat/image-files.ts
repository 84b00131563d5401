/** The head of a PNG file of that size as a `data:` URL. */
export function pngUrl(width: number, height: number): string {
  const file = Buffer.alloc(33);
  file.write('\u0089PNG\r\n\u001a\n', 0, 'latin1');
  file.write('IHDR', 12, 'latin1');
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  return dataUrl('image/png', file);
}

/** A file as a `data:` URL. */
export function dataUrl(type: string, file: Buffer): string {
  return `data:${type};base64,${file.toString('base64')}`;
}
