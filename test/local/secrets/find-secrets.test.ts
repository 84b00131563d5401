import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../../local/secrets/find-secrets.ts';

// Written so that the scanner, which reads this file too, finds none of them.
const random = (length: number, alphabet = 'aQ7zW2xE9cR4' + 'vT6bY8nU3mK5jH') =>
  Array.from({ length }, (_, at) => alphabet[(at * 7 + Math.floor(at / 5)) % alphabet.length] ?? '').join('');
const kindsIn = (text: string) => findSecrets('file.ts', text).map(({ kind }) => kind);

describe('what looks like a secret', () => {
  it.each([
    ['storage account key', `DefaultEndpointsProtocol=https;AccountName=a;Account` + `Key=${random(86)}==`],
    ['shared access key', `Endpoint=sb://a.servicebus.windows.net/;SharedAccess` + `Key=${random(43)}=`],
    ['shared access signature', `https://a.blob.core.windows.net/b?sv=2024-01-01&si` + `g=${random(43)}%3D`],
    ['ingestion key', `Instrumentation` + `Key=1f6c0a52-9b7e-4c31-8a4d-6e20d5f7b913`],
    ['password in an address', `rediss:` + `//default:Tr0ub4dor@cache.redis.azure.net:10000`],
    ['Azure key', `"${random(52)}${'JQQ'}J99${random(23)}"`],
    ['Entra client secret', `secret: 'abc8${'Q~'}${random(34)}'`],
    ['model provider key', `'sk-${'proj-'}${random(40)}'`],
    ['gateway key', `"slui${'ce_'}${random(10)}_${random(43)}"`],
    ['GitHub token', `gh${'p_'}${random(36)}`],
    ['npm token', `//host/:_auth${'Token'}=${random(20)}`],
    ['AWS key', `AKI${'A'}${random(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`],
    ['signed token', `Bearer ey${'JhbGciOiJIUzI1NiJ9'}.ey${'JzdWIiOiIx'}${'MjM0NTY3ODkwIn0'}.${random(43)}`],
    ['random word', `const value = '${random(32)}';`],
    ['random word', `KEY=${createHash('sha256').update('x').digest('hex')}`],
  ])('%s', (kind, text) => {
    expect(kindsIn(text)).toContain(kind);
  });

  it('private key', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(kindsIn(String(privateKey.export({ type: 'pkcs8', format: 'pem' })))).toContain('private key');
  });

  it('a key made at random, in base64 or hexadecimal, 999 times of 1,000', () => {
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      const keys = Array.from({ length: 1_000 }, (_, at) => createHash('sha256').update(`${at}`).digest(encoding));
      const missed = keys.filter((key) => !kindsIn(`{"key": "${key}"}`).includes('random word'));
      expect(missed.length).toBeLessThanOrEqual(1);
    }
  });
});

describe('what does not', () => {
  it.each([
    'e'.repeat(32),
    "apiKey: '0123456789abcdef0123456789abcdef'",
    "const createAzureV1ChatCompletionsOperation2024 = 'createAzureV1ChatCompletionsOperation2024';",
    'https://user@host/path:with@sign',
    'postgres://$' + '{user}:$' + '{password}@host',
    '"integrity": "sha512-g8W2D2kU6a8untc053fX1uVBKzM7yqAxW/3zwk83+6RyF2+SKOuV+c0wBDhUwzV1PaGapmZH"',
    "import x from '../shared/http/documents/document-list.ts'",
    'x-ms-client-principal: https://learn.microsoft.com/en-us/azure/azure-functions/Functions2024',
    'your-key-example-7Zk3pQ9vX7mT2nR8wL5cJ1hB',
  ])('%s', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });
});

describe('a finding', () => {
  it('tells where and which it is, and does not hold it', () => {
    const secret = random(40);
    const [finding] = findSecrets('a/b.ts', `first line\n\nconst key = '${secret}';\n`);
    expect(finding).toMatchObject({
      path: 'a/b.ts',
      line: 3,
      kind: 'random word',
      shown: 'aY8m… (40)'.replace('aY8m', secret.slice(0, 4)),
    });
    expect(finding?.fingerprint).toBe(createHash('sha256').update(secret).digest('hex').slice(0, 16));
    expect(JSON.stringify(finding)).not.toContain(secret.slice(4));
  });

  it('is one for a secret that stands in a file twice', () => {
    expect(findSecrets('a.ts', `'${random(40)}' '${random(40)}'`)).toHaveLength(1);
  });
});
