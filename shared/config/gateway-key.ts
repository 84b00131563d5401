import { hash, timingSafeEqual } from 'node:crypto';
import type { Caller } from './config.ts';

/** A new gateway key: the key itself, shown once, and what is kept of it. */
export type NewGatewayKey = { readonly key: string; readonly id: string; readonly sha256: string };

/** A gateway key's two parts: the id, which logs may show, and the secret, which they may not. */
export type ParsedGatewayKey = { readonly id: string; readonly secret: string };

/**
 * A new gateway key `sluice_{id}_{secret}` from a source of randomness (bytes asked for → bytes): an id of ten
 * characters, a secret of 256 bits. `sha256` is the secret's hash in hexadecimal: a random value that long needs no
 * slow one.
 */
export function createGatewayKey(randomBytes: (count: number) => Uint8Array): NewGatewayKey {
  const secret = Buffer.from(randomBytes(32)).toString('base64url');
  const id = randomId(randomBytes);
  return { key: `sluice_${id}_${secret}`, id, sha256: hashOf(secret).toString('hex') };
}

/** The parts of a text in the form of a gateway key; `undefined` for any other text. */
export function parseGatewayKey(text: string): ParsedGatewayKey | undefined {
  const [, id, secret] = keyForm.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/**
 * The caller a presented key proves, and that key's id; `undefined` when it proves none.
 *
 * How long that takes does not tell whether the id is known, nor how much of the secret was right.
 */
export function findCaller(
  callers: readonly Caller[],
  presentedKey: string,
): { readonly caller: Caller; readonly keyId: string } | undefined {
  const presented = parseGatewayKey(presentedKey);
  if (presented === undefined) return undefined;
  const entry = indexOf(callers).get(presented.id);
  const isEqual = timingSafeEqual(hashOf(presented.secret), entry?.sha256 ?? noHash);
  return isEqual && entry !== undefined ? { caller: entry.caller, keyId: presented.id } : undefined;
}

type IndexEntry = { readonly caller: Caller; readonly sha256: Buffer };

const keyForm = /^sluice_([a-z0-9]{10})_([A-Za-z0-9_-]{43})$/;
const noHash = Buffer.alloc(32);
const indexes = new WeakMap<readonly Caller[], ReadonlyMap<string, IndexEntry>>();

function indexOf(callers: readonly Caller[]): ReadonlyMap<string, IndexEntry> {
  const known = indexes.get(callers);
  if (known !== undefined) return known;
  const index = new Map(
    callers.flatMap((caller) => caller.keys.map(({ id, sha256 }) => [id, { caller, sha256 }] as const)),
  );
  indexes.set(callers, index);
  return index;
}

function hashOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

function randomId(randomBytes: (count: number) => Uint8Array): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  let id = '';
  while (id.length < 10) {
    // 252 is the largest multiple of 36 in a byte: above it, some letters would come more often than others.
    const fair = [...randomBytes(16)].filter((byte) => byte < 252);
    id += fair.map((byte) => alphabet.charAt(byte % 36)).join('');
  }
  return id.slice(0, 10);
}
