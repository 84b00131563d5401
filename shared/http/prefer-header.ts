/** What a caller prefers of how it is answered (RFC 7240): later, and for how many seconds it would wait before that. */
export type Preference = { readonly isAsync: boolean; readonly waitSeconds: number };

/** Reads `Prefer`. What is not understood is left out, as the standard says; of what is said twice the first counts. */
export function parsePrefer(header: string | string[] | undefined): Preference {
  const preferences = new Map<string, string>();
  for (const part of (header ?? '').toString().split(',')) {
    const [name = '', value = ''] = (part.split(';')[0] ?? '').split('=').map((text) => text.trim().toLowerCase());
    if (!preferences.has(name)) preferences.set(name, value.replaceAll('"', ''));
  }
  const wait = preferences.get('wait') ?? '';
  return { isAsync: preferences.has('respond-async'), waitSeconds: /^\d{1,6}$/.test(wait) ? Number(wait) : 0 };
}
