import type { JSONWebKeySet, LocalJWKSet } from 'jose';
import { GatewayError } from '../errors.ts';
import { SigningKeysError } from './fetch-signing-keys.ts';

/** How a tenant's keys stand: not read yet, as they should be, older than they should be, or not to be had. */
export type SigningKeysState = 'unread' | 'ok' | 'stale' | 'failed';

type SigningKeysOptions = {
  /** Reads the keys at their source, once. Throws `SigningKeysError`. */
  readonly fetchKeys: () => Promise<JSONWebKeySet>;
  readonly now: () => number;
  /** Told of each failed read, and whether older keys still serve. */
  readonly onFailure: (reason: string, stillServing: boolean) => void;
};

type Known = { readonly keys: LocalJWKSet; readonly ids: ReadonlySet<string>; readonly readAtMs: number };

/**
 * The keys that a tenant signs with. They are read when a token first needs one, anew in the background every hour that
 * tokens come, and at once for a key that is not known: a new key works from its first token. Everyone who waits shares
 * one read, and a read that was in vain is not repeated for ten seconds, however many tokens name keys that are none.
 * While the provider is down the keys last read serve.
 */
export class SigningKeys {
  readonly #options: SigningKeysOptions;
  #known: Known | undefined;
  #reading: Promise<Known> | undefined;
  #failure: { readonly error: SigningKeysError; readonly untilMs: number } | undefined;
  #vainUntilMs = -Infinity;

  constructor(options: SigningKeysOptions) {
    this.#options = options;
  }

  /** The keys, among them the one of this id. Throws `invalid_token` when there is none, `identity_unavailable`. */
  async holding(keyId: string): Promise<LocalJWKSet> {
    const before = this.#known;
    const known = await this.#current();
    if (known.ids.has(keyId)) {
      return known.keys;
    }
    const newer = known === before ? await this.#again(keyId) : known;
    if (newer.ids.has(keyId)) {
      return newer.keys;
    }
    throw new GatewayError('invalid_token', 'The token is signed with a key that its tenant does not publish.');
  }

  /** Reads the keys where they have not been read or are too old, and says how they stand. Never throws for that. */
  async check(): Promise<SigningKeysState> {
    await this.#current().catch(servedBy(undefined));
    return this.state();
  }

  /** How they stand, without a look. */
  state(): SigningKeysState {
    if (this.#known === undefined) {
      return this.#failure === undefined ? 'unread' : 'failed';
    }
    return this.#failure === undefined ? 'ok' : 'stale';
  }

  async #current(): Promise<Known> {
    const known = this.#known;
    if (known === undefined) {
      return this.#read();
    }
    const ageMs = this.#options.now() - known.readAtMs;
    if (this.#isPaused() || (ageMs < refreshAfterMs && this.#failure === undefined)) {
      return known;
    }
    const reading = this.#read().catch(servedBy(known));
    // After so long without a token a key may have been withdrawn; then it is worth the wait.
    return ageMs < waitAfterMs ? known : reading;
  }

  /** The keys read anew for one that is not among them; those that are known where that was just done in vain. */
  async #again(keyId: string): Promise<Known> {
    // A read that is under way may have begun before the key was published.
    while (this.#reading !== undefined) {
      const joined = await this.#reading;
      if (joined.ids.has(keyId)) {
        return joined;
      }
    }
    const { now } = this.#options;
    // What a failed read left unknown is not known to be wrong.
    if (this.#failure !== undefined && this.#isPaused()) {
      throw this.#unavailable(this.#failure);
    }
    if (this.#known !== undefined && now() < this.#vainUntilMs) {
      return this.#known;
    }
    this.#vainUntilMs = now() + vainPauseMs;
    let isVain = false;
    try {
      const newer = await this.#read();
      isVain = !newer.ids.has(keyId);
      return newer;
    } finally {
      if (!isVain) {
        this.#vainUntilMs = -Infinity;
      }
    }
  }

  #isPaused(): boolean {
    return this.#failure !== undefined && this.#options.now() < this.#failure.untilMs;
  }

  async #read(): Promise<Known> {
    if (this.#reading === undefined && this.#failure !== undefined && this.#isPaused()) {
      throw this.#unavailable(this.#failure);
    }
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOnce(): Promise<Known> {
    const { fetchKeys, now, onFailure } = this.#options;
    try {
      const [jwks, { createLocalJWKSet }] = await Promise.all([fetchKeys(), import('jose')]);
      const ids = new Set(jwks.keys.flatMap(({ kid }) => kid ?? []));
      this.#known = { keys: createLocalJWKSet(jwks), ids, readAtMs: now() };
      this.#failure = undefined;
      return this.#known;
    } catch (error) {
      if (!(error instanceof SigningKeysError)) {
        throw error;
      }
      onFailure(error.message, this.#known !== undefined);
      this.#failure = { error, untilMs: now() + failurePauseMs };
      throw this.#unavailable(this.#failure);
    }
  }

  #unavailable({ error, untilMs }: { error: SigningKeysError; untilMs: number }): GatewayError {
    return new GatewayError('identity_unavailable', 'The keys that the tenant signs with cannot be read now.', {
      cause: error,
      retryAfterMs: Math.max(1_000, untilMs - this.#options.now()),
    });
  }
}

/** Where keys that cannot be read are no failure: others serve, or it is only asked how they stand. */
function servedBy<Others>(others: Others): (error: unknown) => Others {
  return (error) => {
    if (error instanceof GatewayError) {
      return others;
    }
    throw error;
  };
}

const refreshAfterMs = 3_600_000;
const waitAfterMs = 24 * 3_600_000;
const vainPauseMs = 10_000;
const failurePauseMs = 5_000;
