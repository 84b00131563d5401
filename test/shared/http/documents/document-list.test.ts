import { describe, expect, it } from 'vitest';
import { documentListName, documentListSchema } from '../../../../shared/http/documents/document-list.ts';

const document = {
  file: 'docs.gz',
  contentType: 'text/html',
  etag: 'W/"1"',
  isImmutable: false,
  isForAnyOrigin: false,
};

describe('documentListSchema', () => {
  it('takes files of its own folder', () => {
    expect(documentListSchema.parse({ '/docs': document })).toEqual({ '/docs': document });
  });

  it.each(['../host.json.gz', 'sub/docs.gz', '/etc/passwd.gz', 'docs'])('takes no file %s', (file) => {
    expect(documentListSchema.safeParse({ '/docs': { ...document, file } }).success).toBe(false);
  });

  it('is no document itself', () => {
    expect(documentListSchema.safeParse({ [documentListName]: document }).success).toBe(false);
  });
});
