import { expect, it } from 'vitest';
import { developmentKeyId, developmentKeyMistakes } from '../../../shared/config/development-key-mistakes.ts';

const callers = { developer: { keys: [{ id: 'other00000' }, { id: developmentKeyId }] } };
const local = { endpoint: 'http://127.0.0.1:7072/east' };

it('lets the development key into a gateway that reaches only this machine', () => {
  expect(developmentKeyMistakes({ upstreams: { east: local, west: { endpoint: '%UNSET%' } }, callers })).toEqual([]);
});

it('keeps it out of a gateway that reaches anything else', () => {
  const upstreams = { east: local, west: { endpoint: 'https://west.openai.azure.com' } };
  expect(developmentKeyMistakes({ upstreams, callers })).toEqual([
    {
      path: 'callers.developer.keys[1]',
      message: 'expected a key of your own: the development key is for upstreams on this machine only',
    },
  ]);
});

it.each(['openai', 'anthropic'])('keeps it out of a gateway that reaches %s at its own address', (provider) => {
  expect(developmentKeyMistakes({ upstreams: { there: { provider } }, callers })).toHaveLength(1);
  const simulated = { there: { provider, endpoint: 'http://127.0.0.1:7072/there' } };
  expect(developmentKeyMistakes({ upstreams: simulated, callers })).toEqual([]);
});
