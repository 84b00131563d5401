import type { MemberPath } from './member-path.ts';

/**
 * A value as a mistake may show it: JSON, cut at 60 characters. `undefined` when it could be a secret, by the member it
 * stands in (credentials, keys, hashes) or by its own look (people do paste a key where its name belongs).
 */
export function seenValue(path: MemberPath, value: unknown): string | undefined {
  if (path.some((step) => secretMember.test(String(step)))) return undefined;
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  if (looksSecret(text)) return undefined;
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** Whether a text has the look of a key or token rather than of a name: a long unbroken run of letters and digits. */
export function looksSecret(text: string): boolean {
  const hasCredentialPart = knownKey.test(text) || urlSecret.test(text);
  return hasCredentialPart || (text.match(longRun) ?? []).some((run) => /[0-9]/.test(run) && /[A-Za-z]/.test(run));
}

const longestShown = 60;
const secretMember = /credential|secret|sha256|password|token$|keys?$|connection_?string$|^SLUICE_GATEWAY_JSON$/i;
const longRun = /[A-Za-z0-9+/=_]{20,}/g;
const knownKey = /sluice_[a-z0-9]{10}_|\bsk-|\beyJ|@Microsoft\.KeyVault/;
// A user name in an address, or anything after its question mark (a shared access signature).
const urlSecret = /:\/\/[^/\s"]*@|:\/\/[^\s"]*[?#]/;
