import type { CredentialSource } from './credential.ts';

/**
 * What is known of a credential without asking anyone, for health: `unread` nobody needed it yet; `ok`; `stale` the
 * last read failed and an older value or a second key serves; `failed` there is nothing to serve. `errorCode` is the
 * last failure's code, such as `SecretNotFound` or `ECONNREFUSED`.
 */
export type CredentialStatus = {
  readonly state: 'unread' | 'ok' | 'stale' | 'failed';
  readonly errorCode?: string | undefined;
  /** How often it has been read since the start. */
  readonly readCount: number;
};

/** A source that health can look at; looking reads nothing. */
export type ObservedCredentialSource = CredentialSource & { status(): CredentialStatus };
