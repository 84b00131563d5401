import { describe, expect, it } from 'vitest';
import { securityOf, securitySchemes } from '../../../../shared/http/api/security-schemes.ts';
import { presentedKey } from '../../../../shared/http/presented-key.ts';

describe('securitySchemes', () => {
  it('name the headers that a key is read from', () => {
    const headers = [
      { authorization: 'Bearer key' },
      ...Object.values(securitySchemes).flatMap((scheme) =>
        'in' in scheme && scheme.in === 'header' ? [{ [scheme.name]: 'key' }] : [],
      ),
    ];
    expect(headers.map(presentedKey)).toEqual(['key', 'key', 'key']);
  });
});

describe('securityOf', () => {
  it('takes any one of them from callers, a gateway key first', () => {
    expect(securityOf('caller').map((way) => Object.keys(way)[0])).toEqual([
      'gatewayKey',
      'apiKey',
      'functionsKey',
      'entra',
    ]);
    expect(securityOf('admin')).toEqual(securityOf('caller'));
  });

  it('takes from whoever asks for a job its token as well', () => {
    expect(securityOf('job-token')).toEqual([...securityOf('caller'), { jobToken: [] }]);
  });

  it('takes only a function key where the host checks it, and none where all may come', () => {
    expect(securityOf('function-key')).toEqual([{ functionsKey: [] }]);
    expect(securityOf('open')).toEqual([]);
  });
});
