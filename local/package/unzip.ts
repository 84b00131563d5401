import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';

/**
 * Writes the files of a zip archive below a folder and gives their paths. It reads what `zipFiles` and other plain
 * archivers write: stored or deflated entries, no encryption, below 4 GB. Throws `RangeError` for anything else, for a
 * damaged entry, and for a path that leads out of the folder.
 */
export async function unzip(archive: Buffer, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const { path, content } of entriesOf(archive)) {
    const target = join(folder, normalize(path));
    if (!target.startsWith(folder + sep)) throw new RangeError(`${path} leads out of the archive.`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
    paths.push(path);
  }
  return paths;
}

// Offsets are those of PKWARE's APPNOTE, 4.3.12 and 4.3.16.
function* entriesOf(archive: Buffer): Generator<{ path: string; content: Buffer }> {
  const end = archive.lastIndexOf(endSignature);
  if (end === -1) throw new RangeError('It is not a zip archive.');
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const pathLength = archive.readUInt16LE(at + 28);
    const path = archive.toString('utf8', at + 46, at + 46 + pathLength);
    yield { path, content: contentOf(archive, at, path) };
    at += 46 + pathLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
}

function contentOf(archive: Buffer, at: number, path: string): Buffer {
  const [method, checksum, packedSize] = [
    archive.readUInt16LE(at + 10),
    archive.readUInt32LE(at + 16),
    archive.readUInt32LE(at + 20),
  ];
  const local = archive.readUInt32LE(at + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + packedSize);
  if (method !== stored && method !== deflated) throw new RangeError(`${path} is packed in a way that is not known.`);
  const content = method === stored ? packed : inflateRawSync(packed);
  if (crc32(content) !== checksum) throw new RangeError(`${path} is damaged.`);
  return content;
}

const endSignature = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const stored = 0;
const deflated = 8;
