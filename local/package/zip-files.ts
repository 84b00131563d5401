import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** Files by their paths in the archive, with forward slashes. */
export type Files = ReadonlyMap<string, Buffer>;

/** A zip archive of files. The same files give the same bytes: sorted, of one date, without owner or time zone. */
export function zipFiles(files: Files): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of [...files].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    // The archive keeps a local time and, unless told otherwise, universal time beside it: this is the same everywhere.
    zip.addBuffer(content, path, {
      mtime: new Date(2000, 0, 1),
      mode: 0o100644,
      compress: true,
      forceDosTimestamp: true,
    });
  }
  zip.end();
  return buffer(zip.outputStream);
}
