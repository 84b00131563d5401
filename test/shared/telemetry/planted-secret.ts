import fc from 'fast-check';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

function run(alphabet: string, length: number): fc.Arbitrary<string> {
  const unit = fc.constantFrom(...alphabet.split(''));
  return fc.array(unit, { minLength: length, maxLength: length }).map((characters) => characters.join(''));
}

const base64url = (length: number) => run(`${letters}${digits}-_`, length);

/** Secrets of every kind Sluice meets. `text` is how one stands in a text, `secret` the part that must not be seen. */
export const plantedSecret: fc.Arbitrary<{ text: string; secret: string }> = fc.oneof(
  fc.tuple(run(`abcdefghijklmnopqrstuvwxyz${digits}`, 10), base64url(43)).map(([id, secret]) => ({
    text: `sluice_${id}_${secret}`,
    secret,
  })),
  base64url(24).map((secret) => ({ text: `Bearer ${secret}`, secret })),
  base64url(48).map((secret) => ({ text: `sk-proj-${secret}`, secret })),
  run('0123456789abcdef', 32).map((secret) => ({ text: secret, secret })),
  run(`${letters}${digits}`, 84).map((secret) => ({ text: secret, secret })),
  fc.tuple(base64url(40), base64url(43)).map(([payload, signature]) => ({
    text: `eyJhbGciOiJSUzI1NiJ9.eyJ${payload}.${signature}`,
    secret: signature,
  })),
  run(`${letters}${digits}+/`, 86).map((secret) => ({
    text: `DefaultEndpointsProtocol=https;AccountName=store;AccountKey=${secret}==;EndpointSuffix=core.windows.net`,
    secret,
  })),
  base64url(20).map((secret) => ({ text: `api-key: ${secret}`, secret })),
  base64url(20).map((secret) => ({ text: `{"password":"${secret}"}`, secret })),
  base64url(20).map((secret) => ({ text: `redis://app:${secret}@cache:6380`, secret })),
  base64url(20).map((secret) => ({ text: `https://app.azurewebsites.net/v1/models?code=${secret}&x=1`, secret })),
  run(letters, 12).map((secret) => ({ text: `${secret}@contoso.example`, secret })),
);
