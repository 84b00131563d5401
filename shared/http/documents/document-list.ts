import * as z from 'zod';

/**
 * Every document that the app serves of itself, by its path, as the build lists them in `list.json`: a closed list, so
 * that no path of a request ever becomes the name of a file.
 */
export const documentListSchema = z.lazy(() =>
  z.record(
    z.string().startsWith('/'),
    z.object({
      /** In the folder of the list, compressed with gzip. */
      file: z.string().regex(/^[\w.-]+\.gz$/),
      contentType: z.string(),
      etag: z.string(),
      /** Whether its path changes with its content, so that it may be kept for good. */
      isImmutable: z.boolean(),
      /** Whether pages of any origin may read it. */
      isForAnyOrigin: z.boolean(),
    }),
  ),
);

/** Every document that the app serves of itself, by its path. */
export type DocumentList = z.output<typeof documentListSchema>;

/** What the list is called in its folder. */
export const documentListName = 'list.json';
