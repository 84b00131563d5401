import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { documentListName, documentListSchema } from '../../../../shared/http/documents/document-list.ts';
import { documentsFolder } from '../../../../shared/http/documents/documents-folder.ts';

describe('documentsFolder', () => {
  it('is where the last build put them', async () => {
    const list: unknown = JSON.parse(await readFile(new URL(documentListName, documentsFolder), 'utf8'));
    expect(Object.keys(documentListSchema.parse(list))).toEqual(expect.arrayContaining(['/docs', '/openapi.json']));
  });
});
