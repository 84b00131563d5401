import { describe, expect, it } from 'vitest';
import { errorTable, type ErrorCode } from '../../../../shared/errors.ts';
import { errorSchema } from '../../../../shared/http/api/error-answers.ts';
import { errorExample } from '../../../../shared/http/api/error-examples.ts';

describe('errorExample', () => {
  it.each(Object.keys(errorTable).filter((code): code is ErrorCode => code in errorTable))(
    'is what an answer of %s has, and a sentence',
    (code) => {
      const example = errorExample(code);
      expect(errorSchema.parse(example)).toEqual(example);
      expect(example.error).toMatchObject({ code, type: errorTable[code].type });
      expect(example.error.message).toMatch(/^[A-Z].*\.$/);
    },
  );
});
